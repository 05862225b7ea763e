"""Deadlines and states in words, for the queue and the seeker's inbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.clock import to_jst
from backend.texts import Texts

LEVELS = ((timedelta(hours=2, minutes=24), "critical"), (timedelta(hours=6), "soon"), (timedelta(hours=12), "half"))
"""Time left at 90, 75 and 50 % of the promise."""


@dataclass(frozen=True)
class Deadline:
    """When an answer is due, for people.

    Attributes:
        day_and_time: 明日 14:05.
        left: あと5時間 or 3時間 過ぎています.
        level: calm, half, soon, critical or overdue; shown as colour beside the words, never instead of them.
    """

    day_and_time: str
    left: str
    level: str


def deadline(due_at: datetime, now: datetime) -> Deadline:
    """The deadline as seen at `now` (both aware)."""
    left = due_at - now
    if left < timedelta(0):
        return Deadline(day_and_time(due_at, now), f"{duration(-left)} 過ぎています", "overdue")
    level = next((name for limit, name in LEVELS if left <= limit), "calm")
    return Deadline(day_and_time(due_at, now), f"あと{duration(left)}", level)


def day_and_time(instant: datetime, now: datetime) -> str:
    """昨日・今日・明日 14:05, other days 11月24日(火) 14:05; JST."""
    local, today = to_jst(instant), to_jst(now).date()
    near = {-1: "昨日", 0: "今日", 1: "明日"}.get((local.date() - today).days)
    year = f"{local.year}年" if local.year != today.year and near is None else ""
    day = near or f"{year}{local.month}月{local.day}日({'月火水木金土日'[local.weekday()]})"
    return f"{day} {local.hour}:{local.minute:02}"


def duration(span: timedelta) -> str:
    """3日, 5時間20分, 12分, 1分未満: the two largest units that matter, rounded down."""
    minutes = int(span.total_seconds() // 60)
    days, hours = divmod(minutes // 60, 24)
    if days >= 2:  # noqa: PLR2004 - from two days on, hours no longer matter
        return f"{days}日"
    hours += days * 24
    if hours >= 6:  # noqa: PLR2004 - from six hours on, minutes no longer matter
        return f"{hours}時間"
    if hours:
        return f"{hours}時間{minutes % 60}分" if minutes % 60 else f"{hours}時間"
    return f"{minutes}分" if minutes else "1分未満"


def topic_label(texts: Texts, topic: str) -> str:
    """What a ticket is about, in Japanese; a topic nobody named yet reads as other."""
    try:
        return texts.get(f"queue.topic.{topic}")
    except KeyError:
        return texts.get("queue.topic.other")


def list_topics(texts: Texts) -> list[tuple[str, str]]:
    """Topics with their labels, in the order of the file."""
    return texts.under("queue.topic")


def list_labels(texts: Texts) -> list[tuple[str, str]]:
    """Consultants' own labels, in the order of the file."""
    return texts.under("queue.label")
