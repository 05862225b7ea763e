"""The real launcher and our channel: replay, refusals, nothing half-stored, nothing logged of a message, hot-swap."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.bot.conftest import Server, Toy


def user_events(server: Server, sender: str) -> list[dict[str, Any]]:
    return [event for event in server.events(sender) if event["event"] == "user"]


def test_an_answer_is_one_message_with_its_buttons(server: Server) -> None:
    status, messages, headers = server.say("c-answer", "こんにちは", "e1")
    assert (status, headers["X-Turn"]) == (200, "fresh")
    assert [message["text"] for message in messages] == ["こんにちは。\n\nご用件をどうぞ。"]
    assert messages[0]["buttons"][0]["payload"] == "/book_appointment"


def test_texts_with_blank_lines_are_not_split(server: Server) -> None:
    messages = server.say("c-blank", "履歴書の書き方を教えて", "e1")[1]
    assert [message["text"] for message in messages] == ["様式例に沿って書きます。\n\n写真も忘れずに。"]


@pytest.mark.parametrize("text", ["こんにちは", "履歴書の書き方を教えて", "/greet"])
def test_the_same_event_is_answered_from_the_tracker(server: Server, text: str) -> None:
    sender = f"c-replay-{len(text)}"
    first = server.say(sender, text, "e1")
    server.say(sender, "求人が見たい", "e2")
    again = server.say(sender, text, "e1")
    assert again[1] == first[1]
    assert again[2]["X-Turn"] == "replayed"
    assert len(user_events(server, sender)) == 2


def test_the_same_event_sent_five_times_at_once_is_handled_once(server: Server) -> None:
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: server.say("c-race", "こんにちは", "e1"), range(5)))
    assert [status for status, _, _ in answers] == [200] * 5
    assert all(messages == answers[0][1] for _, messages, _ in answers)
    assert len(user_events(server, "c-race")) == 1


def test_without_an_event_id_every_message_is_a_turn(server: Server) -> None:
    server.say("c-noid", "こんにちは")
    server.say("c-noid", "こんにちは")
    assert len(user_events(server, "c-noid")) == 2


def test_what_a_seeker_types_never_calls_an_intent(server: Server) -> None:
    server.say("c-slash", "/greet", "e1", typed=True)
    assert user_events(server, "c-slash")[0]["text"] == "／greet"


@pytest.mark.parametrize("token", [None, "wrong", "channel2"])
def test_a_wrong_token_is_refused(server: Server, token: str | None) -> None:
    body = {"sender": "c", "message": "こんにちは"}
    assert server.call("POST", "/webhooks/madoguchi/webhook", body, token=token)[0] == 401


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        [],
        {"message": "x"},
        {"sender": "c"},
        {"sender": "c", "message": " "},
        {"sender": "a b", "message": "x"},
        {"sender": "c", "message": "x" * 5001},
        {"sender": "c", "message": "x", "metadata": []},
        {"sender": "c", "message": "x", "metadata": {"event_id": 5}},
    ],
)
def test_malformed_requests_are_refused(server: Server, body: Any) -> None:
    status, answer, _ = server.call("POST", "/webhooks/madoguchi/webhook", body)
    assert (status, answer) == (400, {"error": "malformed"})


def test_a_turn_whose_action_is_lost_is_an_error_and_leaves_nothing(server: Server) -> None:
    status, answer, _ = server.say("c-lost", "相談の予約をしたい", "e1")
    assert (status, answer) == (502, {"error": "action_failed"})
    assert user_events(server, "c-lost") == []


def test_rasas_api_needs_its_own_token(server: Server) -> None:
    assert server.call("POST", "/model/parse", {"text": "こんにちは"})[0] == 401
    assert server.call("GET", "/status")[0] == 401
    assert server.call("GET", "/status?token=api")[0] == 200


def test_entities_come_with_the_parse(server: Server) -> None:
    parsed = server.call("POST", "/model/parse?token=api", {"text": "来週の火曜の夜にﾋﾞﾃﾞｵで予約"})[1]
    assert [(e["entity"], e["value"]) for e in parsed["entities"]] == [("when", "来週の火曜の夜"), ("format", "video")]


def test_tensorflow_is_not_loaded_and_nothing_of_a_message_is_logged(server: Server) -> None:
    marked = "ひみつのことば架空太郎"
    server.say("c-log", marked, "e1")
    server.say("c-log", f"相談の予約をしたい {marked}", "e2")
    server.call("POST", "/webhooks/madoguchi/webhook", {"sender": marked, "message": marked})
    lines = server.log_lines()
    ready = next(line for line in lines if line["event"] == "server.ready")
    assert ready["tensorflow"] is False
    assert any(line["event"] == "action.failed" for line in lines)
    assert "架空" not in server.log.read_text(encoding="utf-8")


def test_no_message_is_lost_while_models_are_swapped(server: Server, toy: Toy) -> None:
    second = toy.models / "second.tar.gz"
    shutil.copy(toy.model, second)
    stop = threading.Event()
    statuses: list[int] = []

    def talk(number: int) -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            statuses.append(server.say(f"c-swap-{number}", "こんにちは", f"e{turn}")[0])
            statuses.append(server.call("POST", "/model/parse?token=api", {"text": "履歴書"})[0])

    talkers = [threading.Thread(target=talk, args=(number,)) for number in range(3)]
    for talker in talkers:
        talker.start()
    swaps = [
        server.call("PUT", "/model?token=api", {"model_file": str(path)})[0]
        for path in (second, toy.model, second, toy.model)
    ]
    stop.set()
    for talker in talkers:
        talker.join()
    assert swaps == [204] * 4
    assert len(statuses) > 10
    assert set(statuses) == {200}
    assert server.call("GET", "/status?token=api")[1]["model_file"] == toy.model.name
