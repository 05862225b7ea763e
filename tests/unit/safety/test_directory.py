"""The referral directory: what people see, when rows are due, and how mistakes are told to trainers."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from backend.safety import DirectoryError, load_directory
from backend.safety.directory import Directory, current_directory

ROW = """contacts:
  - id: madoguchi
    name: 架空の窓口
    place: 架空市役所 1階
    phone: "0120-000-000"
    hours: 平日9時〜17時
    open: [{days: 月火水木金, from: "9:00", to: "17:00"}]
    for_whom: ためしの人
    topics: [living]
    source: 架空の案内
    last_checked: 2026-08-31
    confirmed: true
    recheck_days: 90
"""


def make_directory(tmp_path: Path, text: str = ROW) -> Directory:
    path = tmp_path / "directory.yml"
    path.write_text(text, encoding="utf-8")
    return load_directory(path)


def problems_of(tmp_path: Path, text: str) -> str:
    with pytest.raises(DirectoryError) as caught:
        make_directory(tmp_path, text)
    return "\n".join(caught.value.problems)


def test_the_shipped_directory_loads_and_covers_every_topic_of_the_lane() -> None:
    directory = load_directory()
    for topic in ("suicide", "violence", "living", "debt", "work_trouble", "single_parent"):
        assert directory.list_contacts(topic)


def test_the_shipped_numbers_are_the_confirmed_ones() -> None:
    numbers = {contact.id: contact.phone for contact in load_directory().contacts if contact.confirmed}
    assert numbers["yorisoi"] == "0120-279-338"
    assert numbers["kokoro_no_kenko"] == "0570-064-556"
    assert numbers["dv_plus"] == "0120-279-889"
    assert numbers["jido_sodan_189"] == "189"


def test_an_unconfirmed_number_is_never_shown(tmp_path: Path) -> None:
    contact = make_directory(tmp_path, ROW.replace("confirmed: true", "confirmed: false")).contacts[0]
    assert "0120-000-000" not in contact.lines()
    assert "架空市役所 1階" in contact.lines()


def test_a_confirmed_row_shows_number_hours_and_for_whom(tmp_path: Path) -> None:
    lines = make_directory(tmp_path).contacts[0].lines()
    assert all(part in lines for part in ("架空の窓口", "0120-000-000", "平日9時〜17時", "ためしの人"))


def test_rows_are_due_on_the_ninetieth_day_and_not_before() -> None:
    directory = load_directory()
    assert directory.due_for_recheck(date(2026, 11, 28)) == ()
    assert len(directory.due_for_recheck(date(2026, 11, 29))) == len(directory.contacts)


@pytest.mark.parametrize(
    ("at", "open_now"),
    [
        (datetime(2026, 11, 24, 0, 0, tzinfo=UTC), True),  # Tuesday 9:00 JST
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), False),  # Tuesday 17:00 JST
        (datetime(2026, 11, 22, 3, 0, tzinfo=UTC), False),  # Sunday
        (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), False),  # Monday, a public holiday
    ],
)
def test_opening_hours_are_read_in_japan_and_holidays_are_not_weekdays(
    tmp_path: Path, at: datetime, open_now: bool
) -> None:
    assert make_directory(tmp_path).contacts[0].is_open(at) is open_now


def test_desks_closed_now_come_last() -> None:
    three_in_the_night = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
    names = [contact.id for contact in load_directory().list_contacts("suicide", now=three_in_the_night)]
    assert names[0] == "yorisoi"
    assert names[-1] == "inochi_no_denwa"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    hours: 平日9時〜17時\n", "", "「hours」がありません"),
        ("confirmed: true", "confirmed: たぶん", "「confirmed」は true か false"),
        ("2026-08-31", "きのう", "「last_checked」は 2026-08-31 の形"),
        ("topics: [living]", "topics: [くらし]", "「topics.0」に書けない値"),
        ('phone: "0120-000-000"', 'phone: "12345"', "電話番号の形ではありません"),
        ('phone: "0120-000-000"', 'phone: ""', "confirmed が true の窓口には phone が要ります"),
        ("phone:", "tel:", "「tel」は使えない項目です"),
        ("name: 架空の窓口", 'name: ""', "「name」が空です"),
    ],
)
def test_a_mistake_names_file_line_row_and_field_in_japanese(tmp_path: Path, old: str, new: str, said: str) -> None:
    told = problems_of(tmp_path, ROW.replace(old, new))
    assert said in told
    assert "directory.yml 2行目" in told
    assert "madoguchi" in told


def test_a_repeated_id_is_refused(tmp_path: Path) -> None:
    assert "id「madoguchi」が重なっています" in problems_of(tmp_path, ROW + ROW.removeprefix("contacts:\n"))


@pytest.mark.parametrize("text", ["", "contacts: []", "- a", "contacts: [", "contacts:\n  - ただの文字"])
def test_a_file_that_is_no_directory_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    assert problems_of(tmp_path, text).startswith("directory.yml")


def test_an_edited_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "directory.yml"
    path.write_text(ROW, encoding="utf-8")
    assert current_directory(path).contacts[0].name == "架空の窓口"
    path.write_text(ROW.replace("架空の窓口", "新しい窓口"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert current_directory(path).contacts[0].name == "新しい窓口"
