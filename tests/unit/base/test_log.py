"""Logs hold only keys of the allowlist, and library records lose their text."""

import logging

from backend.log import _RecordWithoutText, error_place, keep_allowed_keys


def test_unknown_keys_are_dropped_and_only_their_names_kept() -> None:
    kept = keep_allowed_keys(None, "info", {"event": "x", "seeker_id": "1", "text": "山田花子", "phone": "090"})
    assert kept == {"event": "x", "seeker_id": "1", "dropped_keys": ["phone", "text"]}


def test_library_records_lose_their_message_and_exception_text() -> None:
    try:
        raise ValueError("090-0000-1234 を含む例外")
    except ValueError as error:
        record = logging.LogRecord("lib", logging.ERROR, "f.py", 1, "失敗: 山田花子", None, (ValueError, error, None))
        place = error_place(error)
    line = _RecordWithoutText().format(record)
    assert "山田" not in line
    assert "090" not in line
    assert '"error_type": "ValueError"' in line
    assert place.startswith("test_log.py:")


def test_place_of_an_error_never_raised_is_unknown() -> None:
    assert error_place(ValueError("x")) == "unknown"
