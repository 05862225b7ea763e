"""Rasa may run a turn twice with the same event: the webhook must write once and answer the same."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select

from backend.appointments.models import Appointment, AppointmentState
from backend.bot import routes as bot_routes
from backend.context import Context
from backend.seekers.models import Seeker
from backend.tickets.models import Ticket, TicketMessage
from backend.web import CONTEXT
from tests.conftest import ACTION_TOKEN
from tests.integration.appointments.builders import make_seeker, make_shifts
from tests.integration.appointments.test_service import TUESDAY, WEDNESDAY

EVENT = str(uuid4())


def call(seeker: Seeker, action: str, intent: str, entities: dict[str, str], event_id: str = EVENT) -> dict[str, Any]:
    text = f"/{intent}"
    return {
        "next_action": action,
        "sender_id": seeker.conversation_id,
        "version": "3.6.21",
        "domain": {},
        "tracker": {
            "sender_id": seeker.conversation_id,
            "slots": {},
            "latest_message": {
                "text": text,
                "intent": {"name": intent, "confidence": 1.0},
                "intent_ranking": [{"name": intent, "confidence": 1.0}],
                "entities": [{"entity": name, "value": value} for name, value in entities.items()],
            },
            "events": [{"event": "user", "text": text, "metadata": {"event_id": event_id}}],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "action_listen",
        },
    }


@pytest.fixture
async def seeker(context: Context) -> Seeker:
    async with context.db.transaction() as session:
        await make_shifts(session, first=TUESDAY, days=10, now=context.clock())
        return await make_seeker(session, context)


async def run(context: Context, body: dict[str, Any]) -> list[dict[str, Any]]:
    app = web.Application()
    app[CONTEXT] = replace(context)
    app[bot_routes.EXECUTOR] = bot_routes.create_executor(context)
    app.add_routes(bot_routes.routes)
    async with TestClient(TestServer(app)) as client:
        answer = await client.post("/internal/actions", json=body, headers={"Authorization": f"Bearer {ACTION_TOKEN}"})
        assert answer.status == 200
        return (await answer.json())["responses"]


async def test_a_retried_booking_books_once_and_says_the_same(context: Context, seeker: Seeker) -> None:
    entities = {"opening": f"{WEDNESDAY}T20:00", "format": "video", "step": "yes"}
    body = call(seeker, "action_start_booking", "book_appointment", entities)
    first, second = await run(context, body), await run(context, body)
    assert first[0]["response"] == "utter_booking_done"
    assert first == second
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Appointment)) == 1


async def test_a_retried_change_changes_once_and_says_the_same(context: Context, seeker: Seeker) -> None:
    entities = {"opening": f"{WEDNESDAY}T20:00", "format": "chat", "step": "yes"}
    await run(context, call(seeker, "action_start_booking", "book_appointment", entities, str(uuid4())))
    async with context.db.transaction() as session:
        appointment = (await session.scalars(select(Appointment))).one()
    entities = {"appointment": str(appointment.id), "opening": f"{WEDNESDAY}T21:00", "format": "chat", "step": "yes"}
    body = call(seeker, "action_change_appointment", "change_appointment", entities)
    first, second = await run(context, body), await run(context, body)
    assert first[0]["response"] == "utter_booking_changed"
    assert first == second
    async with context.db.transaction() as session:
        assert (await session.scalars(select(Appointment))).one().version == 2


async def test_a_retried_cancellation_says_the_same(context: Context, seeker: Seeker) -> None:
    entities = {"opening": f"{WEDNESDAY}T20:00", "format": "chat", "step": "yes"}
    await run(context, call(seeker, "action_start_booking", "book_appointment", entities, str(uuid4())))
    async with context.db.transaction() as session:
        appointment = (await session.scalars(select(Appointment))).one()
    body = call(
        seeker, "action_cancel_appointment", "cancel_appointment", {"appointment": str(appointment.id), "step": "yes"}
    )
    first, second = await run(context, body), await run(context, body)
    assert first[0]["response"] == "utter_cancel_done"
    assert first == second
    async with context.db.transaction() as session:
        assert (await session.scalars(select(Appointment.state))).one() is AppointmentState.CANCELLED


async def test_a_retried_question_is_one_message_of_one_ticket(context: Context, seeker: Seeker) -> None:
    body = call(seeker, "action_open_ticket", "find_aptitude", {})
    first, second = await run(context, body), await run(context, body)
    assert first == second
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Ticket)) == 1
        assert await session.scalar(select(func.count()).select_from(TicketMessage)) == 1
