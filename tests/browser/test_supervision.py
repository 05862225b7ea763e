"""Supervisors' pages and the seeker's side of the queue in a real browser: axe, live, no scripts."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from playwright.async_api import Page

from backend.appointments.models import Shift
from backend.context import Context
from backend.seekers.models import Seeker
from backend.staff.models import Absence, Role, Staff
from backend.tickets import desk
from backend.tickets.answers import Answer
from backend.tickets.models import UNDO, Ticket
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_accessibility import NARROW, check, log_in
from tests.conftest import START, FrozenClock
from tests.integration.supervision.builders import History, write_history
from tests.integration.supervision.test_board import TODAY
from tests.integration.web_helpers import make_seeker, make_staff, make_ticket, settle, write_answer

pytestmark = pytest.mark.browser

LOOKS = [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (NARROW, "dark")]
IDS = ["1280-light", "1280-dark", "390-light", "320-dark"]
OpenPage = Callable[..., Awaitable[Page]]


async def make_counter(context: Context) -> tuple[Staff, Staff]:
    """A supervisor, three consultants, open questions of every risk, and a month of history."""
    boss = await make_staff(context, "西野 さちこ", Role.SUPERVISOR, Role.CONSULTANT, login="boss@example.com")
    midori, hiroshi = await make_staff(context, "青木 みどり"), await make_staff(context, "森田 ひろし")
    async with context.db.transaction() as session:
        session.add(Shift(consultant_id=midori.id, business_date=TODAY, start_minute=540, end_minute=1080, lanes=2))
        session.add(Absence(staff_id=hiroshi.id, starts_at=START, ends_at=START + timedelta(days=2)))
        for number in range(24):
            history = History(
                START - timedelta(hours=26 + 11 * number),
                claimed_h=1 + number % 5,
                answered_h=(2 + number * 1.3) if number % 6 else None,
                topic=("ask_human", "apply_job", "rejected")[number % 3],
                labels=("interview", "documents")[: number % 3],
                score=(None, 5, 4, 2)[number % 4] if number % 6 else None,
                breach="" if number % 6 == 0 or number > 16 else None,
            )
            await write_history(session, history, seeker=await make_seeker(context), staff=(boss, midori)[number % 2])
    await make_ticket(context, at=START - timedelta(hours=25))
    await make_ticket(context, urgent=True)
    await make_ticket(context, at=START - timedelta(hours=13))
    held = await make_ticket(context, at=START - timedelta(hours=3))
    async with context.db.transaction() as session:
        await desk.claim_ticket(session, ticket_id=held.id, staff=midori, now=context.clock())
    return boss, midori


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=IDS)
async def test_supervisors_pages_have_no_findings(
    site: Site, context: Context, open_page: OpenPage, viewport: dict[str, int], scheme: str
) -> None:
    await make_counter(context)
    findings: list[str] = []
    page = await open_page(viewport=viewport, color_scheme=scheme)
    await log_in(page, site, "boss@example.com")
    await page.wait_for_url("**/staff/queue")
    await page.goto(f"{site.url}/staff/board")
    await check(page, findings, "board")
    await page.locator(".give summary").first.click()
    await check(page, findings, "board, choosing")
    for address in ("measures", "measures?period=free&from=x", "measures/mine"):
        await page.goto(f"{site.url}/staff/{address}")
        await page.locator("[data-chart]").first.scroll_into_view_if_needed()
        await page.locator("[data-chart] canvas").first.wait_for()
        await check(page, findings, address)
    assert findings == []


async def test_every_table_with_a_chart_gets_one_and_keeps_its_figures(
    site: Site, context: Context, open_page: OpenPage
) -> None:
    await make_counter(context)
    page = await open_page(viewport={"width": 1280, "height": 9000})
    await log_in(page, site, "boss@example.com")
    await page.wait_for_url("**/staff/queue")
    await page.goto(f"{site.url}/staff/measures")
    charts = page.get_by_role("img", name="グラフ")
    await charts.last.wait_for()
    assert await charts.count() == await page.locator("[data-chart]").count() == 7
    assert await page.locator("[data-chart] table").count() == 7


async def test_the_board_follows_the_queue_but_not_under_a_finger(
    site: Site, context: Context, open_page: OpenPage
) -> None:
    await make_counter(context)
    page = await open_page()
    await log_in(page, site, "boss@example.com")
    await page.wait_for_url("**/staff/queue")
    await page.goto(f"{site.url}/staff/board")
    count = page.locator("#risk-title .count")
    before = int((await count.inner_text()).removesuffix("件"))
    await make_ticket(context, at=START - timedelta(hours=20))
    await page.get_by_text(f"{before + 1}件", exact=True).wait_for()
    await page.locator(".give summary").first.click()
    await make_ticket(context, at=START - timedelta(hours=21))
    await page.wait_for_timeout(1500)
    assert await count.inner_text() == f"{before + 1}件"
    await page.locator(".give summary").first.click()
    await page.mouse.click(5, 700)
    await page.evaluate("document.activeElement.blur()")
    await page.get_by_text(f"{before + 2}件", exact=True).wait_for()


async def test_a_question_is_given_in_two_taps_without_scripts(
    site: Site, context: Context, open_page: OpenPage
) -> None:
    await make_counter(context)
    page = await open_page(viewport=PHONE, script=False)
    await log_in(page, site, "boss@example.com")
    await page.wait_for_url("**/staff/queue")
    await page.goto(f"{site.url}/staff/board")
    await page.get_by_text("担当を決める").first.click()
    await page.get_by_role("button", name="青木 みどり").first.click()
    await page.get_by_text("青木 みどりさんの担当にしました").wait_for()


# the seeker's side


async def answer(context: Context, clock: FrozenClock, ticket: Ticket, staff: Staff) -> None:
    """Answered with every button, and accepted by LINE."""
    clock.advance(minutes=1)
    text = "面接は、ゆっくり話せば大丈夫です。\n" * 4
    message_id = await write_answer(context, ticket, staff, Answer(text, links=("book", "ask", "register")))
    clock.advance(seconds=UNDO.total_seconds())
    await settle(context, message_id)


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=IDS)
async def test_conversations_have_no_findings(
    site: Site, context: Context, clock: FrozenClock, open_page: OpenPage, viewport: dict[str, int], scheme: str
) -> None:
    seeker, staff = await make_seeker(context), await make_staff(context, "青木 みどり")
    ticket = await make_ticket(context, seeker=seeker, body="面接が心配です。" * 12)
    findings: list[str] = []
    page = await open_page(viewport=viewport, color_scheme=scheme)
    await enter(page, site, seeker)
    for address in ("", "/reply", "/withdraw"):
        await page.goto(f"{site.url}/me/inbox/{ticket.id}{address}")
        await check(page, findings, f"open: {address}")
    await answer(context, clock, ticket, staff)
    for address in ("", "/reply", "/reply?wish=other", "/withdraw"):
        await page.goto(f"{site.url}/me/inbox/{ticket.id}{address}")
        await check(page, findings, f"answered: {address}")
    await page.get_by_role("link", name="やりとりを見る").click()
    await page.get_by_role("button", name="送る", exact=True).click()
    await page.wait_for_selector(".field__error")
    await check(page, findings, "feedback without a choice")
    await page.get_by_label("役に立たなかった", exact=True).check()
    await page.get_by_role("button", name="送る", exact=True).click()
    await page.get_by_text("ありがとうございました").wait_for()
    await check(page, findings, "low score")
    await make_ticket(context, seeker=seeker, at=clock() - timedelta(hours=25))
    await page.goto(f"{site.url}/me/inbox")
    await check(page, findings, "inbox, overdue")
    assert findings == []


async def enter(page: Page, site: Site, seeker: Seeker) -> None:
    """Come in by a one-time link."""
    await page.goto(await site.link(seeker, "home"))
    button = page.get_by_role("button", name="開く")
    if await button.count():
        await button.click()
    await page.wait_for_url("**/me/home")


async def test_a_seeker_answers_back_without_scripts(
    site: Site, context: Context, clock: FrozenClock, open_page: OpenPage
) -> None:
    seeker, staff = await make_seeker(context), await make_staff(context, "青木 みどり")
    ticket = await make_ticket(context, seeker=seeker)
    await answer(context, clock, ticket, staff)
    page = await open_page(viewport=NARROW, script=False)
    await enter(page, site, seeker)
    await page.goto(f"{site.url}/me/inbox/{ticket.id}")
    await page.get_by_label("とても役に立った").check()
    await page.get_by_role("button", name="送る", exact=True).click()
    await page.get_by_text("ありがとうございました").wait_for()
    await page.get_by_role("link", name="返信する").click()
    await page.fill("#body", "もう一つ聞かせてください。")
    await page.get_by_role("button", name="相談員に送る").click()
    await page.get_by_role("heading", name="相談員に届きました").wait_for()
    await page.get_by_role("link", name="送った相談を見る").click()
    await page.get_by_role("link", name="この相談を取り消す").click()
    await page.get_by_role("button", name="取り消す", exact=True).click()
    await page.get_by_text("相談を取り消しました").wait_for()
