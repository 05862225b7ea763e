"""Shifts, absences and readers for tests of the ladder. All fictitious."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from backend.appointments.models import Shift
from backend.clock import to_jst
from backend.context import Context
from backend.ladder.models import Breach, LadderRung, RungState
from backend.notices.models import NoticeChannel, StaffNotice
from backend.staff.models import Absence, Staff

DAYS = 4


async def make_shifts(context: Context, staff: Staff, start_minute: int = 360, end_minute: int = 1500) -> None:
    """The same hours from yesterday on, for some days."""
    first = to_jst(context.clock()).date() - timedelta(days=1)
    async with context.db.transaction() as session:
        session.add_all(
            Shift(
                id=uuid4(),
                consultant_id=staff.id,
                business_date=first + timedelta(days=day),
                start_minute=start_minute,
                end_minute=end_minute,
                lanes=2,
            )
            for day in range(DAYS)
        )


async def make_absence(
    context: Context, staff: Staff, start: datetime, end: datetime, deputy: Staff | None = None
) -> None:
    async with context.db.transaction() as session:
        session.add(
            Absence(
                id=uuid4(),
                staff_id=staff.id,
                starts_at=start,
                ends_at=end,
                deputy_id=deputy.id if deputy is not None else None,
            )
        )


async def rungs_of(context: Context, ticket_id: UUID) -> dict[int, RungState]:
    """State of each rung by percent."""
    async with context.db.transaction() as session:
        rows = await session.scalars(
            select(LadderRung).where(LadderRung.ticket_id == ticket_id).order_by(LadderRung.percent)
        )
        return {row.percent: row.state for row in rows}


async def told(context: Context, channel: NoticeChannel = NoticeChannel.PAGE) -> list[tuple[str, UUID | None]]:
    """Kind and person of every notice over one channel, oldest first."""
    async with context.db.transaction() as session:
        rows = await session.scalars(
            select(StaffNotice).where(StaffNotice.channel == channel).order_by(StaffNotice.created_at, StaffNotice.kind)
        )
        return [(row.kind, row.staff_id) for row in rows]


async def find_breach(context: Context, ticket_id: UUID) -> Breach | None:
    async with context.db.transaction() as session:
        return await session.get(Breach, ticket_id)


def with_settings(context: Context, **changes: object) -> Context:
    """The same process with other settings."""
    return replace(context, settings=context.settings.model_copy(update=changes))
