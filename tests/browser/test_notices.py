"""Notices in the browser: no findings of axe, and news that come by themselves while a page is open."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from backend.context import Context
from backend.ladder import ticker
from backend.notices import pager
from backend.staff.models import Role
from tests.browser.conftest import Site
from tests.browser.test_accessibility import LOOKS, OpenPage, check, log_in
from tests.integration.ladder.builders import make_absence, make_shifts
from tests.integration.web_helpers import make_staff, make_ticket

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=["1280-light", "1280-dark", "390-dark", "320-light"])
async def test_pages_of_notices_have_no_findings(
    site: Site, context: Context, open_page: OpenPage, viewport: dict[str, int], scheme: str
) -> None:
    boss = await make_staff(context, "西野 さちこ", Role.SUPERVISOR, Role.CONSULTANT, login="boss@example.com")
    other = await make_staff(context, "森田 ひろし")
    await make_shifts(context, boss)
    now = context.clock()
    await make_absence(context, other, now, now + timedelta(days=2), boss)
    for hours, urgent in ((30, False), (19, False), (13, True)):
        await make_ticket(context, at=now - timedelta(hours=hours), urgent=urgent)
    await ticker.tick(context)
    findings: list[str] = []
    page = await open_page(viewport=viewport, color_scheme=scheme)
    await log_in(page, site, "boss@example.com")
    await page.wait_for_url("**/staff/queue")
    await check(page, findings, "queue with an urgent call")
    for address in ("notices", "account", "absences", "breaches", "shifts"):
        await page.goto(f"{site.url}/staff/{address}")
        await check(page, findings, address)
    await page.goto(f"{site.url}/staff/breaches")
    await page.get_by_role("button", name="記録する").first.click()
    await page.wait_for_selector(".alert--error")
    await check(page, findings, "breaches refused")
    await page.goto(f"{site.url}/staff/account")
    await page.get_by_role("button", name="不在を登録する").click()
    await page.wait_for_selector(".alert--error")
    await check(page, findings, "account refused")
    await page.goto(f"{site.url}/staff/shifts")
    await page.get_by_role("button", name="登録する").click()
    await page.wait_for_selector(".alert--error")
    await check(page, findings, "shifts refused")
    assert findings == []


async def test_an_urgent_call_appears_and_goes_while_a_page_is_open(
    site: Site, context: Context, open_page: OpenPage
) -> None:
    midori = await make_staff(context, "青木 みどり", login="midori@example.com")
    await make_shifts(context, midori)
    page = await open_page()
    await log_in(page, site, "midori@example.com")
    await page.wait_for_url("**/staff/queue")
    await page.goto(f"{site.url}/staff/notices")
    ticket = await make_ticket(context, urgent=True)
    async with context.db.transaction() as session:
        await pager.call_again(
            session, context.jobs, context.service.paging, last_contact=None, now=context.clock(), ticket_id=ticket.id
        )
    await expect(page.get_by_role("alert")).to_contain_text("緊急の相談です")
    await expect(page.locator(".bell__count")).to_contain_text("1")
    await page.get_by_role("button", name="確認しました").click()
    await page.wait_for_url(f"**/staff/tickets/{ticket.id}")
    await expect(page.locator("[data-call]")).to_have_count(0)
