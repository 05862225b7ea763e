"""Handles one stored event: safety lane, notices, bot, fallback; ends in outbox rows. Runs as a job, one per seeker.

Two transactions with the bot's turn between them; nothing is open while Rasa is asked. The second one does all
writing and marks the event handled, so a crash before it repeats the turn (which the bot's channel replays) and a
crash after it repeats nothing.
"""

import asyncio
import re
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend import safety
from backend.bot.client import BotUnavailable
from backend.clock import japanese_datetime, to_jst
from backend.context import Context
from backend.errors import ExternalService
from backend.line import outbox
from backend.line.models import EventState, LineEvent
from backend.line.render import Renderer
from backend.line.typed_taps import find_typed_tap
from backend.seekers.models import LineState, Seeker
from backend.seekers.service import line_user_id_of, set_line_state
from backend.tickets import service as tickets
from backend.tickets.models import PROMISE

LOADING_AFTER_S = 1.0
MIN_WORDS_BESIDE_PII = 6
ORDINARY = ("none", "soft")
"""Safety labels of messages that go to the bot."""
DANGER_LASTS = timedelta(minutes=30)
"""How long 「どこに電話したらいい？」 points back at a danger."""
_PLACEHOLDER = re.compile(r"【[^】]{1,12}】")

JsonObject = dict[str, Any]
log = structlog.get_logger()


@dataclass(frozen=True)
class _Work:
    """An event and what of its seeker the turn needs, copied out of the first transaction.

    Attributes:
        topic: the danger the safety lane answered just before; the bot has not heard of it.
    """

    event_id: UUID
    event_type: str
    message_type: str | None
    masked_text: str | None
    pii: bool
    safety_label: str
    topic: str | None
    bot_message: str | None
    typed: bool
    tampered: bool
    conversation_id: str
    line_user_id: str | None
    occurred_at: datetime


@dataclass
class _Plan:
    """What to say (in the bot's form) and what to put into the queue."""

    parts: list[JsonObject] = field(default_factory=list)
    kind: str = "answer"
    urgent: bool = False
    ticket_reason: str | None = None
    ticket_topic: str = ""


async def handle_line_event(
    context: Context, line_event_id: UUID, *, begin_delivery: bool = False
) -> outbox.Begun | None:
    """Handle one event; safe to run again at any moment.

    Args:
        begin_delivery: the caller makes the first try to deliver the answer, which is returned, right away.
    """
    work = await _load(context, line_event_id)
    if work is None:
        return None
    plan = await _plan(context, work)
    return await _write(context, work, plan, begin_delivery=begin_delivery)


async def _load(context: Context, line_event_id: UUID) -> _Work | None:
    async with context.db.transaction() as session:
        found = await _event_and_seeker(session, line_event_id)
        if found is None:
            return None
        event, seeker = found
        if seeker.erased_at is not None:
            event.state, event.handled_at = EventState.IGNORED, context.clock()
            return None
        bot_message, tampered = _bot_message(event)
        tap = await _typed_tap(context, session, event, bot_message)
        return _Work(
            event_id=event.id,
            event_type=event.event_type,
            message_type=event.message_type,
            masked_text=event.masked_text,
            pii=bool(event.pii_types),
            safety_label=event.safety_label,
            topic=await _danger_just_before(session, event),
            bot_message=tap or bot_message,
            typed=event.event_type == "message" and tap is None,
            tampered=tampered,
            conversation_id=seeker.conversation_id,
            line_user_id=line_user_id_of(context.vault, seeker),
            occurred_at=event.occurred_at,
        )


async def _event_and_seeker(
    session: AsyncSession, line_event_id: UUID, *, lock: bool = False
) -> tuple[LineEvent, Seeker] | None:
    """An event that waits to be handled, and whose it is; None when it was withdrawn or another run was first."""
    query = (
        select(LineEvent, Seeker).join(Seeker, LineEvent.seeker_id == Seeker.id).where(LineEvent.id == line_event_id)
    )
    row = (await session.execute(query.with_for_update(of=LineEvent) if lock else query)).one_or_none()
    return None if row is None or row[0].state is not EventState.RECEIVED else (row[0], row[1])


async def _danger_just_before(session: AsyncSession, event: LineEvent) -> str | None:
    """Label of the seeker's message before this one, if the safety lane answered it."""
    label = await session.scalar(
        select(LineEvent.safety_label)
        .where(
            LineEvent.seeker_id == event.seeker_id,
            LineEvent.event_type.in_(("message", "postback")),
            LineEvent.occurred_at >= event.occurred_at - DANGER_LASTS,
            LineEvent.occurred_at <= event.occurred_at,
            LineEvent.id != event.id,
        )
        .order_by(LineEvent.occurred_at.desc())
        .limit(1)
    )
    return None if label in (None, *ORDINARY) else label


def _bot_message(event: LineEvent) -> tuple[str | None, bool]:
    """What to pass to the bot, and whether a postback was not ours."""
    if event.postback is not None:
        payload = event.postback.get("payload")
        return payload, payload is None
    return (event.masked_text or "").strip() or None, False


async def _typed_tap(context: Context, session: AsyncSession, event: LineEvent, bot_message: str | None) -> str | None:
    if event.event_type != "message" or event.seeker_id is None or bot_message is None:
        return None
    return await find_typed_tap(session, context.vault.keys, seeker_id=event.seeker_id, text=bot_message)


async def _plan(context: Context, work: _Work) -> _Plan:
    if work.event_type == "follow":
        return _Plan(parts=[_talk(context, "talk.welcome", MENU_BUTTONS)], kind="welcome")
    if work.event_type in ("unfollow", "unsend"):
        return _Plan()
    if work.event_type == "message" and work.safety_label not in ORDINARY:
        return _safety_plan(context, work)
    if work.event_type == "message" and work.message_type != "text":
        return _Plan(parts=_not_text(context, work), kind="notice")
    if work.tampered:
        return _Plan(parts=[_talk(context, "talk.stale_button", MENU_BUTTONS)], kind="notice")
    plan = _Plan()
    if work.pii:
        plan.parts += _pii_notice(context)
    check_in = _safety_parts(context, work) if work.safety_label == "soft" else []
    plan.parts += check_in
    if work.bot_message is not None and not (work.pii and _little_besides_pii(work.bot_message)):
        await _ask_bot(context, work, plan, check_in)
    return plan


MENU_BUTTONS = (("相談を予約する", "/book_appointment"), ("相談員に聞く", "/ask_human"), ("できること", "/ask_menu"))


def _talk(context: Context, key: str, buttons: tuple[tuple[str, str], ...] = (), **values: object) -> JsonObject:
    return {
        "text": context.texts.get(key, **values),
        "buttons": [{"title": title, "payload": payload} for title, payload in buttons],
    }


def _not_text(context: Context, work: _Work) -> list[JsonObject]:
    if work.message_type == "sticker":
        return [_talk(context, "talk.sticker", MENU_BUTTONS)]
    if work.message_type == "location":
        return [_talk(context, "talk.location_declined", MENU_BUTTONS)]
    return [
        {
            "custom": {
                "kind": "secure_link",
                "page": "ask",
                "text": context.texts.get("talk.media_declined"),
                "label": context.texts.get("talk.media_declined_label"),
            },
            "buttons": [{"title": title, "payload": payload} for title, payload in MENU_BUTTONS],
        }
    ]


def _pii_notice(context: Context) -> list[JsonObject]:
    return [
        {"text": context.texts.get("talk.pii_notice")},
        {
            "custom": {
                "kind": "secure_link",
                "page": "register",
                "text": context.texts.get("talk.pii_form"),
                "label": context.texts.get("talk.pii_label"),
            },
            "buttons": [{"title": title, "payload": payload} for title, payload in MENU_BUTTONS],
        },
    ]


def _little_besides_pii(text: str) -> bool:
    rest = re.sub(r"[\s、。!！?？,.]+", "", _PLACEHOLDER.sub("", text))
    return len(rest) < MIN_WORDS_BESIDE_PII


def _safety_plan(context: Context, work: _Work) -> _Plan:
    return _Plan(
        parts=_safety_parts(context, work),
        kind="safety",
        urgent=True,
        ticket_reason="safety",
        ticket_topic=work.safety_label,
    )


def _safety_parts(context: Context, work: _Work) -> list[JsonObject]:
    reply = safety.safety_reply_for(work.safety_label, to_jst(context.clock()))
    parts: list[JsonObject] = [{"text": text} for text in reply.texts]
    parts[-1]["buttons"] = [{"title": title, "payload": payload} for title, payload in reply.quick_replies]
    return parts


async def _ask_bot(context: Context, work: _Work, plan: _Plan, check_in: list[JsonObject]) -> None:
    """One turn of the bot; down, slow or silent, the seeker hears who will answer and by when.

    Args:
        check_in: parts of the plan that an alarm of the bot replaces: beside it they would make light of the danger.
    """
    if context.bot is None or work.bot_message is None:
        raise RuntimeError("this process has no bot client")
    turn = context.bot.send(
        conversation_id=work.conversation_id,
        message=work.bot_message,
        event_id=work.event_id,
        typed=work.typed,
        pii=work.pii,
        topic=work.topic,
    )
    try:
        answer = await _with_loading(context, work, turn)
    except BotUnavailable as error:
        log.warning("bot_unavailable", reason=error.reason, line_event_id=str(work.event_id))
        _fall_back(context, work, plan, "bot_down", "talk.bot_unavailable")
        return
    if answer:
        if _is_alarm(answer):
            plan.parts = [part for part in plan.parts if part not in check_in]
        plan.parts += answer
    elif not plan.parts:
        log.warning("bot_silent", line_event_id=str(work.event_id))
        _fall_back(context, work, plan, "bot_silent", "talk.bot_silent")


def _is_alarm(answer: list[JsonObject]) -> bool:
    """Whether an answer of the bot is one of the lane's own."""
    return any(part.get("text") in safety.alarms() for part in answer)


def _fall_back(context: Context, work: _Work, plan: _Plan, reason: str, text_key: str) -> None:
    due = japanese_datetime(work.occurred_at + PROMISE)
    plan.parts.append(_talk(context, text_key, MENU_BUTTONS, due=due))
    plan.kind, plan.ticket_reason, plan.ticket_topic = "fallback", reason, "unanswered"


async def _with_loading(context: Context, work: _Work, turn: Coroutine[Any, Any, list[JsonObject]]) -> list[JsonObject]:
    """Show LINE's waiting dots when the bot needs longer than a second."""
    dots = asyncio.create_task(_show_loading_later(context, work.line_user_id))
    try:
        return await turn
    finally:
        dots.cancel()


async def _show_loading_later(context: Context, line_user_id: str | None) -> None:
    await asyncio.sleep(LOADING_AFTER_S)
    if context.line is not None and line_user_id is not None:
        with suppress(ExternalService, ValueError):
            await context.line.show_loading(line_user_id)


async def _write(context: Context, work: _Work, plan: _Plan, *, begin_delivery: bool = False) -> outbox.Begun | None:
    now, begun = context.clock(), None
    async with context.db.transaction() as session:
        found = await _event_and_seeker(session, work.event_id, lock=True)
        if found is None:
            return None
        event, seeker = found
        if event.event_type in ("follow", "unfollow"):
            state = LineState.ACTIVE if event.event_type == "follow" else LineState.BLOCKED
            changed = await set_line_state(session, seeker=seeker, state=state, at=event.occurred_at)
            if not changed:
                plan = _Plan()
        if plan.ticket_reason is not None:
            await _open_ticket(context, session, seeker, work, plan, now=now)
        if plan.parts:
            renderer = Renderer(session, context.vault.keys, context.service, seeker, now)
            messages = await renderer.render(plan.parts)
            begun = await outbox.enqueue(
                session,
                seeker=seeker,
                kind=plan.kind,
                messages=messages,
                dedupe_key=f"event:{event.id}",
                now=now,
                event=event,
                urgent=plan.urgent,
                begin_for=work.line_user_id if begin_delivery else None,
            )
        event.state, event.handled_at = EventState.HANDLED, now
        event.reply_token = None
    return begun


async def _open_ticket(
    context: Context, session: AsyncSession, seeker: Seeker, work: _Work, plan: _Plan, *, now: datetime
) -> None:
    await tickets.open_or_join_ticket(
        session,
        context.vault,
        context.jobs,
        seeker=seeker,
        body=work.masked_text or context.texts.get("ticket.no_text"),
        topic=plan.ticket_topic,
        reason=plan.ticket_reason or "",
        occurred_at=work.occurred_at,
        now=now,
        request_key=tickets.event_request_key(work.event_id),
        urgent=plan.urgent,
    )


async def give_up(context: Context, line_event_id: UUID) -> None:
    """After repeated unexpected failures: still a sentence for the seeker and a ticket, then the event is done."""
    work = await _load(context, line_event_id)
    if work is None:
        return
    plan = _Plan()
    if work.event_type in ("message", "postback"):
        if work.safety_label not in ORDINARY:
            plan = _safety_plan(context, work)
        else:
            _fall_back(context, work, plan, "handling_failed", "talk.bot_unavailable")
    await _write(context, work, plan)
