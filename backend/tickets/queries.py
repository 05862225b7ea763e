"""Read-only views of tickets: the queue's pages and counts, one ticket, its conversation, a seeker's own list.

Lists decrypt nothing: a case is known by its pseudonym until someone with a right to it opens the conversation.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, text, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.attachments import service as attachments
from backend.attachments.service import FileItem
from backend.errors import NotFound
from backend.line.models import LineMessage, MessageState
from backend.seekers.models import Seeker
from backend.staff.models import Staff
from backend.tickets.models import AuthorKind, Ticket, TicketMessage, TicketState, Urgency
from backend.tickets.service import message_place
from backend.vault.service import Vault

PAGE_SIZE = 50
DUE_SOON = timedelta(hours=6)

IS_OPEN = text("ticket.state IN ('queued','claimed','delivery_failed')")
"""Spelled as in the partial indexes, so that the planner recognises it."""
IS_ANSWERED = text("ticket.state = 'answered'")


class Tab(StrEnum):
    """Which tickets a list shows."""

    OPEN = "open"
    MINE = "mine"
    DUE = "due"
    URGENT = "urgent"
    ANSWERED = "answered"
    ALL = "all"


@dataclass(frozen=True)
class TicketItem:
    """One line of the queue."""

    id: UUID
    pseudonym: str
    topic: str
    state: TicketState
    urgency: Urgency
    opened_at: datetime
    due_at: datetime
    answered_at: datetime | None
    holder_id: UUID | None
    holder: str | None
    lease_until: datetime | None

    def is_held(self, now: datetime) -> bool:
        """True while someone's lease runs."""
        return self.state is TicketState.CLAIMED and self.lease_until is not None and self.lease_until >= now

    @property
    def is_open(self) -> bool:
        """True until an answer has been accepted for delivery."""
        return self.state in (TicketState.QUEUED, TicketState.CLAIMED, TicketState.DELIVERY_FAILED)


@dataclass(frozen=True)
class QueuePage:
    """Up to 50 lines; `after` asks for the next ones, None at the end."""

    items: list[TicketItem]
    after: str | None


@dataclass(frozen=True)
class Counts:
    """How many open tickets each tab holds."""

    open: int
    mine: int
    due: int
    urgent: int

    def of(self, tab: str) -> int | None:
        """Count of a tab; None for tabs that are not counted."""
        count = getattr(self, tab, None)
        return count if isinstance(count, int) else None


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


_holder = aliased(Staff)


def _items() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Ticket.id,
            Seeker.pseudonym,
            Ticket.topic,
            Ticket.state,
            Ticket.urgency,
            Ticket.opened_at,
            Ticket.due_at,
            Ticket.answered_at,
            Ticket.claimed_by_id,
            _holder.display_name,
            Ticket.lease_until,
        )
        .join(Seeker, Seeker.id == Ticket.seeker_id)
        .outerjoin(_holder, _holder.id == Ticket.claimed_by_id)
    )


async def list_queue(
    session: AsyncSession,
    *,
    tab: Tab,
    staff_id: UUID,
    now: datetime,
    search: str = "",
    after: str | None = None,
    limit: int = PAGE_SIZE,
) -> QueuePage:
    """One page of a tab. Open tabs: urgent first, then by deadline; answered and all: newest first.

    Args:
        search: beginning of a pseudonym, with or without 相談者.
        after: `QueuePage.after` of the page before; anything unreadable means the first page.
    """
    query = _items()
    if tab is Tab.ALL:
        keys, newest_first = [Ticket.opened_at, Ticket.id], True
    elif tab is Tab.ANSWERED:
        query, keys, newest_first = query.where(IS_ANSWERED), [Ticket.answered_at, Ticket.id], True
    else:
        query, keys, newest_first = query.where(IS_OPEN), [Ticket.due_at, Ticket.id], False
    if tab is Tab.MINE:
        query = query.where(Ticket.claimed_by_id == staff_id)
    if tab is Tab.DUE:
        query = query.where(Ticket.due_at <= now + DUE_SOON)
    if tab is Tab.URGENT:
        query = query.where(Ticket.urgency == Urgency.URGENT)
    if name := search.strip().removeprefix("相談者").strip().upper():
        query = query.where(Ticket.seeker_id.in_(_seekers_called(f"相談者 {name}")))
    place = _decode(after)
    if newest_first:
        if place is not None:
            query = query.where(tuple_(*keys) < (place[1], place[2]))
        query = query.order_by(*(key.desc() for key in keys))
    else:
        if place is not None:
            later = tuple_(*keys) > (place[1], place[2])
            same = and_(Ticket.urgency == place[0], later)
            query = query.where(or_(same, Ticket.urgency < place[0]))
        query = query.order_by(Ticket.urgency.desc(), *keys)
    rows = [TicketItem(*row) for row in await session.execute(query.limit(limit + 1))]
    items = rows[:limit]
    return QueuePage(items=items, after=_encode(items[-1], newest_first, tab) if len(rows) > limit else None)


def _seekers_called(beginning: str) -> Select[UUID]:
    """Ids by the beginning of a pseudonym, as a byte-wise range that its index answers (never a pattern)."""
    return select(Seeker.id).where(
        Seeker.pseudonym.op("~>=~")(beginning), Seeker.pseudonym.op("~<~")(beginning + "\U0010ffff")
    )


def _encode(item: TicketItem, newest_first: bool, tab: Tab) -> str:
    if not newest_first:
        moment = item.due_at
    else:
        moment = item.answered_at if tab is Tab.ANSWERED and item.answered_at else item.opened_at
    place = json.dumps([item.urgency.value, moment.isoformat(), str(item.id)])
    return base64.urlsafe_b64encode(place.encode()).decode()


def _decode(after: str | None) -> tuple[Urgency, datetime, UUID] | None:
    if not after:
        return None
    try:
        urgency, moment, ticket_id = json.loads(base64.urlsafe_b64decode(after.encode()))
        instant = datetime.fromisoformat(moment)
        return (Urgency(urgency), instant, UUID(ticket_id)) if instant.tzinfo is not None else None
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return None


async def count_queue(session: AsyncSession, *, staff_id: UUID, now: datetime) -> Counts:
    """Counts of the open tabs, in one pass over the open tickets' index."""
    row = (
        await session.execute(
            select(
                func.count(),
                func.count().filter(Ticket.claimed_by_id == staff_id),
                func.count().filter(Ticket.due_at <= now + DUE_SOON),
                func.count().filter(Ticket.urgency == Urgency.URGENT),
            )
            .select_from(Ticket)
            .where(IS_OPEN)
        )
    ).one()
    return Counts(*row)


async def get_item(session: AsyncSession, *, ticket_id: UUID) -> TicketItem:
    """One ticket as the queue shows it.

    Raises:
        NotFound: no such ticket.
    """
    row = (await session.execute(_items().where(Ticket.id == ticket_id))).one_or_none()
    if row is None:
        raise NotFound
    return TicketItem(*row)


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
