"""Supervisors' pages: the board with its assignments, the measures with charts and CSV files."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from aiohttp import web

from backend.errors import AppError, InvalidInput, NotFound
from backend.staff.access import StaffVisit, staff_page
from backend.staff.models import Role
from backend.supervision import queries, service
from backend.supervision.board import find_board
from backend.supervision.period import PERIODS, Period, period_of
from backend.supervision.tables import NAMES, OWN_NAMES, as_csv, make_tables
from backend.tickets.words import day_and_time, deadline, topic_label
from backend.web import CONTEXT, render, see_other

routes = web.RouteTableDef()


@routes.get("/staff/board")
@staff_page(Role.SUPERVISOR)
async def show_board(request: web.Request, visit: StaffVisit) -> web.Response:
    """Who is there, what they hold, and which questions are at risk."""
    return await _board(request, visit, "supervision/board.html")


@routes.get("/staff/board/live")
@staff_page(Role.SUPERVISOR)
async def show_board_part(request: web.Request, visit: StaffVisit) -> web.Response:
    """The same without the page around it, for live updates."""
    return await _board(request, visit, "supervision/board_part.html")


@routes.post("/staff/board/assign")
@staff_page(Role.SUPERVISOR)
async def assign(request: web.Request, visit: StaffVisit) -> web.Response:
    """Give a question to a consultant; a refusal says what is in the way."""
    context = request.app[CONTEXT]
    now = context.clock()
    try:
        ticket_id, to_id = UUID(visit.form.get("ticket", "")), UUID(visit.form.get("to", ""))
        version = int(visit.form.get("version", ""))
    except ValueError as error:
        raise InvalidInput from error
    try:
        async with visit.session.begin_nested():
            await service.give_ticket(
                visit.session,
                context.jobs,
                ticket_id=ticket_id,
                staff=visit.staff,
                to_id=to_id,
                version=version,
                now=now,
            )
    except AppError as error:
        problem = context.texts.get(error.message_key, **error.details)
        return await _board(request, visit, "supervision/board.html", status=error.http_status, problem=problem)
    return see_other(f"/staff/board?{urlencode({'given': str(to_id)})}")


async def _board(
    request: web.Request, visit: StaffVisit, template: str, *, status: int = 200, problem: str = ""
) -> web.Response:
    context = request.app[CONTEXT]
    now = context.clock()
    board = await find_board(visit.session, now=now)
    given = request.query.get("given", "")
    return render(
        request,
        template,
        status=status,
        visit=visit,
        board=board,
        given=next((person.name for person in board.people if str(person.id) == given), ""),
        problem=problem,
        now=now,
        words={
            "topic": lambda topic: topic_label(context.texts, topic),
            "when": lambda instant: day_and_time(instant, now),
            "deadline": lambda instant: deadline(instant, now),
        },
    )


@routes.get("/staff/measures")
@staff_page(Role.SUPERVISOR)
async def show_measures(request: web.Request, visit: StaffVisit) -> web.Response:
    """All figures of a period."""
    return await _show(request, visit, names=NAMES, answered_by=None)


@routes.get("/staff/measures/mine")
@staff_page(Role.CONSULTANT, Role.SUPERVISOR)
async def show_own_measures(request: web.Request, visit: StaffVisit) -> web.Response:
    """What this person answered, and how it was received."""
    return await _show(request, visit, names=OWN_NAMES, answered_by=visit.staff.id)


@routes.get("/staff/measures/{name}.csv")
@staff_page(Role.SUPERVISOR)
async def download_measures(request: web.Request, visit: StaffVisit) -> web.Response:
    """One table as a file."""
    context, name = request.app[CONTEXT], request.match_info["name"]
    if name not in NAMES:
        raise NotFound
    now = context.clock()
    period = period_of(request.query, now)
    found = await queries.measures(visit.session, from_=period.from_, to=period.to, now=now)
    [table] = make_tables(found, context.texts, (name,))
    file_name = f"{name}_{period.first}_{period.last}.csv"
    return web.Response(
        body=as_csv(table),
        content_type="text/csv",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


async def _show(
    request: web.Request, visit: StaffVisit, *, names: tuple[str, ...], answered_by: UUID | None
) -> web.Response:
    context, problem = request.app[CONTEXT], ""
    now = context.clock()
    try:
        period = period_of(request.query, now)
    except InvalidInput as error:
        problem, period = context.texts.get(error.message_key), period_of({}, now)
    found = await queries.measures(visit.session, from_=period.from_, to=period.to, now=now, answered_by=answered_by)
    values: dict[str, Any] = {
        "visit": visit,
        "total": found.total,
        "tables": make_tables(found, context.texts, names),
        "is_own": answered_by is not None,
        "period": period,
        "periods": PERIODS,
        "query": urlencode(period.query),
        "typed": _typed(request, period, problem),
        "problem": problem,
        "now": now,
    }
    return render(request, "supervision/measures.html", status=422 if problem else 200, **values)


def _typed(request: web.Request, period: Period, problem: str) -> dict[str, str]:
    """The two days as they stand in the form; refused ones come back as they were."""
    return {name: request.query.get(name, "") if problem else period.query[name] for name in ("from", "to")}
