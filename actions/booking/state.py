"""What the booking in progress knows; lives in the Rasa slot `booking` between turns. Nothing confidential."""

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal, Self

from actions.turn import JsonObject, set_slot
from backend.appointments.times import opening_id, opening_words, parse_opening_id
from backend.appointments.when import When

Asked = Literal["opening", "format", "confirm"]
FORM_SLOTS = ("opening", "appointment_format", "booking_confirmed")


@dataclass
class BookingState:
    """A booking or a change being made.

    Attributes:
        purpose: book, or change (then `appointment` is its id and `present` its hour, an `opening_id`).
        wish: the days and hours wished so far.
        near: a wished hour that was not free; offers are sorted around it.
        opening: chosen hour (`opening_id`), not yet booked.
        format: chosen form of talk.
        refused: forms of talk that are not wanted.
        asked: what the bot asked last, and when (ISO, UTC).
        page: how often 「ほかの日時」 was pressed for this wish.
        misses: messages in a row that were not understood here.
        asides: messages in a row that were about something else.
        turn: key of the last turn that changed this.
        outcome: why the form ended: booked, changed, already, left, paused, too_many, gone, crisis.
        result: id of the appointment booked or changed.
    """

    purpose: str = "book"
    appointment: str | None = None
    present: str | None = None
    wish: When = field(default_factory=When)
    near: str | None = None
    opening: str | None = None
    format: str | None = None
    refused: list[str] = field(default_factory=list)
    asked: str | None = None
    asked_at: str | None = None
    page: int = 0
    misses: int = 0
    asides: int = 0
    turn: str | None = None
    outcome: str | None = None
    result: str | None = None

    @classmethod
    def of(cls, value: Any) -> Self:
        """The state in a slot's value; an empty one for anything else."""
        if not isinstance(value, dict):
            return cls()
        known = {name: value[name] for name in cls.__dataclass_fields__ if name in value and name != "wish"}
        return cls(**known, wish=_read_wish(value.get("wish") or {}))

    def to_slot(self) -> JsonObject:
        """JSON for the slot."""
        value = asdict(self)
        value["wish"] = _write_wish(self.wish)
        return {name: item for name, item in value.items() if item not in (None, [])}

    def to_keep(self) -> JsonObject | None:
        """What to keep of a booking that is left; None when nothing was chosen yet, or it was a change."""
        chosen = self.opening or self.format or self.wish.has_date or self.wish.has_time
        if self.purpose != "book" or not chosen:
            return None
        return replace(self, outcome=None, asked=None, asked_at=None, turn=None, misses=0, asides=0, page=0).to_slot()

    def events(self) -> list[JsonObject]:
        """Slot events that bring Rasa's form in line with this state."""
        return [
            set_slot("booking", self.to_slot()),
            set_slot("opening", self.opening),
            set_slot("appointment_format", self.format if self.opening else None),
            set_slot("booking_confirmed", True if self.outcome else None),
        ]

    @property
    def chosen(self) -> tuple[date, int] | None:
        """Business date and minute of the chosen hour."""
        return parse_opening_id(self.opening) if self.opening else None

    @property
    def current(self) -> str | None:
        """The hour of the appointment that is changed, as people read it."""
        found = parse_opening_id(self.present) if self.present else None
        return opening_words(*found) if found else None

    @property
    def opening_words(self) -> str:
        """The chosen hour as people read it."""
        return opening_words(*self.chosen) if self.chosen else ""

    def choose(self, business_date: date, minute: int) -> None:
        """Settle on an hour; the wish becomes that hour, so that a later 「やっぱり水曜」 keeps the time."""
        self.opening = opening_id(business_date, minute)
        self.wish = When(from_date=business_date, to_date=business_date, from_minute=minute, to_minute=minute)
        self.near, self.page = None, 0

    def reopen(self) -> None:
        """Go back to choosing an hour; the day wished stays."""
        self.opening, self.page = None, 0
        self.wish = When(from_date=self.wish.from_date, to_date=self.wish.to_date, weekdays=self.wish.weekdays)


def closed_form(state: BookingState | None = None) -> list[JsonObject]:
    """Events that clear every slot of the booking; one that was left half made is kept for 「予約の続き」."""
    half_made = state is not None and state.outcome in ("left", "paused", "crisis")
    left = [] if state is None else [set_slot("booking_left", state.to_keep() if half_made else None)]
    return [set_slot("booking", None), *(set_slot(name, None) for name in FORM_SLOTS), *left]


def _write_wish(wish: When) -> JsonObject:
    value: JsonObject = {
        "from_date": wish.from_date.isoformat() if wish.from_date else None,
        "to_date": wish.to_date.isoformat() if wish.to_date else None,
        "weekdays": sorted(wish.weekdays) if wish.weekdays is not None else None,
        "from_minute": wish.from_minute,
        "to_minute": wish.to_minute,
        "spoken_half": wish.spoken_half or None,
    }
    return {name: item for name, item in value.items() if item is not None}


def _read_wish(value: JsonObject) -> When:
    def day(name: str) -> date | None:
        return date.fromisoformat(value[name]) if value.get(name) else None

    def minute(name: str) -> int | None:
        return int(value[name]) if value.get(name) is not None else None

    weekdays = value.get("weekdays")
    return When(
        from_date=day("from_date"),
        to_date=day("to_date"),
        weekdays=frozenset(int(number) for number in weekdays) if weekdays is not None else None,
        from_minute=minute("from_minute"),
        to_minute=minute("to_minute"),
        spoken_half=bool(value.get("spoken_half")),
    )
