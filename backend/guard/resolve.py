"""From competing candidates to the final spans: protect, cut at barriers, settle overlaps, join neighbours."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import Final

from backend.guard.model import Candidate, PiiType
from backend.guard.view import BARRIER, View

_CRISIS: Final = re.compile(
    r"死にた|しにた|氏にた|死のう|死んで|死ぬ|自殺|自死|消えた|きえたい|いなくなりた|終わりにしたい|リスカ|リストカット|自傷|首を?吊|飛び降り|"
    r"オーバードーズ|(?<![A-Za-z])OD(?![A-Za-z])|殴|なぐら|蹴|叩|たたい|暴力|虐待|(?<![A-Za-z])DV(?![A-Za-z])|殺|ころさ|襲わ|脅|レイプ|性被害|"
    r"助けて|たすけて|食べるもの|食べ物がない|借金|家賃|家を追い出|ホームレス|野宿|未払"
)
"""Words the safety lane reads after the guard; never masked."""

_JOINABLE: Final = {PiiType.NAME, PiiType.ADDRESS, PiiType.BANK_ACCOUNT}
_JOINT: Final = re.compile(r"[ \t・,、]{0,2}\Z")


def _pieces(candidate: Candidate, taken: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """What is left of `candidate` outside `taken` (sorted, disjoint), without blanks at its ends."""
    at = candidate.start
    first = max(0, bisect_left(taken, (candidate.start,)) - 1)
    last = bisect_left(taken, (candidate.end,))
    for start, end in [*taken[first:last], (candidate.end, candidate.end)]:
        left, right = at, min(start, candidate.end)
        while left < right and text[left].isspace():
            left += 1
        while left < right and text[right - 1].isspace():
            right -= 1
        if left < right:
            yield left, right
        at = max(at, end)


def resolve(candidates: Iterable[Candidate], view: View) -> list[Candidate]:
    """Sorted, disjoint candidates covering everything claimed except crisis words, placeholders and word-less rests.

    A short rest stays when it touches a chosen span of the same type: it is the edge of the same value.
    """
    text = view.text
    ranked = sorted(candidates, key=lambda c: (-c.priority, c.start - c.end, c.start))
    if not ranked:
        return []
    taken = [(m.start(), m.end()) for m in _CRISIS.finditer(text)]
    taken += [(i, i + 1) for i, char in enumerate(text) if char == BARRIER]
    taken.sort()
    chosen: list[Candidate] = []
    starts: set[tuple[PiiType, int]] = set()
    ends: set[tuple[PiiType, int]] = set()
    for candidate in ranked:
        kind = candidate.type
        for start, end in list(_pieces(candidate, taken, text)):
            whole = (start, end) == (candidate.start, candidate.end)
            touching = (kind, start) in ends or (kind, end) in starts
            if whole or touching or sum(char.isalnum() for char in text[start:end]) > 1:
                chosen.append(Candidate(kind, start, end, candidate.priority))
                insort(taken, (start, end))
                starts.add((kind, start))
                ends.add((kind, end))
    chosen.sort(key=lambda c: c.start)
    joined: list[Candidate] = []
    for candidate in chosen:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.type == candidate.type
            and (
                last.end == candidate.start
                or (candidate.type in _JOINABLE and _JOINT.match(text, last.end, candidate.start))
            )
        ):
            joined[-1] = Candidate(last.type, last.start, candidate.end, last.priority)
        else:
            joined.append(candidate)
    return joined
