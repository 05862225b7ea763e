"""A consultant's answer: written, held for ten seconds so that it can be taken back, sent, and settled by delivery.

The clock stops in `settle_answer`, when LINE has accepted the notice (or the answer itself) of a registered consultant.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments import service as attachments
from backend.audit import service as audit
from backend.canned.service import is_approved_for_line, values_for
from backend.clock import to_jst
from backend.errors import Conflict, Forbidden, InvalidInput
from backend.guard import mask
from backend.line import outbox, render
from backend.seekers.models import Seeker
from backend.seekers.service import get_seeker
from backend.service_profile import ServiceProfile
from backend.staff.models import Staff
from backend.texts import Texts
from backend.tickets.models import (
    LEASE,
    OPEN_STATES,
    UNDO,
    AnswerChannel,
    AuthorKind,
    Ticket,
    TicketEvent,
    TicketMessage,
    TicketState,
    Urgency,
)
from backend.tickets.service import add_message, find_message_id, message_place, open_added_since
from backend.tickets.transitions import change, get_ticket, log_event, stop_clock
from backend.vault.service import Vault

ANSWER_KIND = "answer_arrived"
LINKS = ("book", "ask", "register")
"""What an answer's notice can offer to tap; texts under `queue.link.*`."""
MIN_REASON_CHARS = 5
MAX_STEPS_BACK = 20
DISCREET_TOPICS = frozenset({"crisis_violence", "crisis_suicide", "safe_time"})
"""Others may see this phone: the notice does not even say that an answer arrived, and nothing goes into the talk."""


@dataclass(frozen=True)
class Answer:
    """What the consultant sends.

    Attributes:
        channel: the secure inbox, or the talk itself, which the guard checks.
        links: some of LINKS.
        override_reason: why a text the guard stopped may go to LINE after all; audited.
    """

    body: str
    channel: AnswerChannel = AnswerChannel.INBOX
    links: tuple[str, ...] = field(default=())
    override_reason: str = ""


def _dedupe_key(message_id: UUID) -> str:
    return f"ticket_answer:{message_id}"


async def answer_ticket(
    session: AsyncSession,
    vault: Vault,
    texts: Texts,
    *,
    ticket_id: UUID,
    staff: Staff,
    answer: Answer,
    request_key: str,
    now: datetime,
) -> UUID | None:
    """Store an answer and queue its way to LINE after ten seconds. Returns its id; None for a repeated form.

    Args:
        request_key: made with the answer form; posting the same form twice stores one answer and one notice.

    Raises:
        Forbidden: the person is not a consultant with a valid registration.
        Conflict: the ticket is not claimed by this person, or an answer is on its way already.
        InvalidInput: empty, too long, an unknown link, or the guard found personal data on its way to LINE.
    """
    if not staff.is_registered_consultant(to_jst(now).date()):
        raise Forbidden("ticket.error.not_registered", code="not_registered")
    if await find_message_id(session, request_key=request_key) is not None:
        return None
    if set(answer.links) - set(LINKS):
        raise InvalidInput
    ticket = await _mark_as_written(session, ticket_id, staff, answer, now=now)
    seeker = await get_seeker(session, ticket.seeker_id)
    if answer.channel is AnswerChannel.LINE:
        await _check_for_line(session, texts.service, ticket, seeker, staff, answer, now=now)
    message_id = await add_message(
        session,
        vault,
        ticket=ticket,
        seeker=seeker,
        body=answer.body,
        author_kind=AuthorKind.CONSULTANT,
        author_id=staff.id,
        now=now,
        request_key=request_key,
        channel=answer.channel,
        held_until=now + UNDO,
        links=list(answer.links),
    )
    if message_id is None:
        return None
    await attachments.bind_to_answer(session, ticket_id=ticket.id, staff_id=staff.id, message_id=message_id)
    await _queue_notice(session, vault, texts, ticket, seeker, answer, message_id, now=now)
    return message_id


async def _mark_as_written(
    session: AsyncSession, ticket_id: UUID, staff: Staff, answer: Answer, *, now: datetime
) -> Ticket:
    """The holder's ticket waits for its answer to be delivered; its history says how the answer came about."""
    drafted = await is_draft_helped(session, ticket_id=ticket_id, staff_id=staff.id)
    return await change(
        session,
        Ticket.state == TicketState.CLAIMED,
        Ticket.claimed_by_id == staff.id,
        ticket_id=ticket_id,
        kind="answer_written",
        now=now,
        staff_id=staff.id,
        values={"lease_until": now + LEASE, "answer_pending_at": now},
        channel=answer.channel.value,
        drafted="yes" if drafted else "no",
    )


async def _check_for_line(
    session: AsyncSession,
    service: ServiceProfile,
    ticket: Ticket,
    seeker: Seeker,
    staff: Staff,
    answer: Answer,
    *,
    now: datetime,
) -> None:
    """Only an approved text, its placeholders filled, or one in which the guard finds nothing, goes into the talk."""
    if ticket.topic in DISCREET_TOPICS:
        raise InvalidInput("ticket.error.not_on_line")
    if await attachments.has_draft_files(session, ticket_id=ticket.id, staff_id=staff.id):
        raise InvalidInput("attachment.error.not_on_line")
    values = values_for(service, pseudonym=seeker.pseudonym, consultant=staff.display_name, due_at=ticket.due_at)
    if await is_approved_for_line(session, body=answer.body, values=values):
        return
    found = sorted({span.type for span in mask(answer.body).spans})
    if not found:
        return
    if len(answer.override_reason.strip()) < MIN_REASON_CHARS:
        raise InvalidInput("ticket.error.personal_on_line")
    await audit.record(
        session,
        now=now,
        actor_kind="staff",
        actor_id=staff.id,
        action="guard_overridden",
        subject=f"ticket:{ticket.id}",
        reason=f"{','.join(found)}: {answer.override_reason.strip()[:200]}",
    )


async def _queue_notice(
    session: AsyncSession,
    vault: Vault,
    texts: Texts,
    ticket: Ticket,
    seeker: Seeker,
    answer: Answer,
    message_id: UUID,
    *,
    now: datetime,
) -> None:
    """What LINE will say of the answer, or the answer itself, leaves when it can no longer be taken back."""
    notice = await render.answer_notice(
        session,
        vault.keys,
        texts,
        seeker=seeker,
        now=now,
        text=answer.body if answer.channel is AnswerChannel.LINE else None,
        links=answer.links,
        discreet=ticket.topic in DISCREET_TOPICS,
    )
    await outbox.enqueue(
        session,
        seeker=seeker,
        kind=ANSWER_KIND,
        messages=notice,
        dedupe_key=_dedupe_key(message_id),
        now=now,
        urgent=ticket.urgency is Urgency.URGENT,
        not_before=now + UNDO,
    )


async def is_draft_helped(session: AsyncSession, *, ticket_id: UUID, staff_id: UUID) -> bool:
    """A draft of the outside model went into what this person is writing here, since their last answer that stands."""
    kinds = await session.scalars(
        select(TicketEvent.kind)
        .where(
            TicketEvent.ticket_id == ticket_id,
            TicketEvent.staff_id == staff_id,
            TicketEvent.kind.in_(("draft_used", "answer_written", "answer_undone")),
        )
        .order_by(TicketEvent.id.desc())
        .limit(MAX_STEPS_BACK)
    )
    taken_back = 0
    for kind in kinds:
        if kind == "draft_used":
            return True
        if kind == "answer_undone":
            taken_back += 1
        elif taken_back:
            taken_back -= 1
        else:
            return False
    return False


async def undo_answer(session: AsyncSession, vault: Vault, *, ticket_id: UUID, staff: Staff, now: datetime) -> str:
    """Take one's own answer back while it is held; returns its text, so that it can be written on. Files wait again.

    Raises:
        Conflict: nothing of this person's is held (any more).
    """
    ticket = await get_ticket(session, ticket_id, lock=True)
    message = await session.scalar(
        select(TicketMessage)
        .where(
            TicketMessage.ticket_id == ticket_id,
            TicketMessage.author_id == staff.id,
            TicketMessage.author_kind == AuthorKind.CONSULTANT,
            TicketMessage.held_until > now,
        )
        .order_by(TicketMessage.created_at.desc())
        .limit(1)
        .with_for_update()
    )
    if message is None or not await outbox.withdraw(session, dedupe_key=_dedupe_key(message.id)):
        raise Conflict("ticket.error.too_late", code="too_late")
    seeker = await get_seeker(session, ticket.seeker_id)
    body = vault.open_text(seeker, message.body_sealed, place=message_place(message.id))
    await attachments.give_back(session, message_id=message.id)
    await session.delete(message)
    ticket.answer_pending_at = None
    ticket.version += 1
    log_event(session, ticket.id, "answer_undone", now, staff_id=staff.id)
    await session.flush()
    return body


async def settle_answer(session: AsyncSession, *, dedupe_key: str, accepted: bool, now: datetime) -> None:
    """Called by the delivery job when LINE took, or finally refused, what tells the seeker of an answer.

    Accepted: the ticket is answered as of now; what the seeker added meanwhile is a new question. Refused: it returns
    to the queue as delivery_failed, clock running.
    """
    message = await session.get(TicketMessage, UUID(dedupe_key.split(":")[1]))
    if message is None:
        return
    ticket = await get_ticket(session, message.ticket_id, lock=True)
    if ticket.state not in OPEN_STATES:
        return
    ticket.answer_pending_at = ticket.lease_until = None
    if accepted:
        ticket.state = TicketState.ANSWERED
        ticket.answered_at, ticket.answered_by_id = now, message.author_id
        await stop_clock(session, ticket.id, now=now)
        await attachments.forget_draft_files(session, ticket_id=ticket.id)
        await open_added_since(session, answered=ticket, since=message.created_at, now=now)
    else:
        ticket.state = TicketState.DELIVERY_FAILED
        ticket.claimed_by_id = None
    ticket.version += 1
    log_event(session, ticket.id, "answered" if accepted else "delivery_failed", now, staff_id=message.author_id)
