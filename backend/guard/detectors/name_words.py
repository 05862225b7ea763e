# ruff: noqa: E501 - patterns read better in one piece
"""What the name detectors share: contexts that introduce a person, and tests on words.

For `name`, `name_cues` and `name_spelling` only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from backend.guard.lexicon.names import (
    FOREIGN_NAMES,
    GENERIC_PERSONS,
    GIVEN_KANA,
    SURNAMES_KANA,
    TITLES,
)
from backend.guard.model import Candidate, PiiType
from backend.guard.tokens import Token
from backend.guard.view import BARRIER

KATAKANA: Final = re.compile(r"[ァ-ヶー・]+\Z")

HIRAGANA: Final = re.compile(r"[ぁ-んー]+\Z")

TITLE: Final = re.compile(r"\s?(?:" + "|".join(sorted(map(re.escape, TITLES), key=len, reverse=True)) + r")(?![ァ-ヶ])")

TO_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}

START: Final = re.compile(
    r"(?:\A|[。!?!?\n、,…\s)」♪☆★〜~]|はじめまして|初めまして|こんにちは|こんばんは|おはようございます|お世話になります|お世話になっております|失礼します|もしもし|まいど|すみません|すいません|すんません|ごめん(?:なさい|ください)?|あ|"
    r"(?:わたし|わたくし|私|あたし|僕|ぼく|俺|おれ|うち|ウチ|わし|自分|こちら|当方|本人)(?:は|の名前は|が|、|,|\s)?|(?:えっと|えーと|あの|えー|ども|どうも)[ー、\s]?|[^\w\s])\s*\Z"
)

GREETED: Final = re.compile(
    r"(?:はじめまして|初めまして|こんにちは|こんばんは|おはようございます|お世話にな(?:ります|っております|ってます)|先ほどの|先日の|"
    r"(?:わたし|わたくし|私|あたし|僕|ぼく|俺|うち|わし|自分|こちら|当方)(?:は|、|の名前は)?)[。、!!\s♪☆★〜~]*(?:えっと|えーと|あの)?[、\s]*\Z"
)

COPULA: Final = re.compile(
    r"\s?(?:です(?!か[??]?\s*ら?[ぁ-んァ-ヶ一-龯]*(?:です|ます))|でーす|でございます|っす|っ?ちゅう|やねん|やけど|やで(?:す)?|や(?:[。、\s!な]|\Z)|だよ|だけど|だが|だ。|と申|ともうし|といい|と言い|と言う|という(?:者|もの)|"
    r"っていい|って言い|っていう|ていいます|って呼|と呼|いいます|言います|いうねん|ゆうねん|言うねん|いう者|もうします|申します)"
)

LONGER_GENERICS: Final = {
    char: tuple(w for w in GENERIC_PERSONS if w[-1] == char) for char in {w[-1] for w in GENERIC_PERSONS}
}

INTRO: Final = re.compile(
    r"\s?(?:と|って)\s?(?:申し(?:ます|まして|た)|申す|もうし(?:ます|まして)|もうす|申します)|\s?(?:という|と言う|っていう|っちゅう|といった)(?:者|もの|もん)(?:です|や|やねん|ですが|でございます)"
)

WEAK_INTRO: Final = re.compile(
    r"\s?(?:といいます|いいます(?!か)|と言います|というます|っていいます|って言います|ていいます|っていう(?:ねん|んです|んやけど|んやで|んだけど|の|けど|ん)|って言う(?:ねん|んです|けど|んやけど)|ていうねん|"
    r"ゆうねん|っていうねん|ちゅうねん|といいまして|と言いまして|いいますねん|って呼んで|と呼んで|と書きます|と読みます|とお呼び)"
)

READING: Final = re.compile(r"\s?[(「]\s?(?P<r>[ぁ-んァ-ヶー]{2,8}\s?[ぁ-んァ-ヶー]{0,8})\s?[)」]")


def hiragana(text: str) -> str:
    return text.translate(TO_HIRAGANA)


def kana_full_name(text: str) -> bool:
    """Whether kana reads as surname (+ blank) + given name from the lists."""
    reading = hiragana(text)
    parts = re.split(r"[\s・]", reading)
    if len(parts) == 2:
        return parts[0] in SURNAMES_KANA or (parts[1] in GIVEN_KANA and len(parts[0]) >= 2)
    return any(reading[:i] in SURNAMES_KANA and reading[i:] in GIVEN_KANA for i in range(2, len(reading) - 1))


def is_foreign(token: Token) -> bool:
    return bool(KATAKANA.match(token.surface)) and (token.surface in FOREIGN_NAMES or token.is_person)


def beside_placeholder(text: str, start: int, end: int) -> bool:
    """「【電話番号】(山口)」: a name on its own next to something already masked."""
    after_one = re.search(rf"{BARRIER}[\s(、,:]{{0,3}}\Z", text[max(0, start - 4) : start]) and re.match(
        r"[)\s。]|\Z", text[end : end + 1]
    )
    before_one = re.search(r"(?:\A|\n)\s*\Z", text[max(0, start - 3) : start]) and re.match(
        rf"[\s:、(]{{1,3}}{BARRIER}", text[end : end + 4]
    )
    return bool(after_one or before_one)


def named(text: str, start: int, end: int, priority: int) -> Iterator[Candidate]:
    """The name, and its reading if one follows in brackets."""
    yield Candidate(PiiType.NAME, start, end, priority)
    reading = READING.match(text, end)
    if reading:
        yield Candidate(PiiType.NAME, reading.start("r"), reading.end("r"), priority)
