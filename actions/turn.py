"""One turn of the dialogue as the actions see it: what was said, by whom, and how to answer.

Every action subclasses `BotAction` and implements `handle`; the transaction, the seeker and the turn are ready.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from rasa_sdk import Action
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.context import Context
from backend.line.models import LineEvent
from backend.seekers.models import Seeker
from backend.seekers.service import get_seeker_by_conversation
from backend.tickets.service import event_request_key

JsonObject = dict[str, Any]
FALLBACK_INTENT = "nlu_fallback"
NOT_UNDERSTOOD = (FALLBACK_INTENT, "out_of_scope")


@dataclass(frozen=True)
class Turn:
    """The seeker's latest message.

    Attributes:
        key: the same for every retry of the turn; request key of whatever the turn writes.
        event_id: LINE event row it came from, None in a shell.
        text: what was typed (masked), None when a button was pressed.
        intent: best intent, `nlu_fallback` when none is sure.
        ranking: intents with confidence, best first, without `nlu_fallback`.
        entities: values a button carried.
        pii: the guard masked something in the message.
        found: entities the pipeline found in typed words, as (name, value, words).
    """

    key: str
    event_id: UUID | None
    text: str | None
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    entities: dict[str, str]
    pii: bool
    found: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def of(cls, tracker: Any) -> "Turn":
        """The turn a tracker stands at."""
        message = tracker.latest_message or {}
        event = _latest_user_event(tracker.events)
        metadata = event.get("metadata") or message.get("metadata") or {}
        text = str(message.get("text") or "")
        intent = message.get("intent") or {}
        try:
            event_id = UUID(str(metadata.get("event_id")))
        except ValueError:
            event_id = None
        fallback_key = f"turn:{tracker.sender_id}:{event.get('message_id') or event.get('timestamp')}"
        return cls(
            key=event_request_key(event_id) if event_id else fallback_key,
            event_id=event_id,
            text=None if text.startswith("/") else text,
            intent=str(intent.get("name") or FALLBACK_INTENT),
            confidence=float(intent.get("confidence") or 0.0),
            ranking=tuple(
                (str(row["name"]), float(row["confidence"]))
                for row in message.get("intent_ranking") or []
                if row.get("name") and row["name"] != FALLBACK_INTENT
            ),
            entities=_carried(message) if text.startswith("/") else {},
            pii=bool(metadata.get("pii")),
            found=() if text.startswith("/") else _found(message, text),
        )


def _carried(message: JsonObject) -> dict[str, str]:
    """Entities of a button's payload; those the pipeline finds in typed text are read from the text itself."""
    return {str(row["entity"]): str(row["value"]) for row in message.get("entities") or []}


def _found(message: JsonObject, text: str) -> tuple[tuple[str, str, str], ...]:
    """What the pipeline found in typed words, in the order written."""
    rows = sorted(message.get("entities") or [], key=lambda row: row.get("start", 0))
    return tuple(
        (str(row["entity"]), str(row["value"]), text[row["start"] : row["end"]] if "start" in row else "")
        for row in rows
    )


def _latest_user_event(events: list[JsonObject] | None) -> JsonObject:
    return next((event for event in reversed(events or []) if event.get("event") == "user"), {})


def previous_typed_text(tracker: Any, *, within: int = 3) -> str | None:
    """What the seeker typed shortly before this turn (masked), skipping buttons."""
    users = [event for event in tracker.events or [] if event.get("event") == "user"][:-1]
    for event in reversed(users[-within:]):
        text = str(event.get("text") or "")
        if text and not text.startswith("/"):
            return text
    return None


@dataclass(frozen=True)
class Visit:
    """All an action needs for one turn, inside one transaction."""

    context: Context
    session: AsyncSession
    seeker: Seeker
    turn: Turn
    tracker: Any
    dispatcher: Any
    now: datetime

    def say(self, response: str, *, buttons: list[JsonObject] | None = None, **values: object) -> None:
        """Utter a response of the domain, its `{placeholders}` filled from `values`."""
        self.dispatcher.utter_message(response=response, buttons=buttons, **values)

    def show(self, custom: JsonObject, *, buttons: list[JsonObject] | None = None) -> None:
        """Show a card or a list of choices (kinds: backend/line/render.py)."""
        self.dispatcher.utter_message(json_message=custom, buttons=buttons)

    def slot(self, name: str) -> Any:
        """Value of a Rasa slot."""
        return self.tracker.get_slot(name)

    @property
    def misses(self) -> int:
        """Messages in a row before this one that were not understood; anything understood in between ends the row."""
        users = [event for event in self.tracker.events or [] if event.get("event") == "user"]
        before = ((users[-2].get("parse_data") or {}).get("intent") or {}).get("name") if len(users) > 1 else None
        return int(self.slot("misses") or 0) if before in NOT_UNDERSTOOD else 0

    def said_last(self, *, within: int) -> set[str]:
        """Names of the responses said in the last few turns."""
        said: set[str] = set()
        turns = 0
        for event in reversed(self.tracker.events or []):
            turns += event.get("event") == "user"
            if turns > within + 1:
                break
            if event.get("event") == "bot":
                said.add(str((event.get("metadata") or {}).get("utter_action")))
        return said

    async def occurred_at(self) -> datetime:
        """When the seeker wrote it, by LINE's clock; now if there is no event row."""
        if self.turn.event_id is None:
            return self.now
        found = await self.session.scalar(select(LineEvent.occurred_at).where(LineEvent.id == self.turn.event_id))
        return found or self.now


class BotAction(Action):  # type: ignore[misc]
    """An action holding the context. Raises go to the adapter in backend/bot/routes.py, which apologises."""

    action_name: ClassVar[str]

    def __init__(self, context: Context) -> None:
        self.context = context

    def name(self) -> str:
        """Rasa's name of the action."""
        return self.action_name

    async def run(self, dispatcher: Any, tracker: Any, domain: JsonObject) -> list[JsonObject]:
        """Called by rasa-sdk's executor."""
        async with self.context.db.transaction() as session:
            seeker = await get_seeker_by_conversation(session, str(tracker.sender_id))
            visit = Visit(
                context=self.context,
                session=session,
                seeker=seeker,
                turn=Turn.of(tracker),
                tracker=tracker,
                dispatcher=dispatcher,
                now=self.context.clock(),
            )
            return await self.handle(visit)

    async def handle(self, visit: Visit) -> list[JsonObject]:
        """What the action does; returns Rasa events."""
        raise NotImplementedError


def leave_loop() -> list[JsonObject]:
    """Events that end any form."""
    return [
        {"event": "active_loop", "name": None, "timestamp": None},
        set_slot("requested_slot", None),
    ]


def enter_loop(form: str) -> list[JsonObject]:
    """Events that open a form, whatever was open before; Rasa runs it next, and it asks without reading this turn."""
    return [*leave_loop(), {"event": "active_loop", "name": form, "timestamp": None}]


def set_slot(name: str, value: Any) -> JsonObject:
    """Event that sets a slot."""
    return {"event": "slot", "name": name, "value": value, "timestamp": None}
