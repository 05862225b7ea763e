"""Broken promises on a page for supervisors: reason, prevention, apology."""

from uuid import UUID

from aiohttp import web

from backend.errors import Conflict, InvalidInput
from backend.ladder import breaches
from backend.staff.access import StaffVisit, staff_page
from backend.staff.models import Role
from backend.tickets.words import day_and_time, topic_label
from backend.web import CONTEXT, render, see_other

PAGE = "/staff/breaches"
ONE = f"{PAGE}/{{ticket_id:[0-9a-f]{{8}}-[0-9a-f-]{{27}}}}"

routes = web.RouteTableDef()


@routes.get(PAGE)
@staff_page(Role.SUPERVISOR)
async def show_breaches(request: web.Request, visit: StaffVisit) -> web.Response:
    """The newest broken promises."""
    return await _show(request, visit)


@routes.post(ONE)
@staff_page(Role.SUPERVISOR)
async def record(request: web.Request, visit: StaffVisit) -> web.Response:
    """Store why, and what will be different."""
    ticket_id = UUID(request.match_info["ticket_id"])
    try:
        await breaches.record_reason(
            visit.session,
            ticket_id=ticket_id,
            staff=visit.staff,
            reason=visit.form.get("reason", ""),
            note=visit.form.get("note", ""),
            prevention=visit.form.get("prevention", ""),
            now=request.app[CONTEXT].clock(),
        )
    except InvalidInput as error:
        return await _show(request, visit, typed_for=ticket_id, errors=error.fields)
    return see_other(f"{PAGE}?saved=1#b-{ticket_id}")


@routes.post(f"{ONE}/apology")
@staff_page(Role.SUPERVISOR)
async def apologise(request: web.Request, visit: StaffVisit) -> web.Response:
    """Send the apology."""
    context, ticket_id = request.app[CONTEXT], UUID(request.match_info["ticket_id"])
    try:
        async with visit.session.begin_nested():
            await breaches.apologise(
                visit.session,
                context.vault,
                context.texts,
                ticket_id=ticket_id,
                staff=visit.staff,
                now=context.clock(),
            )
    except Conflict as error:
        return await _show(request, visit, problem=context.texts.get(error.message_key))
    return see_other(f"{PAGE}?saved=1#b-{ticket_id}")


async def _show(
    request: web.Request,
    visit: StaffVisit,
    *,
    typed_for: UUID | None = None,
    errors: dict[str, str] | None = None,
    problem: str = "",
) -> web.Response:
    context = request.app[CONTEXT]
    return render(
        request,
        "ladder/breaches.html",
        status=422 if errors else 409 if problem else 200,
        visit=visit,
        items=await breaches.list_breaches(visit.session),
        typed_for=typed_for,
        typed=visit.form,
        errors=errors or {},
        problem=problem,
        saved="saved" in request.query,
        reasons=breaches.REASONS,
        now=context.clock(),
        when=day_and_time,
        topic=lambda name: topic_label(context.texts, name),
    )
