"""A directory file that breaks while the service runs does not silence the safety lane."""

import os
from pathlib import Path

import pytest

from backend.safety.directory import DEFAULT_PATH, DirectoryError, current_directory


def change(path: Path, text: str, version: int) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(version, version))


def test_the_last_good_version_stays_in_use_while_the_file_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "directory.yml"
    good = DEFAULT_PATH.read_text(encoding="utf-8")
    change(path, good, 1)
    before = current_directory(path)
    change(path, "- {", 2)
    assert current_directory(path) is before
    path.unlink()
    assert current_directory(path) is before
    change(path, good, 3)
    assert current_directory(path).contacts == before.contacts


def test_a_file_that_was_never_good_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "directory.yml"
    change(path, "- {", 1)
    with pytest.raises(DirectoryError):
        current_directory(path)
