"""Structured logs with an allowlist of keys: whatever is not on it is dropped, so text, names and tokens cannot leak.

Event names are static strings; values are identifiers and figures.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED_KEYS = frozenset(
    {
        "event", "level", "timestamp", "logger", "process",
        "attempt", "attempts", "batch_size", "business_date", "code", "count", "duration_ms", "error_type",
        "event_type", "exit_code", "http_status", "intent", "job_id", "kind", "label", "limit", "line_event_id",
        "line_message_id", "method", "mode", "model", "part", "pii_types", "port", "reason", "request_id", "route",
        "seeker_id", "staff_id", "state", "status", "table", "task", "ticket_id", "appointment_id", "url_host",
        "staff_notice_id", "version", "where", "wait_s",
    }
)  # fmt: skip


def keep_allowed_keys(_logger: Any, _method: str, event_dict: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: drop every key that is not on the allowlist, and say which were dropped (names only)."""
    dropped = sorted(key for key in event_dict if key not in ALLOWED_KEYS)
    for key in dropped:
        del event_dict[key]
    if dropped:
        event_dict["dropped_keys"] = dropped
    return event_dict


def error_place(error: BaseException) -> str:
    """Where an exception came from as `file:line`, without its text, which may quote user input."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown"
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"


class _RecordWithoutText(logging.Formatter):
    """Third-party records: level, logger and place only; their messages may quote user input."""

    def format(self, record: logging.LogRecord) -> str:
        line = f'{{"event": "library_log", "level": "{record.levelname.lower()}", "logger": "{record.name}"'
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line += f', "error_type": "{type(error).__name__}", "where": "{error_place(error)}"'
        return line + "}"


def configure_logging(process: str) -> None:
    """Set up structlog (JSON lines on stderr) and silence libraries to warnings without text. Called once in main."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_RecordWithoutText())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            keep_allowed_keys,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
