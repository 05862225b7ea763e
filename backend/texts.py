"""Japanese sentences by key, from messages/ja.toml."""

import tomllib
from pathlib import Path
from typing import Any

from backend.service_profile import ServiceProfile
from backend.settings import ROOT

TEXT_FILE = ROOT / "messages" / "ja.toml"


class Texts:
    """Look-up by dotted key; unknown keys are a programming error and raise KeyError."""

    def __init__(self, tree: dict[str, Any], service: ServiceProfile) -> None:
        self._sentences: dict[str, str] = {}
        self._flatten("", tree, service)

    def _flatten(self, prefix: str, tree: dict[str, Any], service: ServiceProfile) -> None:
        for key, value in tree.items():
            if isinstance(value, dict):
                self._flatten(f"{prefix}{key}.", value, service)
            else:
                self._sentences[prefix + key] = service.fill(str(value))

    def get(self, key: str, /, **values: object) -> str:
        """The sentence, with `{name}` placeholders filled."""
        sentence = self._sentences[key]
        return sentence.format(**values) if values else sentence


def load_texts(service: ServiceProfile, path: Path = TEXT_FILE) -> Texts:
    """Read messages/ja.toml."""
    return Texts(tomllib.loads(path.read_text(encoding="utf-8")), service)
