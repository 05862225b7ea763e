"""kill -9 of each part at a bad moment: nothing is lost, nothing is sent twice, the part comes back."""

import concurrent.futures
import os
import subprocess
import sys
import time

import psycopg
import pytest

from backend.settings import ROOT
from tests.stack.conftest import Stack, wait_until

pytestmark = [pytest.mark.stack, pytest.mark.bot, pytest.mark.timeout(600)]
SEEKERS = 6
QUESTIONS = ("料金はかかりますか", "何時まで相談できますか", "どんなサービスですか", "秘密は守られますか")


def _ask_all(stack: Stack, user_id: str) -> None:
    for question in QUESTIONS:
        stack.say(user_id, question)
        time.sleep(0.3)


def _settled(stack: Stack) -> bool:
    try:
        ((events,),) = stack.query("SELECT count(*) FROM line_event WHERE state = 'received'")
        ((messages,),) = stack.query("SELECT count(*) FROM line_message WHERE state IN ('pending', 'sending')")
    except (OSError, StopIteration, psycopg.Error):
        return False
    stats = stack.call("/emulator/webhooks")["stats"]
    return bool(stats["queued"] == stats["waitingToRedeliver"] == events == messages == 0)


@pytest.mark.parametrize("part", ["worker", "web", "rasa", "postgres"])
def test_every_question_is_answered_exactly_once_when_a_part_is_killed(stack: Stack, part: str) -> None:
    stack.wait_ready()
    users = [stack.new_seeker() for _ in range(SEEKERS)]
    with concurrent.futures.ThreadPoolExecutor(SEEKERS) as people:
        talks = [people.submit(_ask_all, stack, user) for user in users]
        time.sleep(0.7)
        stack.kill(part)
        for talk in talks:
            talk.result()
    stack.wait_ready()
    wait_until(lambda: _settled(stack), 150, "all events handled and all messages settled")
    for user in users:
        answered: dict[str, int] = {}
        for call in stack.query(
            "SELECT e.masked_text, count(m.id) FROM line_event e "
            "LEFT JOIN line_message m ON m.line_event_id = e.id AND m.dedupe_key LIKE '%:0' "
            "WHERE e.message_type = 'text' GROUP BY e.id, e.masked_text"
        ):
            answered[call[0]] = max(answered.get(call[0], 0), call[1])
            assert call[1] == 1, f"{call[0]} has {call[1]} answers"
        entries = stack.entries(user)
        shown = [entry for entry in entries if entry["from"] == "bot" and entry["shown"]]
        asked = [entry for entry in entries if entry["from"] == "seeker" and entry["kind"] == "user"]
        assert [entry["message"]["text"] for entry in asked] == list(QUESTIONS)
        requests = [entry["requestId"] for entry in shown]
        assert len(set(requests)) == 1 + len(QUESTIONS), "one call for the welcome and one for each question"


def test_a_part_that_dies_is_named_by_readyz_and_comes_back(stack: Stack) -> None:
    stack.wait_ready()
    stack.kill("rasa")
    wait_until(lambda: stack.ready()["parts"].get("bot") == "down", 20, "readyz names the bot")
    stack.wait_ready()
    assert stack.ready()["parts"] == {"database": "ok", "worker": "ok", "ticker": "ok", "bot": "ok"}


def test_while_rasa_is_away_the_seeker_hears_who_will_answer_and_a_ticket_is_open(stack: Stack) -> None:
    stack.wait_ready()
    user = stack.new_seeker()
    rasa = stack.pids("rasa")[0]
    rasa.suspend()
    try:
        began = time.monotonic()
        answer = stack.ask(user, "失業保険のことで聞きたいです", timeout_s=20)
        waited = time.monotonic() - began
    finally:
        rasa.resume()
    assert "までに相談員がお答えします" in answer[0]["text"]
    assert waited < 15
    deliveries = stack.call("/emulator/webhooks")["deliveries"][-1]
    assert deliveries["status"] == 200
    ((tickets,),) = stack.query("SELECT count(*) FROM ticket WHERE reason = 'bot_down' AND state = 'queued'")
    assert tickets >= 1


def test_a_second_start_in_the_same_folder_says_so(stack: Stack) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "backend", "run"],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(stack.var)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "もう起動しています" in done.stderr


def test_a_busy_port_is_named_with_the_variable_that_moves_it(stack: Stack, tmp_path: object) -> None:
    port = stack.web.rsplit(":", 1)[1]
    done = subprocess.run(
        [sys.executable, "-m", "backend", "run"],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(tmp_path), "PORT": port},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert f"ポート {port}" in done.stderr
    assert "PORT=" in done.stderr


def test_a_graceful_restart_of_the_worker_in_the_middle_loses_nothing(stack: Stack) -> None:
    stack.wait_ready()
    user = stack.new_seeker()
    for question in QUESTIONS:
        stack.say(user, question)
    stack.pids("worker")[0].terminate()
    wait_until(
        lambda: len({entry["requestId"] for entry in stack.entries(user) if entry["from"] == "bot"}) == 5,
        90,
        "five calls",
    )
