"""One's own settings and absences; supervisors set those of others."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import select

from backend.context import Context
from backend.ladder import ticker
from backend.ladder.models import LadderRung
from backend.staff.models import Absence, Role, Staff
from tests.conftest import FrozenClock
from tests.integration.ladder.builders import make_shifts
from tests.integration.web_helpers import make_staff, make_ticket, staff_browser, text_of

Http = TestClient[Any, Any]


async def saved(context: Context, staff: Staff) -> Staff:
    async with context.db.transaction() as session:
        return await session.get_one(Staff, staff.id)


async def absences(context: Context) -> list[Absence]:
    async with context.db.transaction() as session:
        return list(await session.scalars(select(Absence)))


async def test_addresses_and_shortcuts_are_kept(context: Context, web_client: Http) -> None:
    staff = await make_staff(context)
    browser = await staff_browser(web_client, staff)
    answer = await browser.post(
        "/staff/account", notice_email=" aoki@example.com ", notice_webhook="https://hooks.example.com/x"
    )
    assert answer.status == 303
    person = await saved(context, staff)
    assert (person.notice_email, person.notice_webhook) == ("aoki@example.com", "https://hooks.example.com/x")
    assert not person.uses_shortcuts
    await browser.post("/staff/account", notice_email="", notice_webhook="", uses_shortcuts="1")
    person = await saved(context, staff)
    assert (person.notice_email, person.notice_webhook, person.uses_shortcuts) == (None, None, True)


@pytest.mark.parametrize(
    ("email", "webhook"),
    [
        ("aoki", ""),
        ("aoki@example.com\nBcc: x@example.com", ""),
        ("", "http://hooks.example.com/"),
        ("", "https://10.0.0.1/"),
    ],
)
async def test_addresses_that_cannot_be_are_refused_and_stay_in_the_form(
    context: Context, web_client: Http, email: str, webhook: str
) -> None:
    staff = await make_staff(context)
    browser = await staff_browser(web_client, staff)
    answer = await browser.post("/staff/account", notice_email=email, notice_webhook=webhook)
    assert answer.status == 422
    assert "1か所、ご確認ください" in await text_of(answer)
    person = await saved(context, staff)
    assert (person.notice_email, person.notice_webhook) == (None, None)


async def test_an_absence_is_entered_in_japanese_time(context: Context, web_client: Http) -> None:
    staff, deputy = await make_staff(context), await make_staff(context, "森田 ひろし")
    browser = await staff_browser(web_client, staff)
    answer = await browser.post(
        "/staff/account/absences",
        starts_at="2026-11-25T09:00",
        ends_at="2026-11-26T00:00",
        deputy_id=str(deputy.id),
    )
    assert answer.status == 303
    [absence] = await absences(context)
    assert absence.starts_at == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    assert absence.deputy_id == deputy.id
    assert "代わり: 森田 ひろし" in await text_of(await browser.get("/staff/account"))
    await browser.post(f"/staff/account/absences/{absence.id}/remove")
    assert await absences(context) == []


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("", "2026-11-25T09:00"),
        ("2026-11-25T09:00", "2026-11-25T09:00"),
        ("2026-11-20T09:00", "2026-11-21T09:00"),
        ("2026-11-25T09:00", "2028-11-25T09:00"),
        ("tomorrow", "2026-11-25T09:00"),
    ],
)
async def test_times_that_cannot_be_are_refused(context: Context, web_client: Http, start: str, end: str) -> None:
    browser = await staff_browser(web_client, await make_staff(context))
    answer = await browser.post("/staff/account/absences", starts_at=start, ends_at=end, deputy_id="")
    assert answer.status == 422
    assert await absences(context) == []


async def test_nobody_stands_in_for_themselves_and_trainers_stand_in_for_nobody(
    context: Context, web_client: Http
) -> None:
    staff = await make_staff(context)
    trainer = await make_staff(context, "中村 けん", Role.TRAINER)
    browser = await staff_browser(web_client, staff)
    for deputy in (str(staff.id), str(trainer.id), "nobody"):
        answer = await browser.post(
            "/staff/account/absences", starts_at="2026-11-25T09:00", ends_at="2026-11-26T09:00", deputy_id=deputy
        )
        assert answer.status == 422
    assert await absences(context) == []


async def test_a_supervisor_enters_and_removes_anybodys_absence_and_a_consultant_does_not(
    context: Context, web_client: Http
) -> None:
    staff = await make_staff(context)
    boss = await staff_browser(web_client, await make_staff(context, "西野 さちこ", Role.SUPERVISOR))
    fields = {"starts_at": "2026-11-25T09:00", "ends_at": "2026-11-26T09:00", "deputy_id": ""}
    assert (await boss.post("/staff/absences", staff_id=str(staff.id), **fields)).status == 303
    [absence] = await absences(context)
    assert absence.staff_id == staff.id
    other = await staff_browser(web_client, await make_staff(context, "森田 ひろし"))
    assert (await other.get("/staff/absences")).status == 403
    assert (await other.post(f"/staff/account/absences/{absence.id}/remove")).status == 404
    assert (await boss.post(f"/staff/absences/{absence.id}/remove")).status == 303
    assert await absences(context) == []


async def test_rungs_move_into_the_hours_that_are_left_when_somebody_falls_ill(
    context: Context, clock: FrozenClock, web_client: Http, run_jobs: Any
) -> None:
    early, late = await make_staff(context), await make_staff(context, "森田 ひろし")
    await make_shifts(context, early, 540, 1080)
    await make_shifts(context, late, 1080, 1500)
    ticket = await make_ticket(context)

    async def half() -> datetime:
        async with context.db.transaction() as session:
            return (await session.get_one(LadderRung, (ticket.id, 50))).fires_at

    assert await half() == clock() + timedelta(hours=12)
    browser = await staff_browser(web_client, late)
    await browser.post(
        "/staff/account/absences", starts_at="2026-11-24T12:00", ends_at="2026-11-26T12:00", deputy_id=""
    )
    await run_jobs()
    assert await half() == clock() + timedelta(hours=7, minutes=30)  # 17:30, half an hour before the day ends
    await ticker.replan(context)
    assert await half() == clock() + timedelta(hours=7, minutes=30)
