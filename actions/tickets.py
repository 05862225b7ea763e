"""Questions for consultants: opening and joining tickets, asking after an answer."""

from typing import Any

from actions.labels import intent_label, word
from actions.turn import BotAction, JsonObject, Visit, leave_loop, previous_typed_text, set_slot
from backend.clock import japanese_datetime
from backend.tickets import service as tickets
from backend.tickets.models import Ticket
from backend.tickets.standing import Standing, reply_status

STILL_OPEN = {
    Standing.WAITING: "utter_reply_waiting",
    Standing.READING: "utter_reply_reading",
    Standing.OVERDUE: "utter_reply_overdue",
}


def ticket_body(visit: Visit) -> str:
    """What the consultant reads: the typed words, or the button with the message before it."""
    if visit.turn.text:
        return visit.turn.text
    topic = visit.turn.entities.get("topic", visit.turn.intent)
    try:
        label = intent_label(topic)
    except KeyError:
        label = topic
    lines = [word("ticket", "button_pressed").format(label=label)]
    before = previous_typed_text(visit.tracker)
    if before is not None:
        lines.append(word("ticket", "message_before").format(text=before))
    return "\n".join(lines)


async def open_ticket(
    visit: Visit, *, topic: str, reason: str, urgent: bool = False, note: str | None = None
) -> tuple[Ticket, bool]:
    """Put this turn's message into the queue, with a line of ours below it; True when the episode is new."""
    occurred_at = await visit.occurred_at()
    body = ticket_body(visit)
    ticket = await tickets.open_or_join_ticket(
        visit.session,
        visit.context.vault,
        visit.context.jobs,
        seeker=visit.seeker,
        body=body if note is None else f"{body}\n{note}",
        topic=topic,
        reason=reason,
        occurred_at=occurred_at,
        now=visit.now,
        request_key=visit.turn.key,
        urgent=urgent,
    )
    return ticket, ticket.opened_at == occurred_at


def say_who_answers(visit: Visit, ticket: Ticket, *, new: bool) -> None:
    """Who answers, and by when: the due time of the episode, which never moves."""
    due = japanese_datetime(ticket.due_at)
    if ticket.due_at <= visit.now:
        visit.say("utter_ticket_overdue")
    else:
        visit.say("utter_ticket_opened" if new else "utter_ticket_joined", due=due)


class ActionOpenTicket(BotAction):
    """For every intent a consultant handles: a kind word (`utter_<intent>`), then who answers and by when."""

    action_name = "action_open_ticket"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        intent = visit.turn.intent
        topic = visit.turn.entities.get("topic", intent)
        ticket, new = await open_ticket(visit, topic=topic, reason="human")
        visit.say(f"utter_{intent}")
        say_who_answers(visit, ticket, new=new)
        events = [set_slot("misses", 0)]
        if intent == "ask_human":
            events += [*leave_loop(), set_slot("pending", {"kind": "question", "turn": visit.turn.key})]
        return events


class ActionReplyStatus(BotAction):
    """「返事はまだ」: the truth about the open question and unread answers, without a second clock."""

    action_name = "action_reply_status"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        status = await reply_status(visit.session, seeker=visit.seeker, now=visit.now)
        if status.unread:
            visit.say("utter_reply_notice_failed" if status.notice_failed else "utter_reply_unread")
        if status.standing is not None and status.due_at is not None:
            visit.say(STILL_OPEN[status.standing], due=japanese_datetime(status.due_at))
        elif not status.unread:
            visit.say("utter_reply_none_open")
        return []


def ticket_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return ActionOpenTicket, ActionReplyStatus
