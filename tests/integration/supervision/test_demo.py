"""The first run shows a living queue, made once, whatever the hour."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backend import demo
from backend.clock import Clock, system_clock
from backend.context import Context
from backend.line.models import LineMessage, MessageState
from backend.staff.models import Staff
from backend.supervision.board import Risk, find_board
from backend.supervision.queries import measures
from backend.tickets.models import Ticket
from backend.vault.keys import KeyRing
from tests.conftest import START


@pytest.mark.parametrize("hour", [0, 9, 17])
async def test_demo_questions_stand_in_every_state_and_come_once(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hour: int
) -> None:
    now = START + timedelta(hours=hour)
    clock: Clock = lambda: now  # noqa: E731
    assert demo.system_clock is system_clock
    monkeypatch.setattr(demo, "system_clock", clock)
    key_file = tmp_path / "demo-keys"
    KeyRing.generate().save(key_file)
    for _ in range(2):
        await demo.load_once(context.db.url, key_file)
    async with context.db.transaction() as session:
        states = Counter(await session.scalars(select(Ticket.state)))
        board = await find_board(session, now=now)
        found = await measures(session, from_=now - timedelta(days=7), to=now, now=now)
        waiting = await session.scalar(
            select(func.count()).select_from(LineMessage).where(LineMessage.state == MessageState.PENDING)
        )
        people = await session.scalar(select(func.count()).select_from(Staff))
    assert people == len(demo.ACCOUNTS)
    assert {state.value: count for state, count in states.items()} == {
        "queued": 6,
        "claimed": 3,
        "answered": 4,
        "withdrawn": 1,
    }
    assert {risk for item in board.items for risk in item.risks} == {Risk.OVERDUE, Risk.DUE_SOON, Risk.UNCLAIMED}
    assert (found.total.kept, found.total.late, found.total.overdue, found.total.rated) == (3, 1, 1, 3)
    assert found.breaches == {"too_many": 1}
    assert waiting == 0
