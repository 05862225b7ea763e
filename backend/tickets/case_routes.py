"""Whose a ticket is and how it ends: read, claim, hand on, assign, join, dismiss, reopen, close.

What else is done with a ticket: `answer_routes` (write and send), `person_routes` (the pane beside the conversation).
"""

from datetime import datetime
from uuid import UUID

from aiohttp import web

from backend.errors import Forbidden, InvalidInput
from backend.staff.access import StaffVisit, staff_page
from backend.tickets import desk
from backend.tickets.case_forms import act_on_ticket, typed_of, version_of
from backend.tickets.routes import QUEUE_ROLES, TICKET
from backend.tickets.views import MAX_REASON_CHARS, READ_REASONS, is_uuid, show_ticket
from backend.web import CONTEXT

routes = web.RouteTableDef()


@routes.post(TICKET + "/read")
@staff_page(*QUEUE_ROLES)
async def read_with_reason(request: web.Request, visit: StaffVisit) -> web.Response:
    """Open a conversation that is not one's own case. The reason goes into the audit log."""
    reason, note = visit.form.get("reason", ""), " ".join(visit.form.get("note", "").split())[:MAX_REASON_CHARS]
    if reason not in READ_REASONS or (reason == "other" and not note):
        problem = request.app[CONTEXT].texts.get("queue.problem.reason_missing")
        return await show_ticket(request, visit, status=422, problem=problem)
    return await show_ticket(request, visit, reason=f"{reason}: {note}" if note else reason)


@routes.post(TICKET + "/claim")
@staff_page(*QUEUE_ROLES)
async def claim(request: web.Request, visit: StaffVisit) -> web.Response:
    """Take the ticket; someone else being first is told with their name."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        if not visit.may_answer:
            raise Forbidden("ticket.error.not_registered", code="not_registered")
        await desk.claim_ticket(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)

    return await act_on_ticket(request, visit, act, typed=typed_of(visit))


@routes.post(TICKET + "/release")
@staff_page(*QUEUE_ROLES)
async def release(request: web.Request, visit: StaffVisit) -> web.Response:
    """Give the ticket back to the queue."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.release_ticket(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)

    return await act_on_ticket(request, visit, act)


@routes.post(TICKET + "/transfer")
@staff_page(*QUEUE_ROLES)
async def transfer(request: web.Request, visit: StaffVisit) -> web.Response:
    """Hand one's own ticket to a colleague, with a reason."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.transfer_ticket(
            visit.session,
            ticket_id=ticket_id,
            staff=visit.staff,
            to_id=_colleague(visit),
            reason=visit.form.get("reason", ""),
            now=now,
            version=version_of(visit),
        )

    return await act_on_ticket(request, visit, act)


@routes.post(TICKET + "/assign")
@staff_page(*QUEUE_ROLES)
async def assign(request: web.Request, visit: StaffVisit) -> web.Response:
    """A supervisor gives the ticket to somebody."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.assign_ticket(
            visit.session,
            ticket_id=ticket_id,
            staff=visit.staff,
            to_id=_colleague(visit),
            now=now,
            version=version_of(visit),
        )

    return await act_on_ticket(request, visit, act)


@routes.post(TICKET + "/merge")
@staff_page(*QUEUE_ROLES)
async def merge(request: web.Request, visit: StaffVisit) -> web.Response:
    """Make the answered episode before part of this one."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.merge_previous(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)

    return await act_on_ticket(request, visit, act)


@routes.post(TICKET + "/thanks")
@staff_page(*QUEUE_ROLES)
async def dismiss_thanks(request: web.Request, visit: StaffVisit) -> web.Response:
    """End an episode in which nothing was asked."""
    context = request.app[CONTEXT]

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.dismiss_thanks(
            visit.session, context.vault, ticket_id=ticket_id, staff=visit.staff, now=now, version=version_of(visit)
        )

    return await act_on_ticket(request, visit, act)


@routes.post(TICKET + "/reopen")
@staff_page(*QUEUE_ROLES)
async def reopen(request: web.Request, visit: StaffVisit) -> web.Response:
    """Go on with an ended episode as a new one, which is shown."""

    async def act(ticket_id: UUID, now: datetime) -> UUID:
        if not visit.may_answer:
            raise Forbidden("ticket.error.not_registered", code="not_registered")
        ticket = await desk.reopen_ticket(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)
        return ticket.id

    return await act_on_ticket(request, visit, act)


@routes.post(TICKET + "/close")
@staff_page(*QUEUE_ROLES)
async def close(request: web.Request, visit: StaffVisit) -> web.Response:
    """Close an answered ticket."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.close_ticket(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)

    return await act_on_ticket(request, visit, act)


def _colleague(visit: StaffVisit) -> UUID:
    value = visit.form.get("to", "")
    if not is_uuid(value):
        raise InvalidInput("queue.problem.colleague_missing")
    return UUID(value)
