"""Answers that are looked up: follow-ups to the last topic, and entries of the FAQ."""

from typing import Any

from actions.labels import button, intent_button, intent_label, payload
from actions.safety import desks
from actions.turn import BotAction, JsonObject, Visit, set_slot
from backend.faq import FaqHit, current_faq

BUTTON_CHARS = 20
DESKS = "utter_danger_desks"


def search_faq(question: str, count: int = 3) -> list[FaqHit]:
    """Entries near a question, best first."""
    return current_faq()[0].search(question, k=count)


def faq_button(hit: FaqHit) -> JsonObject:
    """A tap that shows an entry's answer."""
    title = hit.question if len(hit.question) <= BUTTON_CHARS else hit.question[: BUTTON_CHARS - 1] + "…"
    return {"title": title, "payload": payload("show_faq", faq=hit.id)}


def say_faq(visit: Visit, entry_id: str) -> bool:
    """Say an entry's answer with its source and what may be done next; False when there is no such entry."""
    entry = current_faq()[1].get(entry_id)
    if entry is None:
        return False
    person = button(intent_label("ask_human"), "ask_human", topic="fallback")
    visit.say("utter_faq_found", answer=entry.answer_with_source)
    visit.say("utter_faq_found_next", buttons=[person, intent_button("book_appointment"), intent_button("ask_menu")])
    return True


class ActionShowFaq(BotAction):
    """For a question of the FAQ that was tapped."""

    action_name = "action_show_faq"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        if not say_faq(visit, visit.turn.entities.get("faq", "")):
            visit.say("utter_ask_menu")
        return [set_slot("misses", 0)]


class ActionAnswerFollowUp(BotAction):
    """Says the response that data/follow_ups.yml names for the last topic."""

    action_name = "action_answer_follow_up"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        typed = next((value for name, value, _ in visit.turn.found if name == "answer"), "utter_ask_menu")
        answer = visit.turn.entities.get("answer", typed)
        visit.say(answer, contacts=await desks(visit) if answer == DESKS else None)
        return [set_slot("misses", 0)]


def answer_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    current_faq()  # read at start-up: the first question must not wait for it
    return ActionShowFaq, ActionAnswerFollowUp
