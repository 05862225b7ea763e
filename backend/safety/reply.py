"""What the safety lane says: approved texts with the desks of the referral directory. Nothing is generated.

Called by the message worker with the lane's result. Texts end in next steps that can be tapped.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from backend.safety.directory import Directory, Topic, current_directory
from backend.safety.lane import PRIORITY, SafetyResult

_TEXTS = Path(__file__).with_name("texts.toml")


@dataclass(frozen=True, slots=True)
class SafetyReply:
    """Messages for the talk, in order, and the buttons under the last one.

    Attributes:
        texts: message bubbles.
        quick_replies: ``(label, payload)``; labels of at most 20 characters, payloads like ``/ask_human``.
    """

    texts: tuple[str, ...]
    quick_replies: tuple[tuple[str, str], ...]


def safety_reply(result: SafetyResult, directory: Directory, now: datetime) -> SafetyReply:
    """The reply to one message. ``now`` is aware; desks closed at that time are listed last.

    Raises:
        ValueError: the message needs no safety reply (label ``none`` and not soft).
    """
    key = "soft" if result.label == "none" and result.soft else result.label
    if key == "none":
        raise ValueError("no safety reply for an ordinary message")
    source = _texts()
    row = source[key]
    texts = [_fill(text, directory, row["topics"], now) for text in row["texts"]]
    heard = {name.split("/")[0] for name in result.matched}
    for label in PRIORITY[1:]:
        if label in heard and label != result.label:
            texts.insert(-1, _fill(source["also"][label], directory, source[label]["topics"], now))
    buttons = tuple((name, payload) for name, payload in row["quick_replies"])
    return SafetyReply(texts=tuple(texts), quick_replies=buttons)


def safety_reply_for(label: str, now: datetime) -> SafetyReply:
    """The reply for a stored label (``soft`` for an idiom), with the directory as its file stands now."""
    if label == "soft":
        result = SafetyResult(label="none", soft=True)
    else:
        result = SafetyResult(label=next(known for known in PRIORITY if known == label))
    return safety_reply(result, current_directory(), now)


@cache
def desk_topics() -> dict[str, tuple[Topic, ...]]:
    """Which desks of the directory each danger is for."""
    return {label: tuple(_texts()[label]["topics"]) for label in PRIORITY}


@cache
def alarms() -> frozenset[str]:
    """First bubble of every reply to a danger; it names no desks."""
    return frozenset(_texts()[label]["texts"][0] for label in PRIORITY)


def _fill(text: str, directory: Directory, topics: list[Topic], now: datetime) -> str:
    if "{contacts}" not in text:
        return text
    rows = directory.list_contacts(*topics, now=now)
    return text.replace("{contacts}", "\n".join(contact.lines() for contact in rows))


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(_TEXTS.read_text(encoding="utf-8"))
