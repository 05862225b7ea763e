"""The guard's second reader: a linear tagger that says for each character how likely it is personal, and of which kind.

It hears what no rule foresaw (names in passing, illness told aside, numbers after unusual words) and doubts what a
rule took by accident. NumPy only; the weights are made by ``python -m backend.guard.train`` and committed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from backend.guard.detectors.base import Message
from backend.guard.detectors.health import is_overdose
from backend.guard.detectors.my_number import could_be_my_number
from backend.guard.detectors.phone import public_numbers
from backend.guard.facts import features
from backend.guard.lexicon.figures import PUBLIC_FIGURES
from backend.guard.model import Candidate, PiiType
from backend.guard.view import BARRIER

WEIGHTS: Final = Path(__file__).parent / "weights.npz"
KINDS: Final = tuple(kind for kind in PiiType if kind is not PiiType.UNCHECKED)
"""Columns of the weights after the first, which stands for "not personal"."""

_AT_ONCE: Final = 512
"""Positions scored in one go: bounds the memory a long message takes."""

_PRIORITY: Final = 30
_PROVEN: Final = 80
"""Priority from which a rule has a check digit or an explicit label to show for itself."""

_INTRODUCED: Final = re.compile(r"\s?(?:と(?:申|もう|いい|言い)|です|でございます|や(?:けど|ねん))")
_IN_PUBLIC: Final = re.compile(r"\s?(?:元|前)?(?:首相|総理|大臣|大統領|知事|市長|議員|選手|投手|横綱|天皇)")
_KANA: Final = re.compile("[ぁ-んァ-ヶー]")
_COMMAND: Final = re.compile(r'\A\s*/[a-z_]+(?:\{"[a-z_]+":)?')
_LABELLED: Final = re.compile(r"(?:名前|なまえ|氏名|名義|私|わたし|僕|俺)[はも:\s]{0,2}\Z")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagger:
    """Weights as small integers per feature and column, and how sure a place must be.

    Attributes:
        alone: certainty from which a stretch is masked in a message where nothing else is personal.
        beside: the same where something is: personal data comes in company.
        edge: a stretch runs on while its characters are at least this certain.
        doubt: a rule's find whose every character stays below is dropped.
        fingerprint: of the corpus the weights were made from.
    """

    weights: NDArray[np.int8]
    scale: float
    bias: Floats
    alone: float
    beside: float
    edge: float
    doubt: float
    fingerprint: str

    def chances(self, message: Message) -> tuple[Floats, NDArray[np.int64]]:
        """Per character of the view: its chances (first column: not personal, then `KINDS`), and the word it is in."""
        of_characters, of_units, owner = features(message.text, message.tokens)
        units = self._sums(of_units)
        scores = (self._sums(of_characters) + units[owner]) * np.float32(self.scale) + self.bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True)), owner

    def _sums(self, found: NDArray[np.int64]) -> Floats:
        parts = [
            self.weights.take(found[start : start + _AT_ONCE], axis=0).sum(axis=1, dtype=np.int16)
            for start in range(0, len(found), _AT_ONCE)
        ]
        return np.concatenate(parts).astype(np.float32)


@cache
def load_tagger() -> Tagger:
    """Read the committed weights once per process."""
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return Tagger(
            weights=stored["weights"],
            scale=float(stored["scale"]),
            bias=stored["bias"],
            alone=float(stored["alone"]),
            beside=float(stored["beside"]),
            edge=float(stored["edge"]),
            doubt=float(stored["doubt"]),
            fingerprint=str(stored["fingerprint"]),
        )


def second_opinion(message: Message, ruled: Iterable[Candidate], tagger: Tagger) -> list[Candidate]:
    """What the rules found and the tagger does not doubt, and what the tagger found."""
    if not message.text.strip():
        return list(ruled)
    chances, words = tagger.chances(message)
    personal = 1.0 - chances[:, 0]
    public = [*public_numbers(message), *(match.span() for match in _COMMAND.finditer(message.text))]
    kept = [
        c
        for c in ruled
        if c.start < c.end
        and personal[c.start : c.end].max() >= tagger.doubt
        and (c.priority >= _PROVEN or c.type is PiiType.PHONE or not _overlaps(c.start, c.end, public))
    ]
    found = list(_stretches(personal, tagger.edge))
    company = bool(kept) or BARRIER in message.text or any(sure >= tagger.alone for _, _, sure in found)
    enough = tagger.beside if company else tagger.alone
    for start, end, sure in found:
        if sure < enough or _overlaps(start, end, public) or _KANA.fullmatch(message.text, start, end):
            continue
        kind = KINDS[int(chances[start:end, 1:].sum(axis=0).argmax())]
        if not _is_contradicted(message, kind, start, end):
            left, right = _in_whole_words(message, kind, words, start, end)
            if _overlaps(left, right, public):
                left, right = start, end
            kept.append(Candidate(kind, left, right, _PRIORITY))
    named = any(candidate.type is PiiType.NAME for candidate in kept)
    figures = [figure for figure in PUBLIC_FIGURES if figure in message.text] if named else []
    return [candidate for candidate in kept if not _is_public_figure(message, candidate, figures)]


def _in_whole_words(message: Message, kind: PiiType, words: NDArray[np.int64], start: int, end: int) -> tuple[int, int]:
    """The stretch with the words it begins and ends in; a name without more kana, for 「テラモトデス」 is one word."""
    left, right = (
        int(np.searchsorted(words, words[start], "left")),
        int(np.searchsorted(words, words[end - 1], "right")),
    )
    if kind is PiiType.NAME:
        while left < start and _KANA.match(message.text[left]):
            left += 1
        while right > end and _KANA.match(message.text[right - 1]):
            right -= 1
    return left, right


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(left < end and start < right for left, right in spans)


def _is_contradicted(message: Message, kind: PiiType, start: int, end: int) -> bool:
    """Whether a rule knows better: an overdose must stay readable, twelve figures need a check digit or a label."""
    if kind is PiiType.HEALTH:
        return is_overdose(message, start, end)
    return kind is PiiType.MY_NUMBER and not could_be_my_number(message, start, end)


def _is_public_figure(message: Message, found: Candidate, figures: list[str]) -> bool:
    """Whether a name is (part of) that of somebody everybody knows, and nobody introduces themselves by it."""
    if found.type is not PiiType.NAME:
        return False
    if _IN_PUBLIC.match(message.text, found.end):
        return True
    for figure in figures:
        start = message.text.find(figure)
        end = start + len(figure)
        if start < found.end and found.start < end:
            introduced = _INTRODUCED.match(message.view.after(end, 8)) or _LABELLED.search(
                message.view.before(start, 8)
            )
            return not introduced
    return False


def _stretches(personal: Floats, edge: float) -> Iterator[tuple[int, int, float]]:
    """Runs of characters at least `edge` certain, each with its highest certainty."""
    marks = np.flatnonzero(np.diff(np.concatenate(([False], personal >= edge, [False])).astype(np.int8)))
    for start, end in marks.reshape(-1, 2).tolist():
        yield start, end, float(personal[start:end].max())


load_tagger()
