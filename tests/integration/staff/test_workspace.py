"""The workspace: drafts, notes, presence, labels, hand-over, undo, filters; and what must never reach a seeker."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import func, select

from backend.audit.models import AuditEvent
from backend.context import Context
from backend.line.models import EventState, LineEvent, LineMessage, MessageState
from backend.seekers.models import Seeker
from backend.seekers.service import stop_pushes
from backend.staff.models import Role, Staff
from backend.tickets import answers, presence
from backend.tickets.desk import claim_ticket
from backend.tickets.models import Ticket, TicketDraft, TicketMessage, TicketNote, TicketState
from tests.conftest import USER, FrozenClock, Line
from tests.integration.web_helpers import (
    Browser,
    make_seeker,
    make_staff,
    make_ticket,
    seeker_browser,
    staff_browser,
    text_of,
)

NOTE = "ご家族に知られたくないそうです。"
DRAFT = "まず、ご経験をいっしょに"
SAFE = "電話で話し、いまは安全だと聞きました。"
PAUSED_AT = re.compile(r'name="paused_at" value="([^"]+)"')


@pytest.fixture
async def desk(web_client: TestClient[Any, Any], midori: Staff) -> Browser:
    return await staff_browser(web_client, midori)


@pytest.fixture
async def seeker(context: Context) -> Seeker:
    return await make_seeker(context, USER)


@pytest.fixture
async def ticket(context: Context, seeker: Seeker, midori: Staff) -> Ticket:
    """A ticket Midori holds."""
    made = await make_ticket(context, seeker=seeker)
    async with context.db.transaction() as session:
        await claim_ticket(session, ticket_id=made.id, staff=midori, now=context.clock())
    return made


def at(ticket: Ticket, name: str = "") -> str:
    """Address of a ticket or of something done with it."""
    return f"/staff/tickets/{ticket.id}" + (f"/{name}" if name else "")


async def count(context: Context, table: type[Any]) -> int:
    """Rows of a table."""
    async with context.db.transaction() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def read_ticket(context: Context, ticket: Ticket) -> Ticket:
    """The row as it is now."""
    async with context.db.transaction() as session:
        return await session.get_one(Ticket, ticket.id)


async def test_a_draft_is_restored_on_opening_also_after_signing_out(
    context: Context, web_client: TestClient[Any, Any], desk: Browser, midori: Staff, ticket: Ticket, clock: FrozenClock
) -> None:
    assert (await desk.post(at(ticket, "draft"), body=DRAFT, csrf=True)).status == 204
    clock.advance(minutes=3)
    assert (await desk.post(at(ticket, "draft"), body=DRAFT + "整理します。")).status == 204
    await desk.post("/staff/logout")
    again = await staff_browser(web_client, midori)
    page = await again.get(at(ticket))
    assert DRAFT + "整理します。" in await page.text()
    assert "今日 10:03の下書きです。" in await text_of(page)
    await again.post(at(ticket, "discard"))
    assert DRAFT not in await (await again.get(at(ticket))).text()


async def test_a_draft_is_seen_by_its_writer_only_and_sealed(
    context: Context, web_client: TestClient[Any, Any], desk: Browser, ticket: Ticket
) -> None:
    await desk.post(at(ticket, "draft"), body=DRAFT)
    boss = await staff_browser(web_client, await make_staff(context, "西野 さちこ", Role.SUPERVISOR))
    page = await boss.post(at(ticket, "read"), reason="supervision")
    assert page.status == 200
    assert DRAFT not in await page.text()
    async with context.db.transaction() as session:
        row = (await session.scalars(select(TicketDraft))).one()
        assert DRAFT.encode() not in row.body_sealed


async def test_sending_discards_the_draft_and_a_late_save_does_not_bring_it_back(
    context: Context, desk: Browser, ticket: Ticket
) -> None:
    await desk.post(at(ticket, "draft"), body=DRAFT)
    assert (await desk.post(at(ticket, "answer"), body=DRAFT, request_key=str(uuid4()))).status == 303
    assert (await desk.post(at(ticket, "draft"), body=DRAFT)).status == 204
    assert await count(context, TicketDraft) == 0


async def test_an_empty_draft_is_forgotten_and_an_endless_one_refused(
    context: Context, desk: Browser, ticket: Ticket
) -> None:
    await desk.post(at(ticket, "draft"), body=DRAFT)
    assert (await desk.post(at(ticket, "draft"), body="長" * 10_001)).status == 422
    assert await count(context, TicketDraft) == 1
    await desk.post(at(ticket, "draft"), body="  ")
    assert await count(context, TicketDraft) == 0


async def test_an_answer_taken_back_within_ten_seconds_never_leaves_and_comes_back_as_a_draft(
    context: Context,
    web_client: TestClient[Any, Any],
    desk: Browser,
    seeker: Seeker,
    ticket: Ticket,
    line: Line,
    clock: FrozenClock,
    run_jobs: Callable[[], Awaitable[None]],
) -> None:
    await desk.post(at(ticket, "answer"), body="早まった回答です。", request_key=str(uuid4()))
    page = await desk.get(at(ticket))
    assert "10秒以内なら取り消せます" in await text_of(page)
    mine = await seeker_browser(context, web_client, seeker)
    assert "早まった回答です。" not in await (await mine.get(f"/me/inbox/{ticket.id}")).text()
    clock.advance(seconds=9)
    assert (await desk.post(at(ticket, "undo"))).status == 303
    page = await desk.get(at(ticket))
    assert "早まった回答です。" in await page.text()
    assert "回答を送る" in await text_of(page)
    await run_jobs()
    assert line.calls() == []
    assert "早まった回答です。" not in await (await mine.get(f"/me/inbox/{ticket.id}")).text()


async def test_after_ten_seconds_there_is_nothing_to_take_back(
    desk: Browser, ticket: Ticket, clock: FrozenClock
) -> None:
    await desk.post(at(ticket, "answer"), body="回答です。", request_key=str(uuid4()))
    clock.advance(seconds=11)
    assert "取り消せます" not in await text_of(await desk.get(at(ticket)))
    refused = await desk.post(at(ticket, "undo"))
    assert refused.status == 409
    assert "すでに送られたため、取り消せません。" in await text_of(refused)


async def test_a_note_is_for_colleagues_and_reaches_neither_the_seekers_pages_nor_line(
    context: Context,
    web_client: TestClient[Any, Any],
    desk: Browser,
    seeker: Seeker,
    ticket: Ticket,
    line: Line,
    run_jobs: Callable[[], Awaitable[None]],
) -> None:
    for _ in range(2):  # the same form twice is one note
        assert (await desk.post(at(ticket, "note"), note_body=NOTE, note_key=str(ticket.id))).status == 303
    assert await count(context, TicketNote) == 1
    page = await text_of(await desk.get(at(ticket)))
    assert NOTE in page
    assert "青木 みどり・今日 10:00" in page
    await desk.post(at(ticket, "answer"), body="回答です。", note_body=NOTE, request_key=str(uuid4()))
    await run_jobs()
    mine = await seeker_browser(context, web_client, seeker)
    for address in ("/me/home", "/me/inbox", f"/me/inbox/{ticket.id}", "/me/export/json"):
        assert NOTE not in await (await mine.get(address)).text()
    assert line.calls()
    assert NOTE not in str(line.calls())
    async with context.db.transaction() as session:
        note = (await session.scalars(select(TicketNote))).one()
        assert NOTE.encode() not in note.body_sealed
        assert await session.scalar(select(func.count()).select_from(TicketMessage)) == 2


async def test_an_answers_form_never_reads_the_notes_field_and_the_other_way_round(
    context: Context, desk: Browser, ticket: Ticket
) -> None:
    refused = await desk.post(at(ticket, "answer"), note_body=NOTE, request_key=str(uuid4()))
    assert refused.status == 422
    refused = await desk.post(at(ticket, "note"), body="回答です。", note_key=str(uuid4()))
    assert refused.status == 422
    assert "メモを入力してください。" in await text_of(refused)
    assert await count(context, TicketMessage) == 1
    assert await count(context, TicketNote) == 0


async def test_notes_are_read_with_the_same_right_as_the_conversation(
    context: Context, web_client: TestClient[Any, Any], desk: Browser, ticket: Ticket, hiroshi: Staff
) -> None:
    await desk.post(at(ticket, "note"), note_body=NOTE, note_key=str(uuid4()))
    other = await staff_browser(web_client, hiroshi)
    assert NOTE not in await (await other.get(at(ticket))).text()
    opened = await other.post(at(ticket, "read"), reason="handover")
    assert NOTE in await opened.text()


async def test_who_else_is_here_and_writing_is_told_and_forgotten_after_forty_seconds(
    web_client: TestClient[Any, Any], desk: Browser, ticket: Ticket, hiroshi: Staff, clock: FrozenClock
) -> None:
    other = await staff_browser(web_client, hiroshi)
    await other.post(at(ticket, "presence"), typing="0")
    assert "森田 ひろしさんが見ています" in await text_of(await desk.get(at(ticket, "presence")))
    await other.post(at(ticket, "presence"), typing="1")
    assert "森田 ひろしさんが書いています" in await text_of(await desk.get(at(ticket)))
    assert "森田" not in await text_of(await other.post(at(ticket, "presence"), typing="1"))
    clock.advance(seconds=21)
    assert "森田 ひろしさんが見ています" in await text_of(await desk.get(at(ticket, "presence")))
    clock.advance(seconds=20)
    assert "森田" not in await text_of(await desk.get(at(ticket, "presence")))
    await other.post(at(ticket, "presence"), typing="0")
    assert "森田" in await text_of(await desk.get(at(ticket, "presence")))
    assert (await other.post(at(ticket, "presence"), gone="1")).status == 204
    assert "森田" not in await text_of(await desk.get(at(ticket, "presence")))


async def test_presence_does_not_keep_a_session_awake(
    context: Context, desk: Browser, ticket: Ticket, clock: FrozenClock
) -> None:
    for _ in range(4):
        clock.advance(minutes=9)
        response = await desk.post(at(ticket, "presence") + "?live=1", typing="0")
    assert response.status == 401


async def test_handing_on_needs_a_colleague_and_a_reason_and_moves_the_case(
    context: Context, web_client: TestClient[Any, Any], desk: Browser, ticket: Ticket, hiroshi: Staff
) -> None:
    assert (await desk.post(at(ticket, "transfer"), reason="workload")).status == 422
    assert (await desk.post(at(ticket, "transfer"), to=str(hiroshi.id))).status == 422
    assert (await desk.post(at(ticket, "transfer"), to=str(hiroshi.id), reason="workload")).status == 303
    assert "面接が心配です。" not in await (await desk.get(at(ticket))).text()
    other = await staff_browser(web_client, hiroshi)
    assert "面接が心配です。" in await (await other.get(at(ticket))).text()


async def test_a_stale_page_changes_nothing_and_says_why(
    context: Context, desk: Browser, ticket: Ticket, hiroshi: Staff
) -> None:
    version = (await read_ticket(context, ticket)).version
    assert (await desk.post(at(ticket, "labels"), label="interview", version=str(version))).status == 303
    refused = await desk.post(at(ticket, "labels"), label="family", version=str(version))
    assert refused.status == 409
    assert "ほかの人が先に変更しました。" in await text_of(refused)
    refused = await desk.post(at(ticket, "transfer"), to=str(hiroshi.id), reason="wish", version=str(version))
    assert refused.status == 409
    assert (await read_ticket(context, ticket)).labels == ["interview"]


async def test_a_supervisor_assigns_and_a_consultant_may_not(
    context: Context, web_client: TestClient[Any, Any], desk: Browser, hiroshi: Staff
) -> None:
    free = await make_ticket(context)
    assert (await desk.post(at(free, "assign"), to=str(hiroshi.id))).status == 403
    boss = await staff_browser(web_client, await make_staff(context, "西野 さちこ", Role.SUPERVISOR, registered=False))
    assert (await boss.post(at(free, "assign"), to=str(hiroshi.id))).status == 303
    assert (await read_ticket(context, free)).claimed_by_id == hiroshi.id


async def test_thanks_are_dismissed_without_an_answer_and_more_than_thanks_is_not(
    context: Context, desk: Browser
) -> None:
    thanks = await make_ticket(context, body="ありがとうございました！", topic="thanks")
    assert "回答しないで終わりにする" in await text_of(await desk.get(at(thanks)))
    assert (await desk.post(at(thanks, "thanks"))).status == 303
    assert (await read_ticket(context, thanks)).state is TicketState.CLOSED
    question = await make_ticket(context, body="ありがとうございます。でも面接が不安です。", topic="thanks")
    assert (await desk.post(at(question, "thanks"))).status == 409
    assert (await read_ticket(context, question)).state is TicketState.QUEUED


async def test_an_ended_episode_goes_on_as_a_new_one_and_can_be_joined_with_it(
    context: Context, desk: Browser, midori: Staff, ticket: Ticket, clock: FrozenClock
) -> None:
    await desk.post(at(ticket, "answer"), body="一つめの回答です。", request_key=str(uuid4()))
    async with context.db.transaction() as session:
        message = (await session.scalars(select(TicketMessage).where(TicketMessage.author_id == midori.id))).one()
        await answers.settle_answer(
            session, dedupe_key=f"ticket_answer:{message.id}:0", accepted=True, now=context.clock()
        )
    assert "この相談の続きを始める" in await text_of(await desk.get(at(ticket)))
    reopened = await desk.post(at(ticket, "reopen"))
    assert reopened.status == 303
    address = reopened.headers["Location"].split("?")[0]
    assert address != at(ticket)
    page = await text_of(await desk.get(address))
    assert "前の相談とひとつにまとめる" in page
    assert (await desk.post(address + "/merge")).status == 303
    assert "一つめの回答です。" in await text_of(await desk.get(address))
    assert (await read_ticket(context, ticket)).state is TicketState.MERGED


async def test_the_pane_shows_what_was_said_before_only_to_those_who_may_read(
    context: Context, web_client: TestClient[Any, Any], desk: Browser, seeker: Seeker, ticket: Ticket, hiroshi: Staff
) -> None:
    now = context.clock()
    async with context.db.transaction() as session:
        for number, (kind, text) in enumerate((("message", "介護の仕事は【電話番号】"), ("postback", "/write_cv"))):
            session.add(
                LineEvent(
                    webhook_event_id=f"before-{number}",
                    seeker_id=seeker.id,
                    event_type=kind,
                    masked_text=text if kind == "message" else None,
                    postback={"payload": text} if kind == "postback" else None,
                    occurred_at=now - timedelta(minutes=9 - number),
                    received_at=now,
                    state=EventState.HANDLED,
                )
            )
        session.add(
            LineMessage(
                seeker_id=seeker.id,
                dedupe_key="before",
                kind="bot",
                messages=[{"type": "text", "text": "地域のご希望はありますか。"}],
                state=MessageState.ACCEPTED,
                created_at=now - timedelta(minutes=5),
            )
        )
    page = await text_of(await desk.get(at(ticket)))
    talk = page.split("質問の前のトーク")[1]
    assert talk.index("介護の仕事は【電話番号】") < talk.index("職務経歴書の書き方") < talk.index("地域のご希望")
    other = await staff_browser(web_client, hiroshi)
    assert "介護の仕事は" not in await (await other.get(at(ticket))).text()
    opened = await other.post(at(ticket, "read"), reason="complaint")
    assert "介護の仕事は" in await opened.text()
    async with context.db.transaction() as session:
        reasons = await session.scalars(select(AuditEvent.reason).where(AuditEvent.action == "ticket_read"))
        assert list(reasons) == ["own_case", "complaint"]


async def test_filters_live_in_the_address_and_narrow_the_list(
    context: Context, desk: Browser, midori: Staff, ticket: Ticket
) -> None:
    other = await make_ticket(context, topic="write_cv")
    await desk.post(at(ticket, "labels"), label="interview")

    async def shown(query: str) -> set[str]:
        html = await (await desk.get(f"/staff/queue?{query}")).text()
        return {str(one.id) for one in (ticket, other) if f't-{one.id}"' in html}

    assert await shown("tab=open") == {str(ticket.id), str(other.id)}
    assert await shown("tab=open&label=interview") == {str(ticket.id)}
    assert await shown("tab=open&topic=write_cv") == {str(other.id)}
    assert await shown("tab=open&holder=none") == {str(other.id)}
    assert await shown(f"tab=open&holder={midori.id}") == {str(ticket.id)}
    assert await shown("tab=open&holder=nobody-known&label=made-up") == {str(ticket.id), str(other.id)}
    html = await (await desk.get("/staff/queue?tab=open&topic=write_cv&q=x")).text()
    assert "tab=due&amp;q=x&amp;topic=write_cv" in html


async def test_an_open_list_asks_only_for_what_changed_and_learns_what_left(
    context: Context, desk: Browser, ticket: Ticket
) -> None:
    other = await make_ticket(context)
    html = await (await desk.get(f"/staff/queue/rows?tab=mine&ids={ticket.id},{other.id},x")).text()
    assert f't-{ticket.id}"' in html
    assert f't-{other.id}"' not in html
    assert "&#34;open&#34;: 2" in html


async def test_only_approved_texts_or_texts_without_personal_data_go_to_line(
    context: Context, desk: Browser, ticket: Ticket
) -> None:
    refused = await desk.post(
        at(ticket, "answer"), body="090-0000-0000 にお電話ください。", channel="line", request_key=str(uuid4())
    )
    assert refused.status == 422
    page = await refused.text()
    assert "090-0000-0000 にお電話ください。" in page
    assert 'name="override_reason"' in page
    sent = await desk.post(
        at(ticket, "answer"), body="お返事をお待ちしています。", channel="line", link="book", request_key=str(uuid4())
    )
    assert sent.status == 303
    async with context.db.transaction() as session:
        message = (await session.scalars(select(LineMessage))).one()
        assert message.messages[0]["text"] == "お返事をお待ちしています。"
        assert message.messages[-1]["quickReply"]["items"][0]["action"]["label"] == "相談を予約する"


async def test_people_without_the_role_are_refused_everywhere(
    context: Context, web_client: TestClient[Any, Any], ticket: Ticket
) -> None:
    trainer = await staff_browser(web_client, await make_staff(context, "中村 けん", Role.TRAINER, registered=False))
    for name in ("", "status", "presence", "canned"):
        assert (await trainer.get(at(ticket, name))).status == 403, name
    for name in (
        "claim",
        "draft",
        "note",
        "labels",
        "answer",
        "undo",
        "transfer",
        "thanks",
        "merge",
        "reopen",
        "pushes",
    ):
        assert (await trainer.post(at(ticket, name), body="x")).status == 403, name


async def test_somebody_elses_draft_never_shows_through_presence_of_the_same_ticket(
    context: Context, midori: Staff, hiroshi: Staff, ticket: Ticket
) -> None:
    now = context.clock()
    async with context.db.transaction() as session:
        await presence.be_present(session, ticket_id=ticket.id, staff_id=hiroshi.id, is_typing=True, now=now)
        found = await presence.list_others(session, ticket_id=ticket.id, staff_id=midori.id, now=now)
    assert found == [presence.Present("森田 ひろし", is_typing=True)]


async def test_the_chosen_look_is_remembered(desk: Browser) -> None:
    chosen = await desk.post("/staff/theme", theme="dark", next="/staff/queue?tab=all")
    assert chosen.status == 303
    assert chosen.headers["Location"] == "/staff/queue?tab=all"
    assert "dark.css" in (html := await (await desk.get("/staff/queue")).text())
    assert 'media="all"' in html
    await desk.post("/staff/theme", theme="auto")
    assert 'media="(prefers-color-scheme: dark)"' in await (await desk.get("/staff/queue")).text()
    assert (await desk.post("/staff/theme", theme="dark", next="https://example.com/")).headers["Location"] == "/staff"


async def shown_pause(browser: Browser, ticket: Ticket) -> str:
    """The pause the page's form carries."""
    found = PAUSED_AT.search(await (await browser.get(at(ticket))).text())
    return found[1] if found else ""


async def test_a_consultant_who_has_made_sure_lets_job_news_out_again_with_a_reason_that_is_audited(
    context: Context, desk: Browser, seeker: Seeker, ticket: Ticket, midori: Staff
) -> None:
    await make_ticket(context, seeker=seeker, body="もう死にたいです。", urgent=True)
    assert "安全のため停止中（今日 10:00から）" in await text_of(await desk.get(at(ticket)))
    paused_at = await shown_pause(desk, ticket)
    refused = await desk.post(at(ticket, "pushes"), paused_at=paused_at, safety_reason="はい")
    assert refused.status == 422
    assert 'value="はい"' in await refused.text()
    assert (await desk.post(at(ticket, "pushes"), paused_at=paused_at, safety_reason=SAFE)).status == 303
    page = await text_of(await desk.get(at(ticket)))
    assert "安全のため停止中" not in page
    assert "求人などのお知らせを再開しました（青木 みどり）" in page
    assert (await desk.post(at(ticket, "pushes"), paused_at=paused_at, safety_reason=SAFE)).status == 409
    async with context.db.transaction() as session:
        assert (await session.get_one(Seeker, seeker.id)).pushes_paused_at is None
        entry = (await session.scalars(select(AuditEvent).where(AuditEvent.action == "pushes_resumed"))).one()
        assert (entry.actor_id, entry.subject, entry.reason) == (midori.id, f"seeker:{seeker.id}", SAFE)


async def test_a_danger_since_the_page_was_opened_keeps_job_news_stopped(
    context: Context, desk: Browser, seeker: Seeker, ticket: Ticket, clock: FrozenClock
) -> None:
    await make_ticket(context, seeker=seeker, urgent=True)
    paused_at = await shown_pause(desk, ticket)
    clock.advance(minutes=1)
    await make_ticket(context, seeker=seeker, urgent=True)
    refused = await desk.post(at(ticket, "pushes"), paused_at=paused_at, safety_reason=SAFE)
    assert refused.status == 409
    assert "新しく止まりました" in await text_of(refused)
    async with context.db.transaction() as session:
        assert (await session.get_one(Seeker, seeker.id)).pushes_paused_at == clock.now


async def test_job_news_is_let_out_again_by_registered_consultants_who_have_the_case_open_only(
    context: Context, web_client: TestClient[Any, Any], desk: Browser, seeker: Seeker, ticket: Ticket, hiroshi: Staff
) -> None:
    await make_ticket(context, seeker=seeker, urgent=True)
    paused_at = await shown_pause(desk, ticket)
    boss = await staff_browser(web_client, await make_staff(context, "西野 さちこ", Role.SUPERVISOR, registered=False))
    other = await staff_browser(web_client, hiroshi)
    form = {"paused_at": paused_at, "safety_reason": SAFE}
    assert (await boss.post(at(ticket, "pushes"), **form, read_reason="supervision")).status == 403
    assert "お知らせを再開する" not in await text_of(await other.get(at(ticket)))
    assert (await other.post(at(ticket, "pushes"), **form)).status == 403
    assert (await other.post(at(ticket, "pushes"), **form, read_reason="handover")).status == 200


async def test_a_pause_the_seeker_wished_for_is_shown_and_nobody_elses_to_end(
    context: Context, desk: Browser, seeker: Seeker, ticket: Ticket
) -> None:
    async with context.db.transaction() as session:
        held = await session.get_one(Seeker, seeker.id)
        stop_pushes(seeker=held, now=context.clock())
        paused_at = context.clock().isoformat()
    page = await text_of(await desk.get(at(ticket)))
    assert "本人の希望で停止中" in page
    assert "お知らせを再開する" not in page
    assert (await desk.post(at(ticket, "pushes"), paused_at=paused_at, safety_reason=SAFE)).status == 409
