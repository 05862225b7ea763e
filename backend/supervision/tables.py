"""The measures as tables of words and figures. The page shows them, charts are drawn from them, CSV files hold them."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from backend.supervision.queries import NOTHING, SCORES, Measures, Row
from backend.texts import Texts
from backend.tickets.words import topic_label

NAMES = ("summary", "time", "hours", "consultants", "topics", "labels", "breaches", "satisfaction")
OWN_NAMES = ("summary", "time", "topics", "labels", "satisfaction")
"""What a consultant sees of their own work."""
DANGEROUS_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Spreadsheets run cells that begin like this."""

_WAITS = ("answer_p50_h", "answer_p90_h", "claim_p50_h", "claim_p90_h")
_STACK = ("kept", "late", "overdue", "withdrawn_late", "waiting")


@dataclass(frozen=True)
class Cell:
    """What is written, and the number behind it for charts; None = there is nothing to say."""

    text: str
    value: float | None = None


@dataclass(frozen=True)
class Column:
    """A column's heading. `series`: a chart shows it, in this tone."""

    title: str
    series: str = ""


@dataclass(frozen=True)
class Table:
    """Title, headings and rows; the first cell of a row says what it is about.

    Attributes:
        chart: bars (upright) or lanes (lying, for long names); empty = none.
    """

    name: str
    title: str
    note: str
    columns: list[Column]
    rows: list[list[Cell]]
    chart: str = ""


def count(number: int) -> Cell:
    """A number of episodes."""
    return Cell(str(number), number)


def hours(number: float | None) -> Cell:
    """Hours with one decimal."""
    return Cell("", None) if number is None else Cell(f"{number:.1f}", round(number, 1))


def share(part: float | None) -> Cell:
    """A share in percent."""
    return Cell("", None) if part is None else Cell(f"{part * 100:.1f}", round(part * 100, 1))


def score(number: float | None) -> Cell:
    """A mean of scores."""
    return Cell("", None) if number is None else Cell(f"{number:.2f}", round(number, 2))


def make_tables(found: Measures, texts: Texts, names: tuple[str, ...] = NAMES) -> list[Table]:
    """The tables in the order of the page."""
    makers: dict[str, Callable[[], Table]] = {
        "summary": lambda: _summary(found, texts),
        "time": lambda: _group("time", found.by_time, texts, "bars", str),
        "hours": lambda: _group("hours", _all_hours(found.by_hour), texts, "bars", lambda key: f"{int(key)}時"),
        "consultants": lambda: _consultants(found.by_consultant, texts),
        "topics": lambda: _group("topics", found.by_topic, texts, "lanes", lambda key: topic_label(texts, key)),
        "labels": lambda: _group("labels", found.by_label, texts, "lanes", lambda key: texts.get(f"queue.label.{key}")),
        "breaches": lambda: _breaches(found, texts),
        "satisfaction": lambda: _satisfaction(found, texts),
    }
    return [makers[name]() for name in names]


def _table(name: str, texts: Texts, columns: list[Column], rows: list[list[Cell]], chart: str = "") -> Table:
    return Table(
        name=name,
        title=texts.get(f"measures.table.{name}.title"),
        note=texts.get(f"measures.table.{name}.note"),
        columns=[Column(texts.get(f"measures.table.{name}.first")), *columns],
        rows=rows,
        chart=chart,
    )


def _column(texts: Texts, name: str, series: str = "") -> Column:
    return Column(texts.get(f"measures.column.{name}"), series)


def _summary(found: Measures, texts: Texts) -> Table:
    total = found.total
    figures = {
        **{name: count(getattr(total, name)) for name in ("opened", "due", "kept", "late", "overdue")},
        **{name: count(getattr(total, name)) for name in ("withdrawn_late", "waiting", "withdrawn", "dismissed")},
        "merged": count(total.merged),
        "kept_share": share(total.kept_share),
        **{
            name: hours(getattr(total, name)) for name in ("answer_p50_h", "answer_p90_h", "claim_p50_h", "claim_p90_h")
        },
        "rated": count(total.rated),
        "score": score(total.score),
        "rated_share": share(total.rated_share),
    }
    rows = [[Cell(texts.get(f"measures.column.{name}")), cell] for name, cell in figures.items()]
    return _table("summary", texts, [_column(texts, "value")], rows)


def _group(name: str, rows: list[Row], texts: Texts, chart: str, word: Callable[[str], str]) -> Table:
    """Outcomes, share and waiting time of each row."""
    columns = [
        _column(texts, "opened"),
        *(_column(texts, outcome, outcome) for outcome in _STACK),
        *(_column(texts, figure) for figure in ("kept_share", "answer_p50_h", "answer_p90_h")),
    ]
    lines = [
        [
            Cell(word(row.key) if row.key is not None else texts.get(f"measures.table.{name}.none")),
            count(row.figures.opened),
            *(count(getattr(row.figures, outcome)) for outcome in _STACK),
            share(row.figures.kept_share),
            hours(row.figures.answer_p50_h),
            hours(row.figures.answer_p90_h),
        ]
        for row in rows
    ]
    return _table(name, texts, columns, lines, chart)


def _all_hours(rows: list[Row]) -> list[Row]:
    """All 24, so that a quiet night is seen."""
    found = {row.key: row for row in rows}
    return [found.get(f"{hour:02}", Row(f"{hour:02}", NOTHING)) for hour in range(24)]


def _consultants(rows: list[Row], texts: Texts) -> Table:
    columns = [
        _column(texts, "answered"),
        *(_column(texts, outcome, outcome) for outcome in ("kept", "late")),
        *(_column(texts, figure) for figure in ("kept_share", "answer_p50_h", "answer_p90_h", "rated", "score")),
    ]
    lines = [
        [
            Cell(row.key),
            *(count(number) for number in (row.figures.answered, row.figures.kept, row.figures.late)),
            share(row.figures.kept_share),
            hours(row.figures.answer_p50_h),
            hours(row.figures.answer_p90_h),
            count(row.figures.rated),
            score(row.figures.score),
        ]
        for row in rows
        if row.key is not None
    ]
    return _table("consultants", texts, columns, lines, "lanes")


def _breaches(found: Measures, texts: Texts) -> Table:
    counted: Counter[str] = Counter()
    for reason, number in found.breaches.items():
        counted[reason_label(texts, reason)] += number
    rows = [[Cell(label), count(number)] for label, number in counted.most_common()]
    return _table("breaches", texts, [_column(texts, "count", "late")], rows, "lanes")


def reason_label(texts: Texts, reason: str | None) -> str:
    """Why a promise was broken, by the code of the reason."""
    if reason is None:
        return texts.get("measures.table.breaches.none")
    try:
        return texts.get(f"breach.reason.{reason}")
    except KeyError:
        return texts.get("measures.table.breaches.other")


def _satisfaction(found: Measures, texts: Texts) -> Table:
    rated = found.total.rated
    rows = [
        [
            Cell(texts.get(f"page.feedback.score.{points}")),
            count(found.scores[points]),
            share(found.scores[points] / rated if rated else None),
        ]
        for points in SCORES
    ]
    return _table("satisfaction", texts, [_column(texts, "count", "kept"), _column(texts, "share")], rows, "lanes")


def as_csv(table: Table) -> bytes:
    """For Excel: UTF-8 with BOM, and no cell that a spreadsheet would run."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_harmless(column.title) for column in table.columns)
    writer.writerows([_harmless(cell.text) for cell in row] for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS_STARTS) else text
