"""Webhooks: signed bytes, order within a talk, no queue behind a slow neighbour, redelivery."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest

from emulator.webhooks import sign
from tests.emulator.conftest import World


def test_the_signature_matches_the_official_example() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert sign("8c570fa6dd201bb328f1c1eac23a96d8", body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


async def test_the_signature_covers_exactly_the_bytes_sent(world: World) -> None:
    await world.say("仕事を🍎さがしています")
    digest = hmac.new(b"emulator-channel-secret", world.received.bodies[0], hashlib.sha256).digest()
    assert world.received.headers[0]["X-Line-Signature"] == base64.b64encode(digest).decode()


async def test_a_text_event_has_what_line_sends(world: World) -> None:
    event = await world.say("質問です")
    assert json.loads(world.received.bodies[0])["destination"] == world.state.config.bot_user_id
    assert event["type"] == "message"
    assert event["mode"] == "active"
    assert event["source"] == {"type": "user", "userId": world.user}
    assert event["deliveryContext"] == {"isRedelivery": False}
    assert len(event["webhookEventId"]) == 26
    assert event["replyToken"]
    assert event["message"]["text"] == "質問です"
    assert event["message"]["quoteToken"]
    assert event["message"]["markAsReadToken"]
    assert event["message"]["id"] == world.state.conversation(world.user)[0]["id"]


@pytest.mark.parametrize("kind", ["image", "video", "audio", "file"])
async def test_files_are_announced_but_not_carried(world: World, kind: str) -> None:
    world.state.send_file(world.user, kind)
    message = (await world.settle())[-1]["message"]
    assert message["type"] == kind
    assert "fileName" in message if kind == "file" else message["contentProvider"] == {"type": "line"}


async def test_other_events_carry_their_own_fields(world: World) -> None:
    state, user = world.state, world.user
    state.send_sticker(user)
    state.send_location(user, "駅", "架空市1-1")
    text = state.send_text(user, "まちがい")
    state.unsend(user, text.id)
    state.postback(user, "slot=1", params={"datetime": "2026-11-20T10:00"}, display_text="11月20日")
    state.block(user)
    state.follow(user)
    state.link_account(user, "nonce-1")
    state.link_account(user, "nonce-2", ok=False)
    events = await world.settle()
    assert [event["type"] for event in events] == [
        "message", "message", "message", "unsend", "postback", "unfollow", "follow", "accountLink", "accountLink",
    ]  # fmt: skip
    by_place = dict(enumerate(events))
    assert by_place[3]["unsend"] == {"messageId": text.id}
    assert by_place[4]["postback"] == {"data": "slot=1", "params": {"datetime": "2026-11-20T10:00"}}
    assert by_place[6]["follow"] == {"isUnblocked": True}
    assert by_place[7]["link"] == {"result": "ok", "nonce": "nonce-1"}
    assert [place for place, event in by_place.items() if "replyToken" not in event] == [3, 5, 8]
    assert [place for place, event in by_place.items() if "source" not in event] == [8]


async def test_a_new_friend_was_not_unblocked(world: World) -> None:
    world.state.add_seeker("新しい人")
    assert (await world.settle())[-1]["follow"] == {"isUnblocked": False}


async def test_fifty_rapid_messages_of_one_user_arrive_in_order(world: World) -> None:
    for number in range(50):
        world.state.send_text(world.user, str(number))
    assert [event["message"]["text"] for event in await world.settle()] == [str(number) for number in range(50)]


async def test_a_slow_webhook_of_one_user_does_not_hold_up_another(world: World) -> None:
    gate = world.received.gates.setdefault(world.user, asyncio.Event())
    world.state.send_text(world.user, "先")
    world.state.send_text(world.other, "後")
    await world.received.arrived.wait()
    assert [event["message"]["text"] for event in world.received.events] == ["後"]
    gate.set()
    assert [event["message"]["text"] for event in await world.settle()] == ["後", "先"]


async def test_a_failed_event_comes_back_as_the_same_event(world: World) -> None:
    world.received.answers = [500]
    world.state.send_text(world.user, "質問")
    await world.state.webhooks.wait_attempted()
    assert len(world.received.events) == 1
    world.clock.advance(2)
    first, second = await world.settle()
    assert second == first | {"deliveryContext": {"isRedelivery": True}}
    assert world.state.webhooks.counts["accepted"] == 1


async def test_a_later_message_is_not_held_up_by_a_redelivery(world: World) -> None:
    world.received.answers = [500]
    world.state.send_text(world.user, "1")
    world.state.send_text(world.user, "2")
    await world.state.webhooks.wait_attempted()
    world.clock.advance(2)
    assert [event["message"]["text"] for event in await world.settle()] == ["1", "2", "1"]


async def test_redelivery_ends_after_the_configured_attempts(make_world: Callable[..., Any]) -> None:
    world: World = await make_world(redelivery_backoff_s=(1.0, 1.0))
    world.received.answers = [500] * 10
    world.state.send_text(world.user, "質問")
    for attempts in (1, 2):
        await world.state.webhooks.wait_attempted()
        assert len(world.received.events) == attempts
        world.received.arrived.clear()
        world.clock.advance(1)
        await world.received.arrived.wait()
    assert len(await world.settle()) == 3
    assert world.state.webhooks.counts["given_up"] == 1


async def test_no_answer_in_time_counts_as_a_failure(make_world: Callable[..., Any]) -> None:
    world: World = await make_world(webhook_timeout_s=0.05, redelivery_backoff_s=())
    gate = world.received.gates.setdefault(world.user, asyncio.Event())
    world.state.send_text(world.user, "質問")
    await world.settle()
    gate.set()
    assert world.state.webhooks.deliveries[0].status == 0
    assert "Timeout" in world.state.webhooks.deliveries[0].error
    assert world.state.conversation(world.user)[0]["read"] is False


async def test_an_application_that_is_down_gets_the_event_later(make_world: Callable[..., Any]) -> None:
    world: World = await make_world()
    url, world.state.webhooks.url = world.state.webhooks.url, "http://127.0.0.1:1/hook"
    world.state.send_text(world.user, "質問")
    await world.state.webhooks.wait_attempted()
    world.state.webhooks.url = url
    world.clock.advance(2)
    assert [event["deliveryContext"]["isRedelivery"] for event in await world.settle()] == [True]


async def test_webhooks_are_read_once_the_application_accepted(world: World) -> None:
    await world.say()
    assert world.state.conversation(world.user)[0]["read"] is True


async def test_event_ids_sort_by_time_and_are_never_the_same(world: World) -> None:
    ids = []
    for _ in range(20):
        ids.append((await world.say())["webhookEventId"])
        world.clock.advance(0.001)
    assert ids == sorted(set(ids))


async def test_odd_events_go_out_as_given_in_one_post(world: World) -> None:
    sent = await world.control(
        "events", {"events": [{"type": "hologram", "x": 1}, {"type": "message", "mode": "standby"}]}
    )
    await world.settle()
    assert len(world.received.bodies) == 1
    assert world.received.events == sent["events"]
    assert world.received.events[0]["x"] == 1
    assert world.received.events[1]["mode"] == "standby"


async def test_raw_bytes_go_out_signed_or_with_a_wrong_signature(world: World) -> None:
    raw = base64.b64encode(b"\xffnot json").decode()
    await world.control("webhooks/raw", {"bodyBase64": raw})
    await world.control("webhooks/raw", {"bodyBase64": raw, "signature": "wrong"})
    await world.state.webhooks.wait_idle()
    assert world.received.bodies == [b"\xffnot json"] * 2
    good = sign("emulator-channel-secret", b"\xffnot json")
    assert [one["X-Line-Signature"] for one in world.received.headers] == [good, "wrong"]


async def test_the_secret_can_be_rotated(world: World) -> None:
    await world.control("webhook-url", {"secret": "new-secret"})
    await world.say()
    assert world.received.headers[0]["X-Line-Signature"] == sign("new-secret", world.received.bodies[0])
