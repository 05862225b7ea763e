"""FAQ search: three views of a question, spelt as the entries spell (``kana.py``), added up.

Words: how much of what is asked an entry says, in the same or other words (``meaning.py``). Sentences: likeness of the
whole question with the entry's, and with question and answer as one text (``backend/sentences.py``). Sound: n-grams of
the reading, for kana, inflection and typos. Plain numpy, in memory; safe to share between tasks of one process.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Self

import numpy as np
from numpy.typing import NDArray

from backend.faq.kana import Spelling
from backend.faq.meaning import Vocabulary, WordVectors
from backend.faq.tokens import Terms, analyse, character_ngrams
from backend.sentences import embed

Floats = NDArray[np.float32]

# Found on development sets (docs/training.md); each lies on a plateau.
WORDS, QUESTION, ENTRY, SOUND = 1.0, 0.5, 0.5, 0.5
"""Weights of the views."""
IN_ANSWER = 0.7
"""What a word of the answer covers, against one of the question."""
ENTRY_CHARS, QUERY_CHARS = 120, 300
"""So much of an entry, and of what is asked, is read as one text; the time for it grows with the length."""
OFFER_AT = 0.55
"""From here score and lead over the next entry together make an answer: figures in docs/training.md."""
_NO_WORD = ""
"""Stands in every entry, like nothing that is asked: no entry is without words."""


@dataclass(frozen=True, slots=True)
class FaqDocument:
    """What the index needs of an entry."""

    id: str
    question: str
    answer: str = ""
    alternatives: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """The question in all its wordings."""
        return (self.question, *self.alternatives)


@dataclass(frozen=True, slots=True)
class FaqHit:
    """One result.

    Attributes:
        id: of the document.
        question: as written in the entry.
        score: 0 to 1, comparable between queries; hits come in its order.
        confident: whether it may be offered as an answer: near enough, the lead of a first hit counted.
    """

    id: str
    question: str
    score: float
    confident: bool


class FaqIndex:
    """A searchable set of entries. Make one with ``build``."""

    def __init__(self, documents: Sequence[FaqDocument], vectors: WordVectors | None = None) -> None:
        self._documents = tuple(documents)
        wordings = [[analyse(text) for text in doc.wordings] for doc in documents]
        questions = [{word for terms in forms for word in terms.words} for forms in wordings]
        answers = [set(analyse(doc.answer).words) for doc in documents]
        self._idf = _idf([question | answer for question, answer in zip(questions, answers, strict=True)])
        self._unknown = math.log(1 + len(documents))
        self._vocabulary = Vocabulary([_NO_WORD, *self._idf], vectors)
        self._questions, self._answers = self._bags(questions), self._bags(answers)
        self._spelling = Spelling(Counter(word for bag in (*questions, *answers) for word in bag))
        self._readings = _Readings([[terms.reading for terms in forms] for forms in wordings])
        self._wordings = _firsts([doc.wordings for doc in documents])
        self._question_directions = embed([text for doc in documents for text in doc.wordings])
        self._entry_directions = embed([f"{doc.question} {doc.answer}"[:ENTRY_CHARS] for doc in documents])

    @classmethod
    def build(cls, entries: Iterable[FaqDocument], *, vectors: WordVectors | None = None) -> Self:
        """Index ``entries``; up to five seconds per thousand."""
        return cls(list(entries), vectors)

    def __len__(self) -> int:
        return len(self._documents)

    def search(self, query: str, k: int = 3) -> list[FaqHit]:
        """The ``k`` best entries, best first; empty when nothing is asked."""
        query = self._spelling.written(query)
        terms = analyse(query)
        if not self._documents or not (terms.words or terms.plain):
            return []
        scores = self._score(query, terms)
        best = [int(doc) for doc in np.argsort(-scores, kind="stable")[: max(k, 2)]]
        lead = float(scores[best[0]] - scores[best[:2][-1]])
        return [self._hit(doc, float(scores[doc]), 0.0 if place else lead) for place, doc in enumerate(best[:k])]

    def _hit(self, doc: int, score: float, lead: float) -> FaqHit:
        document = self._documents[doc]
        return FaqHit(document.id, document.question, round(score, 4), score + lead >= OFFER_AT)

    def _score(self, query: str, terms: Terms) -> Floats:
        direction = embed([query[:QUERY_CHARS]])[0]
        asked = np.maximum.reduceat(self._question_directions @ direction, self._wordings)
        total = (
            WORDS * self._covered(terms.words)
            + QUESTION * asked
            + ENTRY * (self._entry_directions @ direction)
            + SOUND * self._readings.cosine(terms.reading)
        )
        score: Floats = np.clip(total / (WORDS + QUESTION + ENTRY + SOUND), 0, 1)
        return score

    def _covered(self, words: Sequence[str]) -> Floats:
        """Share of the words, rare ones counting more, that each entry says in the same or other words."""
        asked = list(dict.fromkeys(words))
        weights = [self._idf.get(word, self._unknown) for word in asked]
        covered = np.zeros(len(self._documents), dtype=np.float32)
        for row, weight in zip(self._vocabulary.likeness(asked), weights, strict=True):
            said = np.minimum(1, self._questions.best(row) + IN_ANSWER * self._answers.best(row))
            covered += np.float32(weight / sum(weights)) * said
        return covered

    def _bags(self, bags: Sequence[set[str]]) -> "_Bags":
        return _Bags([[self._vocabulary.column(word) for word in (_NO_WORD, *bag)] for bag in bags])


class _Bags:
    """The words of each entry, as columns of a vocabulary."""

    def __init__(self, bags: Sequence[Sequence[int]]) -> None:
        self._columns = np.array([*chain(*bags)], dtype=np.intp)
        self._firsts = _firsts(bags)

    def best(self, likeness: Floats) -> Floats:
        """The highest likeness among each entry's words."""
        best: Floats = np.maximum.reduceat(likeness[self._columns], self._firsts)
        return best


class _Readings:
    """Likeness of sound: cosine of n-grams with those of an entry's nearest wording."""

    def __init__(self, wordings: Sequence[Sequence[str]]) -> None:
        grams = [[_grams(reading) for reading in forms] for forms in wordings]
        self._idf = _idf([{gram for form in forms for gram in form} for forms in grams])
        self._size = len(wordings)
        rows: dict[str, dict[int, float]] = defaultdict(dict)
        for doc, forms in enumerate(grams):
            for form in forms:
                for gram, weight in self._unit(form):
                    rows[gram][doc] = max(rows[gram].get(doc, 0.0), weight)
        self._rows = {gram: (np.array([*row]), np.array([*row.values()], np.float32)) for gram, row in rows.items()}

    def cosine(self, reading: str) -> Floats:
        """With each entry."""
        total = np.zeros(self._size, dtype=np.float32)
        for gram, weight in self._unit(_grams(reading)):
            if gram in self._rows:
                docs, weights = self._rows[gram]
                total[docs] += np.float32(weight) * weights
        return total

    def _unit(self, grams: Counter[str]) -> list[tuple[str, float]]:
        unknown = math.log(1 + self._size)
        weights = {gram: (1 + math.log(n)) * self._idf.get(gram, unknown) for gram, n in grams.items()}
        norm = math.hypot(*weights.values())
        return [(gram, weight / norm) for gram, weight in weights.items()]


def _grams(reading: str) -> Counter[str]:
    return Counter(character_ngrams(reading, 3, 5))


def _idf(bags: Sequence[set[str]]) -> dict[str, float]:
    seen = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + (len(bags) - n + 0.5) / (n + 0.5)) for word, n in sorted(seen.items())}


def _firsts(rows: Iterable[Sequence[object]]) -> NDArray[np.intp]:
    """Where each row begins when all stand one after another; no row is empty."""
    return np.array([0, *accumulate(len(row) for row in rows)][:-1], dtype=np.intp)
