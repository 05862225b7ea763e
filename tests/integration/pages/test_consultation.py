"""Questions from the secure page, the inbox, and data rights."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import func, select

from backend.appointments.models import Appointment, AppointmentState, BookingCell, Format
from backend.appointments.service import book_appointment
from backend.audit.models import AuditEvent
from backend.audit.service import first_broken_link
from backend.context import Context
from backend.line.models import LineMessage, MessageState
from backend.pages.models import SecureLink, SeekerSession
from backend.seekers.models import Seeker
from backend.tickets import answers, desk
from backend.tickets import service as tickets
from backend.tickets.answers import Answer
from backend.tickets.models import UNDO, Ticket, TicketMessage, TicketState, Urgency
from backend.vault.keys import VaultError
from backend.vault.models import VaultField
from tests.conftest import FrozenClock
from tests.integration.appointments.builders import make_shifts
from tests.integration.pages.test_registration import GOOD
from tests.integration.web_helpers import (
    REQUEST_KEY,
    Browser,
    make_seeker,
    make_staff,
    make_ticket,
    seeker_browser,
    text_of,
)


@pytest.fixture
async def browser(context: Context, web_client: TestClient[Any, Any], seeker: Seeker) -> Browser:
    return await seeker_browser(context, web_client, seeker)


async def the_ticket(context: Context) -> Ticket:
    """The only ticket there is."""
    async with context.db.transaction() as session:
        return (await session.scalars(select(Ticket))).one()


async def answer(context: Context, ticket: Ticket, body: str = "お答えします。") -> None:
    """A consultant claims and answers."""
    staff = await make_staff(context)
    async with context.db.transaction() as session:
        await desk.claim_ticket(session, ticket_id=ticket.id, staff=staff, now=context.clock())
        await answers.answer_ticket(
            session,
            context.vault,
            context.texts,
            ticket_id=ticket.id,
            staff=staff,
            answer=Answer(body),
            request_key=f"answer:{uuid4()}",
            now=context.clock() - UNDO,
        )


async def test_a_question_becomes_a_sealed_ticket_due_in_24_hours(context: Context, browser: Browser) -> None:
    key = REQUEST_KEY.findall(await (await browser.get("/me/ask")).text())[0]
    response = await browser.post("/me/ask", body="面接が心配です。", topic="form_documents", request_key=key)
    assert response.status == 200
    page = await text_of(response)
    assert "相談員に届きました" in page
    assert "11月25日(水) 10時00分まで" in page
    ticket = await the_ticket(context)
    assert (ticket.topic, ticket.reason, ticket.urgency) == ("form_documents", "form", Urgency.NORMAL)
    assert ticket.due_at == context.clock() + timedelta(hours=24)
    async with context.db.transaction() as session:
        sealed = (await session.scalars(select(TicketMessage.body_sealed))).one()
    assert "面接".encode() not in sealed


async def test_the_same_form_posted_twice_is_one_message_even_after_the_ticket_was_closed(
    context: Context, browser: Browser
) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert (await browser.post("/me/ask", body="質問です", request_key=key)).status == 200
    async with context.db.transaction() as session:
        ticket = (await session.scalars(select(Ticket))).one()
        ticket.state, ticket.closed_at = TicketState.CLOSED, context.clock()
    assert (await browser.post("/me/ask", body="質問です", request_key=key)).status == 200
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Ticket)) == 1
        assert await session.scalar(select(func.count()).select_from(TicketMessage)) == 1


@pytest.mark.parametrize(
    ("body", "sentence"), [("  \n", "文章を入力してください。"), ("あ" * 4001, "4000文字以内で入力してください。")]
)
async def test_an_empty_or_too_long_question_comes_back_with_the_text(
    context: Context, browser: Browser, body: str, sentence: str
) -> None:
    response = await browser.post("/me/ask", body=body, topic="form_work", request_key=str(uuid4()))
    assert response.status == 422
    assert sentence in await text_of(response)
    html = await response.text()
    assert 'value="form_work" checked' in html
    assert body.strip() in html
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Ticket)) == 0


async def test_danger_is_answered_at_once_with_numbers_to_tap_and_an_urgent_ticket(
    context: Context, browser: Browser
) -> None:
    response = await browser.post("/me/ask", body="もう死にたいです。", topic="form_work", request_key=str(uuid4()))
    html = await response.text()
    assert "話してくれて、ありがとうございます" in html
    assert 'href="tel:119"' in html
    assert 'href="tel:0120279338"' in html
    ticket = await the_ticket(context)
    assert (ticket.topic, ticket.reason, ticket.urgency) == ("crisis_suicide", "safety", Urgency.URGENT)


async def test_a_cry_too_long_for_the_form_is_answered_and_reaches_a_person_all_the_same(
    context: Context, browser: Browser
) -> None:
    body = "もう死にたいです。" + "あ" * 4000
    for _ in range(2):  # sending it again is not a second cry
        response = await browser.post("/me/ask", body=body, topic="form_work", request_key=str(UUID(int=7)))
    html = await response.text()
    assert response.status == 422
    assert 'href="tel:0120279338"' in html
    assert body in html
    assert (await the_ticket(context)).urgency is Urgency.URGENT
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(TicketMessage)) == 1


async def test_a_cry_typed_into_a_page_that_closed_meanwhile_is_answered_there(
    web_client: TestClient[Any, Any],
) -> None:
    response = await web_client.post("/me/ask", data={"body": "夫に殴られています。"})
    html = await response.text()
    assert response.status == 401
    assert 'href="tel:110"' in html
    assert "夫に殴られています。" in html


async def test_an_idiom_of_exhaustion_gets_a_kind_word_and_no_alarm(context: Context, browser: Browser) -> None:
    response = await browser.post("/me/ask", body="死ぬほど忙しいです。", request_key=str(uuid4()))
    assert "とてもお疲れのようですね" in await text_of(response)
    assert (await the_ticket(context)).urgency is Urgency.NORMAL


async def test_the_inbox_says_what_waits_and_what_is_new_and_reading_marks_it_read(
    context: Context, browser: Browser, seeker: Seeker, clock: FrozenClock
) -> None:
    ticket = await make_ticket(context, seeker=seeker, topic="form_jobs")
    page = await text_of(await browser.get("/me/inbox"))
    assert "仕事さがし" in page
    assert "返事を待っています（11月25日(水) 10時00分までにお答えします）" in page
    clock.advance(hours=1)
    await answer(context, ticket, "応募書類を\n一緒に見ましょう。")
    assert "新しい回答 1件" in await text_of(await browser.get("/me/home"))
    page = await text_of(await browser.get("/me/inbox"))
    assert "新しい回答" in page
    assert "回答が届いています" in page
    conversation = await text_of(await browser.get(f"/me/inbox/{ticket.id}"))
    assert "面接が心配です。" in conversation
    assert "応募書類を 一緒に見ましょう。" in conversation
    assert "相談員 青木 みどり" in conversation
    assert "新しい回答" not in await text_of(await browser.get("/me/home"))


async def test_someone_elses_conversation_does_not_exist(context: Context, browser: Browser) -> None:
    other = await make_ticket(context)
    assert (await browser.get(f"/me/inbox/{other.id}")).status == 404


async def test_the_copy_holds_profile_consents_and_conversations(
    context: Context, browser: Browser, seeker: Seeker
) -> None:
    await browser.post("/me/register", **GOOD)
    ticket = await make_ticket(context, seeker=seeker, at=context.clock() - timedelta(hours=1))
    await answer(context, ticket, "回答です。")
    response = await browser.get("/me/export.json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    data = json.loads(await response.text())
    assert data["登録内容"]["名"] == "花子"
    assert data["登録内容"]["生年月日"] == "1975年（昭和50年）3月31日"
    assert list(data["同意"]) == ["利用目的への同意"]
    assert [entry["内容"] for entry in data["相談"][0]["やりとり"]] == ["面接が心配です。", "回答です。"]
    text = await (await browser.get("/me/export.txt")).text()
    assert "名: 花子" in text
    assert "内容: 回答です。" in text
    async with context.db.transaction() as session:
        exported = await session.scalars(select(AuditEvent.action).where(AuditEvent.action == "data_exported"))
        assert len(exported.all()) == 2


async def test_erasing_needs_the_box_ticked(context: Context, browser: Browser) -> None:
    response = await browser.post("/me/delete")
    assert response.status == 422
    assert "四角にチェックを入れてください" in await text_of(response)
    assert (await browser.get("/me/home")).status == 200


async def test_erasing_destroys_the_key_and_every_way_in(
    context: Context, web_client: TestClient[Any, Any], browser: Browser, seeker: Seeker
) -> None:
    await browser.post("/me/register", **GOOD)
    ticket = await make_ticket(context, seeker=seeker)
    await answer(context, ticket)
    cookies = dict(browser.cookies)
    await browser.get("/me/delete")
    response = await browser.post("/me/delete", sure="yes")
    assert "データを消しました" in await text_of(response)
    assert (await Browser(web_client, cookies).get("/me/home")).status == 401
    async with context.db.transaction() as session:
        erased = await session.get_one(Seeker, seeker.id)
        assert erased.erased_at == context.clock()
        assert (erased.data_key, erased.line_user_index, erased.line_user_sealed) == (None, None, None)
        assert (await session.get_one(Ticket, ticket.id)).state is TicketState.WITHDRAWN
        for table in (VaultField, SecureLink, SeekerSession):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
        notice = (await session.scalars(select(LineMessage))).one()
        assert (notice.state, notice.messages) == (MessageState.WITHDRAWN, [])
        message = (await session.scalars(select(TicketMessage))).first()
        assert message is not None
        with pytest.raises(VaultError):
            context.vault.open_text(erased, message.body_sealed, place=tickets.message_place(message.id))
        assert await first_broken_link(session) is None


async def test_erasing_gives_booked_hours_back(context: Context, browser: Browser, seeker: Seeker) -> None:
    tomorrow = date(2026, 11, 25)
    async with context.db.transaction() as session:
        await make_shifts(session, first=tomorrow, days=1, now=context.clock())
        await book_appointment(
            session,
            context.service,
            seeker=seeker,
            business_date=tomorrow,
            start_minute=600,
            format=Format.PHONE,
            request_key="booking",
            now=context.clock(),
        )
    data = json.loads(await (await browser.get("/me/export.json")).text())
    assert data["これからの予約"] == [{"日時": "2026-11-25 10:00", "形式": "電話"}]
    assert "これからの予約 1件" in await text_of(await browser.get("/me/delete"))
    await browser.post("/me/delete", sure="yes")
    async with context.db.transaction() as session:
        assert (await session.scalars(select(Appointment.state))).all() == [AppointmentState.CANCELLED]
        assert await session.scalar(select(func.count()).select_from(BookingCell)) == 0


async def test_the_same_person_coming_back_is_a_new_seeker(context: Context, web_client: TestClient[Any, Any]) -> None:
    user = f"U{uuid4().hex}"
    seeker = await make_seeker(context, user)
    browser = await seeker_browser(context, web_client, seeker)
    await browser.post("/me/delete", sure="yes")
    assert (await make_seeker(context, user)).id != seeker.id
