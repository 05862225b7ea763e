"""Answers: held for ten seconds, taken back in time, guarded on their way to LINE, and settled only by LINE's word."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from backend.audit.models import AuditEvent
from backend.canned.models import CannedAnswer
from backend.context import Context
from backend.errors import AppError, Conflict, Forbidden, InvalidInput
from backend.line.models import LineMessage, MessageState
from backend.staff.models import Staff
from backend.tickets import queries
from backend.tickets.answers import Answer, answer_ticket, undo_answer
from backend.tickets.desk import claim_ticket
from backend.tickets.models import PROMISE, AnswerChannel, Ticket, TicketMessage, TicketState
from backend.tickets.transitions import get_ticket
from tests.conftest import USER, FrozenClock
from tests.integration.web_helpers import make_seeker, make_staff, make_ticket

BODY = "面接の準備を一緒にしましょう。"
PERSONAL = "担当の番号は 090-0000-1234 です。お電話ください。"


@pytest.fixture
async def held(context: Context, midori: Staff) -> Ticket:
    """A ticket of the emulator's person, claimed by midori."""
    ticket = await make_ticket(context, seeker=await make_seeker(context, USER))
    async with context.db.transaction() as session:
        return await claim_ticket(session, ticket_id=ticket.id, staff=midori, now=context.clock())


async def answers(
    context: Context, ticket: Ticket, staff: Staff, body: str = BODY, key: str = "", **options: Any
) -> UUID | None:
    async with context.db.transaction() as session:
        return await answer_ticket(
            session,
            context.vault,
            context.texts,
            ticket_id=ticket.id,
            staff=staff,
            answer=Answer(body, **options),
            request_key=key or str(uuid4()),
            now=context.clock(),
        )


async def undoes(context: Context, ticket: Ticket, staff: Staff) -> str:
    async with context.db.transaction() as session:
        return await undo_answer(session, context.vault, ticket_id=ticket.id, staff=staff, now=context.clock())


async def outbox_rows(context: Context) -> list[LineMessage]:
    async with context.db.transaction() as session:
        return list(await session.scalars(select(LineMessage)))


async def test_an_answer_taken_back_in_time_leaves_nothing_behind_and_can_be_written_again(
    context: Context,
    clock: FrozenClock,
    held: Ticket,
    midori: Staff,
    line: Any,
    run_jobs: Callable[[], Awaitable[None]],
) -> None:
    await answers(context, held, midori)
    clock.advance(seconds=9)
    assert await undoes(context, held, midori) == BODY
    await run_jobs()
    assert [row.state for row in await outbox_rows(context)] == [MessageState.WITHDRAWN]
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(TicketMessage)) == 1
        ticket = await get_ticket(session, held.id)
    assert (ticket.state, ticket.answer_pending_at) == (TicketState.CLAIMED, None)
    await answers(context, held, midori, "書き直しました。")
    await run_jobs()
    async with context.db.transaction() as session:
        assert (await get_ticket(session, held.id)).state is TicketState.ANSWERED


async def test_after_ten_seconds_or_by_somebody_else_nothing_is_taken_back(
    context: Context, clock: FrozenClock, held: Ticket, midori: Staff
) -> None:
    await answers(context, held, midori)
    with pytest.raises(Conflict):
        await undoes(context, held, await make_staff(context, "森田 ひろし"))
    clock.advance(seconds=10)
    with pytest.raises(Conflict) as refused:
        await undoes(context, held, midori)
    assert refused.value.code == "too_late"
    assert [row.state for row in await outbox_rows(context)] == [MessageState.PENDING]


async def test_what_has_begun_to_leave_is_not_taken_back(
    context: Context, held: Ticket, midori: Staff, line: Any
) -> None:
    await answers(context, held, midori)
    async with context.db.transaction() as session:
        row = (await session.scalars(select(LineMessage))).one()
        row.state, row.attempts = MessageState.SENDING, 1
    with pytest.raises(Conflict):
        await undoes(context, held, midori)


async def test_the_seeker_sees_an_answer_only_once_it_can_no_longer_be_taken_back(
    context: Context, clock: FrozenClock, held: Ticket, midori: Staff
) -> None:
    await answers(context, held, midori)
    seen: list[tuple[int, int]] = []
    for seconds in (0, 9, 1):
        clock.advance(seconds=seconds)
        async with context.db.transaction() as session:
            seeker = await make_seeker(context, USER)
            messages = await queries.list_messages(
                session, context.vault, seeker=seeker, ticket_id=held.id, visible_at=clock()
            )
            item = await queries.get_of_seeker(session, seeker_id=seeker.id, ticket_id=held.id, now=clock())
            seen.append((len(messages), item.unread))
    assert seen == [(1, 0), (1, 0), (2, 1)]


async def test_a_form_posted_twice_sends_one_answer(context: Context, held: Ticket, midori: Staff) -> None:
    first = await answers(context, held, midori, key="form-1")
    assert first is not None
    assert await answers(context, held, midori, key="form-1") is None
    assert len(await outbox_rows(context)) == 1


async def test_the_clock_stops_when_line_accepts_and_runs_on_when_it_refuses(
    context: Context, held: Ticket, midori: Staff, line: Any, run_jobs: Callable[[], Awaitable[None]]
) -> None:
    await answers(context, held, midori)
    async with context.db.transaction() as session:
        ticket = await get_ticket(session, held.id)
        assert (ticket.state, ticket.answered_at) == (TicketState.CLAIMED, None)
    await run_jobs()
    async with context.db.transaction() as session:
        ticket = await get_ticket(session, held.id)
    assert (ticket.state, ticket.answered_by_id, ticket.answer_pending_at) == (TicketState.ANSWERED, midori.id, None)


async def test_an_expired_registration_stops_no_clock(context: Context, clock: FrozenClock, held: Ticket) -> None:
    expired = await make_staff(context, registered=False)
    with pytest.raises(Forbidden):
        await answers(context, held, expired)
    assert await outbox_rows(context) == []


async def test_personal_data_goes_to_the_inbox_and_not_to_line(context: Context, held: Ticket, midori: Staff) -> None:
    with pytest.raises(InvalidInput) as refused:
        await answers(context, held, midori, PERSONAL, channel=AnswerChannel.LINE)
    assert refused.value.message_key == "ticket.error.personal_on_line"
    assert await outbox_rows(context) == []
    await answers(context, held, midori, PERSONAL)
    [row] = await outbox_rows(context)
    assert "090" not in str(row.messages)


async def test_an_override_of_the_guard_needs_a_reason_and_is_audited(
    context: Context, held: Ticket, midori: Staff
) -> None:
    await answers(
        context, held, midori, PERSONAL, channel=AnswerChannel.LINE, override_reason="窓口の代表番号を案内するため"
    )
    [row] = await outbox_rows(context)
    assert row.messages[0]["text"] == PERSONAL
    async with context.db.transaction() as session:
        audited = (await session.scalars(select(AuditEvent).where(AuditEvent.action == "guard_overridden"))).one()
    assert "窓口の代表番号" in audited.reason
    assert "090" not in audited.reason


async def test_a_harmless_text_and_an_approved_one_go_to_line_as_they_are(
    context: Context, held: Ticket, midori: Staff
) -> None:
    await answers(context, held, midori, channel=AnswerChannel.LINE, links=("book",))
    [row] = await outbox_rows(context)
    assert row.messages[0]["text"] == BODY
    assert row.messages[0]["quickReply"]["items"][0]["action"]["label"] == "相談を予約する"
    approved = "総合案内は 072-000-0000 です。担当は{consultant}です。"
    async with context.db.transaction() as session:
        session.add(
            CannedAnswer(
                title="総合案内",
                body=approved,
                may_go_to_line=True,
                approved_by_id=midori.id,
                updated_by_id=midori.id,
                updated_at=context.clock(),
            )
        )
    filled = approved.replace("{consultant}", midori.display_name)
    with pytest.raises(InvalidInput):
        await answers(context, held, midori, filled + "090-0000-1234", channel=AnswerChannel.LINE)
    await answers(context, held, midori, filled, channel=AnswerChannel.LINE)
    assert filled in [row.messages[0].get("text") for row in await outbox_rows(context)]


async def test_an_answer_to_somebody_in_danger_shows_nothing_on_the_phone(context: Context, midori: Staff) -> None:
    ticket = await make_ticket(context, topic="crisis_violence", urgent=True)
    async with context.db.transaction() as session:
        await claim_ticket(session, ticket_id=ticket.id, staff=midori, now=context.clock())
    with pytest.raises(AppError):
        await answers(context, ticket, midori, channel=AnswerChannel.LINE)
    await answers(context, ticket, midori, links=("book",))
    [row] = await outbox_rows(context)
    assert row.messages[0]["altText"] == "お知らせ"
    assert "回答" not in str(row.messages)
    assert "相談" not in str(row.messages)


async def test_an_unknown_link_is_refused(context: Context, held: Ticket, midori: Staff) -> None:
    with pytest.raises(InvalidInput):
        await answers(context, held, midori, links=("https://example.com",))


async def test_what_is_added_while_an_answer_is_on_its_way_is_a_question_of_its_own(
    context: Context,
    clock: FrozenClock,
    held: Ticket,
    midori: Staff,
    line: Any,
    run_jobs: Callable[[], Awaitable[None]],
) -> None:
    await answers(context, held, midori)
    clock.advance(seconds=5)
    seeker = await make_seeker(context, USER)
    assert (await make_ticket(context, seeker=seeker, body="あと、服装も教えてください")).id == held.id
    await run_jobs()
    async with context.db.transaction() as session:
        assert (await get_ticket(session, held.id)).state is TicketState.ANSWERED
        added = (await session.scalars(select(Ticket).where(Ticket.previous_id == held.id))).one()
        messages = await queries.list_messages(session, context.vault, seeker=seeker, ticket_id=added.id)
    assert (added.state, added.opened_at, added.due_at) == (TicketState.QUEUED, clock(), clock() + PROMISE)
    assert [message.body for message in messages] == ["あと、服装も教えてください"]
