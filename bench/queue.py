"""The consultants' queue with 100,000 tickets and a million messages: lists, claims, live updates, reconnecting views.

PostgreSQL and one web process, measured over HTTP as a browser would use them.
"""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import aiohttp

from backend.clock import system_clock
from backend.db import Database
from backend.errors import Conflict
from backend.postgres import APP, BACKEND_DB, SUPERUSER
from backend.staff.models import Staff
from backend.tickets.desk import claim_ticket
from bench.figures import percentile, spread, table
from bench.machine import say
from bench.queue_seed import OPEN, TICKETS, Person, seed
from bench.stack import BenchError, Running, web_alone

SETTLE_S = 180.0
LIST_AIM_MS, CLAIM_AIM_MS, SCREEN_AIM_MS, RESYNC_AIM_S = 200.0, 150.0, 1_000.0, 5.0
ROUNDS, CLAIMERS, VIEWS, EVENTS, LOADS, CLAIMS = 1_000, 50, 50, 40, 60, 200
LISTS = {
    "未対応": "tab=open",
    "自分": "tab=mine",
    "期限間近": "tab=due",
    "緊急": "tab=urgent",
    "全件": "tab=all",
    "回答済": "tab=answered",
    "未対応 + q": "tab=open&q=A",
    "全件 + label + topic": "tab=all&label=interview&topic=write_cv",
}
_ROW = re.compile(
    r'data-row="([0-9a-f-]{36})".*?badge--(\w+)">[^<]*</span></span>.*?queue__holder">([^<]*)<', re.DOTALL
)


def rows_of(html: str) -> dict[str, tuple[str, str]]:
    """Ticket id → (state, holder) of every row in a list's markup; what does not depend on the minute."""
    return {found[0]: (found[1], found[2]) for found in _ROW.findall(html)}


@dataclass
class View:
    """An open page: its stream, and the rows it shows, kept as its script keeps them."""

    http: aiohttp.ClientSession
    base: str
    person: Person
    rows: dict[str, tuple[str, str]] = field(default_factory=dict)
    until: str = ""
    seen: asyncio.Event = field(default_factory=asyncio.Event)
    waiting_for: tuple[str, str] = ("", "")
    synced: asyncio.Event = field(default_factory=asyncio.Event)
    synced_at: float = 0.0

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"madoguchi_staff={self.person.cookie}"}

    async def get(self, path: str) -> str:
        async with self.http.get(self.base + path, headers=self.headers) as response:
            if response.status != 200:
                raise BenchError(f"GET {path}: {response.status}")
            return await response.text()

    async def post(self, path: str) -> int:
        data = {"csrf_token": self.person.csrf_token}
        async with self.http.post(self.base + path, data=data, headers=self.headers, allow_redirects=False) as response:
            await response.read()
            return response.status

    async def listen(self) -> None:
        """Follow the stream until cancelled."""
        async with self.http.get(self.base + "/staff/events", headers=self.headers) as stream:
            event = ""
            async for line in stream.content:
                text = line.decode().strip()
                if text.startswith("event:"):
                    event = text.removeprefix("event:").strip()
                elif text.startswith("data:"):
                    await self._hear(event, json.loads(text.removeprefix("data:")))

    async def _hear(self, event: str, ids: list[str]) -> None:
        if event == "resync":
            html = await self.get("/staff/queue/list?tab=open&live=1")
            self.rows = rows_of(html)
            found = re.search(r'data-until="([^"]*)"', html)
            self.until = found[1] if found else ""
            self.synced_at = time.perf_counter()
            self.synced.set()
        elif event == "changed":
            html = await self.get(f"/staff/queue/rows?tab=open&live=1&ids={','.join(ids)}&until={self.until}")
            for one in ids:
                self.rows.pop(one, None)
            self.rows |= rows_of(html)
            ticket, state = self.waiting_for
            if self.rows.get(ticket, ("", ""))[0] == state:
                self.seen.set()


@asynccontextmanager
async def watching(views: Sequence[View]) -> AsyncIterator[None]:
    """All views with open, settled streams."""
    for view in views:
        view.synced.clear()
    tasks = [asyncio.create_task(view.listen()) for view in views]
    try:
        async with asyncio.timeout(SETTLE_S):
            await asyncio.gather(*(view.synced.wait() for view in views))
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError, aiohttp.ClientError):
                await task


async def measure_lists(view: View) -> list[dict[str, Any]]:
    """Every list, one after the other, as one person clicks."""
    found = []
    for name, query in LISTS.items():
        latencies = []
        for _ in range(LOADS):
            began = time.perf_counter()
            await view.get(f"/staff/queue?{query}")
            latencies.append((time.perf_counter() - began) * 1000)
        found.append({"list": name, **spread(latencies)})
    return found


async def measure_claims(view: View, tickets: Sequence[str]) -> dict[str, Any]:
    """Claims of different tickets over HTTP, up to the redirect."""
    latencies = []
    for ticket in tickets:
        began = time.perf_counter()
        status = await view.post(f"/staff/tickets/{ticket}/claim?tab=open")
        latencies.append((time.perf_counter() - began) * 1000)
        if status != 303:
            raise BenchError(f"claim: {status}")
    return {"what": "claim", **spread(latencies)}


async def measure_races(running: Running, people: Sequence[Person], tickets: Sequence[str]) -> dict[str, Any]:
    """Fifty people reach for the same ticket at once, again and again; each round must have exactly one winner."""
    assert running.postgres is not None
    database = Database(running.postgres.url(APP, BACKEND_DB), pool_size=CLAIMERS)
    async with database.transaction() as session:
        staff = [await session.get_one(Staff, person.id) for person in people[:CLAIMERS]]

    async def reach(who: Staff, ticket: UUID) -> bool:
        try:
            async with database.transaction() as session:
                await claim_ticket(session, ticket_id=ticket, staff=who, now=system_clock())
            return True
        except Conflict:
            return False

    winners = []
    began = time.perf_counter()
    for ticket in tickets:
        winners.append(sum(await asyncio.gather(*(reach(who, UUID(ticket)) for who in staff))))
    seconds = time.perf_counter() - began
    await database.close()
    return {
        "rounds": len(winners),
        "claimers": len(staff),
        "exactly_one": sum(1 for count in winners if count == 1),
        "seconds": round(seconds, 1),
    }


async def measure_screens(views: Sequence[View]) -> dict[str, Any]:
    """Somebody claims or releases a ticket on everybody's first page; when does each open page show it?"""
    latencies: list[float] = []
    actor = views[0]
    async with watching(views):
        for number in range(EVENTS):
            held = number % 2 == 1
            if not held:
                ticket = next(one for one, (state, _) in actor.rows.items() if state == "queued")
            for view in views:
                view.waiting_for, view.seen = (ticket, "queued" if held else "claimed"), asyncio.Event()
            began = time.perf_counter()

            async def wait(view: View, began: float = began) -> None:
                async with asyncio.timeout(SETTLE_S):
                    await view.seen.wait()
                latencies.append((time.perf_counter() - began) * 1000)

            waits = [asyncio.create_task(wait(view)) for view in views]
            status = await actor.post(f"/staff/tickets/{ticket}/{'release' if held else 'claim'}")
            if status != 303:
                raise BenchError(f"claim or release: {status}")
            await asyncio.gather(*waits)
            await asyncio.sleep(0.3)
    return {"what": f"event → {len(views)} screens", **spread(latencies)}


async def measure_resync(views: Sequence[View], tickets: Sequence[str]) -> dict[str, Any]:
    """All views reconnect at once while tickets change; how long until all are fresh, and are they right?"""
    began = time.perf_counter()
    async with watching(views):
        resync_s = max(view.synced_at for view in views) - began
        for ticket in tickets:
            await views[1].post(f"/staff/tickets/{ticket}/claim")
        await asyncio.sleep(3)  # a last gathering of changes and its answers
        fresh = rows_of(await views[0].get("/staff/queue/list?tab=open"))
        equal = sum(1 for view in views if view.rows == fresh)
    return {"views": len(views), "all_fresh_s": round(resync_s, 2), "equal_to_a_fresh_fetch": equal}


async def run() -> dict[str, Any]:
    """Seed, measure, print the tables, return the figures."""
    say("queue: PostgreSQL and the web process alone; seeding takes a minute or two")
    async with web_alone() as running:
        assert running.postgres is not None
        people, free = await asyncio.to_thread(seed, running.postgres.url(SUPERUSER, BACKEND_DB))
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=None, sock_read=60)
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=jar) as http:
            views = [View(http, running.urls["web"], person) for person in people[:VIEWS]]
            await measure_lists(views[0])  # warm: plans, templates, pages in memory
            say("queue: lists")
            lists = await measure_lists(views[0])
            title = f"\nLists of the queue: {TICKETS:,} tickets ({OPEN:,} open), whole page, {LOADS} loads each"
            print(table(lists, title), flush=True)
            say(f"queue: claims, then {VIEWS} open pages")
            claims = await measure_claims(views[0], free[1_000 : 1_000 + CLAIMS])
            screens = await measure_screens(views)
            title = f"\nClaim of a free ticket ({CLAIMS}), and a change until {VIEWS} open pages show it ({EVENTS})"
            print(table([claims, screens], title), flush=True)
            resync = await measure_resync(views, free[:10])
            print(table([resync], f"\n{VIEWS} views reconnect at once, then apply what changes"), flush=True)
            say(f"queue: {CLAIMERS} claimers, {ROUNDS} rounds")
            races = await measure_races(running, people, free[1_500 : 1_500 + ROUNDS])
            print(table([races], f"\n{CLAIMERS} people reach for one ticket at once"), flush=True)
    worst = percentile([row["p95_ms"] for row in lists], 1.0) or LIST_AIM_MS
    aims = {
        f"every list p95 < {LIST_AIM_MS:.0f} ms": worst < LIST_AIM_MS,
        f"claim p95 < {CLAIM_AIM_MS:.0f} ms": (claims["p95_ms"] or CLAIM_AIM_MS) < CLAIM_AIM_MS,
        "exactly one winner a round": races["exactly_one"] == races["rounds"] == ROUNDS,
        f"event to screen p95 < {SCREEN_AIM_MS:.0f} ms": (screens["p95_ms"] or SCREEN_AIM_MS) < SCREEN_AIM_MS,
        f"{VIEWS} views fresh in < {RESYNC_AIM_S:.0f} s": resync["all_fresh_s"] < RESYNC_AIM_S,
        "state + events = fresh fetch": resync["equal_to_a_fresh_fetch"] == VIEWS,
    }
    return {"lists": lists, "claim": claims, "screen": screens, "races": races, "resync": resync, "aims": aims}
