"""「返事まだ?」 is answered with what is true."""

from datetime import timedelta

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.tickets import ActionReplyStatus
from backend.context import Context
from backend.seekers.models import Seeker
from backend.staff.models import Staff
from backend.tickets import service as tickets
from backend.tickets.answers import Answer
from backend.tickets.models import UNDO, AnswerChannel
from tests.conftest import FrozenClock
from tests.integration.web_helpers import claim, make_ticket, settle, write_answer


async def asked(context: Context, seeker: Seeker) -> list[str]:
    """The responses that 「返事まだ?」 gets."""
    message = {"text": "返事まだ?", "intent": {"name": "ask_reply_status", "confidence": 0.9}}
    tracker = Tracker(seeker.conversation_id, {}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    await ActionReplyStatus(context).run(dispatcher, tracker, {})
    return [message["response"].removeprefix("utter_reply_") for message in dispatcher.messages]


async def test_nothing_was_asked(context: Context, seeker: Seeker) -> None:
    await make_ticket(context)  # somebody else's
    assert await asked(context, seeker) == ["none_open"]


async def test_waiting_then_reading_then_waiting_again_when_the_claim_lapses(
    context: Context, clock: FrozenClock, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    assert await asked(context, seeker) == ["waiting"]
    await claim(context, ticket, midori)
    assert await asked(context, seeker) == ["reading"]
    clock.advance(minutes=31)
    assert await asked(context, seeker) == ["waiting"]


@pytest.mark.parametrize("is_claimed", [True, False])
async def test_overdue_is_said_whoever_reads_it(
    context: Context, seeker: Seeker, midori: Staff, is_claimed: bool
) -> None:
    ticket = await make_ticket(context, seeker=seeker, at=context.clock() - timedelta(hours=24))
    if is_claimed:
        await claim(context, ticket, midori)
    assert await asked(context, seeker) == ["overdue"]


async def test_an_answer_is_told_once_it_cannot_be_taken_back_and_until_it_was_read(
    context: Context, clock: FrozenClock, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    clock.advance(minutes=5)
    answer = await write_answer(context, ticket, midori)
    assert await asked(context, seeker) == ["reading"]
    clock.advance(seconds=UNDO.total_seconds())
    assert await asked(context, seeker) == ["unread"]
    await settle(context, answer, accepted=True)
    assert await asked(context, seeker) == ["unread"]
    async with context.db.transaction() as session:
        await tickets.mark_read(session, ticket_id=ticket.id, now=clock())
    assert await asked(context, seeker) == ["none_open"]


async def test_a_failed_notice_is_said_and_the_answer_is_there(
    context: Context, clock: FrozenClock, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    clock.advance(minutes=5)
    answer = await write_answer(context, ticket, midori)
    clock.advance(minutes=1)
    await settle(context, answer, accepted=False)
    assert await asked(context, seeker) == ["notice_failed"]


async def test_an_unread_answer_and_a_new_question_are_both_told(
    context: Context, clock: FrozenClock, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    clock.advance(minutes=5)
    answer = await write_answer(context, ticket, midori)
    clock.advance(minutes=1)
    await settle(context, answer, accepted=True)
    await make_ticket(context, seeker=seeker, body="もう一つ質問です")
    assert await asked(context, seeker) == ["unread", "waiting"]


async def test_an_answer_given_in_the_talk_has_been_read_there(
    context: Context, clock: FrozenClock, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    answer = await write_answer(context, ticket, midori, Answer("だいじょうぶです。", AnswerChannel.LINE))
    clock.advance(minutes=1)
    await settle(context, answer, accepted=True)
    assert await asked(context, seeker) == ["none_open"]
