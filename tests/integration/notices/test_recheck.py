"""Desks of the referral directory that must be checked again: people are told, once a week, until somebody does it."""

from datetime import timedelta
from pathlib import Path

import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector
from sqlalchemy import select

from backend.clock import to_jst
from backend.context import Context
from backend.jobs.tasks import EVERY_MORNING, REMIND_OF_RECHECK, add_periodic_tasks, add_tasks
from backend.notices.models import NoticeChannel, StaffNotice
from backend.notices.recheck import remind_of_recheck
from backend.notices.service import Recipient
from backend.notices.words import words_of
from backend.safety import Directory, load_directory
from backend.staff.models import Role
from tests.conftest import FrozenClock
from tests.integration.web_helpers import make_staff


@pytest.fixture
def directory(context: Context, tmp_path: Path) -> Directory:
    """Two desks: one is due today, the other next week."""
    today = to_jst(context.clock()).date()
    row = '  - {{id: {id}, name: {id} 窓口, phone: 0120-000-000, hours: "", for_whom: だれでも, topics: [general],\n'
    row += "     source: 架空, last_checked: {checked}, confirmed: true, recheck_days: 90}}\n"
    days = {"old": today - timedelta(days=90), "young": today - timedelta(days=83)}
    path = tmp_path / "directory.yml"
    path.write_text(
        "contacts:\n" + "".join(row.format(id=id, checked=checked) for id, checked in days.items()), encoding="utf-8"
    )
    return load_directory(path)


async def remind(context: Context, directory: Directory, last_contact: Recipient | None = None) -> int:
    async with context.db.transaction() as session:
        return await remind_of_recheck(session, context.jobs, directory, last_contact=last_contact, now=context.clock())


async def notices(context: Context) -> list[StaffNotice]:
    async with context.db.transaction() as session:
        return list(await session.scalars(select(StaffNotice).order_by(StaffNotice.created_at)))


async def test_trainers_and_supervisors_read_which_desk_is_due_and_nobody_else(
    context: Context, directory: Directory
) -> None:
    trainer = await make_staff(context, "架空 一", Role.TRAINER)
    supervisor = await make_staff(context, "架空 二", Role.SUPERVISOR)
    await make_staff(context, "架空 三", Role.CONSULTANT)
    assert await remind(context, directory) == 1
    told = await notices(context)
    assert {notice.staff_id for notice in told} == {trainer.id, supervisor.id}
    words = words_of(context.texts, kind=told[0].kind, values=told[0].values, ticket_id=None, now=context.clock())
    assert "old 窓口" in words.text
    assert "young 窓口" not in words.text


async def test_people_are_told_once_a_week_as_long_as_it_is_due(
    context: Context, directory: Directory, clock: FrozenClock
) -> None:
    await make_staff(context, "架空 一", Role.TRAINER)
    for _ in range(8):  # eight mornings touch two calendar weeks
        await remind(context, directory)
        clock.advance(days=1)
    assert len(await notices(context)) == 2


async def test_without_such_staff_the_last_contact_is_told(context: Context, directory: Directory) -> None:
    assert await remind(context, directory, Recipient(None, (NoticeChannel.EMAIL,))) == 1
    assert [(notice.staff_id, notice.channel) for notice in await notices(context)] == [(None, NoticeChannel.EMAIL)]


async def test_nobody_is_told_while_nothing_is_due(context: Context, directory: Directory, clock: FrozenClock) -> None:
    await make_staff(context, "架空 一", Role.TRAINER)
    clock.advance(days=-1)
    assert await remind(context, directory) == 0
    assert await notices(context) == []


def test_the_worker_looks_every_morning() -> None:
    app = App(connector=InMemoryConnector())
    add_tasks(app)
    add_periodic_tasks(app)
    planned = [(row.task.name, row.cron) for row in app.periodic_registry.periodic_tasks.values()]
    assert (REMIND_OF_RECHECK, EVERY_MORNING) in planned
