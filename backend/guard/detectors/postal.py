"""Postal codes: 〒598-0007, 598の0007, 5980007 with a label, kanji digits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.digits import windows
from backend.guard.model import Candidate, PiiType

_LABEL: Final = re.compile(r"〒|郵便|ゆうびん|ユウビン|住所|じゅうしょ")
_NOT_POSTAL: Final = re.compile(
    r"(?:型番|品番|番号|[Nn]o\.?|ID|電話|でんわ|携帯|TEL|tel|求人|時給|日給|月給|年収)\D{0,6}\Z|[0-9A-Za-z\-]\Z"
)
_COUNTER_NEXT: Final = re.compile(r"\s?(?:円|万|人|名|件|個|年|月|日|時|分|歳|才|%|-?\d|[A-Za-z])")
_DASH: Final = re.compile(r"[\s\-ーの一.・]{1,3}\Z")


_SAID_AFTER: Final = re.compile(
    r"\s?(?:が|は|って|です|、|:|\(|実家の|うちの|私の|家の|自宅の|今の|前の){0,3}\s?(?:郵便|ゆうびん|〒)"
)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for every postal code."""
    text = message.text
    for run in message.plain_runs + [r for r in message.spoken_runs if len(r.digits) <= 9]:
        for window in windows(run, 7, 7):
            labelled = message.near(_LABEL, window.start, window.end, left=12)
            strongly = bool(
                re.search(r"(?:〒|郵便番号|ゆうびんばんごう)\D{0,4}\Z", message.view.before(window.start, 14))
            )
            start = window.start
            if text[start - 1 : start] == "〒":
                start -= 1
            if strongly:
                yield Candidate(PiiType.POSTAL_CODE, start, window.end, 88)
                continue
            if _SAID_AFTER.match(message.kana, window.end):
                yield Candidate(PiiType.POSTAL_CODE, start, window.end, 76)
                continue
            if window.shape != (3, 4):
                continue
            split = run.groups[window.first][1]
            gap = text[run.places[split - 1][1] : run.places[split][0]]
            if not _DASH.match(gap):
                continue
            if labelled or re.match(
                r"\s?[(（、,]?\s?(?:[一-龯]{2,3}[都道府県]|[一-龯]{1,6}[市郡区])", message.view.after(window.end, 12)
            ):
                yield Candidate(PiiType.POSTAL_CODE, start, window.end, 72)
            elif (
                (
                    gap == "-"
                    or (
                        gap in {".", "・", "の"}
                        and window.digits[:2] in {"59", "64", "58", "57", "54", "53", "55", "56"}
                    )
                )
                and not _NOT_POSTAL.search(message.view.before(window.start, 12))
                and not _COUNTER_NEXT.match(text, window.end)
            ):
                yield Candidate(PiiType.POSTAL_CODE, start, window.end, 40)
