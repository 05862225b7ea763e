"""はい, いいえ, greetings, thanks, goodbyes and talk out of scope, and what they mean after a question of ours."""

import re
from typing import Any
from uuid import UUID

from actions.answers import say_faq, search_faq
from actions.booking.appointments import ActionCancelAppointment, cancel_pending, confirm_pending, keep_pending
from actions.fallback import SURE_FAQ, answer_not_understood, has_no_words
from actions.returning import say_pending
from actions.safety import say_after_crisis
from actions.turn import BotAction, JsonObject, Visit, set_slot

PENDING_TURNS = 2
"""A plain yes answers a question of ours for so many messages."""
SURE_YES = 0.8
"""What cannot be undone needs a surer yes than other answers."""


_CANNOT_COME = re.compile(r"取り消し|取消|キャンセル|(?:うかが|伺)え(?:そうに|な)|行けな(?:い|く)|行かれへん")
"""Inside 「はい」 or thanks these words are the point."""


def pending_cancellation(visit: Visit) -> UUID | None:
    """The appointment whose cancellation was asked about just before."""
    pending = visit.slot("pending")
    if not isinstance(pending, dict) or pending.get("kind") != "cancel":
        return None
    turns = 0
    for event in reversed(visit.tracker.events or []):
        if event.get("event") == "slot" and event.get("name") == "pending":
            break
        turns += event.get("event") == "user"
    return UUID(str(pending["appointment"])) if turns <= PENDING_TURNS else None


class ActionAffirm(BotAction):
    """「はい」 outside a form."""

    action_name = "action_affirm"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        appointment_id = pending_cancellation(visit)
        if appointment_id is not None and visit.turn.confidence < SURE_YES:
            await confirm_pending(visit, appointment_id)
            return [set_slot("pending", visit.slot("pending")), set_slot("misses", 0)]
        if appointment_id is not None:
            await cancel_pending(visit, appointment_id)
        elif _CANNOT_COME.search(visit.turn.text or ""):
            return await ActionCancelAppointment(self.context).handle(visit)
        elif not await say_after_crisis(visit):
            visit.say("utter_affirm")
        return [set_slot("pending", None), set_slot("misses", 0)]


class ActionDeny(BotAction):
    """「いいえ」 outside a form."""

    action_name = "action_deny"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        appointment_id = pending_cancellation(visit)
        if appointment_id is not None:
            await keep_pending(visit, appointment_id)
        elif not await say_after_crisis(visit):
            visit.say("utter_deny")
        return [set_slot("pending", None), set_slot("misses", 0)]


class ActionSmallTalk(BotAction):
    """Greetings, thanks, goodbyes, and what is not ours to answer."""

    action_name = "action_small_talk"

    async def handle(self, visit: Visit) -> list[JsonObject]:
        turn = visit.turn
        if turn.intent == "out_of_scope" and turn.pii:
            return []  # the notice about personal details already asks for a next step
        if turn.intent != "out_of_scope" and _CANNOT_COME.search(turn.text or ""):
            return await ActionCancelAppointment(self.context).handle(visit)
        if turn.intent == "out_of_scope":
            nothing_said = turn.text is not None and has_no_words(turn.text)
            return await answer_not_understood(visit) if nothing_said else self._out_of_scope(visit)
        in_form = (visit.tracker.active_loop or {}).get("name") is not None
        if await say_after_crisis(visit):
            pass
        elif turn.intent != "greet" or in_form or not await say_pending(visit):
            visit.say(f"utter_{turn.intent}")
        return [set_slot("misses", 0)]

    @staticmethod
    def _out_of_scope(visit: Visit) -> list[JsonObject]:
        """Counts as not understood, so that the second time in a row gets other words and a person."""
        hits = search_faq(visit.turn.text or "", count=1)
        if hits and hits[0].score >= SURE_FAQ and say_faq(visit, hits[0].id):
            return [set_slot("misses", 0)]
        misses = visit.misses
        rest = ("utter_out_of_scope_again", "utter_out_of_scope_still")
        visit.say("utter_out_of_scope" if misses == 0 else rest[1 - misses % 2])
        return [set_slot("misses", misses + 1)]


def small_talk_actions() -> tuple[type[Any], ...]:
    """This module's actions."""
    return ActionAffirm, ActionDeny, ActionSmallTalk
