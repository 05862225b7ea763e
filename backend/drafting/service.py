"""Help for the person who writes an answer: sources always, a draft from an outside model only where all of it agrees.

A draft needs a key, the switch on, the seeker's consent, and a ticket that is not about danger or health. What leaves
is written down before it leaves. A draft is a text on the page: nothing here sends anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit import service as audit
from backend.drafting.client import OPENAI_URL
from backend.drafting.models import DraftRequest
from backend.drafting.payload import Payload, is_kept_here, safe_question
from backend.drafting.sources import Source, find_sources
from backend.drafting.switch import get_switch
from backend.errors import Conflict, Forbidden, NotFound
from backend.seekers.models import Seeker
from backend.seekers.service import get_seeker
from backend.settings import Settings
from backend.staff.models import Staff
from backend.texts import Texts
from backend.tickets import queries
from backend.tickets.models import AuthorKind, Ticket, TicketState, Urgency
from backend.tickets.transitions import get_ticket, log_event
from backend.tickets.words import topic_label
from backend.vault.service import Vault

SENT, OK, USED = "sent", "ok", "used"
LOG_SIZE = 50


@dataclass(frozen=True)
class Help:
    """What is offered for a ticket.

    Attributes:
        why_not: key under `drafting.why_not` when no outside model may be asked; empty = it may.
    """

    sources: list[Source]
    why_not: str


@dataclass(frozen=True)
class DraftOrder:
    """A request that has been written down and may now leave."""

    id: UUID
    payload: Payload
    sources: list[Source]


@dataclass(frozen=True)
class LogEntry:
    """A line of the payload log."""

    id: UUID
    at: datetime
    pseudonym: str
    staff: str
    model: str
    url_host: str
    outcome: str
    duration_ms: int


def payload_place(request_id: UUID) -> str:
    """Where a logged payload belongs."""
    return f"draft_request:{request_id}"


def url_host(settings: Settings) -> str:
    """The host drafts are asked from."""
    return urlsplit(settings.openai_base_url or OPENAI_URL).hostname or ""


async def get_help(
    session: AsyncSession,
    vault: Vault,
    texts: Texts,
    settings: Settings,
    *,
    ticket_id: UUID,
    staff: Staff,
    now: datetime,
) -> Help:
    """Sources for one's own open case, and whether a draft may be asked for.

    Raises:
        Conflict: the ticket is not held by this person.
    """
    ticket, seeker = await _own_case(session, ticket_id, staff)
    asked = await _asked(session, vault, seeker, ticket)
    return Help(
        sources=await _sources(session, texts, ticket, asked, now),
        why_not=await _why_not(session, settings, ticket, seeker),
    )


async def order_draft(
    session: AsyncSession,
    vault: Vault,
    texts: Texts,
    settings: Settings,
    *,
    ticket_id: UUID,
    staff: Staff,
    now: datetime,
) -> DraftOrder:
    """Build the payload and write it into the log. The caller commits, then asks the model, then settles.

    Raises:
        Conflict: the ticket is not held by this person.
        Forbidden: no outside model may be asked about it (`drafting.why_not.*`).
    """
    ticket, seeker = await _own_case(session, ticket_id, staff)
    if why_not := await _why_not(session, settings, ticket, seeker):
        raise Forbidden(f"drafting.why_not.{why_not}", code="drafting_not_allowed")
    asked = await _asked(session, vault, seeker, ticket)
    sources = await _sources(session, texts, ticket, asked, now)
    payload = Payload(
        topic=topic_label(texts, ticket.topic),
        labels=tuple(texts.get(f"queue.label.{label}") for label in ticket.labels),
        question=safe_question(asked, personal=await vault.get_fields(session, seeker=seeker)),
        sources=tuple(source.for_payload() for source in sources),
    )
    order = DraftOrder(uuid4(), payload, sources)
    session.add(
        DraftRequest(
            id=order.id,
            ticket_id=ticket.id,
            staff_id=staff.id,
            at=now,
            model=settings.openai_model,
            url_host=url_host(settings),
            payload_sealed=vault.seal_text(seeker, payload.model_dump_json(), place=payload_place(order.id)),
            outcome=SENT,
            duration_ms=0,
        )
    )
    await session.flush()
    return order


async def settle_draft(session: AsyncSession, *, request_id: UUID, outcome: str, duration_ms: int) -> None:
    """What became of a request."""
    await session.execute(
        update(DraftRequest).where(DraftRequest.id == request_id).values(outcome=outcome, duration_ms=duration_ms)
    )


async def use_draft(session: AsyncSession, *, ticket_id: UUID, request_id: UUID, staff: Staff, now: datetime) -> None:
    """The person puts the draft into the answer: the ticket's history says so, and so will the answer's event.

    Raises:
        Conflict: the ticket is not held by this person.
        NotFound: no draft of theirs for this ticket.
    """
    await _own_case(session, ticket_id, staff)
    found = await session.scalar(
        update(DraftRequest)
        .where(
            DraftRequest.id == request_id,
            DraftRequest.ticket_id == ticket_id,
            DraftRequest.staff_id == staff.id,
            DraftRequest.outcome.in_((OK, USED)),
        )
        .values(outcome=USED)
        .returning(DraftRequest.model)
    )
    if found is None:
        raise NotFound
    log_event(session, ticket_id, "draft_used", now, staff_id=staff.id, request=str(request_id), model=found)


async def list_requests(session: AsyncSession) -> list[LogEntry]:
    """The latest entries of the payload log, newest first; nothing is opened."""
    rows = await session.execute(
        select(
            DraftRequest.id,
            DraftRequest.at,
            Seeker.pseudonym,
            Staff.display_name,
            DraftRequest.model,
            DraftRequest.url_host,
            DraftRequest.outcome,
            DraftRequest.duration_ms,
        )
        .join(Ticket, Ticket.id == DraftRequest.ticket_id)
        .join(Seeker, Seeker.id == Ticket.seeker_id)
        .join(Staff, Staff.id == DraftRequest.staff_id)
        .order_by(DraftRequest.at.desc(), DraftRequest.id)
        .limit(LOG_SIZE)
    )
    return [LogEntry(*row) for row in rows]


async def read_payload(
    session: AsyncSession, vault: Vault, *, request_id: UUID, staff: Staff, reason: str, now: datetime
) -> Payload | None:
    """Open what left, with a reason that is recorded. None when the seeker was erased.

    Raises:
        NotFound: no such request.
    """
    found = await session.get(DraftRequest, request_id)
    if found is None:
        raise NotFound
    ticket = await get_ticket(session, found.ticket_id)
    seeker = await get_seeker(session, ticket.seeker_id)
    await audit.record(
        session,
        now=now,
        actor_kind="staff",
        actor_id=staff.id,
        action="draft_payload_read",
        subject=f"draft_request:{request_id}",
        reason=reason,
    )
    if seeker.data_key is None:
        return None
    return Payload.model_validate_json(vault.open_text(seeker, found.payload_sealed, place=payload_place(request_id)))


async def set_consent(session: AsyncSession, *, seeker: Seeker, agrees: bool, now: datetime) -> None:
    """The seeker agrees to drafting help, or takes that back; both are in the audit log."""
    if agrees == (seeker.model_consent_at is not None):
        return
    seeker.model_consent_at = now if agrees else None
    await audit.record(
        session,
        now=now,
        actor_kind="seeker",
        actor_id=seeker.id,
        action="model_consent_given" if agrees else "model_consent_withdrawn",
        subject=f"seeker:{seeker.id}",
    )
    await session.flush()


async def _own_case(session: AsyncSession, ticket_id: UUID, staff: Staff) -> tuple[Ticket, Seeker]:
    ticket = await get_ticket(session, ticket_id)
    if ticket.claimed_by_id != staff.id or ticket.state is not TicketState.CLAIMED:
        raise Conflict("ticket.error.not_yours")
    return ticket, await get_seeker(session, ticket.seeker_id)


async def _why_not(session: AsyncSession, settings: Settings, ticket: Ticket, seeker: Seeker) -> str:
    if not settings.openai_api_key.get_secret_value():
        return "no_key"
    if not (await get_switch(session)).is_on:
        return "switched_off"
    if is_kept_here(topic=ticket.topic, labels=ticket.labels, is_urgent=ticket.urgency is Urgency.URGENT):
        return "kept_here"
    return "" if seeker.model_consent_at is not None else "no_consent"


async def _asked(session: AsyncSession, vault: Vault, seeker: Seeker, ticket: Ticket) -> list[str]:
    """What the seeker wrote since the last answer, oldest first."""
    asked: list[str] = []
    for message in await queries.list_messages(session, vault, seeker=seeker, ticket_id=ticket.id):
        if message.author_kind is AuthorKind.CONSULTANT:
            asked = []
        elif message.author_kind is AuthorKind.SEEKER and message.body:
            asked.append(message.body)
    return asked


async def _sources(
    session: AsyncSession, texts: Texts, ticket: Ticket, asked: Sequence[str], now: datetime
) -> list[Source]:
    return await find_sources(
        session,
        topic=ticket.topic,
        topic_words=topic_label(texts, ticket.topic),
        labels=ticket.labels,
        asked=asked,
        now=now,
    )
