"""Which days a page of measures is about: this month, last month, the fiscal year, or any days; JST."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.clock import JST, to_jst
from backend.errors import InvalidInput

PERIODS = ("month", "last_month", "year", "free")
FISCAL_START_MONTH = 4
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Period:
    """Whole days in Japan, `first` and `last` included."""

    kind: str
    first: date
    last: date

    @property
    def from_(self) -> datetime:
        """The first instant."""
        return datetime.combine(self.first, time(), JST)

    @property
    def to(self) -> datetime:
        """The first instant afterwards."""
        return datetime.combine(self.last + timedelta(days=1), time(), JST)

    @property
    def query(self) -> dict[str, str]:
        """The same period as parameters of an address."""
        return {"period": self.kind, "from": self.first.isoformat(), "to": self.last.isoformat()}


def period_of(query: Mapping[str, str], now: datetime) -> Period:
    """The period an address asks for; this month when it asks for none.

    Raises:
        InvalidInput: days that don't exist, in the wrong order, or more than three years.
    """
    today = to_jst(now).date()
    kind = query.get("period", "")
    if kind == "last_month":
        last = today.replace(day=1) - timedelta(days=1)
        return Period(kind, last.replace(day=1), last)
    if kind == "year":
        year = today.year if today.month >= FISCAL_START_MONTH else today.year - 1
        return Period(
            kind, date(year, FISCAL_START_MONTH, 1), date(year + 1, FISCAL_START_MONTH, 1) - timedelta(days=1)
        )
    if kind == "free":
        return _free(query)
    return Period("month", today.replace(day=1), _month_end(today))


def _free(query: Mapping[str, str]) -> Period:
    try:
        first, last = date.fromisoformat(query.get("from", "")), date.fromisoformat(query.get("to", ""))
    except ValueError as error:
        raise InvalidInput("measures.error.days") from error
    if first > last:
        raise InvalidInput("measures.error.order")
    if last - first > LONGEST:
        raise InvalidInput("measures.error.too_long")
    return Period("free", first, last)


def _month_end(day: date) -> date:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)
