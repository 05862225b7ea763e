"""The service's own FAQ: ``data/faq/*.yml``, edited by trainers, checked on load with errors in Japanese.

Called by the bot's fallback and by the studio.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.faq.index import FaqDocument
from backend.yaml_rows import read_rows, repeated_ids

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "data" / "faq"
"""The entries the service runs on."""

OWN_SOURCE = "このサービスの運営規程"
"""Source of what the service itself decides; it needs no mention."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class FaqError(Exception):
    """The FAQ files cannot be used.

    Attributes:
        problems: one Japanese sentence each, naming file, line and field.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class FaqEntry(BaseModel):
    """One question with its answer, who says so, and when it was checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    question: Text
    alternatives: tuple[Text, ...] = ()
    answer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1000)]
    source: Text
    checked_on: date
    topics: Annotated[tuple[Text, ...], Field(min_length=1)]

    @property
    def answer_with_source(self) -> str:
        """The answer; one about a system of others says where it comes from and when that was checked."""
        if self.source == OWN_SOURCE:
            return self.answer
        return f"{self.answer}\n(出典 {self.source}、{self.checked_on.year}年{self.checked_on.month}月時点)"

    def to_document(self) -> FaqDocument:
        """The entry as the index wants it."""
        return FaqDocument(self.id, self.question, self.answer, self.alternatives)


def load_entries(folder: Path = DEFAULT_FOLDER) -> tuple[FaqEntry, ...]:
    """All entries of ``folder/*.yml``, files in name order, entries as written.

    Raises:
        FaqError: with every mistake of every file, in Japanese.
    """
    problems: list[str] = []
    entries: list[FaqEntry] = []
    for path in sorted(folder.glob("*.yml")):
        found, mistakes = read_rows(path, "entries", FaqEntry, of="質問と答え")
        entries += found
        problems += mistakes
    problems += repeated_ids(entry.id for entry in entries)
    if problems:
        raise FaqError(problems)
    return tuple(entries)
