"""A question written without kanji, spelt as the entries spell: from old people, children, voice. FAQ index only."""

import re
import unicodedata
from collections.abc import Mapping

from backend.faq.tokens import EMPTY_WORDS, analyse
from bot.components.normalise import katakana

_KANJI = re.compile(r"[一-龥々]")
_HIRAGANA = re.compile(r"[ぁ-ゖー]{3,}")
_SHORTEST = 3
"""Kana of a word; shorter ones turn up within any other word."""


class Spelling:
    """The words of one index by their sound."""

    def __init__(self, words: Mapping[str, int]) -> None:
        """``words`` with how many entries have each: of words that sound alike, the most frequent is meant."""
        self._words: dict[str, str] = {}
        for word in [*sorted(words, key=lambda word: words[word]), *sorted(EMPTY_WORDS)]:
            reading = analyse(word).reading
            if len(reading) >= _SHORTEST and _KANJI.search(word):
                self._words[reading] = word
        self._longest = max(map(len, self._words), default=0)

    def written(self, text: str) -> str:
        """The text with known words in kanji; as it is when it has any of its own."""
        text = unicodedata.normalize("NFKC", text)
        return text if _KANJI.search(text) else _HIRAGANA.sub(lambda run: self._spelt(run[0]), text)

    def _spelt(self, run: str) -> str:
        sound, spelt, at = katakana(run), "", 0
        while at < len(run):
            lengths = range(min(self._longest, len(run) - at), _SHORTEST - 1, -1)
            length = next((length for length in lengths if sound[at : at + length] in self._words), 1)
            spelt += self._words.get(sound[at : at + length], run[at])
            at += length
        return spelt
