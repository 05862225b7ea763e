"""Consultants, shifts and seekers for tests of appointments and dialogues. All fictitious."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments.models import Shift
from backend.context import Context
from backend.seekers.models import Seeker
from backend.seekers.service import get_or_create_seeker
from backend.staff.models import Role, Staff


async def make_consultant(session: AsyncSession, *, now: datetime, name: str = "架空 相談員") -> Staff:
    staff = Staff(
        id=uuid4(),
        login=f"consultant-{uuid4().hex[:10]}",
        display_name=name,
        password_hash="x",
        roles=[Role.CONSULTANT.value],
        registration_number="00000000",
        registration_expires_on=date(2030, 3, 31),
        created_at=now,
    )
    session.add(staff)
    await session.flush()
    return staff


async def make_shift(
    session: AsyncSession,
    consultant_id: UUID,
    day: date,
    *,
    start_minute: int = 360,
    end_minute: int = 1500,
    lanes: int = 2,
) -> Shift:
    shift = Shift(
        id=uuid4(),
        consultant_id=consultant_id,
        business_date=day,
        start_minute=start_minute,
        end_minute=end_minute,
        lanes=lanes,
    )
    session.add(shift)
    await session.flush()
    return shift


async def make_shifts(session: AsyncSession, *, first: date, days: int, now: datetime, lanes: int = 2) -> Staff:
    """One consultant who works every day from 6:00 to 25:00."""
    consultant = await make_consultant(session, now=now)
    for offset in range(days):
        await make_shift(session, consultant.id, first + timedelta(days=offset), lanes=lanes)
    return consultant


async def make_seeker(session: AsyncSession, context: Context, number: int = 1) -> Seeker:
    return await get_or_create_seeker(session, context.vault, line_user_id=f"U{number:032x}", now=context.clock())
