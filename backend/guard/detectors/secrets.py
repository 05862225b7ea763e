"""Passwords and PINs people type by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.model import Candidate, PiiType

_SECRET: Final = re.compile(
    r"(?:パスワード|ぱすわーど|暗証番号|あんしょうばんごう|パスコード|PIN(?:コード|番号)?|pass(?:word|code)?|PW|パス|認証コード|合言葉)"
    r"(?:(?:は|が|を|:|→|=|、|\s|「|『|\(){1,4}|(?<=[ドど号])(?=[!-~]*[0-9]))(?P<n>(?=[!-~]*[0-9A-Za-z])[!-&(-~]{4,40})",
    re.IGNORECASE,
)
_ORDINARY: Final = re.compile(r"(?:http|www|LINE|[A-Za-z]+\Z)", re.IGNORECASE)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for secrets following their label."""
    for match in _SECRET.finditer(message.text):
        value = match.group("n").rstrip(").,」』")
        label_is_certain = (
            match.group().lower().startswith(("パスワード", "password", "暗証", "あんしょう", "ぱすわーど", "pw"))
        )
        if (
            len(value) >= 4
            and (label_is_certain or not _ORDINARY.match(value))
            and not value.lower().startswith("http")
        ):
            yield Candidate(PiiType.PASSWORD_LIKE, match.start("n"), match.start("n") + len(value), 74)
