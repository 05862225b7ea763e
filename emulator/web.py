"""What the handlers share: the state's key in the application, bodies, and the answers of the platform.

The middleware here stands before every platform path (`/v2`, `/oauth2`): it records the call, checks the token, plays
faults and words refusals as LINE does.
"""

import asyncio
import contextlib
import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from emulator import errors
from emulator.clock import millis
from emulator.errors import Refusal, refused
from emulator.model import ApiRequest, Json
from emulator.state import EmulatorState

STATE: web.AppKey[EmulatorState] = web.AppKey("state", EmulatorState)
REQUEST_ID: web.RequestKey[str] = web.RequestKey("line_request_id", str)

MAX_BODY = 2 * 1024 * 1024
SEND_PATHS = frozenset(f"/v2/bot/message/{kind}" for kind in ("reply", "push", "multicast", "broadcast"))
_SECRET_FIELDS = frozenset({"client_secret", "client_assertion", "id_token", "access_token", "refresh_token"})
_KEPT_HEADERS = frozenset({"content-type", "content-length", "user-agent", "x-line-retry-key"})


def state_of(request: web.Request) -> EmulatorState:
    """The state behind this application."""
    return request.app[STATE]


def is_platform(path: str) -> bool:
    """Whether a path belongs to LINE rather than to the emulator's own pages and control API."""
    return path.startswith(("/v2/", "/oauth2/"))


async def json_body(request: web.Request) -> Json:
    """The JSON object of a request.

    Raises:
        Refusal: 400 or 415 as LINE words it.
    """
    if request.content_type != "application/json":
        raise refused(415, f"The content type, {request.content_type}, is not supported")
    try:
        body = json.loads(await request.read())
    except json.JSONDecodeError as error:
        where = f"(line: {error.lineno}, column: {error.colno})"
        raise refused(400, f"The request body could not be parsed as JSON {where}") from error
    except UnicodeDecodeError as error:
        raise refused(400, "The request body could not be parsed as JSON (line: -, column: -)") from error
    if not isinstance(body, dict):
        raise refused(400, "The request body could not be parsed as JSON (line: -, column: -)")
    return body


def form_of(raw: bytes) -> dict[str, str]:
    """The fields of an urlencoded body."""
    return dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))


@web.middleware
async def platform(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Record, authenticate, spoil if asked, handle, and answer as LINE."""
    if not is_platform(request.path):
        return await handler(request)
    state = state_of(request)
    request[REQUEST_ID] = state.new_id()
    record = await _record(request, state)
    try:
        response = await _spoilt_or_handled(request, handler, state)
    except Refusal as refusal:
        response = web.json_response(refusal.body, status=refusal.status, headers=refusal.headers)
    except web.HTTPException as error:
        message = errors.NOT_FOUND if error.status in (404, 405) else error.reason
        response = web.json_response({"message": message}, status=404 if error.status == 405 else error.status)
    record.status = response.status
    response.headers["x-line-request-id"] = request[REQUEST_ID]
    state.stream.publish("request", {"method": record.method, "path": _route(record.path), "status": record.status})
    return response


async def _record(request: web.Request, state: EmulatorState) -> ApiRequest:
    raw = await request.read()
    body: Any = None
    if request.content_type.startswith("image/"):
        body = {"bytes": len(raw)}
    elif request.content_type == "application/x-www-form-urlencoded":
        body = {name: "…" if name in _SECRET_FIELDS else value for name, value in form_of(raw).items()}
    elif raw:
        try:
            body = json.loads(raw)
        except ValueError:
            body = raw.decode("utf-8", "replace")
    record = ApiRequest(
        id=request[REQUEST_ID],
        at=millis(state.clock.now()),
        method=request.method,
        path=request.path,
        query=dict(request.query),
        headers={name.lower(): value for name, value in request.headers.items() if name.lower() in _KEPT_HEADERS},
        body=body,
    )
    state.requests.append(record)
    return record


def _route(path: str) -> str:
    return "/".join("…" if len(part) > 30 else part for part in path.split("/"))


async def _spoilt_or_handled(request: web.Request, handler: Handler, state: EmulatorState) -> web.StreamResponse:
    faults = state.faults
    spoilable = request.path in SEND_PATHS or faults.scope == "all"
    if spoilable and faults.latency_ms:
        await state.clock.sleep(faults.latency_ms / 1000)
    if spoilable:
        if faults.take("html_502"):
            return web.Response(
                status=502, text="<html><body><h1>502 Bad Gateway</h1></body></html>", content_type="text/html"
            )
        if faults.take("fail_500"):
            raise refused(500, "Internal Server Error")
        if faults.take("unauthorized_401"):
            raise refused(401, errors.UNAUTHORIZED)
    _authenticate(request, state)
    if spoilable:
        for name, message in (
            ("rate_429", errors.RATE_LIMITED),
            ("quota_429", errors.QUOTA_REACHED),
            ("same_user_429", errors.SAME_USER),
        ):
            if faults.take(name):
                raise refused(429, message)
    if int(request.headers.get(hdrs.CONTENT_LENGTH, "0") or 0) > MAX_BODY:
        raise refused(413, "Request Entity Too Large")
    response = await handler(request)
    return await _after_acceptance(request, response, state) if spoilable else response


def _authenticate(request: web.Request, state: EmulatorState) -> None:
    if request.path.startswith(("/oauth2/", "/v2/oauth/")):
        return
    scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme.lower() != "bearer" or not state.access_tokens.accepts(token.strip(), state.clock.now()):
        raise refused(401, errors.UNAUTHORIZED)


async def _after_acceptance(
    request: web.Request, response: web.StreamResponse, state: EmulatorState
) -> web.StreamResponse:
    faults = state.faults
    if faults.take("empty_200"):
        return web.json_response({})
    if faults.take("cut_after_accept"):
        if request.transport is not None:
            request.transport.abort()
    elif faults.take("timeout_after_accept"):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(state.closing.wait(), state.config.hold_s)
        if request.transport is not None:
            request.transport.abort()
    return response
