"""What every HTTP route shares: typed keys, error pages, security headers, templates, client limits.

Routes stay thin: authenticate → parse → open the transaction → call one service → render.
"""

import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from multidict import MultiDict
from sqlalchemy.exc import DBAPIError, InterfaceError

from backend.clock import to_jst
from backend.context import Context
from backend.errors import AppError, InvalidInput, TooManyRequests
from backend.log import error_place
from backend.settings import ROOT

CONTEXT: web.AppKey[Context] = web.AppKey("context", Context)
TEMPLATES: web.AppKey[Environment] = web.AppKey("templates", Environment)
FIELDS: web.RequestKey[MultiDict[str]] = web.RequestKey("fields", MultiDict)
"""Text fields of a form that was read before the route's guard, because it brings files."""
CSP_NONCE: web.RequestKey[str] = web.RequestKey("csp_nonce", str)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
log = structlog.get_logger()

UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f-]{27}"
"""Of an id in an address; what it names may still be missing."""
THEME_COOKIE = "madoguchi_theme"
"""`dark` or `light` when a person of the staff chose; otherwise the device decides."""
API_PREFIXES = ("/line/", "/internal/", "/healthz", "/readyz")


def create_templates(context: Context) -> Environment:
    """Jinja2 with autoescape; templates of all features under backend/templates and backend/<feature>/templates."""
    folders = [ROOT / "backend" / "templates", *sorted((ROOT / "backend").glob("*/templates"))]
    environment = Environment(
        loader=FileSystemLoader([str(folder) for folder in dict.fromkeys(folders)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(service=context.service, text=context.texts.get, static=static_url)
    environment.filters["jst"] = lambda instant, pattern="%Y/%m/%d %H:%M": to_jst(instant).strftime(pattern)
    return environment


def static_url(path: str) -> str:
    """Address of a static file with its change time, so that browsers may cache it for long."""
    file = ROOT / "backend" / "static" / path
    version = int(file.stat().st_mtime) if file.exists() else 0
    return f"/static/{path}?v={version}"


def render(request: web.Request, template: str, /, status: int = 200, **values: Any) -> web.Response:
    """An HTML page. `csp_nonce`, `request_path` and `theme` are given to every template."""
    theme = request.cookies.get(THEME_COOKIE, "")
    html = (
        request.app[TEMPLATES]
        .get_template(template)
        .render(csp_nonce=request[CSP_NONCE], request_path=request.path, theme=theme, **values)
    )
    return web.Response(text=html, content_type="text/html", charset="utf-8", status=status)


def parse_uuid(text: str) -> UUID | None:
    """What a form's field names; None when it is empty or no UUID."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def see_other(location: str) -> web.Response:
    """After a POST that did its work: the browser asks for `location` with GET. Commits, unlike a raised redirect."""
    return web.Response(status=303, headers={"Location": location})


@web.middleware
async def security_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """CSP with a nonce, no sniffing, no referrer, no caching of pages; framing only by configured origins."""
    request[CSP_NONCE] = nonce = secrets.token_urlsafe(16)
    response = await handler(request)
    if response.prepared:
        return response
    ancestors = request.app[CONTEXT].settings.frame_ancestors or "'none'"
    if request.path.startswith("/staff"):
        ancestors = "'none'"
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
        f"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.app[CONTEXT].settings.cookies_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not request.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


@web.middleware
async def error_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The one mapper from errors to HTTP: an AppError's text, anything else a plain apology. Never exception text."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        key = {404: "error.not_found", 403: "error.forbidden", 413: "error.invalid_input"}.get(error.status)
        return _error_response(request, error.status, "http_error", key or "error.unexpected", {})
    except AppError as error:
        log.info("request_refused", code=error.code, http_status=error.http_status, route=_route_name(request))
        return _error_response(request, error.http_status, error.code, error.message_key, error.details)
    except (InterfaceError, DBAPIError, OSError) as error:
        log.error("database_unavailable", error_type=type(error).__name__, route=_route_name(request))
        return _error_response(request, 503, "unavailable", "error.external_service", {})
    except Exception as error:  # the last mapper: anything unforeseen becomes a page without its text
        log.error(
            "unexpected_error", error_type=type(error).__name__, where=error_place(error), route=_route_name(request)
        )
        return _error_response(request, 500, "unexpected", "error.unexpected", {})


def _route_name(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unknown"


def _error_response(
    request: web.Request, status: int, code: str, message_key: str, details: dict[str, object]
) -> web.Response:
    message = request.app[CONTEXT].texts.get(message_key, **details)
    if request.path.startswith(API_PREFIXES):
        return web.json_response({"error": code, "message": message}, status=status)
    if request.headers.get("HX-Request"):
        return render(request, "error_fragment.html", status=status, message=message)
    return render(request, "error.html", status=status, message=message, status_code=status)


class RateLimit:
    """Sliding window in memory, per process: `check(key)` raises when a key comes too often."""

    def __init__(self, *, limit: int, window_s: float) -> None:
        self.limit, self.window_s = limit, window_s
        self._hits: dict[str, deque[float]] = {}

    def check(self, key: str) -> None:
        """Count one use.

        Raises:
            TooManyRequests: more than `limit` within `window_s`.
        """
        now = time.monotonic()
        hits = self._hits.setdefault(key, deque())
        while hits and hits[0] < now - self.window_s:
            hits.popleft()
        if len(hits) >= self.limit:
            raise TooManyRequests
        hits.append(now)
        if len(self._hits) > 10_000:
            self._hits = {name: kept for name, kept in self._hits.items() if kept and kept[-1] > now - self.window_s}


async def form_of(request: web.Request) -> dict[str, str]:
    """Text fields of a posted form; files are ignored here (`backend.attachments.upload` takes them).

    Raises:
        InvalidInput: not a readable form.
    """
    if (fields := request.get(FIELDS)) is not None:
        return dict(fields)
    try:
        posted = await request.post()
    except (ValueError, UnicodeDecodeError) as error:
        raise InvalidInput from error
    return {name: value for name, value in posted.items() if isinstance(value, str)}


def check_csrf(request: web.Request, form: dict[str, str], expected: str) -> None:
    """Compare the form's token (or X-CSRF-Token of htmx) with the session's.

    Raises:
        AppError: 403 when it does not match.
    """
    given = form.get("csrf_token") or request.headers.get("X-CSRF-Token") or ""
    if not secrets.compare_digest(given.encode(), expected.encode()):
        raise FormExpired


class FormExpired(AppError):
    """The form is too old or came from elsewhere."""

    code = "csrf"
    http_status = 403
    message_key = "error.form_expired"


STATIC = Path(ROOT / "backend" / "static")
