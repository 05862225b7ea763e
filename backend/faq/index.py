"""FAQ search: several cheap views of a question, added up.

``BM25F`` over words (question counts more than answer), character n-grams of the question (inflection, typos),
reading n-grams (kana input, wrong kanji), everyday-word synonyms, and, where there are word vectors, words of like
meaning and the direction of the whole question. Plain numpy, in memory; safe to share between tasks of one process.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from backend.faq.meaning import Meaning, WordVectors
from backend.faq.synonyms import synonyms_of
from backend.faq.tokens import Terms, analyse, character_ngrams

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FaqDocument:
    """What the index needs of an entry."""

    id: str
    question: str
    answer: str = ""
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FaqHit:
    """One result.

    Attributes:
        id: of the document.
        question: as written in the entry.
        score: 0 to 1, comparable between queries: how much of the query's meaning the entry covers. Hits are ordered
            by all views together, so a later hit may have the higher score.
        confident: whether the hit may be offered as an answer; see ``Tuning.offer_score``.
    """

    id: str
    question: str
    score: float
    confident: bool


@dataclass(frozen=True, slots=True)
class Tuning:
    """Weights found on three development sets (docs/training.md); each lies on a plateau."""

    k1: float = 1.2
    b_question: float = 0.3
    b_answer: float = 0.4
    answer_weight: float = 0.6
    ngram_weight: float = 0.9
    reading_weight: float = 0.6
    synonym_weight: float = 0.5
    fuzzy_weight: float = 0.1
    vector_weight: float = 0.6
    answer_vector_weight: float = 0.3
    neighbour_weight: float = 0.5
    offer_score: float = 0.5


class _Postings:
    """Term → (document numbers, weights): adds up scores of a few hundred terms in well under a millisecond."""

    def __init__(self, rows: Mapping[str, Sequence[tuple[int, float]]], size: int) -> None:
        self._size = size
        self._rows = {
            term: (np.array([doc for doc, _ in row], dtype=np.int32), np.array([w for _, w in row], dtype=np.float32))
            for term, row in rows.items()
        }

    def __contains__(self, term: str) -> bool:
        return term in self._rows

    def scores(self, query: Iterable[tuple[str, float]]) -> Floats:
        total = np.zeros(self._size, dtype=np.float32)
        for term, weight in query:
            row = self._rows.get(term)
            if row is not None:
                total[row[0]] += weight * row[1]
        return total


class FaqIndex:
    """A searchable set of entries. Make one with ``build``."""

    def __init__(
        self, documents: Sequence[FaqDocument], tuning: Tuning | None = None, vectors: WordVectors | None = None
    ) -> None:
        self._documents = tuple(documents)
        self._tuning = tuning or Tuning()
        questions = [[analyse(text) for text in (doc.question, *doc.alternatives)] for doc in documents]
        answers = [analyse(doc.answer) for doc in documents]
        self._forms = questions
        self._idf = _idf([{w for t in (*forms, answers[i]) for w in t.words} for i, forms in enumerate(questions)])
        self._unknown = math.log(1 + len(self._documents))
        self._words = self._word_postings(questions, answers)
        self._ngrams, self._ngram_idf = _cosine_postings(
            [[character_ngrams(t.plain, 2, 4) for t in forms] for forms in questions]
        )
        self._readings, self._reading_idf = _cosine_postings(
            [[character_ngrams(t.reading, 3, 5) for t in forms] for forms in questions]
        )
        self._meaning = Meaning(vectors, self._idf, self._unknown) if vectors is not None else None
        self._question_directions = self._directions([[w for t in forms for w in t.words] for forms in questions])
        self._answer_directions = self._directions([list(t.words) for t in answers])

    @classmethod
    def build(
        cls,
        entries: Iterable[FaqDocument],
        *,
        vectors: WordVectors | None = None,
        tuning: Tuning | None = None,
    ) -> Self:
        """Index ``entries``; about a second per thousand."""
        return cls(list(entries), tuning, vectors)

    def __len__(self) -> int:
        return len(self._documents)

    def search(self, query: str, k: int = 3) -> list[FaqHit]:
        """The ``k`` best entries, best first; empty when nothing matches at all."""
        terms = analyse(query)
        if not self._documents or not (terms.words or terms.plain):
            return []
        total = self._score(terms)
        best = np.argsort(-total, kind="stable")[: max(k, 10)]
        ranked = [(int(doc), float(total[doc])) for doc in best if total[doc] > 0]
        ranked = self._rerank(terms, ranked)
        return [self._hit(terms, doc, score) for doc, score in ranked[:k]]

    # --- scoring ---

    def _score(self, terms: Terms) -> Floats:
        tuning = self._tuning
        words = self._words.scores(self._word_query(terms))
        total = _scaled(words)
        total = total + tuning.ngram_weight * self._cosine(self._ngrams, self._ngram_idf, terms.plain, 2, 4)
        total = total + tuning.reading_weight * self._cosine(self._readings, self._reading_idf, terms.reading, 3, 5)
        direction = self._meaning.mean(terms.words) if self._meaning is not None else None
        if direction is not None:
            for rows, weight in (
                (self._question_directions, tuning.vector_weight),
                (self._answer_directions, tuning.answer_vector_weight),
            ):
                if rows is not None:
                    total = total + weight * np.clip(rows @ direction, 0, None)
        return total

    def _word_query(self, terms: Terms) -> list[tuple[str, float]]:
        query = {word: 1.0 for word in terms.words}
        for word in tuple(query):
            for synonym in synonyms_of(word):
                query.setdefault(synonym, self._tuning.synonym_weight)
        if self._meaning is not None:
            for word in dict.fromkeys(terms.words):
                for other, alike in self._meaning.neighbours(word):
                    query[other] = max(query.get(other, 0.0), self._tuning.neighbour_weight * alike)
        return list(query.items())

    def _cosine(self, postings: _Postings, idf: Mapping[str, float], text: str, low: int, high: int) -> Floats:
        counts = Counter(gram for gram in character_ngrams(text, low, high))
        weights = {gram: (1 + math.log(n)) * idf.get(gram, self._unknown) for gram, n in counts.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values()))
        if norm == 0:
            return np.zeros(len(self._documents), dtype=np.float32)
        return postings.scores((gram, weight / norm) for gram, weight in weights.items())

    def _rerank(self, terms: Terms, ranked: list[tuple[int, float]]) -> list[tuple[int, float]]:
        weight = self._tuning.fuzzy_weight
        rescored = [(doc, score + weight * _likeness(terms, self._forms[doc])) for doc, score in ranked]
        return sorted(rescored, key=lambda pair: -pair[1])

    def _hit(self, terms: Terms, doc: int, score: float) -> FaqHit:
        document = self._documents[doc]
        mass = sum(self._idf.get(word, self._unknown) for word in set(terms.words)) or 1.0
        covered = self._covered(terms, doc) / mass
        likeness = _likeness(terms, self._forms[doc])
        value = min(1.0, max(likeness, 0.75 * covered + 0.25 * likeness))
        return FaqHit(document.id, document.question, round(value, 4), value >= self._tuning.offer_score)

    def _covered(self, terms: Terms, doc: int) -> float:
        known = self._question_words[doc]
        answer = self._answer_words[doc]
        total = 0.0
        for word in set(terms.words):
            idf = self._idf.get(word, self._unknown)
            if word in known:
                total += idf
            elif synonyms_of(word) & known:
                total += 0.8 * idf
            elif word in answer:
                total += 0.5 * idf
        return total

    # --- building ---

    def _word_postings(self, questions: Sequence[Sequence[Terms]], answers: Sequence[Terms]) -> _Postings:
        tuning = self._tuning
        self._question_words = [frozenset(word for t in forms for word in t.words) for forms in questions]
        self._answer_words = [frozenset(t.words) for t in answers]
        question_mean = _mean(len(t.words) for forms in questions for t in forms)
        answer_mean = _mean(len(t.words) for t in answers)
        rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for doc, (forms, answer) in enumerate(zip(questions, answers, strict=True)):
            # Alternatives are other wordings of one question: the best of them counts, not their sum.
            frequency: dict[str, float] = {}
            for form in forms:
                length = 1 - tuning.b_question + tuning.b_question * len(form.words) / question_mean
                for word, count in Counter(form.words).items():
                    frequency[word] = max(frequency.get(word, 0.0), min(count, 2) / length)
            length = 1 - tuning.b_answer + tuning.b_answer * len(answer.words) / answer_mean
            for word, count in Counter(answer.words).items():
                frequency[word] = frequency.get(word, 0.0) + tuning.answer_weight * count / length
            for word, tf in frequency.items():
                rows[word].append((doc, self._idf[word] * tf * (tuning.k1 + 1) / (tuning.k1 + tf)))
        return _Postings(rows, len(self._documents))

    def _directions(self, texts: Sequence[Sequence[str]]) -> Floats | None:
        """One row per document, zero where no word is known."""
        rows = [self._meaning.mean(words) if self._meaning is not None else None for words in texts]
        width = next((len(row) for row in rows if row is not None), 0)
        if width == 0:
            return None
        return np.stack([row if row is not None else np.zeros(width, dtype=np.float32) for row in rows])


def _likeness(terms: Terms, forms: Sequence[Terms]) -> float:
    """Edit likeness (0 to 1) with the nearest wording, by spelling or by sound."""
    return max(max(fuzz.ratio(terms.plain, f.plain), fuzz.ratio(terms.reading, f.reading)) for f in forms) / 100


def _idf(bags: Sequence[set[str]]) -> dict[str, float]:
    seen = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + (len(bags) - n + 0.5) / (n + 0.5)) for word, n in seen.items()}


def _cosine_postings(forms: Sequence[Sequence[Sequence[str]]]) -> tuple[_Postings, dict[str, float]]:
    """Postings whose sum over a unit query is the cosine with the nearest wording of each document."""
    idf = _idf([{gram for grams in doc for gram in grams} for doc in forms])
    rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for doc, wordings in enumerate(forms):
        best: dict[str, float] = {}
        for grams in wordings:
            weights = {gram: (1 + math.log(n)) * idf[gram] for gram, n in Counter(grams).items()}
            norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            for gram, weight in weights.items():
                best[gram] = max(best.get(gram, 0.0), weight / norm)
        for gram, weight in best.items():
            rows[gram].append((doc, weight))
    return _Postings(rows, len(forms)), idf


def _scaled(scores: Floats) -> Floats:
    top = float(scores.max(initial=0.0))
    return scores / np.float32(top) if top > 0 else scores


def _mean(lengths: Iterable[int]) -> float:
    values = list(lengths)
    return max(1.0, sum(values) / len(values)) if values else 1.0
