"""The forms of a case: what they carry, and the one way to run what they ask for. Used by the routes of a ticket.

Every action is a form that works without JavaScript; with it the same handlers answer with the ticket's part only.
Whatever goes wrong, the typed text comes back in the form.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from aiohttp import web

from backend.errors import AppError
from backend.seekers.models import Seeker
from backend.seekers.service import get_seeker
from backend.staff.access import StaffVisit
from backend.tickets import drafts
from backend.tickets.models import AnswerChannel
from backend.tickets.transitions import get_ticket
from backend.tickets.views import (
    MAX_REASON_CHARS,
    READ_REASONS,
    Typed,
    filters_of,
    query_of,
    show_ticket,
    tab_of,
)
from backend.web import CONTEXT, see_other

Action = Callable[[UUID, datetime], Awaitable[UUID | None]]
"""Does the work; returns the ticket to show afterwards when it is another one."""


async def act_on_ticket(
    request: web.Request,
    visit: StaffVisit,
    action: Action,
    *,
    typed: Typed | None = None,
    refused: Typed | None = None,
    request_key: str = "",
) -> web.Response:
    """Run one service call in a savepoint and show the ticket as it is afterwards, refused or not.

    Args:
        typed: a text that goes on in the form whatever happens.
        refused: what was typed into the form, shown again if it is refused.
    """
    context, reason = request.app[CONTEXT], read_reason_of(visit)
    ticket_id = UUID(request.match_info["ticket_id"])
    try:
        async with visit.session.begin_nested():
            other = await action(ticket_id, context.clock())
    except AppError as error:
        shown = refused or typed or typed_of(visit)
        needs_reason = error.message_key == "ticket.error.personal_on_line"
        return await show_ticket(
            request,
            visit,
            status=error.http_status,
            problem=context.texts.get(error.message_key, **error.details),
            typed=replace(shown, needs_reason=needs_reason),
            request_key=request_key,
            reason=reason,
        )
    shown_id = other or ticket_id
    kept = typed is not None and bool(typed.body)
    if kept or reason or request.headers.get("HX-Request"):
        response = await show_ticket(request, visit, typed=typed or Typed(), reason=reason, ticket_id=shown_id)
        response.headers["HX-Trigger"] = "queue-changed"
        return response
    return see_other(f"/staff/tickets/{shown_id}?{query_of(tab_of(request), filters_of(request))}")


def typed_of(visit: StaffVisit, links: list[str] | None = None) -> Typed:
    """What stands in the answer's form."""
    channel = visit.form.get("channel", "")
    return Typed(
        body=body_of(visit),
        note=visit.form.get("note_body", ""),
        channel=channel if channel in set(AnswerChannel) else AnswerChannel.INBOX,
        links=tuple(links or ()),
    )


def body_of(visit: StaffVisit) -> str:
    """The text of the answer's form."""
    return visit.form.get("body", "").replace("\r\n", "\n").replace("\x00", "")


def read_reason_of(visit: StaffVisit) -> str:
    """The reason this page was opened with, carried on by its forms; recorded again with every look."""
    reason = visit.form.get("read_reason", "")[: MAX_REASON_CHARS + 20]
    return reason if reason.split(":")[0] in READ_REASONS else ""


def version_of(visit: StaffVisit) -> int | None:
    """The ticket's version as the page showed it; None when the form carries none that fits the column."""
    value = visit.form.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 9 else None


async def chosen_of(request: web.Request, name: str) -> list[str]:
    """All values of a group of checkboxes."""
    return [value for value in (await request.post()).getall(name, []) if isinstance(value, str)]


async def seeker_of(visit: StaffVisit, ticket_id: UUID) -> Seeker:
    """Whose ticket it is."""
    ticket = await get_ticket(visit.session, ticket_id)
    return await get_seeker(visit.session, ticket.seeker_id)


async def keep_draft_of(request: web.Request, visit: StaffVisit, ticket_id: UUID, body: str) -> None:
    """Save what somebody is writing; other forms of the composer do so too."""
    context = request.app[CONTEXT]
    await drafts.save_draft(
        visit.session,
        context.vault,
        ticket_id=ticket_id,
        seeker=await seeker_of(visit, ticket_id),
        staff_id=visit.staff.id,
        body=body,
        now=context.clock(),
    )
