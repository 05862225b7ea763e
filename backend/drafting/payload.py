"""What may leave for an outside model: the fields of `Payload`, and nothing else. Pure: no database, no network.

Topic and labels are our own words; sources are public texts; the question is masked, and left out as soon as anything
in it is more than harmless. Names, ids, notes, health and whole conversations have no field here.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from backend import safety
from backend.guard import PiiType, mask

MAX_QUESTION_CHARS = 1200
MAX_SOURCE_CHARS = 1200

LOW_RISK = frozenset(
    {PiiType.PHONE, PiiType.EMAIL, PiiType.POSTAL_CODE, PiiType.PERSONAL_URL, PiiType.LINE_ID}
)  # fmt: skip
"""Kinds with a shape of their own, which the mask removes whole. Any other kind keeps the question here."""

KEPT_HERE = frozenset(
    {
        *("crisis_suicide", "crisis_violence", "hardship_living", "hardship_debt", "workplace_abuse", "after_crisis"),
        *("safe_time", "health_worry", "disability_support", "physical_limits", "social_withdrawal", "complain"),
        "delete_data",
    }
)
"""Topics no outside model hears about: danger, health, complaints, rights."""
KEPT_HERE_LABELS = frozenset({"health"})
PERSONAL_FIELDS = (
    *("family_name", "given_name", "family_kana", "given_kana", "birth_date", "postal_code", "address", "phone"),
    *("email", "considerations"),
)
"""Profile fields whose values must not occur in what leaves."""


class PayloadSource(BaseModel):
    """A public text the draft may rest on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^(faq|desk|text):[a-z0-9_-]+$")
    title: str
    text: str = Field(max_length=MAX_SOURCE_CHARS)


class Payload(BaseModel):
    """The allow-list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str
    labels: tuple[str, ...]
    question: str | None = Field(max_length=MAX_QUESTION_CHARS)
    sources: tuple[PayloadSource, ...]


def is_kept_here(*, topic: str, labels: Iterable[str], is_urgent: bool) -> bool:
    """True when an outside model may not be asked about this ticket at all."""
    return is_urgent or topic in KEPT_HERE or bool(KEPT_HERE_LABELS & set(labels))


def safe_question(texts: Sequence[str], *, personal: Mapping[str, str]) -> str | None:
    """The seeker's words, masked; None when the guard, the safety lane or the seeker's own profile objects.

    Args:
        texts: what the seeker wrote since the last answer, oldest first.
        personal: the seeker's profile, opened; only compared.
    """
    whole = "\n".join(texts).strip()
    if not whole:
        return None
    found = safety.classify(whole)
    guarded = mask(whole)
    if found.label != "none" or found.soft or any(PiiType(span.type) not in LOW_RISK for span in guarded.spans):
        return None
    masked = guarded.masked[:MAX_QUESTION_CHARS]
    plain = _plain(whole)
    values = [_plain(personal[name]) for name in PERSONAL_FIELDS if personal.get(name)]
    return None if any(value and value in plain for value in values) else masked


def _plain(text: str) -> str:
    """For comparing: width, case, katakana and everything between letters and digits make no difference."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in folded if char.isalnum() or char == "ー"
    )
