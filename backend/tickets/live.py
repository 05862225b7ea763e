"""Live queue views: one PostgreSQL listener per process fans changes out to open browsers.

The database says `ticket_changed <id>` (trigger on `ticket`). The listener runs only while someone watches, and
reconnects by itself. A stream starts, and continues after any gap, with `resync`: the page then fetches afresh, so
nothing can be missed. Used by `backend.tickets.routes`; `install` is called by the composition root.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
import structlog
from aiohttp import web

from backend.db import libpq_url
from backend.log import error_place

CHANNEL = "ticket_changed"
GATHER_S = 0.15
"""Changes that come together are told together."""
HEARTBEAT_S = 20.0
RETRY_S = 2.0
MAX_IDS = 200
"""More changes at once than this, and a resync is shorter."""

log = structlog.get_logger()


class Watcher:
    """One open browser: what changed since it last looked."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._resync = True
        self._closed = False
        self._news = asyncio.Event()
        self._news.set()

    def tell(self, ticket_id: str | None) -> None:
        """A ticket changed; None = anything may have changed."""
        if ticket_id is None or len(self._ids) >= MAX_IDS:
            self._resync = True
            self._ids.clear()
        else:
            self._ids.add(ticket_id)
        self._news.set()

    def close(self) -> None:
        """End the stream after what was already told."""
        self._closed = True
        self._news.set()

    async def next_event(self, timeout_s: float = HEARTBEAT_S) -> tuple[str, list[str]] | None:
        """`("resync", [])`, `("changed", ids)`, `("idle", [])` after a silent while, None when it is over."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._news.wait()
        except TimeoutError:
            return "idle", []
        if not self._resync and not self._closed:
            await asyncio.sleep(GATHER_S)
        ids, resync = sorted(self._ids), self._resync
        self._ids.clear()
        self._resync = False
        if self._closed:
            return None
        self._news.clear()
        return ("resync", []) if resync else ("changed", ids)


class TicketChanges:
    """The process's one listener and its watchers."""

    def __init__(self, database_url: str) -> None:
        self._conninfo = libpq_url(database_url)
        self._watchers: set[Watcher] = set()
        self._listener: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[Watcher]:
        """A watcher for one stream. The first one starts the listener, the last one stops it."""
        watcher = Watcher()
        self._watchers.add(watcher)
        if self._listener is None:
            self._listener = asyncio.create_task(self._listen())
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)
            if not self._watchers:
                await self._stop_listening()

    async def close(self) -> None:
        """End all streams, so that the process can stop at once."""
        for watcher in self._watchers:
            watcher.close()
        await self._stop_listening()

    async def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.cancel()
            with suppress(asyncio.CancelledError):
                await listener

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._tell_all(None)
                    async for notification in connection.notifies():
                        self._tell_all(notification.payload)
            except (psycopg.Error, OSError) as error:
                log.warning("listener_lost", error_type=type(error).__name__, where=error_place(error))
            await asyncio.sleep(RETRY_S)

    def _tell_all(self, ticket_id: str | None) -> None:
        for watcher in self._watchers:
            watcher.tell(ticket_id)


CHANGES: web.AppKey[TicketChanges] = web.AppKey("ticket_changes", TicketChanges)


def install(app: web.Application, database_url: str) -> None:
    """Give the application its listener and close it before the server waits for open streams."""
    app[CHANGES] = changes = TicketChanges(database_url)

    async def close(_app: web.Application) -> None:
        await changes.close()

    app.on_shutdown.append(close)


def sse(event: str, ids: list[str]) -> bytes:
    """One server-sent event; `idle` becomes a comment that keeps proxies from closing the stream."""
    if event == "idle":
        return b": idle\n\n"
    return f"event: {event}\ndata: {json.dumps(ids)}\n\n".encode()
