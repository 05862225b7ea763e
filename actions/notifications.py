"""Stopping and resuming job news. Answers and bookings are never stopped by it."""

import re
from typing import Any

from sqlalchemy import select

from actions.tickets import open_ticket, say_who_answers
from actions.turn import BotAction, JsonObject, Visit
from backend.tickets.models import Ticket, Urgency

_RESUME = re.compile(
    r"再開|また(?:送|受け|ほし|欲し|届)|もう一度(?:送|受け)|受け取りた|送ってほし|送って欲し|届かな|戻して"
)
_STOP = re.compile(
    r"止め|停止|やめ|いらない|要らない|不要|減ら|多い|多すぎ|オフ|うるさ|送らない|解除|ストップ|来ないように|しないで|控え"
)


class ActionStopNotifications(BotAction):
    """Pauses pushes at once; resumes them unless an urgent matter paused them, which a person must clear."""

    action_name = "action_stop_notifications"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        step = visit.turn.entities.get("step") or self._step(visit.turn.text or "")
        seeker = visit.seeker
        if step == "stop":
            seeker.pushes_paused_at = seeker.pushes_paused_at or visit.now
            visit.say("utter_notifications_stopped")
        elif step != "resume":
            visit.say("utter_notifications_ask")
        elif seeker.pushes_paused_at is not None and await self._was_urgent(visit):
            ticket, new = await open_ticket(visit, topic="stop_notifications", reason="human")
            visit.say("utter_notifications_resume_by_consultant")
            say_who_answers(visit, ticket, new=new)
        else:
            seeker.pushes_paused_at = None
            visit.say("utter_notifications_resumed")
        return []

    @staticmethod
    def _step(text: str) -> str | None:
        if _RESUME.search(text):
            return "resume"
        return "stop" if _STOP.search(text) else None

    @staticmethod
    async def _was_urgent(visit: Visit) -> bool:
        urgent = select(Ticket.id).where(Ticket.seeker_id == visit.seeker.id, Ticket.urgency == Urgency.URGENT)
        return await visit.session.scalar(urgent.limit(1)) is not None


def notification_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return (ActionStopNotifications,)
