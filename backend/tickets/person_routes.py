"""The pane beside a conversation: notes for colleagues, labels, and job news that a danger had stopped."""

from datetime import datetime
from uuid import UUID

from aiohttp import web

from backend.errors import Forbidden, InvalidInput
from backend.staff.access import StaffVisit, staff_page
from backend.tickets import desk, listing, notes, pushes
from backend.tickets.case_forms import act_on_ticket, chosen_of, read_reason_of, seeker_of, version_of
from backend.tickets.routes import QUEUE_ROLES, TICKET
from backend.tickets.views import Typed, is_uuid
from backend.web import CONTEXT

routes = web.RouteTableDef()


@routes.post(TICKET + "/note")
@staff_page(*QUEUE_ROLES)
async def add_note(request: web.Request, visit: StaffVisit) -> web.Response:
    """Leave a note for colleagues. Its text field has a name of its own: no other form reads it."""
    context, key = request.app[CONTEXT], visit.form.get("note_key", "")
    body = visit.form.get("note_body", "").replace("\r\n", "\n").replace("\x00", "")

    async def act(ticket_id: UUID, now: datetime) -> None:
        if not is_uuid(key):
            raise InvalidInput("error.form_expired")
        await notes.add_note(
            visit.session,
            context.vault,
            ticket_id=ticket_id,
            seeker=await seeker_of(visit, ticket_id),
            staff=visit.staff,
            body=body,
            request_key=f"note:{visit.staff.id}:{key}",
            now=now,
        )

    return await act_on_ticket(request, visit, act, refused=Typed(note=body))


@routes.post(TICKET + "/labels")
@staff_page(*QUEUE_ROLES)
async def label(request: web.Request, visit: StaffVisit) -> web.Response:
    """Say what the episode is about."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.set_labels(
            visit.session,
            ticket_id=ticket_id,
            staff=visit.staff,
            labels=await chosen_of(request, "label"),
            now=now,
            version=version_of(visit),
        )

    return await act_on_ticket(request, visit, act)


@routes.post(TICKET + "/pushes")
@staff_page(*QUEUE_ROLES)
async def resume_pushes(request: web.Request, visit: StaffVisit) -> web.Response:
    """Let job news go out again that a danger had stopped. Only for those who have the conversation open."""
    reason = visit.form.get("safety_reason", "")

    async def act(ticket_id: UUID, now: datetime) -> None:
        item = await listing.get_item(visit.session, ticket_id=ticket_id)
        if item.holder_id != visit.staff.id and not read_reason_of(visit):
            raise Forbidden("ticket.error.not_yours", code="not_yours")
        await pushes.resume_pushes(
            visit.session,
            ticket_id=ticket_id,
            staff=visit.staff,
            paused_at=_instant(visit.form.get("paused_at", "")),
            reason=reason,
            now=now,
        )

    return await act_on_ticket(request, visit, act, refused=Typed(safety_reason=reason[: pushes.MAX_REASON_CHARS]))


def _instant(text: str) -> datetime | None:
    """A moment as a page's hidden field carries it."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
