"""What every detector is given and returns, with the small helpers they share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from backend.guard.digits import Run, plain_runs, short_spoken_runs, spoken_runs
from backend.guard.model import Candidate
from backend.guard.tokens import Token, tokenize
from backend.guard.view import View

_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}


class Message:
    """One message under inspection; expensive readings are made once, when first asked for."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.text = view.text

    @cached_property
    def tokens(self) -> list[Token]:
        return tokenize(self.text)

    @cached_property
    def kana(self) -> str:
        """`text` with katakana read as hiragana: same length, same offsets."""
        return self.text.translate(_TO_HIRAGANA)

    @cached_property
    def plain_runs(self) -> list[Run]:
        """Digit runs in figures and kanji."""
        return plain_runs(self.text)

    @cached_property
    def spoken_runs(self) -> list[Run]:
        """Digit runs that also use number words in kana."""
        return spoken_runs(self.text)

    @cached_property
    def short_spoken_runs(self) -> list[Run]:
        """Spoken runs from three digits on; only a label makes them more than syllables."""
        return short_spoken_runs(self.text)

    def near(self, pattern: re.Pattern[str], start: int, end: int, *, left: int = 20, right: int = 0) -> bool:
        """Whether `pattern` occurs just before `start` (or just after `end`)."""
        return bool(
            pattern.search(self.view.before(start, left)) or (right and pattern.search(self.view.after(end, right)))
        )


Detector = Callable[[Message], Iterable[Candidate]]
