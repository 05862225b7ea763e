"""Measures of the promise against histories worked out by hand, and against a plain count in Python."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.context import Context
from backend.supervision.queries import OUTCOMES, Figures, Measures, Row, measures
from tests.conftest import START, FrozenClock
from tests.integration.supervision.builders import History, write_history
from tests.integration.web_helpers import make_seeker, make_staff

MONTH = datetime.fromisoformat("2026-11-01T00:00:00+09:00")
NEXT = datetime.fromisoformat("2026-12-01T00:00:00+09:00")


async def measured(context: Context, *histories: History, now: datetime = START) -> Measures:
    """All histories answered by one person, each with a seeker of its own."""
    staff = await make_staff(context, "青木 みどり")
    seekers = [await make_seeker(context) for _ in histories]
    async with context.db.transaction() as session:
        for history, seeker in zip(histories, seekers, strict=True):
            await write_history(session, history, seeker=seeker, staff=staff)
        return await measures(session, from_=MONTH, to=NEXT, now=now)


def by_key(rows: list[Row]) -> dict[str | None, Figures]:
    return {row.key: row.figures for row in rows}


def ago(hours: float) -> datetime:
    return START - timedelta(hours=hours)


async def test_outcomes_waits_and_satisfaction_worked_out_by_hand(context: Context) -> None:
    found = await measured(
        context,
        History(ago(200), claimed_h=1, answered_h=2, score=5, labels=["interview", "documents"]),
        History(ago(150), claimed_h=3, answered_h=24, score=2, labels=["interview"], topic="apply_job"),
        History(ago(100), claimed_h=5, answered_h=26, breach="difficult: 架空の補足"),  # late
        History(ago(90), answered_h=4, merged=True),  # went on elsewhere, but had been answered in time
        History(ago(80), ended_h=3, end="withdrawn"),
        History(ago(70), ended_h=25, end="withdrawn", breach=""),  # taken back after a day without an answer
        History(ago(60), ended_h=30, end="dismissed"),
        History(ago(30), claimed_h=7, breach=""),  # open and overdue
        History(ago(24), breach=""),  # due at this very moment: not kept any more
        History(ago(5)),  # open, not due yet
    )
    total = found.total
    assert [getattr(total, outcome) for outcome in OUTCOMES] == [3, 1, 2, 1, 1, 1, 1, 0]
    assert (total.opened, total.due, total.answered) == (10, 7, 4)
    assert total.kept_share == pytest.approx(3 / 7)
    # answers after 2, 4, 24, 26 hours
    assert (total.answer_p50_h, total.answer_p90_h) == (pytest.approx(14), pytest.approx(25.4))
    # taken after 1, 3, 5, 7 hours
    assert (total.claim_p50_h, total.claim_p90_h) == (pytest.approx(4), pytest.approx(6.4))
    assert (total.rated, total.score, total.rated_share) == (2, pytest.approx(3.5), pytest.approx(0.5))
    assert found.scores == {5: 1, 4: 0, 3: 0, 2: 1, 1: 0}
    assert found.breaches == {None: 3, "difficult": 1}
    labels = by_key(found.by_label)
    assert {key: figures.opened for key, figures in labels.items()} == {"interview": 2, "documents": 1, None: 8}
    assert labels["interview"].score == pytest.approx(3.5)
    assert {key: figures.opened for key, figures in by_key(found.by_topic).items()} == {"ask_human": 9, "apply_job": 1}
    people = by_key(found.by_consultant)
    assert (people["青木 みどり"].kept, people["青木 みどり"].late, people[None].overdue) == (3, 1, 2)


async def test_an_answer_on_the_last_second_is_kept_and_one_second_later_is_not(context: Context) -> None:
    second = 1 / 3600
    found = await measured(context, History(ago(80), answered_h=24), History(ago(80), answered_h=24 + second))
    assert (found.total.kept, found.total.late) == (1, 1)


async def test_a_period_is_days_in_japan_and_hours_are_hours_in_japan(context: Context) -> None:
    last_second, first_second = MONTH - timedelta(seconds=1), MONTH
    found = await measured(
        context,
        History(last_second, answered_h=1),
        History(first_second, answered_h=1),
        History(datetime.fromisoformat("2026-11-02T23:59:59+09:00"), answered_h=1),
    )
    assert found.total.opened == 2
    assert [row.key for row in found.by_time] == ["2026-11-01", "2026-11-02"]
    assert [row.key for row in found.by_hour] == ["00", "23"]


async def test_a_long_period_is_shown_by_months(context: Context) -> None:
    staff, seeker = await make_staff(context), await make_seeker(context)
    async with context.db.transaction() as session:
        await write_history(session, History(ago(200), answered_h=2), seeker=seeker, staff=staff)
        year = await measures(session, from_=MONTH - timedelta(days=200), to=NEXT, now=START)
    assert [row.key for row in year.by_time] == ["2026-11"]


async def test_the_past_is_told_as_it_was_not_with_what_came_later(context: Context, clock: FrozenClock) -> None:
    histories = [History(ago(40), claimed_h=30, answered_h=32, score=4), History(ago(20), ended_h=15)]
    before = await measured(context, *histories, now=ago(10))
    assert (before.total.overdue, before.total.waiting, before.total.answered) == (1, 1, 0)
    assert (before.total.claim_p50_h, before.total.rated) == (pytest.approx(30), 0)


async def test_ones_own_figures_count_only_what_one_answered(context: Context) -> None:
    midori, hiroshi = await make_staff(context, "青木 みどり"), await make_staff(context, "森田 ひろし")
    seekers = [await make_seeker(context) for _ in range(3)]
    async with context.db.transaction() as session:
        await write_history(session, History(ago(90), answered_h=30), seeker=seekers[0], staff=midori)
        await write_history(session, History(ago(90), answered_h=3), seeker=seekers[1], staff=hiroshi)
        await write_history(session, History(ago(90)), seeker=seekers[2], staff=midori)
        own = await measures(session, from_=MONTH, to=NEXT, now=START, answered_by=midori.id)
    assert (own.total.opened, own.total.late, own.total.kept) == (1, 1, 0)


async def test_an_empty_period_has_no_shares_instead_of_made_up_ones(context: Context) -> None:
    total = (await measured(context)).total
    assert (total.opened, total.kept_share, total.answer_p50_h, total.score, total.rated_share) == (0, *[None] * 4)


HOURS = st.one_of(st.none(), st.floats(0, 60))
HISTORIES = st.builds(
    History,
    opened_at=st.floats(0, 120).map(ago),
    claimed_h=HOURS,
    answered_h=HOURS,
    ended_h=HOURS,
    end=st.sampled_from(["withdrawn", "dismissed"]),
    merged=st.booleans(),
    topic=st.sampled_from(["ask_human", "apply_job"]),
    labels=st.lists(st.sampled_from(["interview", "documents"]), unique=True, max_size=2),
)


def outcome_of(history: History, now: datetime) -> str:
    """The same rule, told plainly."""

    def past(hours: float | None) -> float | None:
        return hours if hours is not None and history.opened_at + timedelta(hours=hours) <= now else None

    answered, ended = past(history.answered_h), past(history.ended_h)
    if answered is not None:
        return "kept" if answered <= 24 else "late"
    if ended is not None and history.end == "dismissed":
        return "dismissed"
    if ended is not None:
        return "withdrawn_late" if ended > 24 else "withdrawn"
    if history.merged:
        return "merged"
    return "overdue" if now - history.opened_at >= timedelta(hours=24) else "waiting"


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(histories=st.lists(HISTORIES, max_size=12))
async def test_every_episode_has_one_outcome_and_the_groups_add_up(
    context: Context, histories: Sequence[History]
) -> None:
    staff = await make_staff(context)
    async with context.db.transaction() as session:
        seekers = [await make_seeker(context) for _ in histories]
        for history, seeker in zip(histories, seekers, strict=True):
            await write_history(session, history, seeker=seeker, staff=staff)
        found = await measures(session, from_=MONTH, to=NEXT, now=START)
        await session.rollback()
    expected = Counter(outcome_of(history, START) for history in histories)
    total = found.total
    assert {outcome: getattr(total, outcome) for outcome in OUTCOMES} == {name: expected[name] for name in OUTCOMES}
    assert sum(getattr(total, outcome) for outcome in OUTCOMES) == total.opened == len(histories)
    for group in (found.by_time, found.by_hour, found.by_consultant, found.by_topic):
        for name in ("opened", *OUTCOMES):
            assert sum(getattr(row.figures, name) for row in group) == getattr(total, name)
