"""Who may see a seeker's secure page: the guard every /me route wears, and the cookie it reads."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from backend.pages.danger import FREE_TEXT, listen, safety_texts
from backend.pages.service import find_session
from backend.seekers.models import Seeker
from backend.web import CONTEXT, Handler, check_csrf, form_of, render

COOKIE = "madoguchi_me"
COOKIE_PATH = "/me"


@dataclass(frozen=True)
class SeekerVisit:
    """A request of a seeker who came in by a link or LIFF.

    Attributes:
        session: the request's transaction; commits when the handler returns.
        csrf_token: for every form of the page.
        form: text fields of a POST, CSRF token already checked.
    """

    session: AsyncSession
    seeker: Seeker
    csrf_token: str
    form: dict[str, str]


SeekerHandler = Callable[[web.Request, SeekerVisit], Awaitable[web.StreamResponse]]


def seeker_page(handler: SeekerHandler) -> Handler:
    """Guard for a route: a live session, CSRF token on POST. Otherwise a page that says how to come back.

    Text that was typed into `body` is shown on that page, so that it can be copied; danger in it is answered there.
    """

    @wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        context = request.app[CONTEXT]
        form = await form_of(request) if request.method == "POST" else {}
        async with context.db.transaction() as session:
            found = await find_session(session, token=request.cookies.get(COOKIE, ""), now=context.clock())
            if found is None:
                typed = form.get("body", "")
                heard = safety_texts(request, listen("\n".join(form.get(name, "") for name in FREE_TEXT)))
                return render(request, "pages/expired.html", status=401, typed=typed, safety_texts=heard)
            opened, seeker = found
            if request.method == "POST":
                check_csrf(request, form, opened.csrf_token)
            visit = SeekerVisit(session=session, seeker=seeker, csrf_token=opened.csrf_token, form=form)
            return await handler(request, visit)

    return guarded


async def find_seeker(request: web.Request) -> str | None:
    """Whose session the request carries, for what comes before a page's guard and transaction."""
    context = request.app[CONTEXT]
    async with context.db.transaction() as session:
        found = await find_session(session, token=request.cookies.get(COOKIE, ""), now=context.clock())
    return str(found[1].id) if found is not None else None


def set_session_cookie(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """A cookie scripts can't read, sent to the seeker's pages only, gone when the browser closes."""
    response.set_cookie(
        COOKIE,
        token,
        path=COOKIE_PATH,
        httponly=True,
        samesite="Lax",
        secure=request.app[CONTEXT].settings.cookies_secure,
    )
