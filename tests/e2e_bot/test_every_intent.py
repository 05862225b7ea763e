"""Whatever the seeker means, there is an answer that ends in something to tap."""

import pytest
from sqlalchemy import select

from actions.labels import intents
from backend.tickets.models import Ticket, Urgency
from tests.e2e_bot.conftest import Talk

pytestmark = pytest.mark.bot


@pytest.mark.parametrize("intent", intents())
async def test_every_intent_is_answered_and_ends_in_buttons(talk: Talk, intent: str) -> None:
    text = await talk.say(f"/{intent}")
    assert text.strip()
    assert "{" not in text, "a placeholder was left open"
    assert 2 <= len(talk.titles) <= 24
    assert all(0 < len(title) <= 20 for title in talk.titles)
    assert talk.last[-1].get("buttons") or (talk.last[-1].get("custom") or {}).get("choices")
    for button in talk.buttons:
        assert button["payload"].startswith(("/", "secure:"))
        assert len(button["payload"]) <= 270
        assert "{{" not in button["payload"]


@pytest.mark.parametrize(
    "intent",
    ["crisis_suicide", "crisis_violence", "hardship_living", "hardship_debt", "workplace_abuse", "health_worry"],
)
async def test_danger_seen_by_the_nlu_opens_an_urgent_ticket_and_pauses_pushes(talk: Talk, intent: str) -> None:
    await talk.say(f"/{intent}")
    async with talk.context.db.transaction() as session:
        ticket = (await session.scalars(select(Ticket))).one()
        seeker = await session.merge(talk.seeker, load=True)
        await session.refresh(seeker)
        assert ticket.urgency is Urgency.URGENT
        assert ticket.reason == "safety"
        assert seeker.pushes_paused_at is not None


async def test_a_question_for_a_person_says_by_when_it_is_answered(talk: Talk) -> None:
    text = await talk.say("/find_aptitude")
    assert "11月25日(水) 10時00分まで" in text
    async with talk.context.db.transaction() as session:
        ticket = (await session.scalars(select(Ticket))).one()
    assert (ticket.topic, ticket.opened_at) == ("find_aptitude", talk.clock.now)
