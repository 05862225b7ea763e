"""From competing candidates to the final spans: protect, cut at barriers, settle overlaps, join neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


def _pieces(
    candidate: Candidate, taken: list[tuple[int, int]], text: str, kin: list[Candidate]
) -> list[tuple[int, int]]:
    """What is left of `candidate` outside `taken`, without blanks at its ends and without word-less rests.

    A short rest stays when it touches a chosen span of the same type (`kin`): it is the edge of the same value.
    """
    free = [(candidate.start, candidate.end)]
    for start, end in taken:
        free = [
            part
            for left, right in free
            for part in ((left, min(right, start)), (max(left, end), right))
            if part[0] < part[1]
        ]
    trimmed: list[tuple[int, int]] = []
    for left, right in free:
        while left < right and text[left].isspace():
            left += 1
        while left < right and text[right - 1].isspace():
            right -= 1
        whole = (left, right) == (candidate.start, candidate.end)
        touching = any(other.end == left or other.start == right for other in kin)
        if left < right and (whole or touching or sum(c.isalnum() for c in text[left:right]) > 1):
            trimmed.append((left, right))
    return trimmed


def resolve(candidates: Iterable[Candidate], view: View) -> list[Candidate]:
    """Sorted, disjoint candidates covering everything claimed except crisis words and placeholders."""
    text = view.text
    ranked = sorted(candidates, key=lambda c: (-c.priority, c.start - c.end, c.start))
    if not ranked:
        return []
    taken = [(m.start(), m.end()) for m in _CRISIS.finditer(text)]
    taken += [(i, i + 1) for i, char in enumerate(text) if char == BARRIER]
    chosen: list[Candidate] = []
    for candidate in ranked:
        for start, end in _pieces(candidate, taken, text, [c for c in chosen if c.type == candidate.type]):
            chosen.append(Candidate(candidate.type, start, end, candidate.priority))
            taken.append((start, end))
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
