"""The consultants' queue: lists, one ticket, what open pages ask for by themselves, and the stream of changes.

What a person does with a ticket is in `case_routes`, `answer_routes` and `person_routes` beside it.
"""

import time
from uuid import UUID

from aiohttp import web

from backend.staff.access import StaffVisit, is_signed_in, staff_page
from backend.staff.models import Role
from backend.tickets import listing, presence
from backend.tickets.live import CHANGES, MAX_IDS, sse
from backend.tickets.views import (
    build_list,
    filters_of,
    is_uuid,
    query_of,
    show_ticket,
    stamp_of,
    tab_of,
    words_of,
)
from backend.tickets.words import deadline
from backend.web import CONTEXT, UUID_PATTERN, render

QUEUE_ROLES = (Role.CONSULTANT, Role.SUPERVISOR)
TICKET = f"/staff/tickets/{{ticket_id:{UUID_PATTERN}}}"
SESSION_CHECK_S = 10.0
"""A stream asks at most this often whether its session still lives; it carries nothing but ids."""

routes = web.RouteTableDef()


@routes.get("/staff/queue")
@staff_page(*QUEUE_ROLES)
async def show_queue(request: web.Request, visit: StaffVisit) -> web.Response:
    """The list; on wide screens with an empty place for a ticket."""
    listed = await build_list(request, visit, None)
    return render(request, "tickets/queue.html", visit=visit, listing=listed, ticket=None, words=words_of(request))


@routes.get("/staff/queue/list")
@staff_page(*QUEUE_ROLES)
async def show_list(request: web.Request, visit: StaffVisit) -> web.Response:
    """The list alone, for a page that brings in what is new."""
    selected = request.query.get("selected", "")
    listed = await build_list(request, visit, UUID(selected) if is_uuid(selected) else None)
    return render(request, "tickets/list.html", visit=visit, listing=listed, words=words_of(request))


@routes.get("/staff/queue/rows")
@staff_page(*QUEUE_ROLES)
async def show_rows(request: web.Request, visit: StaffVisit) -> web.Response:
    """Of the asked tickets, those that belong on the page now (rows and counts); the others have left it."""
    ids = [UUID(value) for value in request.query.get("ids", "").split(",")[:MAX_IDS] if is_uuid(value)]
    now, tab, filters = request.app[CONTEXT].clock(), tab_of(request), filters_of(request)
    items = await listing.list_changed(
        visit.session,
        tab=tab,
        staff_id=visit.staff.id,
        now=now,
        ids=ids,
        filters=filters,
        after=request.query.get("after"),
        until=request.query.get("until"),
    )
    return render(
        request,
        "tickets/rows.html",
        items=items,
        counts=await listing.count_queue(visit.session, staff_id=visit.staff.id, now=now),
        list_query=query_of(tab, filters),
        selected=None,
        now=now,
        words=words_of(request),
    )


@routes.get(TICKET)
@staff_page(*QUEUE_ROLES)
async def show(request: web.Request, visit: StaffVisit) -> web.Response:
    """One ticket beside the list. The conversation opens by itself only in one's own case."""
    return await show_ticket(request, visit)


@routes.get(TICKET + "/status")
@staff_page(*QUEUE_ROLES)
async def show_status(request: web.Request, visit: StaffVisit) -> web.Response:
    """State, deadline and holder alone, for live updates: opens nothing and leaves a half-written answer in place."""
    ticket_id, now = UUID(request.match_info["ticket_id"]), request.app[CONTEXT].clock()
    item = await listing.get_item(visit.session, ticket_id=ticket_id)
    stamp = await stamp_of(visit, item)
    return render(
        request,
        "tickets/status.html",
        item=item,
        deadline=deadline(item.due_at, now),
        is_held=item.is_held(now),
        has_news=request.query.get("stamp", stamp) != stamp,
        now=now,
        words=words_of(request),
    )


@routes.get(TICKET + "/presence")
@staff_page(*QUEUE_ROLES)
async def show_presence(request: web.Request, visit: StaffVisit) -> web.Response:
    """Who else has this ticket open."""
    return await _presence(request, visit)


@routes.post(TICKET + "/presence")
@staff_page(*QUEUE_ROLES)
async def tell_presence(request: web.Request, visit: StaffVisit) -> web.Response:
    """An open page says: still here, writing or not; or that it was left."""
    ticket_id, who = UUID(request.match_info["ticket_id"]), visit.staff.id
    if "gone" in visit.form:
        await presence.be_gone(visit.session, ticket_id=ticket_id, staff_id=who)
        return web.Response(status=204)
    await listing.get_item(visit.session, ticket_id=ticket_id)  # 404 before a row that cannot exist
    await presence.be_present(
        visit.session,
        ticket_id=ticket_id,
        staff_id=who,
        is_typing=visit.form.get("typing") == "1",
        now=request.app[CONTEXT].clock(),
    )
    return await _presence(request, visit)


async def _presence(request: web.Request, visit: StaffVisit) -> web.Response:
    ticket_id, now = UUID(request.match_info["ticket_id"]), request.app[CONTEXT].clock()
    others = await presence.list_others(visit.session, ticket_id=ticket_id, staff_id=visit.staff.id, now=now)
    return render(request, "tickets/presence.html", present=others)


@routes.get("/staff/events")
async def stream_changes(request: web.Request) -> web.StreamResponse:
    """Server-sent events for open pages; ends with the session. Holds no transaction while it waits."""
    if not await is_signed_in(request, *QUEUE_ROLES):
        return web.Response(status=401)
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    checked_at = time.monotonic()
    try:
        await response.prepare(request)
        async with request.app[CHANGES].watch() as watcher:
            while (told := await watcher.next_events()) is not None:
                if time.monotonic() - checked_at > SESSION_CHECK_S:
                    checked_at = time.monotonic()
                    if not await is_signed_in(request, *QUEUE_ROLES):
                        await response.write(sse("signed_out", []))
                        break
                await response.write(b"".join(sse(event, ids) for event, ids in told))
    except ConnectionError:
        pass  # the browser left
    return response
