"""Wishes for work become values: wages, days, hours, what is refused, what a later message changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.wishes import Wage, Wishes, adds, parse_wage, parse_yen, read_wishes, told


@pytest.mark.parametrize(
    ("text", "wage"),
    [
        ("時給1100円以上", Wage("hour", 1100)),
        ("時給1,100円", Wage("hour", 1100)),
        ("時給１２００円くらい", Wage("hour", 1200, "about")),
        ("時給千円", Wage("hour", 1000)),
        ("時給1100円〜1300円", Wage("hour", 1100)),
        ("1200円以上", Wage("hour", 1200)),
        ("日給1万円", Wage("day", 10_000)),
        ("日給1万2千円", Wage("day", 12_000)),
        ("月20万くらい", Wage("month", 200_000, "about")),
        ("月給25万5千円以上", Wage("month", 255_000)),
        ("手取り18万", Wage("month", 180_000, net=True)),
        ("手取り十八万円", Wage("month", 180_000, net=True)),
        ("二十万円", Wage("month", 200_000)),
        ("月20でいい", Wage("month", 200_000)),
        ("年収300万", Wage("year", 3_000_000)),
        ("年収300万以下", Wage("year", 3_000_000, "most")),
    ],
)
def test_a_wage_becomes_yen_with_its_unit_and_bound(text: str, wage: Wage) -> None:
    assert parse_wage(text) == wage


@pytest.mark.parametrize("text", ["賞与2か月", "給料日", "時給5円", "月", ""])
def test_what_is_no_sensible_wage_is_none(text: str) -> None:
    assert parse_wage(text) is None


@pytest.mark.parametrize(
    ("text", "yen"),
    [("25万5千", 255_000), ("二十万", 200_000), ("1,100", 1100), ("千", 1000), ("十八万", 180_000), ("", None)],
)
def test_numbers_in_any_script(text: str, yen: int | None) -> None:
    assert parse_yen(text) == yen


@given(st.text(alphabet="0123456789,.〇一二三四五六七八九十百千万円月時給〜", max_size=20))
def test_no_wage_words_fail(text: str) -> None:
    wage = parse_wage(text)
    assert wage is None or wage.yen > 0


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("週3日くらいで", "週3日"),
        ("週に2〜3日", "週2〜3日"),
        ("週５日以上", "週5日以上"),
        ("週4以内", "週4日まで"),
        ("フルタイムで", "フルタイム"),
        ("毎週見てます", None),
    ],
)
def test_days_a_week(text: str, days: str | None) -> None:
    assert read_wishes(text, []).days == days


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9時〜15時", "9:00〜15:00"),
        ("10時から16時まで", "10:00〜16:00"),
        ("9:30-15:30", "9:30〜15:30"),
        ("8時半から17時半", "8:30〜17:30"),
        ("16時までに帰りたい", "16:00まで"),
        ("18時以降", "18:00以降"),
        ("午前中だけ", "午前中"),
        ("夕方から", "夕方"),
        ("いつでも", None),
    ],
)
def test_hours_of_a_day(text: str, hours: str | None) -> None:
    assert read_wishes(text, []).hours == hours


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("土日休みがいい", ("土日休み",)),
        ("夜勤は無理です", ("夜勤なし",)),
        ("残業のない仕事", ("残業なし",)),
        ("座ってできて、扶養内", ("座ってできる", "扶養内")),
        ("車がないので駅近で", ("車なし", "駅近")),
    ],
)
def test_other_conditions(text: str, other: tuple[str, ...]) -> None:
    assert read_wishes(text, []).other == other


def test_what_is_refused_is_no_wish() -> None:
    found = [("occupation", "介護", "介護"), ("area", "泉佐野", "泉佐野")]
    wishes = told("泉佐野で、介護以外", found)
    assert (wishes.area, wishes.occupation, wishes.other) == (("泉佐野",), (), ("介護以外",))


def test_a_later_word_replaces_and_the_rest_stays() -> None:
    first = read_wishes("", [("area", "泉佐野"), ("occupation", "事務"), ("wage", "時給1100円以上")])
    later = read_wishes("やっぱり介護", [("occupation", "介護")]).after(first, adds=adds("やっぱり介護"))
    assert (later.area, later.occupation, later.wage) == (("泉佐野",), ("介護",), Wage("hour", 1100))


@pytest.mark.parametrize("text", ["介護でもいい", "介護も考えてます", "介護でもOKです"])
def test_a_word_of_also_adds(text: str) -> None:
    later = read_wishes(text, [("occupation", "介護")]).after(Wishes(occupation=("事務",)), adds=adds(text))
    assert later.occupation == ("事務", "介護")


def test_wishes_survive_the_slot() -> None:
    wishes = read_wishes("週3日 9時〜15時 土日休み", [("area", "熊取"), ("wage", "手取り15万")])
    assert Wishes.of(wishes.to_slot()) == wishes
    assert Wishes.of(None) == Wishes()
