"""The two doors to the secure pages: a one-time link (`/s/…`) and LIFF (`/liff`)."""

import json
from typing import Any

import structlog
from aiohttp import web

from backend.errors import ExternalService, Forbidden
from backend.pages import service
from backend.pages.access import set_session_cookie
from backend.seekers.service import get_or_create_seeker
from backend.web import CONTEXT, RateLimit, render, see_other

routes = web.RouteTableDef()
log = structlog.get_logger()

_entries = RateLimit(limit=120, window_s=60)
_PAGE = "{page:" + "|".join(service.PAGES) + "}"
LIFF_POLICY = (
    "default-src 'self'; script-src 'self' https://static.line-scdn.net; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self' https://api.line.me https://liffsdk.line-scdn.net; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""What LINE's SDK needs beyond our own files; only for the page that starts it."""


@routes.get("/s/{token}")
async def show_link(request: web.Request) -> web.Response:
    """One button. The link is spent by the POST, so that previews and scanners don't spend it."""
    token = request.match_info["token"]
    if not service.looks_like_token(token):
        return render(request, "pages/link_spent.html", status=403)
    return render(request, "pages/open.html", token=token)


@routes.post("/s/{token}")
async def open_link(request: web.Request) -> web.Response:
    """Spend the link and start a session."""
    context = request.app[CONTEXT]
    _entries.check(request.remote or "")
    now = context.clock()
    try:
        async with context.db.transaction() as session:
            link = await service.use_link(session, context.vault.keys, token=request.match_info["token"], now=now)
            token = await service.start_session(session, seeker_id=link.seeker_id, now=now)
    except Forbidden as error:
        log.info("link_refused", code=error.code)
        return render(request, "pages/link_spent.html", status=403)
    response = see_other(f"/me/{link.page}")
    set_session_cookie(request, response, token)
    return response


@routes.get("/liff")
@routes.get(f"/liff/{_PAGE}")
async def show_liff(request: web.Request) -> web.Response:
    """Starts LINE's SDK (or, with the emulator, reads the ID token from the address's fragment) and signs in."""
    settings = request.app[CONTEXT].settings
    response = render(request, "pages/liff.html", liff_id=settings.liff_id, page=request.match_info.get("page", "home"))
    if settings.liff_id:
        response.headers["Content-Security-Policy"] = LIFF_POLICY
    return response


@routes.post("/liff/session")
async def start_liff_session(request: web.Request) -> web.Response:
    """`{"id_token", "page"}` → session cookie and `{"redirect"}`. Only LINE's own check of the token counts.

    JSON only: a form on another site cannot send it.
    """
    context = request.app[CONTEXT]
    _entries.check(request.remote or "")
    posted = await _json_of(request)
    try:
        line_user_id = await _verified_user_id(request, str(posted.get("id_token") or ""))
    except ExternalService as error:
        log.warning("liff_check_failed", code=error.code)
        return _refusal(request, 502, "error.external_service")
    if line_user_id is None:
        return _refusal(request, 401, "page.liff.refused")
    now = context.clock()
    async with context.db.transaction() as session:
        seeker = await get_or_create_seeker(session, context.vault, line_user_id=line_user_id, now=now)
        token = await service.start_session(session, seeker_id=seeker.id, now=now)
    page = posted.get("page")
    response = web.json_response({"redirect": f"/me/{page if page in service.PAGES else 'home'}"})
    set_session_cookie(request, response, token)
    return response


async def _verified_user_id(request: web.Request, id_token: str) -> str | None:
    context = request.app[CONTEXT]
    if not id_token or context.line is None:
        return None
    return await context.line.verify_id_token(
        id_token,
        api_base=context.settings.line_api_base,
        channel_id=context.settings.liff_channel_id,
        nonce=None,
    )


async def _json_of(request: web.Request) -> dict[str, Any]:
    if request.content_type != "application/json":
        return {}
    try:
        posted = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return posted if isinstance(posted, dict) else {}


def _refusal(request: web.Request, status: int, message_key: str) -> web.Response:
    return web.json_response({"message": request.app[CONTEXT].texts.get(message_key)}, status=status)
