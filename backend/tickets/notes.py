"""Notes consultants leave each other on a case. Kept apart from the conversation: nothing here reaches a seeker."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import InvalidInput
from backend.seekers.models import Seeker
from backend.staff.models import Staff
from backend.tickets.models import Ticket, TicketNote
from backend.vault.service import Vault

MAX_NOTE_CHARS = 4000


@dataclass(frozen=True)
class Note:
    """A note, opened. `body` is None when the seeker was erased."""

    id: UUID
    ticket_id: UUID
    author: str
    body: str | None
    created_at: datetime


def _place(note_id: UUID) -> str:
    return f"ticket_note:{note_id}"


async def add_note(
    session: AsyncSession,
    vault: Vault,
    *,
    ticket_id: UUID,
    seeker: Seeker,
    staff: Staff,
    body: str,
    request_key: str,
    now: datetime,
) -> None:
    """Store a note; the same form posted twice stores one.

    Raises:
        InvalidInput: empty or longer than 4,000 characters.
    """
    if not body.strip():
        raise InvalidInput("queue.problem.note_empty")
    if len(body) > MAX_NOTE_CHARS:
        raise InvalidInput("ticket.error.too_long", limit=MAX_NOTE_CHARS)
    note_id = uuid4()
    await session.execute(
        insert(TicketNote)
        .values(
            id=note_id,
            ticket_id=ticket_id,
            author_id=staff.id,
            body_sealed=vault.seal_text(seeker, body.strip(), place=_place(note_id)),
            request_key=request_key,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=[TicketNote.request_key])
    )


async def list_notes(session: AsyncSession, vault: Vault, *, seeker: Seeker, limit: int = 50) -> list[Note]:
    """Notes on all of a person's episodes, newest first. The caller has checked the right to read and audits it."""
    rows = await session.execute(
        select(TicketNote, Staff.display_name)
        .join(Ticket, Ticket.id == TicketNote.ticket_id)
        .join(Staff, Staff.id == TicketNote.author_id)
        .where(Ticket.seeker_id == seeker.id)
        .order_by(TicketNote.created_at.desc(), TicketNote.id)
        .limit(limit)
    )
    return [
        Note(
            id=note.id,
            ticket_id=note.ticket_id,
            author=author,
            body=None if seeker.data_key is None else vault.open_text(seeker, note.body_sealed, place=_place(note.id)),
            created_at=note.created_at,
        )
        for note, author in rows
    ]


async def count_notes(session: AsyncSession, *, ticket_id: UUID) -> int:
    """How many notes an episode has; tells an open page that there is something new."""
    return await session.scalar(select(func.count()).where(TicketNote.ticket_id == ticket_id)) or 0
