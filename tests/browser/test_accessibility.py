"""Every page, wide and narrow, light and dark: no findings of axe (WCAG 2.2 AA), no sideways scrolling."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Page

from backend.context import Context
from backend.seekers.models import Seeker
from backend.staff.models import Role
from backend.tickets import answers, desk
from backend.tickets.answers import Answer
from tests.browser.conftest import PHONE, WIDE, Site, overflows, violations
from tests.integration.web_helpers import PASSWORD, make_seeker, make_staff, make_ticket

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
LOOKS = [(WIDE, "light"), (WIDE, "dark"), (PHONE, "dark"), (NARROW, "light")]
OpenPage = Callable[..., Awaitable[Page]]


async def check(page: Page, findings: list[str], name: str) -> None:
    """Add what is wrong with the page as it is now."""
    findings += [f"{name}: {violation}" for violation in await violations(page)]
    if await overflows(page):
        findings.append(f"{name}: scrolls sideways")


async def log_in(page: Page, site: Site, login: str) -> None:
    """Sign in."""
    await page.goto(f"{site.url}/staff/login")
    await page.fill("#login", login)
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")


async def test_the_checker_finds_what_is_wrong(site: Site, open_page: OpenPage) -> None:
    page = await open_page()
    await page.goto(f"{site.url}/staff/login")
    await page.evaluate("document.querySelector('label[for=login]').remove()")
    await page.evaluate("document.querySelector('h1').className = 'planted'")
    await page.evaluate("document.querySelector('.note').setAttribute('aria-level', 'x')")
    assert any("label" in finding for finding in await violations(page))


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=["1280-light", "1280-dark", "390-dark", "320-light"])
async def test_staff_pages_have_no_findings(
    site: Site, context: Context, open_page: OpenPage, viewport: dict[str, int], scheme: str
) -> None:
    midori = await make_staff(context, "青木 みどり", login="midori@example.com")
    other = await make_staff(context, "森田 ひろし")
    await make_staff(context, "中村 けん", Role.TRAINER, registered=False, login="ken@example.com")
    now, cases = context.clock(), []
    for hours, urgent in ((30, False), (22.5, False), (19, False), (13, False), (1, True), (2, False)):
        cases.append(await make_ticket(context, at=now - timedelta(hours=hours), urgent=urgent))
    async with context.db.transaction() as session:
        await desk.claim_ticket(session, ticket_id=cases[0].id, staff=midori, now=now)
        await desk.claim_ticket(session, ticket_id=cases[1].id, staff=other, now=now)
        await desk.claim_ticket(session, ticket_id=cases[2].id, staff=midori, now=now)
        await answers.answer_ticket(
            session,
            context.vault,
            context.texts,
            ticket_id=cases[2].id,
            staff=midori,
            answer=Answer("回答です。\n" * 3),
            request_key=str(uuid4()),
            now=now,
        )
    findings: list[str] = []
    page = await open_page(viewport=viewport, color_scheme=scheme)
    await log_in(page, site, "nobody@example.com")
    await page.wait_for_selector(".alert--error")
    await check(page, findings, "login refused")
    await log_in(page, site, "midori@example.com")
    await page.wait_for_url("**/staff/queue")
    for address in ("queue", "queue?tab=all", "queue?tab=mine&q=ZZZZ", *(f"tickets/{case.id}" for case in cases)):
        await page.goto(f"{site.url}/staff/{address}")
        await check(page, findings, address)
    await page.goto(f"{site.url}/staff/tickets/{cases[1].id}")
    await page.locator("summary", has_text="自分の担当ではない相談を読む").click()
    await check(page, findings, "reason form")
    await page.locator("summary", has_text="メニュー").click()
    await check(page, findings, "menu")
    await page.goto(f"{site.url}/staff/tickets/{cases[0].id}")
    await page.get_by_role("button", name="回答を送る").click()
    await page.wait_for_selector(".alert--error")
    await check(page, findings, "refused answer")
    await page.get_by_role("button", name="ログアウト").click()
    await log_in(page, site, "ken@example.com")
    await page.wait_for_url("**/staff")
    await check(page, findings, "start")
    await page.goto(f"{site.url}/staff/nothing-here")
    await check(page, findings, "not found")
    assert findings == []


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=["1280-light", "1280-dark", "390-dark", "320-light"])
async def test_seekers_pages_have_no_findings(
    site: Site, context: Context, open_page: OpenPage, viewport: dict[str, int], scheme: str
) -> None:
    seeker: Seeker = await make_seeker(context)
    ticket = await make_ticket(context, seeker=seeker, body="とても長い相談です。" * 30)
    findings: list[str] = []
    page = await open_page(viewport=viewport, color_scheme=scheme)
    for address in ("s/made-up", "liff", "me/home", "me/nothing-here"):
        await page.goto(f"{site.url}/{address}")
        await page.wait_for_load_state()
        await check(page, findings, f"outside: {address}")
    await page.goto(await site.link(seeker, "home"))
    await page.wait_for_url("**/me/home")
    for address in ("home", "register", "ask", "inbox", f"inbox/{ticket.id}", "delete", "upload"):
        await page.goto(f"{site.url}/me/{address}")
        await check(page, findings, address)
    await page.goto(f"{site.url}/me/register")
    await page.get_by_role("button", name="この内容で登録する").click()
    await page.wait_for_selector(".alert--error")
    await check(page, findings, "register with mistakes")
    await page.check("#consent")
    for field, value in (("family_name", "架空"), ("given_name", "花子"), ("family_kana", "カクウ")):
        await page.fill(f"#{field}", value)
    for field, value in (("given_kana", "ハナコ"), ("postal_code", "5988550"), ("address", "市"), ("phone", "090")):
        await page.fill(f"#{field}", value if field != "phone" else "090-0000-0000")
    for field, value in (("birth_year", "1975"), ("birth_month", "3"), ("birth_day", "31")):
        await page.select_option(f"[name={field}]", value)
    await page.get_by_role("button", name="この内容で登録する").click()
    await page.wait_for_url("**/me/register/done")
    await check(page, findings, "registered")
    for address in ("home", "profile", "profile?show=1", "profile/edit"):
        await page.goto(f"{site.url}/me/{address}")
        await check(page, findings, address)
    await page.goto(f"{site.url}/me/ask")
    await page.get_by_role("button", name="相談員に送る").click()
    await page.wait_for_selector(".alert--error")
    await check(page, findings, "ask with a mistake")
    await page.fill("#body", "もう死にたいです")
    await page.get_by_role("button", name="相談員に送る").click()
    await page.wait_for_selector(".safety")
    await check(page, findings, "asked, safety")
    await page.goto(f"{site.url}/me/delete")
    await page.get_by_role("button", name="わたしのデータを消す").click()
    await page.wait_for_selector(".alert--error")
    await check(page, findings, "delete with a mistake")
    await page.check("#sure")
    await page.get_by_role("button", name="わたしのデータを消す").click()
    await page.get_by_role("heading", name="データを消しました").wait_for()
    await check(page, findings, "erased")
    assert findings == []
