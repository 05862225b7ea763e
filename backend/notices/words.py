"""Notices in words, made when they are shown or sent, so that 「あと3時間」 is true at that moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.texts import Texts
from backend.tickets.words import day_and_time, deadline, topic_label


@dataclass(frozen=True)
class NoticeWords:
    """What a person reads. `path` is the staff page it is about."""

    title: str
    text: str
    path: str


def words_of(texts: Texts, *, kind: str, values: dict[str, Any], ticket_id: UUID | None, now: datetime) -> NoticeWords:
    """Title, text and page of a notice."""
    shown: dict[str, object] = dict(values)
    if "topic" in values:
        shown["topic"] = topic_label(texts, values["topic"])
    if "due_at" in values:
        until = deadline(datetime.fromisoformat(values["due_at"]), now)
        shown |= {"due": until.day_and_time, "left": until.left}
    if "since" in values:
        shown["since"] = day_and_time(datetime.fromisoformat(values["since"]), now)
    return NoticeWords(
        title=texts.get(f"notice.{kind}.title", **shown),
        text=texts.get(f"notice.{kind}.text", **shown),
        path=f"/staff/tickets/{ticket_id}" if ticket_id is not None else "/staff/queue",
    )
