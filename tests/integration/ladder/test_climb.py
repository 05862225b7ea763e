"""The ladder on a real database: who is told at each rung, what a downtime does, what ends the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from backend.context import Context
from backend.ladder import ticker
from backend.ladder.models import RungState
from backend.notices.models import NoticeChannel, StaffNotice
from backend.seekers.service import get_seeker
from backend.staff.models import Role, Staff
from backend.tickets import service as tickets
from backend.tickets.models import LEASE, Ticket, TicketEvent, TicketState
from backend.tickets.transitions import get_ticket
from tests.conftest import FrozenClock
from tests.integration.ladder.builders import find_breach, make_absence, make_shifts, rungs_of, told, with_settings
from tests.integration.web_helpers import claim, make_staff, make_ticket

FIRED, SKIPPED, PENDING = RungState.FIRED, RungState.SKIPPED, RungState.PENDING


async def reload(context: Context, ticket: Ticket) -> Ticket:
    async with context.db.transaction() as session:
        return await get_ticket(session, ticket.id)


@pytest.fixture
async def consultant(context: Context) -> Staff:
    """On duty 6:00–25:00 every day."""
    staff = await make_staff(context, "青木 みどり")
    await make_shifts(context, staff)
    return staff


@pytest.fixture
async def supervisor(context: Context) -> Staff:
    """Without shifts."""
    return await make_staff(context, "西野 さちこ", Role.SUPERVISOR, registered=False)


async def test_each_rung_tells_who_is_meant_to_be_told(
    context: Context, clock: FrozenClock, consultant: Staff, supervisor: Staff
) -> None:
    ticket = await make_ticket(context)
    await ticker.tick(context)
    assert await told(context) == []
    clock.advance(hours=12)  # 22:00
    await ticker.tick(context)
    assert await told(context) == [("rung_50", consultant.id)]
    clock.advance(hours=2, minutes=30)  # 75 % would be 4:00; 0:30 is the last half hour of the shift
    await ticker.tick(context)
    assert await told(context) == [("rung_50", consultant.id), ("assigned", consultant.id)]
    assert (await reload(context, ticket)).claimed_by_id == consultant.id
    clock.advance(hours=7, minutes=6)  # 7:36
    await ticker.tick(context)
    assert (await told(context))[2:] == [("assigned", consultant.id), ("rung_90", supervisor.id)]
    assert await find_breach(context, ticket.id) is None
    clock.advance(hours=2, minutes=24)
    await ticker.tick(context)
    assert (await told(context))[4:] == [("rung_100", supervisor.id)]
    breach = await find_breach(context, ticket.id)
    assert breach is not None
    assert breach.breached_at == ticket.due_at
    assert await rungs_of(context, ticket.id) == {50: FIRED, 75: FIRED, 90: FIRED, 100: FIRED}


async def test_a_second_tick_tells_nobody_again(context: Context, clock: FrozenClock, consultant: Staff) -> None:
    await make_ticket(context)
    clock.advance(hours=12)
    assert await ticker.tick(context) == 1
    assert await ticker.tick(context) == 0
    assert await told(context) == [("rung_50", consultant.id)]


async def test_after_a_downtime_only_the_highest_missed_rung_fires(
    context: Context, clock: FrozenClock, consultant: Staff, supervisor: Staff
) -> None:
    ticket = await make_ticket(context)
    clock.advance(hours=22)
    await ticker.tick(context)
    assert await rungs_of(context, ticket.id) == {50: SKIPPED, 75: SKIPPED, 90: FIRED, 100: PENDING}
    assert {kind for kind, _ in await told(context)} == {"rung_90", "assigned"}


async def test_the_assignee_alone_hears_of_half_time(context: Context, clock: FrozenClock, consultant: Staff) -> None:
    other = await make_staff(context, "森田 ひろし")
    await make_shifts(context, other)
    ticket = await make_ticket(context)
    clock.advance(hours=11, minutes=50)
    await claim(context, ticket, other)
    clock.advance(minutes=10)
    await ticker.tick(context)
    assert await told(context) == [("rung_50", other.id)]


async def test_an_absent_persons_deputy_is_told(context: Context, clock: FrozenClock, consultant: Staff) -> None:
    deputy = await make_staff(context, "森田 ひろし")
    now = clock()
    await make_absence(context, consultant, now, now + timedelta(days=2), deputy)
    await make_ticket(context)
    clock.advance(hours=12)
    await ticker.tick(context)
    assert await told(context) == [("rung_50", deputy.id)]


async def test_an_expired_registration_is_assigned_nothing(context: Context, clock: FrozenClock) -> None:
    expired = await make_staff(context, "期限 切れ", registered=False)
    await make_shifts(context, expired)
    ticket = await make_ticket(context)
    clock.advance(hours=18)
    await ticker.tick(context)
    assert (await reload(context, ticket)).state is TicketState.QUEUED


async def test_forced_tickets_go_to_whoever_holds_the_fewest(
    context: Context, clock: FrozenClock, consultant: Staff
) -> None:
    other = await make_staff(context, "森田 ひろし")
    await make_shifts(context, other)
    for _ in range(4):
        await make_ticket(context)
    clock.advance(hours=14, minutes=30)
    await claim(context, await make_ticket(context), other)
    await ticker.tick(context)
    async with context.db.transaction() as session:
        holders = list(await session.scalars(select(Ticket.claimed_by_id)))
    assert sorted([holders.count(consultant.id), holders.count(other.id)]) == [2, 3]


async def test_nobody_there_falls_to_the_last_contact(
    context: Context, clock: FrozenClock, run_jobs: Callable[[], Awaitable[None]], supervisor: Staff
) -> None:
    reachable = with_settings(context, last_contact_email="last@example.com")
    await make_ticket(context)
    clock.advance(hours=12)
    await ticker.tick(reachable)
    assert await told(context) == []
    assert await told(context, NoticeChannel.EMAIL) == [("rung_50", None)]


async def test_without_a_last_contact_the_supervisors_hear_what_nobody_else_would(
    context: Context, clock: FrozenClock, supervisor: Staff
) -> None:
    await make_ticket(context)
    clock.advance(hours=12)
    await ticker.tick(context)
    assert await told(context) == [("rung_50", supervisor.id)]


async def test_an_ended_episode_is_never_warned_about(context: Context, clock: FrozenClock, consultant: Staff) -> None:
    ticket = await make_ticket(context)
    async with context.db.transaction() as session:
        seeker = await get_seeker(session, ticket.seeker_id)
        await tickets.withdraw_open_ticket(session, seeker=seeker, now=clock())
    clock.advance(hours=30)
    await ticker.tick(context)
    assert await told(context) == []
    assert await rungs_of(context, ticket.id) == dict.fromkeys((50, 75, 90, 100), SKIPPED)
    assert await find_breach(context, ticket.id) is None


async def test_an_episode_that_ends_after_its_deadline_is_a_breach_even_if_no_tick_saw_it(
    context: Context, clock: FrozenClock, consultant: Staff
) -> None:
    ticket = await make_ticket(context)
    clock.advance(hours=25)
    async with context.db.transaction() as session:
        seeker = await get_seeker(session, ticket.seeker_id)
        await tickets.withdraw_open_ticket(session, seeker=seeker, now=clock())
    breach = await find_breach(context, ticket.id)
    assert breach is not None
    assert breach.breached_at == ticket.due_at


async def test_a_ticket_whose_notice_line_refused_keeps_climbing(
    context: Context, clock: FrozenClock, consultant: Staff, supervisor: Staff
) -> None:
    ticket = await make_ticket(context)
    async with context.db.transaction() as session:
        (await get_ticket(session, ticket.id)).state = TicketState.DELIVERY_FAILED
    clock.advance(hours=12)
    await ticker.tick(context)
    assert (await rungs_of(context, ticket.id))[50] is FIRED


async def test_a_lease_that_ran_out_holds_nothing(context: Context, clock: FrozenClock, consultant: Staff) -> None:
    gone = await make_staff(context, "森田 ひろし")
    ticket = await make_ticket(context)
    await claim(context, ticket, gone)
    clock.advance(hours=14, minutes=30)
    await ticker.tick(context)
    ticket = await reload(context, ticket)
    assert ticket.claimed_by_id == consultant.id
    assert ticket.lease_until == clock() + LEASE


async def test_many_tickets_for_one_person_are_one_mail_and_a_line_each_on_the_page(
    context: Context, clock: FrozenClock, consultant: Staff
) -> None:
    async with context.db.transaction() as session:
        staff = await session.get_one(Staff, consultant.id)
        staff.notice_email = "aoki@example.com"
    for _ in range(7):
        await make_ticket(context)
    clock.advance(hours=12)
    await ticker.tick(context)
    assert len(await told(context)) == 7
    assert await told(context, NoticeChannel.EMAIL) == [("rungs", consultant.id)]
    async with context.db.transaction() as session:
        mail = await session.scalar(select(StaffNotice).where(StaffNotice.channel == NoticeChannel.EMAIL))
    assert mail is not None
    assert mail.values == {"count": 7}


async def test_history_says_which_rung_told_whom(context: Context, clock: FrozenClock, consultant: Staff) -> None:
    ticket = await make_ticket(context)
    clock.advance(hours=12)
    await ticker.tick(context)
    async with context.db.transaction() as session:
        event = await session.scalar(
            select(TicketEvent).where(TicketEvent.ticket_id == ticket.id, TicketEvent.kind == "rung_fired")
        )
    assert event is not None
    assert event.details == {"percent": 50, "told": [str(consultant.id)]}


async def test_a_tick_that_dies_before_its_end_leaves_nothing_behind(
    context: Context, clock: FrozenClock, consultant: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await make_ticket(context)
    clock.advance(hours=12)

    async def dies(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("backend.ladder.heartbeat.beat", dies)
        with pytest.raises(ConnectionError):
            await ticker.tick(context)
    assert await told(context) == []
    assert (await rungs_of(context, ticket.id))[50] is PENDING
    await ticker.tick(context)
    assert await told(context) == [("rung_50", consultant.id)]


async def test_tickers_at_the_same_time_tell_once(context: Context, clock: FrozenClock, consultant: Staff) -> None:
    for _ in range(20):
        await make_ticket(context)
    clock.advance(hours=12)
    handled = await asyncio.gather(*(ticker.tick(context) for _ in range(4)))
    assert sum(handled) == 20
    assert len(await told(context)) == 20


async def test_a_ticket_in_somebodys_hands_right_now_is_left_for_the_next_tick(
    context: Context, clock: FrozenClock, consultant: Staff
) -> None:
    ticket = await make_ticket(context)
    clock.advance(hours=12)
    async with context.db.transaction() as session:
        await get_ticket(session, ticket.id, lock=True)
        assert await ticker.tick(context) == 0
    assert await ticker.tick(context) == 1


async def test_the_database_refuses_another_deadline(context: Context) -> None:
    ticket = await make_ticket(context)
    with pytest.raises(DBAPIError, match="never changes"):
        async with context.db.transaction() as session:
            await session.execute(
                text("UPDATE ticket SET due_at = due_at + interval '1 hour' WHERE id = :id"), {"id": ticket.id}
            )
