"""The referral directory grows old: once a week, people are told which desks must be checked again.

Run every morning by the worker. The numbers stay in use until somebody changes them: an old number is better than none,
but it may only be old because nobody was told.
"""

from datetime import datetime

import structlog
from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import to_jst
from backend.notices.service import Notice, Recipient, notify, recipient_of
from backend.safety import Directory
from backend.staff.models import Role
from backend.staff.service import list_people

NAMES_SHOWN = 5

log = structlog.get_logger()


async def remind_of_recheck(
    session: AsyncSession, jobs: App, directory: Directory, *, last_contact: Recipient | None, now: datetime
) -> int:
    """Tell trainers and supervisors (or, without any, the last contact) about overdue desks; returns how many desks."""
    today = to_jst(now).date()
    due = directory.due_for_recheck(today)
    if not due:
        return 0
    people = [*await list_people(session, Role.TRAINER), *await list_people(session, Role.SUPERVISOR)]
    to = list(dict.fromkeys(recipient_of(person) for person in people))
    if not to and last_contact is not None:
        to = [last_contact]
    year, week, _ = today.isocalendar()
    names = "、".join(contact.name for contact in due[:NAMES_SHOWN])
    values = {"count": len(due), "desks": names + (" ほか" if len(due) > NAMES_SHOWN else "")}
    notice = Notice(kind="directory_recheck", to=to, cause=f"directory_recheck:{year}-{week}", values=values)
    await notify(session, jobs, [notice], now=now)
    log.warning("directory_recheck_due", count=len(due))
    return len(due)
