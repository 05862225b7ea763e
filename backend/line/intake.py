"""From verified events to rows and jobs: guard, safety label, dedupe, one job per event. Called by the webhook only.

Raw text ends here: what is stored is masked, and the safety label is read off the raw text before masking.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import structlog
from procrastinate import App
from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend import guard, safety
from backend.jobs.app import HANDLE_LINE_EVENT, URGENT_PRIORITY, defer, event_lock
from backend.line import postback
from backend.line.events import ParsedEvent
from backend.line.models import TERMINAL_STATES, EventState, LineEvent, LineMessage, MessageState
from backend.log import error_place
from backend.seekers.models import Seeker
from backend.seekers.service import get_or_create_seeker, get_or_create_seekers
from backend.tickets import service as tickets
from backend.vault.service import Vault

log = structlog.get_logger()

HANDLED_TYPES = frozenset({"message", "postback", "follow", "unfollow", "unsend"})
GUARD_FAILED = "guard_failed"


QUICK_TYPES = frozenset({"message", "postback"})
"""Types that `receive_together` can store; the others change more than their own row."""

_STORE_TOGETHER = text(
    """
    WITH incoming AS (
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS event (
            place int, priority int, lock text, id uuid, webhook_event_id text, seeker_id uuid, event_type text,
            message_type text, message_id text, masked_text text, pii_types text[], safety_label text,
            postback jsonb, reply_token text, occurred_at timestamptz, received_at timestamptz)
    ),
    unsent AS (
        SELECT incoming.place FROM incoming JOIN line_event AS other
            ON other.message_id = incoming.message_id AND other.seeker_id = incoming.seeker_id
        WHERE other.event_type = 'unsend'
    ),
    stored AS (
        INSERT INTO line_event (id, webhook_event_id, seeker_id, event_type, message_type, message_id, masked_text,
                                pii_types, safety_label, postback, reply_token, occurred_at, received_at, state)
        SELECT id, webhook_event_id, seeker_id, event_type, message_type, message_id, masked_text,
               pii_types, safety_label, postback, reply_token, occurred_at, received_at, 'received'
        FROM incoming WHERE place NOT IN (SELECT place FROM unsent)
        ORDER BY webhook_event_id -- two processes that store the same ids wait for each other in one direction only
        ON CONFLICT (webhook_event_id) DO NOTHING
        RETURNING id
    ),
    deferred AS (
        SELECT procrastinate_defer_jobs_v1(array_agg(
            ROW('default', :task, priority, lock, NULL, jsonb_build_object('line_event_id', id), NULL)
                ::procrastinate_job_to_defer_v1 ORDER BY place)) AS ids
        FROM incoming JOIN stored USING (id)
    )
    SELECT place FROM unsent UNION ALL SELECT NULL FROM deferred
    """
)


async def receive_events(
    session: AsyncSession, vault: Vault, jobs: App, events: Sequence[ParsedEvent], *, now: datetime
) -> int:
    """Store new events and enqueue their handling, each in a savepoint of its own; returns how many were new.

    An event that cannot be stored is logged (id only) and left out; the others stay.
    """
    stored = 0
    for event in events:
        try:
            async with session.begin_nested():
                stored += await _receive(session, vault, jobs, event, now=now)
        except (DataError, IntegrityError, ValueError) as error:
            log.error("event_not_stored", error_type=type(error).__name__, where=error_place(error))
    return stored


def is_quick(event: ParsedEvent) -> bool:
    """True for what most events are: a message or button of a person, in a talk that is ours."""
    return event.event_type in QUICK_TYPES and event.mode == "active" and event.user_id is not None


async def receive_together(
    session: AsyncSession, vault: Vault, jobs: App, events: Sequence[ParsedEvent], *, now: datetime
) -> None:
    """Store many quick events and their jobs in one statement, in the order given; ends like `receive_events`.

    Raises:
        DataError, IntegrityError, ValueError: one of them cannot be stored, so none was: take them one by one.
    """
    seekers = await get_or_create_seekers(
        session, vault, line_user_ids=[event.user_id for event in events if event.user_id], now=now
    )
    rows = []
    for place, event in enumerate(events):
        seeker_id, columns = seekers[event.user_id or ""], _columns(event, vault, handled=True, now=now)
        rows.append(
            columns
            | {
                "place": place,
                "seeker_id": seeker_id,
                "lock": event_lock(seeker_id, event.webhook_event_id),
                "priority": _priority(columns["safety_label"]),
            }
        )
    found = await session.scalars(_STORE_TOGETHER, {"rows": json.dumps(rows, default=str), "task": HANDLE_LINE_EVENT})
    taken_back = [events[place] for place in found if place is not None]
    if taken_back:
        await receive_events(session, vault, jobs, taken_back, now=now)


def _priority(safety_label: str) -> int:
    return URGENT_PRIORITY if safety_label.startswith("crisis") else 0


async def _receive(session: AsyncSession, vault: Vault, jobs: App, event: ParsedEvent, *, now: datetime) -> int:
    user_id = event.user_id if event.event_type in HANDLED_TYPES and event.mode == "active" else None
    columns = _columns(event, vault, handled=user_id is not None, now=now)
    seeker = None
    if user_id is not None:
        seeker = await get_or_create_seeker(session, vault, line_user_id=user_id, now=now)
    row_id = await session.scalar(
        insert(LineEvent)
        .values(columns | {"seeker_id": seeker.id if seeker is not None else None})
        .on_conflict_do_nothing(index_elements=[LineEvent.webhook_event_id])
        .returning(LineEvent.id)
    )
    if row_id is None or seeker is None:
        return 0 if row_id is None else 1
    if event.event_type == "unsend":
        await withdraw_message(session, seeker=seeker, message_id=event.message_id, now=now)
    elif event.message_id is not None and await _was_unsent(session, seeker, event.message_id):
        await withdraw_message(session, seeker=seeker, message_id=event.message_id, now=now)
        return 1
    await defer(
        session,
        jobs,
        HANDLE_LINE_EVENT,
        lock=event_lock(seeker.id, event.webhook_event_id),
        priority=_priority(columns["safety_label"]),
        line_event_id=str(row_id),
    )
    return 1


def _columns(event: ParsedEvent, vault: Vault, *, handled: bool, now: datetime) -> dict[str, Any]:
    masked_text, pii_types, label = None, list[str](), "none"
    if event.text is not None and handled:
        label = _safety_label(event.text)
        masked_text, pii_types = mask_text(event.text)
    return {
        "id": uuid4(),
        "webhook_event_id": event.webhook_event_id,
        "event_type": event.event_type,
        "message_type": event.message_type,
        "message_id": event.message_id,
        "masked_text": masked_text,
        "pii_types": pii_types,
        "safety_label": label,
        "postback": _postback(event, vault) if handled else None,
        "reply_token": event.reply_token if handled else None,
        "occurred_at": event.occurred_at,
        "received_at": now,
        "state": EventState.RECEIVED if handled else EventState.IGNORED,
    }


def _postback(event: ParsedEvent, vault: Vault) -> dict[str, Any] | None:
    """What a button of ours said. Data we did not sign is not kept: it could hold anything."""
    if event.postback_data is None:
        return None
    payload = postback.verify(vault.keys, event.postback_data)
    if payload is None:
        return {"tampered": True}
    return {"payload": payload, "params": event.postback_params}


def mask_text(text: str) -> tuple[str | None, list[str]]:
    """Masked text and the kinds of personal data found. When the guard fails nothing of the text is kept."""
    cleaned = text.replace("\x00", "").encode("utf-8", "replace").decode()
    try:
        masked = guard.mask(cleaned)
    except Exception as error:  # a guard error must never let raw text through, whatever it is
        log.error("guard_failed", error_type=type(error).__name__, where=error_place(error))
        return None, [GUARD_FAILED]
    return masked.masked, sorted({span.type for span in masked.spans})


def _safety_label(text: str) -> str:
    result = safety.classify(text)
    return "soft" if result.soft and result.label == "none" else result.label


async def _was_unsent(session: AsyncSession, seeker: Seeker, message_id: str) -> bool:
    """True when the unsend of this message arrived before the message itself."""
    found = await session.scalar(
        select(LineEvent.id).where(
            LineEvent.message_id == message_id, LineEvent.seeker_id == seeker.id, LineEvent.event_type == "unsend"
        )
    )
    return found is not None


async def withdraw_message(session: AsyncSession, *, seeker: Seeker, message_id: str | None, now: datetime) -> None:
    """送信取消: purge our masked copy, in the event and in the ticket it may have joined."""
    if message_id is None:
        return
    ids: Sequence[UUID] = (
        await session.scalars(
            update(LineEvent)
            .where(
                LineEvent.message_id == message_id,
                LineEvent.seeker_id == seeker.id,
                LineEvent.event_type == "message",
            )
            .values(masked_text=None, pii_types=[], postback=None, state=EventState.WITHDRAWN, handled_at=now)
            .returning(LineEvent.id)
        )
    ).all()
    for event_id in ids:
        await tickets.withdraw_message(session, request_key=tickets.event_request_key(event_id), now=now)


async def forget_talk(session: AsyncSession, *, seeker_id: UUID) -> None:
    """A seeker was erased: our masked copy of the talk goes, and nothing that still waits is sent."""
    await session.execute(
        update(LineEvent)
        .where(LineEvent.seeker_id == seeker_id)
        .values(masked_text=None, pii_types=[], postback=None, reply_token=None)
    )
    await session.execute(
        update(LineMessage)
        .where(LineMessage.seeker_id == seeker_id, LineMessage.state.not_in(TERMINAL_STATES))
        .values(state=MessageState.WITHDRAWN)
    )
    await session.execute(
        update(LineMessage).where(LineMessage.seeker_id == seeker_id).values(messages=[], reply_token=None)
    )
