"""Coming back: what a new session keeps of the old one, and a greeting that knows what is pending."""

from typing import Any

from actions.booking.state import BookingState
from actions.labels import button, intent_button, word
from actions.turn import BotAction, JsonObject, Visit, set_slot
from backend.appointments import service as appointments
from backend.appointments.times import opening_words
from backend.clock import japanese_datetime
from backend.tickets import service as tickets

KEPT = ("wishes", "booking_left")
FORM = "booking_form"


class ActionSessionStart(BotAction):
    """After days of silence: wishes stay, an unfinished booking can be taken up, all else is forgotten."""

    action_name = "action_session_start"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        kept = {name: visit.slot(name) for name in KEPT}
        if (visit.tracker.active_loop or {}).get("name") == FORM and visit.slot("booking"):
            kept["booking_left"] = BookingState.of(visit.slot("booking")).to_keep()
        return [
            {"event": "session_started"},
            *(set_slot(name, value) for name, value in kept.items() if value),
            {"event": "action", "name": "action_listen"},
        ]


async def say_pending(visit: Visit) -> bool:
    """Greet with what is open: the next appointment, a question without answer, a booking half made."""
    lines: list[str] = []
    buttons: list[JsonObject] = []
    booked = await appointments.list_appointments(visit.session, seeker=visit.seeker, now=visit.now)
    if booked:
        when = opening_words(booked[0].business_date, booked[0].start_minute)
        lines.append(word("pending", "booked").format(opening=when, format=word("formats", booked[0].format.value)))
        buttons.append(intent_button("check_appointment"))
    ticket = await tickets.find_open_ticket(visit.session, seeker=visit.seeker)
    if ticket is not None:
        key = "waiting" if ticket.due_at > visit.now else "overdue"
        lines.append(word("pending", key).format(due=japanese_datetime(ticket.due_at)))
        buttons.append(intent_button("ask_reply_status"))
    if visit.slot("booking_left"):
        lines.append(word("pending", "left"))
        buttons.append(button(word("booking", "continue"), "book_appointment", step="resume"))
    if not lines:
        return False
    visit.say("utter_greet_pending", pending="\n".join(lines), buttons=buttons)
    return True


def returning_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return (ActionSessionStart,)
