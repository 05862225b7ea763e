"""Days and hours in people's words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.appointments.times import instant_of, opening_id, parse_opening_id, time_words
from backend.appointments.when import DAY_END, DAY_START, When, parse_when
from backend.service_profile import ServiceProfile

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""Tuesday, 10:00 in Japan."""


def understood(text: str) -> When:
    when = parse_when(text, TODAY, NOW)
    assert when is not None, text
    return when


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今日の夜", "2026-11-24"),
        ("明日", "2026-11-25"),
        ("あしたの昼", "2026-11-25"),
        ("あさって18時以降", "2026-11-26"),
        ("しあさって", "2026-11-27"),
        ("来週の火曜の19時、電話で", "2026-12-01"),
        ("今週の金曜あいてる?", "2026-11-27"),
        ("次の火曜", "2026-12-01"),
        ("土曜", "2026-11-28"),
        ("げつようび", "2026-11-30"),
        ("24日の午後", "2026-11-24"),
        ("二十七日", "2026-11-27"),
        ("5日", "2026-12-05"),
        ("12月30日の朝って予約できますか", "2026-12-30"),
        ("1/4 6時", "2027-01-04"),
        ("ほな年明けの4日の朝いちで", "2027-01-04"),
        ("来月の5日", "2026-12-05"),
        ("3日後", "2026-11-27"),
        ("火曜はダメなので水曜で", "2026-11-25"),
        ("明日の予約、木曜の18時に変更できますか", "2026-11-26"),
        ("２５日の１９時", "2026-11-25"),
    ],
)
def test_the_day_is_found(text: str, day: str) -> None:
    assert understood(text).single_date == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("夜8時ごろ", 20),
        ("20:00", 20),
        ("午後3時", 15),
        ("午後の3時", 15),
        ("3時", 15),
        ("十九時", 19),
        ("19時でお願いします", 19),
        ("24時", 24),
        ("深夜0時", 24),
        ("25時", 25),
        ("朝9時", 9),
        ("夜7時半", 19.5),
        ("昼の1時", 13),
        ("12時", 12),
        ("夜の11時", 23),
        ("今日の8時", 20),
        ("明日の7じ", 7),
    ],
)
def test_the_hour_is_found(text: str, hour: float) -> None:
    assert understood(text).exact_minute == hour * 60


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("明日の夜", 18, 24),
        ("あさって18時以降", 18, 24),
        ("20時まで", 6, 19),
        ("18時から20時の間", 18, 19),
        ("午前中", 6, 11),
        ("24日の午後", 12, 18),
        ("仕事が終わってから", 18, 24),
        ("夜中でも", 22, 24),
    ],
)
def test_a_part_of_the_day_is_a_range(text: str, first: int, last: int) -> None:
    when = understood(text)
    assert (when.from_minute, when.to_minute) == (first * 60, last * 60)


def test_midnight_of_a_calendar_day_is_the_last_hour_of_the_day_before() -> None:
    when = understood("25日の0時")
    assert (when.single_date, when.exact_minute) == (date(2026, 11, 24), 1440)


def test_24_oclock_belongs_to_the_day_named() -> None:
    when = understood("今日の24時って空いてます?")
    assert (when.single_date, when.exact_minute) == (TODAY, 1440)


@pytest.mark.parametrize(
    "text",
    [
        "その前に、お金ってかかりますか",
        "うーんやっぱりやめとくわ",
        "50代です",
        "週3日働きたい",
        "2時間だけ",
        "10年働いていません",
        "こんばんは",
        "昨日の質問まだですか",
        "月25万以上がいい",
        "1日4時間くらい",
        "時給1200円",
        "",
    ],
)
def test_other_talk_is_no_wish(text: str) -> None:
    assert parse_when(text, TODAY, NOW) is None


def test_a_new_day_keeps_the_hour() -> None:
    merged = understood("やっぱり水曜").after(understood("木曜の10時"))
    assert (merged.single_date, merged.exact_minute) == (date(2026, 11, 25), 600)


def test_a_new_hour_keeps_the_day() -> None:
    merged = understood("17時にする").after(understood("金曜の15時"))
    assert (merged.single_date, merged.exact_minute) == (date(2026, 11, 27), 1020)


def test_eight_after_evening_means_twenty() -> None:
    assert understood("8時で").after(understood("明日の夜")).exact_minute == 1200


def test_weekends_and_weekdays_are_kept_as_days_of_the_week() -> None:
    assert understood("土日がいい").weekdays == {5, 6}
    assert understood("平日の夜").weekdays == {0, 1, 2, 3, 4}
    assert understood("月曜以外").weekdays == {1, 2, 3, 4, 5, 6}


def test_next_week_is_monday_to_sunday() -> None:
    when = understood("来週")
    assert (when.from_date, when.to_date) == (date(2026, 11, 30), date(2026, 12, 6))


DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2030, 12, 31))


@given(today=DAYS, ahead=st.integers(0, 60), hour=st.integers(6, 24))
def test_a_written_date_and_hour_are_read_back(today: date, ahead: int, hour: int) -> None:
    day = today + timedelta(days=ahead)
    now = instant_of(today, 600)
    when = parse_when(f"{day.month}月{day.day}日の{hour}時", today, now)
    assert when is not None
    assert when.single_date == day
    assert when.exact_minute in (hour * 60, (hour + 12) * 60)
    if ahead or hour > 11:
        assert when.exact_minute == hour * 60


@given(
    today=DAYS,
    text=st.text(alphabet="月火水木金土日今明来再週の午前後朝昼夜時半分曜0123456789/:〜から以降まで 年", max_size=24),
)
def test_any_text_gives_nothing_or_an_ordered_wish(today: date, text: str) -> None:
    when = parse_when(text, today, instant_of(today, 720))
    if when is None:
        return
    assert (when.from_date is None) == (when.to_date is None)
    if when.from_date is not None and when.to_date is not None:
        assert when.from_date <= when.to_date
    assert (when.from_minute is None) == (when.to_minute is None)
    if when.from_minute is not None and when.to_minute is not None:
        assert DAY_START <= when.from_minute <= when.to_minute <= DAY_END or when.exact_minute is not None


@given(day=DAYS, minute=st.integers(0, 1559))
def test_an_openings_id_is_read_back(day: date, minute: int) -> None:
    assert parse_opening_id(opening_id(day, minute)) == (day, minute)


@pytest.mark.parametrize(
    "text", ["", "2026-11-25", "2026-13-01T10:00", "2026-11-25T26:00", "2026-11-25T10:60", "x" * 300]
)
def test_a_forged_opening_is_nothing(text: str) -> None:
    assert parse_opening_id(text) is None


def test_the_hour_after_midnight_names_both_clocks() -> None:
    assert time_words(1440) == "24:00(翌0:00)"
    assert time_words(1200) == "20:00"


def test_profile_hours_are_the_ones_wishes_are_kept_in() -> None:
    profile = ServiceProfile(service_name="a", city_name="b", operator_name="c")
    assert (profile.day_start_minute, profile.day_end_minute) == (DAY_START, DAY_END)
