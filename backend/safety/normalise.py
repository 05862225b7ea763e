"""Turn what a seeker typed into the one spelling the safety patterns are written in.

Called by the safety lane (texts) and by its pattern loader (regular expressions), so that both always
agree: a pattern may be written with katakana or a long-vowel mark and still meets every spelling of it.
"""

import re
import unicodedata
from dataclasses import dataclass

MASK = "□"
"""Stands in a view where a harmless phrase (an idiom, a job title) was taken out."""

_SENTENCE_ENDS = frozenset("。!?\n\r\u2028\u2029")
_COMMAS = frozenset("、,،")
_LONG_VOWELS = frozenset("ー―‐-–—~〜")
_SMALL_VOWELS = str.maketrans("ぁぃぅぇぉゎ", "あいうえおわ")
_KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_FULL_STOP = re.compile(r"\.(?=\s|$)")
_SPELT_OUT = re.compile(r"(?<![^。、])[^。、](?:[。、]+[^。、]){2,}(?![^。、])")
_ENDS_RUN = re.compile(r"[。、]*。[。、]*|、+")
_BREAKS = re.compile(r"[。、]")
# Replaced before letters are folded. Words that only mean danger in katakana would sit inside ordinary sentences once
# they are hiragana (もったひと, リストから, ひとりぼっち); words with a blotted letter (自○) would lose it.
_NAMED_FIRST = (
    (re.compile(r"(?<![ァ-ヶ])タヒ(?![チト])"), "死"),
    (re.compile(r"ストーカー?(?!ー)"), "つきまとい"),
    (re.compile(r"(?<![ァ-ヶ])(?:リスカ|アムカ|レグカ)(?![ァ-ヶー])"), "手首自傷"),
    (re.compile(r"[自じジ][○〇◯●×✕✖xX*・_＿]+(?=し|す|願|未|サイト|の方法|したい)"), "自殺"),
    (re.compile(r"[じジ]殺|自(?:サツ|さつ)(?!つ)"), "自殺"),
    (re.compile(r"[○〇◯●×✕✖*](?=に(?:た[いくぃ]|て[ーえぇ]))"), "死"),
    (re.compile(r"(?<=[死し])[○〇◯●×✕✖*](?=たい)"), "に"),
    (re.compile(r"(?<=[死し]に)[○〇◯●×✕✖*](?=い)|(?<=[死し]にた)[○〇◯●×✕✖*]"), "た"),
    (re.compile(r"(?<![ァ-ヶ])リボ(?![ァ-ヶー払])"), "リボ払い"),
)
# 「試しにタイ語」 must not become しにたい once katakana is folded into hiragana.
_THAI = re.compile(r"(?<=[しシ][にニ])タイ(?=[ァ-ヶ語料人国へ])")


@dataclass(frozen=True, slots=True)
class Views:
    """Two spellings of one text.

    Attributes:
        text: hiragana, lower case, no spaces, emoji or long-vowel marks; sentences end in 。, clauses in 、.
        joined: the same without 。 and 、, for words somebody broke up with punctuation or new lines.
    """

    text: str
    joined: str


def fold(text: str) -> str:
    """Fold letters only: compatibility forms, case, katakana, small vowels. Safe on regular expressions."""
    folded = unicodedata.normalize("NFKC", text).lower()
    folded = folded.translate(_KATAKANA).translate(_SMALL_VOWELS)
    return folded.replace("ー", "")


def views(text: str) -> Views:
    """Normalise ``text``. Never raises, whatever the string holds."""
    folded = _THAI.sub(MASK, unicodedata.normalize("NFKC", text))
    for word, name in _NAMED_FIRST:
        folded = word.sub(name, folded)
    folded = folded.lower().translate(_KATAKANA).translate(_SMALL_VOWELS)
    folded = _FULL_STOP.sub("。", _DIGIT_COMMA.sub("", folded))
    kept: list[str] = []
    for char in folded:
        if char in _SENTENCE_ENDS:
            kept.append("。")
        elif char in _COMMAS:
            kept.append("、")
        elif char in _LONG_VOWELS:
            continue
        elif char == MASK or unicodedata.category(char)[0] in "LN":
            kept.append(char)
    plain = _ENDS_RUN.sub(lambda run: "。" if "。" in run[0] else "、", "".join(kept))
    plain = _SPELT_OUT.sub(lambda run: _BREAKS.sub("", run[0]), plain)
    return Views(text=plain, joined=_BREAKS.sub("", plain))
