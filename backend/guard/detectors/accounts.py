# ruff: noqa: E501 - patterns read better in one piece
"""Money: bank and post-office accounts by their labels, payment cards by issuer prefix and Luhn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.digits import windows
from backend.guard.model import Candidate, PiiType

_BANK: Final = r"(?:[一-龯ァ-ヶーA-Za-z〇○◯]{1,12}?(?:銀行|信金|信用金庫|信用組合|農協|JAバンク|JA|ゆうちょ|労金|ろうきん|労働金庫)|ゆうちょ(?:銀行)?|(?:りそな|みずほ|みなと|あおぞら|ゆうちよ|三菱UFJ|三井住友|関西みらい|池田泉州|紀陽|楽天|住信SBI|PayPay|JAバンク)(?:銀行)?)"
_JOIN: Final = r"[\s、,・の/:はがで(]{0,4}"
_KIND: Final = r"(?:普通(?:預金)?|ふつう|フツウ|当座(?:預金)?|貯蓄(?:預金)?|総合|定期|\((?:普通|普|当座|当)(?:預金)?\)|普(?=[\s:の]{0,2}[0-9〇一二三四五六七八九]))"
_NUMBER: Final = r"[0-9〇一二三四五六七八九](?:[\s\-]?[0-9〇一二三四五六七八九]){5,7}(?![\-0-9])"
_LABEL: Final = r"(?:口座番号|口座(?:は|の番号)?|こうざばんごう|こうざ|振込先|番号|預金番号)"
_SHOP: Final = r"(?:[一-龯ぁ-んァ-ヶーA-Za-z0-9〇一二三四五六七八九]{1,12}?(?:支店|本店|営業部|出張所|店)|(?:店番|支店コード|支店番号|店番号)?[\s:はの]{0,2}(?:[0-9]{3}|[〇一二三四五六七八九]{3})|支店|[一-龯ぁ-んァ-ヶ]{1,8}(?=[\s、・]{0,2}(?:普通|当座)))"
_FULL: Final = re.compile(
    rf"{_BANK}{_JOIN}(?:{_SHOP}{_JOIN}){{0,2}}(?:{_KIND}{_JOIN})?(?:{_LABEL}{_JOIN})?(?P<n>{_NUMBER})"
)
_SHOP_FIRST: Final = re.compile(
    rf"[一-龯ぁ-んァ-ヶー]{{1,10}}支店{_JOIN}(?:{_KIND}{_JOIN})?(?:{_LABEL}{_JOIN})?{_NUMBER}"
)
_KIND_FIRST: Final = re.compile(
    rf"(?:{_KIND}{_JOIN}(?:{_LABEL}{_JOIN})?|(?:口座番号|口座の?番号|口座|こうざばんごう|振込先){_JOIN})(?P<n>{_NUMBER})"
)
_POST: Final = re.compile(
    r"記号(?:番号)?[\s:はが、]{0,3}(?P<s>[01][0-9]{4}(?:-[0-9])?)[\s、,/・でのと-]{0,4}(?:番号[\s:はが、]{0,3})?(?P<n>[0-9]{6,8})(?![0-9])"
)
_POST_BARE: Final = re.compile(r"(?<![0-9])1[0-9]{3}0[\s\-][0-9]{7,8}(?![0-9\-])")
_NEARBY: Final = re.compile(r"普通|当座|バンク|銀行|支店|口座|こうざ|ゆうちょ|振込|信金|貯金|預金")

_CARD_LABEL: Final = re.compile(
    r"カード|クレカ|クレジット|デビット|くれじっと|かーど|VISA|Visa|JCB|Master|AMEX|アメックス|ビザ", re.IGNORECASE
)
_NOT_CARD: Final = re.compile(
    r"法人番号|商品コード|製品コード|商品番号|JAN|バーコード|追跡|注文|伝票|問い?合わ?せ番号|受付番号|求人|ISBN|インボイス|登録番号|荷物"
)
_IIN: Final = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})\Z|5[1-5]\d{14}\Z|2[2-7]\d{14}\Z|3[47]\d{13}\Z|35\d{14}\Z|3(?:0[0-5]|[68]\d)\d{11}\Z|"
    r"(?:6011|65\d\d|64[4-9]\d)\d{12}\Z|62\d{14,17}\Z"
)
_CARD_EXTRA: Final = re.compile(
    r"(?:(?:有効)?期限|セキュリティ(?:コード|番号)|CVV|CVC)[\s:は]{0,3}(?P<v>\d{1,2}\s?/\s?\d{2,4}|\d{3,4})(?!\d)",
    re.IGNORECASE,
)


def passes_luhn(digits: str) -> bool:
    """The check digit of payment cards."""
    doubled = (int(d) * 2 if i % 2 else int(d) for i, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0 and set(digits) != {"0"}


def _cards(message: Message) -> Iterable[Candidate]:
    for run in message.plain_runs:
        for window in windows(run, 13, 19):
            if window.shape[-1] < 2 and set(window.shape) != {1}:
                continue
            if window.shape[:4] == (4, 4, 4, 4) and len(window.shape) > 4:
                continue
            if _NOT_CARD.search(message.view.before(window.start, 16)):
                continue
            labelled = message.near(_CARD_LABEL, window.start, window.end, left=24, right=10)
            valid = passes_luhn(window.digits)
            if valid and (_IIN.match(window.digits) or labelled):
                yield Candidate(PiiType.CARD, window.start, window.end, 82)
            elif (labelled and len(window.digits) >= 14) or window.shape == (4, 4, 4, 4):
                yield Candidate(PiiType.CARD, window.start, window.end, 66)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for accounts and cards."""
    text = message.text
    yield from _cards(message)
    for match in _POST.finditer(text):
        yield Candidate(PiiType.BANK_ACCOUNT, match.start("s"), match.end("n"), 84)
    if _NEARBY.search(text):
        for match in _FULL.finditer(text):
            yield Candidate(PiiType.BANK_ACCOUNT, match.start(), match.end(), 84)
        for match in _SHOP_FIRST.finditer(text):
            yield Candidate(PiiType.BANK_ACCOUNT, match.start(), match.end(), 83)
        for match in _POST_BARE.finditer(text):
            yield Candidate(PiiType.BANK_ACCOUNT, match.start(), match.end(), 82)
        for run in message.plain_runs:
            for window in windows(run, 7, 8):
                if (
                    re.search(r"(?:口座|こうざ|振込先|預金|貯金)\D{0,16}\Z", message.view.before(window.start, 24))
                    and len(window.shape) <= 3
                ):
                    yield Candidate(PiiType.BANK_ACCOUNT, window.start, window.end, 62)
    for match in _KIND_FIRST.finditer(text):
        yield Candidate(PiiType.BANK_ACCOUNT, match.start("n"), match.end("n"), 78)
    if _CARD_LABEL.search(text) or "CV" in text.upper():
        for match in _CARD_EXTRA.finditer(text):
            yield Candidate(PiiType.CARD, match.start("v"), match.end("v"), 64)
