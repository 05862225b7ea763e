"""Pages for one's own settings (/staff/account) and, for supervisors, everybody's absences (/staff/absences)."""

from datetime import datetime
from uuid import UUID

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from backend.clock import JST
from backend.errors import InvalidInput
from backend.jobs.app import REPLAN_RUNGS, defer
from backend.staff import account
from backend.staff.access import StaffVisit, staff_page
from backend.staff.models import Role
from backend.tickets.words import day_and_time
from backend.web import CONTEXT, UUID_PATTERN, parse_uuid, render, see_other

ACCOUNT, ABSENCES = "/staff/account", "/staff/absences"

routes = web.RouteTableDef()


@routes.get(ACCOUNT)
@staff_page()
async def show_account(request: web.Request, visit: StaffVisit) -> web.Response:
    """Addresses, shortcuts and absences of this person."""
    return await _account(request, visit)


@routes.post(ACCOUNT)
@staff_page()
async def save_account(request: web.Request, visit: StaffVisit) -> web.Response:
    """Store the addresses and the shortcuts."""
    form = visit.form
    try:
        account.set_reachability(
            visit.staff,
            email=form.get("notice_email", ""),
            webhook=form.get("notice_webhook", ""),
            uses_shortcuts="uses_shortcuts" in form,
            allow_local_webhook=request.app[CONTEXT].settings.webhook_allow_local,
        )
    except InvalidInput as error:
        return await _account(request, visit, typed=form, errors=error.fields)
    return see_other(f"{ACCOUNT}?saved=1")


@routes.post(f"{ACCOUNT}/absences")
@staff_page()
async def add_own_absence(request: web.Request, visit: StaffVisit) -> web.Response:
    """Out of office, with a deputy or without."""
    try:
        await _add(request, visit, visit.staff.id)
    except InvalidInput as error:
        return await _account(request, visit, typed=visit.form, errors=error.fields)
    return see_other(f"{ACCOUNT}?saved=1")


@routes.post(f"{ACCOUNT}/absences/{{absence_id:{UUID_PATTERN}}}/remove")
@staff_page()
async def remove_own_absence(request: web.Request, visit: StaffVisit) -> web.Response:
    """Back earlier, or it was a mistake."""
    absence_id = UUID(request.match_info["absence_id"])
    await account.remove_absence(visit.session, absence_id=absence_id, staff_id=visit.staff.id)
    await _replan(request, visit.session)
    return see_other(f"{ACCOUNT}?saved=1")


@routes.get(ABSENCES)
@staff_page(Role.SUPERVISOR)
async def show_absences(request: web.Request, visit: StaffVisit) -> web.Response:
    """Everybody's absences."""
    return await _absences(request, visit)


@routes.post(ABSENCES)
@staff_page(Role.SUPERVISOR)
async def add_absence(request: web.Request, visit: StaffVisit) -> web.Response:
    """For somebody who cannot do it (ill at home)."""
    try:
        person = parse_uuid(visit.form.get("staff_id", ""))
        if person is None or person not in {staff.id for staff in await account.list_deputies(visit.session, None)}:
            raise InvalidInput(fields={"staff_id": "staff.error.person"})
        await _add(request, visit, person)
    except InvalidInput as error:
        return await _absences(request, visit, typed=visit.form, errors=error.fields)
    return see_other(f"{ABSENCES}?saved=1")


@routes.post(f"{ABSENCES}/{{absence_id:{UUID_PATTERN}}}/remove")
@staff_page(Role.SUPERVISOR)
async def remove_absence(request: web.Request, visit: StaffVisit) -> web.Response:
    """Take anybody's absence back."""
    absence_id = UUID(request.match_info["absence_id"])
    await account.remove_absence(visit.session, absence_id=absence_id, staff_id=None)
    await _replan(request, visit.session)
    return see_other(f"{ABSENCES}?saved=1")


async def _add(request: web.Request, visit: StaffVisit, staff_id: UUID) -> None:
    form = visit.form
    deputy = form.get("deputy_id", "")
    deputy_id = parse_uuid(deputy)
    if deputy and deputy_id is None:
        raise InvalidInput(fields={"deputy_id": "staff.error.deputy"})
    await account.add_absence(
        visit.session,
        staff_id=staff_id,
        starts_at=_jst(form.get("starts_at", "")),
        ends_at=_jst(form.get("ends_at", "")),
        deputy_id=deputy_id,
        now=request.app[CONTEXT].clock(),
    )
    await _replan(request, visit.session)


async def _replan(request: web.Request, session: AsyncSession) -> None:
    """Somebody's hours have changed: warnings that are still to come move into those that are left."""
    await defer(session, request.app[CONTEXT].jobs, REPLAN_RUNGS)


async def _account(
    request: web.Request,
    visit: StaffVisit,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> web.Response:
    now, staff = request.app[CONTEXT].clock(), visit.staff
    values = {
        "notice_email": staff.notice_email or "",
        "notice_webhook": staff.notice_webhook or "",
        "starts_at": "",
        "ends_at": "",
        "deputy_id": "",
        **(typed or {}),
    }
    return render(
        request,
        "staff/account.html",
        status=422 if errors else 200,
        visit=visit,
        typed=values,
        errors=errors or {},
        saved="saved" in request.query,
        shortcuts=staff.uses_shortcuts if typed is None or "notice_email" not in typed else "uses_shortcuts" in typed,
        absences=await account.list_absences(visit.session, now=now, staff_id=staff.id),
        deputies=await account.list_deputies(visit.session, staff.id),
        now=now,
        when=day_and_time,
    )


async def _absences(
    request: web.Request,
    visit: StaffVisit,
    *,
    typed: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> web.Response:
    now = request.app[CONTEXT].clock()
    return render(
        request,
        "staff/absences.html",
        status=422 if errors else 200,
        visit=visit,
        typed={"staff_id": "", "starts_at": "", "ends_at": "", "deputy_id": "", **(typed or {})},
        errors=errors or {},
        saved="saved" in request.query,
        absences=await account.list_absences(visit.session, now=now),
        people=await account.list_deputies(visit.session, None),
        now=now,
        when=day_and_time,
    )


def _jst(text: str) -> datetime | None:
    """What a datetime-local field sends, read as Japanese time."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=JST) if text else None
    except ValueError:
        return None
