"""Japanese text into search terms: Sudachi words in normalised form, readings, and politeness removed.

Used by the FAQ index for entries and queries alike.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from sudachipy import Dictionary, SplitMode

_KEPT = frozenset(("名詞", "動詞", "形容詞", "形状詞", "副詞", "代名詞", "接頭辞", "接尾辞", "連体詞"))
# Words nearly every question holds; they say nothing about its topic.
EMPTY_WORDS = frozenset(
    [
        "為る",
        "有る",
        "居る",
        "成る",
        "出来る",
        "事",
        "物",
        "御",
        "貰う",
        "頂く",
        "呉れる",
        "下さる",
        "教える",
        "知る",
        "思う",
        "言う",
        "場合",
        "時",
        "為",
        "付く",
        "就く",
        "其の",
        "此の",
        "其れ",
        "此れ",
        "良い",
        "無い",
        "行う",
        "様",
        "方",
        "又",
        "欲しい",
        "掛かる",
        "遣る",
        "来る",
        "行く",
        "仕舞う",
        "置く",
        "見る",
        "如何",
        "何",
        "たい",
        "です",
        "ます",
        "質問",
        "分かる",
        "困る",
        "願う",
        "願い",
        "お願い",
        "御座る",
        "於く",
        "因る",
        "関する",
        "対する",
        "今",
        "私",
        "自分",
        "中",
        "等",
        "宜しい",
        "大丈夫",
        "聞く",
        "尋ねる",
    ]
)
_POLITE = re.compile(
    r"(?:(?:について|に関して)?(?:は|を|が)?(?:、)?(?:詳しく)?"
    r"(?:教え(?:て(?:ください|下さい|ほしい|欲しい|もらえますか|いただけますか)?|てほしいです)|知りたい(?:です|のですが)?"
    r"|お(?:聞き|伺い|尋ね)したい(?:です|のですが)?|わかりません|分かりません))"
    r"|(?:の|ん)です(?:が|けど|けれど|けれども)|(?:し|て)ほしい(?:です)?|(?:は|って)?(?:どう(?:したら|すれば|やって)(?:いい|よい)?)"
    r"|お願い(?:し(?:たい|ます))|でしょうか|ですか|ますか|ください|下さい|すみません|こんにちは|お世話になります|初めまして|えっと"
)
_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Terms:
    """One text, taken apart.

    Attributes:
        words: normalised content words (long units and their short parts), in order, with repetitions.
        plain: letters only, politeness removed, for character n-grams.
        reading: katakana reading of ``plain``, for kana input and wrong kanji.
    """

    words: tuple[str, ...]
    plain: str
    reading: str


def analyse(text: str) -> Terms:
    """Take one question or answer apart."""
    clean = _SPACE.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()
    words: list[str] = []
    reading: list[str] = []
    tagger = _tagger()
    plain = _NOT_WORD.sub("", _POLITE.sub("", clean))
    for piece in _pieces(plain):
        reading += [morpheme.reading_form() for morpheme in tagger.tokenize(piece)]
    for piece in _pieces(clean):
        for morpheme in tagger.tokenize(piece):
            pos = morpheme.part_of_speech()
            normal = morpheme.normalized_form()
            if pos[0] not in _KEPT or normal in EMPTY_WORDS:
                continue
            words.append(normal)
            parts = morpheme.split(SplitMode.A)
            if len(parts) > 1:
                words += [form for part in parts if (form := part.normalized_form()) not in EMPTY_WORDS]
    return Terms(words=tuple(words), plain=plain, reading="".join(reading))


def character_ngrams(text: str, low: int, high: int) -> list[str]:
    """All character n-grams of ``low`` to ``high`` letters; a shorter text is its own only one."""
    if len(text) < low:
        return [text] if text else []
    return [text[i : i + n] for n in range(low, high + 1) for i in range(len(text) - n + 1)]


def _pieces(text: str) -> list[str]:
    # Sudachi refuses inputs beyond 49,149 bytes.
    return [text[i : i + 8000] for i in range(0, len(text), 8000)]


@cache
def _tagger() -> Any:
    return Dictionary(dict="core").tokenizer(mode=SplitMode.C)
