"""`/staff/drafting`: the kill switch and the payload log, for supervisors and operators."""

from uuid import UUID

from aiohttp import web

from backend.drafting import service
from backend.drafting.payload import Payload
from backend.drafting.switch import MAX_REASON_CHARS, MAY_SWITCH, MIN_REASON_CHARS, get_switch, set_switch
from backend.errors import AppError, InvalidInput
from backend.staff.access import StaffVisit, staff_page
from backend.tickets.words import day_and_time
from backend.web import CONTEXT, UUID_PATTERN, render, see_other

routes = web.RouteTableDef()


@routes.get("/staff/drafting")
@staff_page(*MAY_SWITCH)
async def show_switch(request: web.Request, visit: StaffVisit) -> web.Response:
    """State of the switch, and what left lately."""
    return await _show(request, visit)


@routes.post("/staff/drafting/switch")
@staff_page(*MAY_SWITCH)
async def throw_switch(request: web.Request, visit: StaffVisit) -> web.Response:
    """On or off, with a reason."""
    context, reason = request.app[CONTEXT], visit.form.get("reason", "")
    try:
        await set_switch(
            visit.session,
            is_on=visit.form.get("state") == "on",
            reason=reason,
            staff=visit.staff,
            now=context.clock(),
        )
    except AppError as error:
        problem = context.texts.get(error.message_key, **error.details)
        return await _show(request, visit, status=error.http_status, problem=problem, typed=reason)
    return see_other("/staff/drafting")


@routes.post(f"/staff/drafting/log/{{request_id:{UUID_PATTERN}}}")
@staff_page(*MAY_SWITCH)
async def open_payload(request: web.Request, visit: StaffVisit) -> web.Response:
    """What left, opened with a reason that is recorded."""
    context = request.app[CONTEXT]
    reason = " ".join(visit.form.get("reason", "").split())[:MAX_REASON_CHARS]
    request_id = UUID(request.match_info["request_id"])
    try:
        if len(reason) < MIN_REASON_CHARS:
            raise InvalidInput("drafting.error.reason_missing")
        payload = await service.read_payload(
            visit.session,
            context.vault,
            request_id=request_id,
            staff=visit.staff,
            reason=reason,
            now=context.clock(),
        )
    except InvalidInput as error:
        return await _show(request, visit, status=error.http_status, problem=context.texts.get(error.message_key))
    return await _show(request, visit, opened=request_id, payload=payload)


async def _show(
    request: web.Request,
    visit: StaffVisit,
    *,
    status: int = 200,
    problem: str = "",
    typed: str = "",
    opened: UUID | None = None,
    payload: Payload | None = None,
) -> web.Response:
    context = request.app[CONTEXT]
    now = context.clock()
    return render(
        request,
        "drafting/switch.html",
        status=status,
        visit=visit,
        switch=await get_switch(visit.session),
        has_key=bool(context.settings.openai_api_key.get_secret_value()),
        model=context.settings.openai_model,
        host=service.url_host(context.settings),
        entries=await service.list_requests(visit.session),
        problem=problem,
        typed=typed,
        opened=opened,
        payload=payload,
        when=lambda instant: day_and_time(instant, now),
    )
