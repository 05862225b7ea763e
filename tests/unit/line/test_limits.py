"""LINE's limits: text is cut between graphemes, on sentence ends, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.line import limits

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(("text", "units"), [("", 0), ("a", 1), ("あ", 1), ("🍎", 2), ("𠮷", 2), (FAMILY, 11)])
def test_text_is_counted_in_utf16_units(text: str, units: int) -> None:
    assert limits.utf16_units(text) == units


@pytest.mark.parametrize("unit", ["🍎", "𠮷"])
def test_exactly_5000_units_stay_one_message_and_5001_become_two(unit: str) -> None:
    full = unit * 2500
    assert limits.split_text(full) == [full]
    parts = limits.split_text(full + "a")
    assert len(parts) == 2
    assert "".join(parts) == full + "a"


def test_text_is_split_after_a_sentence() -> None:
    first = "あ" * 3000 + "。"
    second = "い" * 3000
    assert limits.split_text(first + second) == [first, second]


@given(
    st.lists(st.sampled_from(["あ", "。", "\n", "🍎", "𠮷", FAMILY, "e\u0301", " "]), max_size=80), st.integers(12, 40)
)
def test_parts_fit_split_no_grapheme_and_lose_only_white_space(pieces: list[str], limit: int) -> None:
    text = "".join(pieces)
    parts = limits.split_text(text, limit)
    assert all(0 < limits.utf16_units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    known = set(limits.graphemes(text))
    assert all(set(limits.graphemes(part)) <= known for part in parts)


@given(st.text(max_size=200), st.integers(2, 30))
def test_any_text_fits_after_clipping(text: str, limit: int) -> None:
    assert limits.utf16_units(limits.clip_units(text, limit)) <= limit
    assert len(limits.graphemes(limits.clip_label(text, limit))) <= limit


def test_label_of_20_family_emoji_is_kept_and_21_are_clipped() -> None:
    assert limits.clip_label(FAMILY * 20) == FAMILY * 20
    assert limits.clip_label(FAMILY * 21) == FAMILY * 19 + "…"


def test_bubble_above_30_kilobytes_is_refused() -> None:
    bubble = {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": []}, "x": "あ" * 10_500}
    with pytest.raises(limits.MessageTooLarge):
        limits.check_flex(bubble)
    limits.check_flex({**bubble, "x": "あ" * 9_000})


def test_carousel_of_13_bubbles_is_refused() -> None:
    bubble = {"type": "bubble"}
    limits.check_flex({"type": "carousel", "contents": [bubble] * 12})
    with pytest.raises(limits.MessageTooLarge):
        limits.check_flex({"type": "carousel", "contents": [bubble] * 13})
