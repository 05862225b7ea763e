"""The booking form: how it starts, what each message does to it, what it asks, how it ends."""

import re
from datetime import datetime, timedelta
from typing import Any

from actions.booking import desk
from actions.booking.offers import offers
from actions.booking.reading import SURE, Reading, interrupts, read
from actions.booking.state import BookingState, closed_form
from actions.labels import button, intent_button, word
from actions.questions import continues, say_added, take_words_after_crisis
from actions.safety import crisis_since, say_after_crisis
from actions.tickets import open_ticket
from actions.turn import BotAction, JsonObject, Visit, enter_loop, leave_loop, set_slot
from backend.appointments import service as appointments
from backend.appointments.times import opening_id, opening_label
from backend.clock import to_jst

FORM = "booking_form"
_CONTINUE = re.compile(r"続き|つづき|途中|再開|さっきの(?:予約|やつ)")
STALE_AFTER = timedelta(hours=1)
NEAR = timedelta(hours=3)
"""An appointment this close is what 「遅れます」 is about."""
MISSES_UNTIL_PERSON = 2
ASIDES_UNTIL_PAUSE = 2
"""So many answers in a row about other things are followed by the booking's question again."""


def reading_of(visit: Visit) -> Reading:
    """This turn in the desk's terms."""
    return read(visit.turn, today=to_jst(visit.now).date(), now=visit.now)


async def begin(visit: Visit, state: BookingState, reading: Reading) -> list[JsonObject]:
    """Start the form from a state, or end at once when the message already says everything."""
    await desk.take(visit, state, reading)
    if state.outcome:
        desk.say_outcome(visit, state)
        return [*leave_loop(), *closed_form(state)]
    return [*enter_loop(FORM), *state.events(), set_slot("misses", 0), set_slot("pending", None)]


class ActionStartBooking(BotAction):
    """For `book_appointment` outside the form, typed or from a button of any age."""

    action_name = "action_start_booking"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        if await take_words_after_crisis(visit):
            return []
        if visit.turn.entities.get("step") == "resume" or says_continue(visit):
            return await resume(visit)
        return await begin(visit, BookingState(), reading_of(visit))


def says_continue(visit: Visit) -> bool:
    """「さっきの予約の続き」, with a booking to take up."""
    return bool(visit.slot("booking_left") and _CONTINUE.search(visit.turn.text or ""))


async def resume(visit: Visit) -> list[JsonObject]:
    """Take up a booking that was left; what is no longer free is offered anew."""
    state = BookingState.of(visit.slot("booking_left"))
    visit.say("utter_booking_resumed")
    if state.chosen is not None:
        await desk.choose(visit, state, *state.chosen)
    return await begin(visit, state, reading_of(visit) if visit.turn.text else Reading())


class ValidateBookingForm(BotAction):
    """Every message while the form is open: for the desk, for another part of the bot, or not understood."""

    action_name = "validate_booking_form"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        state = BookingState.of(visit.slot("booking"))
        if await self._crisis_came_between(visit, state):
            state.outcome = "crisis"
            return [*state.events(), *leave_loop()]
        if state.turn == visit.turn.key:
            return state.events()  # the message that opened the form was read when it did
        reading = reading_of(visit)
        near = visit.turn.intent == "running_late" and await self._appointment_is_near(visit)
        if interrupts(visit.turn, reading, appointment_near=near):
            return []  # rejected: the intent's own rule answers, then the form asks again
        if reading.empty:
            await self._not_understood(visit, state)
        else:
            if reading.has_news or reading.step or state.asked == "confirm":
                state.misses = 0
            await desk.take(visit, state, reading)
        return [*state.events(), *(leave_loop() if state.outcome else [])]

    @staticmethod
    async def _appointment_is_near(visit: Visit) -> bool:
        booked = await appointments.list_appointments(visit.session, seeker=visit.seeker, now=visit.now)
        return bool(booked) and booked[0].starts_at <= visit.now + NEAR

    @staticmethod
    async def _crisis_came_between(visit: Visit, state: BookingState) -> bool:
        since = datetime.fromisoformat(state.asked_at) if state.asked_at else None
        return since is not None and await crisis_since(visit, since) is not None

    @staticmethod
    async def _not_understood(visit: Visit, state: BookingState) -> None:
        """Help once, then offer a person; after a long silence just take up the thread."""
        turn = visit.turn
        stale = state.asked_at is not None and visit.now - datetime.fromisoformat(state.asked_at) > STALE_AFTER
        state.turn = turn.key
        if stale:
            visit.say("utter_booking_confirm_again")
            if state.chosen is not None:
                await desk.choose(visit, state, *state.chosen)
            return
        if turn.pii or (turn.intent == "book_appointment" and turn.confidence >= SURE):
            return  # nothing to apologise for: the question is simply asked again
        state.misses += 1
        if state.misses >= MISSES_UNTIL_PERSON:
            visit.say("utter_booking_offer_person")
        elif state.asked == "confirm":
            visit.say("utter_booking_unclear_confirm")
        elif state.asked == "format":
            visit.say("utter_booking_unclear_format")
        else:
            visit.say("utter_booking_unclear")


async def _asking(visit: Visit, state: BookingState, what: str) -> list[JsonObject]:
    # LINE's time of the message answered: whatever the safety lane hears after it came between
    state.asked, state.asked_at = what, (await visit.occurred_at()).isoformat()
    return [set_slot("booking", state.to_slot())]


def _came_back(visit: Visit, state: BookingState) -> bool:
    """The form asks again after another part of the bot has answered."""
    return state.turn != visit.turn.key


def _is_put_off(visit: Visit, state: BookingState) -> bool:
    """The seeker talks of other things: the booking waits to be called instead of asking after every answer."""
    state.asides = state.asides + 1 if _came_back(visit, state) else 0
    return state.asides > ASIDES_UNTIL_PAUSE


def _pause(state: BookingState) -> list[JsonObject]:
    state.outcome = "paused"
    return [*leave_loop(), *state.events()]


def _booking_intent(state: BookingState) -> tuple[str, str | None]:
    return ("change_appointment", state.appointment) if state.purpose == "change" else ("book_appointment", None)


class ActionAskOpening(BotAction):
    """Offers free hours for the wish."""

    action_name = "action_ask_booking_form_opening"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        state = BookingState.of(visit.slot("booking"))
        if _is_put_off(visit, state):
            return _pause(state)
        found, fits = await offers(visit, state)
        intent, appointment = _booking_intent(state)
        if not found:
            visit.say("utter_booking_none_free")
            return await _asking(visit, state, "opening")
        if _came_back(visit, state):
            visit.say("utter_booking_back_to_openings")
        elif not fits:
            visit.say("utter_booking_nothing_near")
        elif state.asked is None and not state.near:
            visit.say("utter_booking_openings")
        choices = [
            button(
                opening_label(opening.business_date, opening.start_minute),
                intent,
                appointment=appointment,
                opening=opening_id(opening.business_date, opening.start_minute),
                format=state.format,
            )
            for opening in found
        ]
        leave = word("booking", "leave_change" if state.purpose == "change" else "leave")
        buttons = [
            button(word("booking", "more"), intent, appointment=appointment, step="more"),
            intent_button("ask_human"),
            button(leave, intent, appointment=appointment, step="leave"),
        ]
        visit.show({"kind": "choices", "title": word("booking", "choose_title"), "choices": choices}, buttons=buttons)
        return await _asking(visit, state, "opening")


class ActionAskFormat(BotAction):
    """Chat, telephone or video."""

    action_name = "action_ask_booking_form_appointment_format"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        state = BookingState.of(visit.slot("booking"))
        if _is_put_off(visit, state):
            return _pause(state)
        response = "utter_booking_back_to_format" if _came_back(visit, state) else "utter_booking_ask_format"
        visit.say(response, opening=state.opening_words)
        return await _asking(visit, state, "format")


class ActionAskConfirmation(BotAction):
    """A card with everything, and a yes that says it all, so that it works at any later time too."""

    action_name = "action_ask_booking_form_booking_confirmed"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        state = BookingState.of(visit.slot("booking"))
        if _is_put_off(visit, state):
            return _pause(state)
        intent, appointment = _booking_intent(state)
        if _came_back(visit, state):
            visit.say("utter_booking_confirm_again")
        changing = state.purpose == "change"
        rows = [
            [word("booking", "row_when"), state.opening_words],
            [word("booking", "row_format"), word("formats", state.format or "chat")],
        ]
        if changing:
            rows.insert(0, [word("booking", "row_now"), state.current or ""])
        else:
            rows.append([word("booking", "row_fee"), word("booking", "free_of_charge")])
        yes = button(
            word("booking", "yes_change" if changing else "yes_book"),
            intent,
            appointment=appointment,
            opening=state.opening,
            format=state.format,
            step="yes",
        )
        buttons = [
            yes,
            button(word("booking", "other_times"), intent, appointment=appointment, step="any"),
            button(word("booking", "other_format"), intent, appointment=appointment, step="format"),
            button(
                word("booking", "leave_change" if changing else "leave"), intent, appointment=appointment, step="leave"
            ),
        ]
        title = word("booking", "confirm_change_title" if changing else "confirm_title")
        visit.show({"kind": "card", "title": title, "rows": rows}, buttons=buttons)
        return await _asking(visit, state, "confirm")


class ActionSubmitBooking(BotAction):
    """After the form: says how it ended and clears its slots."""

    action_name = "action_submit_booking"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        state = BookingState.of(visit.slot("booking"))
        if state.outcome == "crisis":
            await self._after_crisis(visit, state)
        else:
            desk.say_outcome(visit, state)
        return [*closed_form(state), set_slot("misses", 0)]

    @staticmethod
    async def _after_crisis(visit: Visit, state: BookingState) -> None:
        """The first words after a crisis belong to the consultant; the booking waits."""
        if await continues(visit):
            await open_ticket(visit, topic="after_crisis", reason="safety")
        if not await say_after_crisis(visit):
            await say_added(visit)
        desk.say_outcome(visit, state)


def form_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return (
        ActionStartBooking,
        ValidateBookingForm,
        ActionAskOpening,
        ActionAskFormat,
        ActionAskConfirmation,
        ActionSubmitBooking,
    )
