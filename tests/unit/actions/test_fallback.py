"""The ladder's words, and which guesses are worth showing."""

import pytest

from actions.fallback import handed_over, has_no_words, suggestions


def test_neighbours_on_the_ladder_always_differ() -> None:
    said = [handed_over(misses) for misses in range(20)]
    assert all(one != other for one, other in zip(said, said[1:], strict=False))
    assert len(set(said[:3])) == 3


def test_a_wild_guess_and_small_talk_are_not_shown() -> None:
    assert suggestions((("ask_fee", 0.1), ("ask_hours", 0.09))) == []
    assert suggestions((("greet", 0.4), ("ask_fee", 0.3), ("ask_hours", 0.02))) == ["ask_fee"]


@pytest.mark.parametrize("text", ["ああああ", "？？！", "ｋｋｋ", "9999", "...", "w"])
def test_a_slip_of_the_finger_is_no_question(text: str) -> None:
    assert has_no_words(text)


@pytest.mark.parametrize("text", ["あああ助けて", "うーん", "いくら?", "求人", "hello work"])
def test_few_words_are_words(text: str) -> None:
    assert not has_no_words(text)


def test_a_danger_is_shown_beside_other_guesses_only_when_it_is_likely() -> None:
    assert suggestions((("family_hours", 0.3), ("crisis_violence", 0.1))) == ["family_hours"]
    assert suggestions((("family_hours", 0.3), ("crisis_violence", 0.2))) == ["family_hours", "crisis_violence"]
