"""Everyday words for office words, from ``synonyms.toml``. Used by the FAQ index only."""

import tomllib
from functools import cache
from pathlib import Path

from backend.faq.tokens import analyse

_FILE = Path(__file__).with_name("synonyms.toml")


def synonyms_of(word: str) -> frozenset[str]:
    """Other members of every group the (normalised) word is in."""
    return _groups().get(word, frozenset())


@cache
def _groups() -> dict[str, frozenset[str]]:
    together: dict[str, set[str]] = {}
    for group in tomllib.loads(_FILE.read_text(encoding="utf-8"))["groups"]:
        members = {_normal(word) for word in group}
        for word in members:
            together.setdefault(word, set()).update(members - {word})
    return {word: frozenset(others) for word, others in together.items()}


def _normal(word: str) -> str:
    words = analyse(word).words
    return words[0] if words else word
