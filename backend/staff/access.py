"""Who may see a staff page: the guard every /staff route wears, and the cookie it reads."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession
from yarl import URL

from backend.clock import to_jst
from backend.errors import Forbidden
from backend.notices.queries import News, find_news
from backend.staff import service
from backend.staff.models import Role, Staff
from backend.web import CONTEXT, Handler, check_csrf, form_of, render, see_other

COOKIE = "madoguchi_staff"
LOGIN_COOKIE = "madoguchi_login"
COOKIE_PATH = "/staff"
PART_HEADER = "X-Part"
"""Sent by scripts that ask for a part of a page."""
LIVE_PARAMETER = "live"
"""Requests a page makes by itself carry it; they don't keep the session awake."""


@dataclass(frozen=True)
class StaffVisit:
    """A request of a signed-in person.

    Attributes:
        session: the request's transaction; commits when the handler returns.
        csrf_token: for every form of the page.
        form: text fields of a POST, CSRF token already checked.
        may_answer: this person's answer stops the 24-hour clock today.
        news: for the head of the page.
    """

    session: AsyncSession
    staff: Staff
    csrf_token: str
    form: dict[str, str]
    may_answer: bool
    news: News


StaffHandler = Callable[[web.Request, StaffVisit], Awaitable[web.StreamResponse]]


def staff_page(*roles: Role) -> Callable[[StaffHandler], Handler]:
    """Guard for a route: signed in, CSRF token on POST, and one of `roles` (none given = any).

    Without a session the person gets the sign-in page; text they had typed into `body` comes along.
    """

    def guard(handler: StaffHandler) -> Handler:
        @wraps(handler)
        async def guarded(request: web.Request) -> web.StreamResponse:
            context = request.app[CONTEXT]
            now = context.clock()
            form = await form_of(request) if request.method == "POST" else {}
            async with context.db.transaction() as session:
                found = await service.find_session(
                    session,
                    token=request.cookies.get(COOKIE, ""),
                    now=now,
                    touch=LIVE_PARAMETER not in request.query,
                )
                if found is None:
                    return sign_in_page(request, form)
                opened, staff = found
                if request.method == "POST":
                    check_csrf(request, form, opened.csrf_token)
                if roles and not any(staff.may(role) for role in roles):
                    raise Forbidden
                visit = StaffVisit(
                    session=session,
                    staff=staff,
                    csrf_token=opened.csrf_token,
                    form=form,
                    may_answer=staff.is_registered_consultant(to_jst(now).date()),
                    news=await find_news(session, staff=staff),
                )
                return await handler(request, visit)

        return guarded

    return guard


async def is_signed_in(request: web.Request, *roles: Role) -> bool:
    """For streams, which hold no transaction: asked at the start and again while the stream lives."""
    staff = await _find_staff(request)
    return staff is not None and (not roles or any(staff.may(role) for role in roles))


async def find_signed_in(request: web.Request) -> str | None:
    """Whose session the request carries, for what comes before a page's guard and transaction."""
    staff = await _find_staff(request)
    return str(staff.id) if staff is not None else None


async def _find_staff(request: web.Request) -> Staff | None:
    context = request.app[CONTEXT]
    async with context.db.transaction() as session:
        found = await service.find_session(
            session, token=request.cookies.get(COOKIE, ""), now=context.clock(), touch=False
        )
    return found[1] if found is not None else None


def sign_in_page(request: web.Request, form: dict[str, str]) -> web.Response:
    """The way back in. A page asked for with GET is returned to afterwards; a typed text is kept in the form.

    What a page asks in the background learns only that it may not: a form (and its cookie) nobody sees would take the
    place of the one somebody is filling in.
    """
    if LIVE_PARAMETER in request.query or PART_HEADER in request.headers:
        return web.Response(status=401)
    from_htmx = bool(request.headers.get("HX-Request"))
    if request.method == "GET" and not from_htmx:
        target = {} if request.path == COOKIE_PATH else {"next": request.path_qs}
        return see_other(str(URL("/staff/login").with_query(target)))
    draft = form.get("body", "")
    came_from = request.path.rsplit("/", 1)[0] if draft else URL(request.headers.get("HX-Current-URL", "")).path_qs
    response = login_page(
        request, status=401, message_key="staff.session_expired", next_page=local_path(came_from), draft=draft
    )
    if from_htmx:
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def login_page(
    request: web.Request,
    *,
    status: int = 200,
    message_key: str = "",
    next_page: str = "",
    login: str = "",
    draft: str = "",
    wait_minutes: int = 0,
) -> web.Response:
    """The sign-in form. Before there is a session, a cookie of its own carries the form's CSRF token."""
    token = request.cookies.get(LOGIN_COOKIE) or secrets.token_urlsafe(24)
    response = render(
        request,
        "staff/login.html",
        status=status,
        csrf_token=token,
        message_key=message_key,
        next_page=next_page,
        login=login,
        draft=draft,
        wait_minutes=wait_minutes,
    )
    set_cookie(request, response, LOGIN_COOKIE, token)
    return response


def local_path(address: str) -> str:
    """An address only if it stays on the staff pages; else empty."""
    safe = address.startswith(f"{COOKIE_PATH}/") and "\\" not in address and not address.startswith("/staff/login")
    return address if safe else ""


def set_cookie(
    request: web.Request, response: web.StreamResponse, name: str, value: str, *, max_age: int | None = None
) -> None:
    """A cookie scripts can't read, sent to the staff pages only; without `max_age` gone when the browser closes."""
    response.set_cookie(
        name,
        value,
        path=COOKIE_PATH,
        max_age=max_age,
        httponly=True,
        samesite="Lax",
        secure=request.app[CONTEXT].settings.cookies_secure,
    )
