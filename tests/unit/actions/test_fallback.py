"""The ladder's words, and which guesses are worth showing."""

from actions.fallback import handed_over, suggestions


def test_neighbours_on_the_ladder_always_differ() -> None:
    said = [handed_over(misses) for misses in range(20)]
    assert all(one != other for one, other in zip(said, said[1:], strict=False))
    assert len(set(said[:3])) == 3


def test_a_wild_guess_and_small_talk_are_not_shown() -> None:
    assert suggestions((("ask_fee", 0.1), ("ask_hours", 0.09))) == []
    assert suggestions((("greet", 0.4), ("ask_fee", 0.3), ("ask_hours", 0.02))) == ["ask_fee"]
