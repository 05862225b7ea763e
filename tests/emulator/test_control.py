"""The control API: play people, read everything back, begin afresh."""

import json
import logging

import pytest

from emulator.__main__ import parse
from emulator.config import DEMO_SEEKERS, EmulatorConfig, user_id_for
from tests.emulator.conftest import TEXT, World

SECRET_WORDS = "架空花子 090-0000-0000"


async def test_the_demo_people_are_there_and_keep_their_ids(world: World) -> None:
    users = (await world.control("users"))["users"]
    assert [one["name"] for one in users] == list(DEMO_SEEKERS)
    assert [one["userId"] for one in users] == [user_id_for(name) for name in DEMO_SEEKERS]


async def test_a_talk_holds_both_sides_in_order(world: World) -> None:
    await world.control(f"users/{world.user}/text", {"text": "質問"})
    event = (await world.settle())[-1]
    await world.post("/v2/bot/message/reply", {"replyToken": event["replyToken"], "messages": TEXT})
    await world.control(f"users/{world.user}/postback", {"data": "a=1", "displayText": "はい"})
    key = "123e4567-e89b-12d3-a456-426614174000"
    await world.post("/v2/bot/message/push", {"to": world.user, "messages": TEXT}, X_Line_Retry_Key=key)
    entries = (await world.control(f"users/{world.user}/conversation"))["entries"]
    assert [(one["from"], one["kind"]) for one in entries] == [
        ("seeker", "user"),
        ("bot", "reply"),
        ("seeker", "postback"),
        ("bot", "push"),
    ]
    assert [one["retryKey"] for one in entries] == [None, None, None, key]
    assert len({one["id"] for one in entries}) == 4


async def test_an_unsent_message_leaves_no_content_behind(world: World) -> None:
    sent = await world.control(f"users/{world.user}/text", {"text": SECRET_WORDS})
    await world.control(f"users/{world.user}/unsend", {"messageId": sent["messageId"]})
    entries = (await world.control(f"users/{world.user}/conversation"))["entries"]
    assert entries[0]["unsent"] is True
    assert SECRET_WORDS not in json.dumps(entries, ensure_ascii=False)


async def test_nobody_can_unsend_twice_or_what_the_bot_said(world: World) -> None:
    _, body, _ = await world.post("/v2/bot/message/push", {"to": world.user, "messages": TEXT})
    for message_id in (body["sentMessages"][0]["id"], "1"):
        answer = await world.client.post(f"/emulator/users/{world.user}/unsend", json={"messageId": message_id})
        assert answer.status == 404


async def test_somebody_who_blocked_cannot_write_until_unblocking(world: World) -> None:
    await world.control(f"users/{world.user}/block", {})
    answer = await world.client.post(f"/emulator/users/{world.user}/text", json={"text": "a"})
    assert answer.status == 404
    await world.control(f"users/{world.user}/unblock", {})
    await world.control(f"users/{world.user}/text", {"text": "a"})


async def test_every_call_of_the_application_is_recorded_whole_but_without_the_token(world: World) -> None:
    await world.post("/v2/bot/message/push", {"to": world.user, "messages": TEXT})
    await world.post("/v2/bot/message/push", {"to": "bad"})
    requests = (await world.control("requests?path=/v2/bot/message"))["requests"]
    assert [one["status"] for one in requests] == [200, 400]
    assert requests[0]["body"] == {"to": world.user, "messages": TEXT}
    assert "emulator-access-token" not in json.dumps(requests)


async def test_reset_forgets_talks_requests_faults_and_added_people(world: World) -> None:
    await world.control("users", {"name": "だれか"})
    await world.control("faults", {"fail_500": 5})
    await world.say()
    await world.control("reset", {})
    state = await world.control("state")
    assert [one["messages"] for one in state["seekers"]] == [0] * len(DEMO_SEEKERS)
    assert state["faults"]["fail_500"] == 0
    assert (await world.control("requests"))["requests"] == []


async def test_reset_calls_off_redeliveries(world: World) -> None:
    world.received.answers = [500]
    world.state.send_text(world.user, "前の試験の質問")
    await world.state.webhooks.wait_attempted()
    await world.control("reset", {})
    world.clock.advance(3_600)
    await world.settle()
    assert len(world.received.bodies) == 1


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("users/U0/text", {"text": "a"}, 404),
        ("users/{user}/text", {}, 400),
        ("users/{user}/postback", {"data": "a", "params": "b"}, 400),
        ("users", {"name": "x", "userId": "{user}"}, 400),
        ("webhooks/redeliver", {"webhookEventId": "x"}, 404),
        ("webhooks/raw", {"bodyBase64": "*"}, 400),
        ("events", {"events": "x"}, 400),
    ],
)
async def test_wrong_control_calls_say_so(world: World, path: str, body: dict[str, str], status: int) -> None:
    filled = {name: value.replace("{user}", world.user) for name, value in body.items()}
    answer = await world.client.post(f"/emulator/{path.replace('{user}', world.user)}", json=filled)
    assert answer.status == status
    assert (await answer.json())["error"]


async def test_the_stream_tells_what_happens(world: World) -> None:
    async with world.client.get("/emulator/stream") as stream:
        assert b"hello" in await stream.content.readline()
        world.state.send_text(world.user, "質問")
        await stream.content.readline()
        told = json.loads((await stream.content.readline()).removeprefix(b"data: "))
    assert (told["kind"], told["entry"]["message"]["text"]) == ("entry", "質問")


async def test_no_message_text_reaches_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world.received.answers = [500, 200]
    world.state.send_text(world.user, SECRET_WORDS)
    await world.post("/v2/bot/message/push", {"to": world.user, "messages": [{"type": "text", "text": SECRET_WORDS}]})
    await world.post("/v2/bot/message/push", {"to": world.user, "messages": [{"type": "x", "text": SECRET_WORDS}]})
    await world.state.webhooks.wait_attempted()
    world.clock.advance(2)
    await world.settle()
    assert "webhook.attempt" in caplog.text
    assert SECRET_WORDS not in caplog.text


async def test_the_page_and_its_files_are_served_without_outside_resources(world: World) -> None:
    page = await (await world.client.get("/")).text()
    assert "http://" not in page
    assert "https://" not in page
    assert (await world.client.get("/healthz")).status == 200


def test_settings_come_from_options_then_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMULATOR_PORT", "9001")
    monkeypatch.setenv("LIFF_ID", "madoguchi-emulator")
    monkeypatch.delenv("LIFF_CHANNEL_ID", raising=False)
    assert (parse([]).port, parse([]).client_id) == (9001, "madoguchi-emulator")
    assert parse(["--port", "9002"]).port == 9002
    assert EmulatorConfig.from_environment({"LIFF_ID": "2000000002-Abc"}).client_id == "2000000002"
