"""A question to a consultant that goes on in the next message, and words that belong to a crisis just told."""

import re
from typing import Any

from actions.safety import CRISIS_FRESH, URGENT_INTENTS, crisis_since
from actions.tickets import open_ticket
from actions.turn import FALLBACK_INTENT, BotAction, JsonObject, Visit, leave_loop, set_slot
from backend.clock import japanese_datetime
from backend.tickets import service as tickets

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
STILL_TALK = frozenset({"thanks", "goodbye", "affirm", "deny", "ask_menu"})
"""All that is left of them after a crisis: then even 「昼の1時から2時なら」 is for the consultant."""
_ABOUT_BOOKING = re.compile(r"予約|相談|面談|空き|空いて|あいて")


async def continues(visit: Visit) -> bool:
    """Whether a typed message goes on with the question to the consultant."""
    turn = visit.turn
    if turn.text is None or turn.intent in URGENT_INTENTS:
        return False
    if visit.slot("safety_topic") or await crisis_since(visit, visit.now - CRISIS_FRESH):
        return turn.intent not in STILL_TALK
    return len(turn.text) >= 4 and (turn.intent == FALLBACK_INTENT or turn.intent not in NOT_A_QUESTION)


async def take_words_after_crisis(visit: Visit) -> bool:
    """Days and hours written right after a crisis (「昼の1時から2時なら」) answer our question for a safe time."""
    text = visit.turn.text
    if text is None or _ABOUT_BOOKING.search(text) or not await crisis_since(visit, visit.now - CRISIS_FRESH):
        return False
    await open_ticket(visit, topic="safe_time", reason="safety")
    await say_added(visit)
    return True


async def say_added(visit: Visit) -> None:
    """The further words have reached the consultant."""
    ticket = await tickets.find_open_ticket(visit.session, seeker=visit.seeker)
    if ticket is not None and ticket.due_at > visit.now:
        visit.say("utter_question_added", due=japanese_datetime(ticket.due_at))
    else:
        visit.say("utter_ticket_overdue")


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
        if not await continues(visit):
            return []  # rejected: the intent's own rule answers
        await open_ticket(visit, topic="ask_human", reason="human")
        return [set_slot("question", "given"), set_slot("pending", {"kind": "given"})]


class ActionQuestionDone(BotAction):
    """Says that the further words have reached the consultant, if there were any."""

    action_name = "action_question_done"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        pending = visit.slot("pending")
        if isinstance(pending, dict) and pending.get("kind") == "given":
            await say_added(visit)
        return [set_slot("question", None), set_slot("pending", None)]


def question_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return ActionAskQuestion, ValidateQuestion, ActionQuestionDone
