"""The webhook over real HTTP and PostgreSQL: what is refused, what is stored, once, masked, in order."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from backend.app import create_web_app
from backend.context import Context
from backend.line import intake
from backend.line.models import EventState, LineEvent
from backend.seekers.models import LineState, Seeker
from tests.conftest import USER, FakeRasa, FrozenClock, Line
from tests.integration.line.helpers import make_event, make_text, post_events, sign

Client = TestClient[Any, Any]


async def stored(context: Context) -> list[LineEvent]:
    async with context.db.transaction() as session:
        return list(await session.scalars(select(LineEvent).order_by(LineEvent.occurred_at)))


@pytest.mark.parametrize("signature", [None, "", "wrong", "署名です", "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="])
async def test_missing_wrong_or_non_ascii_signature_is_refused(
    web_client: Client, context: Context, clock: FrozenClock, signature: str | None
) -> None:
    body = json.dumps({"events": [make_text(clock, "こんにちは")]}).encode()
    headers = {} if signature is None else {"X-Line-Signature": signature}
    response = await web_client.post("/line/webhook", data=body, headers=headers)
    assert response.status == 401
    assert await stored(context) == []


async def test_a_body_altered_by_one_byte_is_refused(web_client: Client, context: Context, clock: FrozenClock) -> None:
    body = json.dumps({"events": [make_text(clock, "abc")]}).encode()
    altered = body.replace(b"abc", b"abd")
    response = await web_client.post("/line/webhook", data=altered, headers={"X-Line-Signature": sign(body)})
    assert response.status == 401
    assert await stored(context) == []


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"not json", b"[]", b'{"events": 1}', b""])
async def test_signed_nonsense_gets_400(web_client: Client, body: bytes) -> None:
    response = await web_client.post("/line/webhook", data=body, headers={"X-Line-Signature": sign(body)})
    assert response.status == 400


async def test_an_odd_charset_in_the_content_type_changes_nothing(
    web_client: Client, context: Context, clock: FrozenClock
) -> None:
    body = json.dumps({"events": [make_text(clock, "こんにちは")]}, ensure_ascii=False).encode()
    headers = {"X-Line-Signature": sign(body), "Content-Type": "application/json; charset=shift_jis"}
    response = await web_client.post("/line/webhook", data=body, headers=headers)
    assert response.status == 200
    assert [event.masked_text for event in await stored(context)] == ["こんにちは"]


async def test_a_body_over_one_megabyte_gets_413(web_client: Client) -> None:
    body = b"x" * 1_000_001
    response = await web_client.post("/line/webhook", data=body, headers={"X-Line-Signature": sign(body)})
    assert response.status == 413


async def test_a_body_for_another_bot_gets_400(context: Context, web_client: Client, clock: FrozenClock) -> None:
    body = json.dumps({"destination": "Uother", "events": [make_text(clock, "a")]}).encode()
    strict = replace(context, settings=context.settings.model_copy(update={"line_bot_user_id": "Umine"}))
    async with TestClient(TestServer(create_web_app(strict))) as client:
        response = await client.post("/line/webhook", data=body, headers={"X-Line-Signature": sign(body)})
    assert response.status == 400
    assert await stored(context) == []


async def test_the_previous_secret_works_while_rotating(context: Context, clock: FrozenClock) -> None:
    rotating = context.settings.model_copy(
        update={"line_channel_secret": SecretStr("new"), "line_channel_secret_previous": SecretStr("old")}
    )
    body = json.dumps({"events": [make_text(clock, "a")]}).encode()
    async with TestClient(TestServer(create_web_app(replace(context, settings=rotating)))) as client:
        answers = [
            (await client.post("/line/webhook", data=body, headers={"X-Line-Signature": sign(body, secret)})).status
            for secret in ("new", "old", "older")
        ]
    assert answers == [200, 200, 401]


async def test_verification_with_no_events_gets_200(web_client: Client) -> None:
    assert (await post_events(web_client)).status == 200


async def test_the_same_event_ten_times_at_once_is_one_row_and_one_answer(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, run_jobs: Any
) -> None:
    event = make_text(clock, "料金かかる?")
    answers = await asyncio.gather(*(post_events(web_client, event) for _ in range(10)))
    assert {answer.status for answer in answers} == {200}
    await run_jobs()
    assert len(await stored(context)) == 1
    assert len(line.sent()) == 1


async def test_redelivery_after_the_reply_changes_nothing(
    web_client: Client, clock: FrozenClock, line: Line, run_jobs: Any
) -> None:
    event = make_text(clock, "料金かかる?")
    await post_events(web_client, event)
    await run_jobs()
    await post_events(web_client, {**event, "deliveryContext": {"isRedelivery": True}})
    await run_jobs()
    assert len(line.sent()) == 1


async def test_a_delivery_that_could_not_be_stored_is_taken_when_it_comes_again(
    web_client: Client, context: Context, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_args: Any, **_kwargs: Any) -> int:
        raise OperationalError("insert", {}, Exception("server closed the connection"))

    event = make_text(clock, "料金かかる?")
    with monkeypatch.context() as patch:
        patch.setattr(intake, "receive_together", broken)
        assert (await post_events(web_client, event)).status == 503
    assert await stored(context) == []
    assert (await post_events(web_client, {**event, "deliveryContext": {"isRedelivery": True}})).status == 200
    assert len(await stored(context)) == 1


async def test_one_malformed_event_among_100_leaves_99_handled(
    web_client: Client, context: Context, clock: FrozenClock, run_jobs: Any
) -> None:
    events: list[Any] = [make_text(clock, f"質問{number}", user=f"U{number:032x}") for number in range(99)]
    assert (await post_events(web_client, *events[:40], {"type": 5}, *events[40:])).status == 200
    await run_jobs()
    states = [event.state for event in await stored(context)]
    assert states == [EventState.HANDLED] * 99


async def test_an_event_the_database_refuses_does_not_take_the_others_with_it(
    web_client: Client, context: Context, clock: FrozenClock
) -> None:
    poison = make_text(clock, "a", webhookEventId="id\x00null")
    await post_events(web_client, make_text(clock, "前"), poison, make_text(clock, "後"))
    assert sorted(str(event.masked_text) for event in await stored(context)) == ["前", "後"]


async def test_posts_that_arrive_together_share_their_transactions_and_not_each_others_poison(
    web_client: Client, context: Context, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[int] = []
    store = intake.receive_together

    async def counted(session: Any, vault: Any, jobs: Any, events: Any, **options: Any) -> None:
        together.append(len(events))
        await store(session, vault, jobs, events, **options)

    monkeypatch.setattr(intake, "receive_together", counted)
    posts = [make_text(clock, f"質問{number}", user=f"U{number % 4:032x}") for number in range(20)]
    posts.insert(7, make_text(clock, "a", webhookEventId="id\x00null"))
    answers = await asyncio.gather(*(post_events(web_client, event) for event in posts))
    assert {answer.status for answer in answers} == {200}
    assert sorted(str(event.masked_text) for event in await stored(context)) == sorted(f"質問{n}" for n in range(20))
    assert sum(together) == len(posts)
    assert len(together) < len(posts)


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "hologram"},
        {"mode": "standby"},
        {"source": {"type": "group", "groupId": "C1", "userId": USER}},
        {"source": {"type": "room", "roomId": "R1"}},
        {"source": {"type": "brand-new"}},
        {"type": "accountLink", "source": None, "replyToken": None, "link": {"result": "failed"}},
        {"type": "memberJoined", "source": {"type": "group", "groupId": "C1"}},
    ],
)
async def test_events_that_are_not_for_us_are_kept_without_text_and_answered_with_silence(
    web_client: Client, context: Context, clock: FrozenClock, line: Line, run_jobs: Any, changes: dict[str, Any]
) -> None:
    assert (await post_events(web_client, make_text(clock, "こんにちは", **changes))).status == 200
    await run_jobs()
    (event,) = await stored(context)
    assert (event.state, event.masked_text, event.reply_token) == (EventState.IGNORED, None, None)
    assert line.sent() == []


async def test_an_unknown_message_kind_and_a_text_without_quote_token_are_answered(
    web_client: Client, clock: FrozenClock, line: Line, run_jobs: Any
) -> None:
    await post_events(
        web_client,
        make_event(clock, message={"type": "smell", "id": "m-smell"}),
        make_event(clock, message={"type": "text", "id": "m-plain", "text": "こんにちは"}),
    )
    await run_jobs()
    assert len(line.sent()) == 2


async def test_an_unfollow_that_arrives_after_a_later_follow_does_not_win(
    web_client: Client, context: Context, clock: FrozenClock, run_jobs: Any
) -> None:
    unfollow = make_event(clock, "unfollow")
    clock.advance(seconds=5)
    await post_events(web_client, make_event(clock, "follow", follow={"isUnblocked": True}))
    await run_jobs()
    await post_events(web_client, unfollow)
    await run_jobs()
    async with context.db.transaction() as session:
        assert await session.scalar(select(Seeker.line_state)) is LineState.ACTIVE


async def test_fifty_quick_messages_reach_the_bot_in_their_order(
    web_client: Client, clock: FrozenClock, rasa: FakeRasa, run_jobs: Any
) -> None:
    events = []
    for number in range(50):
        clock.advance(milliseconds=3)
        events.append(make_text(clock, f"質問その{number}"))
    await post_events(web_client, *reversed(events[:25]))
    await post_events(web_client, *events[25:])
    await run_jobs()
    assert [turn["message"] for turn in rasa.turns] == [f"質問その{number}" for number in range(50)]


async def test_two_people_who_write_at_once_are_two_seekers_and_one_person_is_one(
    web_client: Client, context: Context, clock: FrozenClock
) -> None:
    await asyncio.gather(
        *(post_events(web_client, make_text(clock, "こんにちは", user=f"U{number % 2:032x}")) for number in range(12))
    )
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Seeker)) == 2


async def test_the_line_user_id_is_nowhere_in_the_database_in_clear(
    web_client: Client, context: Context, clock: FrozenClock, run_jobs: Any
) -> None:
    await post_events(web_client, make_text(clock, "こんにちは"))
    await run_jobs()
    async with context.db.transaction() as session:
        tables = await session.scalars(
            select(func.string_agg(func.concat(LineEvent.seeker_id, LineEvent.reply_token), ","))
        )
        seeker = (await session.scalars(select(Seeker))).one()
        assert seeker.line_user_sealed is not None
        assert USER.encode() not in seeker.line_user_sealed
        assert all(USER not in str(row) for row in tables)
