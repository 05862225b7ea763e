"""What a person's bell, banners and list of notices show. Read-only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.notices.models import NoticeChannel, NoticeState, Paging, StaffNotice
from backend.notices.words import NoticeWords, words_of
from backend.seekers.models import Seeker
from backend.staff.models import Role, Staff
from backend.texts import Texts
from backend.tickets.models import Ticket

PAGE_SIZE = 50
MAX_CALLS = 5


@dataclass(frozen=True)
class Call:
    """An urgent ticket nobody has acknowledged yet."""

    ticket_id: UUID
    pseudonym: str
    topic: str
    started_at: datetime


@dataclass(frozen=True)
class News:
    """What the head of every staff page says: unread notices, and urgent tickets that call."""

    unread: int = 0
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True)
class NoticeItem:
    """One notice of the list."""

    id: UUID
    words: NoticeWords
    created_at: datetime
    is_new: bool


async def find_news(session: AsyncSession, *, staff: Staff) -> News:
    """This person's news; urgent calls only for those who work on the queue."""
    unread = await session.scalar(
        select(func.count())
        .select_from(StaffNotice)
        .where(
            StaffNotice.staff_id == staff.id,
            StaffNotice.channel == NoticeChannel.PAGE,
            StaffNotice.state == NoticeState.SENT,
        )
    )
    if not (staff.may(Role.CONSULTANT) or staff.may(Role.SUPERVISOR)):
        return News(unread or 0)
    rows = await session.execute(
        select(Paging.ticket_id, Seeker.pseudonym, Ticket.topic, Paging.started_at)
        .join(Ticket, Ticket.id == Paging.ticket_id)
        .join(Seeker, Seeker.id == Ticket.seeker_id)
        .where(Paging.ended_at.is_(None))
        .order_by(Paging.started_at)
        .limit(MAX_CALLS)
    )
    return News(unread or 0, tuple(Call(*row) for row in rows))


async def list_notices(
    session: AsyncSession, texts: Texts, *, staff: Staff, now: datetime, before: datetime | None = None
) -> list[NoticeItem]:
    """The newest notices of this person, or those before an instant."""
    query = select(StaffNotice).where(StaffNotice.staff_id == staff.id, StaffNotice.channel == NoticeChannel.PAGE)
    if before is not None:
        query = query.where(StaffNotice.created_at < before)
    rows = await session.scalars(query.order_by(StaffNotice.created_at.desc(), StaffNotice.id).limit(PAGE_SIZE))
    return [
        NoticeItem(
            row.id,
            words_of(texts, kind=row.kind, values=row.values, ticket_id=row.ticket_id, now=now),
            row.created_at,
            row.state is NoticeState.SENT,
        )
        for row in rows
    ]


async def find_path(session: AsyncSession, texts: Texts, *, staff: Staff, notice_id: UUID, now: datetime) -> str | None:
    """The page a notice of this person is about; None if it is not theirs."""
    row = await session.get(StaffNotice, notice_id)
    if row is None or row.staff_id != staff.id:
        return None
    return words_of(texts, kind=row.kind, values=row.values, ticket_id=row.ticket_id, now=now).path
