"""Supervisors' pages: the measures with charts and CSV files. Guard → parse → one query → render."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from aiohttp import web

from backend.errors import InvalidInput, NotFound
from backend.staff.access import StaffVisit, staff_page
from backend.staff.models import Role
from backend.supervision import queries
from backend.supervision.period import PERIODS, Period, period_of
from backend.supervision.tables import NAMES, OWN_NAMES, as_csv, make_tables
from backend.web import CONTEXT, render

routes = web.RouteTableDef()


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
