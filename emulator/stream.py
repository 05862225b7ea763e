"""Server-sent events for the phone page. EmulatorState publishes; the control API serves the stream."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from emulator.model import Json

_MOST_WAITING = 1_000


class Stream:
    """Hands each published event to every open page. A page that falls behind is told to fetch everything again."""

    def __init__(self) -> None:
        self._pages: set[asyncio.Queue[Json]] = set()

    def publish(self, kind: str, data: Json) -> None:
        """Tell all pages; never blocks."""
        for page in self._pages:
            if page.qsize() >= _MOST_WAITING:
                while not page.empty():
                    page.get_nowait()
                page.put_nowait({"kind": "resync"})
            else:
                page.put_nowait({"kind": kind, **data})

    @contextmanager
    def open(self) -> Iterator[asyncio.Queue[Json]]:
        """A queue of what happens from now on."""
        page: asyncio.Queue[Json] = asyncio.Queue()
        self._pages.add(page)
        try:
            yield page
        finally:
            self._pages.discard(page)
