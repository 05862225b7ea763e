"""Stopping and resuming job news. Answers and bookings are never stopped by it."""

import re
from typing import Any

from actions.tickets import open_ticket, say_who_answers
from actions.turn import BotAction, JsonObject, Visit
from backend.seekers.service import resume_own_pushes, stop_pushes

_RESUME = re.compile(
    r"再開|また(?:送|受け|ほし|欲し|届)|もう一度(?:送|受け)|受け取りた|送ってほし|送って欲し|届かな|戻して"
)
_STOP = re.compile(
    r"止め|停止|やめ|いらない|要らない|不要|減ら|多い|多すぎ|オフ|うるさ|送らない|解除|ストップ|来ないように|しないで|控え"
)


class ActionStopNotifications(BotAction):
    """Stops pushes at once; resumes them unless an urgent matter paused them, which a person must clear."""

    action_name = "action_stop_notifications"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        step = visit.turn.entities.get("step") or self._step(visit.turn.text or "")
        seeker = visit.seeker
        if step == "stop":
            stop_pushes(seeker=seeker, now=visit.now)
            visit.say("utter_notifications_stopped")
        elif step != "resume":
            visit.say("utter_notifications_ask")
        elif not resume_own_pushes(seeker=seeker):
            ticket, new = await open_ticket(visit, topic="stop_notifications", reason="human")
            visit.say("utter_notifications_resume_by_consultant")
            say_who_answers(visit, ticket, new=new)
        else:
            visit.say("utter_notifications_resumed")
        return []

    @staticmethod
    def _step(text: str) -> str | None:
        if _RESUME.search(text):
            return "resume"
        return "stop" if _STOP.search(text) else None


def notification_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return (ActionStopNotifications,)
