"""Bell, list and urgent calls on staff pages, without JavaScript and through the live part."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import select

from backend.context import Context
from backend.ladder import ticker
from backend.ladder.watch import WATCH, TickerWatch
from backend.notices.models import Paging
from backend.staff.models import Role, Staff
from backend.tickets.models import TicketEvent
from tests.conftest import FrozenClock
from tests.integration.ladder.builders import make_shifts
from tests.integration.web_helpers import make_staff, make_ticket, staff_browser, text_of

Http = TestClient[Any, Any]
RunJobs = Callable[[], Awaitable[None]]


@pytest.fixture
async def on_duty(context: Context) -> Staff:
    staff = await make_staff(context, "青木 みどり")
    await make_shifts(context, staff)
    return staff


async def test_the_bell_counts_what_is_unread_and_the_list_opens_it(
    context: Context, clock: FrozenClock, web_client: Http, on_duty: Staff
) -> None:
    ticket = await make_ticket(context)
    clock.advance(hours=12)
    await ticker.tick(context)
    browser = await staff_browser(web_client, on_duty)
    assert "お知らせ 1 件の未読" in await text_of(await browser.get("/staff/queue"))
    page = await browser.get("/staff/notices")
    assert "期限まで半分です" in await text_of(page)
    [link] = [part.split('"')[0] for part in (await page.text()).split('href="')[1:] if "/staff/notices/" in part[:20]]
    opened = await browser.get(link)
    assert opened.headers["Location"] == f"/staff/tickets/{ticket.id}"
    assert "件の未読" not in await text_of(await browser.get("/staff/notices"))


async def test_everything_can_be_marked_as_read(
    context: Context, clock: FrozenClock, web_client: Http, on_duty: Staff
) -> None:
    for _ in range(3):
        await make_ticket(context)
    clock.advance(hours=12)
    await ticker.tick(context)
    browser = await staff_browser(web_client, on_duty)
    assert "お知らせ 3 件の未読" in await text_of(await browser.get("/staff/notices/news?live=1"))
    assert (await browser.post("/staff/notices/read")).status == 303
    assert "件の未読" not in await text_of(await browser.get("/staff/notices/news?live=1"))


async def test_a_notice_of_somebody_else_is_not_found(
    context: Context, clock: FrozenClock, web_client: Http, on_duty: Staff
) -> None:
    await make_ticket(context)
    clock.advance(hours=12)
    await ticker.tick(context)
    mine = await staff_browser(web_client, on_duty)
    page = await (await mine.get("/staff/notices")).text()
    [link] = [part.split('"')[0] for part in page.split('href="')[1:] if "/staff/notices/" in part[:20]]
    other = await staff_browser(web_client, await make_staff(context, "森田 ひろし"))
    assert (await other.get(link)).status == 404


async def test_an_urgent_call_stands_on_every_page_until_somebody_says_they_saw_it(
    context: Context, web_client: Http, run_jobs: RunJobs, on_duty: Staff
) -> None:
    ticket = await make_ticket(context, urgent=True)
    await run_jobs()
    browser = await staff_browser(web_client, on_duty)
    page = await (await browser.get("/staff/notices")).text()
    assert 'role="alert"' in page
    assert "緊急の相談です" in page
    answer = await browser.post(f"/staff/tickets/{ticket.id}/acknowledge")
    assert answer.headers["Location"] == f"/staff/tickets/{ticket.id}"
    assert "緊急の相談です" not in await (await browser.get("/staff/notices")).text()
    async with context.db.transaction() as session:
        assert (await session.get_one(Paging, ticket.id)).acknowledged_by_id == on_duty.id
        kinds = await session.scalars(select(TicketEvent.kind).where(TicketEvent.ticket_id == ticket.id))
        assert list(kinds).count("acknowledged") == 1


async def test_trainers_see_no_urgent_calls_and_acknowledge_nothing(context: Context, web_client: Http) -> None:
    ticket = await make_ticket(context, urgent=True)
    trainer = await make_staff(context, "中村 けん", Role.TRAINER, registered=False)
    browser = await staff_browser(web_client, trainer)
    assert "緊急の相談です" not in await (await browser.get("/staff/notices")).text()
    assert (await browser.post(f"/staff/tickets/{ticket.id}/acknowledge")).status == 403


async def test_a_stopped_ticker_is_said_on_every_page(
    context: Context, clock: FrozenClock, web_client: Http, on_duty: Staff
) -> None:
    await ticker.tick(context)
    clock.advance(minutes=4)
    await watch_of(web_client).check()
    browser = await staff_browser(web_client, on_duty)
    assert "期限のお知らせが止まっています" in await text_of(await browser.get("/staff/queue"))


def watch_of(http: Http) -> TickerWatch:
    """The application's own look at the ticker."""
    assert http.app is not None
    return http.app[WATCH]
