"""The ticker's pulse, and the alarm when it stops. Written by the worker, watched by every web process."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.ladder.models import Heartbeat

LADDER = "ladder"
SILENT_AFTER = timedelta(minutes=3)


async def beat(session: AsyncSession, *, now: datetime) -> None:
    """The ticker has done its work."""
    await session.execute(
        insert(Heartbeat)
        .values(name=LADDER, at=now)
        .on_conflict_do_update(index_elements=[Heartbeat.name], set_={"at": now, "alarmed_at": None})
    )


async def expect(session: AsyncSession, *, now: datetime) -> None:
    """From now on a pulse is expected, also where there never was one."""
    await session.execute(insert(Heartbeat).values(name=LADDER, at=now).on_conflict_do_nothing())


async def is_silent(session: AsyncSession, *, now: datetime) -> bool:
    """True when the last pulse is too long ago."""
    last = await session.scalar(select(Heartbeat.at).where(Heartbeat.name == LADDER))
    return last is not None and now - last > SILENT_AFTER


async def claim_alarm(session: AsyncSession, *, now: datetime) -> datetime | None:
    """The time of the last pulse, for the one caller who may raise the alarm about this stop; None for all others."""
    return await session.scalar(
        update(Heartbeat)
        .where(Heartbeat.name == LADDER, Heartbeat.at < now - SILENT_AFTER, Heartbeat.alarmed_at.is_(None))
        .values(alarmed_at=now)
        .returning(Heartbeat.at)
    )
