# ruff: noqa: E501 - patterns read better in one piece
"""A normalised view of a message with a way back to the original offsets.

Width, dash and kanji variants are folded code point by code point, invisible characters vanish, and a placeholder
left by an earlier pass becomes one opaque `BARRIER`. Detectors read `View.text`; only the resolver maps back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from backend.guard.model import PLACEHOLDERS

BARRIER: Final = "\ufffc"
"""Stands for a whole placeholder; no span may contain it."""

_PLACEHOLDER = re.compile("|".join(re.escape(p) for p in PLACEHOLDERS.values()))
_LONGEST_EXPANSION = 4
_FIGURES = frozenset("0123456789〇○零一二三四五六七八九")
_DASHES = frozenset("‐‑‒–—―−﹣⁃➖─━⁻﹘")
_KANJI_VARIANTS = {
    "髙": "高", "﨑": "崎", "嵜": "崎", "邉": "辺", "邊": "辺", "齋": "斎", "齊": "斉", "濵": "浜", "濱": "浜", "澤": "沢", "廣": "広",
    "嶋": "島", "嶌": "島", "眞": "真", "德": "徳", "𠮷": "吉", "櫻": "桜", "栁": "柳", "冨": "富", "圡": "土", "瀨": "瀬", "戶": "戸",
    "國": "国", "條": "条", "靑": "青", "壽": "寿", "惠": "恵", "祐": "祐", "榮": "栄", "桒": "桑", "檜": "桧", "渕": "淵", "龍": "竜",
}  # fmt: skip
_VOICED = {
    ("\uff9e", base): unicodedata.normalize("NFC", unicodedata.normalize("NFKC", base) + "\u3099")
    for base in "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎｳ"
} | {("\uff9f", base): unicodedata.normalize("NFC", unicodedata.normalize("NFKC", base) + "\u309a") for base in "ﾊﾋﾌﾍﾎ"}


@dataclass(frozen=True, slots=True)
class View:
    """Normalised `text`; `starts[i]`/`ends[i]` bound the original code points behind `text[i]`."""

    text: str
    starts: list[int]
    ends: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Original half-open offsets of the non-empty view range [start, end)."""
        return self.starts[start], self.ends[end - 1]

    def before(self, position: int, width: int) -> str:
        """Up to `width` characters left of `position`, not reaching past a barrier."""
        return self.text[max(0, position - width) : position].rpartition(BARRIER)[2]

    def after(self, position: int, width: int) -> str:
        """Up to `width` characters from `position` on, not reaching past a barrier."""
        return self.text[position : position + width].partition(BARRIER)[0]


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    """The view's spelling of one code point; empty for characters nobody sees."""
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    if char in _DASHES:
        return "-"
    category = unicodedata.category(char)
    if category == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or code == 0x20E3 or code == 0x034F:
        return ""
    if category == "Cc":
        return "\n" if char in "\n\r" else " "
    if char == BARRIER:
        return "\ufffd"
    folded = unicodedata.normalize("NFKC", char)
    if not 0 < len(folded) <= _LONGEST_EXPANSION:
        return "\ufffd"  # ligatures of whole phrases; the tokenizer would unfold them past its limit
    return "".join("-" if c in _DASHES else _KANJI_VARIANTS.get(c, c) for c in folded)


def _is_circled(char: str) -> bool:
    return "\u2460" <= char <= "\u2473" or "\u2776" <= char <= "\u2793" or char in {"⓪", "⓿"}


def build_view(text: str) -> View:
    """Normalise `text`; linear time, accepts every str (lone surrogates too)."""
    barriers = {match.start(): match.end() for match in _PLACEHOLDER.finditer(text)}
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position, size = 0, len(text)
    while position < size:
        char = text[position]
        start, position = position, position + 1
        if start in barriers:
            position = barriers[start]
            folded = BARRIER
        elif " " <= char <= "~":
            folded = char
        elif position < size and (text[position], char) in _VOICED:
            folded = _VOICED[text[position], char]
            position += 1
        elif _is_circled(char) and not (
            _is_circled(text[start - 1 : start] if start else "") or _is_circled(text[position : position + 1])
        ):
            folded = f"({_fold(char)})"  # a bullet such as ③, not a digit of what follows
        else:
            folded = _fold(char)
            if not folded:
                if ends and chars[-1] != BARRIER:
                    ends[-1] = position
                continue
        for piece in folded:
            chars.append(piece)
            starts.append(start)
            ends.append(position)
    for i in range(1, len(chars) - 1):
        if chars[i] == "ー" and chars[i - 1] in _FIGURES and chars[i + 1] in _FIGURES:
            chars[i] = "-"
    return View("".join(chars), starts, ends)
