"""The one door for seekers' messages into Rasa: `POST /webhooks/madoguchi/webhook`. Called only by the app.

Request  {"sender": conversation id, "message": masked text or "/intent{…}", "metadata": {"event_id": …}, "typed": bool}
         `metadata.topic` names a danger the safety lane answered just before, without us.
         `Authorization: Bearer RASA_CHANNEL_TOKEN`. With `"typed": true` a leading slash is plain text, so that a
         seeker can't call an intent by typing it.
Answer   200 JSON list as Rasa's REST channel ({"recipient_id", "text", "buttons", "custom", "image", "attachment"}),
         texts with blank lines stay one entry; header X-Turn: fresh | replayed
Errors   {"error": code}: 400 malformed · 401 token · 502 action_failed · 503 busy/not_ready/store_failed ·
         504 deadline · 500 failed

A turn is all or nothing: Rasa stores the tracker once, at the end, so a turn that ends in an error has left nothing in
it and may be sent again with the same event_id. A turn that was stored is never run twice: its messages are read from
the tracker. Custom actions must be idempotent per event_id, which they find in the tracker's latest message metadata.
"""

import asyncio
import hmac
import logging
import re
import time
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.core.lock_store import LockError
from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore
from rasa.shared.core.events import BotUttered, Event, UserUttered
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.conversation import converse
from bot.tracker_store import DialogueStore
from bot.understanding import FollowUps

logger = logging.getLogger(__name__)

_ID = re.compile(r"[A-Za-z0-9_.:@=+/-]{1,200}")
MAX_MESSAGE_CHARS = 5000


class TurnAborted(BaseException):
    """A turn must end without being stored. Not an Exception: Rasa swallows those and answers with silence."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class MalformedRequest(ValueError):
    """The body is not what the module docstring says."""


@dataclass(frozen=True)
class Turn:
    """One checked request."""

    sender: str
    text: str
    metadata: Dict[str, Any]

    @property
    def event_id(self) -> Optional[str]:
        """The app's id of the message; without one a turn can't be replayed."""
        return self.metadata.get("event_id")


class Collector(CollectingOutputChannel):
    """Keeps one utterance in one message: Rasa's own collector splits texts at blank lines."""

    @classmethod
    def name(cls) -> Text:
        """Channel name, for responses that have a variant per channel."""
        return "madoguchi"

    async def send_text_message(self, recipient_id: Text, text: Text, **kwargs: Any) -> None:
        """Collect a text as it is."""
        await self._persist_message(self._message(recipient_id, text=text.strip()))


def parse_turn(body: Any) -> Turn:
    """Check a decoded JSON body.

    Raises:
        MalformedRequest: anything else than the documented shape.
    """
    if not isinstance(body, dict):
        raise MalformedRequest("not an object")
    sender, text, metadata = body.get("sender"), body.get("message"), body.get("metadata", {})
    typed = body.get("typed", False)
    if not isinstance(sender, str) or not _ID.fullmatch(sender):
        raise MalformedRequest("sender")
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_MESSAGE_CHARS:
        raise MalformedRequest("message")
    if not isinstance(metadata, dict) or not isinstance(typed, bool):
        raise MalformedRequest("metadata")
    event_id = metadata.get("event_id")
    if event_id is not None and (not isinstance(event_id, str) or not _ID.fullmatch(event_id)):
        raise MalformedRequest("event_id")
    if typed and text.lstrip().startswith("/"):
        text = "／" + text.lstrip()[1:]
    return Turn(sender, text, metadata)


async def stored_messages(store: TrackerStore, turn: Turn) -> Optional[List[Dict[str, Any]]]:
    """Messages the bot gave when this event was handled before; None if it never was."""
    events = await _events_from(store, turn.sender, turn.event_id)
    if events is None:
        return None
    collector = Collector()
    for event in events[1:]:
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            message = {key: value for key, value in (event.data or {}).items() if value is not None}
            if message.get("attachment") == message.get("image"):
                message.pop("attachment", None)
            await collector.send_response(turn.sender, {"text": event.text, **message})
    return collector.messages


async def _events_from(store: TrackerStore, sender: str, event_id: Optional[str]) -> Optional[List[Event]]:
    """Stored events beginning with the user event of that id; None without one."""
    inner = store._tracker_store if isinstance(store, FailSafeTrackerStore) else store
    if isinstance(inner, DialogueStore):
        return inner.begin_turn(sender, event_id)
    tracker = await inner.retrieve_full_tracker(sender) if event_id else None
    events = list(tracker.events) if tracker else []
    for index in range(len(events) - 1, -1, -1):
        event = events[index]
        if isinstance(event, UserUttered) and (event.metadata or {}).get("event_id") == event_id:
            return events[index:]
    return None


def abort_turns_on_lost_actions() -> None:
    """Make a failed call of the action server end the turn; Rasa itself would answer nothing and store that."""
    if getattr(RemoteAction.run, "_aborts", False):
        return
    original = RemoteAction.run

    async def run(self: RemoteAction, *args: Any, **kwargs: Any) -> List[Event]:
        try:
            return await original(self, *args, **kwargs)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            logger.error(
                "action.failed",
                extra={"fields": {"action": self.name(), "cause": type(error.__cause__ or error).__name__}},
            )
            raise TurnAborted(502, "action_failed") from None

    run._aborts = True  # type: ignore[attr-defined]
    RemoteAction.run = run  # type: ignore[method-assign]


def _store_failed(error: Exception) -> None:
    logger.error("store.failed", extra={"fields": {"cause": type(error).__name__}})
    raise TurnAborted(503, "store_failed")


class MadoguchiInput(InputChannel):
    """See the module docstring."""

    @classmethod
    def name(cls) -> Text:
        """Part of the address."""
        return "madoguchi"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> "MadoguchiInput":
        """Needs `token`; `turn_timeout_s` is optional."""
        credentials = credentials or {}
        return cls(str(credentials.get("token") or ""), float(credentials.get("turn_timeout_s", 4.5)))

    def __init__(self, token: str, turn_timeout_s: float) -> None:
        if not token:
            raise ValueError("RASA_CHANNEL_TOKEN is empty: the bot's channel needs a token")
        self._token = token.encode()
        self.turn_timeout_s = turn_timeout_s
        self._follow_ups = FollowUps()
        abort_turns_on_lost_actions()

    def _authorised(self, request: Request) -> bool:
        header = request.headers.get("authorization", "")
        scheme, _, token = header.partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), self._token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes."""
        routes = Blueprint("madoguchi_channel")

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            ready = request.app.ctx.agent is not None and request.app.ctx.agent.is_ready()
            return response.json({"status": "ok" if ready else "loading"}, status=200 if ready else 503)

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._authorised(request):
                return response.json({"error": "unauthorized"}, status=401)
            try:
                turn = parse_turn(request.json)
            except Exception:
                return response.json({"error": "malformed"}, status=400)
            return await self._answer(request.app.ctx.agent, turn)

        return routes

    async def _answer(self, agent: Any, turn: Turn) -> HTTPResponse:
        started = time.perf_counter()
        try:
            if agent is None or not agent.is_ready():
                raise TurnAborted(503, "not_ready")
            messages, kind = await asyncio.wait_for(self._handle(agent, turn), self.turn_timeout_s)
        except TurnAborted as aborted:
            return self._error(aborted.status, aborted.code, started)
        except asyncio.TimeoutError:
            return self._error(504, "deadline", started)
        except LockError:
            return self._error(503, "busy", started)
        except Exception:
            logger.exception("turn.failed")
            return self._error(500, "failed", started)
        return response.json(
            messages, headers={"X-Turn": kind, "X-Turn-Ms": str(round((time.perf_counter() - started) * 1000))}
        )

    @staticmethod
    def _error(status: int, code: str, started: float) -> HTTPResponse:
        logger.warning(
            "turn.aborted", extra={"fields": {"code": code, "ms": round((time.perf_counter() - started) * 1000)}}
        )
        return response.json({"error": code}, status=status)

    async def _handle(self, agent: Any, turn: Turn) -> Any:
        store = agent.tracker_store
        if isinstance(store, FailSafeTrackerStore):
            store._on_tracker_store_error = _store_failed
        async with agent.lock_store.lock(turn.sender):
            try:
                before = await stored_messages(store, turn)
            except Exception as error:
                _store_failed(error)
            if before is not None:
                return before, "replayed"
            collector = Collector()
            message = UserMessage(
                turn.text, collector, turn.sender, input_channel=self.name(), metadata=dict(turn.metadata)
            )
            await converse(agent.processor, message, self._follow_ups)
            return collector.messages, "fresh"
