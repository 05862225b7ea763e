"""Postal codes: 〒598-0007, 598の0007, 5980007 with a label, kanji digits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.digits import windows
from backend.guard.model import Candidate, PiiType

_LABEL: Final = re.compile(
    r"〒|郵便|ゆうびん|ユウビン|ゆーびん|郵番|住所|じゅうしょ|ポストコード|(?<![a-z])(?:zip|postal|postcode)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"(?:〒|郵便番号|ゆうびんばんごう|ゆーびんばんごう|郵番|ポストコード|(?:zip|postal)(?:\s?code)?|postcode)\D{0,4}\Z",
    re.IGNORECASE,
)
_HALVES: Final = re.compile(
    r"(?:〒|郵便番号|郵便|ゆうびんばんごう|郵番)[^0-9\n。]{0,10}(?P<a>[0-9]{3})(?!\d)(?P<g>[^0-9\n。円年月日]{1,12})(?P<b>[0-9]{4})(?![0-9年円])"
)
_MISTYPED: Final = re.compile(
    r"(?:〒|郵便番号|ゆうびんばんごう|郵番)(?:は|が|も|:|、|\s|たぶん|確か|えっと){0,3}(?P<n>[0-9]{3}[\-の\s,.・]{1,2}[0-9]{2,5}|[0-9]{6,8})(?![0-9\-]|\s?(?:円|年|月|日))"
)
_ALONE: Final = re.compile(r"\s*(?P<n>(?:5[3-9]|6[0-7])[0-9]{5})\s*(?:です|だよ|や|やで|かな|。|\s)*\Z")
"""Seven figures of the region and nothing else: the answer to 「郵便番号は?」."""
_NOT_POSTAL: Final = re.compile(
    r"(?:型番|品番|エラー|(?<!郵便)コード|ロット|番号|[Nn]o\.?|ID|電話|でんわ|携帯|TEL|tel|求人|時給|日給|月給|年収)\D{0,6}\Z|[0-9A-Za-z\-]\Z"
)
_COUNTER_NEXT: Final = re.compile(r"\s?(?:円|万|人|名|件|個|年|月|日|時|分|歳|才|%|-?\d|[A-Za-z])")
_DASH: Final = re.compile(r"[\s\-ーのノ一.・,]{1,3}\Z")


_SAID_AFTER: Final = re.compile(
    r"\s?(?:が|は|って|です|、|:|\(|実家の|うちの|私の|家の|自宅の|今の|前の){0,3}\s?(?:郵便|ゆうびん|〒)"
)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for every postal code."""
    text = message.text
    alone = _ALONE.match(text)
    if alone:
        yield Candidate(PiiType.POSTAL_CODE, alone.start("n"), alone.end("n"), 51)
    for match in _HALVES.finditer(text):
        yield Candidate(PiiType.POSTAL_CODE, match.start("a"), match.end("a"), 73)
        yield Candidate(PiiType.POSTAL_CODE, match.start("b"), match.end("b"), 73)
    for match in _MISTYPED.finditer(text):
        yield Candidate(PiiType.POSTAL_CODE, match.start("n"), match.end("n"), 73)
    for run in message.plain_runs + [r for r in message.spoken_runs if len(r.digits) <= 9]:
        for window in windows(run, 7, 7):
            labelled = message.near(_LABEL, window.start, window.end, left=12)
            strongly = bool(_NAMED.search(message.view.before(window.start, 14)))
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
                        gap in {".", "・", "の", "ノ"}
                        and window.digits[:2] in {"59", "64", "58", "57", "54", "53", "55", "56"}
                    )
                )
                and not _NOT_POSTAL.search(message.view.before(window.start, 12))
                and not _COUNTER_NEXT.match(text, window.end)
            ):
                yield Candidate(PiiType.POSTAL_CODE, start, window.end, 40)
