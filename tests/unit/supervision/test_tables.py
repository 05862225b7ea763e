"""CSV files open in a spreadsheet as they are on the page, and run nothing there."""

import csv
import io

import pytest

from backend.supervision.tables import Cell, Column, Table, as_csv, hours, share


def read(table: Table) -> list[list[str]]:
    data = as_csv(table)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_becomes_text(start: str) -> None:
    table = Table("x", "x", "", [Column(f"{start}1+1")], [[Cell(f"{start}HYPERLINK()")]])
    for cell in (row[0] for row in read(table)):
        assert cell.startswith("'" + start)


def test_words_commas_and_missing_figures_survive() -> None:
    table = Table(
        "x",
        "x",
        "",
        [Column("名前"), Column("時間"), Column("割合")],
        [[Cell('青木, "みどり"'), hours(None), share(2 / 3)]],
    )
    assert read(table) == [["名前", "時間", "割合"], ['青木, "みどり"', "", "66.7"]]
