"""The outbox: a message for LINE is a row and a job, made in the transaction of whatever caused it.

Services and the event handler call `enqueue`; only the delivery job (`backend.line.delivery`) talks to LINE.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.jobs.app import DELIVER_LINE_MESSAGE, URGENT_PRIORITY, delivery_lock
from backend.line.models import LineEvent, LineMessage, MessageState
from backend.seekers.models import Seeker

REPLY_TOKEN_LIFE = timedelta(seconds=50)
"""LINE allows a minute from the event; ten seconds stay for the network."""

MAX_MESSAGES_PER_CALL = 5
JOB_AFTER = timedelta(seconds=15)
"""When the job of a message takes over from a try that began at once; longer than one call to LINE may last."""


@dataclass(frozen=True)
class Begun:
    """A call whose first try is marked in its row: make it right after the commit (`delivery.deliver_begun`).

    Should that not happen, because the process died, the row's job finds a try with an unknown outcome.
    """

    message_id: UUID
    job_id: int
    by_reply: bool
    reply_token: str = field(repr=False)
    line_user_id: str = field(repr=False)
    messages: list[dict[str, Any]] = field(repr=False)
    retry_key: UUID


async def enqueue(
    session: AsyncSession,
    *,
    seeker: Seeker,
    kind: str,
    messages: list[dict[str, Any]],
    dedupe_key: str,
    now: datetime,
    event: LineEvent | None = None,
    urgent: bool = False,
    not_before: datetime | None = None,
    begin_for: str | None = None,
) -> Begun | None:
    """Queue LINE message objects for a seeker; more than five become several calls, sent in order.

    Args:
        kind: what it is, for measures: answer, safety, notice, answer_arrived, reminder …
        messages: finished LINE message objects (see `backend.line.render`), public content only.
        dedupe_key: names the cause; queueing the same cause again changes nothing.
        event: the event it answers; its reply token is used for the first call while fresh.
        urgent: delivered before other waiting jobs.
        not_before: stays here until then, and can be taken back with `withdraw`; None = leaves at once.
        begin_for: the seeker's LINE user id. Given, and nothing else on its way to them, the first call's first try
            begins with this transaction and is returned; the caller makes it after the commit.
    """
    begun = None
    for number, start in enumerate(range(0, len(messages), MAX_MESSAGES_PER_CALL)):
        first = number == 0 and event is not None and event.reply_token is not None
        row = LineMessage(
            id=uuid4(),
            seeker_id=seeker.id,
            line_event_id=event.id if event is not None else None,
            dedupe_key=f"{dedupe_key}:{number}",
            kind=kind,
            messages=messages[start : start + MAX_MESSAGES_PER_CALL],
            reply_token=event.reply_token if first and event is not None else None,
            reply_expires_at=event.occurred_at + REPLY_TOKEN_LIFE if first and event is not None else None,
            retry_key=uuid4(),
            attempts=0,
            created_at=now,
        )
        mark_try(row, by_reply=may_reply(row, now), now=now)  # stored only if the try begins now
        lock = delivery_lock(seeker.id)
        values = {name: getattr(row, name) for name in _QUEUED_COLUMNS} | {
            "wants_to_begin": number == 0 and begin_for is not None,
            "lock": lock,
            "task": DELIVER_LINE_MESSAGE,
            "priority": URGENT_PRIORITY if urgent else 0,
            "job_lock": lock if not_before is None else None,  # a waiting job would block its lock
            "not_before": not_before,
            "spare_at": now + JOB_AFTER,
        }
        queued = (await session.execute(_QUEUE, values)).one_or_none()
        if queued is not None and queued.begins and begin_for is not None:
            begun = Begun(
                message_id=row.id,
                job_id=queued.job_id,
                by_reply=row.reply_tried_at is not None,
                reply_token=row.reply_token or "",
                line_user_id=begin_for,
                messages=row.messages,
                retry_key=row.retry_key,
            )
    return begun


_QUEUED_COLUMNS = (
    "id", "seeker_id", "line_event_id", "dedupe_key", "kind", "messages", "reply_token", "reply_expires_at",
    "retry_key", "created_at", "reply_tried_at", "first_push_at",
)  # fmt: skip
_QUEUE = text(
    """
    WITH begin AS (
        SELECT :wants_to_begin AND NOT EXISTS (
            SELECT FROM procrastinate_jobs WHERE lock = :lock AND status IN ('todo', 'doing')) AS begins
    ),
    stored AS (
        INSERT INTO line_message (id, seeker_id, line_event_id, dedupe_key, kind, messages, reply_token,
                                  reply_expires_at, retry_key, created_at, state, attempts,
                                  reply_tried_at, first_push_at)
        SELECT :id, :seeker_id, :line_event_id, :dedupe_key, :kind, :messages, :reply_token,
               :reply_expires_at, :retry_key, :created_at, CASE WHEN begins THEN 'sending' ELSE 'pending' END,
               CASE WHEN begins THEN 1 ELSE 0 END,
               CASE WHEN begins THEN CAST(:reply_tried_at AS timestamptz) END,
               CASE WHEN begins THEN CAST(:first_push_at AS timestamptz) END
        FROM begin
        ON CONFLICT (dedupe_key) DO NOTHING
        RETURNING id
    )
    SELECT begins, (procrastinate_defer_jobs_v1(ARRAY[
        ROW('default', :task, :priority, :job_lock, NULL, jsonb_build_object('line_message_id', stored.id),
            CASE WHEN begins THEN CAST(:spare_at AS timestamptz) ELSE :not_before END)
        ::procrastinate_job_to_defer_v1]))[1] AS job_id
    FROM begin, stored
    """
).bindparams(bindparam("messages", type_=JSONB))
"""One statement for a row and its job; no row comes back when the cause was queued before."""


def may_reply(row: LineMessage, now: datetime) -> bool:
    """True while the row's reply token is fresh, or an earlier use of it may have been accepted."""
    fresh = row.reply_expires_at is not None and now < row.reply_expires_at
    return row.reply_token is not None and row.first_push_at is None and (fresh or row.reply_tried_at is not None)


def mark_try(row: LineMessage, *, by_reply: bool, now: datetime) -> None:
    """Note in the row what is about to be tried; commit before LINE is called."""
    row.state = MessageState.SENDING
    row.attempts += 1
    if by_reply:
        row.reply_tried_at = row.reply_tried_at or now
    else:
        row.first_push_at = row.first_push_at or now


async def withdraw(session: AsyncSession, *, dedupe_key: str) -> bool:
    """Take back what no try has begun to send; False when it is too late for any part of it."""
    rows = (
        await session.scalars(
            select(LineMessage).where(LineMessage.dedupe_key.startswith(f"{dedupe_key}:")).with_for_update()
        )
    ).all()
    if any(row.state is not MessageState.PENDING or row.attempts for row in rows):
        return False
    for row in rows:
        row.state = MessageState.WITHDRAWN
    await session.flush()
    return True
