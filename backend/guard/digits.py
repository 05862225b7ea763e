# ruff: noqa: E501 - patterns read better in one piece
"""Digit runs: every way people write a string of digits, reduced to figures with their places.

A run is digits with only light separators between them (dash, dot, blank, の, emoji, line break …); `groups` tells
how the writer grouped them, which is what tells a phone number from a row of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_KANJI: Final = {"〇": "0", "○": "0", "零": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7",
                 "八": "8", "九": "9", "壱": "1", "弐": "2", "参": "3"}  # fmt: skip
_SPOKEN: Final = {
    "0": "ぜろ ゼロ れい れー レイ まる マル",
    "1": "いち いー イチ ワン",
    "2": "にい にー に ニイ ニー ニ",
    "3": "さん サン",
    "4": "よん よー しい しー し ヨン シー シ",
    "5": "ごお ごう ごー ご ゴー ゴ",
    "6": "ろく ロク",
    "7": "なな しち ひち ナナ シチ",
    "8": "はち ハチ",
    "9": "きゅう きゅー きゆう くう く キュウ キュー キユウ ク",
}
_WORDS: Final = {word: digit for digit, words in _SPOKEN.items() for word in words.split()} | _KANJI
_CUT_SHORT: Final = {
    "にい": "にい(?!ち)",
    "ニイ": "ニイ(?!チ)",
    "にー": "にー",
    "しい": "しい(?!ち)",
    "ごう": "ごう",
    "し": "し(?!ょ)",
    "に": "に(?!ゃ)",
}
"""にいち is に・いち, not にい・ち."""
_SPOKEN_DIGIT: Final = "[0-9]|" + "|".join(
    _CUT_SHORT.get(word, re.escape(word)) for word in sorted(_WORDS, key=len, reverse=True)
)
_SEPARATOR: Final = r"(?:(?:[^\w\ufffc]|_){1,5}|[^\w\ufffc]{0,2}(?:[ーのノ]|ハイフン|はいふん|マイナス|ダッシュ|かっこ|てん|から|えーっと|ええっと|えっとー|えっと|えーと|ええと|えー|そのあと|あと|んーと|あの|んー|うーん|で、|ほんで|それから|つぎが?|次が?)[^\w\ufffc]{0,2})"
_PLAIN: Final = re.compile(rf"[0-9〇○零一二三四五六七八九](?:{_SEPARATOR}?[0-9〇○零一二三四五六七八九])+")
_SPOKEN_RUN: Final = re.compile(rf"(?:{_SPOKEN_DIGIT})(?:{_SEPARATOR}?(?:{_SPOKEN_DIGIT})){{6,}}+")
_SHORT_SPOKEN: Final = re.compile(rf"(?:{_SPOKEN_DIGIT})(?:{_SEPARATOR}?(?:{_SPOKEN_DIGIT})){{2,}}+")
_PLAIN_DIGIT: Final = re.compile("[0-9〇○零一二三四五六七八九]")
_SPOKEN_ONE: Final = re.compile(_SPOKEN_DIGIT)


@dataclass(frozen=True)
class Run:
    """`digits[i]` stands at view offsets `places[i]`."""

    digits: str
    places: tuple[tuple[int, int], ...]

    @cached_property
    def groups(self) -> tuple[tuple[int, int], ...]:
        """Index ranges of digits written without anything between them."""
        bounds = [0]
        bounds += [i for i in range(1, len(self.digits)) if self.places[i - 1][1] != self.places[i][0]]
        bounds.append(len(self.digits))
        return tuple(zip(bounds, bounds[1:], strict=False))

    def shape(self, first: int, last: int) -> tuple[int, ...]:
        """Sizes of groups `first`..`last` (inclusive)."""
        return tuple(end - start for start, end in self.groups[first : last + 1])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """View offsets of digits [start, end)."""
        return self.places[start][0], self.places[end - 1][1]


@dataclass(frozen=True)
class Window:
    """Consecutive whole groups of a run: the unit number detectors judge."""

    digits: str
    shape: tuple[int, ...]
    start: int
    end: int
    first: int
    last: int


def windows(run: Run, fewest: int, most: int) -> Iterator[Window]:
    """Whole-group windows of `fewest`..`most` digits, leftmost first, longest first."""
    for first, (start, _) in enumerate(run.groups):
        found: list[Window] = []
        for last in range(first, len(run.groups)):
            end = run.groups[last][1]
            if end - start > most:
                break
            if end - start >= fewest:
                left, right = run.span(start, end)
                found.append(Window(run.digits[start:end], run.shape(first, last), left, right, first, last))
        yield from reversed(found)


def plain_runs(text: str) -> list[Run]:
    """Runs of figures and positional kanji digits. 一 between figures is read as a dash."""
    runs: list[Run] = []
    for match in _PLAIN.finditer(text):
        places = []
        for digit in _PLAIN_DIGIT.finditer(text, match.start(), match.end()):
            at = digit.start()
            dash = text[at] == "一" and text[at - 1 : at].isdecimal() and text[at + 1 : at + 2].isdecimal()
            if not dash:
                places.append((at, at + 1))
        digits = "".join(_KANJI.get(text[at], text[at]) for at, _ in places)
        runs.append(Run(digits, tuple(places)))
    return runs


def spoken_runs(text: str) -> list[Run]:
    """Runs of seven or more digits in which number words in kana may occur."""
    return _spoken(text, _SPOKEN_RUN)


def short_spoken_runs(text: str) -> list[Run]:
    """The same from three digits on: many are no numbers at all, so a label must vouch for them."""
    return _spoken(text, _SHORT_SPOKEN)


def _spoken(text: str, pattern: re.Pattern[str]) -> list[Run]:
    runs: list[Run] = []
    for match in pattern.finditer(text):
        found = list(_SPOKEN_ONE.finditer(text, match.start(), match.end()))
        digits = "".join(_WORDS.get(m.group(), m.group()) for m in found)
        runs.append(Run(digits, tuple((m.start(), m.end()) for m in found)))
    return runs


_UNITS: Final = {"十": 10, "百": 100, "千": 1000}


def kanji_number(text: str) -> int | None:
    """The number written as figures, positional kanji or with 十・百・千; None if it is not one."""
    if not text:
        return None
    if text == "元":
        return 1
    total, current, seen_unit = 0, 0, False
    for char in text:
        if char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current, seen_unit = 0, True
            continue
        digit = _KANJI.get(char, char)
        if not digit.isascii() or not digit.isdigit():
            return None
        current = int(digit) if seen_unit and not current else current * 10 + int(digit)
    return total + current
