"""The kill switch: people of the house stop drafting help at once, for everybody. Off until somebody turns it on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit import service as audit
from backend.drafting.models import ServiceSwitch
from backend.errors import Forbidden, InvalidInput
from backend.staff.models import Role, Staff

DRAFTING = "drafting"
MIN_REASON_CHARS, MAX_REASON_CHARS = 5, 200
MAY_SWITCH = (Role.SUPERVISOR, Role.OPERATOR)


@dataclass(frozen=True)
class SwitchState:
    """On or off, and who said so when and why; nobody yet = off."""

    is_on: bool
    reason: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None


async def get_switch(session: AsyncSession) -> SwitchState:
    """The switch of drafting help."""
    row = (
        await session.execute(
            select(ServiceSwitch, Staff.display_name)
            .join(Staff, Staff.id == ServiceSwitch.changed_by_id)
            .where(ServiceSwitch.name == DRAFTING)
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if row is None:
        return SwitchState(is_on=False)
    found, name = row
    return SwitchState(found.is_on, found.reason, name, found.changed_at)


async def set_switch(session: AsyncSession, *, is_on: bool, reason: str, staff: Staff, now: datetime) -> None:
    """Turn drafting help on or off; the audit log keeps every change.

    Raises:
        Forbidden: neither supervisor nor operator.
        InvalidInput: no reason.
    """
    if not any(staff.may(role) for role in MAY_SWITCH):
        raise Forbidden
    reason = " ".join(reason.split())[:MAX_REASON_CHARS]
    if len(reason) < MIN_REASON_CHARS:
        raise InvalidInput("drafting.error.reason_missing")
    values = {"is_on": is_on, "reason": reason, "changed_by_id": staff.id, "changed_at": now}
    await session.execute(
        insert(ServiceSwitch)
        .values(name=DRAFTING, **values)
        .on_conflict_do_update(index_elements=[ServiceSwitch.name], set_=values)
    )
    await audit.record(
        session,
        now=now,
        actor_kind="staff",
        actor_id=staff.id,
        action="drafting_switched_on" if is_on else "drafting_switched_off",
        subject=f"service_switch:{DRAFTING}",
        reason=reason,
    )
