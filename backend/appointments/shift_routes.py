"""The page of working times and closing days (/staff/shifts), for supervisors."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from aiohttp import web

from backend.appointments import shifts
from backend.appointments.shifts import Pattern
from backend.appointments.times import business_date_of, date_words, time_words
from backend.errors import AppError, InvalidInput
from backend.jobs.app import REPLAN_RUNGS, defer
from backend.staff.access import StaffVisit, staff_page
from backend.staff.account import list_deputies
from backend.staff.models import Role
from backend.web import CONTEXT, UUID_PATTERN, parse_uuid, render, see_other

SHIFTS = "/staff/shifts"
DAYS_SHOWN = 14
STEP_MINUTES = 30
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
EMPTY = {
    **{"consultant_id": "", "first": "", "last": "", "start_minute": "", "end_minute": "", "lanes": "2"},
    **{"closed_on": "", "label": ""},
}

routes = web.RouteTableDef()


@routes.get(SHIFTS)
@staff_page(Role.SUPERVISOR)
async def show_shifts(request: web.Request, visit: StaffVisit) -> web.Response:
    """Two weeks of everybody's hours, from the day in the address or today."""
    return await _page(request, visit)


@routes.post(SHIFTS)
@staff_page(Role.SUPERVISOR)
async def add_shifts(request: web.Request, visit: StaffVisit) -> web.Response:
    """Enter hours for one day or for the same days of several weeks."""
    context, form = request.app[CONTEXT], visit.form
    weekdays = [value for value in (await request.post()).getall("weekday", []) if value in WEEKDAYS]
    pattern = Pattern(
        first=_day(form.get("first", "")),
        last=_day(form["last"]) or date.min if form.get("last") else None,  # unreadable: too early, so refused
        weekdays=frozenset(map(WEEKDAYS.index, weekdays)),
        start_minute=_number(form.get("start_minute", "")),
        end_minute=_number(form.get("end_minute", "")),
        lanes=_number(form.get("lanes", "")),
    )
    try:
        count = await shifts.add_shifts(
            visit.session,
            context.service,
            staff_id=visit.staff.id,
            consultant_id=parse_uuid(form.get("consultant_id", "")),
            pattern=pattern,
            now=context.clock(),
        )
    except InvalidInput as error:
        return await _page(request, visit, typed=form, weekdays=weekdays, errors=error.fields)
    return await _done(request, visit, f"added={count}&from={pattern.first}")


@routes.post(f"{SHIFTS}/{{shift_id:{UUID_PATTERN}}}/remove")
@staff_page(Role.SUPERVISOR)
async def remove_shift(request: web.Request, visit: StaffVisit) -> web.Response:
    """Take one shift out."""
    try:
        await shifts.remove_shift(
            visit.session,
            shift_id=UUID(request.match_info["shift_id"]),
            staff_id=visit.staff.id,
            now=request.app[CONTEXT].clock(),
        )
    except AppError as error:
        return await _page(request, visit, problem=error)
    return await _done(request, visit, f"removed=1&from={_shown_from(request, visit)}")


@routes.post(f"{SHIFTS}/of/{{consultant_id:{UUID_PATTERN}}}/end")
@staff_page(Role.SUPERVISOR)
async def end_shifts(request: web.Request, visit: StaffVisit) -> web.Response:
    """Take somebody's shifts out from a day on."""
    context = request.app[CONTEXT]
    try:
        removed, kept = await shifts.end_shifts(
            visit.session,
            context.service,
            staff_id=visit.staff.id,
            consultant_id=UUID(request.match_info["consultant_id"]),
            from_=_day(visit.form.get("end_from", "")),
            now=context.clock(),
        )
    except AppError as error:
        return await _page(request, visit, problem=error)
    return await _done(request, visit, f"removed={removed}&kept={kept}&from={_shown_from(request, visit)}")


@routes.post(f"{SHIFTS}/closures")
@staff_page(Role.SUPERVISOR)
async def add_closure(request: web.Request, visit: StaffVisit) -> web.Response:
    """Close a day for bookings."""
    context, form = request.app[CONTEXT], visit.form
    try:
        await shifts.add_closure(
            visit.session,
            context.service,
            staff_id=visit.staff.id,
            day=_day(form.get("closed_on", "")),
            label=form.get("label", ""),
            now=context.clock(),
        )
    except InvalidInput as error:
        return await _page(request, visit, typed=form, errors=error.fields)
    return see_other(f"{SHIFTS}?closed=1")


@routes.post(f"{SHIFTS}/closures/remove")
@staff_page(Role.SUPERVISOR)
async def remove_closure(request: web.Request, visit: StaffVisit) -> web.Response:
    """Open a day again."""
    day = _day(visit.form.get("closed_on", ""))
    if day is None:
        raise InvalidInput
    await shifts.remove_closure(visit.session, staff_id=visit.staff.id, day=day, now=request.app[CONTEXT].clock())
    return see_other(f"{SHIFTS}?closed=1")


async def _done(request: web.Request, visit: StaffVisit, query: str) -> web.Response:
    """Warnings that are still to come move into the hours staffed now; the page says what was done."""
    await defer(visit.session, request.app[CONTEXT].jobs, REPLAN_RUNGS)
    return see_other(f"{SHIFTS}?{query}")


async def _page(
    request: web.Request,
    visit: StaffVisit,
    *,
    typed: Mapping[str, str] = EMPTY,
    weekdays: Collection[object] = (),
    errors: dict[str, str] | None = None,
    problem: AppError | None = None,
) -> web.Response:
    context = request.app[CONTEXT]
    now, service, query = context.clock(), context.service, request.query
    first = _shown_from(request, visit)
    people = await list_deputies(visit.session, None)
    items = await shifts.list_shifts(visit.session, first=first, last=first + timedelta(days=DAYS_SHOWN - 1), now=now)
    hours = range(service.day_start_minute, service.day_end_minute + 1, STEP_MINUTES)
    values: dict[str, Any] = {
        "people": [(person, [item for item in items if item.consultant_id == person.id]) for person in people],
        "closures": await shifts.list_closures(visit.session, service, now=now),
        "done": {name: _number(query.get(name, "")) or 0 for name in ("added", "removed", "kept", "closed")},
        "problem": context.texts.get(problem.message_key, **problem.details) if problem is not None else "",
        "first": first,
        "last": first + timedelta(days=DAYS_SHOWN - 1),
        "before": first - timedelta(days=DAYS_SHOWN),
        "after": first + timedelta(days=DAYS_SHOWN),
        "today": business_date_of(now, service),
        "hours": hours,
        "max_lanes": shifts.MAX_LANES,
        "max_label": shifts.MAX_LABEL_CHARS,
        "week": list(zip(WEEKDAYS, "月火水木金土日", strict=True)),
        "date_words": date_words,
        "time_words": time_words,
    }
    return render(
        request,
        "appointments/shifts.html",
        status=problem.http_status if problem is not None else 422 if errors else 200,
        visit=visit,
        typed={**EMPTY, **typed},
        weekdays=weekdays,
        errors=errors or {},
        **values,
    )


def _shown_from(request: web.Request, visit: StaffVisit) -> date:
    """The first day shown: the one asked for, never before today."""
    context = request.app[CONTEXT]
    today = business_date_of(context.clock(), context.service)
    wanted = _day(request.query.get("from", "") or visit.form.get("from", "")) or today
    return min(max(wanted, today), today + 2 * shifts.LONGEST)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None
