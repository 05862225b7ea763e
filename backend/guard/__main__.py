"""Command line of the guard: `python -m backend.guard FILE.jsonl`.

Each input row `{"text": …}` gives one row `{"masked": …, "spans": [{"type", "start", "end"}]}` on standard output.
A bad row ends the run with exit code 2 and its line number on standard error; rows before it are already printed.
Used by `make guard` and by evaluation scripts.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from backend.guard import mask


class BadRow(ValueError):
    """A line that is not a JSON object with a string "text"; the message names the line."""


def _text_of(line: bytes, number: int) -> str:
    try:
        row = json.loads(line.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadRow(f"line {number}: not valid JSON in UTF-8 ({error})") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadRow(f'line {number}: expected an object with a string "text"')
    text: str = row["text"]
    return text


def _guarded(text: str) -> str:
    result = mask(text)
    row = {"masked": result.masked, "spans": [asdict(span) for span in result.spans]}
    # Lone surrogates cannot be written as UTF-8; such rows are escaped as a whole.
    as_is = json.dumps(row, ensure_ascii=False)
    return as_is if as_is.isprintable() or not _has_surrogate(as_is) else json.dumps(row)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def main(arguments: list[str]) -> int:
    """Guard the file named in `arguments`; returns the exit code."""
    if len(arguments) != 1 or arguments[0] in {"-h", "--help"}:
        sys.stderr.write("usage: python -m backend.guard FILE.jsonl\n")
        return 2
    out = sys.stdout.buffer
    try:
        with Path(arguments[0]).open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    out.write(_guarded(_text_of(line, number)).encode("utf-8") + b"\n")
    except BadRow as error:
        out.flush()
        sys.stderr.write(f"{arguments[0]}: {error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{arguments[0]}: cannot be read ({error.strerror})\n")
        return 2
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
