"""Fault switches: each spoils as many requests as asked, and says what really happened to the message."""

import uuid
from typing import Any

import aiohttp
import pytest

from tests.emulator.conftest import AUTH, TEXT, Json, World


async def push(world: World, key: str = "") -> tuple[int, Json, Any]:
    headers = {"X_Line_Retry_Key": key} if key else {}
    return await world.post("/v2/bot/message/push", {"to": world.user, "messages": TEXT}, **headers)


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ("fail_500", 500, "Internal"),
        ("unauthorized_401", 401, "access token"),
        ("rate_429", 429, "The API rate limit has been exceeded. Try again later."),
        ("quota_429", 429, "You have reached your monthly limit."),
        ("same_user_429", 429, "same user"),
    ],
)
async def test_the_next_requests_fail_and_later_ones_do_not(world: World, fault: str, status: int, words: str) -> None:
    await world.control("faults", {fault: 2})
    answers = [await push(world) for _ in range(3)]
    assert [answer[0] for answer in answers] == [status, status, 200]
    assert words in answers[0][1]["message"]
    assert len(world.state.conversation(world.user)) == 1


async def test_minus_one_lasts_until_cleared(world: World) -> None:
    await world.control("faults", {"fail_500": -1})
    assert [(await push(world))[0] for _ in range(3)] == [500] * 3
    await world.control("faults", {"clear": True})
    assert (await push(world))[0] == 200


async def test_a_gateway_error_is_html(world: World) -> None:
    await world.control("faults", {"html_502": 1})
    answer = await world.client.post("/v2/bot/message/push", json={"to": world.user, "messages": TEXT}, headers=AUTH)
    assert (answer.status, answer.content_type) == (502, "text/html")


async def test_an_empty_answer_was_accepted(world: World) -> None:
    await world.control("faults", {"empty_200": 1})
    assert (await push(world))[:2] == (200, {})
    assert len(world.state.conversation(world.user)) == 1


async def test_a_cut_connection_after_acceptance_leaves_the_message_and_its_key(world: World) -> None:
    key = str(uuid.uuid4())
    await world.control("faults", {"cut_after_accept": 1})
    with pytest.raises(aiohttp.ClientError):
        await push(world, key)
    assert len(world.state.conversation(world.user)) == 1
    assert (await push(world, key))[0] == 409


async def test_silence_after_acceptance_leaves_the_message_and_its_key(world: World) -> None:
    key = str(uuid.uuid4())
    await world.control("faults", {"timeout_after_accept": 1})
    with pytest.raises(TimeoutError):
        await world.client.post(
            "/v2/bot/message/push",
            json={"to": world.user, "messages": TEXT},
            headers=AUTH | {"X-Line-Retry-Key": key},
            timeout=aiohttp.ClientTimeout(total=0.1),
        )
    assert len(world.state.conversation(world.user)) == 1
    assert (await push(world, key))[0] == 409


async def test_faults_spoil_only_sending_unless_told_otherwise(world: World) -> None:
    await world.control("faults", {"fail_500": 1})
    assert (await world.get("/v2/bot/info"))[0] == 200
    await world.control("faults", {"scope": "all"})
    assert (await world.get("/v2/bot/info"))[0] == 500


async def test_events_are_not_delivered_while_webhooks_are_off(world: World) -> None:
    await world.control("faults", {"webhook_off": True})
    world.state.send_text(world.user, "質問")
    await world.state.webhooks.wait_attempted()
    assert world.received.bodies == []
    await world.control("faults", {"webhook_off": False})
    world.clock.advance(2)
    assert len(await world.settle()) == 1


async def test_duplicates_come_with_the_same_id_and_no_mark(world: World) -> None:
    await world.control("faults", {"duplicate_events": True})
    await world.say()
    first, second = world.received.events
    assert first == second
    assert first["deliveryContext"] == {"isRedelivery": False}


async def test_the_share_of_redeliveries_is_exact(world: World) -> None:
    await world.control("faults", {"redelivery_percent": 30})
    for number in range(100):
        world.state.send_text(world.user, str(number))
    events = await world.settle()
    again = [event for event in events if event["deliveryContext"]["isRedelivery"]]
    assert len(events) == 130
    assert len(again) == 30
    assert {event["webhookEventId"] for event in again} <= {event["webhookEventId"] for event in events[:100]} | {
        event["webhookEventId"] for event in events
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"explode": 1},
        {"fail_500": "1"},
        {"fail_500": -2},
        {"webhook_off": 1},
        {"redelivery_percent": 101},
        {"scope": "some"},
        {"latency_ms": True},
    ],
)
async def test_unknown_switches_and_wrong_values_change_nothing(world: World, wrong: Json) -> None:
    before = await world.control("faults")
    answer = await world.client.post("/emulator/faults", json={"rate_429": 5} | wrong)
    assert answer.status == 400
    assert await world.control("faults") == before
