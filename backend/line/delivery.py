"""Delivers one outbox row: reply while the token is fresh, else push with the stored retry key.

Runs as a job, outside any transaction while LINE is called. What it knows before calling is committed before
calling, so a crash at any moment leaves enough to decide: a push is repeated with the same key (LINE answers 409
if it had accepted it); a reply whose outcome is unknown is repeated with the same token, which works only if it was
not used.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.context import Context
from backend.errors import RetryLater as _RetryLater
from backend.jobs.app import drop, postpone
from backend.line import outbox
from backend.line.client import LineClient, LineError, LineErrorKind, Sent
from backend.line.models import TERMINAL_STATES, LineMessage, MessageState
from backend.pages.service import resolve_links
from backend.seekers.service import get_seeker, line_user_id_of
from backend.tickets import answers

RETRY_KEY_LIFE = timedelta(hours=24)
MUST_ARRIVE_KINDS = frozenset({"safety"})
"""A duplicate of these is better than silence: an uncertain reply is followed by a push."""

log = structlog.get_logger()


class RetryLater(_RetryLater):
    """Delivery to LINE did not end."""

    def __init__(self, reason: str, wait_s: float) -> None:
        super().__init__("line", reason, wait_s)


@dataclass(frozen=True)
class _Attempt:
    """What one try needs, copied out of the transaction."""

    by_reply: bool
    reply_token: str
    line_user_id: str
    messages: list[dict[str, Any]]
    retry_key: UUID
    number: int
    reply_outcome_unknown: bool
    reply_fresh: bool
    spare_job_id: int | None = None
    """The row's job when this try is not its own; it is dropped when the row is settled."""


async def deliver_line_message(context: Context, line_message_id: UUID) -> None:
    """Try once.

    Raises:
        RetryLater: not accepted yet, worth another try.
    """
    if context.line is None:
        raise RuntimeError("this process has no LINE client")
    attempt = await _begin(context, line_message_id)
    if attempt is not None:
        await _try(context, context.line, line_message_id, attempt)


async def deliver_begun(context: Context, begun: outbox.Begun) -> None:
    """Make the first try that was marked when the row was queued, without waiting for its job.

    Whatever does not end here is left to the job.
    """
    if context.line is None:
        raise RuntimeError("this process has no LINE client")
    attempt = _Attempt(
        by_reply=begun.by_reply,
        reply_token=begun.reply_token,
        line_user_id=begun.line_user_id,
        messages=_on_the_wire(context, begun.messages),
        retry_key=begun.retry_key,
        number=1,
        reply_outcome_unknown=False,
        reply_fresh=begun.by_reply,
        spare_job_id=begun.job_id,
    )
    try:
        await _try(context, context.line, begun.message_id, attempt)
    except RetryLater as later:
        async with context.db.transaction() as session:
            await postpone(session, begun.job_id, wait_s=later.wait_s)


async def _try(context: Context, line: LineClient, line_message_id: UUID, attempt: _Attempt) -> None:
    try:
        sent = await _call(line, attempt)
    except LineError as error:
        await _after_error(context, line_message_id, attempt, error)
    except ValueError:
        await _finish(context, line_message_id, attempt, MessageState.FAILED, error_code="not_a_line_message")
    else:
        await _finish(context, line_message_id, attempt, MessageState.ACCEPTED, sent=sent)


def _on_the_wire(context: Context, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    wire: list[dict[str, Any]] = resolve_links(
        messages, keys=context.vault.keys, public_url=context.settings.public_url
    )
    return wire


async def _call(line: LineClient, attempt: _Attempt) -> Sent:
    if attempt.by_reply:
        return await line.reply(attempt.reply_token, attempt.messages)
    return await line.push(attempt.line_user_id, attempt.messages, retry_key=attempt.retry_key)


async def _begin(context: Context, line_message_id: UUID) -> _Attempt | None:
    """Mark the try before it happens; None when there is nothing (more) to send."""
    now = context.clock()
    async with context.db.transaction() as session:
        row = await session.get(LineMessage, line_message_id, with_for_update=True)
        if row is None or row.state in TERMINAL_STATES:
            return None
        seeker = await get_seeker(session, row.seeker_id)
        user_id = line_user_id_of(context.vault, seeker)
        if user_id is None:
            _settle(row, MessageState.FAILED, error_code="seeker_erased", now=now)
            return None
        fresh = row.reply_expires_at is not None and now < row.reply_expires_at
        outcome_unknown = row.reply_tried_at is not None
        by_reply = outbox.may_reply(row, now)
        if not by_reply and row.first_push_at is not None and now - row.first_push_at >= RETRY_KEY_LIFE:
            _settle(row, MessageState.FAILED, error_code="retry_key_expired", now=now)
            await _settle_ticket(session, row.kind, row.dedupe_key, accepted=False, now=now)
            return None
        outbox.mark_try(row, by_reply=by_reply, now=now)
        return _Attempt(
            by_reply=by_reply,
            reply_token=row.reply_token or "",
            line_user_id=user_id,
            messages=_on_the_wire(context, row.messages),
            retry_key=row.retry_key,
            number=row.attempts,
            reply_outcome_unknown=outcome_unknown,
            reply_fresh=fresh,
        )


async def _after_error(context: Context, line_message_id: UUID, attempt: _Attempt, error: LineError) -> None:
    """Decide what a failure means. Raises RetryLater unless the row is settled here."""
    log.warning("line_call_failed", line_message_id=str(line_message_id), reason=error.reason, attempt=attempt.number)
    if attempt.by_reply:
        await _after_reply_error(context, line_message_id, attempt, error)
        return
    if error.kind in (LineErrorKind.REFUSED, LineErrorKind.UNAUTHORIZED, LineErrorKind.QUOTA):
        if error.kind is LineErrorKind.UNAUTHORIZED and attempt.number < 10:
            raise RetryLater(error.reason, _wait_s(attempt.number))
        await _finish(context, line_message_id, attempt, MessageState.FAILED, error_code=error.reason)
        return
    if error.kind in (LineErrorKind.NOT_SENT, LineErrorKind.RATE) and attempt.number == 1:
        await _forget_try(context, line_message_id, reply=False)
    raise RetryLater(error.reason, _wait_s(attempt.number))


async def _after_reply_error(context: Context, line_message_id: UUID, attempt: _Attempt, error: LineError) -> None:
    if error.kind is LineErrorKind.REPLY_TOKEN:
        if not attempt.reply_outcome_unknown:
            # Our first use was refused: expired early. Nothing was shown, so push.
            await _give_up_reply(context, line_message_id)
            raise RetryLater("reply_token_expired", 0)
        if attempt.reply_fresh:
            # Within its minute a token is refused only because it was used: the earlier try had arrived.
            await _finish(context, line_message_id, attempt, MessageState.ACCEPTED, sent=Sent(None))
            return
        async with context.db.transaction() as session:
            row = await session.get(LineMessage, line_message_id)
            must_arrive = row is not None and row.kind in MUST_ARRIVE_KINDS
        if must_arrive:
            await _give_up_reply(context, line_message_id)
            raise RetryLater("reply_uncertain", 0)
        await _finish(context, line_message_id, attempt, MessageState.UNCERTAIN, error_code="reply_outcome_unknown")
        return
    if error.kind is LineErrorKind.UNKNOWN:
        raise RetryLater(error.reason, min(_wait_s(attempt.number), 5))
    if attempt.reply_outcome_unknown:
        raise RetryLater(error.reason, _wait_s(attempt.number))
    if error.kind in (LineErrorKind.REFUSED, LineErrorKind.UNAUTHORIZED) and attempt.number >= 3:
        await _finish(context, line_message_id, attempt, MessageState.FAILED, error_code=error.reason)
        return
    # Certainly not accepted (no connection, 4xx, rate): the token is unused, and the try leaves no doubt behind.
    await _forget_try(context, line_message_id, reply=True)
    raise RetryLater(error.reason, _wait_s(attempt.number))


def _wait_s(number: int) -> float:
    """Exponential back-off: 1, 2, 4 … at most 300 seconds."""
    return float(min(2 ** (number - 1), 300))


async def _forget_try(context: Context, line_message_id: UUID, *, reply: bool) -> None:
    async with context.db.transaction() as session:
        row = await session.get(LineMessage, line_message_id, with_for_update=True)
        if row is not None and reply:
            row.reply_tried_at = None
        elif row is not None:
            row.first_push_at = None


async def _give_up_reply(context: Context, line_message_id: UUID) -> None:
    async with context.db.transaction() as session:
        row = await session.get(LineMessage, line_message_id, with_for_update=True)
        if row is not None:
            row.reply_token = None


async def _finish(
    context: Context,
    line_message_id: UUID,
    attempt: _Attempt,
    state: MessageState,
    *,
    sent: Sent | None = None,
    error_code: str | None = None,
) -> None:
    now, accepted = context.clock(), state is MessageState.ACCEPTED
    async with context.db.transaction() as session:
        row = (
            await session.execute(
                _SETTLE,
                {
                    "message_id": line_message_id,
                    "state": state,
                    "error_code": error_code,
                    "accepted_at": now if accepted else None,
                    "line_request_id": sent.request_id if sent is not None else None,
                },
            )
        ).one_or_none()
        if row is None:
            return  # settled by another run
        await _settle_ticket(session, row.kind, row.dedupe_key, accepted=accepted, now=now)
        if attempt.spare_job_id is not None:
            await drop(session, attempt.spare_job_id)
    log.info("line_message_settled", line_message_id=str(line_message_id), state=state.value, kind=row.kind)


_SETTLE = (
    update(LineMessage)
    .where(LineMessage.id == bindparam("message_id"), LineMessage.state.not_in(TERMINAL_STATES))
    .values(
        state=bindparam("state"),
        error_code=bindparam("error_code"),
        accepted_at=bindparam("accepted_at"),
        line_request_id=bindparam("line_request_id"),
        reply_token=None,
    )
    .returning(LineMessage.kind, LineMessage.dedupe_key)
    .execution_options(synchronize_session=False)
)


def _settle(row: LineMessage, state: MessageState, *, error_code: str | None, now: datetime) -> None:
    row.state, row.error_code = state, error_code
    row.accepted_at = now if state is MessageState.ACCEPTED else None
    row.reply_token = None


async def _settle_ticket(session: AsyncSession, kind: str, dedupe_key: str, *, accepted: bool, now: datetime) -> None:
    if kind == answers.ANSWER_KIND:
        await answers.settle_answer(session, dedupe_key=dedupe_key, accepted=accepted, now=now)
