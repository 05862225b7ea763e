"""A real Chromium on the real web application: one browser for the run, a fresh page per test."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright

from backend.app import create_web_app
from backend.context import Context
from backend.pages import service as pages
from backend.seekers.models import Seeker
from backend.settings import ROOT

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
VENDOR = ROOT / "backend" / "static" / "vendor" / "htmx.min.js"

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """Chromium, headless."""
    if not (AXE.exists() and VENDOR.exists()):
        pytest.fail("browser files are missing: run `npm ci && npm run vendor` in frontend/")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@dataclass
class Site:
    """The running site, and ways in that skip LINE."""

    url: str
    context: Context

    async def link(self, seeker: Seeker, page: str) -> str:
        """Address of a one-time link, as LINE would deliver it."""
        async with self.context.db.transaction() as session:
            placeholder = await pages.create_link(session, seeker=seeker, page=page, now=self.context.clock())
        keys = self.context.vault.keys
        return pages.resolve_links([placeholder], keys=keys, public_url=self.url)[0]


@pytest.fixture
async def site(context: Context) -> AsyncIterator[Site]:
    """The web application on a free port, with plain-http cookies."""
    settings = context.settings.model_copy(update={"base_url": "http://127.0.0.1"})
    async with TestServer(create_web_app(replace(context, settings=settings))) as server:
        yield Site(url=str(server.make_url("")).rstrip("/"), context=context)


@pytest.fixture
async def open_page(chromium: Browser) -> AsyncIterator[Callable[..., Any]]:
    """Opens a page of its own (own cookies); fails the test on script errors and on requests to other hosts."""
    troubles: list[str] = []
    contexts = []

    async def open_new(*, viewport: dict[str, int] = WIDE, script: bool = True, **options: Any) -> Page:
        browser_context = await chromium.new_context(
            viewport=viewport, java_script_enabled=script, locale="ja-JP", timezone_id="Asia/Tokyo", **options
        )
        contexts.append(browser_context)
        page = await browser_context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
        page.on("console", lambda entry: troubles.append(entry.text) if "Content Security" in entry.text else None)
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("http://127.0.0.1:", "data:", "about:"))
                else troubles.append(f"foreign request: {request.url}")
            ),
        )
        return page

    yield open_new
    for browser_context in contexts:
        await browser_context.close()
    assert troubles == []


async def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now: `rule: element`."""
    if not await page.evaluate("typeof window.axe === 'object'"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    result = await page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    return [f"{rule['id']}: {node['html'][:160]}" for rule in result["violations"] for node in rule["nodes"]]


async def overflows(page: Page) -> bool:
    """True when the page scrolls sideways."""
    return bool(await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


async def tab_to(page: Page, selector: str, *, limit: int = 90) -> None:
    """Reach an element with the Tab key alone."""
    for _ in range(limit):
        await page.keyboard.press("Tab")
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")
