"""My Number (個人番号): twelve digits that pass the official check, or any number so labelled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.digits import windows
from backend.guard.model import Candidate, PiiType

_LABEL: Final = re.compile(r"マイナンバー|マイナカード|まいなんばー|マイナ番号|個人番号|こじんばんごう|My\s?Number")
_OTHER_LABEL: Final = re.compile(
    r"(?:求人|受付|整理|注文|伝票|追跡|問い?合わ?せ|管理|予約|免許証?|証券|口座|会員)(?:の?番号|No|ID)?\D{0,6}\Z"
)


def has_valid_check_digit(digits: str) -> bool:
    """Modulus 11 with weights 2–7, 2–6 counted from the right of the eleven payload digits (総務省令第85号第5条)."""
    if len(digits) != 12 or not digits.isdecimal():
        return False
    total = sum(int(d) * (n + 1 if n <= 6 else n - 5) for n, d in enumerate(reversed(digits[:11]), start=1))
    rest = total % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for every My Number."""
    for run in message.plain_runs:
        if len(run.groups) > 3 and all(end - start == 4 for start, end in run.groups):
            continue  # four and four and four and four: a card
        for window in windows(run, 8, 14):
            labelled = message.near(_LABEL, window.start, window.end, left=25, right=14)
            if labelled and (len(window.digits) == 12 or (window.digits[0] != "0" and 10 <= len(window.digits) <= 14)):
                yield Candidate(PiiType.MY_NUMBER, window.start, window.end, 90 if len(window.digits) == 12 else 58)
            elif (
                window.shape in {(12,), (4, 4, 4), (3, 3, 3, 3), (6, 6)}
                and has_valid_check_digit(window.digits)
                and not _OTHER_LABEL.search(message.view.before(window.start, 16))
                and not re.match(r"20[0-4]\d[01]\d[0-3]\d", window.digits)
            ):
                yield Candidate(PiiType.MY_NUMBER, window.start, window.end, 76)
    for run in message.spoken_runs:
        if len(run.digits) >= 12:
            start, end = run.span(0, 12)
            if message.near(_LABEL, start, end, left=25):
                yield Candidate(PiiType.MY_NUMBER, start, end, 85)


def could_be_my_number(message: Message, start: int, end: int) -> bool:
    """False for twelve figures that fail the check in a message which does not speak of My Number."""
    digits = re.sub("[^0-9]", "", message.text[start:end])
    return len(digits) != 12 or has_valid_check_digit(digits) or bool(_LABEL.search(message.text))
