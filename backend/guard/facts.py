"""What the tagger looks at: hashed features of every character and of every word of a message.

A feature is a hash of a few facts (letters, shapes, words, parts of speech, list entries) around one place. All
features of a message are made at once: facts are rows of a table, a feature is a sum of rows times odd factors.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backend.guard.lexicon.listed import TO_HIRAGANA, listed
from backend.guard.tokens import Token

BITS: Final = 18
DIMENSIONS: Final = 1 << BITS

Ids = NDArray[np.uint64]
Rows = NDArray[np.int64]
Template = tuple[tuple[str, int], ...]
"""What a feature looks at: facts by name, each so many characters (or units) to the right."""


def _at(name: str, *offsets: int) -> Template:
    return tuple((name, offset) for offset in offsets)


_OF_CHARACTERS: Final[tuple[Template, ...]] = (
    *(_at("folded", at) for at in range(-4, 5)),
    *(_at("char", at) for at in (-1, 0, 1)),
    *(_at("folded", at, at + 1) for at in range(-4, 4)),
    *(_at("folded", at, at + 1, at + 2) for at in range(-4, 3)),
    *(_at("folded", at, at + 1, at + 2, at + 3) for at in range(-4, 2)),
    *(_at("shape", *range(at, at + 5)) for at in (-4, -2, 0)),
    _at("shape", *range(-3, 4)),
    _at("run", 0),
    (("run", 0), ("pos", 0)),
    (("run", 0), ("before", 0)),
    (("place", 0), ("word", 0)),
    (("place", 0), ("pos", 0)),
    *(_at("listed", at) for at in (-1, 0, 1)),
    _at("listed", -1, 0, 1),
    *((("listed", 0), (side, 0)) for side in ("opening", "closing", "word", "pos", "left1")),
    (("opening", 0), ("listed", 0), ("closing", 0)),
)
_OF_UNITS: Final[tuple[Template, ...]] = (
    *(_at("word", at) for at in range(-2, 3)),
    *(_at("pos", at) for at in range(-2, 3)),
    *(_at("word", at, at + 1) for at in range(-2, 2)),
    *(_at("pos", at, at + 1) for at in range(-2, 2)),
    *(_at("pos", at, at + 1, at + 2) for at in (-2, -1, 0)),
    _at("word", -2, -1, 1),
    _at("word", -1, 0, 1),
    *((("word", at), ("pos", 0)) for at in (-3, -2, -1, 1, 2, 3)),
    (("word", -1), ("pos", 0), ("word", 1)),
    (("word", -2), ("word", -1), ("pos", 0)),
    (("pos", 0), ("word", 1), ("word", 2)),
    (("pos", -1), ("pos", 0), ("word", 1)),
    (("word", -1), ("pos", 0), ("pos", 1)),
    *((("kind", 0), (side, 0)) for side in ("left1", "left2", "left3", "right1", "right2")),
    *((("word", 0), (side, 0)) for side in ("left1", "left2", "right1")),
    (("kind", 0), ("left1", 0), ("left2", 0)),
    (("kind", 0), ("left1", 0), ("right1", 0)),
    (("kind", 0), ("left1", 0), ("word", -1)),
    *(_at("read", at) for at in (-1, 0, 1)),
    *((("read", 0), (side, at)) for side in ("word", "pos") for at in (-1, 1)),
    (("read", 0), ("pos", 0)),
    (("read", 0), ("word", -1), ("word", 1)),
    (("read", 0), ("word", 1), ("word", 2)),
    (("read", 0), ("pos", -1), ("pos", 1)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, or a whole figure or Latin run where the dictionary sees many."""

    start: int
    end: int
    word: int
    pos: int
    kind: int
    content: bool
    surface: str = ""
    reading: str = ""


_SHORT: Final = 3
"""Letters a word may have to be read as a name, or as half of one."""

_RUN: Final = re.compile(
    r"https?://[!-~]+|[0-9]++(?:[\-の.,:/ ][0-9]++)*+(?![A-Za-z@_])|[A-Za-z0-9_@][A-Za-z0-9_.@+\-]*+|"
    r"[〇零一二三四五六七八九]{3,}"
)
"""Figures with light separators, Latin words and addresses, figures in kanji."""


def _id(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) + 1


@lru_cache(maxsize=8192)
def _shape(char: str) -> str:
    if "0" <= char <= "9":
        return "0"
    if char in "〇零一二三四五六七八九十百":
        return "〇"
    if "ぁ" <= char <= "ん":
        return "あ"
    if "ァ" <= char <= "ヺ" or char == "ー":
        return "ア"
    if "一" <= char <= "鿿" or char == "々":
        return "漢"
    if char.isalpha():
        return ("A" if char.isupper() else "a") if char.isascii() else "外"
    return char if char in "\n -.,、。@:/()「」!?・〒_" else "*"


@lru_cache(maxsize=64)
def _shape_id(shape: str) -> int:
    return _id(shape)


@lru_cache(maxsize=8192)
def _folded(char: str) -> int:
    return _id("0" if "0" <= char <= "9" else char.lower())


# Only letters and parts of speech are cached: whole words could be somebody's name.
@lru_cache(maxsize=2048)
def _speech(pos: tuple[str, ...]) -> tuple[int, int, bool]:
    content = pos[0] in {"名詞", "動詞", "形容詞", "形状詞", "副詞", "感動詞", "代名詞", "接尾辞"}
    return _id("|".join(pos[:4])), _id(pos[0] + pos[1]), content


def _figures(run: str) -> tuple[int, int, int, bool]:
    if run[0].isascii() and not run[0].isalpha() and not re.search("[A-Za-z@]", run):
        return _id(re.sub("[0-9]", "0", run)[:18]), _id("#"), _id("#"), False
    if run.isascii():
        squeezed = re.sub("[0-9]+", "0", re.sub("[A-Za-z]+", "a", run))
        return _id(run.lower() if run.isalpha() else squeezed[:12]), _id("a"), _id("a"), run.isalpha()
    return _id("〇" * len(run)), _id("〇"), _id("〇"), False


def _units(text: str, tokens: list[Token]) -> list[_Unit]:
    units: list[_Unit] = []
    runs = [match.span() for match in _RUN.finditer(text)]
    runs.append((len(text), len(text)))
    here = at = 0
    for token in tokens:
        while at < token.end:
            while runs[here][1] <= at:
                here += 1
            start, end = runs[here]
            if start <= at:
                units.append(_Unit(at, end, *_figures(text[start:end])))
            else:
                end = min(start, token.end)
                whole = token.reading if end - at == len(token.surface) <= _SHORT else ""
                units.append(_Unit(at, end, _id(text[at:end]), *_speech(token.pos), text[at:end], whole))
            at = end
    return units


_REACH: Final = 4
"""No template looks farther than this to either side."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to hash some templates, those that look at most facts first.

    Attributes:
        names: the facts looked at.
        rows, offsets: every fact at every offset looked at: one row each of the table that is hashed.
        steps: for the first, second … fact of all templates that have so many: its row of the table, its odd factor.
        salts: what each template starts from.
    """

    names: tuple[str, ...]
    rows: Rows
    offsets: Rows
    steps: tuple[tuple[Rows, Ids], ...]
    salts: Ids

    @classmethod
    def of(cls, templates: tuple[Template, ...]) -> _Plan:
        seen = sorted({fact for template in templates for fact in template})
        names = tuple(sorted({name for name, _ in seen}))
        ranked = sorted(enumerate(templates), key=lambda numbered: -len(numbered[1]))
        steps = []
        for step in range(len(ranked[0][1])):
            looked = [(number, template[step]) for number, template in ranked if len(template) > step]
            factors = [[_odd(f"{number} {name} {offset}")] for number, (name, offset) in looked]
            steps.append((np.array([seen.index(fact) for _, fact in looked]), np.array(factors, dtype=np.uint64)))
        rows = np.array([[names.index(name)] for name, _ in seen])
        offsets = np.array([[_REACH + offset] for _, offset in seen])
        salts = [[_odd(f"{len(templates)} {number}")] for number, _ in ranked]
        return cls(names, rows, offsets, tuple(steps), np.array(salts, dtype=np.uint64))

    def hashed(self, facts: dict[str, list[int]]) -> Rows:
        """One row of features per position."""
        size = len(facts[self.names[0]])
        width = size + 2 * _REACH
        padded = np.zeros((len(self.names), width), dtype=np.uint64)
        padded[:, _REACH : _REACH + size] = [facts[name] for name in self.names]
        table = padded.ravel().take(self.rows * width + self.offsets + np.arange(size))
        # Multilinear hashing: the high bits of a sum of products are as good as random.
        found = np.repeat(self.salts, size, axis=1)
        for rows, factors in self.steps:
            found[: len(rows)] += table.take(rows, axis=0) * factors
        return np.asarray((found >> np.uint64(64 - BITS)).astype(np.int64).T)


def _odd(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") | 1


_CHARACTER_PLAN: Final = _Plan.of(_OF_CHARACTERS)
_UNIT_PLAN: Final = _Plan.of(_OF_UNITS)


def features(text: str, tokens: list[Token]) -> tuple[Rows, Rows, Rows]:
    """Hashed features of every character, of every unit, and the unit each character belongs to."""
    units = _units(text, tokens)
    of_units = _unit_facts(units)
    owner = [at for at, unit in enumerate(units) for _ in range(unit.end - unit.start)]
    of_characters = _listed_facts(text) | _letter_facts(text)
    of_characters["place"] = [
        min(at - unit.start, 3) * 4 + min(unit.end - 1 - at, 3) + 1
        for unit in units
        for at in range(unit.start, unit.end)
    ]
    for name in ("word", "pos", "left1"):
        of_characters[name] = [of_units[name][at] for at in owner]
    return _CHARACTER_PLAN.hashed(of_characters), _UNIT_PLAN.hashed(of_units), np.array(owner)


def _unit_facts(units: list[_Unit]) -> dict[str, list[int]]:
    """Each unit, and the content words nearest to it on either side."""
    words = [unit.word for unit in units]
    facts = {"word": words, "pos": [unit.pos for unit in units], "kind": [unit.kind for unit in units]}
    facts["read"] = _read_as_names(units)
    content = [0, 0, 0, *(unit.word for unit in units if unit.content), 0, 0]
    passed: list[int] = []
    here = 3
    for unit in units:
        passed.append(here)
        here += unit.content
    for back in (1, 2, 3):
        facts[f"left{back}"] = [content[at - back] for at in passed]
    for ahead in (1, 2):
        facts[f"right{ahead}"] = [
            content[at + unit.content + ahead - 1] for at, unit in zip(passed, units, strict=True)
        ]
    return facts


def _read_as_names(units: list[_Unit]) -> list[int]:
    """What names are read like a word in kanji, alone or together with its neighbour: 「西おか」, 「蓮斗」."""
    table, _ = listed()
    readings = "\0".join(unit.reading for unit in units).translate(TO_HIRAGANA).split("\0")
    found = [0] * len(units)
    last = -1
    for at, (unit, reading) in enumerate(zip(units, readings, strict=True)):
        if not reading or not unit.content:
            continue
        kanji = unit.reading != unit.surface
        if kanji and reading in table:
            found[at] = _id(table[reading])
        if last == at - 1 >= 0 and (kanji or units[last].reading != units[last].surface):
            joint = table.get(readings[last] + reading)
            if joint:
                found[last], found[at] = _id(f"{joint}<"), _id(f"{joint}>")
        last = at
    return found


def _letter_facts(text: str) -> dict[str, list[int]]:
    """Letters and their shapes; runs of one shape, how long they are and what stands before them."""
    shapes = [_shape(char) for char in text]
    run, before, last = [0] * len(text), [0] * len(text), 0
    for end in range(1, len(text) + 1):
        if end == len(text) or shapes[end] != shapes[last]:
            run[last:end] = [_id(f"{shapes[last]}{min(end - last, 8)}")] * (end - last)
            before[last:end] = [_id(text[last - 1]) if last else 1] * (end - last)
            last = end
    return {
        "char": [ord(char) + 1 for char in text],
        "folded": [_folded(char) for char in text],
        "shape": [_shape_id(shape) for shape in shapes],
        "run": run,
        "before": before,
    }


def _listed_facts(text: str) -> dict[str, list[int]]:
    """What the lists know of the longest spelling over each character, and what stands around it."""
    table, heads = listed()
    read, size = text.translate(TO_HIRAGANA), len(text)
    found, opening, closing, reach = [0] * size, [0] * size, [0] * size, [0] * size
    for start in range(size - 1):
        longest = heads.get(read[start : start + 2], 0)
        for end in range(min(size, start + longest), start + 1, -1):
            kind = table.get(read[start:end])
            if kind is None:
                continue
            sides = _id(text[max(0, start - 2) : start]), _id(text[end : end + 2])
            for at in range(start, end):
                if end - start > reach[at]:
                    reach[at] = end - start
                    found[at] = _id(f"{kind}{(at == start) + 2 * (at == end - 1)}")
                    opening[at], closing[at] = sides
            break
    return {"listed": found, "opening": opening, "closing": closing}
