"""The board: who is there, what is at risk, and giving a question to somebody by the rules of the desk."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from sqlalchemy import select, update

from backend.appointments.models import Shift
from backend.context import Context
from backend.notices.models import StaffNotice
from backend.staff.models import Absence, Staff
from backend.supervision.board import Board, Presence, Risk, find_board
from backend.tickets.models import Ticket, TicketState
from backend.tickets.transitions import get_ticket
from tests.conftest import START, FrozenClock
from tests.integration.supervision.builders import History, write_history
from tests.integration.web_helpers import Browser, claim, make_seeker, make_staff, make_ticket, staff_browser, text_of

TODAY = date(2026, 11, 24)
"""10:00 on that day is START."""


async def board_of(context: Context) -> Board:
    async with context.db.transaction() as session:
        return await find_board(session, now=context.clock())


async def works(context: Context, staff: Staff, start: int, end: int, *, day: date = TODAY) -> None:
    async with context.db.transaction() as session:
        session.add(Shift(consultant_id=staff.id, business_date=day, start_minute=start, end_minute=end, lanes=2))


async def goes_away(context: Context, staff: Staff, hours: float = 8) -> None:
    now = context.clock()
    async with context.db.transaction() as session:
        session.add(
            Absence(staff_id=staff.id, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=hours))
        )


@pytest.fixture
async def browser(web_client: TestClient[Any, Any], boss: Staff) -> Browser:
    return await staff_browser(web_client, boss)


async def gives(context: Context, browser: Browser, ticket: Ticket, to: Staff) -> ClientResponse:
    async with context.db.transaction() as session:
        version = (await get_ticket(session, ticket.id)).version
    return await browser.post("/staff/board/assign", ticket=str(ticket.id), to=str(to.id), version=str(version))


async def holder_of(context: Context, ticket: Ticket) -> Any:
    async with context.db.transaction() as session:
        return (await get_ticket(session, ticket.id)).claimed_by_id


# who is there


async def test_people_are_on_duty_off_or_away_with_the_time_that_matters(
    context: Context, midori: Staff, hiroshi: Staff
) -> None:
    chiyo = await make_staff(context, "千代田 ちよ")
    await make_staff(context, "見習い", registered=False)
    await works(context, midori, 540, 1080)
    await works(context, hiroshi, 1080, 1500)
    await works(context, chiyo, 540, 1080)
    await goes_away(context, chiyo, hours=3)
    people = {person.name: person for person in (await board_of(context)).people}
    assert list(people) == ["青木 みどり", "森田 ひろし", "千代田 ちよ"]
    assert [person.presence for person in people.values()] == [Presence.ON_DUTY, Presence.OFF, Presence.ABSENT]
    assert people["青木 みどり"].until == START + timedelta(hours=8)
    assert people["森田 ひろし"].next_at == START + timedelta(hours=8)
    assert people["千代田 ちよ"].until == START + timedelta(hours=3)


async def test_a_shift_past_midnight_is_still_on(context: Context, clock: FrozenClock, midori: Staff) -> None:
    await works(context, midori, 900, 1500)
    clock.now = START + timedelta(hours=14, minutes=30)  # 0:30
    [person] = (await board_of(context)).people
    assert person.presence is Presence.ON_DUTY


async def test_load_counts_running_leases_answers_of_today_and_the_median(
    context: Context, clock: FrozenClock, midori: Staff
) -> None:
    early, late = await make_ticket(context, at=START - timedelta(hours=3)), await make_ticket(context)
    await claim(context, early, midori)
    clock.advance(minutes=10)
    await claim(context, late, midori)
    async with context.db.transaction() as session:
        for hours in (30, 4):  # answered yesterday and today, after two hours each
            history = History(START - timedelta(hours=hours), answered_h=2)
            await write_history(session, history, seeker=await make_seeker(context), staff=midori)
    [person] = (await board_of(context)).people
    assert (person.held, person.answered_today, person.p50_h) == (2, 1, pytest.approx(2))
    assert (person.lease_until, person.due_at) == (START + timedelta(minutes=30), early.due_at)
    clock.advance(minutes=25)
    [person] = (await board_of(context)).people
    assert person.held == 1, "a lease that has run out holds nothing"


# what is at risk


async def test_risks_are_named_and_the_worst_come_first(context: Context, midori: Staff) -> None:
    calm = await make_ticket(context, at=START - timedelta(hours=1))
    half = await make_ticket(context, at=START - timedelta(hours=12))
    soon = await make_ticket(context, at=START - timedelta(hours=19))
    await claim(context, soon, midori)
    failed = await make_ticket(context, at=START - timedelta(hours=2))
    urgent = await make_ticket(context, urgent=True)
    overdue = await make_ticket(context, at=START - timedelta(hours=24))
    async with context.db.transaction() as session:
        await session.execute(update(Ticket).where(Ticket.id == failed.id).values(state=TicketState.DELIVERY_FAILED))
    items = (await board_of(context)).items
    assert [(item.id, item.risks) for item in items] == [
        (overdue.id, (Risk.OVERDUE, Risk.UNCLAIMED)),
        (urgent.id, (Risk.URGENT,)),
        (failed.id, (Risk.FAILED,)),
        (soon.id, (Risk.DUE_SOON,)),
        (half.id, (Risk.UNCLAIMED,)),
        (calm.id, ()),
    ]


async def test_an_urgent_question_somebody_took_is_no_longer_unacknowledged(context: Context, midori: Staff) -> None:
    ticket = await make_ticket(context, urgent=True)
    await claim(context, ticket, midori)
    [item] = (await board_of(context)).items
    assert item.risks == ()


# giving


async def test_a_free_question_is_given_and_the_consultant_is_told(
    context: Context, browser: Browser, midori: Staff
) -> None:
    ticket = await make_ticket(context)
    response = await gives(context, browser, ticket, midori)
    assert response.status == 303
    assert "青木 みどりさんの担当にしました" in await text_of(await browser.get(response.headers["Location"]))
    assert await holder_of(context, ticket) == midori.id
    async with context.db.transaction() as session:
        notices = (await session.scalars(select(StaffNotice))).all()
    assert [(notice.staff_id, notice.kind, notice.ticket_id) for notice in notices] == [
        (midori.id, "assigned", ticket.id)
    ]


async def test_before_75_percent_a_held_question_stays_and_the_holder_is_named(
    context: Context, browser: Browser, midori: Staff, hiroshi: Staff
) -> None:
    ticket = await make_ticket(context, at=START - timedelta(hours=17, minutes=59))
    await claim(context, ticket, midori)
    assert "18時間たつまで担当はかえられません" in await text_of(await browser.get("/staff/board"))
    response = await gives(context, browser, ticket, hiroshi)
    assert response.status == 409
    assert "青木 みどりさんが対応中です" in await text_of(response)
    assert await holder_of(context, ticket) == midori.id


async def test_from_75_percent_on_it_is_taken_over(
    context: Context, browser: Browser, midori: Staff, hiroshi: Staff
) -> None:
    ticket = await make_ticket(context, at=START - timedelta(hours=18))
    await claim(context, ticket, midori)
    assert (await gives(context, browser, ticket, hiroshi)).status == 303
    assert await holder_of(context, ticket) == hiroshi.id


async def test_absent_colleagues_are_not_offered_and_not_accepted(
    context: Context, browser: Browser, midori: Staff, hiroshi: Staff
) -> None:
    ticket = await make_ticket(context)
    await goes_away(context, hiroshi)
    html = await (await browser.get("/staff/board")).text()
    assert f'value="{midori.id}"' in html
    assert f'value="{hiroshi.id}"' not in html
    response = await gives(context, browser, ticket, hiroshi)
    assert response.status == 409
    assert "別の人を選んでください" in await text_of(response)


async def test_an_old_page_gives_nothing(context: Context, browser: Browser, midori: Staff, hiroshi: Staff) -> None:
    ticket = await make_ticket(context)
    assert (await gives(context, browser, ticket, midori)).status == 303
    response = await browser.post("/staff/board/assign", ticket=str(ticket.id), to=str(hiroshi.id), version="1")
    assert response.status == 409
    assert await holder_of(context, ticket) == midori.id


@pytest.mark.parametrize("fields", [{}, {"ticket": "x", "to": "y", "version": "1"}])
async def test_a_broken_form_is_refused(browser: Browser, fields: dict[str, str]) -> None:
    assert (await browser.post("/staff/board/assign", **fields)).status == 422


async def test_a_question_that_is_gone_is_not_found(browser: Browser, midori: Staff) -> None:
    response = await browser.post("/staff/board/assign", ticket=str(uuid4()), to=str(midori.id), version="1")
    assert response.status == 404


async def test_only_supervisors_see_the_board(
    context: Context, web_client: TestClient[Any, Any], midori: Staff
) -> None:
    browser = await staff_browser(web_client, midori)
    ticket = await make_ticket(context)
    for address in ("/staff/board", "/staff/board/live"):
        assert (await browser.get(address)).status == 403
    assert (await gives(context, browser, ticket, midori)).status == 403
    assert await holder_of(context, ticket) is None
