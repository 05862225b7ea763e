"""Japanese words on buttons and cards, from labels.toml. Sentences live in the domain's responses."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

JsonObject = dict[str, Any]


@cache
def _tree() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))


def intent_label(intent: str) -> str:
    """What an intent is called on a button; KeyError for one that is not in the catalogue."""
    return _tree()["intents"][intent]


def intents() -> tuple[str, ...]:
    """All intents with a label."""
    return tuple(_tree()["intents"])


def word(group: str, name: str) -> str:
    """Any other word, e.g. `word("formats", "phone")`."""
    return _tree()[group][name]


def payload(intent: str, **entities: str | None) -> str:
    """`/intent{"entity":"value"}` for a button; entities that are None are left out."""
    given = {name: value for name, value in entities.items() if value is not None}
    return f"/{intent}" + (json.dumps(given, ensure_ascii=False, separators=(",", ":")) if given else "")


def button(title: str, intent: str, **entities: str | None) -> JsonObject:
    """A button that sends an intent."""
    return {"title": title, "payload": payload(intent, **entities)}


def intent_button(intent: str) -> JsonObject:
    """A button named after its intent."""
    return button(intent_label(intent), intent)
