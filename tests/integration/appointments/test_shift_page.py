"""Supervisors keep working times and closing days on a page; nobody's booking loses its consultant by it."""

from datetime import date, timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import select, text

from backend.appointments import service as appointments
from backend.appointments.models import Closure, Format, Shift
from backend.audit.models import AuditEvent
from backend.context import Context
from backend.seekers.service import get_seeker
from backend.staff.models import Role, Staff
from tests.integration.web_helpers import Browser, make_seeker, make_staff, staff_browser, text_of

PAGE = "/staff/shifts"
MONDAY = date(2026, 11, 30)
WEDNESDAY = MONDAY + timedelta(days=2)
TOO_FAR = ("2027-12-01", "夏")


@pytest.fixture
async def boss(context: Context) -> Staff:
    return await make_staff(context, "西野 さちこ", Role.SUPERVISOR, registered=False)


@pytest.fixture
async def desk(web_client: TestClient[Any, Any], boss: Staff) -> Browser:
    return await staff_browser(web_client, boss)


def hours(staff: Staff, **changes: str) -> dict[str, str]:
    """The form for one Monday from 9:00 to 17:00."""
    form = {"first": str(MONDAY), "last": "", "start_minute": "540", "end_minute": "1020", "lanes": "2"}
    return {"consultant_id": str(staff.id), **form, **changes}


async def days_of(context: Context, staff: Staff) -> list[date]:
    async with context.db.transaction() as session:
        rows = select(Shift.business_date).where(Shift.consultant_id == staff.id).order_by(Shift.business_date)
        return list(await session.scalars(rows))


async def book(context: Context, day: date, minute: int = 600) -> None:
    seeker = await make_seeker(context)
    async with context.db.transaction() as session:
        await appointments.book_appointment(
            session,
            context.service,
            seeker=await get_seeker(session, seeker.id),
            business_date=day,
            start_minute=minute,
            format=Format.CHAT,
            request_key=f"test:{day}:{minute}",
            now=context.clock(),
        )


async def audited(context: Context) -> list[tuple[str, str, str]]:
    async with context.db.transaction() as session:
        rows = await session.execute(
            select(AuditEvent.action, AuditEvent.subject, AuditEvent.reason).order_by(AuditEvent.id)
        )
        return [(action, subject, reason) for action, subject, reason in rows]


async def test_the_same_days_of_several_weeks_are_entered_at_once_without_closing_days_and_only_once(
    context: Context, desk: Browser, boss: Staff, midori: Staff
) -> None:
    await desk.post(f"{PAGE}/closures", closed_on=str(MONDAY + timedelta(days=7)), label="創立記念日")
    form = hours(midori, last=str(MONDAY + timedelta(days=20)), weekday="mon")
    entered = await desk.post(PAGE, **form)
    assert entered.status == 303
    page = await text_of(await desk.get(entered.headers["Location"]))
    assert "2日分の勤務を登録しました。" in page
    assert "11月30日(月) 9:00〜17:00" in page
    assert await days_of(context, midori) == [MONDAY, MONDAY + timedelta(days=14)]
    again = await desk.post(PAGE, **form)
    assert again.status == 422
    assert "登録できる日がありません。" in await text_of(again)
    assert await audited(context) == [
        ("closure_added", "closure:2026-12-07", "創立記念日"),
        ("shifts_added", f"staff:{midori.id}", "2026-11-30..2026-12-14 540-1020 x2: 2"),
    ]
    async with context.db.transaction() as session:
        found = await appointments.list_openings(
            session, context.service, from_=MONDAY, to=MONDAY, format=None, now=context.clock(), limit=99
        )
        assert [opening.start_minute for opening in found] == list(range(540, 1020, 60))
        planned = await session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'replan_rungs'"))
        assert planned == 1


async def test_somebody_may_work_on_a_closing_day_that_is_entered_by_itself(
    context: Context, desk: Browser, midori: Staff
) -> None:
    await desk.post(f"{PAGE}/closures", closed_on=str(MONDAY), label="創立記念日")
    assert (await desk.post(PAGE, **hours(midori))).status == 303
    assert await days_of(context, midori) == [MONDAY]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("consultant_id", "", "だれの勤務かを選んでください。"),
        ("first", "2026-11-23", "今日から1年以内の日付"),
        ("first", "きのう", "今日から1年以内の日付"),
        ("last", "2026-11-29", "「いつから」より後の"),
        ("last", "いつか", "「いつから」より後の"),
        ("start_minute", "0", "何時からかを選んでください。"),
        ("end_minute", "540", "「何時から」より後の時刻"),
        ("end_minute", "1560", "「何時から」より後の時刻"),
        ("lanes", "9", "チャットの数を選んでください。"),
    ],
)
async def test_hours_that_cannot_be_are_refused_and_stay_in_the_form(
    context: Context, desk: Browser, midori: Staff, field: str, value: str, message: str
) -> None:
    refused = await desk.post(PAGE, **hours(midori, **{field: value}))
    assert refused.status == 422
    page = await text_of(refused)
    assert "1か所、ご確認ください" in page
    assert message in page
    assert 'value="1020" selected' in await refused.text() or field == "end_minute"
    assert await days_of(context, midori) == []


async def test_shifts_with_a_booking_stay_others_go_one_by_one_or_from_a_day_on(
    context: Context, desk: Browser, midori: Staff
) -> None:
    await desk.post(PAGE, **hours(midori, last=str(MONDAY + timedelta(days=4))))
    await book(context, WEDNESDAY)
    async with context.db.transaction() as session:
        ids = {day: id_ for day, id_ in await session.execute(select(Shift.business_date, Shift.id))}
    page = await text_of(await desk.get(f"{PAGE}?from={MONDAY}"))
    assert "12月2日(水) 9:00〜17:00 チャット2件まで 予約1件" in page
    refused = await desk.post(f"{PAGE}/{ids[WEDNESDAY]}/remove")
    assert refused.status == 409
    assert "予約が入っているため、消せません。" in await text_of(refused)
    assert (await desk.post(f"{PAGE}/{ids[MONDAY]}/remove")).status == 303
    assert (await desk.post(f"{PAGE}/{ids[MONDAY]}/remove")).status == 404
    assert (await desk.post(f"{PAGE}/of/{midori.id}/end", end_from="")).status == 422
    ended = await desk.post(f"{PAGE}/of/{midori.id}/end", end_from=str(WEDNESDAY))
    assert "2件の勤務を消しました。予約のある1件は残しました。" in await text_of(
        await desk.get(ended.headers["Location"])
    )
    assert await days_of(context, midori) == [MONDAY + timedelta(days=1), WEDNESDAY]
    assert [entry[0] for entry in await audited(context)] == ["shifts_added", "shift_removed", "shifts_ended"]


async def test_a_closing_day_says_which_bookings_stand_and_is_taken_back(
    context: Context, desk: Browser, midori: Staff
) -> None:
    await desk.post(PAGE, **hours(midori))
    await book(context, MONDAY)
    assert (await desk.post(f"{PAGE}/closures", closed_on=str(MONDAY), label=" 創立 記念日 ")).status == 303
    assert "創立 記念日 予約1件が残っています" in await text_of(await desk.get(PAGE))
    for closed_on, label in (
        (str(MONDAY), "夏"),
        ("2026-12-31", "年末"),
        ("2026-11-01", "夏"),
        (str(WEDNESDAY), " "),
        TOO_FAR,
    ):
        assert (await desk.post(f"{PAGE}/closures", closed_on=closed_on, label=label)).status == 422
    assert (await desk.post(f"{PAGE}/closures/remove", closed_on=str(MONDAY))).status == 303
    assert (await desk.post(f"{PAGE}/closures/remove", closed_on=str(MONDAY))).status == 404
    async with context.db.transaction() as session:
        assert (await session.scalars(select(Closure))).all() == []


async def test_only_supervisors_keep_working_times(
    context: Context, web_client: TestClient[Any, Any], midori: Staff
) -> None:
    browser = await staff_browser(web_client, midori)
    assert (await browser.get(PAGE)).status == 403
    for path in ("", f"/{midori.id}/remove", f"/of/{midori.id}/end", "/closures", "/closures/remove"):
        assert (await browser.post(PAGE + path, **hours(midori))).status == 403, path
