"""From a stored event to what the seeker reads: bot, notices, safety lane, and what happens when the bot is away."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from sqlalchemy import select

from backend import safety
from backend.context import Context
from backend.line import handler, postback
from backend.line.models import EventState, LineEvent
from backend.seekers.models import Seeker
from backend.seekers.service import erase_seeker
from backend.tickets import service as tickets
from backend.tickets.models import Ticket, TicketMessage, TicketState, Urgency
from tests.conftest import FakeRasa, FrozenClock, Line
from tests.integration.line.helpers import make_event, make_text, post_events

Client = TestClient[Any, Any]


def texts(calls: list[dict[str, Any]]) -> list[str]:
    """All texts a person would read, in order."""
    found = []
    for call in calls:
        for message in call["body"]["messages"]:
            found.append(message.get("text") or message.get("altText") or "")
    return found


def labels(calls: list[dict[str, Any]]) -> list[str]:
    return [
        item["action"]["label"]
        for call in calls
        for message in call["body"]["messages"]
        for item in message.get("quickReply", {}).get("items", [])
    ]


async def tickets_of(context: Context) -> list[Ticket]:
    async with context.db.transaction() as session:
        return list(await session.scalars(select(Ticket)))


async def test_an_answer_of_the_bot_reaches_the_seeker_with_its_buttons(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, rasa: FakeRasa, run_jobs: Any
) -> None:
    rasa.answer = lambda _body: [
        {"text": "%city_name%の窓口は無料です。", "buttons": [{"title": "予約する", "payload": "/book_appointment"}]}
    ]
    await post_events(web_client, make_text(clock, "料金かかる?"))
    await run_jobs()
    (call,) = line.sent()
    (message,) = call["body"]["messages"]
    assert message["text"] == "泉佐野市の窓口は無料です。"
    data = message["quickReply"]["items"][0]["action"]["data"]
    assert postback.verify(context.vault.keys, data) == "/book_appointment"


async def test_the_bot_gets_masked_text_an_opaque_name_and_the_event_id(
    web_client: Client, context: Context, clock: FrozenClock, rasa: FakeRasa, run_jobs: Any
) -> None:
    await post_events(web_client, make_text(clock, "予約したいです。電話番号は090-1234-5678です"))
    await run_jobs()
    (turn,) = rasa.turns
    assert "090" not in turn["message"]
    assert "予約したい" in turn["message"]
    async with context.db.transaction() as session:
        seeker = (await session.scalars(select(Seeker))).one()
        event = (await session.scalars(select(LineEvent))).one()
    assert turn["sender"] == seeker.conversation_id
    assert turn["metadata"] == {"event_id": str(event.id), "pii": True}


async def test_a_phone_number_alone_is_answered_with_the_form_and_never_reaches_the_bot(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, rasa: FakeRasa, run_jobs: Any
) -> None:
    await post_events(web_client, make_text(clock, "090-1234-5678"))
    await run_jobs()
    assert rasa.turns == []
    calls = line.sent()
    assert any("送信取消" in text for text in texts(calls))
    uris = [
        action["uri"]
        for call in calls
        for message in call["body"]["messages"]
        if message["type"] == "template"
        for action in message["template"]["actions"]
    ]
    assert len(uris) == 1
    assert uris[0].startswith("https://madoguchi.example.com/s/")
    async with context.db.transaction() as session:
        assert (await session.scalars(select(LineEvent.masked_text))).one() == "【電話番号】"


async def test_a_guard_that_fails_lets_nothing_of_the_text_through(
    web_client: Client,
    context: Context,
    clock: FrozenClock,
    line: Line,
    rasa: FakeRasa,
    run_jobs: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_text: str) -> Any:
        raise ValueError("山田花子")

    monkeypatch.setattr("backend.guard.mask", broken)
    await post_events(web_client, make_text(clock, "山田花子です"))
    await run_jobs()
    async with context.db.transaction() as session:
        event = (await session.scalars(select(LineEvent))).one()
    assert event.masked_text is None
    assert rasa.turns == []
    assert any("個人の情報" in text for text in texts(line.sent()))


async def test_typed_words_are_marked_so_that_a_slash_calls_no_intent(
    web_client: Client, clock: FrozenClock, rasa: FakeRasa, run_jobs: Any
) -> None:
    await post_events(web_client, make_text(clock, '/book_appointment{"opening": "x"}'), make_text(clock, "  /restart"))
    await run_jobs()
    assert [turn["typed"] for turn in rasa.turns] == [True, True]


async def test_a_button_of_ours_reaches_the_bot_as_its_payload(
    web_client: Client, context: Context, clock: FrozenClock, rasa: FakeRasa, run_jobs: Any
) -> None:
    data = postback.sign(context.vault.keys, "/ask_fee")
    await post_events(web_client, make_event(clock, "postback", postback={"data": data}))
    await run_jobs()
    assert [turn["message"] for turn in rasa.turns] == ["/ask_fee"]


async def test_the_label_of_a_button_typed_by_hand_is_its_tap_while_the_button_is_the_last_thing_shown(
    web_client: Client, clock: FrozenClock, rasa: FakeRasa, run_jobs: Any
) -> None:
    choices = {
        "kind": "choices",
        "title": "形式",
        "choices": [{"title": "ビデオ（顔なし可）", "payload": '/x{"a":"v"}'}],
    }
    rasa.answer = lambda _body: [{"text": "無料です。", "buttons": [{"title": "予約する", "payload": "/book"}]}]
    await post_events(web_client, make_text(clock, "料金かかる?"))
    await run_jobs()
    clock.advance(hours=30)
    rasa.answer = lambda _body: [{"custom": choices}]
    await post_events(web_client, make_text(clock, " 予約する。"))
    await run_jobs()
    await post_events(web_client, make_text(clock, "予約する"))
    await run_jobs()
    await post_events(web_client, make_text(clock, "ビデオ(顔なし可)"))
    await run_jobs()
    assert [(turn["message"], turn["typed"]) for turn in rasa.turns[1:]] == [
        ("/book", False),
        ("予約する", True),
        ('/x{"a":"v"}', False),
    ]


async def test_a_label_typed_by_somebody_else_is_nobodys_tap(
    web_client: Client, clock: FrozenClock, rasa: FakeRasa, run_jobs: Any
) -> None:
    rasa.answer = lambda _body: [{"text": "無料です。", "buttons": [{"title": "予約する", "payload": "/book"}]}]
    await post_events(web_client, make_text(clock, "料金かかる?"))
    await run_jobs()
    await post_events(web_client, make_text(clock, "予約する", user="U" + "9" * 32))
    await run_jobs()
    assert [turn["typed"] for turn in rasa.turns] == [True, True]


@pytest.mark.parametrize(
    "change",
    [lambda data: data[:-1], lambda data: ("B" if data[0] == "A" else "A") + data[1:], lambda _data: "/ask_human"],
)
async def test_a_tampered_postback_never_reaches_the_bot(
    web_client: Client,
    context: Context,
    clock: FrozenClock,
    line: Line,
    rasa: FakeRasa,
    run_jobs: Any,
    change: Callable[[str], str],
) -> None:
    data = change(postback.sign(context.vault.keys, "/ask_fee"))
    await post_events(web_client, make_event(clock, "postback", postback={"data": data}))
    await run_jobs()
    assert rasa.turns == []
    assert texts(line.sent()) == [context.texts.get("talk.stale_button")]


def _malformed() -> web.Response:
    return web.Response(text="<html>", content_type="text/html")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda _body: web.Response(status=500, text="boom"), "bot_down"),
        (lambda _body: _malformed(), "bot_down"),
        (lambda _body: {"not": "a list"}, "bot_down"),
        (lambda _body: [1, 2], "bot_down"),
        (lambda _body: [], "bot_silent"),
    ],
)
async def test_a_bot_that_fails_still_gives_a_sentence_and_a_ticket(
    web_client: Client,
    context: Context,
    clock: FrozenClock,
    line: Line,
    rasa: FakeRasa,
    run_jobs: Any,
    answer: Callable[[Any], Any],
    reason: str,
) -> None:
    rasa.answer = answer
    await post_events(web_client, make_text(clock, "料金かかる?"))
    await run_jobs()
    (ticket,) = await tickets_of(context)
    assert (ticket.reason, ticket.state, ticket.opened_at) == (reason, TicketState.QUEUED, clock.now)
    (text,) = texts(line.sent())
    assert "11月25日(水) 10時00分までに相談員がお答えします" in text
    assert labels(line.sent())


async def test_a_bot_slower_than_its_time_is_the_same_as_down(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, rasa: FakeRasa, run_jobs: Any
) -> None:
    never = asyncio.get_running_loop().create_future()
    rasa.delay = asyncio.shield(never)
    await post_events(web_client, make_text(clock, "料金かかる?"))
    await run_jobs()
    never.set_result(None)
    assert [ticket.reason for ticket in await tickets_of(context)] == ["bot_down"]
    assert len(line.sent()) == 1


async def test_an_unexpected_failure_is_retried_and_at_last_answered_by_a_ticket(
    web_client: Client,
    context: Context,
    clock: FrozenClock,
    line: Line,
    rasa: FakeRasa,
    run_jobs: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rasa.answer = lambda _body: [{"custom": {"kind": "unheard-of"}}]
    await post_events(web_client, make_text(clock, "料金かかる?"))
    async with context.db.transaction() as session:
        event_id = (await session.scalars(select(LineEvent.id))).one()
    with pytest.raises(ValueError, match="unknown custom message"):
        await handler.handle_line_event(context, event_id)
    await handler.give_up(context, event_id)
    assert [ticket.reason for ticket in await tickets_of(context)] == ["handling_failed"]
    await handler.give_up(context, event_id)
    assert len(await tickets_of(context)) == 1


@pytest.mark.parametrize(
    ("text", "label"), [("もう死にたい", "crisis_suicide"), ("夫に殴られています", "crisis_violence")]
)
async def test_a_crisis_gets_fixed_text_contacts_and_an_urgent_ticket_without_the_bot(
    web_client: Client,
    context: Context,
    clock: FrozenClock,
    line: Line,
    rasa: FakeRasa,
    run_jobs: Any,
    text: str,
    label: str,
) -> None:
    await post_events(web_client, make_text(clock, text))
    await run_jobs()
    assert rasa.turns == []
    (ticket,) = await tickets_of(context)
    assert (ticket.urgency, ticket.topic, ticket.reason) == (Urgency.URGENT, label, "safety")
    said = "\n".join(texts(line.sent()))
    assert "110" in said
    async with context.db.transaction() as session:
        assert await session.scalar(select(Seeker.pushes_paused_at)) == clock.now


async def test_an_idiom_gets_a_soft_word_and_the_bots_answer_but_no_alarm(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, rasa: FakeRasa, run_jobs: Any
) -> None:
    await post_events(web_client, make_text(clock, "仕事が死ぬほど忙しい"))
    await run_jobs()
    assert len(rasa.turns) == 1
    assert await tickets_of(context) == []


async def test_an_alarm_of_the_bot_stands_alone_without_the_soft_word(
    web_client: Client, clock: FrozenClock, line: Line, rasa: FakeRasa, run_jobs: Any
) -> None:
    alarm = safety.safety_reply_for("crisis_suicide", clock()).texts[0]
    rasa.answer = lambda _body: [{"text": alarm}]
    await post_events(web_client, make_text(clock, "仕事が死ぬほど忙しい"))
    await run_jobs()
    assert texts(line.sent()) == [alarm]


async def test_the_bot_hears_of_the_danger_answered_just_before_and_only_then(
    web_client: Client, clock: FrozenClock, rasa: FakeRasa, run_jobs: Any
) -> None:
    for text in ("家賃が払えません", "どこに電話したらいい?", "それ無料?"):
        await post_events(web_client, make_text(clock, text))
        await run_jobs()
        clock.advance(minutes=1)
    assert [turn["metadata"].get("topic") for turn in rasa.turns] == ["hardship_living", None]


@pytest.mark.parametrize("kind", ["image", "video", "audio", "file"])
async def test_a_picture_or_file_is_declined_with_the_form_and_not_fetched(
    web_client: Client, clock: FrozenClock, line: Line, rasa: FakeRasa, run_jobs: Any, kind: str
) -> None:
    message = {"type": kind, "id": f"media-{uuid4()}", "fileName": "履歴書_山田花子.pdf", "fileSize": 10}
    await post_events(web_client, make_event(clock, message=message))
    await run_jobs()
    assert not [path for path in line.paths() if "/content" in path]
    (call,) = line.sent()
    assert call["body"]["messages"][0]["template"]["actions"][0]["uri"].startswith("https://madoguchi.example.com/s/")
    assert rasa.turns == []


@pytest.mark.parametrize("kind", ["sticker", "location"])
async def test_stickers_and_places_get_a_friendly_way_on(
    web_client: Client, clock: FrozenClock, line: Line, run_jobs: Any, kind: str
) -> None:
    await post_events(web_client, make_event(clock, message={"type": kind, "id": "s1", "address": "泉佐野市上町1-1"}))
    await run_jobs()
    assert labels(line.sent()) == ["相談を予約する", "相談員に聞く", "できること"]


async def test_following_is_welcomed_and_a_redelivered_older_follow_is_not(
    web_client: Client, clock: FrozenClock, line: Line, run_jobs: Any
) -> None:
    old = make_event(clock, "follow", follow={"isUnblocked": False})
    clock.advance(seconds=10)
    await post_events(web_client, make_event(clock, "unfollow", replyToken=None))
    await run_jobs()
    await post_events(web_client, old)
    await run_jobs()
    assert line.sent() == []
    clock.advance(seconds=10)
    await post_events(web_client, make_event(clock, "follow", follow={"isUnblocked": True}))
    await run_jobs()
    assert len(line.sent()) == 1


async def test_a_message_taken_back_before_handling_is_neither_answered_nor_kept(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, rasa: FakeRasa, run_jobs: Any
) -> None:
    event = make_text(clock, "やっぱりなし")
    await post_events(web_client, event)
    clock.advance(seconds=1)
    await post_events(web_client, make_event(clock, "unsend", unsend={"messageId": event["message"]["id"]}))
    await run_jobs()
    assert rasa.turns == []
    assert line.sent() == []
    async with context.db.transaction() as session:
        row = (await session.scalars(select(LineEvent).where(LineEvent.event_type == "message"))).one()
    assert (row.state, row.masked_text) == (EventState.WITHDRAWN, None)


async def test_a_message_whose_unsend_came_first_is_not_kept(
    web_client: Client, context: Context, clock: FrozenClock, rasa: FakeRasa, run_jobs: Any
) -> None:
    event = make_text(clock, "やっぱりなし")
    await post_events(web_client, make_event(clock, "unsend", unsend={"messageId": event["message"]["id"]}))
    await post_events(web_client, event)
    await run_jobs()
    assert rasa.turns == []
    async with context.db.transaction() as session:
        row = (await session.scalars(select(LineEvent).where(LineEvent.event_type == "message"))).one()
    assert (row.state, row.masked_text) == (EventState.WITHDRAWN, None)


async def test_a_message_taken_back_while_the_bot_thinks_gets_no_answer(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, rasa: FakeRasa, run_jobs: Any
) -> None:
    event = make_text(clock, "えっと")
    unsend = make_event(clock, "unsend", unsend={"messageId": event["message"]["id"]})

    async def take_back() -> None:
        await post_events(web_client, unsend)

    rasa.delay = take_back()
    await post_events(web_client, event)
    await run_jobs()
    assert len(rasa.turns) == 1
    assert line.sent() == []


async def test_taking_back_a_message_that_opened_a_ticket_withdraws_the_ticket(
    web_client: Client, context: Context, clock: FrozenClock, rasa: FakeRasa, run_jobs: Any
) -> None:
    rasa.answer = lambda _body: []
    event = make_text(clock, "むずかしい質問です")
    await post_events(web_client, event)
    await run_jobs()
    assert [ticket.state for ticket in await tickets_of(context)] == [TicketState.QUEUED]
    await post_events(web_client, make_event(clock, "unsend", unsend={"messageId": event["message"]["id"]}))
    await run_jobs()
    assert [ticket.state for ticket in await tickets_of(context)] == [TicketState.WITHDRAWN]
    async with context.db.transaction() as session:
        assert (await session.scalars(select(TicketMessage))).all() == []


async def test_later_questions_join_the_open_ticket_and_do_not_move_its_deadline(
    web_client: Client, context: Context, clock: FrozenClock, rasa: FakeRasa, run_jobs: Any
) -> None:
    rasa.answer = lambda _body: []
    await post_events(web_client, make_text(clock, "ひとつめ"))
    await run_jobs()
    (first,) = await tickets_of(context)
    clock.advance(hours=3)
    await post_events(web_client, make_text(clock, "ふたつめ"))
    await run_jobs()
    (ticket,) = await tickets_of(context)
    assert ticket.due_at == first.due_at
    async with context.db.transaction() as session:
        seeker = (await session.scalars(select(Seeker))).one()
        rows = (await session.scalars(select(TicketMessage).order_by(TicketMessage.created_at))).all()
        bodies = [context.vault.open_text(seeker, row.body_sealed, place=tickets.message_place(row.id)) for row in rows]
    assert bodies == ["ひとつめ", "ふたつめ"]


async def test_running_a_turn_twice_writes_one_answer(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, rasa: FakeRasa, run_jobs: Any
) -> None:
    await post_events(web_client, make_text(clock, "料金かかる?"))
    async with context.db.transaction() as session:
        event_id = (await session.scalars(select(LineEvent.id))).one()
    await asyncio.gather(*(handler.handle_line_event(context, event_id) for _ in range(4)))
    await run_jobs()
    assert len(line.sent()) == 1


async def test_an_event_of_someone_erased_meanwhile_is_dropped_quietly(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, rasa: FakeRasa, run_jobs: Any
) -> None:
    await post_events(web_client, make_text(clock, "料金かかる?"))
    async with context.db.transaction() as session:
        seeker = (await session.scalars(select(Seeker))).one()
        await erase_seeker(session, context.vault, seeker=seeker, now=clock())
    await run_jobs()
    assert rasa.turns == []
    assert line.sent() == []
    async with context.db.transaction() as session:
        assert (await session.scalars(select(LineEvent.state))).one() is EventState.IGNORED


LOADING = "/v2/bot/chat/loading/start"


async def test_waiting_dots_are_shown_while_the_bot_thinks(
    web_client: Client,
    context: Context,
    clock: FrozenClock,
    line: Line,
    rasa: FakeRasa,
    run_jobs: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = asyncio.Event()
    show = context.line.show_loading if context.line is not None else None

    async def show_and_tell(line_user_id: str) -> None:
        assert show is not None
        await show(line_user_id)
        shown.set()

    monkeypatch.setattr(handler, "LOADING_AFTER_S", 0)
    monkeypatch.setattr(context.line, "show_loading", show_and_tell)
    rasa.delay = shown.wait()
    await post_events(web_client, make_text(clock, "料金かかる?"))
    await run_jobs()
    assert line.paths().count(LOADING) == 1
    assert texts(line.sent()) == ["answer to 料金かかる?"]


async def test_a_quick_answer_shows_no_dots(web_client: Client, clock: FrozenClock, line: Line, run_jobs: Any) -> None:
    await post_events(web_client, make_text(clock, "料金かかる?"))
    await run_jobs()
    assert LOADING not in line.paths()
