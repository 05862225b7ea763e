"""`python -m backend.guard FILE.jsonl`: one row out per row in, loud and precise about bad rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.guard.__main__ import main


def run(path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> tuple[int, list[dict[str, object]], str]:
    code = main([str(path)])
    captured = capsysbinary.readouterr()
    return code, [json.loads(line) for line in captured.out.splitlines()], captured.err.decode("utf-8")


def test_each_row_gives_one_row_with_masked_text_and_spans(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "090-1234-5678です", "id": 1}\n{"text": "はい"}\n', encoding="utf-8")
    code, rows, errors = run(path, capsysbinary)
    assert code == 0
    assert errors == ""
    assert rows == [
        {"masked": "【電話番号】です", "spans": [{"type": "phone", "start": 0, "end": 13}]},
        {"masked": "はい", "spans": []},
    ]


@pytest.mark.parametrize("bad", [b"{", b'{"txt": "a"}', b'{"text": 1}', b"[]", b'"text"', b"\xff\xfe", b"[" * 100_000])
def test_a_bad_row_is_named_and_earlier_rows_are_kept(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], bad: bytes
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text": "a"}\n' + bad + b'\n{"text": "b"}\n')
    code, rows, errors = run(path, capsysbinary)
    assert code == 2
    assert rows == [{"masked": "a", "spans": []}]
    assert "line 2" in errors


def test_a_bad_row_is_reported_without_repeating_personal_text(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text": "090-1234-5678"\n')
    _, _, errors = run(path, capsysbinary)
    assert "090" not in errors


def test_a_missing_file_is_a_clear_error(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    code, rows, errors = run(tmp_path / "none.jsonl", capsysbinary)
    assert code == 2
    assert rows == []
    assert "cannot be read" in errors


def test_lone_surrogates_survive_as_escapes(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(rb'{"text": "\ud83d 090-1234-5678"}' + b"\n")
    code, rows, _ = run(path, capsysbinary)
    assert code == 0
    assert rows[0]["masked"] == "\ud83d 【電話番号】"


def test_without_a_file_the_usage_is_shown(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([]) == 2
    assert b"usage" in capsysbinary.readouterr().err
