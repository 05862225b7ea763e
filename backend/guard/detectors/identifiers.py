# ruff: noqa: E501 - patterns read better in one piece
"""Numbers on documents: insurance, pension, driver's licence, residence card, passport and other personal ids."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.digits import windows
from backend.guard.model import Candidate, PiiType

_IS: Final = r"(?:番号|No\.?|ID)?[\s:はが、のって→=(]{0,5}"
_VALUE: Final = r"(?P<n>[0-9〇一二三四五六七八九][0-9〇一二三四五六七八九\s\-ー]{2,16}[0-9〇一二三四五六七八九]|[0-9]{2,3})(?![0-9])"
_PUBLIC_LABEL: Final = r"(?:求人|型番|品番|注文|追跡|伝票|受付|整理|管理|法人)"

_RULES: Final[tuple[tuple[PiiType, re.Pattern[str], int], ...]] = (
    (
        PiiType.INSURANCE_NUMBER,
        re.compile(
            r"(?:保険証|健康保険|国保|社保|保険)[^\n。]{0,12}?記号[\s:はが、]{0,3}(?P<n>[0-9一-龯ぁ-ん\-]{1,12}?[\s、,・でのと/]{0,3}番号[\s:はが、]{0,3}[0-9\-]{1,12})"
        ),
        85,
    ),
    (PiiType.INSURANCE_NUMBER, re.compile(r"記号[\s:は]{0,2}(?P<n>[0-9]{1,8}[\s、,・のと/-]{1,3}番号[\s:は]{0,2}[0-9]{1,8})(?![0-9])"), 60),
    (PiiType.INSURANCE_NUMBER, re.compile(r"(?:保険|国保|社保)[^\n。0-9]{0,8}記号・?番号[\s:はが、]{0,3}(?P<n>[0-9][0-9\-・ ]{3,18}[0-9])"), 86),
    (PiiType.INSURANCE_NUMBER, re.compile(r"被?保険者番号[\s:はが、→]{0,4}" + _VALUE), 86),
    (PiiType.INSURANCE_NUMBER, re.compile(r"(?:保険証|保険)の?番号[\s:はが、→]{0,4}" + _VALUE), 80),
    (PiiType.INSURANCE_NUMBER, re.compile(r"(?<![0-9\-])(?<!事業所番号)(?<!事業所番号 )(?<!事業所番号は)(?<!事業所番号:)(?P<n>[0-9]{4}[\-ー ][0-9]{6}[\-ー ][0-9])(?![0-9\-])"), 79),
    (PiiType.INSURANCE_NUMBER, re.compile(r"記号[\s:はが、]{0,2}(?P<n>[一-龯ぁ-んァ-ヶ]{0,6}\s?[0-9][0-9\-]{0,8}[\s、,・のとでがや]{0,3}番号[\s:はがの、]{0,2}[0-9]{1,8})(?![0-9])"), 59),
    (PiiType.INSURANCE_NUMBER, re.compile(r"(?:保険証|健保|国保|社保|資格確認書)[^\n]{0,14}(?:上|左|1つ目|一つ目)(?:が|は|の数字は)\s?[0-9\-]{3,12}[^0-9\n]{0,4}(?:下|右|2つ目|二つ目)(?:が|は|の数字は)\s?(?P<n>[0-9\-]{2,12})(?![0-9])"), 80),
    (PiiType.INSURANCE_NUMBER, re.compile(r"(?:雇用保険|こようほけん|失業保険)[^\n。0-9]{0,14}(?P<n>[0-9]{4}[\s、,\-ーの・.]{1,3}[0-9]{6}[\s、,\-ーの・.]{1,3}[0-9])(?![0-9])"), 86),
    (PiiType.INSURANCE_NUMBER, re.compile(r"(?:雇用保険)[^\n。0-9]{0,12}(?P<n>[0-9]{11}|[0-9]{4}-?[0-9]{6}-?[0-9])(?![0-9])"), 86),
    (PiiType.LICENSE_OR_ID, re.compile(r"(?:基礎年金|年金手帳|年金)[^\n。0-9]{0,10}(?P<n>[0-9]{4}[\s\-ーの、,・.]{0,3}[0-9]{6})(?![0-9])"), 87),
    (PiiType.LICENSE_OR_ID, re.compile(r"(?<![0-9\-])(?P<n>(?!0120|0570|0180|0990)[0-9]{4}[\-ー][0-9]{6})(?![0-9\-])"), 56),
    (PiiType.LICENSE_OR_ID, re.compile(r"(?:免許|めんきょ)(?:証|しょう)?の?" + _IS + r"(?P<n>第?[0-9](?:[\s\-]?[0-9]){6,13}号?)(?![0-9])"), 88),
    (PiiType.LICENSE_OR_ID, re.compile(r"(?<![A-Za-z0-9])(?P<n>[A-Za-z]{2}[\s\-]?[0-9]{8}[\s\-]?[A-Za-z]{2})(?![A-Za-z0-9])"), 88),
    (PiiType.LICENSE_OR_ID, re.compile(r"(?:在留カード|在留)[^\n。0-9A-Za-z]{0,8}(?P<n>[A-Za-z]{0,2}[0-9]{6,8}[A-Za-z]{0,2})"), 88),
    (PiiType.LICENSE_OR_ID, re.compile(r"(?:パスポート|旅券|ぱすぽーと)[^\n。0-9A-Za-z]{0,8}(?P<n>[A-Za-z]{1,2}\s?[0-9]{6,8})"), 88),
    (
        PiiType.LICENSE_OR_ID,
        re.compile(rf"(?<!{_PUBLIC_LABEL})(?<!番号)(?<!番号は)(?<!番号:)(?<![A-Za-z0-9\-])(?P<n>[A-Z]{{2}}[0-9]{{7}})(?![A-Za-z0-9\-])"),
        52,
    ),
    (PiiType.LICENSE_OR_ID, re.compile(r"住民票コード[\s:はが]{0,3}(?P<n>[0-9][0-9\s\-]{8,12}[0-9])"), 88),
    (
        PiiType.LICENSE_OR_ID,
        re.compile(
            r"(?:求職(?:者|申込)?(?:登録)?番号|社員番号|従業員番号|学籍番号|会員番号|診察券(?:の?番号)?|患者番号|受給者番号|受給資格者証(?:の?番号)?|支給番号|"
            r"受験番号|手帳番号|手帳の番号|資格者?証番号|(?:登録)証の?番号|照会番号|ケース番号)"
            r"[\s:はが、→]{0,4}(?P<n>[A-Za-z]{0,3}-?[0-9](?:[0-9\-]{0,20}[0-9])?)"
        ),
        84,
    ),
    (
        PiiType.LICENSE_OR_ID,
        re.compile(r"(?P<n>[一-龯]{2,4}\s?[0-9]{2,3}\s?[ぁ-ん]\s?(?:[0-9・.]{1,2}-[0-9]{2}|[0-9]{4}))(?![0-9])"),
        64,
    ),
)  # fmt: skip
_LICENCE_CONTEXT: Final = re.compile(r"免許証|免許の番号|免許番号|めんきょしょう|めんきょばんごう")
_PENSION_CONTEXT: Final = re.compile(r"年金番号|年金手帳|ねんきんばんごう|基礎年金")
_INSURANCE_CONTEXT: Final = re.compile(r"被保険者番号|雇用保険(?:の番号|番号)|保険証(?:の番号|番号)|ほけんしょう")
_PUBLIC_BEFORE: Final = re.compile(rf"{_PUBLIC_LABEL}(?:番号|No\.?|ID)?\D{{0,6}}\Z")


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for document numbers."""
    for kind, pattern, priority in _RULES:
        for match in pattern.finditer(message.text):
            if priority == 59 and re.search(r"口座|ゆうちょ|振込|通帳|貯金|型番|求人", message.text):
                continue
            if priority <= 60 and _PUBLIC_BEFORE.search(message.view.before(match.start(), 16)):
                continue
            yield Candidate(kind, match.start("n"), match.end("n"), priority)
    for context, kind, sizes in (
        (_LICENCE_CONTEXT, PiiType.LICENSE_OR_ID, (12, 12)),
        (_PENSION_CONTEXT, PiiType.LICENSE_OR_ID, (10, 10)),
        (_INSURANCE_CONTEXT, PiiType.INSURANCE_NUMBER, (6, 11)),
    ):
        if not context.search(message.text):
            continue
        for run in message.plain_runs:
            for window in windows(run, *sizes):
                if message.near(context, window.start, window.end, left=22, right=12):
                    yield Candidate(kind, window.start, window.end, 84)
