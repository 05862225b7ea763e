# ruff: noqa: E501 - patterns read better in one piece
"""E-mail addresses, also with the at-sign and dots in words (アット, あっとまーく, ドット, (at) …)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.model import Candidate, PiiType

_AT: Final = r"\s?(?:@|[\(\[{<]\s?(?:at|@|アット|あっと)(?:マーク|まーく)?\s?[\)\]}>]|アット(?:マーク)?|あっと(?:まーく|マーク)?|★|☆|◎)\s?"
_DOT: Final = r"(?:\s?(?:\.|[\(\[{]\s?(?:dot|ドット|\.)\s?[\)\]}]|ドット|どっと|点|てん|ピリオド)\s?)"
_ATOM: Final = r"[A-Za-z0-9][A-Za-z0-9_%+\-]*"
_KANA_TLD: Final = (
    r"(?:コム|こむ|ネット|ねっと|ジェーピー|じぇーぴー|シーオー|しーおー|エヌイー|えぬいー|オーアールジー)"
)
_PROVIDER_KANA: Final = r"(?:ジーメール|じーめーる|Gメール|gメール|ヤフー|やふー|ドコモ|どこも|ソフトバンク|そふとばんく|エーユー|イージーウェブ|アイクラウド|ホットメール)"
_PROVIDER: Final = r"(?:gmail|yahoo|docomo|softbank|ezweb|icloud|hotmail|outlook|i\.softbank|au|ymobile|rakuten)"

_WRITTEN: Final = re.compile(
    rf"{_ATOM}(?:(?:{_DOT}|\s?[_\-]\s?){_ATOM}|\.+)*{_AT}(?:{_ATOM}|{_PROVIDER_KANA})(?:{_DOT}{_ATOM})*?{_DOT}(?:[A-Za-z]{{2,}}(?![A-Za-z0-9])|{_KANA_TLD})(?:{_DOT}(?:[A-Za-z]{{2,}}(?![A-Za-z0-9])|{_KANA_TLD}))*"
)
_PLAIN_LOCAL: Final = re.compile(
    r"[A-Za-z0-9._%+\-!#$&'*/=?^`{|}~]+\s{0,2}@\s{0,2}[A-Za-z0-9\-]+(?:\s?[.,]\s?[A-Za-z0-9\-]+)*\s?\.\s?[A-Za-z]{2,}(?![A-Za-z0-9])"
)
_JAPANESE_DOMAIN: Final = re.compile(
    r"[A-Za-z0-9._%+\-]+@[ぁ-んァ-ヶ一-龯A-Za-z0-9\-]+\.(?:jp|com|net|org|みんな|コム)"
)
_SPOKEN: Final = re.compile(
    rf"(?:[ぁ-んー]{{2,20}}?|[ァ-ヶー]{{2,20}}|[A-Za-z0-9_.\-]{{2,24}}){_AT}(?:{_PROVIDER_KANA}|{_PROVIDER}|[ぁ-んァ-ヶーA-Za-z0-9\-]{{2,16}}?)"
    rf"(?:(?:\s?(?:ドット|どっと|てん|\.)\s?)(?:{_KANA_TLD}|[A-Za-z][A-Za-z\-]+(?![A-Za-z0-9])))+"
)
_NO_TLD: Final = re.compile(
    rf"{_ATOM}(?:\.{_ATOM}|\.)*{_AT}(?:{_PROVIDER}(?![A-Za-z0-9])|{_PROVIDER_KANA})(?:\s?[.,]?\s?(?:com|co\.?jp|ne\.?jp|jp)(?![A-Za-z0-9]))?"
)
_BY_DASHES: Final = re.compile(rf"{_ATOM}-at-[A-Za-z0-9]+(?:-dot-[A-Za-z]+)+")
_LABELLED: Final = re.compile(
    r"(?:メール|めーる|Eメール|e-?mail|mail|アドレス|あどれす|メアド|めあど)(?:アドレス)?(?:は|が|:|→|\s){1,3}"
    rf"({_ATOM}(?:\.{_ATOM})*)(?=\s?(?:の|で)\s?(?:{_PROVIDER_KANA}|{_PROVIDER}|i?[Cc]loud))",
    re.IGNORECASE,
)
_FILLER: Final = re.compile(
    r"\A(?:(?:わたしの|私の)?(?:メール|めーる|アドレス|あどれす|メアド|めあど)(?:アドレス|あどれす)?(?:は|が|の)?|えっと|えーと)+"
)
_QUICK: Final = re.compile(r"@|at|アット|あっと|★|☆|◎|メ|め|mail|アド|あど", re.IGNORECASE)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for every e-mail address, companies' too."""
    text = message.text
    if not _QUICK.search(text):
        return
    for pattern, priority in (
        (_PLAIN_LOCAL, 80),
        (_WRITTEN, 80),
        (_JAPANESE_DOMAIN, 80),
        (_BY_DASHES, 70),
        (_NO_TLD, 65),
        (_SPOKEN, 60),
    ):
        for match in pattern.finditer(text):
            lead = _FILLER.match(match.group())
            start = match.start() + (lead.end() if lead else 0)
            yield Candidate(PiiType.EMAIL, start, match.end(), priority)
    for match in _LABELLED.finditer(text):
        yield Candidate(PiiType.EMAIL, match.start(1), match.end(1), 60)
