"""Staff pages: sign in, sign out, and where each role goes first."""

import math
from datetime import timedelta

from aiohttp import web

from backend.staff import service
from backend.staff.access import (
    COOKIE,
    COOKIE_PATH,
    LOGIN_COOKIE,
    StaffVisit,
    local_path,
    login_page,
    set_cookie,
    staff_page,
)
from backend.staff.models import Role
from backend.web import CONTEXT, THEME_COOKIE, RateLimit, check_csrf, form_of, render, see_other

QUEUE_ROLES = (Role.CONSULTANT, Role.SUPERVISOR)
THEME_LIFE = timedelta(days=365)

routes = web.RouteTableDef()
_sign_ins = RateLimit(limit=60, window_s=60)
"""Per address. A whole office may share one; the wait per login (staff.service) does the finer work."""


@routes.get("/staff/login")
async def show_login(request: web.Request) -> web.Response:
    """The sign-in form."""
    return login_page(request, next_page=local_path(request.query.get("next", "")))


@routes.post("/staff/login")
async def log_in(request: web.Request) -> web.StreamResponse:
    """Check login and password; a refusal never says which of the two was wrong."""
    context = request.app[CONTEXT]
    _sign_ins.check(request.remote or "")
    form = await form_of(request)
    check_csrf(request, form, request.cookies.get(LOGIN_COOKIE) or "no cookie")
    outcome = await service.sign_in(
        context.db,
        context.vault.keys,
        login=form.get("login", ""),
        password=form.get("password", ""),
        now=context.clock(),
    )
    next_page, draft = local_path(form.get("next", "")), form.get("draft", "")
    if outcome.token is None:
        return login_page(
            request,
            status=429 if outcome.wait else 401,
            message_key="staff.login_wait" if outcome.wait else "staff.login_wrong",
            next_page=next_page,
            login=form.get("login", ""),
            draft=draft,
            wait_minutes=_minutes(outcome.wait),
        )
    response: web.StreamResponse
    if draft and next_page:
        response = render(request, "staff/resume.html", next_page=next_page, draft=draft, csrf_token=outcome.csrf_token)
    else:
        response = see_other(next_page or COOKIE_PATH)
    set_cookie(request, response, COOKIE, outcome.token)
    response.del_cookie(LOGIN_COOKIE, path=COOKIE_PATH)
    return response


def _minutes(wait: timedelta | None) -> int:
    return math.ceil(wait.total_seconds() / 60) if wait else 0


@routes.post("/staff/logout")
@staff_page()
async def log_out(request: web.Request, visit: StaffVisit) -> web.Response:
    """End the session here and in the database."""
    await service.end_session(visit.session, token=request.cookies[COOKIE])
    response = see_other("/staff/login")
    response.del_cookie(COOKIE, path=COOKIE_PATH)
    return response


@routes.post("/staff/theme")
@staff_page()
async def choose_theme(request: web.Request, visit: StaffVisit) -> web.Response:
    """Light, dark, or as the device says: remembered in this browser."""
    response = see_other(local_path(visit.form.get("next", "")) or COOKIE_PATH)
    theme = visit.form.get("theme", "")
    if theme in ("light", "dark"):
        set_cookie(request, response, THEME_COOKIE, theme, max_age=int(THEME_LIFE.total_seconds()))
    else:
        response.del_cookie(THEME_COOKIE, path=COOKIE_PATH)
    return response


@routes.get("/staff")
@staff_page()
async def show_start(request: web.Request, visit: StaffVisit) -> web.Response:
    """The queue for those who work on it; the others read what they will find here."""
    if any(visit.staff.may(role) for role in QUEUE_ROLES):
        return see_other("/staff/queue")
    return render(request, "staff/start.html", visit=visit)
