"""Live queue views: one PostgreSQL listener per process fans changes out to open browsers.

The database says `ticket_changed <id>` (triggers on tickets, messages, notes), `ticket_presence <id>` and `staff_notice
<staff id>`. The listener runs only while someone watches, and reconnects by itself. A stream starts, and continues
after any gap, with `resync`: the page then fetches afresh, so nothing can be missed. Used by
`backend.tickets.routes`; `install` is called by the composition root.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
import structlog
from aiohttp import web
from psycopg import sql

from backend.db import libpq_url
from backend.log import error_place

CHANNELS = {"ticket_changed": "changed", "ticket_presence": "presence", "staff_notice": "notices"}
"""PostgreSQL channel → name of the event in the stream."""
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
        self._ids: dict[str, set[str]] = {event: set() for event in CHANNELS.values()}
        self._resync = True
        self._closed = False
        self._news = asyncio.Event()
        self._news.set()

    def tell(self, event: str, ticket_id: str) -> None:
        """Something about a ticket changed."""
        self._ids[event].add(ticket_id)
        if len(self._ids[event]) > MAX_IDS:
            self.tell_resync()
        self._news.set()

    def tell_resync(self) -> None:
        """Anything may have changed."""
        self._resync = True
        for ids in self._ids.values():
            ids.clear()
        self._news.set()

    def close(self) -> None:
        """End the stream after what was already told."""
        self._closed = True
        self._news.set()

    async def next_events(self, timeout_s: float = HEARTBEAT_S) -> list[tuple[str, list[str]]] | None:
        """What to write next, as (event, ticket ids); None when it is over.

        `resync` and `idle` (a silent while) name no tickets.
        """
        try:
            async with asyncio.timeout(timeout_s):
                await self._news.wait()
        except TimeoutError:
            return [("idle", [])]
        if not self._resync and not self._closed:
            await asyncio.sleep(GATHER_S)
        if self._closed:
            return None
        told = [(event, sorted(ids)) for event, ids in self._ids.items() if ids]
        for ids in self._ids.values():
            ids.clear()
        if self._resync:
            told = [("resync", [])]
        self._resync = False
        self._news.clear()
        return told


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
                    for channel in CHANNELS:
                        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                    for watcher in self._watchers:
                        watcher.tell_resync()
                    async for notification in connection.notifies():
                        event = CHANNELS[notification.channel]
                        for watcher in self._watchers:
                            watcher.tell(event, notification.payload)
            except (psycopg.Error, OSError) as error:
                log.warning("listener_lost", error_type=type(error).__name__, where=error_place(error))
            await asyncio.sleep(RETRY_S)


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
