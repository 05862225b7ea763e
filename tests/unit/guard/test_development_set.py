"""The guard against its development set: what is personal disappears, what is not stays."""

from __future__ import annotations

import pytest

from backend.guard import mask
from tests.unit.guard.cases import Case, clean_cases, personal_cases

PERSONAL = personal_cases()
CLEAN = clean_cases()


@pytest.mark.parametrize("case", PERSONAL, ids=lambda case: case.text[:40])
def test_every_marked_stretch_is_masked_with_its_type(case: Case) -> None:
    spans = mask(case.text).spans
    covered = {i for span in spans for i in range(span.start, span.end)}
    missed = [case.text[start:end] for _, start, end in case.personal if not covered.issuperset(range(start, end))]
    assert missed == []
    untyped = [
        (kind, case.text[start:end])
        for kind, start, end in case.personal
        if not any(span.type == kind and span.start < end and span.end > start for span in spans)
    ]
    assert untyped == []


@pytest.mark.parametrize("text", CLEAN, ids=lambda text: text[:40])
def test_clean_messages_come_through_untouched(text: str) -> None:
    assert mask(text).masked == text


def test_masking_does_not_swallow_what_the_seeker_wants() -> None:
    kept = total = 0
    for case in PERSONAL:
        covered = {i for span in mask(case.text).spans for i in range(span.start, span.end)}
        personal = {i for _, start, end in case.personal for i in range(start, end)}
        rest = set(range(len(case.text))) - personal
        kept += len(rest - covered)
        total += len(rest)
    assert kept / total > 0.97


def test_the_development_set_is_large_enough_to_mean_something() -> None:
    assert len(PERSONAL) > 500
    assert len(CLEAN) > 900
