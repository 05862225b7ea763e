"""The outbox: a message for LINE is a row and a job, made in the transaction of whatever caused it.

Services and the event handler call `enqueue`; only the delivery job (`backend.line.delivery`) talks to LINE.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from procrastinate import App
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.jobs.app import DELIVER_LINE_MESSAGE, URGENT_PRIORITY, defer, delivery_lock
from backend.line.models import LineEvent, LineMessage, MessageState
from backend.seekers.models import Seeker

REPLY_TOKEN_LIFE = timedelta(seconds=50)
"""LINE allows a minute from the event; ten seconds stay for the network."""

MAX_MESSAGES_PER_CALL = 5


async def enqueue(
    session: AsyncSession,
    jobs: App,
    *,
    seeker: Seeker,
    kind: str,
    messages: list[dict[str, Any]],
    dedupe_key: str,
    now: datetime,
    event: LineEvent | None = None,
    urgent: bool = False,
    not_before: datetime | None = None,
) -> None:
    """Queue LINE message objects for a seeker; more than five become several calls, sent in order.

    Args:
        kind: what it is, for measures: answer, safety, notice, answer_arrived, reminder …
        messages: finished LINE message objects (see `backend.line.render`), public content only.
        dedupe_key: names the cause; queueing the same cause again changes nothing.
        event: the event it answers; its reply token is used for the first call while fresh.
        urgent: delivered before other waiting jobs.
        not_before: stays here until then, and can be taken back with `withdraw`; None = leaves at once.
    """
    for number, start in enumerate(range(0, len(messages), MAX_MESSAGES_PER_CALL)):
        first = number == 0 and event is not None and event.reply_token is not None
        row_id = uuid4()
        inserted = await session.scalar(
            insert(LineMessage)
            .values(
                id=row_id,
                seeker_id=seeker.id,
                line_event_id=event.id if event is not None else None,
                dedupe_key=f"{dedupe_key}:{number}",
                kind=kind,
                messages=messages[start : start + MAX_MESSAGES_PER_CALL],
                reply_token=event.reply_token if first and event is not None else None,
                reply_expires_at=event.occurred_at + REPLY_TOKEN_LIFE if first and event is not None else None,
                retry_key=uuid4(),
                state=MessageState.PENDING,
                attempts=0,
                created_at=now,
            )
            .on_conflict_do_nothing(index_elements=[LineMessage.dedupe_key])
            .returning(LineMessage.id)
        )
        if inserted is not None:
            await defer(
                session,
                jobs,
                DELIVER_LINE_MESSAGE,
                lock=delivery_lock(seeker.id) if not_before is None else None,  # a waiting job would block its lock
                priority=URGENT_PRIORITY if urgent else 0,
                schedule_at=not_before,
                line_message_id=str(row_id),
            )


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
