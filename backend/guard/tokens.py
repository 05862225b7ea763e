"""Morphemes of the normalised view (Sudachi, longest units), for detectors that need parts of speech.

The dictionary is opened when this module is imported, so `mask` itself does no I/O. Tokenizers are per thread:
Sudachi's may not be shared.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Final

from sudachipy import Dictionary, SplitMode

_CHUNK: Final = 3000
"""Sudachi refuses more than 49,149 bytes at once."""


@dataclass(frozen=True, slots=True)
class Token:
    """One morpheme: view offsets, surface and the coarse facts detectors ask for."""

    start: int
    end: int
    surface: str
    pos: tuple[str, ...]
    unknown: bool
    reading: str

    @property
    def is_person(self) -> bool:
        return self.pos[2] == "人名"

    @property
    def is_surname(self) -> bool:
        return self.pos[3] == "姓"

    @property
    def is_given(self) -> bool:
        return self.pos[3] == "名"

    @property
    def is_place(self) -> bool:
        return self.pos[2] == "地名"

    @property
    def is_noun(self) -> bool:
        return self.pos[0] == "名詞"

    @property
    def is_space(self) -> bool:
        return self.pos[0] == "空白"

    @property
    def is_mark(self) -> bool:
        return self.pos[0] in {"補助記号", "記号"}


_dictionary = Dictionary()
_local = threading.local()


def _tokenizer() -> Any:
    tokenizer = getattr(_local, "tokenizer", None)
    if tokenizer is None:
        tokenizer = _local.tokenizer = _dictionary.tokenizer(mode=SplitMode.C)
    return tokenizer


def tokenize(text: str) -> list[Token]:
    """Morphemes of `text` in order; surfaces concatenate to `text`."""
    tokens: list[Token] = []
    for base in range(0, len(text), _CHUNK):
        for morpheme in _tokenizer().tokenize(text[base : base + _CHUNK]):
            surface = morpheme.surface()
            if surface:
                tokens.append(
                    Token(
                        base + morpheme.begin(),
                        base + morpheme.end(),
                        surface,
                        tuple(morpheme.part_of_speech()),
                        morpheme.is_oov(),
                        morpheme.reading_form() if "一" <= max(surface) <= "鿿" else surface,
                    )
                )
    return tokens


def reading(text: str) -> str:
    """`text` as it is read aloud, in katakana."""
    return "".join(morpheme.reading_form() for morpheme in _tokenizer().tokenize(text))


_tokenizer().tokenize("準備")
