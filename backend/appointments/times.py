"""Time as the counter keeps it: business days of minutes 360–1500 (6:00–25:00), and how people read an opening.

Pure functions; used by the service, its queries, the actions and pages.
"""

import re
from datetime import date, datetime, timedelta

from backend.clock import JST, to_jst
from backend.service_profile import ServiceProfile

MINUTES_PER_DAY = 1440
_OPENING = re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})")


def instant_of(business_date: date, minute: int) -> datetime:
    """The instant of a minute of a business day; minute 1440 is midnight at its end."""
    return datetime(business_date.year, business_date.month, business_date.day, tzinfo=JST) + timedelta(minutes=minute)


def business_date_of(instant: datetime, service: ServiceProfile) -> date:
    """The business day an instant belongs to; the hour after midnight still belongs to the day before."""
    over = max(0, service.day_end_minute - MINUTES_PER_DAY)
    return (to_jst(instant) - timedelta(minutes=over)).date()


def opening_id(business_date: date, minute: int) -> str:
    """How payloads and slots name an opening: `2026-11-24T24:00` is the last hour of 24 November."""
    return f"{business_date.isoformat()}T{minute // 60:02}:{minute % 60:02}"


def parse_opening_id(text: str) -> tuple[date, int] | None:
    """Business date and minute of an opening's id; None for anything else."""
    match = _OPENING.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute = (int(group) for group in match.groups())
    if hour > 25 or minute > 59:
        return None
    try:
        return date(year, month, day), hour * 60 + minute
    except ValueError:
        return None


def date_words(business_date: date) -> str:
    """11月25日(水)."""
    return f"{business_date.month}月{business_date.day}日({'月火水木金土日'[business_date.weekday()]})"


def time_words(minute: int) -> str:
    """20:00, and 24:00(翌0:00) for the hour after midnight."""
    words = f"{minute // 60}:{minute % 60:02}"
    return words if minute < MINUTES_PER_DAY else f"{words}(翌{minute // 60 - 24}:{minute % 60:02})"


def opening_words(business_date: date, minute: int) -> str:
    """11月25日(水) 20:00."""
    return f"{date_words(business_date)} {time_words(minute)}"


def opening_label(business_date: date, minute: int) -> str:
    """Short form for buttons: 11/25(水) 20:00."""
    weekday = "月火水木金土日"[business_date.weekday()]
    return f"{business_date.month}/{business_date.day}({weekday}) {time_words(minute)}"


def is_year_end(business_date: date, service: ServiceProfile) -> bool:
    """True on the yearly closing days, which may run over New Year."""
    first, last = service.closures.year_end_from, service.closures.year_end_to
    day = business_date.strftime("%m-%d")
    return first <= day <= last if first <= last else day >= first or day <= last


def slot_minutes_of_day(service: ServiceProfile) -> range:
    """Start minutes of the day's slots, first to last."""
    return range(service.day_start_minute, service.day_end_minute - service.slot_minutes + 1, service.slot_minutes)
