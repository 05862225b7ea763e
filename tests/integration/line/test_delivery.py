"""Delivery: reply or push, once, whatever LINE does. The emulator plays the faults."""

from typing import Any
from uuid import UUID

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import select, text

from backend.context import Context
from backend.line import delivery, handler, outbox
from backend.line.models import LineEvent, LineMessage, MessageState
from backend.seekers.service import get_or_create_seeker
from tests.conftest import USER, FrozenClock, Line
from tests.integration.line.helpers import make_event, make_text, post_events

Client = TestClient[Any, Any]


async def queue_push(context: Context, words: str = "お知らせです", *, kind: str = "notice", count: int = 1) -> UUID:
    """A queued message to a seeker, without an event to reply to."""
    async with context.db.transaction() as session:
        seeker = await get_or_create_seeker(session, context.vault, line_user_id=USER, now=context.clock())
        await outbox.enqueue(
            session,
            seeker=seeker,
            kind=kind,
            messages=[{"type": "text", "text": f"{words}{number}"} for number in range(count)],
            dedupe_key=f"test:{words}",
            now=context.clock(),
        )
        newest = select(LineMessage.id).order_by(LineMessage.created_at.desc(), LineMessage.dedupe_key).limit(1)
        return (await session.scalars(newest)).one()


async def queue_reply(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, *, registered: bool = True
) -> UUID:
    """An answer to an event, ready to be delivered by reply. The job is handled by hand."""
    event = make_text(clock, "料金かかる?")
    if registered:
        line.register_reply_token(USER, event["replyToken"])
    await post_events(web_client, event)
    async with context.db.transaction() as session:
        event_id = (await session.scalars(select(LineEvent.id))).one()
    await handler.handle_line_event(context, event_id)
    async with context.db.transaction() as session:
        return (await session.scalars(select(LineMessage.id))).one()


async def row_of(context: Context, message_id: UUID) -> LineMessage:
    async with context.db.transaction() as session:
        return (await session.scalars(select(LineMessage).where(LineMessage.id == message_id))).one()


async def deliver_until_settled(context: Context, message_id: UUID, clock: FrozenClock, tries: int = 12) -> int:
    """Deliver as the job runner would, moving the clock by each wait; returns the number of tries."""
    for number in range(1, tries + 1):
        try:
            await delivery.deliver_line_message(context, message_id)
        except delivery.RetryLater as later:
            clock.advance(seconds=later.wait_s)
        else:
            return number
    raise AssertionError(f"not settled after {tries} tries")


async def test_an_answer_goes_out_as_a_free_reply(
    web_client: Client, context: Context, clock: FrozenClock, line: Line
) -> None:
    message_id = await queue_reply(web_client, context, clock, line)
    await delivery.deliver_line_message(context, message_id)
    assert [(call["kind"], call["retryKey"]) for call in line.sent()] == [("reply", None)]
    row = await row_of(context, message_id)
    assert (row.state, row.accepted_at, row.reply_token) == (MessageState.ACCEPTED, clock.now, None)


async def test_delivering_twice_sends_once(
    web_client: Client, context: Context, clock: FrozenClock, line: Line
) -> None:
    message_id = await queue_reply(web_client, context, clock, line)
    await delivery.deliver_line_message(context, message_id)
    await delivery.deliver_line_message(context, message_id)
    assert len(line.sent()) == 1


async def begin_reply(web_client: Client, context: Context, clock: FrozenClock, line: Line) -> outbox.Begun:
    """An answer whose first try is marked, as the job that handles an event leaves it before calling LINE."""
    event = make_text(clock, "料金かかる?")
    line.register_reply_token(USER, event["replyToken"])
    await post_events(web_client, event)
    async with context.db.transaction() as session:
        event_id = (await session.scalars(select(LineEvent.id))).one()
    begun = await handler.handle_line_event(context, event_id, begin_delivery=True)
    assert begun is not None
    return begun


async def waiting_deliveries(context: Context) -> int:
    async with context.db.transaction() as session:
        query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'deliver_line_message' AND status = 'todo'"
        return int(await session.scalar(text(query)) or 0)


async def test_an_answer_leaves_at_once_and_its_spare_job_goes(
    web_client: Client, context: Context, clock: FrozenClock, line: Line
) -> None:
    begun = await begin_reply(web_client, context, clock, line)
    assert await waiting_deliveries(context) == 1
    await delivery.deliver_begun(context, begun)
    assert [call["kind"] for call in line.sent()] == ["reply"]
    assert (await row_of(context, begun.message_id)).state is MessageState.ACCEPTED
    assert await waiting_deliveries(context) == 0


@pytest.mark.parametrize("line_was_called", [False, True])
async def test_an_answer_begun_by_a_process_that_died_is_shown_once(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, line_was_called: bool
) -> None:
    begun = await begin_reply(web_client, context, clock, line)
    if line_was_called:
        assert context.line is not None
        await context.line.reply(begun.reply_token, begun.messages)
    clock.advance(seconds=17)  # the spare job's turn
    await deliver_until_settled(context, begun.message_id, clock)
    assert line.shown(USER) == ["answer to 料金かかる?"]
    assert (await row_of(context, begun.message_id)).state is MessageState.ACCEPTED


async def test_a_first_try_that_fails_leaves_the_rest_to_its_spare_job(
    web_client: Client, context: Context, clock: FrozenClock, line: Line
) -> None:
    begun = await begin_reply(web_client, context, clock, line)
    line.faults(fail_500=1)
    await delivery.deliver_begun(context, begun)
    assert line.shown(USER) == []
    assert await waiting_deliveries(context) == 1
    await deliver_until_settled(context, begun.message_id, clock)
    assert line.shown(USER) == ["answer to 料金かかる?"]


async def test_an_answer_does_not_overtake_what_is_on_its_way(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, run_jobs: Any
) -> None:
    await queue_push(context, "先のお知らせ")
    event = make_text(clock, "料金かかる?")
    line.register_reply_token(USER, event["replyToken"])
    await post_events(web_client, event)
    async with context.db.transaction() as session:
        event_id = (await session.scalars(select(LineEvent.id))).one()
    assert await handler.handle_line_event(context, event_id, begin_delivery=True) is None
    await run_jobs()
    assert line.shown(USER) == ["先のお知らせ0", "answer to 料金かかる?"]


async def test_an_expired_reply_token_leads_to_exactly_one_push(
    web_client: Client, context: Context, clock: FrozenClock, line: Line
) -> None:
    message_id = await queue_reply(web_client, context, clock, line)
    clock.advance(seconds=61)
    await deliver_until_settled(context, message_id, clock)
    assert [call["kind"] for call in line.sent()] == ["push"]


async def test_a_reply_token_line_refuses_leads_to_exactly_one_push(
    web_client: Client, context: Context, clock: FrozenClock, line: Line
) -> None:
    message_id = await queue_reply(web_client, context, clock, line, registered=False)
    await deliver_until_settled(context, message_id, clock)
    assert [call["kind"] for call in line.sent()] == ["push"]
    assert (await row_of(context, message_id)).state is MessageState.ACCEPTED


async def test_a_reply_accepted_without_an_answer_is_not_sent_again(
    web_client: Client, context: Context, clock: FrozenClock, line: Line
) -> None:
    message_id = await queue_reply(web_client, context, clock, line)
    line.faults(timeout_after_accept=1)
    await deliver_until_settled(context, message_id, clock)
    assert line.shown(USER) == ["answer to 料金かかる?"]
    assert (await row_of(context, message_id)).state is MessageState.ACCEPTED


async def test_a_reply_lost_before_acceptance_is_repeated_with_its_token(
    web_client: Client, context: Context, clock: FrozenClock, line: Line
) -> None:
    message_id = await queue_reply(web_client, context, clock, line)
    line.faults(fail_500=1)
    await deliver_until_settled(context, message_id, clock)
    assert line.shown(USER) == ["answer to 料金かかる?"]
    assert [call["kind"] for call in line.sent()] == ["reply"]


async def test_a_reply_in_doubt_after_its_minute_is_not_blindly_pushed(
    web_client: Client, context: Context, clock: FrozenClock, line: Line
) -> None:
    message_id = await queue_reply(web_client, context, clock, line)
    line.faults(timeout_after_accept=1)
    with pytest.raises(delivery.RetryLater):
        await delivery.deliver_line_message(context, message_id)
    clock.advance(minutes=5)
    await deliver_until_settled(context, message_id, clock)
    assert line.shown(USER) == ["answer to 料金かかる?"]
    assert (await row_of(context, message_id)).state is MessageState.UNCERTAIN


async def test_a_safety_text_in_doubt_is_pushed_because_silence_would_be_worse(
    web_client: Client, context: Context, clock: FrozenClock, line: Line
) -> None:
    event = make_text(clock, "もう死にたい")
    line.register_reply_token(USER, event["replyToken"])
    await post_events(web_client, event)
    async with context.db.transaction() as session:
        event_id = (await session.scalars(select(LineEvent.id))).one()
    await handler.handle_line_event(context, event_id)
    async with context.db.transaction() as session:
        message_id = (await session.scalars(select(LineMessage.id))).one()
    line.faults(timeout_after_accept=1)
    with pytest.raises(delivery.RetryLater):
        await delivery.deliver_line_message(context, message_id)
    clock.advance(minutes=5)
    await deliver_until_settled(context, message_id, clock)
    assert [call["kind"] for call in line.calls() if call["kind"] in ("reply", "push")][-1] == "push"
    assert (await row_of(context, message_id)).state is MessageState.ACCEPTED


async def test_push_after_500_uses_the_same_key(context: Context, clock: FrozenClock, line: Line) -> None:
    message_id = await queue_push(context)
    line.faults(fail_500=2)
    assert await deliver_until_settled(context, message_id, clock) == 3
    keys = {call["retryKey"] for call in line.calls() if call["kind"] == "push"}
    assert keys == {str((await row_of(context, message_id)).retry_key)}
    assert line.shown(USER) == ["お知らせです0"]


async def test_a_push_accepted_without_an_answer_gets_409_the_second_time_and_counts_as_sent(
    context: Context, clock: FrozenClock, line: Line
) -> None:
    message_id = await queue_push(context)
    line.faults(timeout_after_accept=1)
    await deliver_until_settled(context, message_id, clock)
    statuses = [call["status"] for call in line.calls() if call["kind"] == "push"]
    assert statuses[-1] == 409
    assert line.shown(USER) == ["お知らせです0"]
    assert (await row_of(context, message_id)).state is MessageState.ACCEPTED


async def test_a_retry_key_older_than_24_hours_is_never_used_again(
    context: Context, clock: FrozenClock, line: Line
) -> None:
    message_id = await queue_push(context)
    line.faults(fail_500=1)
    with pytest.raises(delivery.RetryLater):
        await delivery.deliver_line_message(context, message_id)
    clock.advance(hours=24)
    await delivery.deliver_line_message(context, message_id)
    row = await row_of(context, message_id)
    assert (row.state, row.error_code) == (MessageState.FAILED, "retry_key_expired")
    assert len([call for call in line.calls() if call["kind"] == "push"]) == 1


@pytest.mark.parametrize("fault", ["rate_429", "html_502", "cut_after_accept"])
async def test_passing_trouble_ends_in_one_message(
    context: Context, clock: FrozenClock, line: Line, fault: str
) -> None:
    message_id = await queue_push(context)
    line.faults(**{fault: 1})
    await deliver_until_settled(context, message_id, clock)
    assert line.shown(USER) == ["お知らせです0"]


async def test_too_many_messages_to_one_person_waits_and_then_arrives(
    context: Context, clock: FrozenClock, line: Line
) -> None:
    message_id = await queue_push(context)
    line.faults(same_user_429=2)
    assert await deliver_until_settled(context, message_id, clock) == 3
    assert line.shown(USER) == ["お知らせです0"]


async def test_a_used_up_monthly_quota_fails_with_its_reason(context: Context, clock: FrozenClock, line: Line) -> None:
    message_id = await queue_push(context)
    line.faults(quota_429=1)
    await deliver_until_settled(context, message_id, clock)
    row = await row_of(context, message_id)
    assert (row.state, row.error_code) == (MessageState.FAILED, "monthly_quota")


async def test_an_odd_body_on_a_200_counts_as_sent(context: Context, clock: FrozenClock, line: Line) -> None:
    message_id = await queue_push(context)
    line.faults(empty_200=1)
    await deliver_until_settled(context, message_id, clock)
    assert (await row_of(context, message_id)).state is MessageState.ACCEPTED
    assert line.shown(USER) == ["お知らせです0"]


async def test_six_messages_go_out_in_two_calls_in_order(context: Context, line: Line, run_jobs: Any) -> None:
    await queue_push(context, "その", count=6)
    await run_jobs()
    assert [len(call["body"]["messages"]) for call in line.sent()] == [5, 1]
    assert line.shown(USER) == [f"その{number}" for number in range(6)]


async def test_queueing_the_same_cause_twice_sends_once(context: Context, line: Line, run_jobs: Any) -> None:
    await queue_push(context, "同じ")
    await queue_push(context, "同じ")
    await run_jobs()
    assert line.shown(USER) == ["同じ0"]


async def test_a_message_line_would_refuse_fails_without_being_retried(
    context: Context, clock: FrozenClock, line: Line
) -> None:
    message_id = await queue_push(context)
    async with context.db.transaction() as session:
        row = await session.get(LineMessage, message_id)
        assert row is not None
        row.messages = [{"type": "text", "text": ""}]
    assert await deliver_until_settled(context, message_id, clock) == 1
    assert (await row_of(context, message_id)).state is MessageState.FAILED


async def test_a_block_while_a_push_waits_ends_it_quietly(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, run_jobs: Any
) -> None:
    message_id = await queue_push(context)
    await post_events(web_client, make_event(clock, "unfollow", replyToken=None))
    line.block(USER)
    await run_jobs()
    assert line.shown(USER) == []
    assert (await row_of(context, message_id)).state is MessageState.ACCEPTED


async def test_the_address_of_a_secure_page_exists_only_on_the_wire(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, run_jobs: Any
) -> None:
    await post_events(web_client, make_text(clock, "090-1234-5678"))
    await run_jobs()
    async with context.db.transaction() as session:
        (row,) = (await session.scalars(select(LineMessage))).all()
    wire = str(line.sent()[0]["body"])
    assert "https://madoguchi.example.com/s/" in wire
    assert "/s/" not in str(row.messages)
