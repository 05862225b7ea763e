"""What a person sets for themselves: where notices go, shortcuts, and when they are out of office and who stands in."""

import re
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import InvalidInput, NotFound
from backend.notices.webhook import is_acceptable
from backend.staff.models import Absence, Role, Staff

LONGEST_ABSENCE = timedelta(days=366)
MAX_EMAIL_CHARS = 254
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def set_reachability(
    staff: Staff, *, email: str, webhook: str, uses_shortcuts: bool, allow_local_webhook: bool = False
) -> None:
    """Where notices go besides the pages; empty = nowhere.

    Raises:
        InvalidInput: an address that cannot be one; `fields` says which.
    """
    email, webhook = email.strip(), webhook.strip()
    fields = {}
    if email and (len(email) > MAX_EMAIL_CHARS or not _EMAIL.fullmatch(email)):
        fields["notice_email"] = "staff.error.email"
    if webhook and not is_acceptable(webhook, allow_local=allow_local_webhook):
        fields["notice_webhook"] = "staff.error.webhook"
    if fields:
        raise InvalidInput(fields=fields)
    staff.notice_email, staff.notice_webhook = email or None, webhook or None
    staff.uses_shortcuts = uses_shortcuts


async def add_absence(
    session: AsyncSession,
    *,
    staff_id: UUID,
    starts_at: datetime | None,
    ends_at: datetime | None,
    deputy_id: UUID | None,
    now: datetime,
) -> None:
    """Out of office from–until; meanwhile the deputy is told instead.

    Raises:
        InvalidInput: no or a past time, the wrong way round, too long, or a deputy who cannot stand in.
    """
    fields = {}
    if starts_at is None:
        fields["starts_at"] = "staff.error.time"
    if ends_at is None or ends_at <= now or (starts_at is not None and ends_at <= starts_at):
        fields["ends_at"] = "staff.error.ends_at"
    elif starts_at is not None and ends_at - starts_at > LONGEST_ABSENCE:
        fields["ends_at"] = "staff.error.too_long"
    if deputy_id is not None and deputy_id not in {staff.id for staff in await list_deputies(session, staff_id)}:
        fields["deputy_id"] = "staff.error.deputy"
    if fields or starts_at is None or ends_at is None:
        raise InvalidInput(fields=fields)
    session.add(Absence(id=uuid4(), staff_id=staff_id, starts_at=starts_at, ends_at=ends_at, deputy_id=deputy_id))
    await session.flush()


async def remove_absence(session: AsyncSession, *, absence_id: UUID, staff_id: UUID | None) -> None:
    """Take an absence back.

    Args:
        staff_id: whose it must be; None = anybody's (supervisors).

    Raises:
        NotFound: there is none.
    """
    query = delete(Absence).where(Absence.id == absence_id).returning(Absence.id)
    if staff_id is not None:
        query = query.where(Absence.staff_id == staff_id)
    if await session.scalar(query) is None:
        raise NotFound


async def list_absences(
    session: AsyncSession, *, now: datetime, staff_id: UUID | None = None
) -> list[tuple[Absence, Staff, Staff | None]]:
    """Absences that are not over, with the person and the deputy, by time."""
    query = select(Absence, Staff).join(Staff, Staff.id == Absence.staff_id).where(Absence.ends_at > now)
    if staff_id is not None:
        query = query.where(Absence.staff_id == staff_id)
    rows = (await session.execute(query.order_by(Absence.starts_at))).all()
    ids = {absence.deputy_id for absence, _ in rows if absence.deputy_id is not None}
    deputies = {staff.id: staff for staff in await session.scalars(select(Staff).where(Staff.id.in_(ids)))}
    return [
        (absence, staff, deputies.get(absence.deputy_id) if absence.deputy_id is not None else None)
        for absence, staff in rows
    ]


async def list_deputies(session: AsyncSession, staff_id: UUID | None) -> list[Staff]:
    """Who works on the queue and could stand in for this person (None = everybody there is), by name."""
    query = select(Staff).where(
        Staff.disabled_at.is_(None),
        or_(Staff.roles.contains([Role.CONSULTANT.value]), Staff.roles.contains([Role.SUPERVISOR.value])),
    )
    if staff_id is not None:
        query = query.where(Staff.id != staff_id)
    return list(await session.scalars(query.order_by(Staff.display_name)))
