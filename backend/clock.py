"""Time, injected everywhere so that no rule reads the wall clock by itself.

Instants are aware UTC in storage and services; JST exists only at the edge (pages, messages, reports).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

JST = ZoneInfo("Asia/Tokyo")

Clock = Callable[[], datetime]
"""A function without arguments that returns an aware UTC instant."""


def system_clock() -> datetime:
    """The machine's clock as an aware UTC instant."""
    return datetime.now(UTC)


def from_epoch_ms(milliseconds: int) -> datetime:
    """LINE timestamps (milliseconds since 1970-01-01 UTC) as an aware UTC instant."""
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)


def to_jst(instant: datetime) -> datetime:
    """The same instant on a clock in Japan, for people to read."""
    return instant.astimezone(JST)


def japanese_datetime(instant: datetime) -> str:
    """An instant in words for people: 11月24日(火) 19時00分, JST."""
    local = to_jst(instant)
    return f"{local.month}月{local.day}日({'月火水木金土日'[local.weekday()]}) {local.hour}時{local.minute:02}分"
