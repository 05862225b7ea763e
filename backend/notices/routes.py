"""Notices on staff pages: the list, the bell's live part, and acknowledging an urgent ticket."""

from datetime import datetime
from uuid import UUID

from aiohttp import web

from backend.errors import InvalidInput, NotFound
from backend.notices import queries, service
from backend.notices.paging import end_paging
from backend.staff.access import StaffVisit, staff_page
from backend.staff.models import Role
from backend.tickets.transitions import get_ticket, log_event
from backend.tickets.words import day_and_time
from backend.web import CONTEXT, UUID_PATTERN, render, see_other

routes = web.RouteTableDef()


@routes.get("/staff/notices")
@staff_page()
async def show_notices(request: web.Request, visit: StaffVisit) -> web.Response:
    """This person's notices, newest first."""
    context = request.app[CONTEXT]
    now = context.clock()
    items = await queries.list_notices(
        visit.session, context.texts, staff=visit.staff, now=now, before=_instant(request.query.get("before", ""))
    )
    older = items[-1].created_at.isoformat() if len(items) == queries.PAGE_SIZE else ""
    return render(request, "notices/list.html", visit=visit, items=items, older=older, now=now, when=day_and_time)


@routes.get("/staff/notices/news")
@staff_page()
async def show_news(request: web.Request, visit: StaffVisit) -> web.Response:
    """Bell and banners alone, for live updates."""
    return render(request, "notices/news.html", visit=visit)


@routes.get(f"/staff/notices/{{notice_id:{UUID_PATTERN}}}")
@staff_page()
async def open_notice(request: web.Request, visit: StaffVisit) -> web.Response:
    """To what a notice is about; it counts as read from now on."""
    context, notice_id = request.app[CONTEXT], UUID(request.match_info["notice_id"])
    now = context.clock()
    path = await queries.find_path(visit.session, context.texts, staff=visit.staff, notice_id=notice_id, now=now)
    if path is None:
        raise NotFound
    await service.mark_read(visit.session, staff=visit.staff, now=now, notice_id=notice_id)
    return see_other(path)


@routes.post("/staff/notices/read")
@staff_page()
async def read_all(request: web.Request, visit: StaffVisit) -> web.Response:
    """Everything counts as read."""
    await service.mark_read(visit.session, staff=visit.staff, now=request.app[CONTEXT].clock())
    return see_other("/staff/notices")


@routes.post(f"/staff/tickets/{{ticket_id:{UUID_PATTERN}}}/acknowledge")
@staff_page(Role.CONSULTANT, Role.SUPERVISOR)
async def acknowledge(request: web.Request, visit: StaffVisit) -> web.Response:
    """「確認しました」: this person has seen the urgent ticket; nobody is called any more. It still wants an answer."""
    ticket_id, now = UUID(request.match_info["ticket_id"]), request.app[CONTEXT].clock()
    await get_ticket(visit.session, ticket_id, lock=True)
    if await end_paging(visit.session, ticket_id=ticket_id, now=now, staff_id=visit.staff.id):
        log_event(visit.session, ticket_id, "acknowledged", now, staff_id=visit.staff.id)
    await service.mark_read(visit.session, staff=visit.staff, now=now, ticket_id=ticket_id)
    return see_other(f"/staff/tickets/{ticket_id}")


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput from error
    if instant.tzinfo is None:
        raise InvalidInput
    return instant
