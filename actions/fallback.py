"""Not understood: 「もしかして」, then the FAQ, then a person. Never a dead end, never twice the same apology."""

import re
import unicodedata
from typing import Any

from actions.answers import faq_button, say_faq, search_faq
from actions.labels import button, intent_button, intent_label
from actions.safety import CRISIS_FRESH, URGENT_INTENTS, answer_danger, say_after_crisis
from actions.tickets import open_ticket
from actions.turn import BotAction, JsonObject, Visit, set_slot
from backend.clock import japanese_datetime

DANGER_AT = 0.3
"""An urgent intent that leads with this much confidence is treated as meant: in doubt the danger wins."""
PERHAPS_AT = 0.18
"""Below this the best guess is not worth showing, nor a danger beside it."""
ALSO_AT = 0.07
NOT_SUGGESTED = frozenset(
    {"affirm", "deny", "greet", "thanks", "goodbye", "out_of_scope", "bot_challenge", "ask_human"}
)
MAX_SUGGESTIONS = 3
SURE_FAQ = 0.65
"""An entry this close is the answer, whatever the intents say."""
NEAR_FAQ = 0.4
"""From here an entry is worth a tap."""
MAX_FAQ_TAPS = 2
_NO_WORDS = re.compile(r"[\W\d_a-z]{0,5}|(.)\1{2,}|[\W\d_]+")
HANDED_OVER = ("utter_not_understood", "utter_not_understood_again", "utter_not_understood_still")

NO_WORDS = ("utter_no_words", "utter_no_words_again")


def suggestions(ranking: tuple[tuple[str, float], ...]) -> list[str]:
    """The two or three intents worth offering; none when even the best is a wild guess."""
    useful = [(name, confidence) for name, confidence in ranking if name not in NOT_SUGGESTED]
    if not useful or useful[0][1] < PERHAPS_AT:
        return []
    enough = {name: PERHAPS_AT if name in URGENT_INTENTS else ALSO_AT for name, _ in useful}
    return [name for name, confidence in useful[:MAX_SUGGESTIONS] if confidence >= enough[name]]


def has_no_words(text: str) -> bool:
    """「ああああ」「？？」「kkk」: a slip of the finger rather than a question."""
    return _NO_WORDS.fullmatch(unicodedata.normalize("NFKC", text).strip().lower()) is not None


def handed_over(misses: int) -> str:
    """Which words go with the n-th message in a row that a person has to read; neighbours always differ."""
    return HANDED_OVER[misses] if misses < len(HANDED_OVER) else HANDED_OVER[2 - misses % 2]


async def answer_not_understood(visit: Visit) -> list[JsonObject]:
    """One step of the ladder for this turn."""
    turn = visit.turn
    if turn.ranking and turn.ranking[0][0] in URGENT_INTENTS and turn.ranking[0][1] >= DANGER_AT:
        return await answer_danger(visit, turn.ranking[0][0])
    misses = visit.misses
    if misses == 0 and await say_after_crisis(visit, within=CRISIS_FRESH):
        await open_ticket(visit, topic="after_crisis", reason="safety")
        return [set_slot("misses", 1)]
    if turn.pii:
        return []  # the notice about personal details already asks for a next step
    if misses < len(NO_WORDS) and turn.text is not None and has_no_words(turn.text):
        visit.say(NO_WORDS[misses])
        return [set_slot("misses", misses + 1)]
    if misses < 2 and _offer(visit, again=misses == 1):
        return [set_slot("misses", misses + 1)]
    ticket, _ = await open_ticket(visit, topic="unanswered", reason="fallback")
    if ticket.due_at <= visit.now:
        visit.say("utter_ticket_overdue")
    else:
        visit.say(handed_over(misses), due=japanese_datetime(ticket.due_at))
    return [set_slot("misses", misses + 1)]


def _offer(visit: Visit, *, again: bool) -> bool:
    """An answer of the FAQ that surely fits, or the nearest intents and entries as taps; False with none of them."""
    turn = visit.turn
    hits = search_faq(turn.text) if turn.text else []
    offered = suggestions(turn.ranking)
    wants_person = bool(turn.ranking) and turn.ranking[0][0] == "ask_human" and turn.ranking[0][1] >= PERHAPS_AT
    if hits and hits[0].confident and (hits[0].score >= SURE_FAQ or not (offered or wants_person)):
        return say_faq(visit, hits[0].id)
    near = [hit for hit in hits if hit.score >= NEAR_FAQ][:MAX_FAQ_TAPS]
    if not offered and not near:
        return False
    person = button(intent_label("ask_human"), "ask_human", topic="fallback")
    buttons = [*(intent_button(name) for name in offered), *(faq_button(hit) for hit in near), person]
    first, second = "utter_perhaps" if offered else "utter_faq_near", "utter_perhaps_again"
    visit.say(second if again else first, buttons=buttons)
    return True


class ActionSuggestIntents(BotAction):
    """For `nlu_fallback`."""

    action_name = "action_suggest_intents"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        return await answer_not_understood(visit)


class ActionDefaultFallback(BotAction):
    """When no rule fits the state of the dialogue; the seeker must not notice a difference."""

    action_name = "action_default_fallback"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        return await answer_not_understood(visit)


def fallback_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return ActionSuggestIntents, ActionDefaultFallback
