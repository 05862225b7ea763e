"""Canned answers: who may change them, what their placeholders mean, and which may go to LINE word for word."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.canned.models import CannedAnswer


async def is_approved_for_line(session: AsyncSession, *, body: str) -> bool:
    """True when a supervisor approved exactly this text (without placeholders) for the talk."""
    found = await session.scalar(
        select(CannedAnswer.id).where(
            CannedAnswer.body == body.strip(),
            CannedAnswer.may_go_to_line,
            CannedAnswer.approved_by_id.is_not(None),
            CannedAnswer.archived_at.is_(None),
        )
    )
    return found is not None
