"""Urgent intents: the second net behind the deterministic safety lane, and the turns after a crisis."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from actions.tickets import open_ticket
from actions.turn import BotAction, JsonObject, Visit, leave_loop, set_slot
from backend import safety
from backend.clock import to_jst
from backend.line.models import LineEvent
from backend.safety.directory import Topic

LANE_LABELS = frozenset(safety.desk_topics())
"""Texts of these come from backend.safety; the others' fixed texts are in domain/urgent.yml."""
DIRECTORY_TOPICS: dict[str, tuple[Topic, ...]] = {
    **safety.desk_topics(),
    "workplace_abuse": ("work_trouble",),
    "health_worry": ("health", "general"),
}
URGENT_INTENTS = frozenset(DIRECTORY_TOPICS)
CRISIS_LASTS = timedelta(hours=12)
"""How long small talk after a crisis is answered with the desks in view."""
REPEATED_WITHIN = 3
"""The desks are not listed again when they stand in one of so many answers before."""
CRISIS_FRESH = timedelta(minutes=30)
"""How long words that are not understood are taken as still belonging to the crisis."""


def contacts(topics: tuple[Topic, ...], now: datetime) -> str:
    """Desks of the referral directory, as people read them."""
    rows = safety.current_directory().list_contacts(*topics, now=to_jst(now))
    return "\n".join(row.lines() for row in rows)


async def answer_danger(visit: Visit, label: str) -> list[JsonObject]:
    """Fixed text with desks, an urgent ticket, no pushes until a person clears it, and any form is left."""
    await open_ticket(visit, topic=label, reason="safety", urgent=True)
    if label in LANE_LABELS:
        reply = safety.safety_reply_for(label, to_jst(visit.now))
        buttons = [{"title": title, "payload": payload} for title, payload in reply.quick_replies]
        for text in reply.texts[:-1]:
            visit.dispatcher.utter_message(text=text)
        visit.dispatcher.utter_message(text=reply.texts[-1], buttons=buttons)
    else:
        visit.say(f"utter_{label}")
        visit.say(f"utter_{label}_contacts", contacts=contacts(DIRECTORY_TOPICS[label], visit.now))
    return [*leave_loop(), set_slot("safety_topic", label), set_slot("booking", None), set_slot("misses", 0)]


async def crisis_since(visit: Visit, since: datetime) -> str | None:
    """Label of the newest crisis the safety lane heard from this seeker since an instant, this turn excluded."""
    return await visit.session.scalar(
        select(LineEvent.safety_label)
        .where(
            LineEvent.seeker_id == visit.seeker.id,
            LineEvent.occurred_at > since,
            LineEvent.occurred_at <= visit.now,
            LineEvent.safety_label.in_(LANE_LABELS),
            LineEvent.id != visit.turn.event_id,
        )
        .order_by(LineEvent.occurred_at.desc())
        .limit(1)
    )


async def desks(visit: Visit) -> str:
    """The desks for the danger told last, as people read them; general ones when none is known."""
    label = await crisis_since(visit, visit.now - CRISIS_LASTS) or str(visit.slot("safety_topic"))
    return contacts(DIRECTORY_TOPICS.get(label, ("general",)), visit.now)


async def say_after_crisis(visit: Visit, *, within: timedelta = CRISIS_LASTS) -> bool:
    """After a crisis a 「大丈夫です」 does not close the matter: say so and keep the desks in view."""
    label = await crisis_since(visit, visit.now - within)
    if label is None and within == CRISIS_LASTS and visit.slot("safety_topic") in ("crisis_suicide", "crisis_violence"):
        label = str(visit.slot("safety_topic"))
    if label not in ("crisis_suicide", "crisis_violence"):
        return False
    said_before = "utter_after_crisis" in visit.said_last(within=REPEATED_WITHIN)
    if said_before:
        visit.say("utter_after_crisis_again")
    else:
        visit.say("utter_after_crisis", contacts=contacts(DIRECTORY_TOPICS[label], visit.now))
    return True


class ActionSafety(BotAction):
    """For the six urgent intents."""

    action_name = "action_safety"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        return await answer_danger(visit, visit.turn.intent)


def safety_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return (ActionSafety,)
