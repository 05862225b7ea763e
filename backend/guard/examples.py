"""The guard's own examples: ``corpus/*.txt``, one author batch per file. Read by training and tests, never at run time.

Lines under ``[personal]`` carry marks such as ⟦phone:090-0000-0000⟧, lines under ``[clean]`` none; ``⏎`` is a line
break. Everything in them is made up.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.guard.model import PiiType

CORPUS = Path(__file__).parent / "corpus"
_MARK = re.compile(r"⟦([a-z_]+):(.*?)⟧", re.DOTALL)


class CorpusError(ValueError):
    """A corpus file cannot be read as sections of marked messages."""


@dataclass(frozen=True, slots=True)
class Example:
    """One message, the stretches that are personal in it as (type, start, end), and its batch (file)."""

    text: str
    personal: tuple[tuple[str, int, int], ...]
    batch: str


def read_corpus() -> list[Example]:
    """All examples in the order of files and lines, each message once."""
    seen: dict[str, Example] = {}
    for path in sorted(CORPUS.glob("*.txt")):
        for example in read_batch(path):
            seen.setdefault(example.text, example)
    return list(seen.values())


def read_batch(path: Path) -> Iterator[Example]:
    """The examples of one file.

    Raises:
        CorpusError: a line before the first section, an unknown type, marks in a clean line or none in a personal one.
    """
    section = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip() in {"[personal]", "[clean]"}:
            section = line.strip()
        elif line.strip():
            example = _read(line.replace("⏎", "\n"), path.stem)
            unknown = {kind for kind, _, _ in example.personal} - set(PiiType)
            if unknown or not section or bool(example.personal) != (section == "[personal]") or "⟦" in example.text:
                raise CorpusError(f"{path.name}:{number}: {unknown or 'not an example of its section'}")
            yield example


def fingerprint() -> str:
    """Changes with any example, not with order or the spread over files."""
    rows = sorted(f"{example.text}\t{example.personal}" for example in read_corpus())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _read(marked: str, batch: str) -> Example:
    text, spans, cursor = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[cursor : mark.start()]
        spans.append((mark[1], len(text), len(text) + len(mark[2])))
        text += mark[2]
        cursor = mark.end()
    return Example(text + marked[cursor:], tuple(spans), batch)
