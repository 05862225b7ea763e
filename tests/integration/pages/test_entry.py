"""The doors to the secure pages: one-time links, LIFF, sessions."""

from dataclasses import replace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select

from backend.app import create_web_app
from backend.context import Context
from backend.pages import service as pages
from backend.pages.models import SeekerSession
from backend.seekers.models import Seeker
from tests.conftest import FrozenClock, Line
from tests.integration.web_helpers import Browser, make_seeker, seeker_browser, text_of

USER = "U" + "0123456789abcdef" * 2


async def make_link(context: Context, seeker: Seeker, page: str = "ask") -> str:
    """Path of a one-time link."""
    async with context.db.transaction() as session:
        placeholder = await pages.create_link(session, seeker=seeker, page=page, now=context.clock())
    return str(pages.resolve_links([placeholder], keys=context.vault.keys, public_url="")[0])


async def test_looking_at_a_link_does_not_spend_it(context: Context, web_client: TestClient[Any, Any]) -> None:
    path = await make_link(context, await make_seeker(context))
    browser = Browser(web_client)
    for _ in range(3):
        response = await browser.get(path)
        assert response.status == 200
        assert "開く" in await text_of(response)
    assert browser.cookies == {}
    assert (await browser.post(path)).status == 303


async def test_a_link_opens_its_page_once(context: Context, web_client: TestClient[Any, Any]) -> None:
    path = await make_link(context, await make_seeker(context), "inbox")
    browser = Browser(web_client)
    opened = await browser.post(path)
    assert opened.status == 303
    assert opened.headers["Location"] == "/me/inbox"
    assert (await browser.get("/me/inbox")).status == 200
    again = await Browser(web_client).post(path)
    assert again.status == 403
    assert "このリンクは使えなくなりました" in await text_of(again)


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    path = await make_link(context, await make_seeker(context))
    cookie = (await Browser(web_client).post(path)).cookies["madoguchi_me"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/me"
    assert cookie["max-age"] == ""


async def test_an_expired_link_is_refused(
    context: Context, web_client: TestClient[Any, Any], clock: FrozenClock
) -> None:
    path = await make_link(context, await make_seeker(context))
    clock.advance(hours=24, seconds=1)
    assert (await Browser(web_client).post(path)).status == 403


@pytest.mark.parametrize("token", ["x", "A" * 43, "あ" * 43, "A" * 42 + "!"])
async def test_a_made_up_link_is_refused(web_client: TestClient[Any, Any], token: str) -> None:
    assert (await Browser(web_client).post(f"/s/{token}")).status == 403


async def test_after_two_hours_the_page_asks_to_come_back_from_line(
    context: Context, web_client: TestClient[Any, Any], clock: FrozenClock
) -> None:
    browser = await seeker_browser(context, web_client, await make_seeker(context))
    clock.advance(hours=2, seconds=1)
    response = await browser.get("/me/home")
    assert response.status == 401
    assert "もう一度、LINEからお開きください" in await text_of(response)


async def test_a_question_posted_after_the_session_ended_is_shown_again_and_not_stored(
    context: Context, web_client: TestClient[Any, Any], clock: FrozenClock
) -> None:
    browser = await seeker_browser(context, web_client, await make_seeker(context))
    await browser.get("/me/ask")
    clock.advance(hours=2, seconds=1)
    response = await browser.post("/me/ask", body="長く書いた相談 <b>です</b>")
    assert response.status == 401
    assert "長く書いた相談 &lt;b&gt;です&lt;/b&gt;" in await response.text()


async def test_logging_out_ends_the_session_in_the_database(context: Context, web_client: TestClient[Any, Any]) -> None:
    browser = await seeker_browser(context, web_client, await make_seeker(context))
    stolen = dict(browser.cookies)
    assert (await browser.post("/me/logout")).status == 200
    assert browser.cookies == {}
    assert (await Browser(web_client, stolen).get("/me/home")).status == 401


async def test_a_post_without_the_csrf_token_is_refused(context: Context, web_client: TestClient[Any, Any]) -> None:
    browser = await seeker_browser(context, web_client, await make_seeker(context))
    assert (await browser.post("/me/logout", csrf=False)).status == 403
    browser.csrf_token = "another"
    assert (await browser.post("/me/delete", sure="yes")).status == 403
    assert (await browser.get("/me/home")).status == 200


def id_token(line: Line, user: str, **options: Any) -> str:
    """What LIFF would hand to the page of a friend of the official account."""
    line.know(user)
    return str(line.state.id_token(user, **options))


async def test_liff_opens_a_session_for_the_person_line_confirmed(
    context: Context, web_client: TestClient[Any, Any], line: Line
) -> None:
    seeker = await make_seeker(context, USER)
    token = id_token(line, USER)
    response = await web_client.post("/liff/session", json={"id_token": token, "page": "ask"})
    assert response.status == 200
    assert await response.json() == {"redirect": "/me/ask"}
    async with context.db.transaction() as session:
        assert await session.scalar(select(SeekerSession.seeker_id)) == seeker.id


async def test_liff_leads_to_our_own_pages_only(web_client: TestClient[Any, Any], line: Line) -> None:
    token = id_token(line, USER)
    response = await web_client.post("/liff/session", json={"id_token": token, "page": "//evil.example.com"})
    assert await response.json() == {"redirect": "/me/home"}


@pytest.mark.parametrize("options", [{"ttl_s": -10}, {"audience": "another-channel"}])
async def test_liff_refuses_tokens_that_are_old_or_for_another_channel(
    web_client: TestClient[Any, Any], line: Line, options: dict[str, Any]
) -> None:
    token = id_token(line, USER, **options)
    assert (await web_client.post("/liff/session", json={"id_token": token})).status == 401


async def test_liff_says_so_when_line_is_down(context: Context, line: Line) -> None:
    nowhere = context.settings.model_copy(update={"line_api_base": "http://127.0.0.1:9"})
    async with TestClient(TestServer(create_web_app(replace(context, settings=nowhere)))) as client:
        response = await client.post("/liff/session", json={"id_token": id_token(line, USER)})
        assert response.status == 502
        assert "つながりにくくなっています" in (await response.json())["message"]


async def test_liff_refuses_what_line_did_not_confirm(context: Context, web_client: TestClient[Any, Any]) -> None:
    for token in ("", "made.up.token"):
        response = await web_client.post("/liff/session", json={"id_token": token, "page": "home"})
        assert response.status == 401
        assert (await response.json())["message"].startswith("LINEでの確認ができませんでした")
        assert "madoguchi_me" not in response.cookies
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(SeekerSession)) == 0


async def test_liff_takes_json_only_so_that_other_sites_cannot_post_a_form(web_client: TestClient[Any, Any]) -> None:
    response = await web_client.post("/liff/session", data={"id_token": "x"})
    assert response.status == 401


async def test_the_liff_page_gets_its_own_policy_only_with_a_liff_id(web_client: TestClient[Any, Any]) -> None:
    response = await web_client.get("/liff/inbox")
    assert response.status == 200
    assert "line-scdn" not in response.headers["Content-Security-Policy"]
    assert 'data-page="inbox"' in await response.text()
