"""What a consultant should know before answering: who this is, what came before, what the bot said, how the clock ran.

Read-only. Episodes, appointments and history name no content; what was said in the talk does, and is opened only for
those who may read the conversation (the caller checks and audits).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments.queries import BookedAppointment, list_appointments
from backend.ladder.models import LadderRung, RungState
from backend.line.models import EventState, LineEvent, LineMessage, MessageState
from backend.seekers.models import LineState, Seeker
from backend.staff.models import Staff
from backend.tickets.models import Ticket, TicketEvent, TicketState

TALK_ENTRIES = 10
MAX_EPISODES = 10


@dataclass(frozen=True)
class Episode:
    """Another episode of the same person."""

    id: UUID
    topic: str
    state: TicketState
    opened_at: datetime


@dataclass(frozen=True)
class Step:
    """One entry of a ticket's history.

    Attributes:
        kind: of the event, or `rung` for a warning.
        percent: of a warning; 0 for events.
    """

    at: datetime
    kind: str
    who: str | None
    percent: int = 0


@dataclass(frozen=True)
class Said:
    """Something from the talk: typed (masked), tapped, or said by the bot.

    Attributes:
        kind: typed, tapped or bot.
        text: what was typed or said; for `tapped` the payload's intent.
    """

    at: datetime
    kind: str
    text: str


@dataclass(frozen=True)
class Background:
    """The pane beside a conversation.

    Attributes:
        stopped_at, paused_at: since when job news is stopped, as wished or after a danger; None = it is not.
        talk: None for those who may not read it.
    """

    is_registered: bool
    is_blocked: bool
    is_erased: bool
    stopped_at: datetime | None
    paused_at: datetime | None
    appointments: list[BookedAppointment]
    episodes: list[Episode]
    history: list[Step]
    talk: list[Said] | None


async def get_background(
    session: AsyncSession, *, ticket: Ticket, seeker: Seeker, now: datetime, may_read: bool
) -> Background:
    """Everything the pane shows; the talk only with the right to read the conversation."""
    return Background(
        is_registered=seeker.registered_at is not None,
        is_blocked=seeker.line_state is LineState.BLOCKED,
        is_erased=seeker.erased_at is not None,
        stopped_at=seeker.pushes_stopped_at,
        paused_at=seeker.pushes_paused_at,
        appointments=await list_appointments(session, seeker=seeker, now=now),
        episodes=await _other_episodes(session, ticket),
        history=await _history(session, ticket.id),
        talk=await list_talk(session, seeker_id=seeker.id, until=ticket.opened_at) if may_read else None,
    )


async def _other_episodes(session: AsyncSession, ticket: Ticket) -> list[Episode]:
    rows = await session.execute(
        select(Ticket.id, Ticket.topic, Ticket.state, Ticket.opened_at)
        .where(Ticket.seeker_id == ticket.seeker_id, Ticket.id != ticket.id)
        .order_by(Ticket.opened_at.desc(), Ticket.id)
        .limit(MAX_EPISODES)
    )
    return [Episode(*row) for row in rows]


async def _history(session: AsyncSession, ticket_id: UUID) -> list[Step]:
    """What happened to the ticket and when somebody was warned, oldest first."""
    events = await session.execute(
        select(TicketEvent.at, TicketEvent.kind, Staff.display_name)
        .outerjoin(Staff, Staff.id == TicketEvent.staff_id)
        .where(TicketEvent.ticket_id == ticket_id)
        .order_by(TicketEvent.id)
    )
    rungs = await session.execute(
        select(LadderRung.settled_at, LadderRung.percent)
        .where(LadderRung.ticket_id == ticket_id, LadderRung.state == RungState.FIRED)
        .order_by(LadderRung.percent)
    )
    steps = [Step(*row) for row in events]
    steps += [Step(at, "rung", None, percent) for at, percent in rungs if at is not None]
    return sorted(steps, key=lambda step: step.at)


async def list_talk(
    session: AsyncSession, *, seeker_id: UUID, until: datetime, limit: int = TALK_ENTRIES
) -> list[Said]:
    """The last entries of the talk up to `until` (the question itself included), oldest first. All of it is masked."""
    events = await session.scalars(
        select(LineEvent)
        .where(
            LineEvent.seeker_id == seeker_id,
            LineEvent.occurred_at <= until,
            LineEvent.event_type.in_(("message", "postback")),
            LineEvent.state != EventState.WITHDRAWN,
        )
        .order_by(LineEvent.occurred_at.desc(), LineEvent.id)
        .limit(limit)
    )
    messages = await session.scalars(
        select(LineMessage)
        .where(
            LineMessage.seeker_id == seeker_id,
            LineMessage.created_at <= until,
            LineMessage.state != MessageState.WITHDRAWN,
        )
        .order_by(LineMessage.created_at.desc(), LineMessage.id)
        .limit(limit)
    )
    said = [entry for event in events if (entry := _of_event(event)) is not None]
    said += [
        Said(message.created_at, "bot", text)
        for message in messages
        for part in message.messages
        if (text := _text_of(part))
    ]
    return sorted(said, key=lambda entry: entry.at)[-limit:]


def _of_event(event: LineEvent) -> Said | None:
    if event.event_type == "postback":
        intent = str((event.postback or {}).get("payload") or "").removeprefix("/").split("{")[0]
        return Said(event.occurred_at, "tapped", intent) if intent else None
    text = event.masked_text or ""
    return Said(event.occurred_at, "typed", text) if text else None


def _text_of(message: Mapping[str, Any]) -> str:
    """What a person reads of a LINE message."""
    template = message.get("template")
    if isinstance(template, dict) and template.get("text"):
        return str(template["text"])
    return str(message.get("text") or message.get("altText") or "")
