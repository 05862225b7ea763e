"""The queue: what it lists, who may read and answer, and that no typed text is ever lost."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import func, select, update

from backend.audit.models import AuditEvent
from backend.context import Context
from backend.line.models import LineMessage, MessageState
from backend.pages import rights
from backend.staff.models import Role, Staff, StaffSession
from backend.tickets import answers, listing
from backend.tickets.listing import Filters, Tab
from backend.tickets.models import Ticket, TicketMessage, TicketState
from tests.conftest import FrozenClock
from tests.integration.web_helpers import (
    PASSWORD,
    REQUEST_KEY,
    Browser,
    claim,
    make_seeker,
    make_staff,
    make_ticket,
    staff_browser,
    text_of,
)

QUESTION = "夜中に目がさめます。面接が心配です。"
ANSWER = "お答えします。\n一緒に準備しましょう。"


@pytest.fixture
async def desk(web_client: TestClient[Any, Any], midori: Staff) -> Browser:
    return await staff_browser(web_client, midori)


async def ids_of(context: Context, staff: Staff, tab: Tab, **options: Any) -> list[Any]:
    """Ticket ids of a tab, in its order."""
    async with context.db.transaction() as session:
        page = await listing.list_queue(session, tab=tab, staff_id=staff.id, now=context.clock(), **options)
        return [item.id for item in page.items]


async def reads(context: Context) -> list[tuple[str, str]]:
    """(subject, reason) of the reads in the audit log."""
    async with context.db.transaction() as session:
        rows = await session.execute(
            select(AuditEvent.subject, AuditEvent.reason)
            .where(AuditEvent.action == "ticket_read")
            .order_by(AuditEvent.id)
        )
        return [(subject, reason) for subject, reason in rows]


async def settle(context: Context, *, accepted: bool) -> None:
    """LINE took, or refused, the only notice."""
    async with context.db.transaction() as session:
        row = (await session.scalars(select(LineMessage))).one()
        row.state = MessageState.ACCEPTED if accepted else MessageState.FAILED
        row.accepted_at = context.clock() if accepted else None
        await answers.settle_answer(session, dedupe_key=row.dedupe_key, accepted=accepted, now=context.clock())


async def test_urgent_tickets_come_first_and_then_the_earliest_deadline(context: Context, midori: Staff) -> None:
    now = context.clock()
    later = await make_ticket(context, at=now - timedelta(hours=1))
    sooner = await make_ticket(context, at=now - timedelta(hours=20))
    urgent = await make_ticket(context, at=now, urgent=True)
    assert await ids_of(context, midori, Tab.OPEN) == [urgent.id, sooner.id, later.id]
    assert await ids_of(context, midori, Tab.DUE) == [sooner.id]
    assert await ids_of(context, midori, Tab.URGENT) == [urgent.id]
    assert await ids_of(context, midori, Tab.ALL) == [urgent.id, later.id, sooner.id]
    await claim(context, later, midori)
    assert await ids_of(context, midori, Tab.MINE) == [later.id]
    async with context.db.transaction() as session:
        counts = await listing.count_queue(session, staff_id=midori.id, now=now)
    assert counts == listing.Counts(open=3, mine=1, due=1, urgent=1)


@pytest.mark.parametrize("tab", [Tab.OPEN, Tab.ALL])
async def test_pages_follow_each_other_without_gaps_or_repeats(context: Context, midori: Staff, tab: Tab) -> None:
    now = context.clock()
    for number in range(7):
        await make_ticket(context, at=now - timedelta(hours=number // 2), urgent=number % 3 == 0)
    whole = await ids_of(context, midori, tab)
    assert len(whole) == 7
    seen, after = [], None
    while True:
        async with context.db.transaction() as session:
            page = await listing.list_queue(session, tab=tab, staff_id=midori.id, now=now, after=after, limit=2)
        seen += [item.id for item in page.items]
        if (after := page.after) is None:
            break
    assert seen == whole


@pytest.mark.parametrize("after", ["x", "AAAA", "W10=", "WyJ1cmdlbnQiLCAxLCAyXQ=="])
async def test_a_broken_page_mark_means_the_first_page(context: Context, midori: Staff, after: str) -> None:
    ticket = await make_ticket(context)
    assert await ids_of(context, midori, Tab.OPEN, after=after) == [ticket.id]


async def test_search_finds_the_beginning_of_a_pseudonym(context: Context, midori: Staff) -> None:
    seeker, other = await make_seeker(context), await make_seeker(context)
    ticket = await make_ticket(context, seeker=seeker)
    await make_ticket(context, seeker=other)
    for search in (seeker.pseudonym, seeker.pseudonym[-4:].lower(), seeker.pseudonym[-4:-1]):
        assert ticket.id in await ids_of(context, midori, Tab.OPEN, filters=Filters(search=search))
    assert await ids_of(context, midori, Tab.OPEN, filters=Filters(search="%")) == []
    assert await ids_of(context, midori, Tab.OPEN, filters=Filters(search="0000")) == []


async def test_the_list_shows_deadline_in_words_state_and_holder_and_decrypts_nothing(
    context: Context, desk: Browser
) -> None:
    other = await make_staff(context, "森田 ひろし")
    ticket = await make_ticket(context, body=QUESTION, topic="interview_tips", at=context.clock() - timedelta(hours=19))
    await claim(context, ticket, other)
    page = await text_of(await desk.get("/staff/queue"))
    assert "面接の準備" in page
    assert "今日 15:00 まで・あと5時間" in page
    assert "対応: 森田 ひろし" in page
    assert "対応中" in page
    assert "目がさめます" not in page
    assert await reads(context) == []


async def test_an_unclaimed_ticket_is_not_opened_by_looking_at_it(context: Context, desk: Browser) -> None:
    ticket = await make_ticket(context, body=QUESTION)
    page = await text_of(await desk.get(f"/staff/tickets/{ticket.id}"))
    assert "目がさめます" not in page
    assert "対応する" in page
    assert await reads(context) == []


async def test_claiming_opens_the_conversation_and_every_look_is_in_the_audit_log(
    context: Context, desk: Browser
) -> None:
    ticket = await make_ticket(context, body=QUESTION)
    response = await desk.post(f"/staff/tickets/{ticket.id}/claim?tab=open")
    assert response.status == 303
    assert response.headers["Location"] == f"/staff/tickets/{ticket.id}?tab=open"
    for number in (1, 2):
        page = await text_of(await desk.get(f"/staff/tickets/{ticket.id}"))
        assert "目がさめます" in page
        assert "回答を送る" in page
        assert await reads(context) == [(f"ticket:{ticket.id}", "own_case")] * number


async def test_second_claim_gets_409_and_the_holders_name(
    context: Context, web_client: TestClient[Any, Any], desk: Browser
) -> None:
    ticket = await make_ticket(context, body=QUESTION)
    other = await staff_browser(web_client, await make_staff(context, "森田 ひろし"))
    assert (await desk.post(f"/staff/tickets/{ticket.id}/claim")).status == 303
    for htmx in (False, True):
        response = await other.post(f"/staff/tickets/{ticket.id}/claim", htmx=htmx)
        assert response.status == 409
        page = await text_of(response)
        assert "青木 みどりさんが対応中です。" in page
        assert "目がさめます" not in page


async def test_with_htmx_a_claim_answers_with_the_ticket_alone(context: Context, desk: Browser) -> None:
    ticket = await make_ticket(context)
    response = await desk.post(f"/staff/tickets/{ticket.id}/claim", htmx=True)
    html = await response.text()
    assert response.status == 200
    assert response.headers["HX-Trigger"] == "queue-changed"
    assert html.lstrip().startswith("<article")
    assert "<html" not in html


async def test_an_answer_is_stored_once_however_often_its_form_is_posted(context: Context, desk: Browser) -> None:
    ticket = await make_ticket(context)
    await desk.post(f"/staff/tickets/{ticket.id}/claim")
    key = REQUEST_KEY.findall(await (await desk.get(f"/staff/tickets/{ticket.id}")).text())[0]
    for _ in range(3):
        response = await desk.post(f"/staff/tickets/{ticket.id}/answer", body=ANSWER, request_key=key)
        assert response.status == 303
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(TicketMessage)) == 2
        assert await session.scalar(select(func.count()).select_from(LineMessage)) == 1
    page = await text_of(await desk.get(f"/staff/tickets/{ticket.id}"))
    assert "一緒に準備しましょう。" in page
    assert "まもなく送ります" in page


async def test_what_became_of_the_notice_is_visible(
    context: Context, web_client: TestClient[Any, Any], desk: Browser, clock: FrozenClock
) -> None:
    ticket = await make_ticket(context)
    await desk.post(f"/staff/tickets/{ticket.id}/claim")
    await desk.post(f"/staff/tickets/{ticket.id}/answer", body=ANSWER, request_key=str(uuid4()))
    clock.advance(minutes=7)
    await settle(context, accepted=True)
    page = await text_of(await desk.get(f"/staff/tickets/{ticket.id}"))
    assert "通知済み 10:07" in page
    assert "回答済み" in page
    assert (await desk.post(f"/staff/tickets/{ticket.id}/close")).status == 303
    assert "終了" in await text_of(await desk.get(f"/staff/tickets/{ticket.id}"))


async def test_a_notice_that_failed_brings_the_ticket_back(context: Context, desk: Browser) -> None:
    ticket = await make_ticket(context)
    await desk.post(f"/staff/tickets/{ticket.id}/claim")
    await desk.post(f"/staff/tickets/{ticket.id}/answer", body=ANSWER, request_key=str(uuid4()))
    await settle(context, accepted=False)
    page = await text_of(await desk.get(f"/staff/tickets/{ticket.id}"))
    assert "通知失敗" in page
    assert "もう一度対応してください" in page
    await desk.post(f"/staff/tickets/{ticket.id}/claim")
    assert "通知できませんでした" in await text_of(await desk.get(f"/staff/tickets/{ticket.id}"))


@pytest.mark.parametrize("htmx", [False, True])
async def test_a_refused_answer_comes_back_with_its_text(
    context: Context, desk: Browser, midori: Staff, clock: FrozenClock, htmx: bool
) -> None:
    ticket = await make_ticket(context)
    await desk.post(f"/staff/tickets/{ticket.id}/claim")
    address, key = f"/staff/tickets/{ticket.id}/answer", str(uuid4())
    too_long = await desk.post(address, htmx=htmx, body="長" * 10_001, request_key=key)
    assert too_long.status == 422
    assert "長" * 10_001 in await too_long.text()
    assert "10000文字以内で入力してください。" in await text_of(too_long)
    assert REQUEST_KEY.findall(await too_long.text()) == [key]

    clock.advance(minutes=31)
    other = await make_staff(context, "森田 ひろし")
    await claim(context, ticket, other)
    async with context.db.transaction() as session:  # keep the session alive over the half hour
        await session.execute(update(StaffSession).values(last_seen_at=context.clock()))
    lost = await desk.post(address, htmx=htmx, body=ANSWER, request_key=key)
    assert lost.status == 409
    assert "一緒に準備しましょう。" in await lost.text()
    assert "森田 ひろしさんが対応中です。" in await text_of(lost)


async def test_an_answer_typed_while_the_session_ran_out_survives_signing_in_again(
    context: Context, desk: Browser, midori: Staff, clock: FrozenClock
) -> None:
    ticket = await make_ticket(context)
    await desk.post(f"/staff/tickets/{ticket.id}/claim")
    clock.advance(minutes=31)
    login = await desk.post(f"/staff/tickets/{ticket.id}/answer", htmx=True, body=ANSWER, request_key=str(uuid4()))
    assert login.status == 401
    assert login.headers["HX-Retarget"] == "body"
    assert "一緒に準備しましょう。" in await login.text()
    resume = await desk.post(
        "/staff/login", login=midori.login, password=PASSWORD, draft=ANSWER, next=f"/staff/tickets/{ticket.id}"
    )
    assert resume.status == 200
    assert "まだ送られていません" in await text_of(resume)
    page = await desk.post(f"/staff/tickets/{ticket.id}", body=ANSWER)
    assert page.status == 200
    html = await page.text()
    assert "回答を送る" in html
    assert "一緒に準備しましょう。" in html


async def test_other_peoples_cases_need_a_reason_which_is_recorded(
    context: Context, web_client: TestClient[Any, Any], midori: Staff
) -> None:
    ticket = await make_ticket(context, body=QUESTION)
    await claim(context, ticket, midori)
    boss = await make_staff(context, "西野 さちこ", Role.SUPERVISOR, registered=False)
    desk = await staff_browser(web_client, boss)
    address = f"/staff/tickets/{ticket.id}"
    assert "目がさめます" not in await text_of(await desk.get(address))
    for fields in ({}, {"reason": "curious"}, {"reason": "other", "note": "  "}):
        response = await desk.post(address + "/read", **fields)
        assert response.status == 422
        assert "目がさめます" not in await text_of(response)
    assert await reads(context) == []
    response = await desk.post(address + "/read", reason="supervision", note="週次の 確認")
    assert response.status == 200
    assert "目がさめます" in await text_of(response)
    assert await reads(context) == [(f"ticket:{ticket.id}", "supervision: 週次の 確認")]
    assert "目がさめます" not in await text_of(await desk.get(address))


async def test_without_a_valid_registration_there_is_no_answer_form_but_a_reason_why(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    ticket = await make_ticket(context)
    desk = await staff_browser(web_client, await make_staff(context, "新人", registered=False))
    page = await text_of(await desk.get(f"/staff/tickets/{ticket.id}"))
    assert "回答できるのは、登録番号が有効な相談員だけです。" in page
    assert "対応する」" not in page
    assert (await desk.post(f"/staff/tickets/{ticket.id}/claim")).status == 403
    async with context.db.transaction() as session:
        assert (await session.get_one(Ticket, ticket.id)).state is TicketState.QUEUED


async def test_releasing_gives_the_ticket_back(context: Context, desk: Browser) -> None:
    ticket = await make_ticket(context)
    await desk.post(f"/staff/tickets/{ticket.id}/claim")
    assert (await desk.post(f"/staff/tickets/{ticket.id}/release")).status == 303
    page = await text_of(await desk.get(f"/staff/tickets/{ticket.id}"))
    assert "まだ誰も対応していません" in page


async def test_the_status_part_opens_nothing_and_tells_of_new_messages(context: Context, desk: Browser) -> None:
    seeker = await make_seeker(context)
    ticket = await make_ticket(context, seeker=seeker, body=QUESTION)
    address = f"/staff/tickets/{ticket.id}/status?live=1&stamp="
    assert "新しい動き" not in await text_of(await desk.get(address + "1.1.0"))
    await make_ticket(context, seeker=seeker, body="追加です。")
    assert "新しい動き" in await text_of(await desk.get(address + "1.1.0"))
    assert await reads(context) == []


async def test_an_erased_seekers_case_says_so(context: Context, desk: Browser) -> None:
    seeker = await make_seeker(context)
    ticket = await make_ticket(context, seeker=seeker)
    await desk.post(f"/staff/tickets/{ticket.id}/claim")
    async with context.db.transaction() as session:
        found = await session.get_one(type(seeker), seeker.id)
        await rights.erase(session, context.vault, seeker=found, now=context.clock())
    page = await text_of(await desk.get(f"/staff/tickets/{ticket.id}"))
    assert "本人の希望により消去しました" in page
    assert "取り下げ" in page


async def test_a_change_anywhere_reaches_open_pages_and_a_new_stream_starts_with_a_resync(
    context: Context, web_client: TestClient[Any, Any], desk: Browser
) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in desk.cookies.items())
    async with web_client.get("/staff/events", headers={"Cookie": cookie}) as stream, asyncio.timeout(20):
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readuntil(b"\n\n") == b"event: resync\ndata: []\n\n"
        seen = b""
        ticket = await make_ticket(context)
        while str(ticket.id).encode() not in seen:
            seen = await stream.content.readuntil(b"\n\n")
            if seen.startswith(b"event: resync"):  # the listener had not been ready yet: the page would fetch afresh
                break
        assert seen.startswith((b"event: changed", b"event: resync"))


async def test_streams_end_at_once_when_the_process_stops(context: Context, web_client: TestClient[Any, Any]) -> None:
    desk = await staff_browser(web_client, await make_staff(context))
    cookie = "; ".join(f"{name}={value}" for name, value in desk.cookies.items())
    async with web_client.get("/staff/events", headers={"Cookie": cookie}) as stream, asyncio.timeout(20):
        await stream.content.readuntil(b"\n\n")
        assert web_client.app is not None
        await web_client.app.shutdown()
        rest = await stream.content.read()
        assert rest in (b"", b"event: resync\ndata: []\n\n")
