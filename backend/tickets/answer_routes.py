"""Writing an answer: drafts kept, ready-made texts put in, sent, and taken back within ten seconds."""

from datetime import datetime
from uuid import UUID

from aiohttp import web

from backend.canned import service as canned
from backend.errors import Forbidden, InvalidInput
from backend.staff.access import StaffVisit, staff_page
from backend.tickets import answers, drafts, listing
from backend.tickets.answers import Answer
from backend.tickets.case_forms import act_on_ticket, body_of, chosen_of, keep_draft_of, typed_of
from backend.tickets.models import AnswerChannel
from backend.tickets.routes import QUEUE_ROLES, TICKET
from backend.tickets.views import Typed, fill_values, is_uuid, show_ticket
from backend.web import CONTEXT, render

routes = web.RouteTableDef()


@routes.post(TICKET)
@staff_page(*QUEUE_ROLES)
async def resume_answer(request: web.Request, visit: StaffVisit) -> web.Response:
    """Back from signing in again, with the answer that was being written."""
    return await show_ticket(request, visit, typed=typed_of(visit))


@routes.post(TICKET + "/answer")
@staff_page(*QUEUE_ROLES)
async def answer(request: web.Request, visit: StaffVisit) -> web.Response:
    """Store the answer; it leaves after ten seconds, in which it can be taken back."""
    context, key, links = request.app[CONTEXT], visit.form.get("request_key", ""), await chosen_of(request, "link")
    typed = typed_of(visit, links)

    async def act(ticket_id: UUID, now: datetime) -> None:
        if not is_uuid(key):
            raise InvalidInput("error.form_expired")
        await answers.answer_ticket(
            visit.session,
            context.vault,
            context.texts,
            ticket_id=ticket_id,
            staff=visit.staff,
            answer=Answer(
                typed.body,
                channel=AnswerChannel(typed.channel),
                links=typed.links,
                override_reason=visit.form.get("override_reason", ""),
            ),
            request_key=f"answer:{visit.staff.id}:{key}",
            now=now,
        )
        await drafts.discard_draft(visit.session, ticket_id=ticket_id, staff_id=visit.staff.id)

    return await act_on_ticket(request, visit, act, refused=typed, request_key=key)


@routes.post(TICKET + "/undo")
@staff_page(*QUEUE_ROLES)
async def undo(request: web.Request, visit: StaffVisit) -> web.Response:
    """Take the held answer back; its text becomes the draft again."""
    context = request.app[CONTEXT]

    async def act(ticket_id: UUID, now: datetime) -> None:
        body = await answers.undo_answer(visit.session, context.vault, ticket_id=ticket_id, staff=visit.staff, now=now)
        await keep_draft_of(request, visit, ticket_id, body)

    return await act_on_ticket(request, visit, act)


@routes.post(TICKET + "/draft")
@staff_page(*QUEUE_ROLES)
async def keep_draft(request: web.Request, visit: StaffVisit) -> web.Response:
    """The page saves what is being written. One that comes after its answer is not kept."""
    ticket_id = UUID(request.match_info["ticket_id"])
    item = await listing.get_item(visit.session, ticket_id=ticket_id)
    if not visit.may_answer:
        raise Forbidden("ticket.error.not_registered", code="not_registered")
    if item.is_open and item.answer_pending_at is None:
        await keep_draft_of(request, visit, ticket_id, body_of(visit))
    return web.Response(status=204)


@routes.post(TICKET + "/discard")
@staff_page(*QUEUE_ROLES)
async def discard_draft(request: web.Request, visit: StaffVisit) -> web.Response:
    """Throw the draft away."""

    async def act(ticket_id: UUID, _now: datetime) -> None:
        await drafts.discard_draft(visit.session, ticket_id=ticket_id, staff_id=visit.staff.id)

    return await act_on_ticket(request, visit, act)


@routes.post(TICKET + "/insert")
@staff_page(*QUEUE_ROLES)
async def insert_canned(request: web.Request, visit: StaffVisit) -> web.Response:
    """Without JavaScript: put a ready-made text at the end of what was written so far."""
    links, chosen = await chosen_of(request, "link"), visit.form.get("canned_id", "")
    typed = typed_of(visit, links)
    if is_uuid(chosen):
        item = await listing.get_item(visit.session, ticket_id=UUID(request.match_info["ticket_id"]))
        row = await canned.get_answer(visit.session, UUID(chosen))
        text = canned.fill(row.body, fill_values(request, visit, item))
        typed = Typed(f"{typed.body.rstrip()}\n\n{text}".lstrip(), channel=typed.channel, links=typed.links)
    return await show_ticket(request, visit, typed=typed, request_key=visit.form.get("request_key", ""))


@routes.get(TICKET + "/canned")
@staff_page(*QUEUE_ROLES)
async def pick_canned(request: web.Request, visit: StaffVisit) -> web.Response:
    """Ready-made texts for this ticket, filled in, for the picker; those for its topic first."""
    item = await listing.get_item(visit.session, ticket_id=UUID(request.match_info["ticket_id"]))
    rows = await canned.list_answers(visit.session, search=request.query.get("q", "")[:60], topic=item.topic)
    values = fill_values(request, visit, item)
    return render(
        request,
        "tickets/canned.html",
        texts=[(row, canned.fill(row.body, values)) for row in rows],
    )
