"""The pure parts of the bench: figures, tables, load plans, questions, matching answers, the peer's project."""

import base64
import hashlib
import hmac
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import peer
from bench.ack import event_id, sign_all
from bench.answer import match_answers, plan_asks
from bench.figures import percentile, spread, table
from bench.load import Post, plan_events, run_open_loop
from bench.machine import part_name
from bench.questions import read_examples, sample
from bench.stack import clean_environment


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(number) for number in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile(values, 0.99)) == (50, 95, 99)
    assert percentile([7.0], 0.99) == 7.0
    assert percentile([], 0.5) is None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=200))
def test_percentiles_rise_and_end_at_the_maximum(values: list[float]) -> None:
    found = spread(values)
    figures = [found[name] for name in ("p50_ms", "p95_ms", "p99_ms", "max_ms")]
    assert figures == sorted(figures)
    assert figures[-1] == round(max(values), 1)


def test_a_table_aligns_wide_characters_and_shows_missing_values_as_a_dash() -> None:
    lines = table([{"what": "窓口", "ms": 1234.56}, {"what": "peer", "ms": None, "ok": True}]).splitlines()
    assert lines[2] == "窓口  1,234.6    –"
    assert lines[3] == "peer        –  yes"


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_the_plan_has_the_asked_rate_share_and_users(share: float) -> None:
    plan = plan_events(rate=200, seconds=20, redelivered=share, users=1_000)
    assert len(plan) == 4_000
    assert sum(post.redelivery for post in plan) == int(4_000 * share)
    assert [post.at_s for post in plan] == [number / 200 for number in range(4_000)]
    assert len({post.user for post in plan}) == min(1_000, len({post.event for post in plan}))


@given(st.integers(1, 300), st.floats(0, 0.9), st.integers(0, 50))
def test_a_redelivery_repeats_an_event_that_was_posted_before(rate: int, share: float, seed: int) -> None:
    seen: dict[int, int] = {}
    for post in plan_events(rate=rate, seconds=2, redelivered=share, users=10, seed=seed):
        assert post.redelivery == (post.event in seen)
        assert seen.setdefault(post.event, post.user) == post.user


def test_a_signed_redelivery_differs_from_its_original_only_in_the_mark() -> None:
    posts = [Post(0.0, 5, 2), Post(0.1, 5, 2, redelivery=True)]
    first, second = sign_all(posts, ["相談したい"], "secret", 1_800_000_000_000)
    digest = hmac.new(b"secret", first.body, hashlib.sha256).digest()
    assert first.signature == base64.b64encode(digest).decode()
    original, repeated = (json.loads(one.body)["events"][0] for one in (first, second))
    assert original["deliveryContext"] == {"isRedelivery": False}
    assert repeated["deliveryContext"] == {"isRedelivery": True}
    assert {**original, "deliveryContext": None} == {**repeated, "deliveryContext": None}
    assert original["webhookEventId"] == event_id(5) != event_id(5, "WARMS")


async def test_open_loop_counts_a_refused_connection_as_no_answer_and_keeps_the_order() -> None:
    async def send(item: int) -> int:
        if item == 1:
            raise ConnectionRefusedError
        return 200 + item

    outcomes = await run_open_loop([0, 1, 2], lambda _item: 0.0, send)
    assert [outcome.status for outcome in outcomes] == [200, 0, 202]


def test_an_answer_counts_when_its_last_call_is_accepted() -> None:
    found = match_answers({"e1": 1_000.0}, [("e1", "r1"), ("e1", "r2")], [("r1", 1_050.0), ("r2", 1_090.0)])
    assert (found.latencies_ms, found.lost, found.doubled) == ([90.0], 0, 0)


def test_a_question_whose_message_was_never_accepted_is_lost() -> None:
    found = match_answers({"e1": 0.0, "e2": 0.0, "e3": 0.0}, [("e1", "r1"), ("e2", None)], [("r1", 5.0)])
    assert (found.latencies_ms, found.lost) == ([5.0], 2)


def test_a_call_without_an_outbox_row_of_its_own_is_a_double() -> None:
    found = match_answers({"e1": 0.0}, [("e1", "r1")], [("r1", 5.0), ("r9", 6.0)])
    assert found.doubled == 1


def test_people_ask_in_turn_at_even_distances() -> None:
    plan = plan_asks(["a", "b", "c"], rate=10, users=2)
    assert [(ask.at_s, ask.user) for ask in plan] == [(0.0, 0), (0.1, 1), (0.2, 0)]


def test_questions_lose_their_annotations_and_leave_danger_out(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(
        "nlu:\n- intent: ask\n  examples: |\n    - [明日](day)の予約\n    - 予約{}\n"
        "- intent: crisis_suicide\n  examples: |\n    - x\n- lookup: city\n  examples: |\n    - 架空市\n",
        encoding="utf-8",
    )
    assert read_examples(tmp_path) == {"ask": ["明日の予約", "予約{}"]}


def test_a_sample_takes_each_topic_in_turn_and_is_the_same_every_time() -> None:
    examples = {"many": [f"m{number}" for number in range(50)], "few": ["f1"]}
    first = sample(examples, 4)
    assert "f1" in first[:2]
    assert len(set(first)) == 4
    assert first == sample(examples, 4)
    assert len(sample(examples, 120)) == 120
    assert sample({}, 3) == []


def test_every_intent_of_the_peer_has_one_rule_and_an_answer() -> None:
    files = peer.project(["ask_fee", "greet"], {"utter_greet": [{"text": "こんにちは"}]})
    domain, rules = files["domain.yml"], files["data/rules.yml"]["rules"]
    assert domain["responses"]["utter_greet"] == [{"text": "こんにちは"}]
    for rule in rules:
        assert rule["steps"][1]["action"] in domain["responses"]
    assert [rule["rule"] for rule in rules] == ["ask_fee", "greet", "nlu_fallback"]
    assert "actions" not in domain


def test_the_peers_tokenizer_gets_a_language_it_accepts() -> None:
    config = peer.config(5)
    assert config["language"] == "en"
    assert [part["epochs"] for part in config["pipeline"] + config["policies"] if "epochs" in part] == [5, 5]


def test_a_real_channel_or_database_never_reaches_the_bench() -> None:
    kept = clean_environment(
        {"PATH": "/bin", "LINE_CHANNEL_ID": "1", "LINE_CHANNEL_SECRET": "s", "DATABASE_URL": "postgresql://x/y"}
    )
    assert kept == {"PATH": "/bin"}


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("python -m bot.server --model m", "rasa"),
        ("/x/rasa run --model m", "rasa"),
        ("python -m backend worker", "worker"),
        ("python -m emulator --port 1", "emulator"),
        ("/x/bin/postgres -D d", "postgres"),
        ("sleep 1", "other"),
    ],
)
def test_processes_are_counted_under_their_part(command: str, part: str) -> None:
    assert part_name(command.split()) == part
