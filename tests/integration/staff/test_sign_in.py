"""Staff sign-in: passwords, back-off, sessions, roles."""

from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import func, select, update

from backend.context import Context
from backend.staff import service
from backend.staff.models import LoginAttempt, Role, Staff, StaffSession
from tests.conftest import FrozenClock
from tests.integration.web_helpers import (
    CHEAP_HASHER,
    PASSWORD,
    Browser,
    make_staff,
    make_ticket,
    staff_browser,
    text_of,
)


async def sign_in(http: TestClient[Any, Any], login: str, password: str) -> tuple[Browser, int, str]:
    """A fresh browser's attempt: browser, status, page."""
    browser = Browser(http)
    await browser.get("/staff/login")
    response = await browser.post("/staff/login", login=login, password=password)
    return browser, response.status, await text_of(response)


async def test_the_right_password_opens_the_queue(context: Context, web_client: TestClient[Any, Any]) -> None:
    staff = await make_staff(context, login="midori@example.com")
    browser, status, _ = await sign_in(web_client, " Midori@Example.com ", PASSWORD)
    assert status == 303
    assert (await browser.get("/staff")).headers["Location"] == "/staff/queue"
    assert staff.display_name in await text_of(await browser.get("/staff/queue"))


async def test_the_cookie_is_out_of_reach_and_the_database_holds_only_its_hash(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    staff = await make_staff(context)
    browser = Browser(web_client)
    await browser.get("/staff/login")
    cookie = (await browser.post("/staff/login", login=staff.login, password=PASSWORD)).cookies["madoguchi_staff"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/staff")
    async with context.db.transaction() as session:
        stored = (await session.scalars(select(StaffSession.token_hash))).one()
    assert cookie.value.encode() not in stored
    assert len(stored) == 32


async def test_a_refusal_does_not_tell_whether_the_login_exists(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    staff = await make_staff(context)
    _, known_status, known = await sign_in(web_client, staff.login, "wrong")
    _, unknown_status, unknown = await sign_in(web_client, "nobody@example.com", "wrong")
    assert known_status == unknown_status == 401
    assert "ログインIDまたはパスワードが違います。" in known
    assert known == unknown


async def test_a_disabled_account_cannot_sign_in_and_its_open_session_ends(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    staff = await make_staff(context)
    browser = await staff_browser(web_client, staff)
    async with context.db.transaction() as session:
        await session.execute(update(Staff).where(Staff.id == staff.id).values(disabled_at=context.clock()))
    assert (await browser.get("/staff/queue")).headers["Location"].startswith("/staff/login")
    _, status, _ = await sign_in(web_client, staff.login, PASSWORD)
    assert status == 401


async def test_guessing_makes_the_login_wait_longer_each_time_and_even_the_right_password_must_wait(
    context: Context, web_client: TestClient[Any, Any], clock: FrozenClock
) -> None:
    staff = await make_staff(context)
    for _ in range(service.FREE_ATTEMPTS - 1):
        _, status, _ = await sign_in(web_client, staff.login, "wrong")
        assert status == 401
    _, status, page = await sign_in(web_client, staff.login, "wrong")
    assert status == 429
    assert "1分ほど待ってから" in page
    _, status, _ = await sign_in(web_client, staff.login, PASSWORD)
    assert status == 429
    clock.advance(minutes=1)
    _, status, page = await sign_in(web_client, staff.login, "wrong")
    assert status == 429
    assert "2分ほど待ってから" in page
    clock.advance(minutes=2)
    _, status, _ = await sign_in(web_client, staff.login, PASSWORD)
    assert status == 303
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(LoginAttempt)) == 0


async def test_guessing_one_login_does_not_slow_another(context: Context, web_client: TestClient[Any, Any]) -> None:
    staff, other = await make_staff(context), await make_staff(context)
    for _ in range(service.FREE_ATTEMPTS):
        await sign_in(web_client, staff.login, "wrong")
    _, status, _ = await sign_in(web_client, other.login, PASSWORD)
    assert status == 303


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    minutes = [service.wait_after(failures).total_seconds() / 60 for failures in range(4, 12)]
    assert minutes == [0, 1, 2, 4, 8, 15, 15, 15]


async def test_an_old_hash_is_made_stronger_at_sign_in(context: Context, web_client: TestClient[Any, Any]) -> None:
    weak = CHEAP_HASHER.hash(PASSWORD)
    staff = await make_staff(context, password_hash=weak)
    await sign_in(web_client, staff.login, PASSWORD)
    async with context.db.transaction() as session:
        stronger = (await session.scalars(select(Staff.password_hash))).one()
    assert stronger != weak
    assert "m=8," not in stronger
    _, status, _ = await sign_in(web_client, staff.login, PASSWORD)
    assert status == 303


async def test_the_login_form_needs_its_own_token(context: Context, web_client: TestClient[Any, Any]) -> None:
    staff = await make_staff(context)
    browser = Browser(web_client)
    response = await browser.post("/staff/login", login=staff.login, password=PASSWORD, csrf_token="made up")
    assert response.status == 403


async def test_half_an_hour_without_a_touch_ends_the_session(
    context: Context, web_client: TestClient[Any, Any], clock: FrozenClock
) -> None:
    browser = await staff_browser(web_client, await make_staff(context))
    clock.advance(minutes=29)
    assert (await browser.get("/staff/queue")).status == 200
    clock.advance(minutes=29)
    assert (await browser.get("/staff/queue")).status == 200
    clock.advance(minutes=30)
    response = await browser.get("/staff/queue?tab=urgent")
    assert response.headers["Location"] == "/staff/login?next=/staff/queue?tab%3Durgent"


async def test_what_the_page_asks_by_itself_does_not_keep_the_session_awake(
    context: Context, web_client: TestClient[Any, Any], clock: FrozenClock
) -> None:
    browser = await staff_browser(web_client, await make_staff(context))
    for _ in range(3):
        clock.advance(minutes=9)
        assert (await browser.get("/staff/queue/list?tab=open&live=1")).status == 200
    clock.advance(minutes=9)
    assert (await browser.get("/staff/queue/list?tab=open&live=1", **{"HX-Request": "true"})).status == 401


async def test_twelve_hours_end_every_session(
    context: Context, web_client: TestClient[Any, Any], clock: FrozenClock
) -> None:
    browser = await staff_browser(web_client, await make_staff(context))
    for _ in range(28):
        clock.advance(minutes=25)
        assert (await browser.get("/staff/queue")).status == 200
    clock.advance(minutes=25)
    assert (await browser.get("/staff/queue")).status == 303


async def test_logging_out_ends_the_session_in_the_database(context: Context, web_client: TestClient[Any, Any]) -> None:
    browser = await staff_browser(web_client, await make_staff(context))
    stolen = dict(browser.cookies)
    assert (await browser.post("/staff/logout")).headers["Location"] == "/staff/login"
    assert (await Browser(web_client, stolen).get("/staff/queue")).status == 303


@pytest.mark.parametrize("target", ["//evil.example.com", "https://evil.example.com", "/me/home", "/staff\\evil", ""])
async def test_signing_in_leads_to_staff_pages_only(
    context: Context, web_client: TestClient[Any, Any], target: str
) -> None:
    staff = await make_staff(context)
    browser = Browser(web_client)
    await browser.get("/staff/login")
    response = await browser.post("/staff/login", login=staff.login, password=PASSWORD, next=target)
    assert response.headers["Location"] == "/staff"


async def test_people_without_a_place_in_the_queue_read_so_and_cannot_open_it(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    trainer = await make_staff(context, "中村 けん", Role.TRAINER, registered=False)
    ticket = await make_ticket(context)
    browser = Browser(web_client)
    await browser.get("/staff/login")
    await browser.post("/staff/login", login=trainer.login, password=PASSWORD)
    page = await text_of(await browser.get("/staff"))
    assert "トレーナー" in page
    assert "まだできていません" in page
    for path in ("/staff/queue", "/staff/queue/list", f"/staff/tickets/{ticket.id}"):
        assert (await browser.get(path)).status == 403
    assert (await browser.get("/staff/events")).status == 401


async def test_staff_pages_can_never_be_framed(context: Context, web_client: TestClient[Any, Any]) -> None:
    response = await web_client.get("/staff/login")
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
