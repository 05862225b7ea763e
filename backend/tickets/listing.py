"""The queue's lists: tabs, filters, pages in a stable order, what of a page changed, counts.

Lists decrypt nothing: a case is known by its pseudonym until someone with a right to it opens the conversation.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from backend.errors import NotFound
from backend.seekers.models import Seeker
from backend.staff.models import Staff
from backend.tickets.models import Ticket, TicketState, Urgency

PAGE_SIZE = 50
DUE_SOON = timedelta(hours=6)

IS_OPEN = text("ticket.state IN ('queued','claimed','delivery_failed')")
"""Spelled as in the partial indexes, so that the planner recognises it."""
IS_ANSWERED = text("ticket.state = 'answered'")


class Tab(StrEnum):
    """Which tickets a list shows, in the order of the tabs."""

    OPEN = "open"
    MINE = "mine"
    DUE = "due"
    URGENT = "urgent"
    ALL = "all"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to, besides its tab.

    Attributes:
        search: beginning of a pseudonym, with or without 相談者.
        label, topic: exactly these; empty = any.
        holder: held (or answered) by this person.
        is_unheld: by nobody.
    """

    search: str = ""
    label: str = ""
    topic: str = ""
    holder: UUID | None = None
    is_unheld: bool = False

    @property
    def name(self) -> str:
        """The search as it is compared with pseudonyms."""
        return self.search.strip().removeprefix("相談者").strip().upper()


NO_FILTERS = Filters()


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
    labels: list[str]
    answer_pending_at: datetime | None
    version: int

    def is_held(self, now: datetime) -> bool:
        """True while someone's lease runs."""
        return self.state is TicketState.CLAIMED and self.lease_until is not None and self.lease_until >= now

    def shown_state(self, now: datetime) -> str:
        """Key of `queue.state.*`: the state, but an answer on its way and a lapsed lease have words of their own."""
        if self.is_open and self.answer_pending_at is not None:
            return "sending"
        lapsed = self.state is TicketState.CLAIMED and not self.is_held(now)
        return "lapsed" if lapsed else self.state.value

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

    @property
    def as_json(self) -> str:
        """By tab, for open pages."""
        return json.dumps(asdict(self))

    def of(self, tab: str) -> int | None:
        """Count of a tab; None for tabs that are not counted."""
        count = getattr(self, tab, None)
        return count if isinstance(count, int) else None


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
            Ticket.labels,
            Ticket.answer_pending_at,
            Ticket.version,
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
    filters: Filters = NO_FILTERS,
    after: str | None = None,
    limit: int = PAGE_SIZE,
) -> QueuePage:
    """One page of a tab. Open tabs: urgent first, then by deadline; answered and all: newest first.

    Args:
        after: `QueuePage.after` of the page before; anything unreadable means the first page.
    """
    order = _ORDERS[tab]
    query = _matching(tab, staff_id, now, filters)
    if (place := _decode(after)) is not None:
        query = query.where(order.beyond(place))
    rows = [TicketItem(*row) for row in await session.execute(query.order_by(*order.by).limit(limit + 1))]
    items = rows[:limit]
    return QueuePage(items=items, after=_encode(items[-1], tab) if len(rows) > limit else None)


async def list_changed(
    session: AsyncSession,
    *,
    tab: Tab,
    staff_id: UUID,
    now: datetime,
    ids: Sequence[UUID],
    filters: Filters = NO_FILTERS,
    after: str | None = None,
    until: str | None = None,
) -> list[TicketItem]:
    """Those of some tickets that belong on a page now, in its order; the rest of `ids` does not belong there.

    A page that applies this to what it shows (take these, drop the others) equals a fresh fetch of its range.

    Args:
        after, until: the page's own beginning and end (`QueuePage.after` of the page before and of the page itself).
    """
    order = _ORDERS[tab]
    query = _matching(tab, staff_id, now, filters).where(Ticket.id.in_(ids))
    if (start := _decode(after)) is not None:
        query = query.where(order.beyond(start))
    if (end := _decode(until)) is not None:
        query = query.where(not_(order.beyond(end)))
    return [TicketItem(*row) for row in await session.execute(query.order_by(*order.by))]


def _matching(tab: Tab, staff_id: UUID, now: datetime, filters: Filters) -> Select[*tuple[Any, ...]]:
    query = _items()
    if tab is Tab.ANSWERED:
        query = query.where(IS_ANSWERED)
    elif tab is not Tab.ALL:
        query = query.where(IS_OPEN)
    if tab is Tab.MINE:
        query = query.where(Ticket.claimed_by_id == staff_id)
    if tab is Tab.DUE:
        query = query.where(Ticket.due_at <= now + DUE_SOON)
    if tab is Tab.URGENT:
        query = query.where(Ticket.urgency == Urgency.URGENT)
    if filters.name:
        query = query.where(Ticket.seeker_id.in_(_seekers_called(f"相談者 {filters.name}")))
    if filters.label:
        query = query.where(Ticket.labels.contains([filters.label]))
    if filters.topic:
        query = query.where(Ticket.topic == filters.topic)
    if filters.holder is not None:
        query = query.where(Ticket.claimed_by_id == filters.holder)
    elif filters.is_unheld:
        query = query.where(Ticket.claimed_by_id.is_(None))
    return query


@dataclass(frozen=True)
class _Order:
    """How a tab is sorted, and which rows come after a place in that order."""

    by: tuple[ColumnElement[Any], ...]
    moment: InstrumentedAttribute[Any]
    newest_first: bool

    def beyond(self, place: tuple[Urgency, datetime, UUID]) -> ColumnElement[bool]:
        urgency, moment, ticket_id = place
        here, there = tuple_(self.moment, Ticket.id), (moment, ticket_id)
        if self.newest_first:
            return here < there
        return or_(and_(Ticket.urgency == urgency, here > there), Ticket.urgency < urgency)


_NEWEST_FIRST = {
    Tab.ALL: _Order((Ticket.opened_at.desc(), Ticket.id.desc()), Ticket.opened_at, newest_first=True),
    Tab.ANSWERED: _Order((Ticket.answered_at.desc(), Ticket.id.desc()), Ticket.answered_at, newest_first=True),
}
_BY_DEADLINE = _Order((Ticket.urgency.desc(), Ticket.due_at.asc(), Ticket.id.asc()), Ticket.due_at, newest_first=False)
_ORDERS = {tab: _NEWEST_FIRST.get(tab, _BY_DEADLINE) for tab in Tab}


def _seekers_called(beginning: str) -> Select[UUID]:
    """Ids by the beginning of a pseudonym, as a byte-wise range that its index answers (never a pattern)."""
    return select(Seeker.id).where(
        Seeker.pseudonym.op("~>=~")(beginning), Seeker.pseudonym.op("~<~")(beginning + "\U0010ffff")
    )


def _encode(item: TicketItem, tab: Tab) -> str:
    if tab is Tab.ANSWERED and item.answered_at is not None:
        moment = item.answered_at
    else:
        moment = item.opened_at if tab is Tab.ALL else item.due_at
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
