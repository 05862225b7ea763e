"""Japanese sentences by key, from all messages/*.toml (one file per surface)."""

import tomllib
from pathlib import Path
from typing import Any

from backend.service_profile import ServiceProfile
from backend.settings import ROOT

TEXT_FOLDER = ROOT / "messages"


class Texts:
    """Look-up by dotted key; unknown keys are a programming error and raise KeyError."""

    def __init__(self, trees: list[dict[str, Any]], service: ServiceProfile) -> None:
        self.service = service
        self._sentences: dict[str, str] = {}
        for tree in trees:
            self._flatten("", tree, service)

    def _flatten(self, prefix: str, tree: dict[str, Any], service: ServiceProfile) -> None:
        for key, value in tree.items():
            if isinstance(value, dict):
                self._flatten(f"{prefix}{key}.", value, service)
            else:
                if prefix + key in self._sentences:
                    raise ValueError(f"text {prefix}{key} is defined twice")
                self._sentences[prefix + key] = service.fill(str(value))

    def get(self, key: str, /, **values: object) -> str:
        """The sentence, with `{name}` placeholders filled."""
        sentence = self._sentences[key]
        return sentence.format(**values) if values else sentence

    def under(self, prefix: str) -> list[tuple[str, str]]:
        """Last part of the key and sentence of everything right below a key, in the order of the file."""
        start = prefix + "."
        return [(key.removeprefix(start), text) for key, text in self._sentences.items() if key.startswith(start)]


def load_texts(service: ServiceProfile, folder: Path = TEXT_FOLDER) -> Texts:
    """Read every messages/*.toml; a key defined twice is an error at start-up."""
    files = sorted(folder.glob("*.toml"))
    return Texts([tomllib.loads(file.read_text(encoding="utf-8")) for file in files], service)
