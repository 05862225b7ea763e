"""The guard's vocabulary: kinds of personal data, their placeholders, spans and results.

Anyone may import `Masked`, `Span` and `PiiType`; `Candidate` belongs to the detectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class PiiType(StrEnum):
    """Kinds of personal data the guard can find (the `type` of a `Span`)."""

    PHONE = "phone"
    EMAIL = "email"
    POSTAL_CODE = "postal_code"
    ADDRESS = "address"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    MY_NUMBER = "my_number"
    BANK_ACCOUNT = "bank_account"
    CARD = "card"
    INSURANCE_NUMBER = "insurance_number"
    LICENSE_OR_ID = "license_or_id"
    LINE_ID = "line_id"
    PERSONAL_URL = "personal_url"
    HEALTH = "health"
    PASSWORD_LIKE = "password_like"  # noqa: S105 - a label, not a secret
    UNCHECKED = "unchecked"


PLACEHOLDERS: Final = MappingProxyType(
    {
        PiiType.PHONE: "【電話番号】",
        PiiType.EMAIL: "【メール】",
        PiiType.POSTAL_CODE: "【郵便番号】",
        PiiType.ADDRESS: "【住所】",
        PiiType.NAME: "【氏名】",
        PiiType.BIRTH_DATE: "【生年月日】",
        PiiType.MY_NUMBER: "【マイナンバー】",
        PiiType.BANK_ACCOUNT: "【口座】",
        PiiType.CARD: "【カード】",
        PiiType.INSURANCE_NUMBER: "【保険番号】",
        PiiType.LICENSE_OR_ID: "【ID】",
        PiiType.LINE_ID: "【LINE ID】",
        PiiType.PERSONAL_URL: "【URL】",
        PiiType.HEALTH: "【健康】",
        PiiType.PASSWORD_LIKE: "【パスワード】",
        PiiType.UNCHECKED: "【確認できない文】",
    }
)
"""What a reader of the masked text sees instead of each kind."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of personal data: half-open code-point offsets into the original text."""

    type: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """The guarded text, with the spans (sorted, disjoint, in original offsets) it replaced."""

    masked: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A detector's claim, in offsets of the normalised view.

    `priority` settles overlaps: the higher wins, then the longer. 90 = proven by a check digit or an explicit
    label, 70 = unmistakable shape, 50 = shape with context, 30 = linguistic guess.
    """

    type: PiiType
    start: int
    end: int
    priority: int
