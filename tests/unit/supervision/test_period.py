"""Periods are whole days in Japan."""

from datetime import UTC, date, datetime

import pytest

from backend.errors import InvalidInput
from backend.supervision.period import period_of

NOW = datetime(2026, 11, 30, 15, 30, tzinfo=UTC)
"""1 December 2026, 0:30 in Japan."""


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("", "2026-12-01", "2026-12-31"),
        ("month", "2026-12-01", "2026-12-31"),
        ("last_month", "2026-11-01", "2026-11-30"),
        ("year", "2026-04-01", "2027-03-31"),
        ("nonsense", "2026-12-01", "2026-12-31"),
    ],
)
def test_the_day_in_japan_decides_which_month_it_is(kind: str, first: str, last: str) -> None:
    period = period_of({"period": kind}, NOW)
    assert (period.first, period.last) == (date.fromisoformat(first), date.fromisoformat(last))


def test_the_fiscal_year_of_march_began_the_april_before() -> None:
    period = period_of({"period": "year"}, datetime(2027, 3, 31, 14, 59, tzinfo=UTC))
    assert (period.first, period.last) == (date(2026, 4, 1), date(2027, 3, 31))


def test_a_free_period_has_both_days_in_it() -> None:
    period = period_of({"period": "free", "from": "2026-11-10", "to": "2026-11-11"}, NOW)
    assert period.from_ == datetime(2026, 11, 9, 15, tzinfo=UTC)
    assert period.to == datetime(2026, 11, 11, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [
        ("", "2026-11-11", "days"),
        ("2026-02-30", "2026-11-11", "days"),
        ("2026-11-12", "2026-11-11", "order"),
        ("2020-01-01", "2026-11-11", "too_long"),
    ],
)
def test_impossible_days_are_refused_with_a_reason(first: str, last: str, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        period_of({"period": "free", "from": first, "to": last}, NOW)
    assert refused.value.message_key == f"measures.error.{key}"
