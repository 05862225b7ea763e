"""Tables that trainers edit as YAML: each row checked by a model, mistakes told in Japanese with file, line and field.

Used by features whose rows live below `data/` (FAQ, referral directory). Reads only; knows nothing of the features.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import YAMLError

Row = TypeVar("Row", bound=BaseModel)

_MESSAGES = {
    "missing": "がありません",
    "extra_forbidden": "は使えない項目です",
    "literal_error": "に書けない値があります",
    "string_type": 'は文字で書いてください(数字だけのときは " で囲みます)',
    "string_too_long": "が長すぎます({max_length}文字まで)",
    "string_pattern_mismatch": "の形が正しくありません",
    "bool_parsing": "は true か false で書いてください",
    "bool_type": "は true か false で書いてください",
    "date_from_datetime_parsing": "は 2026-08-31 の形で書いてください",
    "date_parsing": "は 2026-08-31 の形で書いてください",
    "date_type": "は 2026-08-31 の形で書いてください",
    "too_short": "に1つ以上書いてください",
    "tuple_type": "は「- 」で始まる一覧で書いてください",
}


def read_rows(path: Path, key: str, model: type[Row], *, of: str) -> tuple[list[Row], list[str]]:
    """The good rows of the list under `key`, and one sentence for each mistake.

    Args:
        of: what the rows are, for the sentence that says that there are none (「窓口」).
    """
    try:
        document = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        place = "ファイル" if mark is None else f"{mark.line + 1}行目の書きかた"
        return [], [f"{path.name}: 読み込めません({place}を確かめてください)"]
    listed = document.get(key) if isinstance(document, Mapping) else None
    if not isinstance(listed, CommentedSeq) or not listed:
        return [], [f"{path.name}: 「{key}:」の下に{of}を1つ以上書いてください"]
    rows: list[Row] = []
    problems: list[str] = []
    for index, row in enumerate(listed):
        name = row.get("id", "なし") if isinstance(row, Mapping) else "なし"
        place = f"{path.name} {listed.lc.item(index)[0] + 1}行目(id: {name})"
        try:
            rows.append(model.model_validate(_plain(row)))
        except ValidationError as error:
            problems += [f"{place} {_japanese(problem)}" for problem in error.errors()]
    return rows, problems


def repeated_ids(ids: Iterable[str]) -> list[str]:
    """A sentence for every id that names two rows."""
    listed = list(ids)
    return [f"id「{name}」が重なっています" for name in sorted({name for name in listed if listed.count(name) > 1})]


def _japanese(problem: Any) -> str:
    field, context = ".".join(str(part) for part in problem["loc"]), problem.get("ctx", {})
    if problem["type"] == "value_error":
        return str(context["error"])
    if problem["type"] == "string_pattern_mismatch" and field == "id":
        return "「id」は半角の英小文字・数字・_ で書いてください"
    if problem["type"] == "string_too_short":
        return f"「{field}」が{'空です' if context.get('min_length') == 1 else '短すぎます'}"
    return f"「{field}」{_MESSAGES.get(problem['type'], 'の値が正しくありません').format(**context)}"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
