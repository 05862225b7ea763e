"""`mask`: view → detectors → tagger → resolver → placeholders, repeated until nothing more is found.

Pure and thread-safe: no I/O, no logging, no state. Called by the LINE webhook (incoming text), by the outbox
(consultants' text) and by the command line.
"""

from __future__ import annotations

from backend.guard.detectors import DETECTORS
from backend.guard.detectors.base import Message
from backend.guard.model import PLACEHOLDERS, Masked, PiiType, Span
from backend.guard.resolve import resolve
from backend.guard.tagger import load_tagger, second_opinion
from backend.guard.view import build_view

_MOST_ROUNDS = 12


def _detect(text: str) -> list[Span]:
    view = build_view(text)
    message = Message(view)
    ruled = [candidate for detector in DETECTORS for candidate in detector(message)]
    spans: list[Span] = []
    for found in resolve(second_opinion(message, ruled, load_tagger()), view):
        start, end = view.original(found.start, found.end)
        if spans and start < spans[-1].end:  # two claims on the halves of one original code point
            start = spans[-1].end
        if start < end:
            spans.append(Span(str(found.type), start, end))
    return spans


def _replace(text: str, spans: list[Span]) -> tuple[str, list[tuple[int, int, int]]]:
    """Masked text, and its literal pieces as (masked start, original start, length)."""
    out: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = cursor = 0
    for span in [*spans, Span("", len(text), len(text))]:
        literal = text[cursor : span.start]
        pieces.append((length, cursor, len(literal)))
        placeholder = PLACEHOLDERS[PiiType(span.type)] if span.type else ""
        out += (literal, placeholder)
        length += len(literal) + len(placeholder)
        cursor = span.end
    return "".join(out), pieces


def _mask(text: str) -> Masked:
    spans = _detect(text)
    masked, pieces = _replace(text, spans)
    for _ in range(_MOST_ROUNDS):
        if not spans:
            break
        # A mask changes what stands beside the rest; what a second look finds is masked too, so the result is stable.
        late = [
            Span(span.type, original + span.start - at, original + min(span.end, at + length) - at)
            for span in _detect(masked)
            for at, original, length in pieces
            if at <= span.start < at + length
        ]
        if not late:
            break
        spans = sorted([*spans, *late], key=lambda span: span.start)
        masked, pieces = _replace(text, spans)
    return Masked(masked, tuple(spans))


def mask(text: str) -> Masked:
    """Replace personal data in `text` by readable placeholders.

    Idempotent on its own output. Never raises: should a detector fail, the whole text is withheld as `unchecked`
    (fail closed) rather than passed on.
    """
    try:
        return _mask(text)
    except Exception:
        return Masked(PLACEHOLDERS[PiiType.UNCHECKED], (Span(str(PiiType.UNCHECKED), 0, len(text)),))
