"""Starts the Rasa server: `bot/.venv/bin/python -m bot.server --model PATH --port N` from the root (by the supervisor).

Environment
    RASA_CHANNEL_TOKEN   bearer token of our channel (needed)
    RASA_API_TOKEN       `?token=` of Rasa's HTTP API: /model/parse, PUT /model, /status (needed)
    ACTION_ENDPOINT_URL  the app's action webhook; default http://127.0.0.1:8000/internal/actions
    ACTION_TOKEN         bearer token Rasa shows there
    DIALOGUE_DB_HOST     socket directory or host; unset needs --memory
    DIALOGUE_DB_PORT/NAME/USER/PASSWORD   5432 / dialogue / dialogue / empty
    RASA_ACTION_TIMEOUT_S 4.0 · TICKET_LOCK_LIFETIME 15 · MADOGUCHI_WITH_TENSORFLOW unset

`GET /` answers without a token as soon as the model is loaded; `GET /status?token=` names the model.
"""

import argparse
import contextlib
import functools
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, List, Optional

ROOT = Path(__file__).resolve().parent.parent
DEFAULTS = {
    "ACTION_ENDPOINT_URL": "http://127.0.0.1:8000/internal/actions",
    "ACTION_TOKEN": "",
    "DIALOGUE_DB_PORT": "5432",
    "DIALOGUE_DB_NAME": "dialogue",
    "DIALOGUE_DB_USER": "dialogue",
    "DIALOGUE_DB_PASSWORD": "",
    "TICKET_LOCK_LIFETIME": "15",
    "RASA_ACTION_TIMEOUT_S": "4.0",
    "RASA_TELEMETRY_ENABLED": "false",
    "POSTGRESQL_POOL_SIZE": "4",
    "POSTGRESQL_MAX_OVERFLOW": "8",
    # One message is too little for several threads: they only spin.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
GRACE_S = 30.0
"""How long after a swap the old model's database connections stay open for turns that are still running."""


def _arguments(argv: Optional[List[str]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bot.server", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", type=Path, required=True, help="packed model (.tar.gz)")
    parser.add_argument("--port", type=int, default=5005)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; never a public one")
    parser.add_argument("--memory", action="store_true", help="keep conversations in memory (tests, trying out)")
    return parser.parse_args(argv)


def _check(arguments: argparse.Namespace) -> Optional[str]:
    if not arguments.model.exists():
        return f"no model at {arguments.model}: train one first (python -m bot.tools.train)"
    for name in ("RASA_CHANNEL_TOKEN", "RASA_API_TOKEN"):
        if not os.environ.get(name):
            return f"{name} is not set"
    if not arguments.memory and not os.environ.get("DIALOGUE_DB_HOST"):
        return "DIALOGUE_DB_HOST is not set (or start with --memory)"
    return None


def main(argv: Optional[List[str]] = None) -> int:
    """Serve until stopped. Returns the process's exit code."""
    started = time.perf_counter()
    arguments = _arguments(argv)
    problem = _check(arguments)
    if problem:
        print(f"bot.server: {problem}", file=sys.stderr)
        return 2
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)

    from bot import lean, logs

    lean.install()
    formatter = logs.configure()
    return run(arguments, formatter, started)


def run(arguments: argparse.Namespace, formatter: Any, started: float) -> int:
    """Compose Rasa's application and serve it; imports Rasa, so call it after `lean.install()`."""
    import rasa.core.actions.action
    import rasa.core.run
    import rasa.utils.endpoints
    from rasa.core.utils import AvailableEndpoints

    from bot import quick_turns

    quick_turns.install()
    _load_models_in_a_thread()
    timeout_s = float(os.environ["RASA_ACTION_TIMEOUT_S"])
    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = timeout_s
    rasa.utils.endpoints.DEFAULT_REQUEST_TIMEOUT = timeout_s

    endpoints = AvailableEndpoints.read_endpoints(str(_endpoints_file(arguments.memory)))
    channels = rasa.core.run.create_http_input_channels(None, str(ROOT / "bot" / "credentials.yml"))
    app = rasa.core.run.configure_app(
        channels,
        auth_token=os.environ["RASA_API_TOKEN"],
        enable_api=True,
        endpoints=endpoints,
        port=arguments.port,
        response_timeout=60,
        keep_alive_timeout=75,
    )
    app.register_listener(
        functools.partial(rasa.core.run.load_agent_on_start, str(arguments.model), endpoints, None),
        "before_server_start",
    )
    app.register_listener(functools.partial(_serving, formatter, started), "after_server_start")
    app.register_listener(rasa.core.run.close_resources, "after_server_stop")
    _close_old_connections(app)
    app.ctx.exit_code = 0
    app.run(host=arguments.host, port=arguments.port, workers=1, access_log=False, debug=False, motd=False)
    return int(app.ctx.exit_code)


async def _serving(formatter: Any, started: float, app: Any, loop: Any) -> None:
    """From here on nobody else's log text is printed. A server without a model stops at once."""
    import logging
    import resource

    from bot import logs

    logs.take_back_handlers()
    log = logging.getLogger("bot.server")
    problem = _why_not_ready(app.ctx.agent)
    if problem:
        log.error(problem)
        app.ctx.exit_code = 1
        app.stop()
        return
    rss_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    fields = {
        "seconds": round(time.perf_counter() - started, 1),
        "rss_mb": rss_mb,
        "tensorflow": "tensorflow" in sys.modules,
        "model": str(app.ctx.agent.model_name),
    }
    log.info("server.ready", extra={"fields": fields})
    formatter.serving = True


def _load_models_in_a_thread() -> None:
    """`PUT /model` would stop every conversation while the file is unpacked; in a thread they only run slower."""
    import asyncio

    import rasa.server

    original = rasa.server._load_agent

    async def load(*args: Any, **kwargs: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, lambda: asyncio.run(original(*args, **kwargs)))

    rasa.server._load_agent = load


def _sql_store(agent: Any) -> Any:
    from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore

    store = getattr(agent, "tracker_store", None)
    store = store._tracker_store if isinstance(store, FailSafeTrackerStore) else store
    return store if isinstance(store, SQLTrackerStore) else None


def _why_not_ready(agent: Any) -> Optional[str]:
    """Rasa starts happily without a model or a database; a seeker would only get errors then."""
    if not agent.is_ready():
        return "server.model_not_loaded"
    store = _sql_store(agent)
    if store is None:
        return None
    import sqlalchemy

    try:
        usable = sqlalchemy.inspect(store.engine).has_table("events")
    except sqlalchemy.exc.SQLAlchemyError:
        usable = False
    return None if usable else "server.database_not_usable"


def _close_old_connections(app: Any) -> None:
    """A swapped model brings its own connections; Rasa leaves those of the old one open."""

    async def remember(request: Any) -> None:
        if request.path == "/model" and request.method == "PUT":
            request.ctx.old_agent = request.app.ctx.agent

    async def close(request: Any, response: Any) -> None:
        old = getattr(request.ctx, "old_agent", None)
        store = _sql_store(old)
        if store is not None and old is not request.app.ctx.agent:
            request.app.loop.call_later(GRACE_S, store.engine.dispose)
            request.app.loop.call_later(GRACE_S + 1, _give_memory_back)

    app.register_middleware(remember, "request")
    app.register_middleware(close, "response")


def _give_memory_back() -> None:
    """The old model's pages go back to the system instead of waiting in the allocator (Linux only)."""
    import ctypes
    import gc

    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _endpoints_file(memory: bool) -> Path:
    path = ROOT / "bot" / "endpoints.yml"
    if not memory:
        return path
    kept, skipping = [], False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line[0].isspace() and not line.startswith("#"):
            skipping = line.startswith("tracker_store:")
        if not skipping:
            kept.append(line)
    with tempfile.NamedTemporaryFile("w", suffix=".yml", delete=False, encoding="utf-8") as handle:
        handle.write("\n".join(kept) + "\n")
    return Path(handle.name)


if __name__ == "__main__":
    sys.exit(main())
