"""Read-only views of one ticket's conversation and of a seeker's own tickets. Lists of the queue are in `listing`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments import service as attachments
from backend.attachments.service import FileItem
from backend.errors import NotFound
from backend.line.models import LineMessage, MessageState
from backend.seekers.models import Seeker
from backend.staff.models import Staff
from backend.tickets.models import AuthorKind, Ticket, TicketMessage, TicketState
from backend.tickets.service import message_place
from backend.vault.service import Vault


@dataclass(frozen=True)
class Notice:
    """What became of the notice that told the seeker about an answer.

    Attributes:
        state: waiting, accepted, failed or uncertain.
        at: when LINE accepted it.
    """

    state: str
    at: datetime | None


@dataclass(frozen=True)
class Message:
    """One entry of a conversation, opened. `body` is None when the seeker was erased."""

    id: UUID
    author_kind: AuthorKind
    author_id: UUID | None
    author: str | None
    body: str | None
    created_at: datetime
    read_at: datetime | None
    notice: Notice | None
    held_until: datetime | None
    links: list[str]
    files: list[FileItem]


@dataclass(frozen=True)
class OwnItem:
    """A seeker's own ticket, for the inbox. `is_waiting`: nobody has answered what the seeker wrote last."""

    id: UUID
    topic: str
    state: TicketState
    opened_at: datetime
    due_at: datetime
    last_message_at: datetime
    answers: int
    unread: int
    is_waiting: bool


@dataclass(frozen=True)
class OwnCounts:
    """How much a seeker has here."""

    tickets: int
    messages: int
    unread: int


def _is_out(now: datetime) -> ColumnElement[bool]:
    """The seeker sees an entry once it can no longer be taken back."""
    return or_(TicketMessage.held_until.is_(None), TicketMessage.held_until <= now)


async def list_messages(
    session: AsyncSession, vault: Vault, *, seeker: Seeker, ticket_id: UUID, visible_at: datetime | None = None
) -> list[Message]:
    """The conversation, oldest first, opened from the vault. The caller has checked the right to read and audits it.

    Args:
        visible_at: for the seeker: leaves out answers that may still be taken back at that moment.
    """
    dedupe_key = func.concat("ticket_answer:", TicketMessage.id, ":0")
    files = await attachments.list_files(session, vault, seeker=seeker, ticket_id=ticket_id)
    rows = await session.execute(
        select(TicketMessage, Staff.display_name, LineMessage.state, LineMessage.accepted_at)
        .outerjoin(Staff, Staff.id == TicketMessage.author_id)
        .outerjoin(
            LineMessage,
            and_(TicketMessage.author_kind == AuthorKind.CONSULTANT, LineMessage.dedupe_key == dedupe_key),
        )
        .where(TicketMessage.ticket_id == ticket_id, _is_out(visible_at) if visible_at is not None else true())
        .order_by(TicketMessage.created_at, TicketMessage.id)
    )
    return [
        Message(
            id=row.id,
            author_kind=row.author_kind,
            author_id=row.author_id,
            author=author,
            body=None
            if seeker.data_key is None
            else vault.open_text(seeker, row.body_sealed, place=message_place(row.id)),
            created_at=row.created_at,
            read_at=row.read_at,
            notice=_notice(state, accepted_at),
            held_until=row.held_until,
            links=row.links,
            files=files.get(row.id, []),
        )
        for row, author, state, accepted_at in rows
    ]


def _notice(state: MessageState | None, accepted_at: datetime | None) -> Notice | None:
    if state is None:
        return None
    known = {
        MessageState.ACCEPTED: "accepted",
        MessageState.FAILED: "failed",
        MessageState.WITHDRAWN: "failed",
        MessageState.UNCERTAIN: "uncertain",
    }
    return Notice(known.get(state, "waiting"), accepted_at)


async def count_messages(session: AsyncSession, *, ticket_id: UUID) -> int:
    """How many entries a conversation has; tells an open page that there is something new."""
    count = await session.scalar(select(func.count()).where(TicketMessage.ticket_id == ticket_id))
    return count or 0


async def list_of_seeker(session: AsyncSession, *, seeker_id: UUID, now: datetime, limit: int = 100) -> list[OwnItem]:
    """A seeker's own tickets, the one with the newest message first."""
    answered = TicketMessage.author_kind == AuthorKind.CONSULTANT
    newest = func.max(TicketMessage.created_at)
    rows = await session.execute(
        select(
            Ticket.id,
            Ticket.topic,
            Ticket.state,
            Ticket.opened_at,
            Ticket.due_at,
            func.coalesce(newest, Ticket.opened_at),
            func.count(case((answered, literal(1)))),
            func.count(case((and_(answered, TicketMessage.read_at.is_(None)), literal(1)))),
            func.coalesce(
                func.max(TicketMessage.created_at).filter(TicketMessage.author_kind == AuthorKind.SEEKER)
                > func.max(TicketMessage.created_at).filter(answered),
                Ticket.answered_at.is_(None),
            ),
        )
        .outerjoin(TicketMessage, and_(TicketMessage.ticket_id == Ticket.id, _is_out(now)))
        .where(Ticket.seeker_id == seeker_id, Ticket.state.not_in((TicketState.WITHDRAWN, TicketState.MERGED)))
        .group_by(Ticket.id)
        .order_by(func.coalesce(newest, Ticket.opened_at).desc(), Ticket.id)
        .limit(limit)
    )
    return [OwnItem(*row) for row in rows]


async def get_of_seeker(session: AsyncSession, *, seeker_id: UUID, ticket_id: UUID, now: datetime) -> OwnItem:
    """One of a seeker's own tickets.

    Raises:
        NotFound: no such ticket, or someone else's.
    """
    for item in await list_of_seeker(session, seeker_id=seeker_id, now=now, limit=1000):
        if item.id == ticket_id:
            return item
    raise NotFound


async def count_of_seeker(session: AsyncSession, *, seeker_id: UUID) -> OwnCounts:
    """How many tickets, messages and unread answers a seeker has."""
    unread = and_(TicketMessage.author_kind == AuthorKind.CONSULTANT, TicketMessage.read_at.is_(None))
    row = (
        await session.execute(
            select(
                func.count(func.distinct(Ticket.id)),
                func.count(TicketMessage.id),
                func.count(case((unread, literal(1)))),
            )
            .select_from(Ticket)
            .outerjoin(TicketMessage, TicketMessage.ticket_id == Ticket.id)
            .where(Ticket.seeker_id == seeker_id)
        )
    ).one()
    return OwnCounts(*row)
