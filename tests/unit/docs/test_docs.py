"""Documentation that names something must name something that exists: commands, paths, links, settings, identifiers."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from backend.db import Base
from backend.migrations.tables import import_all_models
from backend.settings import ROOT, Settings

DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
MADE_LATER = ("var/", "models/", "results/", ".venv/", "bot/.venv/", "backend/static/vendor/", "frontend/node_modules/")
"""Not in the repository: made by commands."""
CONTRACT = {
    "help", "setup", "run", "test", "check", "lint", "types", "imports", "fmt", "train", "deploy-model", "nlu-eval",
    "guard", "safety", "faq-eval", "bench",
}  # fmt: skip
"""Targets other people and machines rely on."""
CODE_FOLDERS = ("backend", "actions", "bot", "emulator", "domain", "data", "messages")
CODE_SUFFIXES = {".py", ".yml", ".toml", ".html"}
SKIPPED = {".venv", "__pycache__", "node_modules"}

_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_MAKE = re.compile(r"\bmake ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)")
_TARGET = re.compile(r"^([a-z][a-z-]*%?):", re.MULTILINE)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def spans(path: Path) -> Iterator[str]:
    """Everything between single backticks, outside of code blocks."""
    yield from _SPAN.findall(_FENCE.sub("", path.read_text(encoding="utf-8")))


def makefile_targets() -> set[str]:
    return set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))


def matches_target(name: str, targets: set[str]) -> bool:
    return name in targets or any(one.endswith("%") and name.startswith(one[:-1]) for one in targets)


@cache
def code() -> str:
    """All our code and data as one text."""
    parts = []
    for folder in CODE_FOLDERS:
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in CODE_SUFFIXES and not SKIPPED & set(file.parts) and file.is_file():
                parts.append(file.read_text(encoding="utf-8"))
    return "\n".join(parts)


@cache
def tables() -> frozenset[str]:
    import_all_models()
    return frozenset(Base.metadata.tables)


def looks_like_path(span: str) -> bool:
    """True for repository paths; addresses of pages and examples with placeholders are none."""
    if re.search(r"[\s<>{}…|=,:()\"+]", span) or span.startswith(("/", "http")) or span.startswith(MADE_LATER):
        return False
    top = span.split("/")[0]
    return "/" in span and (ROOT / top).exists()


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_relative_links_lead_to_files(path: Path) -> None:
    broken = [
        link
        for link in _LINK.findall(_FENCE.sub("", path.read_text(encoding="utf-8")))
        if not link.startswith(("http", "mailto:", "#")) and not (path.parent / link.split("#")[0]).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_paths_in_backticks_exist(path: Path) -> None:
    missing = [
        span
        for span in spans(path)
        if looks_like_path(span) and not (any(ROOT.glob(span)) if "*" in span else (ROOT / span).exists())
    ]
    assert missing == []


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_dotted_names_in_backticks_exist(path: Path) -> None:
    missing = [
        span
        for span in spans(path)
        if re.fullmatch(r"(backend|actions|bot|emulator)(\.(?!log$)\w+)+", span) and not dotted_name_exists(span)
    ]
    assert missing == []


def dotted_name_exists(dotted: str) -> bool:
    """`backend.tickets.service.claim_ticket`: the module is a file, and the rest is defined in it."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        stem = ROOT.joinpath(*parts[:length])
        for module in (stem.with_suffix(".py"), stem / "__init__.py"):
            if module.exists():
                text = module.read_text(encoding="utf-8")
                return all(re.search(rf"\b{name}\b", text) for name in parts[length:])
    return False


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_make_targets_exist(path: Path) -> None:
    targets = makefile_targets()
    text = path.read_text(encoding="utf-8")
    commands = [*_SPAN.findall(text), *(line for block in _FENCE.findall(text) for line in block.splitlines())]
    named = {
        word
        for command in commands
        if (found := _MAKE.search(command.split("#")[0])) and not re.search(r"\bapt|\bbrew", command)
        for word in found[1].split()
    }
    assert {name for name in named if not matches_target(name, targets)} == set()


def test_every_make_target_is_in_the_readmes_table() -> None:
    table = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    listed = set(re.findall(r"`make ([a-z][a-z-]*)", "\n".join(table)))
    missing = {
        target
        for target in makefile_targets()
        if not (target in listed or (target.endswith("%") and any(name.startswith(target[:-1]) for name in listed)))
    }
    assert missing == set()


def test_the_contracts_make_targets_exist() -> None:
    assert makefile_targets() >= CONTRACT


def test_every_setting_is_explained_to_operators() -> None:
    explained = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")))
    assert {name.upper() for name in Settings.model_fields} - explained == set()


def test_every_log_event_in_the_operators_table_is_logged_somewhere() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    table = text.split("| event | means |")[1].split("\n\n")[0]
    events = {span for row in table.splitlines() if row.startswith("| `") for span in _SPAN.findall(row.split("|")[1])}
    assert events
    assert {event for event in events if f'"{event}"' not in code()} == set()


def glossary_identifiers() -> list[str]:
    rows = [
        line.split("|")
        for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    return sorted({span for row in rows for cell in row[2:-1] for span in _SPAN.findall(cell) if span.isidentifier()})


@pytest.mark.parametrize("identifier", glossary_identifiers())
def test_glossary_identifiers_occur_in_the_code(identifier: str) -> None:
    assert re.search(rf"\b{identifier}\b", code(), re.IGNORECASE if identifier.isupper() else 0)


@pytest.mark.parametrize("document", ["docs/glossary.md", "docs/architecture.md"])
def test_every_table_is_explained(document: str) -> None:
    named = set(spans(ROOT / document))
    assert set(tables()) - named == set()


def test_every_package_of_the_backend_is_on_the_module_map() -> None:
    named = set(spans(ROOT / "docs" / "architecture.md"))
    packages = {f"backend/{file.parent.name}" for file in (ROOT / "backend").glob("*/__init__.py")}
    assert packages - named == set()


def test_consultants_read_the_same_words_for_states_and_lists_as_on_the_page() -> None:
    queue = tomllib.loads((ROOT / "messages" / "pages.ja.toml").read_text(encoding="utf-8"))["queue"]
    text = (ROOT / "docs" / "ja" / "consultants.md").read_text(encoding="utf-8")
    states = [word for state, word in queue["state"].items() if state != "merged"]
    assert [word for word in [*states, *queue["tab"].values()] if word not in text] == []


def test_the_changelog_knows_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"## [{project['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_decisions_are_numbered_without_gaps_and_have_three_parts() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert all(f"\n## {part}\n" in text for part in ("Context", "Decision", "Consequences")), record.name
