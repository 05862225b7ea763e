"""Booking on the real database: what is free, who gets it, and that nobody gets it twice."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments import service as appointments
from backend.appointments import shifts
from backend.appointments.models import Appointment, AppointmentState, BookingCell, Closure, Format, Shift
from backend.context import Context
from backend.db import Database
from backend.errors import Conflict, InvalidInput, NotFound
from backend.seekers.models import Seeker
from tests.conftest import FrozenClock
from tests.integration.appointments.builders import make_consultant, make_seeker, make_shift, make_shifts

TUESDAY = date(2026, 11, 24)
WEDNESDAY = date(2026, 11, 25)
EVENING = 20 * 60


async def book(
    context: Context,
    seeker: Seeker,
    *,
    day: date = WEDNESDAY,
    minute: int = EVENING,
    format: Format = Format.CHAT,
    key: str | None = None,
) -> Appointment:
    async with context.db.transaction() as session:
        return await book_in(session, context, seeker, day=day, minute=minute, format=format, key=key)


async def book_in(
    session: AsyncSession,
    context: Context,
    seeker: Seeker,
    *,
    day: date = WEDNESDAY,
    minute: int = EVENING,
    format: Format = Format.CHAT,
    key: str | None = None,
) -> Appointment:
    """As `book`, within a transaction."""
    return await appointments.book_appointment(
        session,
        context.service,
        seeker=seeker,
        business_date=day,
        start_minute=minute,
        format=format,
        request_key=key or uuid4().hex,
        now=context.clock(),
    )


async def free(
    context: Context,
    *,
    from_: date = WEDNESDAY,
    to: date | None = None,
    format: Format | None = None,
    minutes: tuple[int, int] | None = None,
    limit: int = 1000,
) -> list[tuple[date, int]]:
    async with context.db.transaction() as session:
        found = await appointments.list_openings(
            session,
            context.service,
            from_=from_,
            to=to or from_,
            format=format,
            now=context.clock(),
            limit=limit,
            minutes=minutes,
        )
    return [(opening.business_date, opening.start_minute) for opening in found]


async def people(context: Context, count: int) -> list[Seeker]:
    async with context.db.transaction() as session:
        return [await make_seeker(session, context, number) for number in range(1, count + 1)]


@pytest.fixture
async def seeker(context: Context) -> Seeker:
    return (await people(context, 1))[0]


@pytest.fixture
async def two_lanes(context: Context) -> None:
    """One consultant, two lanes, every day from 24 November to mid-January."""
    async with context.db.transaction() as session:
        await make_shifts(session, first=TUESDAY, days=61, now=context.clock())


@pytest.mark.usefixtures("two_lanes")
async def test_a_day_has_nineteen_hours_and_the_last_is_after_midnight(context: Context) -> None:
    hours = [minute for _, minute in await free(context)]
    assert hours == list(range(360, 1441, 60))


@pytest.mark.usefixtures("two_lanes")
async def test_hours_within_the_lead_time_are_not_offered(context: Context, clock: FrozenClock) -> None:
    clock.advance(minutes=31)  # 10:31; the eleven o'clock hour is 29 minutes away
    assert (await free(context, from_=TUESDAY))[0] == (TUESDAY, 720)


async def test_a_shift_that_ends_at_half_past_leaves_no_half_hour(context: Context) -> None:
    async with context.db.transaction() as session:
        consultant = await make_consultant(session, now=context.clock())
        await make_shift(session, consultant.id, WEDNESDAY, start_minute=585, end_minute=750)
    assert await free(context) == [(WEDNESDAY, 600), (WEDNESDAY, 660)]


@pytest.mark.usefixtures("two_lanes")
async def test_new_year_is_closed_from_25_oclock_of_the_28th_to_the_morning_of_the_4th(
    context: Context, clock: FrozenClock
) -> None:
    clock.now = datetime(2026, 12, 20, tzinfo=UTC)
    found = await free(context, from_=date(2026, 12, 28), to=date(2027, 1, 4))
    assert {day for day, _ in found} == {date(2026, 12, 28), date(2027, 1, 4)}
    assert (date(2026, 12, 28), 1440) in found
    assert (date(2027, 1, 4), 360) in found


@pytest.mark.usefixtures("two_lanes")
async def test_a_summer_closing_day_is_neither_offered_nor_booked(context: Context, seeker: Seeker) -> None:
    async with context.db.transaction() as session:
        session.add(Closure(business_date=WEDNESDAY, label="夏季休業"))
    assert await free(context) == []
    with pytest.raises(InvalidInput):
        await book(context, seeker)


@pytest.mark.usefixtures("two_lanes")
async def test_a_chat_leaves_the_other_lane_and_a_call_takes_both(context: Context) -> None:
    one, two, three = await people(context, 3)
    await book(context, one, format=Format.CHAT)
    assert (WEDNESDAY, EVENING) in await free(context, format=Format.CHAT)
    assert (WEDNESDAY, EVENING) not in await free(context, format=Format.PHONE)
    with pytest.raises(Conflict) as refused:
        await book(context, two, format=Format.VIDEO)
    assert refused.value.code == "opening_taken"
    await book(context, three, format=Format.CHAT)
    assert (WEDNESDAY, EVENING) not in await free(context, format=Format.CHAT)


@pytest.mark.usefixtures("two_lanes")
async def test_booking_again_with_the_same_event_returns_the_same_appointment(context: Context, seeker: Seeker) -> None:
    first = await book(context, seeker, key="event:1")
    again = await book(context, seeker, key="event:1", minute=EVENING + 60)
    assert (again.id, again.start_minute) == (first.id, EVENING)
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Appointment)) == 1


@pytest.mark.usefixtures("two_lanes")
async def test_nobody_holds_two_bookings_at_the_same_time(context: Context, seeker: Seeker) -> None:
    await book(context, seeker)
    with pytest.raises(Conflict) as refused:
        await book(context, seeker)
    assert refused.value.code == "overlapping"


@pytest.mark.usefixtures("two_lanes")
async def test_nobody_holds_more_than_five_bookings(context: Context, seeker: Seeker) -> None:
    for hour in range(10, 15):
        await book(context, seeker, minute=hour * 60)
    with pytest.raises(Conflict) as refused:
        await book(context, seeker)
    assert refused.value.code == "too_many"


@pytest.mark.usefixtures("two_lanes")
@pytest.mark.parametrize(
    ("day", "minute"),
    [
        (TUESDAY, 540),  # past
        (WEDNESDAY, 615),  # not on the hour
        (WEDNESDAY, 1500),  # would end after 25:00
        (date(2026, 12, 31), 600),  # closed
        (date(2027, 3, 1), 600),  # too far
    ],
)
async def test_hours_that_do_not_exist_are_refused(context: Context, seeker: Seeker, day: date, minute: int) -> None:
    with pytest.raises(InvalidInput):
        await book(context, seeker, day=day, minute=minute)


@pytest.mark.usefixtures("two_lanes")
async def test_a_change_frees_the_old_hour_and_takes_the_new_one(context: Context, seeker: Seeker) -> None:
    booked = await book(context, seeker, format=Format.VIDEO)
    async with context.db.transaction() as session:
        changed = await appointments.change_appointment(
            session,
            context.service,
            seeker=seeker,
            appointment_id=booked.id,
            business_date=WEDNESDAY,
            start_minute=EVENING + 60,
            format=Format.VIDEO,
            request_key="event:2",
            now=context.clock(),
        )
    assert (changed.id, changed.start_minute, changed.version) == (booked.id, EVENING + 60, 2)
    hours = await free(context, format=Format.VIDEO)
    assert (WEDNESDAY, EVENING) in hours
    assert (WEDNESDAY, EVENING + 60) not in hours


@pytest.mark.usefixtures("two_lanes")
async def test_a_change_to_a_taken_hour_keeps_the_old_booking(context: Context) -> None:
    one, two = await people(context, 2)
    booked = await book(context, one, minute=600)
    await book(context, two, format=Format.PHONE)
    async with context.db.transaction() as session:
        with pytest.raises(Conflict):
            await appointments.change_appointment(
                session,
                context.service,
                seeker=one,
                appointment_id=booked.id,
                business_date=WEDNESDAY,
                start_minute=EVENING,
                format=Format.CHAT,
                request_key="event:2",
                now=context.clock(),
            )
    async with context.db.transaction() as session:
        kept = await appointments.list_appointments(session, seeker=one, now=context.clock())
        cells = await session.scalar(
            select(func.count()).select_from(BookingCell).where(BookingCell.appointment_id == booked.id)
        )
    assert [(one.business_date, one.start_minute) for one in kept] == [(WEDNESDAY, 600)]
    assert cells == 4


@pytest.mark.usefixtures("two_lanes")
async def test_another_form_of_talk_at_the_same_hour_is_a_change(context: Context, seeker: Seeker) -> None:
    booked = await book(context, seeker, format=Format.CHAT)
    async with context.db.transaction() as session:
        await appointments.change_appointment(
            session,
            context.service,
            seeker=seeker,
            appointment_id=booked.id,
            business_date=WEDNESDAY,
            start_minute=EVENING,
            format=Format.PHONE,
            request_key="event:2",
            now=context.clock(),
        )
    assert (WEDNESDAY, EVENING) not in await free(context, format=Format.CHAT)


@pytest.mark.usefixtures("two_lanes")
async def test_cancelling_frees_the_hour_once(context: Context, seeker: Seeker) -> None:
    booked = await book(context, seeker, format=Format.PHONE)
    for _ in range(2):  # the same event again changes nothing
        async with context.db.transaction() as session:
            cancelled = await appointments.cancel_appointment(
                session, seeker=seeker, appointment_id=booked.id, request_key="event:3", now=context.clock()
            )
    assert (cancelled.state, cancelled.version) == (AppointmentState.CANCELLED, 2)
    assert (WEDNESDAY, EVENING) in await free(context, format=Format.PHONE)
    async with context.db.transaction() as session:
        with pytest.raises(Conflict):
            await appointments.cancel_appointment(
                session, seeker=seeker, appointment_id=booked.id, request_key="event:4", now=context.clock()
            )


@pytest.mark.usefixtures("two_lanes")
async def test_a_stranger_cannot_cancel(context: Context) -> None:
    one, two = await people(context, 2)
    booked = await book(context, one)
    async with context.db.transaction() as session:
        with pytest.raises(NotFound):
            await appointments.cancel_appointment(
                session, seeker=two, appointment_id=booked.id, request_key="event:5", now=context.clock()
            )


async def test_fifty_people_at_one_hour_fill_exactly_the_lanes_there_are(context: Context) -> None:
    async with context.db.transaction() as session:
        for lanes in (2, 3, 2):
            await make_shift(session, (await make_consultant(session, now=context.clock())).id, WEDNESDAY, lanes=lanes)
    crowd = await people(context, 50)
    wide = Database(context.db.url, pool_size=25)
    try:
        many = replace(context, db=wide)
        results = await asyncio.gather(*(book(many, one) for one in crowd), return_exceptions=True)
    finally:
        await wide.close()
    outcome = Counter(type(result).__name__ for result in results)
    assert outcome == {"Appointment": 7, "Conflict": 43}
    async with context.db.transaction() as session:
        seats = (await session.execute(select(Appointment.consultant_id, Appointment.lane))).all()
        assert len(set(seats)) == 7
        assert await session.scalar(select(func.count()).select_from(BookingCell)) == 7 * 4


async def test_chats_and_calls_racing_for_one_hour_never_share_a_lane(context: Context) -> None:
    async with context.db.transaction() as session:
        for _ in range(2):
            await make_shift(session, (await make_consultant(session, now=context.clock())).id, WEDNESDAY)
    crowd = await people(context, 30)
    formats = [Format.PHONE if number % 3 == 0 else Format.CHAT for number in range(30)]
    wide = Database(context.db.url, pool_size=15)
    try:
        many = replace(context, db=wide)
        results = await asyncio.gather(
            *(book(many, one, format=format) for one, format in zip(crowd, formats, strict=True)),
            return_exceptions=True,
        )
    finally:
        await wide.close()
    assert all(isinstance(result, Appointment | Conflict) for result in results)
    taken = [result for result in results if isinstance(result, Appointment)]
    lanes = sum(2 if one.format is Format.PHONE else 1 for one in taken)
    assert lanes == 4


@pytest.mark.usefixtures("two_lanes")
async def test_two_people_swapping_hours_at_once_both_end_with_one_booking(context: Context) -> None:
    one, two = await people(context, 2)
    first = await book(context, one, minute=600, format=Format.PHONE)
    second = await book(context, two, minute=660, format=Format.PHONE)

    async def move(seeker: Seeker, appointment: Appointment, minute: int) -> None:
        async with context.db.transaction() as session:
            await appointments.change_appointment(
                session,
                context.service,
                seeker=seeker,
                appointment_id=appointment.id,
                business_date=WEDNESDAY,
                start_minute=minute,
                format=Format.PHONE,
                request_key=uuid4().hex,
                now=context.clock(),
            )

    results = await asyncio.gather(move(one, first, 660), move(two, second, 600), return_exceptions=True)
    assert all(result is None or isinstance(result, Conflict) for result in results)
    async with context.db.transaction() as session:
        for seeker in (one, two):
            assert len(await appointments.list_appointments(session, seeker=seeker, now=context.clock())) == 1
        assert await session.scalar(select(func.count()).select_from(BookingCell)) == 2 * 2 * 4


@pytest.mark.parametrize("booked_first", [True, False])
async def test_a_shift_taken_out_while_it_is_being_booked_stays_or_is_booked_no_more(
    context: Context, seeker: Seeker, booked_first: bool
) -> None:
    async with context.db.transaction() as session:
        boss = await make_consultant(session, now=context.clock())
        shift = await make_shift(session, boss.id, WEDNESDAY)

    async def take_out(session: AsyncSession) -> None:
        await shifts.remove_shift(session, shift_id=shift.id, staff_id=boss.id, now=context.clock())

    async def take_a_seat(session: AsyncSession) -> None:
        await book_in(session, context, seeker)

    first, second = (take_a_seat, take_out) if booked_first else (take_out, take_a_seat)

    async def too_late() -> None:
        async with context.db.transaction() as session:
            await second(session)

    async with context.db.transaction() as session:
        await first(session)
        waiting = asyncio.create_task(too_late())
        await until_somebody_waits(context)
    with pytest.raises(Conflict):
        await waiting
    async with context.db.transaction() as session:
        left = [await session.scalar(select(func.count()).select_from(table)) for table in (Shift, Appointment)]
        assert left == ([1, 1] if booked_first else [0, 0])


async def until_somebody_waits(context: Context) -> None:
    """Another transaction is held up by a lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(20):
        while True:
            async with context.db.transaction() as session:
                if await session.scalar(waiting):
                    return


@pytest.mark.usefixtures("two_lanes")
async def test_one_persons_quick_double_tap_books_once(context: Context, seeker: Seeker) -> None:
    results = await asyncio.gather(*(book(context, seeker) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(result, Appointment) for result in results) == 1


@pytest.mark.usefixtures("two_lanes")
async def test_the_search_stops_at_the_horizon(context: Context) -> None:
    found = await free(context, from_=TUESDAY, to=TUESDAY + timedelta(days=400), limit=5000)
    assert max(day for day, _ in found) <= TUESDAY + timedelta(days=context.service.booking_horizon_days)


@pytest.mark.usefixtures("two_lanes")
async def test_the_search_reads_cells_by_their_key(context: Context) -> None:
    async with context.db.transaction() as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = await session.execute(
            text(
                "EXPLAIN SELECT FROM booking_cell WHERE consultant_id = gen_random_uuid() AND lane = 0 "
                "AND starts_at >= now() AND starts_at < now() + interval '1 hour'"
            )
        )
        assert "pk_booking_cell" in "\n".join(row[0] for row in plan)
