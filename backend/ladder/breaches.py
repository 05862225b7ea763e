"""Broken promises: why, what is done about it, and the apology. Called by the supervisors' pages and by reports."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import Conflict, InvalidInput, NotFound
from backend.guard import mask
from backend.ladder.models import Breach
from backend.line import outbox
from backend.line.render import Renderer, inbox_link
from backend.seekers.models import Seeker
from backend.seekers.service import get_seeker
from backend.staff.models import Staff
from backend.texts import Texts
from backend.tickets.answers import DISCREET_TOPICS
from backend.tickets.models import AuthorKind, Ticket, TicketState
from backend.tickets.service import add_message
from backend.tickets.transitions import get_ticket, log_event
from backend.vault.service import Vault

REASONS = ("nobody_there", "too_many", "difficult", "handover", "technical", "not_delivered", "other")
"""Why a promise was broken; texts under `breach.reason.*`."""
MAX_CHARS = 500
APOLOGY_KIND = "apology"


@dataclass(frozen=True)
class BreachItem:
    """A broken promise as supervisors and reports see it.

    Attributes:
        reason: one of REASONS, and what was added in words after a colon; None = not recorded yet.
        answered_at: when the answer came after all.
    """

    ticket_id: UUID
    pseudonym: str
    topic: str
    state: TicketState
    breached_at: datetime
    answered_at: datetime | None
    reason: str | None
    prevention: str | None
    recorded_by: str | None
    apologised_at: datetime | None

    @property
    def reason_code(self) -> str:
        """The reason's key; empty before it is recorded."""
        return (self.reason or "").partition(": ")[0]

    @property
    def reason_note(self) -> str:
        """What was added in words."""
        return (self.reason or "").partition(": ")[2]


async def list_breaches(
    session: AsyncSession, *, since: datetime | None = None, until: datetime | None = None, limit: int = 200
) -> list[BreachItem]:
    """Broken promises by the time they broke, newest first; for a report's period: since (included) until (not)."""
    query = (
        select(Breach, Ticket, Seeker.pseudonym, Staff.display_name)
        .join(Ticket, Ticket.id == Breach.ticket_id)
        .join(Seeker, Seeker.id == Ticket.seeker_id)
        .outerjoin(Staff, Staff.id == Breach.recorded_by_id)
    )
    if since is not None:
        query = query.where(Breach.breached_at >= since)
    if until is not None:
        query = query.where(Breach.breached_at < until)
    rows = await session.execute(query.order_by(Breach.breached_at.desc(), Breach.ticket_id).limit(limit))
    return [
        BreachItem(
            ticket_id=ticket.id,
            pseudonym=pseudonym,
            topic=ticket.topic,
            state=ticket.state,
            breached_at=breach.breached_at,
            answered_at=ticket.answered_at,
            reason=breach.reason,
            prevention=breach.prevention,
            recorded_by=recorded_by,
            apologised_at=breach.apologised_at,
        )
        for breach, ticket, pseudonym, recorded_by in rows
    ]


async def count_unrecorded(session: AsyncSession) -> int:
    """How many broken promises still have no reason."""
    return await session.scalar(select(func.count()).select_from(Breach).where(Breach.reason.is_(None))) or 0


async def record_reason(
    session: AsyncSession, *, ticket_id: UUID, staff: Staff, reason: str, note: str, prevention: str, now: datetime
) -> None:
    """Why it happened, and what will be different. Both go into reports: no personal data.

    Raises:
        NotFound: this promise was not broken.
        InvalidInput: no reason, too long, or the guard found personal data; `fields` says where.
    """
    breach = await _get_breach(session, ticket_id)
    note, prevention = " ".join(note.split()), " ".join(prevention.split())
    fields = {}
    if reason not in REASONS or (reason == "other" and not note):
        fields["reason"] = "breach.error.reason"
    for name, text in (("note", note), ("prevention", prevention)):
        if len(text) > MAX_CHARS:
            fields[name] = "breach.error.too_long"
        elif mask(text).spans:
            fields[name] = "breach.error.personal"
    if not prevention:
        fields["prevention"] = "breach.error.prevention"
    if fields:
        raise InvalidInput(fields=fields)
    breach.reason, breach.prevention = (f"{reason}: {note}" if note else reason), prevention
    breach.recorded_by_id, breach.recorded_at = staff.id, now
    log_event(session, ticket_id, "breach_recorded", now, staff_id=staff.id, reason=reason)
    await session.flush()


async def apologise(
    session: AsyncSession, vault: Vault, texts: Texts, *, ticket_id: UUID, staff: Staff, now: datetime
) -> None:
    """Send the approved apology: into the secure conversation, and to LINE as a notice that names nothing. Once.

    Raises:
        NotFound: this promise was not broken.
        Conflict: sent already, or the seeker has erased everything.
    """
    breach = await _get_breach(session, ticket_id)
    if breach.apologised_at is not None:
        raise Conflict("breach.error.apologised", code="apologised")
    ticket = await get_ticket(session, ticket_id, lock=True)
    seeker = await get_seeker(session, ticket.seeker_id)
    if seeker.erased_at is not None:
        raise Conflict("breach.error.erased", code="seeker_erased")
    key = f"apology:{ticket_id}"
    await add_message(
        session,
        vault,
        ticket=ticket,
        seeker=seeker,
        body=texts.get("breach.apology.text"),
        author_kind=AuthorKind.SYSTEM,
        author_id=staff.id,
        now=now,
        request_key=key,
    )
    kind = "discreet" if ticket.topic in DISCREET_TOPICS else "apology"
    renderer = Renderer(session, vault.keys, texts.service, seeker, now)
    messages = await renderer.render([{"custom": inbox_link(texts, kind)}])
    await outbox.enqueue(session, seeker=seeker, kind=APOLOGY_KIND, messages=messages, dedupe_key=key, now=now)
    breach.apologised_at = now
    log_event(session, ticket_id, "apologised", now, staff_id=staff.id)
    await session.flush()


async def _get_breach(session: AsyncSession, ticket_id: UUID) -> Breach:
    breach = await session.get(Breach, ticket_id, with_for_update=True)
    if breach is None:
        raise NotFound
    return breach
