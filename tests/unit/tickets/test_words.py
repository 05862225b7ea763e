"""Deadlines in words."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.tickets.words import day_and_time, deadline, duration

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""Tuesday, 10:00 in Japan."""


@pytest.mark.parametrize(
    ("left", "words", "level"),
    [
        (timedelta(hours=24), "あと24時間", "calm"),
        (timedelta(hours=12, seconds=1), "あと12時間", "calm"),
        (timedelta(hours=12), "あと12時間", "half"),
        (timedelta(hours=6), "あと6時間", "soon"),
        (timedelta(hours=5, minutes=20), "あと5時間20分", "soon"),
        (timedelta(hours=2, minutes=24), "あと2時間24分", "critical"),
        (timedelta(hours=2), "あと2時間", "critical"),
        (timedelta(minutes=12), "あと12分", "critical"),
        (timedelta(seconds=59), "あと1分未満", "critical"),
        (timedelta(0), "あと1分未満", "critical"),
        (timedelta(seconds=-1), "1分未満 過ぎています", "overdue"),
        (timedelta(hours=-30), "30時間 過ぎています", "overdue"),
        (timedelta(days=-3), "3日 過ぎています", "overdue"),
    ],
)
def test_time_left_is_in_words_and_in_a_level(left: timedelta, words: str, level: str) -> None:
    due = deadline(NOW + left, NOW)
    assert (due.left, due.level) == (words, level)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "今日 10:00"),
        (13.99, "今日 23:59"),
        (14, "明日 0:00"),
        (-10.02, "昨日 23:58"),
        (48, "11月26日(木) 10:00"),
        (24 * 60, "2027年1月23日(土) 10:00"),
    ],
)
def test_days_are_counted_in_japan(hours: float, words: str) -> None:
    assert day_and_time(NOW + timedelta(hours=hours), NOW) == words


def test_durations_round_down() -> None:
    assert duration(timedelta(minutes=59, seconds=59)) == "59分"
    assert duration(timedelta(hours=6, minutes=59)) == "6時間"
