"""Times, wages and looked-up words are found where a person would mark them, and nowhere else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.entities import Lookups, Spelling, find_times_and_wages, fold, read_lookups
from bot.components.normalise import normalise

LOOKUPS = Path(__file__).resolve().parents[2] / "data" / "lookups"


def found(text: str, entity: str) -> list[str]:
    return [item.value for item in find_times_and_wages(text) if item.entity == entity]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("来週の火曜の夜", ["来週の火曜の夜"]),
        ("25時", ["25時"]),
        ("あさって18時以降", ["あさって18時以降"]),
        ("11/24", ["11/24"]),
        ("24日の午後", ["24日の午後"]),
        ("明日の夜あいてますか", ["明日の夜"]),
        ("11月24日(火)の19時半から", ["11月24日(火)の19時半から"]),
        ("１８：００〜２０：００で", ["１８：００〜２０：００"]),
        ("今日の14時〜16時", ["今日の14時〜16時"]),
        ("月曜と木曜の午前中", ["月曜", "木曜の午前中"]),
        ("三時過ぎ", ["三時過ぎ"]),
        ("二〇日の夕方6時ごろ", ["二〇日の夕方6時ごろ"]),
        ("週3日がいい", []),
        ("3日間だけ", []),
        ("10年働いていません", []),
        ("夜勤はできません", []),
        ("一時的に", []),
        ("1日6時間、週3日", []),
        ("58歳です", []),
        ("お昼ごはん", []),
    ],
)
def test_times(text: str, times: list[str]) -> None:
    assert found(text, "when") == times


@pytest.mark.parametrize(
    ("text", "wages"),
    [
        ("時給1200円以上がいい", ["時給1200円以上"]),
        ("月25万以上がいい", ["月25万以上"]),
        ("手取り二十万くらい", ["手取り二十万くらい"]),
        ("年収３００万", ["年収３００万"]),
        ("来週の25日に時給1,200円で", ["時給1,200円"]),
        ("3人の子ども", []),
    ],
)
def test_wages(text: str, wages: list[str]) -> None:
    assert found(text, "wage") == wages


@given(st.text(alphabet="来週の火曜夜0123456789時半日月/:〜円万給、 ﾊﾟあ😊", max_size=30))
def test_values_are_what_stands_at_the_offsets_and_nothing_overlaps(text: str) -> None:
    items = find_times_and_wages(text)
    assert all(text[item.start : item.end] == item.value and item.value for item in items)
    assert all(a.end <= b.start for a, b in zip(items, items[1:], strict=False))


def lookups(*rows: tuple[str, str, str]) -> Lookups:
    return Lookups([Spelling(entity, value, fold(normalise(name).text)) for entity, value, name in rows])


def test_the_longest_spelling_wins_and_the_script_does_not_matter() -> None:
    table = lookups(("area", "りんくう", "りんくう"), ("area", "りんくうタウン", "りんくうタウン"))
    text = "ﾘﾝｸｳﾀｳﾝで"
    assert [(f.value, text[f.start : f.end]) for f in table.find(normalise(text))] == [("りんくうタウン", "ﾘﾝｸｳﾀｳﾝ")]


def test_short_spellings_must_begin_a_word() -> None:
    table = lookups(("area", "堺", "さかい"))
    assert list(table.find(normalise("くさかいもの"), boundaries={0, 3})) == []


def test_the_tables_in_the_repository_are_readable_and_give_booking_codes() -> None:
    rows = read_lookups(LOOKUPS)
    assert {row.entity for row in rows} == {"area", "occupation", "employment_type", "format", "document_kind"}
    assert {row.value for row in rows if row.entity == "format"} == {"chat", "phone", "video"}


def test_one_spelling_for_two_values_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("area: {堺: [さかい], 酒井: [サカイ]}", encoding="utf-8")
    with pytest.raises(ValueError, match="both"):
        read_lookups(tmp_path)
