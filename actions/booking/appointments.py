"""The seeker's own appointments: look up, change, cancel."""

from typing import Any
from uuid import UUID

from actions.booking.form import NEAR, begin, reading_of, resume, says_continue
from actions.booking.reading import Reading
from actions.booking.state import BookingState, closed_form
from actions.labels import button, word
from actions.tickets import open_ticket, say_who_answers
from actions.turn import BotAction, JsonObject, Visit, leave_loop, set_slot
from backend.appointments import service as appointments
from backend.appointments.queries import BookedAppointment
from backend.appointments.times import business_date_of, opening_id, opening_label, opening_words
from backend.appointments.when import When, parse_when
from backend.clock import japanese_datetime, to_jst
from backend.errors import Conflict, NotFound


def words(booked: BookedAppointment) -> str:
    """An appointment's time as people read it."""
    return opening_words(booked.business_date, booked.start_minute)


def as_uuid(text: str | None) -> UUID | None:
    """An id from a button; None when it is not one."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


async def _meant(visit: Visit, booked: list[BookedAppointment]) -> BookedAppointment | None:
    """Which booking a message means: the only one, or the one whose day (and hour) it names."""
    if len(booked) == 1:
        return booked[0]
    when = parse_when(visit.turn.text or "", to_jst(visit.now).date(), visit.now)
    if when is None:
        return None
    named = [one for one in booked if when.single_date == one.business_date]
    if when.exact_minute is not None and len(named) != 1:
        named = [one for one in (named or booked) if one.start_minute == when.exact_minute]
    return named[0] if len(named) == 1 else None


def _show(visit: Visit, booked: list[BookedAppointment]) -> None:
    rows = [[words(one), word("formats", one.format.value)] for one in booked]
    visit.show({"kind": "card", "title": word("booking", "booked_title"), "rows": rows})


class ActionCheckAppointment(BotAction):
    """Shows what is booked."""

    action_name = "action_check_appointment"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        if says_continue(visit):
            return await resume(visit)
        booked = await appointments.list_appointments(visit.session, seeker=visit.seeker, now=visit.now)
        if not booked:
            visit.say("utter_appointment_none")
            if visit.slot("booking_left"):
                visit.say("utter_booking_paused")
            return []
        _show(visit, booked)
        visit.say("utter_appointment_shown")
        return []


class ActionChangeAppointment(BotAction):
    """Starts the booking form for another time or form of talk; the booking stands until the new one is certain."""

    action_name = "action_change_appointment"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        reading = reading_of(visit)
        booked = await appointments.list_appointments(visit.session, seeker=visit.seeker, now=visit.now)
        booked = [one for one in booked if one.starts_at > visit.now]
        wanted = as_uuid(reading.appointment)
        if wanted is not None:
            chosen = next((one for one in booked if one.id == wanted), None)
            if chosen is None:
                visit.say("utter_change_already")
                return leave_loop()
        elif not booked:
            visit.say("utter_appointment_none")
            return leave_loop()
        else:
            chosen = booked[0] if len(booked) == 1 else None
        if chosen is None:
            self._ask_which(visit, booked)
            return [*leave_loop(), *closed_form()]
        state = BookingState(
            purpose="change",
            appointment=str(chosen.id),
            present=opening_id(chosen.business_date, chosen.start_minute),
            format=chosen.format.value,
            wish=self._present(visit, chosen),
        )
        if not (reading.when or reading.opening or reading.format or reading.same_time or reading.same_day):
            if reading.step in (None, "more"):
                visit.say("utter_change_intro", current=state.current)
                reading = Reading()
            state.wish = When()
        elif reading.format is not None and reading.when is None and reading.opening is None:
            state.choose(chosen.business_date, chosen.start_minute)
        return await begin(visit, state, reading)

    @staticmethod
    def _present(visit: Visit, chosen: BookedAppointment) -> When:
        today = business_date_of(visit.now, visit.context.service)
        day = max(chosen.business_date, today)
        return When(from_date=day, to_date=day, from_minute=chosen.start_minute, to_minute=chosen.start_minute)

    @staticmethod
    def _ask_which(visit: Visit, booked: list[BookedAppointment]) -> None:
        visit.say(
            "utter_change_which",
            buttons=[
                button(
                    opening_label(one.business_date, one.start_minute), "change_appointment", appointment=str(one.id)
                )
                for one in booked
            ],
        )


class ActionCancelAppointment(BotAction):
    """Asks before it cancels; a button carries which booking and the answer, so it works at any time."""

    action_name = "action_cancel_appointment"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        leaving = [*leave_loop(), *closed_form()]
        wanted = as_uuid(visit.turn.entities.get("appointment"))
        step = visit.turn.entities.get("step")
        if wanted is not None and step == "yes":
            await cancel_pending(visit, wanted)
            return [*leaving, set_slot("pending", None)]
        if wanted is not None and step == "no":
            await keep_pending(visit, wanted)
            return [*leaving, set_slot("pending", None)]
        booked = await appointments.list_appointments(visit.session, seeker=visit.seeker, now=visit.now)
        booked = [one for one in booked if one.starts_at > visit.now]
        if wanted is not None:
            chosen = next((one for one in booked if one.id == wanted), None)
            if chosen is None:
                visit.say("utter_cancel_already")
                return leaving
        elif not booked:
            visit.say("utter_appointment_none")
            return leaving
        else:
            chosen = await _meant(visit, booked)
        if chosen is None:
            visit.say(
                "utter_cancel_which",
                buttons=[
                    button(
                        opening_label(one.business_date, one.start_minute),
                        "cancel_appointment",
                        appointment=str(one.id),
                    )
                    for one in booked
                ],
            )
            return leaving
        visit.say("utter_cancel_confirm", current=words(chosen), appointment=str(chosen.id))
        return [*leaving, set_slot("pending", {"kind": "cancel", "appointment": str(chosen.id)})]


async def appointment_now(visit: Visit) -> BookedAppointment | None:
    """The seeker's appointment that is about to begin or is going on."""
    booked = await appointments.list_appointments(visit.session, seeker=visit.seeker, now=visit.now)
    return booked[0] if booked and booked[0].starts_at <= visit.now + NEAR else None


class ActionRunningLate(BotAction):
    """Late, or the video does not connect: urgent when an appointment is near, else an ordinary question."""

    action_name = "action_running_late"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        booked = await appointment_now(visit)
        ticket, new = await open_ticket(visit, topic="running_late", reason="human", urgent=booked is not None)
        if booked is not None:
            visit.say("utter_running_late", current=words(booked), due=japanese_datetime(ticket.due_at))
        else:
            visit.say("utter_running_late_not_near")
            say_who_answers(visit, ticket, new=new)
        return leave_loop()


async def cancel_pending(visit: Visit, appointment_id: UUID) -> None:
    """Cancel for good and say so; late presses hear that there is nothing to cancel any more."""
    try:
        appointment = await appointments.cancel_appointment(
            visit.session,
            seeker=visit.seeker,
            appointment_id=appointment_id,
            request_key=visit.turn.key,
            now=visit.now,
        )
    except (Conflict, NotFound):
        visit.say("utter_cancel_already")
        return
    visit.say("utter_cancel_done", current=opening_words(appointment.business_date, appointment.start_minute))


async def keep_pending(visit: Visit, appointment_id: UUID) -> None:
    """The booking stays."""
    await _say_of_pending(visit, appointment_id, "utter_cancel_kept")


async def confirm_pending(visit: Visit, appointment_id: UUID) -> None:
    """Ask again: what was said may have been a yes, and a cancelled hour may be gone for good."""
    await _say_of_pending(visit, appointment_id, "utter_cancel_confirm")


async def _say_of_pending(visit: Visit, appointment_id: UUID, response: str) -> None:
    booked = await appointments.find_appointment(
        visit.session, seeker=visit.seeker, appointment_id=appointment_id, now=visit.now
    )
    if booked is None:
        visit.say("utter_cancel_already")
    else:
        visit.say(response, current=words(booked), appointment=str(booked.id))


def appointment_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return ActionCheckAppointment, ActionChangeAppointment, ActionCancelAppointment, ActionRunningLate
