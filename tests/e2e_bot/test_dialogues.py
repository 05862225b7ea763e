"""Typed conversations from end to end: the reviewers' (tests/evaluation/dialogues.yml) and our own (talks.yml).

Every turn of every conversation gets words and something to tap, and what must be booked at the end is booked. Our own
also say what is heard; for the reviewers' the other modules check that.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import select

from backend import safety
from backend.appointments import service as appointments
from backend.appointments.models import Appointment, AppointmentState, Format
from backend.appointments.times import opening_id
from backend.settings import ROOT
from tests.e2e_bot.conftest import Talk

pytestmark = pytest.mark.bot


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


DIALOGUES = read(ROOT / "tests" / "evaluation" / "dialogues.yml")["dialogues"]
TALKS = read(Path(__file__).with_name("talks.yml"))["talks"]
NEW_SESSION_AFTER_H = 48
"""Rasa's own clock does not move in tests: the new session is asked for."""
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


async def appointments_of(talk: Talk) -> list[Appointment]:
    async with talk.context.db.transaction() as session:
        rows = await session.scalars(select(Appointment).where(Appointment.state == AppointmentState.BOOKED))
        return sorted(rows, key=lambda row: (row.business_date, row.start_minute))


async def booked(talk: Talk) -> list[tuple[date, int]]:
    return [(row.business_date, row.start_minute) for row in await appointments_of(talk)]


async def type_in(talk: Talk, words: str) -> str | None:
    """Send typed words as LINE would; None when the safety lane answers instead of the bot."""
    label = safety.classify(words).label
    text = await talk.say(words, safety_label=label)
    if label != "none":
        return None
    assert text, words
    assert talk.titles, words
    assert "うまく処理できませんでした" not in text, words
    return text


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
        await type_in(talk, turn["seeker"])
    if dialogue["id"] in BOOKED_AT_THE_END:
        assert await booked(talk) == BOOKED_AT_THE_END[dialogue["id"]]


async def hear(talk: Talk, turn: dict[str, Any]) -> str:
    """Play one turn of a talk; returns the answer."""
    silence_h = turn.get("later", 0)
    talk.clock.advance(hours=silence_h)
    if silence_h >= NEW_SESSION_AFTER_H:
        await talk.say("/session_start")
    answer = await (talk.press(turn["taps"]) if "taps" in turn else type_in(talk, turn["says"]))
    assert answer is not None, "the safety lane took it"
    return answer


@pytest.mark.parametrize("told", TALKS, ids=[told["talk"] for told in TALKS])
async def test_a_talk_is_heard_as_written(talk: Talk, told: dict[str, Any]) -> None:
    last = ""
    for turn in told["turns"]:
        answer = await hear(talk, turn)
        payloads = [button["payload"] for button in talk.buttons]
        assert answer != last, turn
        assert [words for words in turn.get("hears", []) if words not in answer] == [], (turn, answer)
        assert [words for words in turn.get("not", []) if words in answer] == [], (turn, answer)
        for words in turn.get("sees", []):
            assert any(title.startswith(words) for title in talk.titles), (turn, talk.titles)
        assert "page" not in turn or f"secure:{turn['page']}" in payloads, (turn, payloads)
        last = answer
    if "booked" in told:
        kept = [
            f"{opening_id(row.business_date, row.start_minute)} {row.format}" for row in await appointments_of(talk)
        ]
        assert kept == told["booked"]
