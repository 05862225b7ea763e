"""Who has a ticket open, and who is writing: told by open pages every 15 seconds, believed for 40."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.staff.models import Staff
from backend.tickets.models import TicketPresence

BELIEVED = timedelta(seconds=40)
TYPING_BELIEVED = timedelta(seconds=20)
"""Both also in the trigger that tells open pages when somebody comes, goes, or begins or ends writing."""


@dataclass(frozen=True)
class Present:
    """Somebody else who has the ticket open."""

    name: str
    is_typing: bool


async def be_present(session: AsyncSession, *, ticket_id: UUID, staff_id: UUID, is_typing: bool, now: datetime) -> None:
    """This person's page is open and in front (and they are writing, or not)."""
    values = {"seen_at": now, "typing_at": now if is_typing else None}
    await session.execute(
        insert(TicketPresence)
        .values(ticket_id=ticket_id, staff_id=staff_id, **values)
        .on_conflict_do_update(index_elements=[TicketPresence.ticket_id, TicketPresence.staff_id], set_=values)
    )


async def be_gone(session: AsyncSession, *, ticket_id: UUID, staff_id: UUID) -> None:
    """The page was left."""
    await session.execute(
        delete(TicketPresence).where(TicketPresence.ticket_id == ticket_id, TicketPresence.staff_id == staff_id)
    )


async def list_others(session: AsyncSession, *, ticket_id: UUID, staff_id: UUID, now: datetime) -> list[Present]:
    """Everybody else who is here now, writers first."""
    rows = await session.execute(
        select(Staff.display_name, TicketPresence.typing_at)
        .join(Staff, Staff.id == TicketPresence.staff_id)
        .where(
            TicketPresence.ticket_id == ticket_id,
            TicketPresence.staff_id != staff_id,
            TicketPresence.seen_at > now - BELIEVED,
        )
        .order_by(Staff.display_name, Staff.id)
    )
    found = [Present(name, typing_at is not None and typing_at > now - TYPING_BELIEVED) for name, typing_at in rows]
    return sorted(found, key=lambda person: not person.is_typing)
