"""When rungs fire: property-tested over any shifts; pulled into staffed hours, never later than their share."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.appointments.duty import Span
from backend.ladder.models import PERCENTS
from backend.ladder.plan import TIME_TO_ACT, rung_times

OPENED = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""10:00 in Japan."""
DUE = OPENED + timedelta(hours=24)


def at(hour: float) -> datetime:
    """Hours after the opening."""
    return OPENED + timedelta(hours=hour)


def fires(spans: list[Span]) -> list[datetime]:
    return [fires_at for _, _, fires_at in rung_times(OPENED, DUE, spans)]


def test_in_staffed_hours_rungs_fire_at_their_share_of_the_day() -> None:
    assert fires([Span(OPENED, DUE)]) == [at(12), at(18), at(21.6), DUE]


def test_a_rung_of_the_night_fires_half_an_hour_before_the_last_shift_ends() -> None:
    # staffed 10:00–25:00 and 6:00–10:00: 75 % would be 4:00 at night
    assert fires([Span(OPENED, at(15)), Span(at(20), DUE)]) == [at(12), at(14.5), at(21.6), DUE]


def test_rungs_stay_in_order_when_one_falls_into_the_last_half_hour() -> None:
    spans = [Span(OPENED, at(12.2))]
    assert fires(spans) == [at(12), at(12), at(12), DUE]


def test_a_short_shift_is_used_from_its_start() -> None:
    assert fires([Span(at(11), at(11.25))])[0] == at(11)


def test_without_any_shift_since_the_opening_rungs_fire_at_their_share() -> None:
    assert fires([]) == fires([Span(OPENED, DUE)])
    assert fires([Span(at(20), at(21))])[:2] == [at(12), at(18)]


@st.composite
def staffed(draw: st.DrawFn) -> list[Span]:
    """Disjoint spans in order between opening and deadline, to the minute."""
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=12)))
    return [
        Span(OPENED + timedelta(minutes=start), OPENED + timedelta(minutes=end))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]


@given(staffed())
def test_a_rung_is_never_late_and_never_outside_staffed_hours_that_were_there(spans: list[Span]) -> None:
    times = rung_times(OPENED, DUE, spans)
    assert [percent for percent, _, _ in times] == list(PERCENTS)
    assert times[-1][1:] == (DUE, DUE)
    assert [fires_at for _, _, fires_at in times] == sorted(fires_at for _, _, fires_at in times)
    for percent, nominal_at, fires_at in times[:-1]:
        assert nominal_at == OPENED + timedelta(hours=24) * percent / 100
        assert OPENED <= fires_at <= nominal_at
        started = [span for span in spans if span.start <= nominal_at]
        if started:
            assert any(fires_at in span for span in spans)
            assert (
                fires_at == nominal_at
                or fires_at >= min(nominal_at, started[-1].end) - TIME_TO_ACT
                or (fires_at == started[-1].start)
            )
        else:
            assert fires_at == nominal_at
