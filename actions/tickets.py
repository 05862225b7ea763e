"""Questions for consultants: opening and joining tickets, continuing a question, asking after an answer."""

from typing import Any

from actions.labels import intent_label, word
from actions.turn import FALLBACK_INTENT, BotAction, JsonObject, Visit, leave_loop, previous_typed_text, set_slot
from backend.clock import japanese_datetime
from backend.tickets import service as tickets
from backend.tickets.models import Ticket

NOT_A_QUESTION = frozenset(
    {
        *("greet", "thanks", "goodbye", "affirm", "deny", "ask_menu", "bot_challenge"),
        *("book_appointment", "check_appointment", "change_appointment", "cancel_appointment", "ask_format"),
        *("running_late", "start_using", "ask_service", "ask_fee", "ask_hours", "ask_privacy", "edit_profile"),
        *("delete_data", "stop_notifications", "ask_reply_status", "ask_human"),
        *("crisis_suicide", "crisis_violence", "hardship_living", "hardship_debt", "workplace_abuse", "health_worry"),
    }
)
"""After 「人と話したい」 these are answered as always; anything else continues the question to the consultant."""


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


async def open_ticket(visit: Visit, *, topic: str, reason: str, urgent: bool = False) -> tuple[Ticket, bool]:
    """Put this turn's message into the queue; True when the episode is new."""
    occurred_at = await visit.occurred_at()
    ticket = await tickets.open_or_join_ticket(
        visit.session,
        visit.context.vault,
        seeker=visit.seeker,
        body=ticket_body(visit),
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


class ActionAskQuestion(BotAction):
    """Invites to write more right after 「人と話したい」; later it lets go of the question without a word."""

    action_name = "action_ask_question_form_question"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        pending = visit.slot("pending")
        if isinstance(pending, dict) and pending.get("turn") == visit.turn.key:
            visit.say("utter_question_invited")
            return []
        return leave_loop()


class ValidateQuestion(BotAction):
    """Takes the next message as part of the question, unless it is about something the bot does itself."""

    action_name = "validate_question_form"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        pending = visit.slot("pending")
        if isinstance(pending, dict) and pending.get("turn") == visit.turn.key:
            return [set_slot("pending", pending)]  # the turn that opened the question
        if not self._continues(visit):
            return []  # rejected: the intent's own rule answers
        ticket, _ = await open_ticket(visit, topic="ask_human", reason="human")
        return [set_slot("question", "given"), set_slot("pending", {"kind": "given", "due": ticket.due_at.isoformat()})]

    @staticmethod
    def _continues(visit: Visit) -> bool:
        turn = visit.turn
        if turn.text is None or len(turn.text) < 4:
            return False
        return turn.intent == FALLBACK_INTENT or turn.intent not in NOT_A_QUESTION


class ActionQuestionDone(BotAction):
    """Says that the further words have reached the consultant, if there were any."""

    action_name = "action_question_done"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        pending = visit.slot("pending")
        if isinstance(pending, dict) and pending.get("kind") == "given":
            ticket = await tickets.find_open_ticket(visit.session, seeker=visit.seeker)
            if ticket is not None and ticket.due_at > visit.now:
                visit.say("utter_question_added", due=japanese_datetime(ticket.due_at))
            else:
                visit.say("utter_ticket_overdue")
        return [set_slot("question", None), set_slot("pending", None)]


class ActionReplyStatus(BotAction):
    """「返事はまだ」: the truth about the open question, without a second clock."""

    action_name = "action_reply_status"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        ticket = await tickets.find_open_ticket(visit.session, seeker=visit.seeker)
        if ticket is None:
            visit.say("utter_reply_none_open")
        elif ticket.due_at <= visit.now:
            visit.say("utter_reply_overdue")
        else:
            visit.say("utter_reply_waiting", due=japanese_datetime(ticket.due_at))
        return []


def ticket_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return ActionOpenTicket, ActionAskQuestion, ValidateQuestion, ActionQuestionDone, ActionReplyStatus
