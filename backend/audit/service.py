"""Append to the audit log and verify its chain. Called by services and routes inside their transaction."""

import hashlib
import json
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.models import AuditEvent

GENESIS = b"\x00" * 32
CHAIN_LOCK = 0x6D61646F
"""Advisory lock that makes writers of the chain take turns until their transaction ends."""


def _digest(event: AuditEvent) -> bytes:
    body = json.dumps(
        [
            event.id,
            event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            event.actor_kind,
            str(event.actor_id or ""),
            event.action,
            event.subject,
            event.reason,
        ],
        ensure_ascii=False,
    )
    return hashlib.sha256(event.previous_hash + body.encode()).digest()


async def record(
    session: AsyncSession,
    *,
    now: datetime,
    actor_kind: str,
    action: str,
    subject: str,
    actor_id: UUID | None = None,
    reason: str = "",
) -> None:
    """Append one event. `subject` is `table:id`; `actor_kind` is seeker, staff or system."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    last = await session.scalar(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1))
    event = AuditEvent(
        id=1 if last is None else last.id + 1,
        at=now,
        actor_kind=actor_kind,
        actor_id=actor_id,
        action=action,
        subject=subject,
        reason=reason,
        previous_hash=GENESIS if last is None else last.hash,
        hash=b"",
    )
    event.hash = _digest(event)
    session.add(event)
    await session.flush()


async def first_broken_link(session: AsyncSession) -> int | None:
    """Id of the first event whose hash or predecessor does not fit; None when the chain is whole."""
    previous, expected_id = GENESIS, 1
    async for event in await session.stream_scalars(select(AuditEvent).order_by(AuditEvent.id)):
        if event.id != expected_id or event.previous_hash != previous or event.hash != _digest(event):
            return event.id
        previous, expected_id = event.hash, expected_id + 1
    return None
