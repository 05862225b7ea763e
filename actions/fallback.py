"""Not understood: 「もしかして」, then the FAQ, then a person. Never a dead end, never twice the same apology."""

from functools import cache
from typing import Any

from actions.labels import button, intent_button, intent_label
from actions.safety import CRISIS_FRESH, URGENT_INTENTS, answer_danger, say_after_crisis
from actions.tickets import open_ticket
from actions.turn import BotAction, JsonObject, Visit, set_slot
from backend.clock import japanese_datetime
from backend.faq import FaqEntry, FaqIndex, load_entries

DANGER_AT = 0.3
"""An urgent intent that leads with this much confidence is treated as meant: in doubt the danger wins."""
PERHAPS_AT = 0.18
"""Below this the best guess is not worth showing."""
ALSO_AT = 0.07
NOT_SUGGESTED = frozenset(
    {"affirm", "deny", "greet", "thanks", "goodbye", "out_of_scope", "bot_challenge", "ask_human"}
)
MAX_SUGGESTIONS = 3


@cache
def _faq() -> tuple[FaqIndex, dict[str, FaqEntry]]:
    entries = load_entries()
    return FaqIndex.build(entry.to_document() for entry in entries), {entry.id: entry for entry in entries}


def find_faq_answer(question: str) -> str | None:
    """The answer of the one FAQ entry that surely fits, else None."""
    index, entries = _faq()
    hits = index.search(question, k=1)
    return entries[hits[0].id].answer if hits and hits[0].confident else None


def suggestions(ranking: tuple[tuple[str, float], ...]) -> list[str]:
    """The two or three intents worth offering; none when even the best is a wild guess."""
    useful = [(name, confidence) for name, confidence in ranking if name not in NOT_SUGGESTED]
    if not useful or useful[0][1] < PERHAPS_AT:
        return []
    return [name for name, confidence in useful[:MAX_SUGGESTIONS] if confidence >= ALSO_AT]


async def answer_not_understood(visit: Visit) -> list[JsonObject]:
    """One step of the ladder for this turn."""
    turn = visit.turn
    if turn.ranking and turn.ranking[0][0] in URGENT_INTENTS and turn.ranking[0][1] >= DANGER_AT:
        return await answer_danger(visit, turn.ranking[0][0])
    misses = int(visit.slot("misses") or 0)
    if misses == 0 and await say_after_crisis(visit, within=CRISIS_FRESH):
        await open_ticket(visit, topic="after_crisis", reason="safety")
        return [set_slot("misses", 1)]
    if turn.pii:
        return []  # the notice about personal details already asks for a next step
    offered = suggestions(turn.ranking)
    if offered:
        response = "utter_perhaps" if misses == 0 else "utter_perhaps_again"
        person = button(intent_label("ask_human"), "ask_human", topic="fallback")
        visit.say(response, buttons=[*(intent_button(name) for name in offered), person])
        return [set_slot("misses", misses + 1)]
    answer = find_faq_answer(turn.text) if turn.text else None
    if answer is not None and misses == 0:
        visit.say("utter_faq_found", answer=answer)
        buttons = [button(intent_label("ask_human"), "ask_human", topic="fallback"), intent_button("ask_menu")]
        visit.say("utter_faq_found_next", buttons=buttons)
        return [set_slot("misses", 0)]
    ticket, _ = await open_ticket(visit, topic="unanswered", reason="fallback")
    if ticket.due_at <= visit.now:
        visit.say("utter_ticket_overdue")
    else:
        response = "utter_not_understood" if misses == 0 else "utter_not_understood_again"
        visit.say(response, due=japanese_datetime(ticket.due_at))
    return [set_slot("misses", misses + 1)]


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
