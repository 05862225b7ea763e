"""The lane's own examples: ``corpus/*.txt``, one author batch per file. Read by training and tests, never at run time.

A line ``[label]`` starts a section; ``none`` holds harmless talk that looks dangerous; ``⏎`` is a line break.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
LABELS = ("crisis_suicide", "crisis_violence", "hardship_living", "hardship_debt", "none")
_SECTION = re.compile(r"\[(\w+)\]")


class CorpusError(ValueError):
    """A corpus file cannot be read as sections of examples."""


@dataclass(frozen=True, slots=True)
class Example:
    """One message, its label and the batch (file) it was written in."""

    text: str
    label: str
    batch: str


def read_corpus() -> list[Example]:
    """All examples in the order of files and lines, each message once."""
    seen: dict[str, Example] = {}
    for path in sorted(CORPUS.glob("*.txt")):
        for example in _read(path):
            known = seen.setdefault(example.text, example)
            if known.label != example.label:
                raise CorpusError(f"{path.name}: {example.text!r} is {known.label} elsewhere")
    return list(seen.values())


def fingerprint() -> str:
    """Changes with any example's text or label, not with order, comments or the spread over files."""
    rows = sorted(f"{example.label}\t{example.text}" for example in read_corpus())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _read(path: Path) -> Iterator[Example]:
    label = ""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        section = _SECTION.fullmatch(line.strip())
        if section:
            label = section[1]
            if label not in LABELS:
                raise CorpusError(f"{path.name}: unknown section {label}")
        elif not label:
            raise CorpusError(f"{path.name}: text before the first section")
        else:
            yield Example(text=line.strip().replace("⏎", "\n"), label=label, batch=path.stem)
