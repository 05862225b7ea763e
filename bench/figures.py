"""Figures and tables. Pure."""

import math
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` (0–1) of all values do not exceed (nearest rank); None for no values."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def spread(latencies_ms: Sequence[float]) -> dict[str, float | None]:
    """p50, p95, p99 and max in milliseconds, one decimal."""
    found = {
        "p50_ms": percentile(latencies_ms, 0.50),
        "p95_ms": percentile(latencies_ms, 0.95),
        "p99_ms": percentile(latencies_ms, 0.99),
        "max_ms": max(latencies_ms, default=None),
    }
    return {name: None if value is None else round(value, 1) for name, value in found.items()}


def table(rows: Sequence[Mapping[str, Any]], title: str = "") -> str:
    """Rows with the same keys as an aligned text table; a missing or None value shows as a dash."""
    if not rows:
        return title
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    widths = [max(_width(line[column]) for line in [names, *cells]) for column in range(len(names))]
    lines = [
        "  ".join(
            _pad(text, width, left=column == 0) for column, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in [names, ["-" * width for width in widths], *cells]
    ]
    return "\n".join([*([title] if title else []), *(line.rstrip() for line in lines)])


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text
