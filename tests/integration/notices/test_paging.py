"""Urgent tickets call at once, and again until somebody acknowledges."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from backend.context import Context
from backend.ladder import ticker
from backend.notices.models import Paging
from backend.staff.models import Role, Staff
from backend.tickets import desk
from backend.tickets import service as tickets
from tests.conftest import FrozenClock
from tests.integration.ladder.builders import make_shifts, told
from tests.integration.web_helpers import make_seeker, make_staff, make_ticket

RunJobs = Callable[[], Awaitable[None]]


@pytest.fixture
async def on_duty(context: Context) -> Staff:
    staff = await make_staff(context, "青木 みどり")
    await make_shifts(context, staff)
    return staff


async def test_the_first_call_goes_out_without_waiting_for_a_tick(
    context: Context, run_jobs: RunJobs, on_duty: Staff
) -> None:
    supervisor = await make_staff(context, "西野 さちこ", Role.SUPERVISOR)
    off_duty = await make_staff(context, "森田 ひろし")
    await make_ticket(context, urgent=True)
    await run_jobs()
    calls = await told(context)
    assert sorted(calls, key=str) == sorted([("paging", on_duty.id), ("paging", supervisor.id)], key=str)
    assert ("paging", off_duty.id) not in calls


async def test_calls_are_repeated_until_a_claim(
    context: Context, clock: FrozenClock, run_jobs: RunJobs, on_duty: Staff
) -> None:
    ticket = await make_ticket(context, urgent=True)
    await run_jobs()
    await ticker.tick(context)
    assert len(await told(context)) == 1
    clock.advance(minutes=5)
    await ticker.tick(context)
    assert len(await told(context)) == 2
    async with context.db.transaction() as session:
        await desk.claim_ticket(session, ticket_id=ticket.id, staff=on_duty, now=clock())
    clock.advance(minutes=30)
    await ticker.tick(context)
    assert len(await told(context)) == 2
    async with context.db.transaction() as session:
        paging = await session.get_one(Paging, ticket.id)
    assert paging.acknowledged_by_id == on_duty.id


async def test_after_some_rounds_everybody_is_called(
    context: Context, clock: FrozenClock, run_jobs: RunJobs, on_duty: Staff
) -> None:
    off_duty = await make_staff(context, "森田 ひろし")
    await make_ticket(context, urgent=True)
    await run_jobs()
    for _ in range(3):
        clock.advance(minutes=5)
        await ticker.tick(context)
    assert [person for _, person in await told(context)].count(off_duty.id) == 1


async def test_nobody_on_duty_calls_everybody_at_once(context: Context, run_jobs: RunJobs) -> None:
    off_duty = await make_staff(context, "森田 ひろし")
    await make_ticket(context, urgent=True)
    await run_jobs()
    assert await told(context) == [("paging", off_duty.id)]


async def test_a_ticket_that_becomes_urgent_later_calls_then(
    context: Context, run_jobs: RunJobs, on_duty: Staff
) -> None:
    seeker = await make_seeker(context)
    await make_ticket(context, seeker=seeker)
    await run_jobs()
    assert await told(context) == []
    await make_ticket(context, seeker=seeker, urgent=True)
    await run_jobs()
    assert await told(context) == [("paging", on_duty.id)]


async def test_a_fresh_danger_calls_again_after_an_acknowledgement(
    context: Context, clock: FrozenClock, run_jobs: RunJobs, on_duty: Staff
) -> None:
    seeker = await make_seeker(context)
    ticket = await make_ticket(context, seeker=seeker, urgent=True)
    await run_jobs()
    async with context.db.transaction() as session:
        await desk.claim_ticket(session, ticket_id=ticket.id, staff=on_duty, now=clock())
    clock.advance(hours=1)
    await make_ticket(context, seeker=seeker, urgent=True)
    await run_jobs()
    assert len(await told(context)) == 2


async def test_calls_end_with_the_ticket(
    context: Context, clock: FrozenClock, run_jobs: RunJobs, on_duty: Staff
) -> None:
    seeker = await make_seeker(context)
    await make_ticket(context, seeker=seeker, urgent=True)
    await run_jobs()
    async with context.db.transaction() as session:
        await tickets.withdraw_open_ticket(session, seeker=seeker, now=clock())
    clock.advance(minutes=10)
    await ticker.tick(context)
    assert len(await told(context)) == 1
    async with context.db.transaction() as session:
        assert await session.scalar(select(Paging.ended_at)) is not None
