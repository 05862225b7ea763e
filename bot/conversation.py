"""One turn of a conversation inside Rasa: its message loop, with typed words seen in context. Called by the channel.

Rasa's own `handle_message` takes one message for one intent. Here `bot.understanding` says what is meant before the
loop, and what else was asked is said after it. The tracker is still stored once, at the end.
"""

from typing import Any, Dict, List, Optional, Tuple

from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.understanding import FOLLOW_UP_INTENT, FollowUps, Parse, Past, understand

Questions = Tuple[Tuple[str, Parse], ...]
"""Further questions of a message, each with its own parse."""
PAST_MESSAGES = 6
"""How many of the seeker's messages a new one is seen against."""
BUTTON_CHARS = 20


async def converse(processor: Any, message: UserMessage, follow_ups: FollowUps) -> None:
    """Handle a message; answers go to its output channel, which must be given."""
    output = message.output_channel
    tracker = await processor.fetch_tracker_and_update_session(message.sender_id, output, message.metadata)
    also = () if message.text.startswith("/") else await _understand(processor, message, tracker, follow_ups)
    await processor._handle_message_with_tracker(message, tracker)
    await processor.run_action_extract_slots(output, tracker)
    await processor._run_prediction_loop(output, tracker)
    if also:
        await _say_also(processor, output, tracker, also)
    await processor.save_tracker(tracker)


async def _understand(
    processor: Any, message: UserMessage, tracker: DialogueStateTracker, follow_ups: FollowUps
) -> Questions:
    """Put the meaning of typed words into the message; returns the further questions in it."""

    async def parse(text: str) -> Parse:
        parsed: Parse = await processor.parse_message(UserMessage(text, sender_id=tracker.sender_id), tracker)
        return parsed

    understood = await understand(message.text, past_of(tracker, message.metadata), parse, follow_ups)
    message.parse_data = understood.parse
    if understood.also:
        message.metadata = {**(message.metadata or {}), "also": [text for text, _ in understood.also]}
    return understood.also


def past_of(tracker: DialogueStateTracker, metadata: Optional[Dict[str, Any]] = None) -> Past:
    """What a new message of this conversation may point back at; dangers answered without us stand in metadata."""
    users = [event for event in tracker.applied_events() if isinstance(event, UserUttered)][: -PAST_MESSAGES - 1 : -1]
    return Past(
        intents=tuple(
            _topics(metadata)
            + [name for event in users for name in (event.intent_name or "", *_topics(event.metadata))]
        ),
        also=tuple((users[0].metadata or {}).get("also") or ()) if users else (),
        loop=tracker.active_loop_name,
        left=bool(tracker.get_slot("booking_left")),
        cancelling=(tracker.get_slot("pending") or {}).get("kind") == "cancel",
    )


def _topics(metadata: Optional[Dict[str, Any]]) -> List[str]:
    """The danger answered just before the message of this metadata."""
    topic = (metadata or {}).get("topic")
    return [str(topic)] if topic else []


async def _say_also(processor: Any, output: OutputChannel, tracker: DialogueStateTracker, also: Questions) -> None:
    """Further questions of a message: answered at once while all answers are plain texts, else kept as taps."""
    kept = list(also)
    if _said_only_texts(tracker):
        while kept and (answer := _plain_answer(processor, tracker, *kept[0])) is not None:
            await _utter(processor, output, tracker, answer, [])
            kept.pop(0)
    if kept:
        buttons = [{"title": _title(text), "payload": text} for text, _ in kept]
        await _utter(processor, output, tracker, "utter_also_asked", buttons)


def _title(text: str) -> str:
    return text if len(text) <= BUTTON_CHARS else text[: BUTTON_CHARS - 1] + "…"


def _said_only_texts(tracker: DialogueStateTracker) -> bool:
    """The turn so far ran no action but responses of the domain."""
    said: List[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted):
            said.append(event.action_name or "")
    return all(name.startswith("utter_") or name in ("action_listen", "action_answer_follow_up") for name in said)


def _plain_answer(processor: Any, tracker: DialogueStateTracker, text: str, parse: Parse) -> Optional[str]:
    """The response the policies would give to a question by itself; None when an action has to be run for it."""
    if parse["intent"]["name"] == FOLLOW_UP_INTENT:
        return str(parse["entities"][0]["value"])
    ahead = tracker.copy()
    ahead.update(UserUttered(text, parse["intent"], parse["entities"], parse), processor.domain)
    action, _ = processor.predict_next_with_tracker_if_should(ahead)
    return str(action.name()) if action.name().startswith("utter_") else None


async def _utter(
    processor: Any, output: OutputChannel, tracker: DialogueStateTracker, response: str, buttons: List[Dict[str, str]]
) -> None:
    """Say a response of the domain besides those the policies chose; it is part of the turn like any other."""
    utterance = await processor.nlg.generate(response, tracker, output.name())
    if utterance is None:
        return
    utterance = {**utterance, "buttons": [*buttons, *(utterance.get("buttons") or [])]}
    tracker.update(BotUttered(utterance["text"], {"buttons": utterance["buttons"]}), processor.domain)
    await output.send_response(tracker.sender_id, utterance)
