"""Ready-made texts: written by trainers and supervisors, filled in for a case by consultants.

Called by `backend.canned.routes`, by the composer's pages and by whoever sends an approved text to LINE.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.canned.models import CannedAnswer
from backend.clock import japanese_datetime
from backend.errors import Conflict, Forbidden, InvalidInput, NotFound
from backend.service_profile import ServiceProfile
from backend.staff.models import Role, Staff

PLACEHOLDERS = ("pseudonym", "consultant", "service_name", "city_name", "due")
"""Names in braces that `fill` knows; what each stands for is in `canned.placeholder.*`."""
MAX_TITLE_CHARS = 60
MAX_BODY_CHARS = 2000

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def check_body(body: str) -> None:
    """Refuse a text that could not be filled.

    Raises:
        InvalidInput: empty, too long, an unknown placeholder (named), or a brace without its partner.
    """
    if not body.strip():
        raise InvalidInput("canned.error.body_missing")
    if len(body) > MAX_BODY_CHARS:
        raise InvalidInput("canned.error.body_too_long", limit=MAX_BODY_CHARS)
    for name in _PLACEHOLDER.findall(body):
        if name not in PLACEHOLDERS:
            raise InvalidInput("canned.error.unknown_placeholder", name=name)
    if re.search(r"[{}]", _PLACEHOLDER.sub("", body)):
        raise InvalidInput("canned.error.lonely_brace")


def fill(body: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced; values are never read as templates themselves."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), body)


async def list_answers(
    session: AsyncSession, *, search: str = "", topic: str | None = None, archived: bool = False
) -> list[CannedAnswer]:
    """Texts by title; with a `topic`, those made for it first.

    Args:
        search: words that all have to occur in title or text.
    """
    query = select(CannedAnswer).where(
        CannedAnswer.archived_at.is_not(None) if archived else CannedAnswer.archived_at.is_(None)
    )
    for word in search.split():
        query = query.where(
            or_(CannedAnswer.title.icontains(word, autoescape=True), CannedAnswer.body.icontains(word, autoescape=True))
        )
    rows = list(await session.scalars(query.order_by(CannedAnswer.title, CannedAnswer.id)))
    return sorted(rows, key=lambda row: row.topic != topic) if topic is not None else rows


def values_for(service: ServiceProfile, *, pseudonym: str, consultant: str, due_at: datetime) -> dict[str, str]:
    """What the placeholders stand for in a case."""
    return {
        "pseudonym": pseudonym,
        "consultant": consultant,
        "service_name": service.service_name,
        "city_name": service.city_name,
        "due": japanese_datetime(due_at),
    }


async def is_approved_for_line(session: AsyncSession, *, body: str, values: Mapping[str, str]) -> bool:
    """True when a supervisor approved exactly this text for the talk, with its placeholders filled by `values`."""
    approved = await session.scalars(
        select(CannedAnswer.body).where(
            CannedAnswer.may_go_to_line, CannedAnswer.approved_by_id.is_not(None), CannedAnswer.archived_at.is_(None)
        )
    )
    return body.strip() in {fill(text, values).strip() for text in approved}


async def get_answer(session: AsyncSession, answer_id: UUID, *, lock: bool = False) -> CannedAnswer:
    """One text, archived or not.

    Raises:
        NotFound: no such text.
    """
    answer = await session.get(CannedAnswer, answer_id, with_for_update=lock, populate_existing=lock)
    if answer is None:
        raise NotFound
    return answer


async def save_answer(
    session: AsyncSession,
    *,
    answer_id: UUID | None,
    version: int,
    title: str,
    body: str,
    topic: str | None,
    staff: Staff,
    now: datetime,
) -> CannedAnswer:
    """Write a new text (`answer_id` None) or a new version of one. A changed text has to be approved for LINE again.

    Raises:
        InvalidInput: title or text cannot be used (see `check_body`).
        Conflict: somebody saved it since this `version` was read, or the title is taken.
    """
    title = " ".join(title.split())
    if not title or len(title) > MAX_TITLE_CHARS:
        raise InvalidInput("canned.error.title", limit=MAX_TITLE_CHARS)
    check_body(body)
    if answer_id is None:
        answer = CannedAnswer(id=uuid4(), version=0)
        session.add(answer)
    else:
        answer = await _get_unchanged(session, answer_id, version)
        if answer.body != body:
            answer.may_go_to_line, answer.approved_by_id = False, None
    answer.title, answer.body, answer.topic = title, body, topic
    _stamp(answer, staff, now)
    try:
        async with session.begin_nested():
            await session.flush()
    except IntegrityError as error:
        raise Conflict("canned.error.title_taken", code="canned_title_taken") from error
    return answer


async def approve_for_line(
    session: AsyncSession, *, answer_id: UUID, version: int, approved: bool, staff: Staff, now: datetime
) -> None:
    """Let a text be sent on LINE word for word, or take that back.

    Raises:
        Forbidden: not a supervisor.
        Conflict: the text changed since the supervisor read it.
    """
    if not staff.may(Role.SUPERVISOR):
        raise Forbidden("canned.error.supervisors_only", code="supervisors_only")
    answer = await _get_unchanged(session, answer_id, version)
    answer.may_go_to_line, answer.approved_by_id = approved, staff.id if approved else None
    _stamp(answer, staff, now)
    await session.flush()


async def archive_answer(
    session: AsyncSession, *, answer_id: UUID, version: int, archived: bool, staff: Staff, now: datetime
) -> None:
    """Take a text out of the picker, or bring it back; nothing is deleted.

    Raises:
        Conflict: the text changed meanwhile.
    """
    answer = await _get_unchanged(session, answer_id, version)
    answer.archived_at = now if archived else None
    _stamp(answer, staff, now)
    await session.flush()


async def _get_unchanged(session: AsyncSession, answer_id: UUID, version: int) -> CannedAnswer:
    answer = await get_answer(session, answer_id, lock=True)
    if answer.version != version:
        raise Conflict("canned.error.changed", code="canned_changed")
    return answer


def _stamp(answer: CannedAnswer, staff: Staff, now: datetime) -> None:
    answer.updated_by_id, answer.updated_at = staff.id, now
    answer.version += 1
