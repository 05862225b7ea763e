"""Live lists: whatever happens, a page that applies what the stream told it shows what a fresh page would show."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import select, text

from backend.context import Context
from backend.errors import AppError
from backend.staff.models import Role, Staff
from backend.tickets import answers, desk, listing, presence
from backend.tickets.answers import Answer
from backend.tickets.listing import Filters, Tab, TicketItem
from backend.tickets.live import TicketChanges, Watcher
from backend.tickets.models import Ticket, TicketMessage, Urgency
from tests.conftest import FrozenClock
from tests.integration.web_helpers import make_seeker, make_staff, make_ticket, staff_browser

PAGE = 6
"""Shorter than the lists of these histories, so that pages have an end."""


@pytest.fixture
async def watcher(context: Context) -> AsyncIterator[Watcher]:
    """A listening page; its first word, the resync, has been heard."""
    changes = TicketChanges(context.db.url)
    async with changes.watch() as watching:
        await watching.next_events()
        await told_ids(context, watching)
        yield watching
    await changes.close()


async def told_ids(context: Context, watcher: Watcher) -> set[UUID] | None:
    """What the stream tells up to now; None for a resync. A notice of our own marks the end."""
    mark = str(uuid4())
    async with context.db.transaction() as session:
        await session.execute(text("SELECT pg_notify('ticket_changed', :mark)"), {"mark": mark})
    ids: set[str] = set()
    resync = False
    async with asyncio.timeout(20):
        while mark not in ids and not resync:
            for event, told in await watcher.next_events() or []:
                resync = resync or event == "resync"
                ids.update(told if event == "changed" else ())
    return None if resync else {UUID(value) for value in ids - {mark}}


async def presence_is_told(context: Context, watcher: Watcher) -> bool:
    """Whether the stream told of presence up to now."""
    mark = str(uuid4())
    async with context.db.transaction() as session:
        await session.execute(text("SELECT pg_notify('ticket_changed', :mark)"), {"mark": mark})
    told: dict[str, list[str]] = {}
    async with asyncio.timeout(20):
        while mark not in told.get("changed", ()):
            told |= dict(await watcher.next_events() or [])
    return "presence" in told


def place_of(tab: Tab, item: TicketItem) -> tuple[Any, ...]:
    """Where a row stands, worked out without the database."""
    if tab is Tab.ALL:
        return (-item.opened_at.timestamp(), -item.id.int)
    if tab is Tab.ANSWERED:
        assert item.answered_at is not None
        return (-item.answered_at.timestamp(), -item.id.int)
    return (item.urgency is not Urgency.URGENT, item.due_at, item.id)


@dataclass
class View:
    """A page as its script keeps it: rows by id, within the page's end."""

    tab: Tab
    staff: Staff
    filters: Filters = field(default_factory=Filters)
    rows: dict[UUID, TicketItem] = field(default_factory=dict)
    until: str | None = None
    last: tuple[Any, ...] | None = None

    async def fetch(self, context: Context) -> None:
        """A fresh page."""
        page = await self._list(context, limit=PAGE)
        self.rows, self.until = {item.id: item for item in page.items}, page.after
        self.last = place_of(self.tab, page.items[-1]) if page.after else None

    async def apply(self, context: Context, ids: set[UUID]) -> None:
        """What the script does with `changed`: ask for these rows, take those that came, drop the others."""
        async with context.db.transaction() as session:
            came = await listing.list_changed(
                session, tab=self.tab, staff_id=self.staff.id, now=context.clock(), ids=sorted(ids),
                filters=self.filters, until=self.until,
            )  # fmt: skip
        for ticket_id in ids:
            self.rows.pop(ticket_id, None)
        self.rows |= {item.id: item for item in came}

    async def fresh(self, context: Context) -> list[TicketItem]:
        """Everything of the page's range, read anew."""
        items = (await self._list(context, limit=1000)).items
        return [item for item in items if self.last is None or place_of(self.tab, item) <= self.last]

    def shown(self) -> list[TicketItem]:
        return sorted(self.rows.values(), key=lambda item: place_of(self.tab, item))

    async def _list(self, context: Context, *, limit: int) -> listing.QueuePage:
        async with context.db.transaction() as session:
            return await listing.list_queue(
                session, tab=self.tab, staff_id=self.staff.id, now=context.clock(), filters=self.filters, limit=limit
            )


async def step(context: Context, chance: random.Random, people: list[Staff], now: datetime) -> None:
    """One thing somebody does to some ticket; refusals are part of life."""
    async with context.db.transaction() as session:
        tickets = list(await session.scalars(select(Ticket).order_by(Ticket.opened_at, Ticket.id)))
    what = chance.choice(("new", "new", "urgent", "claim", "claim", "release", "hand_on", "answer", "end", "label"))
    if what in ("new", "urgent") or not tickets:
        at = now - timedelta(minutes=chance.randrange(1500))
        await make_ticket(context, at=at, urgent=what == "urgent", topic=chance.choice(("write_cv", "ask_human")))
        return
    ticket, staff = chance.choice(tickets), chance.choice(people)
    try:
        async with context.db.transaction() as session:
            if what == "claim":
                await desk.claim_ticket(session, ticket_id=ticket.id, staff=staff, now=now)
            elif what == "release":
                await desk.release_ticket(session, ticket_id=ticket.id, staff=staff, now=now)
            elif what == "hand_on":
                to = chance.choice(people).id
                await desk.transfer_ticket(session, ticket_id=ticket.id, staff=staff, to_id=to, reason="wish", now=now)
            elif what == "label":
                labels = chance.choice(([], ["interview"], ["family", "interview"]))
                await desk.set_labels(session, ticket_id=ticket.id, staff=staff, labels=labels, now=now)
            elif what == "answer":
                await answers.answer_ticket(
                    session, context.vault, context.texts, ticket_id=ticket.id, staff=staff,
                    answer=Answer("回答です。"), request_key=str(uuid4()), now=now,
                )  # fmt: skip
            else:
                message = await session.scalar(
                    select(TicketMessage.id).where(
                        TicketMessage.ticket_id == ticket.id, TicketMessage.author_id.is_not(None)
                    )
                )
                if message is not None and ticket.answer_pending_at is not None:
                    key, accepted = f"ticket_answer:{message}:0", chance.random() < 0.8  # noqa: PLR2004
                    await answers.settle_answer(session, dedupe_key=key, accepted=accepted, now=now)
                else:
                    await desk.close_ticket(session, ticket_id=ticket.id, staff=staff, now=now)
    except AppError:
        pass


@pytest.mark.parametrize("seed", range(6))
async def test_state_plus_events_equals_a_fresh_fetch_for_every_list_in_random_histories(
    context: Context, watcher: Watcher, seed: int
) -> None:
    chance = random.Random(seed)
    people = [await make_staff(context, name) for name in ("青木 みどり", "森田 ひろし")]
    now = context.clock()
    for _ in range(12):
        await step(context, chance, people, now)
    await told_ids(context, watcher)
    views = [View(tab, people[0]) for tab in Tab]
    views += [
        View(Tab.OPEN, people[0], Filters(label="interview")),
        View(Tab.OPEN, people[0], Filters(topic="write_cv")),
        View(Tab.ALL, people[1], Filters(holder=people[0].id)),
        View(Tab.OPEN, people[1], Filters(is_unheld=True)),
    ]
    for view in views:
        await view.fetch(context)
    for _ in range(12):
        for _ in range(chance.randrange(1, 5)):
            await step(context, chance, people, now)
        ids = await told_ids(context, watcher)
        for view in views:
            if ids is None:
                await view.fetch(context)
            else:
                await view.apply(context, ids)
            assert view.shown() == await view.fresh(context), (view.tab, view.filters)


async def test_a_page_that_reconnects_hears_resync_first_and_needs_nothing_it_missed(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    browser = await staff_browser(web_client, await make_staff(context))
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    for _ in range(2):
        await make_ticket(context)
        async with web_client.get("/staff/events", headers={"Cookie": cookie}) as stream, asyncio.timeout(20):
            assert (await stream.content.readuntil(b"\n\n")).startswith(b"event: resync")


async def test_presence_is_told_apart_from_changes(context: Context, watcher: Watcher) -> None:
    ticket, midori = await make_ticket(context), await make_staff(context)
    await told_ids(context, watcher)
    async with context.db.transaction() as session:
        await presence.be_present(
            session, ticket_id=ticket.id, staff_id=midori.id, is_typing=False, now=context.clock()
        )
    async with asyncio.timeout(20):
        assert await watcher.next_events() == [("presence", [str(ticket.id)])]


async def test_signs_of_life_are_told_only_when_who_is_there_or_writing_has_changed(
    context: Context, watcher: Watcher, clock: FrozenClock
) -> None:
    ticket, midori = await make_ticket(context), await make_staff(context)
    await told_ids(context, watcher)

    async def is_told(*, after_s: float, is_typing: bool = False) -> bool:
        clock.advance(seconds=after_s)
        async with context.db.transaction() as session:
            await presence.be_present(
                session, ticket_id=ticket.id, staff_id=midori.id, is_typing=is_typing, now=context.clock()
            )
        return await presence_is_told(context, watcher)

    assert await is_told(after_s=0)
    assert not await is_told(after_s=15)
    assert await is_told(after_s=5, is_typing=True)
    assert not await is_told(after_s=15, is_typing=True)
    assert await is_told(after_s=15)
    assert await is_told(after_s=1, is_typing=True)
    assert not await is_told(after_s=presence.TYPING_BELIEVED.total_seconds())
    assert not await is_told(after_s=presence.BELIEVED.total_seconds() - 1)
    assert await is_told(after_s=presence.BELIEVED.total_seconds())
    async with context.db.transaction() as session:
        await presence.be_gone(session, ticket_id=ticket.id, staff_id=midori.id)
    assert await presence_is_told(context, watcher)


async def test_a_message_or_a_note_changes_its_ticket_too(context: Context, watcher: Watcher) -> None:
    seeker = await make_seeker(context)
    ticket = await make_ticket(context, seeker=seeker)
    await told_ids(context, watcher)
    await make_ticket(context, seeker=seeker, body="もう一つあります。")
    assert await told_ids(context, watcher) == {ticket.id}


async def test_more_changes_than_a_page_cares_to_hear_become_one_resync(context: Context, watcher: Watcher) -> None:
    async with context.db.transaction() as session:
        await session.execute(
            text("SELECT pg_notify('ticket_changed', gen_random_uuid()::text) FROM generate_series(1, 300)")
        )
    async with asyncio.timeout(20):
        told = await watcher.next_events()
        while told and told[0][0] == "changed":
            told = await watcher.next_events()
    assert told == [("resync", [])]


async def test_a_role_without_the_queue_gets_no_stream(context: Context, web_client: TestClient[Any, Any]) -> None:
    trainer = await staff_browser(web_client, await make_staff(context, "中村 けん", Role.TRAINER, registered=False))
    assert (await trainer.get("/staff/events")).status == 401
