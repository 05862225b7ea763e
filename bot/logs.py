"""Logging of the Rasa server that can't print what a seeker wrote. Called once by bot.server.

Rasa puts message texts, whole trackers and the bodies of failed action calls into its log messages. So once the
server is up, a record of somebody else's code is reduced to where it came from: level, logger, file and line, the name
of the event when it is a constant, and for exceptions their types and frames. That is enough to find the cause.
"""

import json
import logging
import re
import sys
import traceback
from datetime import datetime, timezone
from typing import Any, Dict, MutableMapping, Optional

_EVENT_NAME = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")


class QuietFormatter(logging.Formatter):
    """One JSON object a line. `serving` False: start-up, messages are printed; True: only our own are."""

    def __init__(self) -> None:
        super().__init__()
        self.serving = False

    def format(self, record: logging.LogRecord) -> str:
        """Reduce a record to what may be printed."""
        line: Dict[str, Any] = {
            "ts": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        ours = record.name == "bot" or record.name.startswith("bot.")
        event = record.msg if isinstance(record.msg, str) and _EVENT_NAME.fullmatch(record.msg) else None
        if ours:
            line["event"] = str(record.msg)
            line.update(getattr(record, "fields", {}))
        elif not self.serving:
            line["event"] = record.getMessage()
        else:
            line["event"] = event or "hidden"
        line["at"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = _exception_types(record.exc_info[1])
            line["frames"] = [
                f"{frame.filename.rsplit('site-packages/', 1)[-1]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-12:]
            ]
        return json.dumps(line, ensure_ascii=False)


def _exception_types(error: Optional[BaseException]) -> str:
    names = []
    while error is not None and len(names) < 5:
        names.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return " < ".join(names)


def _only_the_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
    """structlog processor: Rasa's fields carry texts, the event name doesn't."""
    name = str(event.get("event", ""))
    return name if _EVENT_NAME.fullmatch(name) else "hidden"


def configure(level: str = "INFO") -> QuietFormatter:
    """Take over the root logger, warnings and structlog. Set `serving` on the result once the server is up."""
    import structlog

    formatter = QuietFormatter()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("bot").setLevel(level)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _only_the_event],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    return formatter


def silence_structlog() -> None:
    """For the tools: Rasa's structured log would print every text it parses."""
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def take_back_handlers() -> None:
    """Rasa and Sanic install handlers of their own while they start: send their loggers to ours again."""
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        if logger.handlers:
            logger.handlers[:] = []
            logger.propagate = True
    for name in ("sanic.access", "apscheduler", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.ERROR)
