"""Files and drafting help in a browser: with a mouse and without scripts, wide and narrow, light and dark."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page

from backend.app import create_web_app
from backend.context import Context
from backend.drafting.service import set_consent
from backend.drafting.switch import set_switch
from backend.seekers.service import get_seeker
from backend.staff.models import Role
from backend.tickets import desk
from backend.tickets.models import Ticket
from tests.browser.conftest import PHONE, WIDE, Site
from tests.browser.test_accessibility import NARROW, check, log_in
from tests.integration.drafting.test_drafting import DRAFT, payload_of
from tests.integration.web_helpers import make_seeker, make_staff, make_ticket
from tests.unit.attachments.files import PDF
from tests.unit.drafting.model_server import KEY, answer, running_model

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]
LOOKS = [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark"), (NARROW, "light")]
FILE = {"name": "求人票.pdf", "mimeType": "application/pdf", "buffer": PDF}
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
async def helped_site(context: Context) -> AsyncIterator[Site]:
    """The site with an outside model's stand-in."""
    async with running_model() as model:
        model.reply = lambda body: answer(DRAFT, tuple(source["id"] for source in payload_of(body)["sources"][:1]))
        update = {"base_url": "http://127.0.0.1", "openai_base_url": model.url, "openai_api_key": KEY}
        settings = type(context.settings).model_validate({**context.settings.model_dump(), **update})
        async with TestServer(create_web_app(replace(context, settings=settings))) as server:
            yield Site(url=str(server.make_url("")).rstrip("/"), context=context)


async def make_case(context: Context) -> Ticket:
    """A claimed ticket of somebody who agreed, with the switch on."""
    seeker, staff = await make_seeker(context), await make_staff(context, login="midori@example.com")
    chief = await make_staff(context, "上田 架空", Role.SUPERVISOR, login="chief@example.com")
    ticket = await make_ticket(context, seeker=seeker, body="面接では何を聞かれますか。", topic="interview_tips")
    async with context.db.transaction() as session:
        await desk.claim_ticket(session, ticket_id=ticket.id, staff=staff, now=context.clock())
        await set_switch(session, is_on=True, reason="試験のため", staff=chief, now=context.clock())
        await set_consent(session, seeker=await get_seeker(session, seeker.id), agrees=True, now=context.clock())
    return ticket


async def shot(page: Page, name: str) -> None:
    """A picture for people, when asked for."""
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png", caret="initial", animations="allow")


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=["1280-light", "1280-dark", "390-light", "390-dark", "320"])
async def test_files_and_drafts_look_right_and_have_no_findings(
    helped_site: Site, context: Context, open_page: OpenPage, viewport: dict[str, int], scheme: str
) -> None:
    site, ticket = helped_site, await make_case(context)
    look = f"{viewport['width']}-{scheme}"
    findings: list[str] = []
    page = await open_page(viewport=viewport, color_scheme=scheme)
    await log_in(page, site, "midori@example.com")
    await page.wait_for_url("**/staff/queue")
    await page.goto(f"{site.url}/staff/tickets/{ticket.id}")
    await page.fill("#body", "書きかけの文章です。")
    await page.locator("summary", has_text="ファイル").click()
    await page.set_input_files("#files", [FILE])
    await check(page, findings, "choosing files")
    await shot(page, f"files-{look}")
    await page.get_by_role("button", name="回答に付ける").click()
    await page.wait_for_selector(".files__item")
    assert await page.input_value("#body") == "書きかけの文章です。"
    await page.locator("summary", has_text="参考・下書き").click()
    await page.wait_for_selector("#sources-title")
    await page.locator(".help__item summary").first.click()
    await check(page, findings, "sources")
    await shot(page, f"sources-{look}")
    await page.get_by_role("button", name="下書きを作る").click()
    await page.wait_for_selector("#draft-text")
    await check(page, findings, "draft")
    await shot(page, f"draft-{look}")
    await page.get_by_role("button", name="下書きに入れる").click()
    await page.wait_for_selector(".composer__mark")
    assert await page.input_value("#body") == f"書きかけの文章です。\n\n{DRAFT}"
    await check(page, findings, "draft put in")
    await shot(page, f"used-{look}")
    await page.get_by_role("button", name="ログアウト").click()
    await log_in(page, site, "chief@example.com")
    await page.wait_for_url("**/staff/queue")
    await page.goto(f"{site.url}/staff/drafting")
    await page.locator("summary", has_text="送った内容を読む").click()
    await check(page, findings, "log")
    await page.get_by_label("読む理由").fill("苦情の確認のため")
    await page.get_by_role("button", name="理由を記録して読む").click()
    await page.wait_for_selector("dl")
    await check(page, findings, "payload")
    await shot(page, f"switch-{look}")
    seeker = await make_seeker(context)
    await page.goto(await site.link(seeker, "home"))
    await page.wait_for_url("**/me/home")
    await page.goto(f"{site.url}/me/model-consent")
    await check(page, findings, "consent")
    await shot(page, f"consent-{look}")
    assert findings == []


async def test_without_scripts_files_and_drafts_work_and_no_text_is_lost(
    helped_site: Site, context: Context, open_page: OpenPage
) -> None:
    site, ticket = helped_site, await make_case(context)
    page = await open_page(script=False)
    await log_in(page, site, "midori@example.com")
    await page.wait_for_url("**/staff/queue")
    await page.goto(f"{site.url}/staff/tickets/{ticket.id}")
    await page.fill("#body", "書きかけの文章です。")
    await page.locator("summary", has_text="ファイル").click()
    await page.set_input_files("#files", [FILE])
    await page.get_by_role("button", name="回答に付ける").click()
    await page.wait_for_selector(".files__item")
    await page.locator("summary", has_text="参考・下書き").click()
    await page.get_by_role("button", name="参考になる回答を見る").click()
    await page.get_by_role("button", name="下書きを作る").click()
    await page.get_by_role("button", name="下書きに入れる").click()
    assert await page.input_value("#body") == f"書きかけの文章です。\n\n{DRAFT}"
    assert await page.locator(".files__item").count() == 1
