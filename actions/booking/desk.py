"""The booking desk: takes one message's reading into the state, says what has to be said, books or changes."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from actions.booking.offers import is_free, offers
from actions.booking.reading import Reading
from actions.booking.state import BookingState
from actions.labels import word
from actions.turn import Visit
from backend.appointments import service as appointments
from backend.appointments.models import Appointment, Format
from backend.appointments.times import (
    MINUTES_PER_DAY,
    business_date_of,
    date_words,
    instant_of,
    opening_id,
    opening_words,
    parse_opening_id,
    slot_minutes_of_day,
    time_words,
)
from backend.appointments.when import When
from backend.errors import Conflict, InvalidInput, NotFound

NOON, EVENING = 12 * 60, 18 * 60
WIDE_DAYS = 40


async def take(visit: Visit, state: BookingState, reading: Reading) -> None:
    """Work one message into the booking; `state.outcome` is set when it is over."""
    state.turn, state.outcome = visit.turn.key, None
    if reading.step == "leave":
        state.outcome = "left"
        return
    if await _already_written(visit, state):
        return
    had_format = state.format
    _take_format(state, reading)
    await _take_time(visit, state, reading, format_changed=state.format != had_format)
    if state.outcome is not None:
        return
    if reading.step == "yes" or (reading.affirm and state.asked == "confirm" and not reading.has_news):
        if state.opening and state.format:
            await settle(visit, state)
    elif reading.deny and state.asked == "confirm" and not reading.has_news:
        state.reopen()
        visit.say("utter_booking_openings_again")
    if state.outcome is None and state.opening is None and (state.asked == "opening" or reading.step == "back"):
        _say_what_was_heard(visit, state, reading, new_format=state.format != had_format)
    elif state.outcome is None and state.opening and state.asked == "format" and not (reading.has_news or reading.step):
        visit.say("utter_booking_unclear_format")


def _take_format(state: BookingState, reading: Reading) -> None:
    """The form of talk chosen, or the only one left when the others are refused."""
    state.refused = sorted({*state.refused, *(format.value for format in reading.refused)})
    if reading.format is not None:
        state.format = reading.format.value
        state.refused = [name for name in state.refused if name != state.format]
    elif state.format in state.refused:
        state.format = None
    left = [format.value for format in Format if format.value not in state.refused]
    any_will_do = reading.step == "pick" and state.asked == "format"
    if state.format is None and left and (any_will_do or (reading.refused and len(left) == 1)):
        state.format = left[0]


async def _take_time(visit: Visit, state: BookingState, reading: Reading, *, format_changed: bool) -> None:
    if reading.step == "back":
        _step_back(state)
    elif reading.step == "any":
        state.opening, state.near, state.wish, state.page = None, None, When(), 0
    elif reading.step == "format":
        state.format = None
    elif reading.step in ("later", "earlier") and reading.when is None:
        _shift(state, later=reading.step == "later")
    elif reading.when is None and (reading.step == "more" or _no_to_all(state, reading)):
        state.page += 1
        state.opening = None
    if reading.opening is not None:
        await choose(visit, state, *reading.opening)
    elif reading.step == "pick" and reading.when is None and state.asked == "opening":
        await _pick(visit, state)
    elif reading.when is not None or reading.same_time or reading.same_day:
        await _wish(visit, state, reading)
    elif format_changed and state.chosen is not None and not await _still_free(visit, state):
        _say_taken(visit, state, *state.chosen)


async def _pick(visit: Visit, state: BookingState) -> None:
    """「どれでもいい」: the first hour offered, which the seeker still confirms."""
    found, _ = await offers(visit, state)
    if found:
        await choose(visit, state, found[0].business_date, found[0].start_minute)


def _no_to_all(state: BookingState, reading: Reading) -> bool:
    """「無理です」 to the hours offered."""
    return reading.deny and state.asked == "opening" and not reading.has_news


def _shift(state: BookingState, *, later: bool) -> None:
    """「もっと遅い時間」: beyond the hours wished or offered so far, on the same days."""
    wish = state.wish
    if wish.from_minute is None:
        low, high = (EVENING, MINUTES_PER_DAY) if later else (0, NOON)
    elif later:
        low, high = (wish.to_minute if wish.exact_minute is None else wish.from_minute + 60) or 0, MINUTES_PER_DAY
        low = min(low, MINUTES_PER_DAY)
    else:
        low, high = 0, max(0, wish.from_minute - 60)
    state.wish = replace(wish, from_minute=low, to_minute=high, spoken_half=False)
    state.near, state.opening, state.page = None, None, 0


def _step_back(state: BookingState) -> None:
    """One question back: confirm → format → hour → any hour → out of the booking."""
    if state.asked == "confirm" and state.purpose == "book":
        state.format = None
    elif state.asked != "opening" or state.opening is not None:
        state.reopen()
    elif state.near or state.page or state.wish.has_date or state.wish.has_time:
        state.near, state.page, state.wish = None, 0, When()
    else:
        state.outcome = "left"


def _say_what_was_heard(visit: Visit, state: BookingState, reading: Reading, *, new_format: bool) -> None:
    """While hours are still offered, a message that changed something hears what was understood."""
    if new_format and state.format is not None:
        visit.say("utter_booking_format_noted", format=word("formats", state.format))
    elif reading.refused and state.format is None:
        names = "・".join(word("formats", name) for name in state.refused)
        visit.say("utter_booking_refused_noted", formats=names)
    elif state.near is None and (reading.step in ("later", "earlier") or (reading.when and _worth_saying(state.wish))):
        visit.say("utter_booking_wish_noted", wish=wish_words(state.wish))
    elif _no_to_all(state, reading):
        visit.say("utter_booking_others")
    elif reading.step in ("back", "any"):
        visit.say("utter_booking_openings_again")
    elif not reading.has_news:
        visit.say("utter_booking_pick")


def _worth_saying(wish: When) -> bool:
    """Not 「いつでも」, which is a range over all days."""
    wide = wish.from_date and wish.to_date and wish.to_date - wish.from_date > timedelta(days=WIDE_DAYS)
    return bool(wish_words(wish)) and not (wide and wish.from_minute is None and wish.weekdays is None)


def wish_words(wish: When) -> str:
    """A wish as people read it: 「11月25日(水) 18:00〜24:00」; empty when it says nothing plain."""
    if wish.single_date is not None:
        day = date_words(wish.single_date)
    elif wish.from_date is not None and wish.to_date is not None:
        day = f"{date_words(wish.from_date)}〜{date_words(wish.to_date)}"
    else:
        day = f"{date_words(wish.from_date)}以降" if wish.from_date is not None else ""
    if wish.weekdays:
        day = f"{day}の" * bool(day) + "・".join("月火水木金土日"[number] for number in sorted(wish.weekdays)) + "曜"
    if wish.from_minute is None:
        return day
    hour = time_words(wish.from_minute)
    if wish.exact_minute is None and wish.to_minute is not None:
        hour += f"〜{time_words(wish.to_minute)}"
    return f"{day} {hour}".strip()


async def _wish(visit: Visit, state: BookingState, reading: Reading) -> None:
    """A day or hour in words: what was known stays unless said anew."""
    said = reading.when or When()
    earlier = _kept(state, reading, said) if state.purpose == "change" and state.opening is None else state.wish
    state.wish = said.after(earlier)
    state.near, state.opening, state.page = None, None, 0
    wish = state.wish
    today = business_date_of(visit.now, visit.context.service)
    last = appointments.last_bookable_date(visit.context.service, visit.now)
    if wish.to_date is not None and wish.to_date < today:
        visit.say("utter_booking_past")
        state.wish = When(from_minute=wish.from_minute, to_minute=wish.to_minute)
        return
    if wish.from_date is not None and wish.from_date > last:
        visit.say("utter_booking_too_far", until=date_words(last))
        state.wish = When(from_minute=wish.from_minute, to_minute=wish.to_minute)
        return
    await _place_wish(visit, state)


def _kept(state: BookingState, reading: Reading, said: When) -> When:
    """What a change takes over: its present hour or day when asked for, else only the days wished before."""
    wish, present = state.wish, parse_opening_id(state.present or "")
    if present is not None and reading.same_time:
        return When(from_minute=present[1], to_minute=present[1]).after(wish)
    if present is not None and reading.same_day:
        return When(from_date=present[0], to_date=present[0])
    if said.has_date and not said.has_time:
        return When()  # another day for the same appointment: its hour counts only when asked for
    if wish.exact_minute is not None:
        return When(from_date=wish.from_date, to_date=wish.to_date)
    return wish


async def _place_wish(visit: Visit, state: BookingState) -> None:
    wish, service = state.wish, visit.context.service
    day, minute = wish.single_date, wish.exact_minute
    slots = slot_minutes_of_day(service)
    if minute is not None and not slots[0] <= minute <= slots[-1] + service.slot_minutes - 1:
        visit.say("utter_booking_outside_hours")
        minute = slots[0] if minute < slots[0] else slots[-1]
        state.wish = When(from_date=wish.from_date, to_date=wish.to_date, from_minute=minute, to_minute=minute)
        if day is not None:
            state.near = opening_id(day, minute)
        return
    if day is None:
        return
    closed = await appointments.closed_days(visit.session, service, from_=day, to=day)
    if day in closed:
        visit.say("utter_booking_closed", opening=date_words(day), label=closed[day])
        state.near = opening_id(day, minute if minute is not None else (wish.from_minute or 600))
    elif minute is not None and minute in slots:
        await choose(visit, state, day, minute)
    elif minute is not None:
        visit.say("utter_booking_between_slots", asked=opening_words(day, minute))


async def choose(visit: Visit, state: BookingState, day: date, minute: int) -> None:
    """Settle on one hour if it is free; otherwise say so and offer hours near it."""
    service = visit.context.service
    state.choose(day, minute)
    own = None if state.purpose == "change" else await _own_at(visit, day, minute)
    if own is not None:
        state.outcome, state.result, state.format = "already", str(own.id), own.format.value
        return
    if await _still_free(visit, state):
        return
    if instant_of(day, minute) < visit.now + timedelta(minutes=service.booking_lead_minutes):
        visit.say("utter_booking_past")
        state.opening, state.near = None, None
        state.wish = When()
        return
    _say_taken(visit, state, day, minute)


async def _already_written(visit: Visit, state: BookingState) -> bool:
    """This very turn has booked before and is run again (Rasa could not store it): the same answer once more."""
    written = await appointments.find_written_by(visit.session, seeker=visit.seeker, request_key=visit.turn.key)
    if written is None:
        return False
    state.choose(written.business_date, written.start_minute)
    state.format, state.result = written.format.value, str(written.id)
    state.outcome = "changed" if state.purpose == "change" else "booked"
    return True


async def _own_at(visit: Visit, day: date, minute: int) -> appointments.BookedAppointment | None:
    """The seeker's own booking of that hour: a button pressed twice, or forgotten."""
    booked = await appointments.list_appointments(visit.session, seeker=visit.seeker, now=visit.now)
    return next((one for one in booked if (one.business_date, one.start_minute) == (day, minute)), None)


async def _still_free(visit: Visit, state: BookingState) -> bool:
    if state.chosen is None:
        return False
    if state.purpose == "change" and state.opening == state.present:
        return True  # the hour is the seeker's own; booking it decides
    return await is_free(visit, state, *state.chosen)


def _say_taken(visit: Visit, state: BookingState, day: date, minute: int) -> None:
    words = opening_words(day, minute)
    if state.format is not None:
        words += f"({word('formats', state.format)})"
    if state.purpose == "change":
        visit.say("utter_booking_taken_kept", opening=words, current=state.current)
    else:
        visit.say("utter_booking_taken", opening=words)
    state.near, state.opening, state.page = opening_id(day, minute), None, 0


async def settle(visit: Visit, state: BookingState) -> None:
    """Book or change for good; when someone was faster, back to choosing."""
    if state.chosen is None or state.format is None:
        return
    day, minute = state.chosen
    try:
        appointment = await _write(visit, state, day, minute, Format(state.format))
    except NotFound:
        state.outcome = "gone"
    except InvalidInput:
        visit.say("utter_booking_past")
        state.opening, state.near, state.wish = None, None, When()
    except Conflict as conflict:
        if conflict.code == "too_many":
            state.outcome = "too_many"
        elif conflict.code == "not_booked":
            state.outcome = "gone"
        elif conflict.code == "overlapping":
            visit.say("utter_booking_overlap")
            state.near, state.opening = opening_id(day, min(minute, MINUTES_PER_DAY)), None
        else:
            _say_taken(visit, state, day, minute)
    else:
        state.outcome = "changed" if state.purpose == "change" else "booked"
        state.result = str(appointment.id)


async def _write(visit: Visit, state: BookingState, day: date, minute: int, format: Format) -> Appointment:
    if state.purpose == "change" and state.appointment is not None:
        return await appointments.change_appointment(
            visit.session,
            visit.context.service,
            seeker=visit.seeker,
            appointment_id=UUID(state.appointment),
            business_date=day,
            start_minute=minute,
            format=format,
            request_key=visit.turn.key,
            now=visit.now,
        )
    return await appointments.book_appointment(
        visit.session,
        visit.context.service,
        seeker=visit.seeker,
        business_date=day,
        start_minute=minute,
        format=format,
        request_key=visit.turn.key,
        now=visit.now,
    )


def say_outcome(visit: Visit, state: BookingState) -> None:
    """The last word of a booking."""
    format_word = word("formats", state.format) if state.format else ""
    if state.outcome == "left" and state.purpose == "change":
        visit.say("utter_booking_left_kept", current=state.current)
    elif state.outcome == "left":
        visit.say("utter_booking_left")
    elif state.outcome in ("paused", "crisis"):
        kept = state.purpose == "change"
        visit.say("utter_booking_paused_kept" if kept else "utter_booking_paused", current=state.current)
    elif state.outcome == "too_many":
        visit.say("utter_booking_too_many", limit=appointments.MAX_ACTIVE)
    elif state.outcome == "already":
        visit.say("utter_booking_already", opening=state.opening_words, format=format_word, appointment=state.result)
    elif state.outcome == "gone":
        visit.say("utter_change_already")
    elif state.outcome in ("booked", "changed"):
        response = "utter_booking_done" if state.outcome == "booked" else "utter_booking_changed"
        visit.say(response, opening=state.opening_words, format=format_word, appointment=state.result)
        if state.format != Format.CHAT.value and visit.seeker.registered_at is None:
            visit.say("utter_booking_need_contact")
