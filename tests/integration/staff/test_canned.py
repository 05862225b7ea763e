"""Ready-made texts: written by trainers and supervisors, approved for LINE by supervisors, filled in for a case."""

from typing import Any
from uuid import uuid4

import pytest
from aiohttp.test_utils import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.canned import service
from backend.canned.models import CannedAnswer
from backend.context import Context
from backend.errors import InvalidInput
from backend.staff.models import Role
from backend.tickets.desk import claim_ticket
from tests.integration.web_helpers import Browser, make_staff, make_ticket, staff_browser, text_of

TITLE, BODY = "はじめのあいさつ", "{pseudonym}さま\n相談員の{consultant}です。{due}までにお返事します。"


@pytest.fixture
async def trainer(context: Context, web_client: TestClient[Any, Any]) -> Browser:
    return await staff_browser(
        web_client, await make_staff(context, "中村 けん", Role.TRAINER, registered=False, login="ken@example.com")
    )


@pytest.fixture
async def supervisor(context: Context, web_client: TestClient[Any, Any]) -> Browser:
    return await staff_browser(
        web_client, await make_staff(context, "西野 さちこ", Role.SUPERVISOR, login="sachiko@example.com")
    )


async def stored(context: Context) -> CannedAnswer:
    """The only text there is."""
    async with context.db.transaction() as session:
        return (await session.scalars(select(CannedAnswer))).one()


async def make_text(browser: Browser, title: str = TITLE, body: str = BODY, topic: str = "") -> str:
    """Write a text; returns its address."""
    response = await browser.post("/staff/canned/new", title=title, body=body, topic=topic)
    assert response.status == 303, await text_of(response)
    return response.headers["Location"].split("?")[0]


async def test_a_trainer_writes_previews_and_changes_a_text(context: Context, trainer: Browser) -> None:
    preview = await trainer.post("/staff/canned/new", title=TITLE, body=BODY, preview="1")
    assert "相談員の中村 けんです。" in await text_of(preview)
    address = await make_text(trainer)
    assert TITLE in await text_of(await trainer.get("/staff/canned"))
    changed = await trainer.post(address, title=TITLE, body="新しい文章です。", version="1")
    assert changed.status == 303
    assert (await stored(context)).body == "新しい文章です。"
    assert (await stored(context)).version == 2


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{name}さま", "「{name}」は使えません。"),
        ("{}さま", "「{}」は使えません。"),
        ("{pseudonymさま", "数がそろっているか"),
        ("笑}", "数がそろっているか"),
        (" ", "文章を入力してください。"),
        ("長" * 2001, "2000文字以内"),
    ],
)
async def test_what_cannot_be_filled_is_refused_with_a_reason_and_nothing_typed_is_lost(
    context: Context, trainer: Browser, body: str, says: str
) -> None:
    for fields in ({}, {"preview": "1"}):
        refused = await trainer.post("/staff/canned/new", title=TITLE, body=body, **fields)
        assert refused.status == 422
        assert says in await text_of(refused)
        assert body.strip() in await text_of(refused)
    async with context.db.transaction() as session:
        assert (await session.scalars(select(CannedAnswer))).all() == []


async def test_two_people_saving_at_once_the_second_keeps_both_texts_on_the_page(
    context: Context, trainer: Browser, supervisor: Browser
) -> None:
    address = await make_text(trainer)
    assert (await supervisor.post(address, title=TITLE, body="実施責任者の文章です。", version="1")).status == 303
    late = await trainer.post(address, title=TITLE, body="トレーナーの文章です。", version="1")
    assert late.status == 409
    page = await text_of(late)
    assert "ほかの人が先に保存しました。" in page
    assert "実施責任者の文章です。" in page
    assert "トレーナーの文章です。" in page
    assert (await trainer.post(address, title=TITLE, body="トレーナーの文章です。", version="2")).status == 303


async def test_a_title_is_used_once(trainer: Browser) -> None:
    await make_text(trainer)
    refused = await trainer.post("/staff/canned/new", title=TITLE, body="別の文章です。")
    assert refused.status == 409
    assert "同じ題名の定型文があります。" in await text_of(refused)


async def test_only_supervisors_approve_for_line_and_a_changed_text_must_be_approved_again(
    context: Context, trainer: Browser, supervisor: Browser
) -> None:
    address = await make_text(trainer, body="お待ちしています。")
    assert (await trainer.post(address + "/line", approved="1", version="1")).status == 403
    assert (await supervisor.post(address + "/line", approved="1", version="1")).status == 303
    async with context.db.transaction() as session:
        assert await service.is_approved_for_line(session, body="お待ちしています。", values={})
        assert not await service.is_approved_for_line(session, body="お待ちしています。090-0000-0000", values={})
    await trainer.post(address, title=TITLE, body="お待ちしています！", version="2")
    assert not (await stored(context)).may_go_to_line


async def test_texts_are_archived_not_deleted_and_archived_ones_are_not_offered(
    context: Context, web_client: TestClient[Any, Any], trainer: Browser
) -> None:
    address = await make_text(trainer)
    midori = await make_staff(context)
    ticket = await make_ticket(context)
    desk = await staff_browser(web_client, midori)
    assert TITLE in await text_of(await desk.get(f"/staff/tickets/{ticket.id}/canned"))
    assert (await trainer.post(address + "/archive", archived="1", version="1")).status == 303
    assert TITLE not in await text_of(await desk.get(f"/staff/tickets/{ticket.id}/canned"))
    assert TITLE not in await text_of(await trainer.get("/staff/canned"))
    assert TITLE in await text_of(await trainer.get("/staff/canned?archived=1"))
    assert (await trainer.post(address + "/archive", archived="0", version="2")).status == 303
    assert TITLE in await text_of(await trainer.get("/staff/canned"))


async def test_the_picker_fills_in_the_case_and_puts_its_topic_first(
    context: Context, web_client: TestClient[Any, Any], trainer: Browser
) -> None:
    await make_text(trainer)
    await make_text(trainer, title="面接の前に", body="深呼吸しましょう。", topic="interview_tips")
    ticket = await make_ticket(context, topic="interview_tips")
    midori = await make_staff(context)
    desk = await staff_browser(web_client, midori)
    page = await text_of(await desk.get(f"/staff/tickets/{ticket.id}/canned"))
    assert page.index("面接の前に") < page.index(TITLE)
    assert "相談員の青木 みどりです。11月25日(水) 10時00分までに" in page
    found = await text_of(await desk.get(f"/staff/tickets/{ticket.id}/canned?q=深呼吸"))
    assert "面接の前に" in found
    assert TITLE not in found
    assert await text_of(await desk.get(f"/staff/tickets/{ticket.id}/canned?q=%25")) == ""


async def test_without_javascript_a_text_is_put_after_what_was_written(
    context: Context, web_client: TestClient[Any, Any], trainer: Browser
) -> None:
    address = await make_text(trainer, body="深呼吸しましょう。")
    midori, ticket = await make_staff(context), await make_ticket(context)
    async with context.db.transaction() as session:
        await claim_ticket(session, ticket_id=ticket.id, staff=midori, now=context.clock())
    desk = await staff_browser(web_client, midori)
    page = await desk.post(
        f"/staff/tickets/{ticket.id}/insert", body="書きかけ", link="book", canned_id=address.split("/")[-1]
    )
    html = await page.text()
    assert "書きかけ\n\n深呼吸しましょう。" in html
    assert 'value="book" checked' in html


async def test_consultants_use_texts_but_do_not_write_them(context: Context, web_client: TestClient[Any, Any]) -> None:
    desk = await staff_browser(web_client, await make_staff(context))
    assert (await desk.get("/staff/canned")).status == 403
    assert (await desk.post("/staff/canned/new", title=TITLE, body=BODY)).status == 403
    assert (await desk.post(f"/staff/canned/{uuid4()}/archive", archived="1")).status == 403


@given(st.text(alphabet="{}abc pseudonym consultant漢字", max_size=60), st.text(max_size=20))
def test_a_text_that_passes_the_check_is_filled_completely_and_values_are_never_templates(
    body: str, value: str
) -> None:
    try:
        service.check_body(body)
    except InvalidInput:
        return
    filled = service.fill(body, dict.fromkeys(service.PLACEHOLDERS, value))
    rest = body
    for name in service.PLACEHOLDERS:
        rest = rest.replace("{" + name + "}", value)
    assert filled == rest
