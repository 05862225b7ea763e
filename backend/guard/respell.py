"""More examples from the ones there are, for training only: other spellings, other names and illnesses in their place.

A voice keyboard writes kana, an old phone half-width, and nobody shares the names of our examples.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from backend.guard.examples import Example
from backend.guard.lexicon.health import DEPARTMENTS, DIAGNOSES, MEDICINES, RARER_ILLNESSES, RARER_MEDICINES, TREATMENTS
from backend.guard.lexicon.listed import TO_HIRAGANA
from backend.guard.lexicon.names import GIVEN_KANA, SURNAMES_KANA, SURNAMES_KANJI
from backend.guard.tokens import reading, tokenize

_TO_KATAKANA: Final = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ"))}
_FIGURES: Final = tuple(
    dict(zip("0123456789", words.split(), strict=True))
    for words in (
        "ぜろ いち に さん よん ご ろく なな はち きゅう",
        "れい いち にい さん し ごお ろく なな はち きゅう",
        "〇 一 二 三 四 五 六 七 八 九",
    )
)
_INTERCHANGEABLE: Final = (
    [*DIAGNOSES, *RARER_ILLNESSES],
    [*MEDICINES, *RARER_MEDICINES],
    DEPARTMENTS,
    TREATMENTS,
)
_HALF_CONVERTED: Final = 0.15
"""Share of swapped names that are left half in kana."""

_AS_TYPED: Final = {"email", "personal_url", "line_id", "password_like"}
"""Kinds whose figures nobody spells out."""


def respelt(examples: Sequence[Example], *, swaps: int) -> Iterator[Example]:
    """Every example once in another spelling, and up to `swaps` times with other names and illnesses."""
    rng = random.Random(3)  # noqa: S311 - reproducible examples, no secret
    pools = _pools(examples)
    for example in examples:
        yield from _changed(example, _speller(rng))
        for _ in range(swaps if example.personal else 0):
            yield from _changed(example, lambda kind, text: _swapped(rng, kind, text, pools))


def _changed(example: Example, change: Callable[[str, str], str]) -> Iterator[Example]:
    """The example with every piece, personal or not, changed; nothing if that leaves it as it was."""
    text, spans, cursor = "", [], 0
    for kind, start, end in sorted(example.personal, key=lambda span: span[1]):
        text += change("", example.text[cursor:start])
        piece = change(kind, example.text[start:end])
        spans.append((kind, len(text), len(text) + len(piece)))
        text += piece
        cursor = end
    text += change("", example.text[cursor:])
    if text != example.text:
        yield Example(text, tuple(spans), example.batch)


def _speller(rng: random.Random) -> Callable[[str, str], str]:
    """All or half of the words in kana, perhaps with blanks between them, in katakana, or with figures spelt out."""
    share = 1.0 if rng.random() < 0.6 else 0.5
    blank = " " if rng.random() < 0.5 else ""
    katakana = rng.random() < 0.2
    figures = rng.choice(_FIGURES) if rng.random() < 0.55 else {}

    def spell(kind: str, text: str) -> str:
        words: list[str] = []
        for token in tokenize(text):
            word = token.surface
            kanji = re.search("[一-龯]", word) and not re.fullmatch("[〇一二三四五六七八九十]+", word)
            if kanji and rng.random() < share:
                word = reading(word).translate(TO_HIRAGANA)
            bound = token.pos[0] in {"助詞", "助動詞", "補助記号", "接尾辞", "空白"} or word[0].isdecimal()
            words.append(word if bound or not words else blank + word)
        spelt = "".join(words)
        if kind not in _AS_TYPED:
            spelt = "".join(figures.get(char, char) for char in spelt)
        return spelt.translate(_TO_KATAKANA) if katakana else spelt

    return spell


def _class(name: str) -> str:
    """Names of one class may stand for each other: same script, same parts, about the same length."""
    scripts = (("漢", "[一-龯々]+"), ("あ", "[ぁ-んー]+"), ("ア", "[ァ-ヶー]+"))
    parts = re.split(r"[\s・]+", name)
    kinds = [next((kind for kind, pattern in scripts if re.fullmatch(pattern, part)), "") for part in parts]
    return " ".join(f"{kind}{min((len(part) + 1) // 2, 3)}" for kind, part in zip(kinds, parts, strict=True))


def _pools(examples: Sequence[Example]) -> dict[str, list[str]]:
    names = {example.text[start:end] for example in examples for kind, start, end in example.personal if kind == "name"}
    names |= SURNAMES_KANJI | SURNAMES_KANA | GIVEN_KANA
    names |= {name.translate(_TO_KATAKANA) for name in SURNAMES_KANA | GIVEN_KANA}
    pools: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        pools[_class(name)].append(name)
    return pools


def _half_converted(rng: random.Random, name: str) -> str:
    """A name of two kanji with one of them left in kana, as a keyboard leaves it; others as they are."""
    if not re.fullmatch("[一-龯]{2}", name):
        return name
    first, second, whole = (reading(part).translate(TO_HIRAGANA) for part in (name[0], name[1], name))
    halves = [name[0] + whole[len(first) :]] if whole.startswith(first) and whole != first else []
    halves += [whole[: -len(second)] + name[1]] if whole.endswith(second) and whole != second else []
    return rng.choice(halves) if halves else name


def _swapped(rng: random.Random, kind: str, text: str, pools: dict[str, list[str]]) -> str:
    if kind == "name" and text in pools.get(_class(text), ()):
        name = rng.choice(pools[_class(text)])
        return _half_converted(rng, name) if rng.random() < _HALF_CONVERTED else name
    if kind == "health":
        for words in _INTERCHANGEABLE:
            if text in words:
                return rng.choice(words)
    return text
