"""Words, base spellings and readings from SudachiPy, loaded once per process. Used by the other components."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, List, Tuple

from bot.components.normalise import PLACEHOLDER, Normalised, hiragana, normalise


@dataclass(frozen=True)
class Word:
    """One word; offsets count characters of the normalised text."""

    surface: str
    start: int
    end: int
    base: str
    """Sudachi's normalised form, e.g. 引越し and 引っ越し → 引っ越し."""
    dictionary: str
    reading: str
    """Hiragana; the surface itself for unknown words."""
    part: str
    """First part-of-speech label, e.g. 名詞."""


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    from sudachipy import Dictionary

    return Dictionary(dict="core").create()


@lru_cache(maxsize=4)
def _mode(name: str) -> Any:
    from sudachipy import SplitMode

    return {"A": SplitMode.A, "B": SplitMode.B, "C": SplitMode.C}[name]


def words(text: str, mode: str = "B") -> List[Word]:
    """Words of normalised text without spaces; a placeholder such as 【電話番号】 stays one word of part 「伏せ字」."""
    found: List[Word] = []
    position = 0
    for match in PLACEHOLDER.finditer(text):
        found.extend(_plain_words(text[position : match.start()], position, mode))
        token = match.group()
        found.append(Word(token, match.start(), match.end(), token, token, "", "伏せ字"))
        position = match.end()
    found.extend(_plain_words(text[position:], position, mode))
    return found


def _plain_words(text: str, offset: int, mode: str) -> List[Word]:
    if not text.strip():
        return []
    result = []
    for morpheme in _tokenizer().tokenize(text, _mode(mode)):
        surface = morpheme.surface()
        if not surface.strip():
            continue
        reading = hiragana(morpheme.reading_form()) if not morpheme.is_oov() else hiragana(surface)
        if reading in ("", "きごう"):
            reading = hiragana(surface)
        result.append(
            Word(
                surface=surface,
                start=offset + morpheme.begin(),
                end=offset + morpheme.end(),
                base=morpheme.normalized_form(),
                dictionary=morpheme.dictionary_form(),
                reading=reading,
                part=morpheme.part_of_speech()[0],
            )
        )
    return result


@lru_cache(maxsize=64)
def analyse(text: str, mode: str = "B") -> Tuple[Normalised, Tuple[Word, ...]]:
    """Normalise and split; cached because the tokenizer, the extractors and the classifier ask for the same message."""
    normalised = normalise(text)
    return normalised, tuple(words(normalised.text, mode))


def warm_up() -> None:
    """Load the dictionary now rather than in somebody's first message."""
    analyse("窓口")
