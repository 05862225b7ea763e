"""Looking for work: wishes are kept, echoed and handed to the consultant. Papers: which one is to be read."""

from typing import Any

from actions.labels import word
from actions.tickets import open_ticket, say_who_answers
from actions.turn import BotAction, JsonObject, Visit, set_slot
from actions.wishes import Wishes, adds, told

SAYS_MORE = frozenset({"search_remote", "request_match"})
"""Searches whose own words are said besides the echo of the wishes."""


def wish_rows(wishes: Wishes) -> list[tuple[str, str]]:
    """What was wished, as (name, words), in the order people think of it."""
    rows = (
        ("area", "・".join(wishes.area)),
        ("occupation", "・".join(wishes.occupation)),
        ("employment_type", "・".join(wishes.employment_type)),
        ("wage", wishes.wage.words() if wishes.wage else ""),
        ("days", wishes.days or ""),
        ("hours", wishes.hours or ""),
        ("other", "・".join(wishes.other)),
    )
    return [(word("wishes", name), words) for name, words in rows if words]


def wish_line(wishes: Wishes) -> str | None:
    """The wishes for the consultant, in a line; None without any."""
    line = " / ".join(f"{name}: {words}" for name, words in wish_rows(wishes))
    return word("ticket", "wishes").format(wishes=line) if line else None


def heard(visit: Visit) -> tuple[Wishes, Wishes]:
    """The wishes of this message, and all wishes known with it."""
    text = visit.turn.text or ""
    said = told(text, visit.turn.found)
    return said, said.after(Wishes.of(visit.slot("wishes")), adds=adds(text))


class ActionSearchJobs(BotAction):
    """For every search: the wishes told so far go into the slot, back to the seeker and to the consultant."""

    action_name = "action_search_jobs"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        turn = visit.turn
        if turn.entities.get("step") == "clear":
            visit.say("utter_wishes_cleared")
            return [set_slot("wishes", None), set_slot("misses", 0)]
        _, wishes = heard(visit)
        ticket, new = await open_ticket(visit, topic=turn.intent, reason="human", note=wish_line(wishes))
        rows = wish_rows(wishes)
        if not rows or turn.intent in SAYS_MORE:
            visit.say(f"utter_{turn.intent}")
        if rows:
            visit.say("utter_wishes", wishes="\n".join(f"・{name}: {words}" for name, words in rows))
        say_who_answers(visit, ticket, new=new)
        return [set_slot("wishes", wishes.to_slot() or None), set_slot("misses", 0)]


class ActionAnswerAndRemember(BotAction):
    """For advice on how to work: says `utter_<intent>` and keeps what the message wished for the search."""

    action_name = "action_answer_and_remember"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        said, wishes = heard(visit)
        visit.say(f"utter_{visit.turn.intent}")
        if said == Wishes():
            return [set_slot("misses", 0)]
        visit.say("utter_wishes_noted", wishes="、".join(words for _, words in wish_rows(said)))
        return [set_slot("wishes", wishes.to_slot()), set_slot("misses", 0)]


class ActionReviewDocument(BotAction):
    """A paper to be read by a consultant, named as the seeker named it."""

    action_name = "action_review_document"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        kinds = list(dict.fromkeys(value for name, value, _ in visit.turn.found if name == "document_kind"))
        names = "・".join(word("document_kinds", kind) for kind in kinds)
        note = word("ticket", "documents").format(documents=names) if names else None
        ticket, new = await open_ticket(visit, topic="review_document", reason="human", note=note)
        if names:
            visit.say("utter_review_document_kind", documents=names)
        else:
            visit.say("utter_review_document")
        say_who_answers(visit, ticket, new=new)
        return [set_slot("misses", 0)]


def job_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return ActionSearchJobs, ActionAnswerAndRemember, ActionReviewDocument
