# ruff: noqa: E501 - patterns read better in one piece
"""Names the dictionary cannot see: kana with titles, Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.detectors.name_words import (
    LONGER_GENERICS,
    beside_placeholder,
    hiragana,
    kana_full_name,
)
from backend.guard.lexicon.names import (
    FOREIGN_NAMES,
    GENERIC_PERSONS,
    GIVEN_ALSO_WORDS,
    GIVEN_KANA,
    SURNAMES_KANA,
)
from backend.guard.model import Candidate, PiiType
from backend.guard.romaji import to_hiragana
from backend.guard.view import BARRIER

_LATIN: Final = re.compile(
    r"(?:名前は|なまえは|氏名[は:]?|(?i:my name is|i am|i'm|name\s?:))\s?(?P<a>[A-Za-z][A-Za-z'\-.]+(?:[\s・][A-Za-z][A-Za-z'\-.]+){0,3})|"
    r"(?<![A-Za-z])(?P<b>[A-Z][A-Za-z'\-]+(?:\s[A-Z][A-Za-z'\-.]*){1,3})(?=\s?(?:です|といい|と言い|と申|さん|様|っていい|って))"
    r"|(?:私は|わたしは|僕は|はじめまして、?|こんにちは、?)(?P<c>[A-Z][a-z]{2,14})(?=です|といい|と申)"
)

_LATIN_WORDS: Final = re.compile(
    r"(?:Hello|Work|LINE|Line|Google|Excel|Word|Power|Point|Office|Microsoft|Zoom|Windows|Apple|Amazon|Indeed|You|Tube|Android|Adobe|Pro|Plus|OK|IT|CAD|Web|English|Python|Java|Play|Store|Chrome|Gmail|Pay|Uber|Eats|Job|App|Mos|USJ|looking|from|not|a|the|in|single|interested|here|new)",
)

_KANA_TITLED: Final = re.compile(
    r"(?P<n>[ぁ-ん]{2,4}?|[ァ-ヶー]{2,6})(?P<t>ちゃん|くん|さん|先生|せんせい|様|さま)(?![ァ-ヶ])"
)

_KANJI_TITLED: Final = re.compile(r"(?P<n>[一-龯々]{1,4})(?:ちゃん(?!と)|くん)")

_KANA_SAYS: Final = re.compile(
    r"(?:(?<=[。!?\n、\s])|\A)(?:(?:わたし|うち|わし|ぼく)(?:は|の名前は)?)?(?P<n>[ぁ-んー]{2,9}?)(?:と|って)?(?:いいます|もうします|ゆいます|いうねん|ゆうねん|いうもんや)"
)

_KANA_BESIDE: Final = re.compile(
    rf"(?:(?<={BARRIER})|(?<={BARRIER}[\s(、,:])|(?:(?<=\n)|\A))(?P<n>[ぁ-んー]{{2,10}}|[ァ-ヶー]{{2,10}})(?=[)\s:、(。]|\Z)"
)

_KANA_ALONE: Final = re.compile(
    r"(?:(?<=[。!?\n、\s])|\A)(?P<n>[ぁ-んー]{2,5}\s?[ぁ-んー]{2,5}|[ァ-ヶー]{2,6}[\s・]?[ァ-ヶー]{2,6})(?=です|と申|ともうし|といい|や[。、]|やねん|っす|\s*$|\n|。|っていう|\()"
)


def kana_names(message: Message) -> Iterator[Candidate]:
    text = message.text
    for match in _KANA_TITLED.finditer(text):
        whole = re.search(r"(?:[ぁ-ん]+|[ァ-ヶー]+)\Z", text[: match.end("n")][-8:])
        lead = whole.group() if whole else match.group("n")
        for size in range(min(len(lead), 8), 1, -1):
            value = lead[-size:]
            if value in GENERIC_PERSONS:
                break
            reading = hiragana(value)
            title = match.group("t")
            known = reading in GIVEN_KANA or reading in SURNAMES_KANA or value in FOREIGN_NAMES or kana_full_name(value)
            before = text[: match.end("n") - size][-1:]
            if known and size < len(lead) and not re.match(r"[のとはがもにやを]", before):
                known = False
            if known and not (title in {"さん", "さま", "様"} and reading in GIVEN_ALSO_WORDS and size < len(lead)):
                yield Candidate(PiiType.NAME, match.end("n") - size, match.end("n"), 38)
                break
    for match in _KANA_BESIDE.finditer(text):
        reading = hiragana(match.group("n"))
        if (reading in GIVEN_KANA | SURNAMES_KANA or kana_full_name(reading)) and beside_placeholder(
            text, *match.span("n")
        ):
            yield Candidate(PiiType.NAME, match.start("n"), match.end("n"), 36)
    for match in _KANA_ALONE.finditer(text):
        if kana_full_name(match.group("n")):
            yield Candidate(PiiType.NAME, match.start("n"), match.end("n"), 44)
    for match in _KANA_SAYS.finditer(text):
        value = match.group("n")
        if value in SURNAMES_KANA or value in GIVEN_KANA or kana_full_name(value):
            yield Candidate(PiiType.NAME, match.start("n"), match.end("n"), 43)
    for match in _KANJI_TITLED.finditer(text):
        value = match.group("n")
        tokens = [t for t in message.tokens if t.start < match.end("n") and t.end > match.start("n")]
        last = tokens[-1] if tokens else None
        if (
            last is not None
            and last.surface not in GENERIC_PERSONS
            and value not in GENERIC_PERSONS
            and (last.is_noun or last.unknown)
            and not any(text.endswith(word, 0, match.end("n")) for word in LONGER_GENERICS.get(value[-1], ()))
        ):
            yield Candidate(PiiType.NAME, max(last.start, match.start("n")), match.end("n"), 37)


_ROMAJI: Final = re.compile(r"(?<![A-Za-z0-9@._/\-])(?P<n>[A-Za-z]{3,12}\s[A-Za-z]{2,12})(?![A-Za-z0-9@._/\-])")


def latin(message: Message) -> Iterator[Candidate]:
    for match in _ROMAJI.finditer(message.text):
        first, second = (to_hiragana(word) for word in match.group("n").split())
        if first and second:
            for surname, given in ((first, second), (second, first)):
                alone = match.group("n") == message.text.strip() and match.group("n").istitle()
                if (surname in SURNAMES_KANA and (given in GIVEN_KANA or len(given) >= 3)) or (
                    alone and given in GIVEN_KANA
                ):
                    yield Candidate(PiiType.NAME, match.start("n"), match.end("n"), 48)
                    break
    for match in _LATIN.finditer(message.text):
        group = match.lastgroup or "a"
        value = match.group(group)
        words = value.split()
        ordinary = next((i for i, word in enumerate(words) if _LATIN_WORDS.fullmatch(word)), len(words))
        value = " ".join(words[:ordinary]) if group == "a" else value if ordinary == len(words) else ""
        if value and message.text.startswith(value, match.start(group)):
            yield Candidate(PiiType.NAME, match.start(group), match.start(group) + len(value), 47)
