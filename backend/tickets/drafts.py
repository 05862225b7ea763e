"""Half-written answers, kept on the server for each person and ticket until they are sent or thrown away.

The last one saved wins: it is the same person, perhaps in two windows. Sealed with the seeker's key like the
conversation, so erasing the seeker makes drafts unreadable too.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import InvalidInput
from backend.seekers.models import Seeker
from backend.tickets.models import TicketDraft
from backend.tickets.service import MAX_BODY_CHARS
from backend.vault.service import Vault


@dataclass(frozen=True)
class Draft:
    """What somebody was writing, and when it was last saved."""

    body: str
    saved_at: datetime


def _place(ticket_id: UUID, staff_id: UUID) -> str:
    return f"ticket_draft:{ticket_id}:{staff_id}"


async def save_draft(
    session: AsyncSession, vault: Vault, *, ticket_id: UUID, seeker: Seeker, staff_id: UUID, body: str, now: datetime
) -> None:
    """Keep a half-written answer; an empty one is forgotten.

    Raises:
        InvalidInput: longer than an answer may be.
    """
    if not body.strip():
        await discard_draft(session, ticket_id=ticket_id, staff_id=staff_id)
        return
    if len(body) > MAX_BODY_CHARS:
        raise InvalidInput("ticket.error.too_long", limit=MAX_BODY_CHARS)
    sealed = vault.seal_text(seeker, body, place=_place(ticket_id, staff_id))
    await session.execute(
        insert(TicketDraft)
        .values(ticket_id=ticket_id, staff_id=staff_id, body_sealed=sealed, updated_at=now)
        .on_conflict_do_update(
            index_elements=[TicketDraft.ticket_id, TicketDraft.staff_id],
            set_={"body_sealed": sealed, "updated_at": now},
        )
    )


async def find_draft(
    session: AsyncSession, vault: Vault, *, ticket_id: UUID, seeker: Seeker, staff_id: UUID
) -> Draft | None:
    """What this person was writing here, if anything; None too when the seeker was erased."""
    row = await session.get(TicketDraft, (ticket_id, staff_id), populate_existing=True)
    if row is None or seeker.data_key is None:
        return None
    return Draft(vault.open_text(seeker, row.body_sealed, place=_place(ticket_id, staff_id)), row.updated_at)


async def discard_draft(session: AsyncSession, *, ticket_id: UUID, staff_id: UUID) -> None:
    """Forget it: it was sent, or the person threw it away."""
    await session.execute(
        delete(TicketDraft).where(TicketDraft.ticket_id == ticket_id, TicketDraft.staff_id == staff_id)
    )
