"""The service's own FAQ: ``data/faq/*.yml``, edited by trainers, checked on load with errors in Japanese.

Called by the bot's fallback and by the studio.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import YAMLError

from backend.faq.index import FaqDocument

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
        found, mistakes = _read(path)
        entries += found
        problems += mistakes
    ids = [entry.id for entry in entries]
    problems += [f"id「{name}」が重なっています" for name in sorted({name for name in ids if ids.count(name) > 1})]
    if problems:
        raise FaqError(problems)
    return tuple(entries)


def _read(path: Path) -> tuple[list[FaqEntry], list[str]]:
    try:
        document = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        return [], [
            f"{path.name}: {'' if mark is None else f'{mark.line + 1}行目 '}読み込めません。書きかたを確かめてください"
        ]
    rows = document.get("entries") if isinstance(document, Mapping) else None
    if not isinstance(rows, CommentedSeq):
        return [], [f"{path.name}: 「entries:」の下に質問と答えを書いてください"]
    entries: list[FaqEntry] = []
    problems: list[str] = []
    for index, row in enumerate(rows):
        place = f"{path.name} {rows.lc.item(index)[0] + 1}行目"
        try:
            entries.append(FaqEntry.model_validate(_plain(row)))
        except ValidationError as error:
            name = row.get("id", "なし") if isinstance(row, Mapping) else "なし"
            problems += [f"{place}(id: {name}) {_japanese(problem)}" for problem in error.errors()]
    return entries, problems


_MESSAGES = {
    "missing": "がありません",
    "extra_forbidden": "は使えない項目です",
    "string_type": "は文字で書いてください",
    "string_too_short": "が短すぎます",
    "string_too_long": "が長すぎます(1000文字まで)",
    "string_pattern_mismatch": "は半角の英小文字・数字・_ で書いてください",
    "date_from_datetime_parsing": "は 2026-08-31 の形で書いてください",
    "date_type": "は 2026-08-31 の形で書いてください",
    "too_short": "に1つ以上書いてください",
    "tuple_type": "は「- 」で始まる一覧で書いてください",
}


def _japanese(problem: Mapping[str, Any]) -> str:
    field = ".".join(str(part) for part in problem["loc"])
    return f"「{field}」{_MESSAGES.get(problem['type'], 'の値が正しくありません')}"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
