"""The rungs of one episode: planned when it opens, settled when it ends. Called by `backend.tickets`, knows none of it.

Callers hold the ticket's row lock, as the ticker does, so planning, firing and ending never interleave.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments.duty import Span, list_staffed_spans
from backend.ladder.models import PERCENTS, Breach, LadderRung, RungState

TIME_TO_ACT = timedelta(minutes=30)
"""A warning that would fall into the night comes this long before the last shift ends, while something can be done."""


async def plan_rungs(session: AsyncSession, *, ticket_id: UUID, opened_at: datetime, due_at: datetime) -> None:
    """Write the episode's four rungs; writing them again changes nothing."""
    spans = await list_staffed_spans(session, since=opened_at, until=due_at)
    rows = [
        {
            "ticket_id": ticket_id,
            "percent": percent,
            "nominal_at": nominal_at,
            "fires_at": fires_at,
            "state": RungState.PENDING,
        }
        for percent, nominal_at, fires_at in rung_times(opened_at, due_at, spans)
    ]
    await session.execute(insert(LadderRung).values(rows).on_conflict_do_nothing())


def rung_times(opened_at: datetime, due_at: datetime, spans: Sequence[Span]) -> list[tuple[int, datetime, datetime]]:
    """Percent, plain share of the promise, and when it fires; both times grow with the percent.

    Args:
        spans: staffed times between the two, in order.
    """
    times, previous = [], opened_at
    for percent in PERCENTS:
        nominal_at = opened_at + (due_at - opened_at) * percent / 100
        # the last rung says that the promise is broken: never before it is
        previous = nominal_at if percent == PERCENTS[-1] else _pulled_back(nominal_at, spans, previous)
        times.append((percent, nominal_at, previous))
    return times


def _pulled_back(nominal_at: datetime, spans: Sequence[Span], previous: datetime) -> datetime:
    """The nominal time in staffed hours, else shortly before the shift ahead of it ends; as it is without any shift."""
    started = [span for span in spans if span.start <= nominal_at]
    if not started or nominal_at in started[-1]:
        return nominal_at
    return max(previous, started[-1].start, started[-1].end - TIME_TO_ACT)


async def replan_rungs(session: AsyncSession, *, now: datetime) -> int:
    """Shifts or absences have changed: rungs still to come fire in the hours staffed now. Returns how many moved.

    The caller holds the ticker's lock: two that change many tickets' rungs must not meet.
    """
    waiting = await session.scalars(
        select(LadderRung)
        .where(LadderRung.ticket_id.in_(select(LadderRung.ticket_id).where(_waits(now))))
        .order_by(LadderRung.ticket_id, LadderRung.percent)
    )
    rungs = [list(group) for _, group in groupby(waiting, key=lambda rung: rung.ticket_id)]
    if not rungs:
        return 0
    due_ats = [group[-1].nominal_at for group in rungs]
    openings = [group[0].nominal_at - (group[-1].nominal_at - group[0].nominal_at) for group in rungs]
    spans = await list_staffed_spans(session, since=min(openings), until=max(due_ats))
    moved = 0
    for group, opened_at, due_at in zip(rungs, openings, due_ats, strict=True):
        theirs = [Span(max(span.start, opened_at), min(span.end, due_at)) for span in spans]
        times = rung_times(opened_at, due_at, [span for span in theirs if span.start < span.end])
        for rung, (_, _, fires_at) in zip(group, times, strict=True):
            if rung.state is RungState.PENDING and rung.fires_at > now and rung.fires_at != fires_at:
                rung.fires_at = fires_at
                moved += 1
    await session.flush()
    return moved


def _waits(now: datetime) -> ColumnElement[bool]:
    return and_(LadderRung.state == RungState.PENDING, LadderRung.fires_at > now, LadderRung.percent < PERCENTS[-1])


async def skip_rungs(session: AsyncSession, *, ticket_id: UUID, now: datetime) -> None:
    """The episode has ended: nobody is warned any more. Ended after its deadline, it is a breach all the same."""
    broken = (LadderRung.percent == PERCENTS[-1]) & (LadderRung.fires_at <= now)
    settled = await session.execute(
        update(LadderRung)
        .where(LadderRung.ticket_id == ticket_id, LadderRung.state == RungState.PENDING)
        .values(state=case((broken, RungState.FIRED.value), else_=RungState.SKIPPED.value), settled_at=now)
        .returning(LadderRung.state, LadderRung.nominal_at)
    )
    breached_at = [nominal_at for state, nominal_at in settled if state is RungState.FIRED]
    if breached_at:
        await record_breaches(session, {ticket_id: breached_at[0]})


async def record_breaches(session: AsyncSession, breached: dict[UUID, datetime]) -> None:
    """A breach for each ticket, as of its deadline; one that is there stays as it is."""
    rows = [{"ticket_id": ticket_id, "breached_at": at} for ticket_id, at in breached.items()]
    await session.execute(insert(Breach).values(rows).on_conflict_do_nothing())
