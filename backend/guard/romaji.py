# ruff: noqa: E501 - patterns read better in one piece
"""Hepburn romaji → hiragana, just enough to recognise Japanese names typed in Latin letters."""

from __future__ import annotations

from typing import Final

_ROWS: Final = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ", "m": "まみむめも", "r": "らりるれろ",
    "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
_SYLLABLES: Final = {c + v: kana for c, row in _ROWS.items() for v, kana in zip("aiueo", row, strict=True)} | {
    "ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ", "shi": "し", "chi": "ち", "tsu": "つ", "fu": "ふ", "ji": "じ", "n": "ん", "n'": "ん", "m": "ん",
    "sha": "しゃ", "shu": "しゅ", "sho": "しょ", "cha": "ちゃ", "chu": "ちゅ", "cho": "ちょ", "ja": "じゃ", "ju": "じゅ", "jo": "じょ",
} | {
    c + "y" + v: row[1] + small
    for c, row in _ROWS.items() if c
    for v, small in zip("auo", "ゃゅょ", strict=True)
}  # fmt: skip


def to_hiragana(word: str) -> str | None:
    """Hiragana of a romaji word (any case), or None if it is not romaji. Long vowels stay as written."""
    word = word.lower()
    kana, at = "", 0
    while at < len(word):
        if at + 1 < len(word) and word[at] == word[at + 1] and word[at] in "kstpcgdbz":
            kana, at = kana + "っ", at + 1
            continue
        for size in (3, 2, 1):
            syllable = _SYLLABLES.get(word[at : at + size])
            if syllable and not (size == 1 and word[at] == "m" and word[at + 1 : at + 2] not in {"b", "p", "m"}):
                kana, at = kana + syllable, at + size
                break
        else:
            return None
    return kana
