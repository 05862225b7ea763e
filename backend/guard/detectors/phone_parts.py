# ruff: noqa: E501 - patterns read better in one piece
"""Phone numbers told in clauses, corrections, without their area code or in English words.

Belongs to the detectors; `phone` handles numbers written in one go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.model import Candidate, PiiType

_D: Final = "[0-9〇零一二三四五六七八九]"
_NO_UNIT: Final = rf"(?!{_D}|\s?(?:円|年|月|日|時|分|人|名|万|件|個|%|歳|才|号|番線))"
_MOBILE_HEAD: Final = rf"(?<!{_D})[0〇零][5-9五六七八九][0〇零]"
_CLAUSES: Final = re.compile(
    rf"{_MOBILE_HEAD}(?![0-9])(?:です。)?[^0-9\n。円年月]{{0,18}}\n?[^0-9\n。円年月]{{0,6}}{_D}{{4}}{_NO_UNIT}(?:です。)?[^0-9\n。円年月]{{0,14}}\n?[^0-9\n。円年月]{{0,6}}{_D}{{4}}{_NO_UNIT}"
)
"""「090で、次が3344、最後が5566」: three, four and four figures with talk between them."""
_REST: Final = re.compile(
    rf"{_MOBILE_HEAD}(?:の(?:あと|後|次)|以下|以降|のうしろ|の後ろ|で始ま(?:る|って|り)|まで(?:は)?)[^0-9\n。円年月]{{0,14}}{_D}{{8}}{_NO_UNIT}"
)
_LOCAL: Final = re.compile(
    r"(?:自宅|じたく|実家|家電|いえでん|イエデン|固定電話|(?<![一-龯])(?:家|いえ|うち)(?:の(?:電話|でんわ|番号))?(?=[はがのも、:→\s])|折り?返し|おりかえし|着信|市外局番なし|出先|留守電|職場の電話|会社の電話)"
    r"[^0-9\n。]{0,12}(?P<n>(?!20[0-3][0-9])[2-46-9][0-9]{1,3}(?:[\-の]|\s?[\-のー]\s?|\s|\)|\()[0-9]{4})(?![0-9\-])"
    + _NO_UNIT
)
"""A local number is only known by being called one; 5xx-xxxx is left to the postal codes of the region."""
_HEAD_ONLY: Final = re.compile(rf"(?P<n>{_MOBILE_HEAD}[\-の\s][0-9]{{4}})(?![0-9\-]|[\s\-の]{{1,2}}[0-9])")
_HEAD_CONTEXT: Final = re.compile(r"前半|最初|はじめ|まで|電話|でんわ|携帯|ケータイ|けいたい|スマホ|番号|途中")
_TAIL: Final = re.compile(
    rf"(?:\A|[\s、。])(?:電話の?|携帯の?|番号の?)?(?:下[4四]桁|下[4四]けた|しもよんけた|末尾[4四]?(?:桁)?|うしろ[4四]桁|後ろ[4四]桁)(?:は|が|、|:|\s){{0,2}}\s?(?P<n>{_D}{{4}})(?=です|や|だ|、|\s|\Z|。|じゃ|に)"
)
_HALF: Final = re.compile(
    rf"\A\s*(?:で|あと)?、?(?:前半|後半)(?:は|が)\s?(?P<n>{_D}{{4}})(?:です|や|やで|だよ|になります)?[。\s]*\Z"
)
_ENDS_WITH: Final = re.compile(
    rf"(?P<n>{_D}{{4}})(?:で|に)(?:終わ|おわ)(?:る|って|り)(?=[^\n。]{{0,6}}(?:番号|電話|携帯|やつ|です|\Z))"
)
_CORRECTED: Final = re.compile(
    rf"(?<!{_D})(?P<a>{_D}{{4}})(?:じゃなく|ではなく|じゃなし|やなく|でなく|ちゃう|違い|まちがい|間違い|の間違い|→|=>)(?:て|って|で|に|、|\s){{0,3}}(?:正しくは|ほんまは|本当は)?(?P<b>{_D}{{4}}){_NO_UNIT}"
)
_ABOUT_PHONE: Final = re.compile(r"電話|でんわ|携帯|けいたい|ケータイ|スマホ|番号|ばんごう|着信|TEL|tel")
_OTHER_SUBJECT: Final = re.compile(
    r"求人|整理番号|受付|口座|暗証|カード|マイナ|保険|免許|型番|年金|郵便|予約番号|社員番号"
)

_ENGLISH: Final = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9",
}  # fmt: skip
_ENGLISH_TOKEN: Final = re.compile(rf"(?:{'|'.join(_ENGLISH)}|[0-9])", re.IGNORECASE)
_ENGLISH_RUN: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:zero|oh|0)(?:[\s,.\-]{{0,3}}(?:{'|'.join(_ENGLISH)}|[0-9]))*(?![A-Za-z])", re.IGNORECASE
)


def _english(text: str) -> Iterable[Candidate]:
    for match in _ENGLISH_RUN.finditer(text):
        words = _ENGLISH_TOKEN.findall(match.group())
        digits = "".join(_ENGLISH.get(word.lower(), word) for word in words)
        spelt = any(len(word) > 1 for word in words)
        if spelt and re.fullmatch(r"0[1-9]\d{8,9}", digits):
            yield Candidate(PiiType.PHONE, match.start(), match.end(), 65)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for numbers told in parts."""
    text = message.text
    if re.search(r"zero|oh", text, re.IGNORECASE):
        yield from _english(text)
    if len(re.findall(_D, text)) < 4:
        return
    for match in _CLAUSES.finditer(text):
        yield Candidate(PiiType.PHONE, match.start(), match.end(), 66)
    for match in _REST.finditer(text):
        yield Candidate(PiiType.PHONE, match.start(), match.end(), 66)
    for match in _LOCAL.finditer(text):
        yield Candidate(PiiType.PHONE, match.start("n"), match.end("n"), 60)
    if _OTHER_SUBJECT.search(text):
        return
    if _HEAD_CONTEXT.search(text):
        for match in _HEAD_ONLY.finditer(text):
            yield Candidate(PiiType.PHONE, match.start("n"), match.end("n"), 61)
    for pattern in (_TAIL, _HALF):
        for match in pattern.finditer(text):
            yield Candidate(PiiType.PHONE, match.start("n"), match.end("n"), 59)
    if _ABOUT_PHONE.search(text):
        for match in _ENDS_WITH.finditer(text):
            yield Candidate(PiiType.PHONE, match.start("n"), match.end("n"), 59)
        for match in _CORRECTED.finditer(text):
            yield Candidate(PiiType.PHONE, match.start("a"), match.end("a"), 59)
            yield Candidate(PiiType.PHONE, match.start("b"), match.end("b"), 59)
