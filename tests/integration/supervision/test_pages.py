"""Supervisors' pages: who may see them, and that page and file say what the histories say."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from backend.context import Context
from backend.staff.models import Role, Staff
from tests.conftest import START
from tests.integration.supervision.builders import History, write_history
from tests.integration.web_helpers import Browser, make_seeker, make_staff, staff_browser, text_of


@pytest.fixture
async def boss(context: Context) -> Staff:
    return await make_staff(context, "西野 さちこ", Role.SUPERVISOR, Role.CONSULTANT)


@pytest.fixture
async def browser(web_client: TestClient[Any, Any], boss: Staff) -> Browser:
    return await staff_browser(web_client, boss)


async def make_histories(context: Context, staff: Staff, *histories: History) -> None:
    """Each with a seeker of its own."""
    for history in histories:
        seeker = await make_seeker(context)
        async with context.db.transaction() as session:
            await write_history(session, history, seeker=seeker, staff=staff)


async def csv_of(browser: Browser, address: str) -> list[list[str]]:
    response = await browser.get(address)
    assert (response.status, response.content_type) == (200, "text/csv")
    return list(csv.reader(io.StringIO((await response.read()).decode("utf-8-sig"))))


PAGES = ("/staff/measures", "/staff/measures/topics.csv")


async def test_consultants_see_their_own_figures_and_no_others(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    consultant = await staff_browser(web_client, await make_staff(context))
    for address in PAGES:
        assert (await consultant.get(address)).status == 403, address
    assert (await consultant.get("/staff/measures/mine")).status == 200
    trainer = await staff_browser(web_client, await make_staff(context, "中村 けん", Role.TRAINER))
    assert (await trainer.get("/staff/measures/mine")).status == 403


async def test_the_page_shows_shares_and_every_table(context: Context, browser: Browser, boss: Staff) -> None:
    await make_histories(
        context,
        boss,
        History(START - timedelta(days=3), answered_h=2, score=4),
        History(START - timedelta(days=3), answered_h=30, breach=""),
        History(START - timedelta(days=2)),
    )
    page = await text_of(await browser.get("/staff/measures"))
    assert "33.3 %" in page
    assert "1件／3件" in page
    for sentence in ("西野 さちこ", "相談員に相談したい", "まだ記録していない", "分類なし", "11月24日 10:00の時点"):
        assert sentence in page


async def test_a_file_holds_the_table_of_the_period(context: Context, browser: Browser, boss: Staff) -> None:
    await make_histories(
        context,
        boss,
        History(START - timedelta(days=3), answered_h=2, topic="apply_job"),
        History(START - timedelta(days=40), answered_h=30),
    )
    head, *rows = await csv_of(browser, "/staff/measures/topics.csv")
    assert head[:4] == ["内容", "受け付けた相談", "24時間以内に回答", "24時間を過ぎて回答"]
    assert rows == [["応募・紹介", "1", "1", "0", "0", "0", "0", "100.0", "2.0", "2.0"]]
    rows = (await csv_of(browser, "/staff/measures/topics.csv?period=last_month"))[1:]
    assert [row[:4] for row in rows] == [["相談員に相談したい", "1", "0", "1"]]
    assert (await browser.get("/staff/measures/seekers.csv")).status == 404


async def test_files_know_no_seeker(context: Context, browser: Browser, boss: Staff) -> None:
    await make_histories(context, boss, History(START - timedelta(days=3), answered_h=2, score=1))
    for name in ("summary", "time", "hours", "consultants", "topics", "labels", "breaches", "satisfaction"):
        cells = [cell for row in await csv_of(browser, f"/staff/measures/{name}.csv") for cell in row]
        assert not any(cell.startswith("相談者 ") for cell in cells)


async def test_wrong_days_come_back_with_a_reason_and_what_was_typed(browser: Browser) -> None:
    response = await browser.get("/staff/measures?period=free&from=2026-11-12&to=2026-11-11")
    assert response.status == 422
    assert "終わりの日は、はじめの日より後に" in await text_of(response)
    assert 'value="2026-11-12"' in await response.text()


async def test_ones_own_page_counts_what_one_answered(context: Context, browser: Browser, boss: Staff) -> None:
    other = await make_staff(context, "森田 ひろし")
    await make_histories(context, other, History(START - timedelta(days=3), answered_h=2))
    await make_histories(context, boss, History(START - timedelta(days=3), answered_h=3))
    page = await text_of(await browser.get("/staff/measures/mine"))
    assert "1件／1件" in page
    assert "森田" not in page
