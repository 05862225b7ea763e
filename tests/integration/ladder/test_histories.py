"""The ladder over random histories: whatever people do, and however long the worker is away, its promises hold."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from backend.appointments.duty import list_staffed_spans
from backend.clock import to_jst
from backend.context import Context
from backend.errors import AppError
from backend.ladder import ticker
from backend.ladder.models import Breach, LadderRung, RungState
from backend.seekers.models import Seeker
from backend.staff.models import Role, Staff
from backend.tickets import answers, desk
from backend.tickets import service as tickets
from backend.tickets.models import OPEN_STATES, PROMISE, Ticket, TicketEvent
from tests.conftest import START, FrozenClock
from tests.integration.ladder.builders import make_absence, make_shifts, with_settings
from tests.integration.web_helpers import make_seeker, make_staff, make_ticket

LAST_DAY = date(2026, 11, 25)
"""The second person's registration ends with it, in the middle of many histories."""

people, seekers = st.integers(0, 2), st.integers(0, 1)
hours = st.integers(6, 25)
deeds = st.one_of(
    st.tuples(st.just("wait"), st.integers(5, 600)),
    st.tuples(st.just("down"), st.integers(5, 900)),
    st.tuples(st.just("open"), seekers),
    st.tuples(st.just("claim"), seekers, people),
    st.tuples(st.just("release"), seekers, people),
    st.tuples(st.just("answer"), seekers, people, st.booleans()),
    st.tuples(st.just("withdraw"), seekers),
)
shifts = st.lists(st.none() | st.tuples(hours, hours).filter(lambda span: span[0] < span[1]), min_size=3, max_size=3)
absences = st.lists(
    st.none() | st.tuples(st.integers(0, 30), st.integers(1, 40), st.none() | people), min_size=3, max_size=3
)


@dataclass
class World:
    """One history as it unfolds."""

    context: Context
    clock: FrozenClock
    staff: list[Staff]
    seekers: list[Seeker]
    last_tick: datetime = START
    opened: list[Ticket] = field(default_factory=list)

    async def tick(self) -> None:
        await ticker.tick(self.context)
        self.last_tick = self.clock()
        await self.check_after_tick()

    async def wait(self, minutes: int) -> None:
        """Time passes while the worker is alive: it ticks whenever something is due."""
        until = self.clock() + timedelta(minutes=minutes)
        await self.tick()
        while (due := await self._next_due()) is not None and due <= until:
            self.clock.now = due
            await self.tick()
        self.clock.now = until
        await self.tick()

    async def _next_due(self) -> datetime | None:
        async with self.context.db.transaction() as session:
            return await session.scalar(
                select(func.min(LadderRung.fires_at)).where(LadderRung.state == RungState.PENDING)
            )

    async def down(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)

    async def open(self, seeker: int) -> None:
        ticket = await make_ticket(self.context, seeker=self.seekers[seeker])
        if ticket.id not in [one.id for one in self.opened]:
            self.opened.append(ticket)

    def _latest(self, seeker: int) -> Ticket | None:
        theirs = [ticket for ticket in self.opened if ticket.seeker_id == self.seekers[seeker].id]
        return theirs[-1] if theirs else None

    async def claim(self, seeker: int, person: int) -> None:
        await self._act(seeker, desk.claim_ticket, staff=self.staff[person])

    async def release(self, seeker: int, person: int) -> None:
        await self._act(seeker, desk.release_ticket, staff=self.staff[person])

    async def answer(self, seeker: int, person: int, accepted: bool) -> None:
        async def act(session: Any, *, ticket_id: Any, staff: Staff, now: datetime) -> None:
            await desk.claim_ticket(session, ticket_id=ticket_id, staff=staff, now=now)
            context = self.context
            message_id = await answers.answer_ticket(
                session,
                context.vault,
                context.texts,
                ticket_id=ticket_id,
                staff=staff,
                answer=answers.Answer("架空の回答です。"),
                request_key=str(uuid4()),
                now=now,
            )
            await answers.settle_answer(session, dedupe_key=f"answer:{message_id}", accepted=accepted, now=now)

        await self._act(seeker, act, staff=self.staff[person])

    async def withdraw(self, seeker: int) -> None:
        async with self.context.db.transaction() as session:
            await tickets.withdraw_open_ticket(session, seeker=self.seekers[seeker], now=self.clock())

    async def _act(self, seeker: int, action: Any, **options: Any) -> None:
        ticket = self._latest(seeker)
        if ticket is None:
            return
        with suppress(AppError):
            async with self.context.db.transaction() as session:
                await action(session, ticket_id=ticket.id, now=self.clock(), **options)

    async def check_after_tick(self) -> None:
        """Nothing that is due is left, and the highest rung that was missed is the one that fired."""
        now = self.clock()
        async with self.context.db.transaction() as session:
            for ticket in self.opened:
                current = await session.get_one(Ticket, ticket.id)
                rungs = await session.scalars(select(LadderRung).where(LadderRung.ticket_id == ticket.id))
                due = {rung.percent: rung.state for rung in rungs if rung.fires_at <= now}
                assert RungState.PENDING not in due.values()
                if due and current.state in OPEN_STATES:
                    assert due[max(due)] is RungState.FIRED

    async def check_in_the_end(self) -> None:
        async with self.context.db.transaction() as session:
            for ticket in self.opened:
                await self._check(session, await session.get_one(Ticket, ticket.id))

    async def _check(self, session: Any, ticket: Ticket) -> None:
        assert ticket.due_at == ticket.opened_at + PROMISE
        rows = await session.scalars(select(LadderRung).where(LadderRung.ticket_id == ticket.id))
        rungs = {rung.percent: rung for rung in rows}
        assert sorted(rungs) == [50, 75, 90, 100]
        events = list(
            await session.scalars(
                select(TicketEvent).where(TicketEvent.ticket_id == ticket.id, TicketEvent.kind == "rung_fired")
            )
        )
        fired = [event.details["percent"] for event in events]
        assert len(fired) == len(set(fired))
        ended_at = ticket.answered_at or ticket.closed_at
        spans = await list_staffed_spans(session, since=ticket.opened_at, until=ticket.due_at)
        for event in events:
            rung = rungs[event.details["percent"]]
            assert rung.state is RungState.FIRED
            assert event.at >= rung.fires_at
            assert ended_at is None or event.at <= ended_at
            assert event.details["told"], "somebody is always told"
            in_time = event.at == rung.fires_at and rung.percent < 100
            if in_time and any(span.start <= rung.nominal_at for span in spans):
                assert any(event.at in span for span in spans)
        breach = await session.get(Breach, ticket.id)
        unanswered = ended_at is None or ended_at >= ticket.due_at
        seen = (self.last_tick if ended_at is None else ended_at) >= ticket.due_at
        assert (breach is not None) == (unanswered and seen)
        assert breach is None or breach.breached_at == ticket.due_at
        if ticket.answered_at is not None:
            by = await session.get_one(Staff, ticket.answered_by_id)
            assert by.is_registered_consultant(to_jst(ticket.answered_at).date())


async def begin(context: Context, clock: FrozenClock, worked: list[Any], away: list[Any]) -> World:
    """Fresh people; those of the history before are gone."""
    clock.now = START
    async with context.db.transaction() as session:
        await session.execute(update(Staff).values(disabled_at=START))
        await session.execute(update(LadderRung).values(state=RungState.SKIPPED))
    staff = [
        await make_staff(context, "青木 みどり"),
        await make_staff(context, "森田 ひろし"),
        await make_staff(context, "西野 さちこ", Role.SUPERVISOR, Role.CONSULTANT, registered=False),
    ]
    async with context.db.transaction() as session:
        (await session.get_one(Staff, staff[1].id)).registration_expires_on = LAST_DAY
    staff[1].registration_expires_on = LAST_DAY
    for person, span in zip(staff, worked, strict=True):
        if span is not None:
            await make_shifts(context, person, span[0] * 60, span[1] * 60)
    for person, absence in zip(staff, away, strict=True):
        if absence is not None:
            begins = START + timedelta(hours=absence[0])
            deputy = staff[absence[2]] if absence[2] is not None and staff[absence[2]] is not person else None
            await make_absence(context, person, begins, begins + timedelta(hours=absence[1]), deputy)
    named = with_settings(context, last_contact_email="last@example.com")
    return World(named, clock, staff, [await make_seeker(context) for _ in range(2)])


DAY_AND_EVENING = [(6, 16), (15, 25), None]
NOBODY_AWAY = [None, None, None]


@example(
    worked=DAY_AND_EVENING,
    away=NOBODY_AWAY,
    history=[("wait", 300), ("down", 1500), ("answer", 0, 0, True), ("down", 10)],
)
@example(
    worked=DAY_AND_EVENING,
    away=NOBODY_AWAY,
    history=[("down", 1310), ("wait", 5), ("answer", 0, 1, False), ("wait", 300)],
)
@example(
    worked=[None, None, None],
    away=NOBODY_AWAY,
    history=[("wait", 600), ("withdraw", 0), ("open", 0), ("wait", 600), ("wait", 600)],
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(worked=shifts, away=absences, history=st.lists(deeds, min_size=4, max_size=14))
async def test_the_ladders_promises_hold_over_any_history(
    context: Context, clock: FrozenClock, worked: list[Any], away: list[Any], history: list[Any]
) -> None:
    world = await begin(context, clock, worked, away)
    await world.open(0)
    for deed, *how in history:
        await getattr(world, deed)(*how)
    await world.check_in_the_end()
    await world.wait(24 * 60)
    await world.check_in_the_end()
