"""Danger in what a seeker types on a secure page: heard whatever else is wrong with the form, told to a person at once,
and answered on the page with the desks' numbers.
"""

import re
from uuid import UUID, uuid4

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from backend import safety
from backend.seekers.models import Seeker
from backend.tickets import service as tickets
from backend.tickets.models import Ticket
from backend.web import CONTEXT

Pieces = list[tuple[str, str]]

MAX_QUESTION_CHARS = 4000
FREE_TEXT = ("body", "wishes", "considerations")
"""Every field of a seeker's page that takes whatever a person wants to say."""
LISTENED_CHARS = 3 * MAX_QUESTION_CHARS
"""More than any form takes; a paste without end must not keep everybody else waiting."""

_PHONE = re.compile(r"(0\d{1,4}-\d{1,4}-\d{3,4}|0\d{3}-\d{6}|#\d{4}|(?<!\d)1[1-9]\d(?=番))")


def with_phones(piece: str) -> Pieces:
    """A text cut into `(text, number)`; the number is empty for plain text, else what a phone dials."""
    parts = _PHONE.split(piece)
    return [(part, part.replace("-", "") if index % 2 else "") for index, part in enumerate(parts) if part]


def listen(typed: str) -> safety.SafetyResult:
    """The safety lane on a form's free text, checked or not."""
    return safety.classify(typed[:LISTENED_CHARS])


def safety_texts(request: web.Request, found: safety.SafetyResult) -> list[Pieces]:
    """What the page says first; nothing for an ordinary text."""
    label = "soft" if found.soft and found.label == "none" else found.label
    if label == "none":
        return []
    reply = safety.safety_reply_for(label, request.app[CONTEXT].clock())
    return [with_phones(piece) for piece in reply.texts]


async def open_urgent_ticket(
    request: web.Request, session: AsyncSession, found: safety.SafetyResult, *, seeker: Seeker, body: str, form_key: str
) -> Ticket | None:
    """The cry as an urgent ticket; none when there is no danger. The same form posted again does not cry twice."""
    context = request.app[CONTEXT]
    if found.label == "none":
        return None
    now = context.clock()
    return await tickets.open_or_join_ticket(
        session,
        context.vault,
        context.jobs,
        seeker=seeker,
        body=body[:MAX_QUESTION_CHARS],
        topic=found.label,
        reason="safety",
        occurred_at=now,
        now=now,
        request_key=f"cry:{seeker.id}:{form_key}",
        urgent=True,
    )


def form_key(form: dict[str, str]) -> str:
    """The key a form was shown with, so that posting it again is known; a new one when it is missing or no UUID."""
    try:
        return str(UUID(form.get("request_key", "")))
    except ValueError:
        return str(uuid4())
