"""Sending: reply tokens, retry keys, quota, blocks, and LINE's wording of refusals."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from linebot.v3.messaging import (
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    PushMessageRequest,
)

from tests.emulator.conftest import TEXT, Json, World


def push_to(user: str, messages: Any = None) -> Json:
    return {"to": user, "messages": messages or TEXT}


async def push(world: World, user: str = "", key: str = "", messages: Any = None) -> tuple[int, Json, Any]:
    headers = {"X_Line_Retry_Key": key} if key else {}
    return await world.post("/v2/bot/message/push", push_to(user or world.user, messages), **headers)


async def reply(world: World, token: str, **headers: str) -> tuple[int, Json, Any]:
    return await world.post("/v2/bot/message/reply", {"replyToken": token, "messages": TEXT}, **headers)


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Bearer", "Basic emulator-access-token"])
async def test_without_the_right_token_nothing_opens(world: World, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    answer = await world.client.post("/v2/bot/message/push", json=push_to(world.user), headers=headers)
    assert answer.status == 401
    assert "access token in the authorization header" in (await answer.json())["message"]
    assert answer.headers["x-line-request-id"]
    assert world.state.conversation(world.user) == []


async def test_unknown_paths_answer_like_line_with_a_request_id(world: World) -> None:
    for method, path in (("GET", "/v2/bot/nothing"), ("GET", "/v2/bot/message/push"), ("POST", "/oauth2/v9/token")):
        answer = await world.client.request(method, path, headers={"Authorization": "Bearer emulator-access-token"})
        assert (answer.status, await answer.json()) == (404, {"message": "Not found"})
        assert answer.headers["x-line-request-id"]


async def test_a_push_appears_in_the_talk_and_answers_its_ids(world: World) -> None:
    status, body, headers = await push(world, messages=[*TEXT, *TEXT])
    talk = world.state.conversation(world.user)
    assert status == 200
    assert [one["id"] for one in body["sentMessages"]] == [one["id"] for one in talk]
    assert [one["quoteToken"] for one in body["sentMessages"]] == [one["quoteToken"] for one in talk]
    assert {one["kind"] for one in talk} == {"push"}
    assert talk[0]["requestId"] == headers["x-line-request-id"]


async def test_a_reply_token_opens_exactly_one_reply(world: World) -> None:
    event = await world.say()
    assert (await reply(world, event["replyToken"]))[0] == 200
    status, body, _ = await reply(world, event["replyToken"])
    assert (status, body) == (400, {"message": "Invalid reply token"})
    assert [one["kind"] for one in world.state.conversation(world.user)] == ["user", "reply"]


@pytest.mark.parametrize(("seconds", "status"), [(60, 200), (61, 400)])
async def test_a_reply_token_lives_one_minute(world: World, seconds: int, status: int) -> None:
    event = await world.say()
    world.clock.advance(seconds)
    assert (await reply(world, event["replyToken"]))[0] == status


@pytest.mark.parametrize(("seconds", "status"), [(20 * 60, 200), (20 * 60 + 1, 400)])
async def test_a_redelivered_unused_token_lives_twenty_minutes_from_the_event(
    world: World, seconds: int, status: int
) -> None:
    event = await world.say()
    world.clock.advance(300)
    world.state.redeliver(event["webhookEventId"])
    await world.settle()
    world.clock.advance(seconds - 300)
    assert (await reply(world, event["replyToken"]))[0] == status


async def test_a_refused_message_does_not_use_the_token_up(world: World) -> None:
    event = await world.say()
    bad = {"replyToken": event["replyToken"], "messages": [{"type": "text", "text": ""}]}
    status, body, _ = await world.post("/v2/bot/message/reply", bad)
    assert status == 400
    assert body == {
        "message": "A message (messages[0]) in the request body is invalid",
        "details": [{"message": "May not be empty", "property": "messages[0]/text"}],
    }
    assert (await reply(world, event["replyToken"]))[0] == 200


async def test_a_retry_key_on_a_reply_is_refused(world: World) -> None:
    event = await world.say()
    status, _, _ = await reply(world, event["replyToken"], X_Line_Retry_Key=str(uuid.uuid4()))
    assert status == 400
    assert (await reply(world, event["replyToken"]))[0] == 200


async def test_the_same_retry_key_is_accepted_once_and_answers_the_first_ids(world: World) -> None:
    key = str(uuid.uuid4())
    _, first, headers = await push(world, key=key)
    status, again, again_headers = await push(world, key=key.upper())
    assert status == 409
    assert again == {"message": "The retry key is already accepted", "sentMessages": first["sentMessages"]}
    assert again_headers["x-line-accepted-request-id"] == headers["x-line-request-id"]
    assert len(world.state.conversation(world.user)) == 1


@pytest.mark.parametrize(("hours", "status"), [(23.99, 409), (24, 200)])
async def test_a_retry_key_is_remembered_for_24_hours(world: World, hours: float, status: int) -> None:
    key = str(uuid.uuid4())
    await push(world, key=key)
    world.clock.advance(hours * 3_600)
    assert (await push(world, key=key))[0] == status


@pytest.mark.parametrize(
    "key", ["1", "not-a-uuid", "{123e4567-e89b-12d3-a456-426614174000}", "123e4567e89b12d3a456426614174000"]
)
async def test_a_malformed_retry_key_is_refused(world: World, key: str) -> None:
    assert (await push(world, key=key))[0] == 400


async def test_a_refused_request_leaves_its_key_free(world: World) -> None:
    key = str(uuid.uuid4())
    assert (await push(world, key=key, messages=[{"type": "text", "text": ""}]))[0] == 400
    assert (await push(world, key=key))[0] == 200


@pytest.mark.parametrize("kind", ["multicast", "broadcast"])
async def test_multicast_and_broadcast_take_retry_keys_and_reach_friends(world: World, kind: str) -> None:
    body = {"messages": TEXT} | ({"to": [world.user, world.other]} if kind == "multicast" else {})
    key = str(uuid.uuid4())
    assert (await world.post(f"/v2/bot/message/{kind}", body, X_Line_Retry_Key=key))[:2] == (200, {})
    status, again, _ = await world.post(f"/v2/bot/message/{kind}", body, X_Line_Retry_Key=key)
    assert (status, again) == (409, {"message": "The retry key is already accepted"})
    assert [one["kind"] for one in world.state.conversation(world.other)] == [kind]


@pytest.mark.parametrize(("count", "status"), [(0, 400), (500, 200), (501, 400)])
async def test_multicast_reaches_at_most_500(world: World, count: int, status: int) -> None:
    to = [f"U{number:032x}" for number in range(count)]
    assert (await world.post("/v2/bot/message/multicast", {"to": to, "messages": TEXT}))[0] == status


async def test_a_push_to_somebody_who_blocked_is_accepted_but_not_shown_or_billed(world: World) -> None:
    world.state.block(world.user)
    status, body, _ = await push(world)
    assert status == 200
    assert body["sentMessages"][0]["id"]
    assert world.state.conversation(world.user)[-1]["shown"] is False
    assert await world.get("/v2/bot/message/quota/consumption") == (200, {"totalUsage": 0})


@pytest.mark.parametrize("to", ["tanaka", "", 5, None])
async def test_a_push_to_what_is_no_user_id_names_the_property(world: World, to: Any) -> None:
    status, body, _ = await world.post("/v2/bot/message/push", {"to": to, "messages": TEXT})
    assert status == 400
    assert body["message"].startswith("The property, 'to', in the request body is invalid")


async def test_a_push_to_a_stranger_fails(world: World) -> None:
    status, body, _ = await push(world, "U" + "0" * 32)
    assert (status, body) == (400, {"message": "Failed to send messages"})


async def test_six_messages_are_refused_as_a_whole(world: World) -> None:
    status, body, _ = await push(world, messages=TEXT * 6)
    assert status == 400
    assert body["details"] == [{"message": "Size must be between 1 and 5", "property": "messages"}]
    assert world.state.conversation(world.user) == []


@pytest.mark.parametrize(
    ("raw", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"{}", "text/plain", 415),
    ],
)
async def test_what_is_not_json_is_refused(world: World, raw: bytes, content_type: str, status: int) -> None:
    headers = {"Authorization": "Bearer emulator-access-token", "Content-Type": content_type}
    answer = await world.client.post("/v2/bot/message/push", data=raw, headers=headers)
    assert answer.status == status


async def test_the_quota_counts_people_and_then_refuses(make_world: Callable[..., Any]) -> None:
    world: World = await make_world(monthly_quota=2)
    assert (await push(world, messages=TEXT * 5))[0] == 200
    event = await world.say()
    assert (await reply(world, event["replyToken"]))[0] == 200
    assert await world.get("/v2/bot/message/quota") == (200, {"type": "limited", "value": 2})
    assert await world.get("/v2/bot/message/quota/consumption") == (200, {"totalUsage": 1})
    two = {"to": [world.user, world.other], "messages": TEXT}
    status, body, _ = await world.post("/v2/bot/message/multicast", two)
    assert (status, body) == (429, {"message": "You have reached your monthly limit."})
    assert (await push(world))[0] == 200
    world.clock.advance(31 * 86_400)
    assert (await push(world))[0] == 200


async def test_too_many_calls_an_hour_are_refused(world: World) -> None:
    statuses = [(await world.post("/v2/bot/message/broadcast", {"messages": TEXT}))[0] for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    world.clock.advance(3_600)
    assert (await world.post("/v2/bot/message/broadcast", {"messages": TEXT}))[0] == 200


async def test_too_many_messages_to_one_user_are_refused(make_world: Callable[..., Any]) -> None:
    world: World = await make_world(same_user_per_minute=2)
    assert [(await push(world))[0] for _ in range(3)] == [200, 200, 429]
    assert (await push(world, world.other))[0] == 200


@pytest.mark.parametrize(("seconds", "status"), [(5, 202), (60, 202), (4, 400), (7, 400), (65, 400), ("5", 400)])
async def test_the_loading_dots_last_5_to_60_seconds_in_steps_of_5(world: World, seconds: Any, status: int) -> None:
    body = {"chatId": world.user, "loadingSeconds": seconds}
    assert (await world.post("/v2/bot/chat/loading/start", body))[0] == status


async def test_the_loading_dots_end_with_the_answer(world: World) -> None:
    await world.post("/v2/bot/chat/loading/start", {"chatId": world.user})
    assert (await world.control(f"users/{world.user}/conversation"))["seeker"]["typingUntil"] > 0
    await push(world)
    assert (await world.control(f"users/{world.user}/conversation"))["seeker"]["typingUntil"] == 0


async def test_profiles_are_those_of_friends(world: World) -> None:
    assert (await world.get(f"/v2/bot/profile/{world.user}"))[1]["displayName"] == "68歳の田中さん"
    world.state.block(world.user)
    assert await world.get(f"/v2/bot/profile/{world.user}") == (404, {"message": "Not found"})


async def test_sent_pictures_can_be_fetched_until_they_are_unsent(world: World) -> None:
    entry = world.state.send_file(world.user, "image")
    headers = {"Authorization": "Bearer emulator-access-token"}
    answer = await world.client.get(f"/v2/bot/message/{entry.id}/content", headers=headers)
    assert (await answer.read()).startswith(b"\x89PNG")
    assert (await world.get(f"/v2/bot/message/{entry.id}/content/transcoding"))[1] == {"status": "succeeded"}
    world.state.unsend(world.user, entry.id)
    assert (await world.get(f"/v2/bot/message/{entry.id}/content"))[0] == 404


@pytest.mark.parametrize(
    ("units", "status"),
    [(["promo_1"], 200), (["a" * 30], 200), (["a" * 31], 400), (["a b"], 400), (["a", "b"], 400), ("a", 400)],
)
async def test_aggregation_units_have_a_form(world: World, units: Any, status: int) -> None:
    body = push_to(world.user) | {"customAggregationUnits": units}
    assert (await world.post("/v2/bot/message/push", body))[0] == status


async def test_a_quote_needs_a_token_of_this_talk(world: World) -> None:
    event = await world.say()
    good = [{"type": "text", "text": "それは", "quoteToken": event["message"]["quoteToken"]}]
    assert (await push(world, messages=good))[0] == 200
    assert (await push(world, messages=[{"type": "text", "text": "それは", "quoteToken": "made-up"}]))[0] == 400


async def test_the_official_sdk_talks_to_the_emulator(world: World) -> None:
    configuration = Configuration(host=str(world.client.make_url("")).rstrip("/"), access_token="emulator-access-token")
    key = str(uuid.uuid4())
    request = PushMessageRequest.from_dict(push_to(world.user))
    async with AsyncApiClient(configuration) as client:
        api = AsyncMessagingApi(client)
        sent = await api.push_message(request, x_line_retry_key=key)
        assert sent.sent_messages[0].id == world.state.conversation(world.user)[0]["id"]
        with pytest.raises(ApiException) as again:
            await api.push_message(request, x_line_retry_key=key)
        assert again.value.status == 409
        assert (await api.get_bot_info()).user_id == world.state.config.bot_user_id
        assert (await api.get_profile(world.user)).display_name == "68歳の田中さん"
