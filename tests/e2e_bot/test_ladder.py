"""Not understood, out of scope, reply status, notices."""

import pytest
from sqlalchemy import func, select

from backend.tickets.models import Ticket, TicketMessage
from tests.e2e_bot.conftest import Talk

pytestmark = pytest.mark.bot


async def tickets(talk: Talk) -> int:
    async with talk.context.db.transaction() as session:
        return int(await session.scalar(select(func.count()).select_from(Ticket)) or 0)


async def test_nonsense_never_gets_the_same_words_twice(talk: Talk) -> None:
    first = await talk.say("ほげほげふがふが")
    second = await talk.say("ぷぎゃぱらぺろん")
    assert first
    assert second
    assert first != second


async def test_with_masked_details_and_nothing_sure_the_bot_stays_silent(talk: Talk) -> None:
    assert await talk.say("/nlu_fallback", pii=True) == ""
    assert await talk.say("/out_of_scope", pii=True) == ""
    assert await tickets(talk) == 0


async def test_out_of_scope_opens_a_ticket_only_when_asked(talk: Talk) -> None:
    assert "市" in await talk.say("/out_of_scope")
    assert await tickets(talk) == 0
    await talk.press("相談員に聞く")
    assert await tickets(talk) == 1


async def test_asking_for_the_reply_opens_no_second_clock(talk: Talk) -> None:
    await talk.say("/find_aptitude")
    talk.clock.advance(hours=20)
    assert "11月25日(水) 10時00分まで" in await talk.say("/ask_reply_status")
    assert await tickets(talk) == 1
    talk.clock.advance(hours=5)
    assert "申し訳ありません" in await talk.say("/ask_reply_status")


async def test_without_a_question_the_status_says_so(talk: Talk) -> None:
    assert "見つかりませんでした" in await talk.say("/ask_reply_status")


async def test_a_button_for_a_person_carries_the_words_before_it(talk: Talk) -> None:
    await talk.say("ほげほげふがふが")
    await talk.say('/ask_human{"topic":"fallback"}')
    async with talk.context.db.transaction() as session:
        bodies = [
            talk.context.vault.open_text(talk.seeker, row.body_sealed, place=f"ticket_message:{row.id}")
            for row in await session.scalars(select(TicketMessage).order_by(TicketMessage.created_at))
        ]
    assert "ほげほげふがふが" in bodies[-1]


async def test_notices_stop_at_once_and_come_back(talk: Talk) -> None:
    assert "止めました" in await talk.say("通知いらない")
    async with talk.context.db.transaction() as session:
        seeker = await session.get(type(talk.seeker), talk.seeker.id)
        assert seeker is not None
        assert seeker.pushes_stopped_at is not None
    assert "再開しました" in await talk.press("お知らせを再開する")


async def test_after_danger_only_a_person_resumes_notices(talk: Talk) -> None:
    await talk.say("/hardship_living")
    assert "相談員が状況を" in await talk.say('/stop_notifications{"step":"resume"}')
    async with talk.context.db.transaction() as session:
        seeker = await session.get(type(talk.seeker), talk.seeker.id)
        assert seeker is not None
        assert seeker.pushes_paused_at is not None


async def test_a_message_in_the_queue_is_keyed_by_its_event(talk: Talk) -> None:
    await talk.say("/find_aptitude")
    async with talk.context.db.transaction() as session:
        message = (await session.scalars(select(TicketMessage))).one()
    assert message.request_key.startswith("event:")
