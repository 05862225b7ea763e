"""The reviewers' conversations (tests/evaluation/dialogues.yml) from end to end: never silence, never a dead end.

What exactly must be true of each answer is checked in the other modules; here every turn of every conversation gets
words and something to tap, and what must be booked at the end is booked.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import select

from backend import safety
from backend.appointments import service as appointments
from backend.appointments.models import Appointment, AppointmentState, Format
from backend.settings import ROOT
from tests.e2e_bot.conftest import Talk

pytestmark = pytest.mark.bot

DIALOGUES = YAML(typ="safe").load((ROOT / "tests" / "evaluation" / "dialogues.yml").read_text(encoding="utf-8"))[
    "dialogues"
]
GIVEN: dict[str, tuple[date, int, Format]] = {
    "check-then-change": (date(2026, 11, 27), 840, Format.VIDEO),
    "change-to-a-taken-time": (date(2026, 11, 25), 1080, Format.PHONE),
    "cancel-politely": (date(2026, 11, 26), 660, Format.PHONE),
    "late-right-before": (date(2026, 11, 24), 840, Format.VIDEO),
}
BOOKED_AT_THE_END: dict[str, list[tuple[date, int]]] = {
    "book-straight-through": [(date(2026, 11, 25), 1200)],
    "book-after-midnight-slot": [(date(2026, 11, 24), 1440)],
    "book-on-closed-day": [],
    "correct-the-day": [(date(2026, 11, 25), 600)],
    "leave-the-form": [],
    "check-then-change": [(date(2026, 11, 28), 840)],
    "cancel-politely": [],
    "late-right-before": [(date(2026, 11, 24), 840)],
}


async def booked(talk: Talk) -> list[tuple[date, int]]:
    async with talk.context.db.transaction() as session:
        rows = await session.scalars(select(Appointment).where(Appointment.state == AppointmentState.BOOKED))
        return sorted((row.business_date, row.start_minute) for row in rows)


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=[dialogue["id"] for dialogue in DIALOGUES])
async def test_every_turn_is_answered(talk: Talk, dialogue: dict[str, Any]) -> None:
    start = datetime.fromisoformat(dialogue["now"]).astimezone(UTC)
    if dialogue["id"] in GIVEN:
        day, minute, format = GIVEN[dialogue["id"]]
        talk.clock.now = start - timedelta(hours=5)
        async with talk.context.db.transaction() as session:
            await appointments.book_appointment(
                session,
                talk.context.service,
                seeker=talk.seeker,
                business_date=day,
                start_minute=minute,
                format=format,
                request_key="given",
                now=talk.clock(),
            )
    talk.clock.now = start
    for turn in dialogue["turns"]:
        if turn.get("later"):
            talk.clock.advance(hours=int(str(turn["later"]).split()[0]))
        label = safety.classify(turn["seeker"]).label
        text = await talk.say(turn["seeker"], safety_label=label)
        if label != "none":
            continue  # the lane has answered instead of the bot
        assert text, turn["seeker"]
        assert talk.titles, turn["seeker"]
        assert "うまく処理できませんでした" not in text, turn["seeker"]
    if dialogue["id"] in BOOKED_AT_THE_END:
        assert await booked(talk) == BOOKED_AT_THE_END[dialogue["id"]]
