"""Broken promises on the supervisors' page: reason without personal data, one apology, and figures for reports."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import select

from backend.context import Context
from backend.ladder import ticker
from backend.ladder.breaches import count_unrecorded, list_breaches
from backend.staff.models import Staff
from backend.tickets.models import AuthorKind, Ticket, TicketMessage
from tests.conftest import USER, FrozenClock, Line
from tests.integration.ladder.builders import find_breach
from tests.integration.web_helpers import make_seeker, make_staff, make_ticket, staff_browser, text_of

Http = TestClient[Any, Any]
RunJobs = Callable[[], Awaitable[None]]


async def break_promise(context: Context, clock: FrozenClock, topic: str = "ask_human") -> Ticket:
    ticket = await make_ticket(context, seeker=await make_seeker(context, USER), topic=topic)
    clock.advance(hours=24)
    await ticker.tick(context)
    return ticket


async def test_a_reason_and_a_prevention_are_recorded(
    context: Context, clock: FrozenClock, web_client: Http, boss: Staff
) -> None:
    ticket = await break_promise(context, clock)
    browser = await staff_browser(web_client, boss)
    assert "理由が未記入" in await text_of(await browser.get("/staff/breaches"))
    answer = await browser.post(
        f"/staff/breaches/{ticket.id}", reason="too_many", note="連休の前", prevention="連休の前は一人増やす"
    )
    assert answer.status == 303
    breach = await find_breach(context, ticket.id)
    assert breach is not None
    assert breach.reason == "too_many: 連休の前"
    assert breach.recorded_by_id == boss.id
    async with context.db.transaction() as session:
        assert await count_unrecorded(session) == 0
        [item] = await list_breaches(session, since=ticket.due_at, until=ticket.due_at + timedelta(seconds=1))
        assert (item.reason_code, item.reason_note) == ("too_many", "連休の前")
        assert await list_breaches(session, until=ticket.due_at) == []


@pytest.mark.parametrize(
    ("reason", "note", "prevention", "problem"),
    [
        ("", "", "増員する", "理由を選んでください"),
        ("other", "", "増員する", "理由を選んでください"),
        ("technical", "", "", "次に起こさないための工夫"),
        ("technical", "090-0000-1234の人から電話", "増員する", "個人の情報"),
        ("technical", "", "あ" * 501, "500文字以内"),
    ],
)
async def test_what_is_missing_or_personal_is_refused_and_stays_in_the_form(
    context: Context, clock: FrozenClock, web_client: Http, boss: Staff, reason: str, note: str, prevention: str,
    problem: str,
) -> None:  # fmt: skip
    ticket = await break_promise(context, clock)
    browser = await staff_browser(web_client, boss)
    answer = await browser.post(f"/staff/breaches/{ticket.id}", reason=reason, note=note, prevention=prevention)
    assert answer.status == 422
    assert problem in await text_of(answer)
    assert f'value="{prevention}"' in await answer.text()
    breach = await find_breach(context, ticket.id)
    assert breach is not None
    assert breach.reason is None


async def test_the_apology_goes_out_once_into_the_inbox_with_a_notice_on_line(
    context: Context, clock: FrozenClock, line: Line, web_client: Http, run_jobs: RunJobs, boss: Staff
) -> None:
    ticket = await break_promise(context, clock)
    browser = await staff_browser(web_client, boss)
    assert (await browser.post(f"/staff/breaches/{ticket.id}/apology")).status == 303
    again = await browser.post(f"/staff/breaches/{ticket.id}/apology")
    assert again.status == 409
    assert "もう送ってあります" in await text_of(again)
    await run_jobs()
    assert line.shown(USER) == ["窓口からのお知らせ"]
    async with context.db.transaction() as session:
        kinds = list(
            await session.scalars(select(TicketMessage.author_kind).where(TicketMessage.ticket_id == ticket.id))
        )
    assert kinds.count(AuthorKind.SYSTEM) == 1
    breach = await find_breach(context, ticket.id)
    assert breach is not None
    assert breach.apologised_at == clock()


async def test_an_apology_does_not_stop_the_clock(
    context: Context, clock: FrozenClock, web_client: Http, boss: Staff
) -> None:
    ticket = await break_promise(context, clock)
    browser = await staff_browser(web_client, boss)
    await browser.post(f"/staff/breaches/{ticket.id}/apology")
    async with context.db.transaction() as session:
        assert (await session.get_one(Ticket, ticket.id)).answered_at is None


async def test_consultants_have_no_page_of_broken_promises(context: Context, web_client: Http) -> None:
    browser = await staff_browser(web_client, await make_staff(context))
    assert (await browser.get("/staff/breaches")).status == 403
