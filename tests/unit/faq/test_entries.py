"""The service's own FAQ: complete, sourced, and with mistakes told in Japanese."""

import re
from datetime import date
from pathlib import Path

import pytest

from backend.faq import FaqError, load_entries

ROW = """entries:
  - id: fee
    question: 料金はいくらですか。
    alternatives:
      - 無料ですか
    answer: 登録も相談もすべて無料です。
    source: 運営規程
    checked_on: 2026-08-31
    topics: [料金]
"""


def problems_of(folder: Path, text: str) -> str:
    (folder / "own.yml").write_text(text, encoding="utf-8")
    with pytest.raises(FaqError) as caught:
        load_entries(folder)
    return "\n".join(caught.value.problems)


def test_the_shipped_entries_load_and_are_enough() -> None:
    entries = load_entries()
    assert len(entries) >= 80
    assert len({entry.question for entry in entries}) == len(entries)
    assert all(entry.checked_on <= date(2026, 8, 31) for entry in entries)


def test_answers_about_public_systems_name_a_desk_to_ask() -> None:
    desks = re.compile(
        "ハローワーク|年金事務所|市役所|市の|労働局|労働基準監督署|窓口|相談員|相談コーナー|相談して|労働相談"
    )
    systems = [entry for entry in load_entries() if entry.id.startswith("systems_")]
    assert [entry.id for entry in systems if not desks.search(entry.answer)] == []


def test_an_entry_becomes_a_document_with_its_other_wordings(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(ROW, encoding="utf-8")
    document = load_entries(tmp_path)[0].to_document()
    assert (document.id, document.alternatives) == ("fee", ("無料ですか",))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    source: 運営規程\n", "", "「source」がありません"),
        ("question: 料金はいくらですか。", 'question: ""', "「question」が空です"),
        ("id: fee", "id: 料金", "「id」は半角の英小文字"),
        ("2026-08-31", "先月", "「checked_on」は 2026-08-31 の形"),
        ("answer:", "kotae:", "「kotae」は使えない項目です"),
        ("topics: [料金]", "topics: []", "「topics」に1つ以上"),
    ],
)
def test_a_mistake_names_file_line_row_and_field_in_japanese(tmp_path: Path, old: str, new: str, said: str) -> None:
    told = problems_of(tmp_path, ROW.replace(old, new))
    assert said in told
    assert "own.yml 2行目" in told


def test_a_repeated_id_is_refused_across_files(tmp_path: Path) -> None:
    (tmp_path / "other.yml").write_text(ROW, encoding="utf-8")
    assert "id「fee」が重なっています" in problems_of(tmp_path, ROW)


@pytest.mark.parametrize("text", ["", "entries: [", "- a", "entries:\n  - ただの文字"])
def test_a_file_that_is_no_faq_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    assert problems_of(tmp_path, text).startswith("own.yml")
