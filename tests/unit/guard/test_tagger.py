"""How rules and tagger settle what is masked, whatever the weights say; and what training makes of an example."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from backend.guard import mask
from backend.guard.detectors.base import Message
from backend.guard.examples import Example
from backend.guard.facts import DIMENSIONS, features
from backend.guard.model import Candidate, PiiType
from backend.guard.respell import respelt
from backend.guard.tagger import KINDS, load_tagger, second_opinion
from backend.guard.view import build_view


class Certain:
    """A tagger that is as sure as it is told of the characters of one stretch, and sees nothing elsewhere."""

    alone, beside, edge, doubt = 0.9, 0.5, 0.2, 0.1

    def __init__(self, stretch: str = "", kind: PiiType = PiiType.NAME, sure: float = 0.95) -> None:
        self.stretch, self.kind, self.sure = stretch, kind, sure

    def chances(self, message: Message) -> tuple[Any, Any]:
        size = len(message.text)
        chances = np.zeros((size, 1 + len(KINDS)), dtype=np.float32)
        start = message.text.find(self.stretch) if self.stretch else size
        chances[start : start + len(self.stretch), 1 + KINDS.index(self.kind)] = self.sure
        chances[:, 0] = 1 - chances.sum(axis=1)
        return chances, features(message.text, message.tokens)[2]


def opinion(text: str, tagger: Any, *ruled: Candidate) -> list[tuple[str, str]]:
    message = Message(build_view(text))
    return [(str(c.type), message.text[c.start : c.end]) for c in second_opinion(message, ruled, tagger)]


def test_what_the_tagger_is_sure_of_is_added_with_its_kind() -> None:
    assert opinion("娘の結衣が帰ります", Certain("結衣")) == [("name", "結衣")]


def test_a_guess_counts_only_beside_something_personal() -> None:
    guess = Certain("結衣", sure=0.6)
    assert opinion("娘の結衣が帰ります", guess) == []
    assert opinion("娘の結衣が帰ります【電話番号】", guess) == [("name", "結衣")]


def test_a_find_of_the_rules_in_which_the_tagger_sees_nothing_is_dropped() -> None:
    found = Candidate(PiiType.NAME, 0, 2, 45)
    assert opinion("台湾に行く", Certain(), found) == []
    assert opinion("台湾に行く", Certain("台湾", sure=0.15), found) == [("name", "台湾")]


def test_a_word_is_masked_whole() -> None:
    assert opinion("心療内科に通院", Certain("療内", PiiType.HEALTH)) == [("health", "心療内科")]


@pytest.mark.parametrize("number", ["0120-279-338", "0570-078374", "189"])
def test_public_numbers_are_never_added(number: str) -> None:
    assert opinion(f"{number}にかけました", Certain(number, PiiType.PHONE)) == []


@pytest.mark.parametrize("text", ["/restart", "  /restart", '/book_appointment{"opening": "x"}', "/session_start"])
def test_a_slash_command_is_nobodys_address(text: str) -> None:
    assert mask(text).masked == text


def test_a_mobile_number_of_zeros_is_no_free_dial_number() -> None:
    assert mask("08000005512と0800-123-4567").masked == "【電話番号】と0800-123-4567"


def test_an_overdose_is_left_for_the_safety_lane() -> None:
    assert opinion("睡眠薬を全部飲みました", Certain("睡眠薬", PiiType.HEALTH)) == []


def test_twelve_figures_need_a_check_digit_or_a_label_to_be_called_my_number() -> None:
    parcel = Certain("1234 5678 9019", PiiType.MY_NUMBER)
    assert opinion("荷物は1234 5678 9019です", parcel) == []
    assert opinion("マイナンバーは1234 5678 9019です", parcel) == [("my_number", "1234 5678 9019")]


def test_speaking_of_somebody_famous_gives_nobody_away() -> None:
    assert opinion("渋沢栄一の本を読んだ", Certain("渋沢栄一")) == []
    assert opinion("渋沢栄一と申します", Certain("渋沢栄一")) == [("name", "渋沢栄一")]


@pytest.mark.parametrize("text", ["a", "0️⃣9", "ﾔﾏﾀﾞ", "\ufffc", "🏠〒", "-" * 600])
def test_every_character_belongs_to_a_word_and_has_features(text: str) -> None:
    message = Message(build_view(text))
    of_characters, of_units, owner = features(message.text, message.tokens)
    assert len(of_characters) == len(owner) == len(message.text)
    assert owner.max() + 1 == len(of_units)
    assert 0 <= of_characters.min() <= of_characters.max() < DIMENSIONS
    chances, _ = load_tagger().chances(message)
    assert chances.sum(axis=1) == pytest.approx(1.0, abs=1e-4)


def test_a_respelt_example_keeps_its_marks_on_the_same_pieces() -> None:
    example = Example("娘の結衣が090-0000-0000です", (("name", 2, 4), ("phone", 5, 18)), "x")
    made = list(respelt([example] * 20, swaps=1))
    assert len({spelt.text for spelt in made}) > 5
    for spelt in made:
        (_, name, name_end), (_, phone, phone_end) = spelt.personal
        assert 0 < name < name_end < phone < phone_end < len(spelt.text)
        assert len(spelt.text[phone:phone_end]) >= 13
