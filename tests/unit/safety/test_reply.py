"""What the lane says: approved sentences, confirmed numbers, always a next step."""

import re
from datetime import UTC, datetime

import pytest

from backend.safety import SafetyResult, classify, load_directory, safety_reply, safety_reply_for
from backend.safety.lane import PRIORITY

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
KINDS = (*PRIORITY, "soft")


@pytest.mark.parametrize("kind", KINDS)
def test_every_reply_ends_in_steps_that_fit_a_button(kind: str) -> None:
    reply = safety_reply_for(kind, NOW)
    assert 2 <= len(reply.quick_replies) <= 13
    for label, payload in reply.quick_replies:
        assert len(label) <= 20
        assert re.fullmatch(r"/[a-z_]+", payload)


@pytest.mark.parametrize("kind", KINDS)
def test_every_bubble_fits_into_one_message_and_has_no_gap_left_to_fill(kind: str) -> None:
    for text in safety_reply_for(kind, NOW).texts:
        assert 0 < len(text) <= 5000
        assert "{" not in text


@pytest.mark.parametrize("kind", PRIORITY)
def test_danger_and_hardship_say_a_machine_answers_and_when_to_call_an_emergency_number(kind: str) -> None:
    first = safety_reply_for(kind, NOW).texts[0]
    assert "機械" in first
    assert "119番" in first or "110番" in first


def test_self_harm_names_the_hotlines() -> None:
    text = "\n".join(safety_reply_for("crisis_suicide", NOW).texts)
    for number in ("0120-279-338", "0120-061-338", "0120-783-556", "0570-064-556"):
        assert number in text


def test_violence_warns_of_other_readers_and_asks_for_a_safe_time() -> None:
    text = "\n".join(safety_reply_for("crisis_violence", NOW).texts)
    assert "同じスマホを見る人" in text
    assert "安全な曜日や時間" in text
    for number in ("0120-279-889", "#8008", "189"):
        assert number in text


def test_hardship_names_the_unconfirmed_desk_without_a_number() -> None:
    directory = load_directory()
    text = "\n".join(safety_reply_for("hardship_living", NOW).texts)
    assert "自立相談支援" in text
    hidden = [number for contact in directory.contacts if not contact.confirmed for number in contact.phones]
    assert not any(number in text for number in hidden)


def test_two_dangers_in_one_message_get_the_desks_of_both() -> None:
    reply = safety_reply(classify("夫に殴られて死にたい"), load_directory(), NOW)
    text = "\n".join(reply.texts)
    assert "0120-279-338" in text
    assert "0120-279-889" in text


def test_no_reply_offers_jobs() -> None:
    for kind in PRIORITY:
        assert not any("job" in payload for _, payload in safety_reply_for(kind, NOW).quick_replies)


def test_an_ordinary_message_has_no_safety_reply() -> None:
    with pytest.raises(ValueError, match="ordinary"):
        safety_reply(SafetyResult(label="none"), load_directory(), NOW)
