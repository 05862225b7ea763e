"""All word lists in one table: what a spelling could be. Evidence for the tagger, never proof."""

from functools import cache
from pathlib import Path
from typing import Final

from backend.guard.lexicon.health import (
    BARE_DIAGNOSES,
    DEPARTMENTS,
    DIAGNOSES,
    LATIN_DIAGNOSES,
    MEDICINES,
    RARER_ILLNESSES,
    RARER_MEDICINES,
    TREATMENTS,
)
from backend.guard.lexicon.names import FOREIGN_NAMES, GIVEN_KANA, SURNAMES_KANA, SURNAMES_KANJI
from backend.guard.lexicon.places import KANA_PLACES, PREFECTURES
from backend.guard.lexicon.towns import TOWNS, TOWNS_KANA
from backend.guard.tokens import reading

READINGS: Final = Path(__file__).parent / "readings.txt"
"""Readings of names: S surnames, G given names, by how many spellings share them (1 few, 3 many)."""

TO_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}
_LONGEST: Final = 14


@cache
def listed() -> tuple[dict[str, str], dict[str, int]]:
    """Kinds by spelling (katakana as hiragana), and the longest spelling by its first two letters."""
    table: dict[str, str] = {}

    def add(kind: str, words: tuple[str, ...] | list[str] | frozenset[str], *, read: bool = False) -> None:
        for word in words:
            spellings = {word.translate(TO_HIRAGANA)}
            if read:
                spellings.add(reading(word).translate(TO_HIRAGANA))
            for spelling in spellings:
                if 2 <= len(spelling) <= _LONGEST and kind not in table.get(spelling, ""):
                    table[spelling] = table.get(spelling, "") + kind

    add("D", [*DIAGNOSES, *BARE_DIAGNOSES], read=True)
    add("D", LATIN_DIAGNOSES)
    add("d", RARER_ILLNESSES, read=True)
    add("M", [*MEDICINES, *RARER_MEDICINES], read=True)
    add("H", TREATMENTS, read=True)
    add("C", DEPARTMENTS, read=True)
    add("T", [*TOWNS, *TOWNS_KANA])
    add("P", [*KANA_PLACES, *PREFECTURES])
    add("F", FOREIGN_NAMES)
    add("s", SURNAMES_KANA | SURNAMES_KANJI)
    add("g", GIVEN_KANA)
    for line in READINGS.read_text(encoding="utf-8").splitlines():
        kind, *words = line.split()
        add(kind, words)
    heads: dict[str, int] = {}
    for spelling in table:
        heads[spelling[:2]] = max(len(spelling), heads.get(spelling[:2], 0))
    return table, heads
