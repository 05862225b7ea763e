"""What staff do with a ticket: one winner, the holder named, and no way to end a question without an answer."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from backend.audit.models import AuditEvent
from backend.context import Context
from backend.errors import Conflict, Forbidden, InvalidInput, NotFound
from backend.seekers.models import Seeker
from backend.seekers.service import clear_pushes, get_seeker, resume_own_pushes, stop_pushes
from backend.staff.models import Staff
from backend.tickets import desk, queries
from backend.tickets import service as tickets
from backend.tickets.models import (
    CloseReason,
    Ticket,
    TicketEvent,
    TicketNote,
    TicketState,
)
from backend.tickets.transitions import get_ticket, log_event
from tests.conftest import FrozenClock
from tests.integration.web_helpers import make_seeker, make_staff, make_ticket


async def does(context: Context, action: Any, ticket: Ticket, staff: Staff | None, **options: Any) -> Ticket:
    """One action in a transaction of its own; the ticket as it is afterwards."""
    async with context.db.transaction() as session:
        result = await action(session, ticket_id=ticket.id, staff=staff, now=context.clock(), **options)
        shown = result if isinstance(result, Ticket) else await get_ticket(session, ticket.id)
        await session.refresh(shown)
        return shown


async def dismisses(context: Context, ticket: Ticket, staff: Staff) -> Ticket:
    async with context.db.transaction() as session:
        await desk.dismiss_thanks(session, context.vault, ticket_id=ticket.id, staff=staff, now=context.clock())
        return await get_ticket(session, ticket.id)


async def withdraws(context: Context, seeker: Seeker, ticket: Ticket) -> Ticket:
    async with context.db.transaction() as session:
        await tickets.withdraw_own_ticket(session, seeker=seeker, ticket_id=ticket.id, now=context.clock())
        return await get_ticket(session, ticket.id)


async def make_answered(context: Context, seeker: Seeker, staff: Staff, body: str = "面接が心配です。") -> Ticket:
    """An episode whose answer was accepted."""
    ticket = await make_ticket(context, seeker=seeker, body=body)
    async with context.db.transaction() as session:
        await session.execute(
            update(Ticket)
            .where(Ticket.id == ticket.id)
            .values(state=TicketState.ANSWERED, answered_at=context.clock(), answered_by_id=staff.id)
        )
        session.add(
            TicketNote(
                ticket_id=ticket.id,
                author_id=staff.id,
                body_sealed=b"sealed",
                request_key=str(uuid4()),
                created_at=context.clock(),
            )
        )
    return ticket


async def kinds(context: Context, ticket: Ticket) -> list[str]:
    """The ticket's history."""
    async with context.db.transaction() as session:
        rows = await session.scalars(
            select(TicketEvent.kind).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.id)
        )
        return list(rows)


async def test_of_many_who_claim_at_once_exactly_one_wins_and_the_others_hear_the_name(
    context: Context, midori: Staff, hiroshi: Staff
) -> None:
    ticket = await make_ticket(context)
    people = [midori, hiroshi] * 4
    outcomes = await asyncio.gather(
        *(does(context, desk.claim_ticket, ticket, person) for person in people), return_exceptions=True
    )
    winners = {person.id for person, outcome in zip(people, outcomes, strict=True) if isinstance(outcome, Ticket)}
    losers = [outcome for outcome in outcomes if not isinstance(outcome, Ticket)]
    assert len(winners) == 1
    winner = midori if midori.id in winners else hiroshi
    assert all(isinstance(error, Conflict) and error.details == {"holder": winner.display_name} for error in losers)


async def test_a_stale_page_changes_nothing(context: Context, midori: Staff) -> None:
    ticket = await make_ticket(context)
    held = await does(context, desk.claim_ticket, ticket, midori, version=1)
    with pytest.raises(Conflict) as refused:
        await does(context, desk.release_ticket, ticket, midori, version=1)
    assert refused.value.code == "ticket_stale"
    assert (await does(context, desk.release_ticket, ticket, midori, version=held.version)).state is TicketState.QUEUED


async def test_a_transfer_keeps_the_deadline_and_gives_the_colleague_a_fresh_lease(
    context: Context, clock: FrozenClock, midori: Staff, hiroshi: Staff
) -> None:
    ticket = await make_ticket(context)
    await does(context, desk.claim_ticket, ticket, midori)
    clock.advance(minutes=20)
    moved = await does(context, desk.transfer_ticket, ticket, midori, to_id=hiroshi.id, reason="shift_end")
    assert (moved.claimed_by_id, moved.due_at) == (hiroshi.id, ticket.due_at)
    assert moved.lease_until == clock() + timedelta(minutes=30)
    assert (await kinds(context, ticket))[-1] == "transferred"
    with pytest.raises(Conflict):
        await does(context, desk.transfer_ticket, ticket, midori, to_id=hiroshi.id, reason="shift_end")


async def test_a_transfer_needs_a_reason_and_somebody_who_may_answer(context: Context, midori: Staff) -> None:
    ticket = await make_ticket(context)
    await does(context, desk.claim_ticket, ticket, midori)
    trainee = await make_staff(context, "見習い", registered=False)
    with pytest.raises(InvalidInput):
        await does(context, desk.transfer_ticket, ticket, midori, to_id=trainee.id, reason="")
    for unable in (trainee.id, uuid4()):
        with pytest.raises(Conflict) as refused:
            await does(context, desk.transfer_ticket, ticket, midori, to_id=unable, reason="workload")
        assert refused.value.code == "cannot_take"


async def test_a_supervisor_may_take_a_held_ticket_away_from_75_percent_on_and_not_before(
    context: Context, clock: FrozenClock, midori: Staff, hiroshi: Staff, boss: Staff
) -> None:
    ticket = await make_ticket(context)
    clock.advance(hours=17, minutes=55)
    await does(context, desk.claim_ticket, ticket, midori)
    with pytest.raises(Forbidden):
        await does(context, desk.assign_ticket, ticket, midori, to_id=hiroshi.id)
    with pytest.raises(Conflict) as refused:
        await does(context, desk.assign_ticket, ticket, boss, to_id=hiroshi.id)
    assert refused.value.details == {"holder": "青木 みどり"}
    clock.advance(minutes=5)
    assert (await does(context, desk.assign_ticket, ticket, boss, to_id=hiroshi.id)).claimed_by_id == hiroshi.id


async def test_the_ladder_assigns_only_what_nobody_holds_before_75_percent(context: Context, midori: Staff) -> None:
    ticket = await make_ticket(context)
    assert (await does(context, desk.assign_ticket, ticket, None, to_id=midori.id)).claimed_by_id == midori.id


async def test_a_question_soon_after_an_answer_continues_it_and_can_be_joined_with_it(
    context: Context, clock: FrozenClock, midori: Staff
) -> None:
    seeker = await make_seeker(context)
    before = await make_answered(context, seeker, midori)
    clock.advance(hours=1)
    ticket = await make_ticket(context, seeker=seeker, body="もう一つ聞いていいですか")
    assert ticket.previous_id == before.id
    await does(context, desk.claim_ticket, ticket, midori)
    async with context.db.transaction() as session:
        await desk.merge_previous(session, ticket_id=ticket.id, staff=midori, now=context.clock())
    async with context.db.transaction() as session:
        merged = await get_ticket(session, before.id)
        messages = await queries.list_messages(session, context.vault, seeker=seeker, ticket_id=ticket.id)
        notes = (await session.scalars(select(TicketNote.ticket_id))).all()
    assert (merged.state, merged.merged_into_id, merged.answered_by_id) == (TicketState.MERGED, ticket.id, midori.id)
    assert [message.body for message in messages] == ["面接が心配です。", "もう一つ聞いていいですか"]
    assert notes == [ticket.id]
    with pytest.raises(Conflict) as refused:
        await does(context, desk.merge_previous, ticket, midori)
    assert refused.value.message_key == "ticket.error.nothing_before"


async def test_a_question_long_after_an_answer_stands_alone(
    context: Context, clock: FrozenClock, midori: Staff
) -> None:
    seeker = await make_seeker(context)
    await make_answered(context, seeker, midori)
    clock.advance(days=15)
    assert (await make_ticket(context, seeker=seeker)).previous_id is None


async def test_thanks_can_be_put_away_without_an_answer(context: Context, midori: Staff) -> None:
    ticket = await make_ticket(context, body="ありがとうございました！助かりました😊")
    ended = await dismisses(context, ticket, midori)
    assert (ended.state, ended.close_reason, ended.answered_at) == (TicketState.CLOSED, CloseReason.THANKS, None)


@pytest.mark.parametrize(
    "body", ["ありがとうございました。あと、面接は何時ですか", "ありがとう。でもまだ不安です", "面接が心配です"]
)
async def test_a_question_behind_thanks_cannot_be_put_away(context: Context, midori: Staff, body: str) -> None:
    ticket = await make_ticket(context, body=body)
    with pytest.raises(Conflict) as refused:
        await dismisses(context, ticket, midori)
    assert refused.value.code == "more_than_thanks"


async def test_urgent_tickets_and_unregistered_staff_dismiss_nothing(context: Context, midori: Staff) -> None:
    urgent = await make_ticket(context, body="ありがとう", urgent=True)
    with pytest.raises(Conflict):
        await dismisses(context, urgent, midori)
    thanks = await make_ticket(context, body="ありがとう")
    with pytest.raises(Forbidden):
        await dismisses(context, thanks, await make_staff(context, registered=False))


async def test_an_ended_episode_is_reopened_as_a_new_one_with_its_own_clock(
    context: Context, clock: FrozenClock, midori: Staff
) -> None:
    seeker = await make_seeker(context)
    before = await make_answered(context, seeker, midori)
    clock.advance(days=2)
    again = await does(context, desk.reopen_ticket, before, midori)
    assert again.id != before.id
    assert (again.previous_id, again.due_at, again.claimed_by_id) == (
        before.id,
        clock() + timedelta(hours=24),
        midori.id,
    )
    with pytest.raises(Conflict) as refused:
        await does(context, desk.reopen_ticket, before, midori)
    assert refused.value.code == "has_open"


async def test_labels_come_from_the_list_of_topics(context: Context, midori: Staff) -> None:
    ticket = await make_ticket(context)
    labelled = await does(context, desk.set_labels, ticket, midori, labels=["interview", "documents", "interview"])
    assert labelled.labels == ["documents", "interview"]
    with pytest.raises(InvalidInput):
        await does(context, desk.set_labels, ticket, midori, labels=["blood_type"])


async def test_an_open_question_cannot_be_closed(context: Context, midori: Staff) -> None:
    ticket = await make_ticket(context)
    await does(context, desk.claim_ticket, ticket, midori)
    with pytest.raises(Conflict) as refused:
        await does(context, desk.close_ticket, ticket, midori)
    assert refused.value.message_key == "ticket.error.not_answered"


async def test_the_seeker_withdraws_their_own_question_but_an_urgent_one_stays_with_a_person(context: Context) -> None:
    seeker, in_danger = await make_seeker(context), await make_seeker(context)
    ticket = await make_ticket(context, seeker=seeker)
    urgent = await make_ticket(context, seeker=in_danger, urgent=True)
    assert (await withdraws(context, seeker, ticket)).state is TicketState.WITHDRAWN
    with pytest.raises(NotFound):
        await withdraws(context, seeker, urgent)
    with pytest.raises(Conflict) as refused:
        await withdraws(context, in_danger, urgent)
    assert refused.value.code == "ticket_urgent"


@pytest.mark.parametrize("column", ["due_at", "opened_at"])
async def test_the_database_refuses_to_move_a_deadline(context: Context, column: str) -> None:
    ticket = await make_ticket(context)
    with pytest.raises(DBAPIError, match="never changes"):
        async with context.db.transaction() as session:
            await session.execute(
                text(f"UPDATE ticket SET {column} = {column} + interval '1 hour' WHERE id = :id"), {"id": ticket.id}
            )


@pytest.mark.parametrize("change", ["UPDATE ticket_event SET kind = 'x'", "DELETE FROM ticket_event"])
async def test_the_history_of_a_ticket_is_append_only(context: Context, change: str) -> None:
    ticket = await make_ticket(context)
    async with context.db.transaction() as session:
        log_event(session, ticket.id, "claimed", context.clock())
    with pytest.raises(DBAPIError, match="append-only"):
        async with context.db.transaction() as session:
            await session.execute(text(change))


async def test_a_pause_for_safety_is_ended_by_a_consultant_only_and_one_that_was_wished_for_by_the_seeker(
    context: Context, midori: Staff
) -> None:
    seeker = await make_seeker(context)
    await make_ticket(context, seeker=seeker, urgent=True)
    async with context.db.transaction() as session:
        held = await get_seeker(session, seeker.id)
        assert not resume_own_pushes(seeker=held)
        stop_pushes(seeker=held, now=context.clock())
        await clear_pushes(
            session,
            seeker_id=seeker.id,
            paused_at=held.pushes_paused_at,
            staff_id=midori.id,
            reason="電話で確かめました。",
            now=context.clock(),
        )
        assert held.pushes_paused_at is None
        assert held.pushes_stopped_at == context.clock(), "the seeker's own wish outlasts the pause"
        assert resume_own_pushes(seeker=held)
        assert held.pushes_stopped_at is None
        assert (
            await session.scalar(select(AuditEvent.actor_id).where(AuditEvent.action == "pushes_resumed")) == midori.id
        )
