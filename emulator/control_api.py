"""The emulator's own API under /emulator: play the seekers, see what happened, set faults. For tests, benches, page.

Reference: emulator/README.md. Errors are `{"error": "…"}` with 400 or 404.
"""

import asyncio
import base64
import binascii
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from emulator.clock import millis
from emulator.model import Entry, Json, Seeker
from emulator.state import EmulatorState, NoSuch
from emulator.web import is_platform, state_of

routes = web.RouteTableDef()

_HEARTBEAT_S = 15.0


@web.middleware
async def control_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Word wrong requests of the control API as JSON."""
    if is_platform(request.path) or not request.path.startswith("/emulator/"):
        return await handler(request)
    try:
        return await handler(request)
    except NoSuch as error:
        return web.json_response({"error": f"no such {error}"}, status=404)
    except (ValueError, TypeError, KeyError) as error:
        return web.json_response({"error": str(error)}, status=400)


async def _body(request: web.Request) -> Json:
    raw = await request.read()
    if not raw:
        return {}
    if request.content_type != "application/json":
        raise ValueError("application/json, please")
    body = json.loads(raw)
    if not isinstance(body, dict):
        raise ValueError("an object, please")
    return body


def _need(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name}: a non-empty string, please")
    return value


def _optional(body: Json, name: str) -> str | None:
    return _need(body, name) if body.get(name) is not None else None


def _entry(entry: Entry) -> web.Response:
    found = entry.as_json()
    return web.json_response({"messageId": entry.id, "webhookEventId": entry.webhook_event_id, "entry": found})


def _seeker(state: EmulatorState, seeker: Seeker) -> Json:
    menu = state.rich_menu_of(seeker.user_id)
    typing = seeker.typing_until
    return seeker.as_json() | {
        "shownRichMenuId": menu.id if menu else None,
        "typingUntil": millis(typing) if typing and typing > state.clock.now() else 0,
        "messages": len(state.talks[seeker.user_id]),
    }


# --- the whole --------------------------------------------------------------------------------------------------


@routes.get("/healthz")
async def healthz(request: web.Request) -> web.Response:
    """Alive."""
    return web.json_response({"status": "ok"})


@routes.get("/emulator/state")
async def whole_state(request: web.Request) -> web.Response:
    """Settings, people, menus, faults and webhook counts at a glance."""
    state = state_of(request)
    config = state.config
    return web.json_response(
        {
            "bot": {"userId": config.bot_user_id, "name": config.bot_name},
            "webhookUrl": state.webhooks.url,
            "liffId": config.liff_id,
            "liffEndpoint": config.liff_endpoint,
            "clientId": config.client_id,
            "now": millis(state.clock.now()),
            "seekers": [_seeker(state, one) for one in state.seekers.values()],
            "richMenus": [menu.as_json() | {"hasImage": menu.image is not None} for menu in state.rich_menus.values()],
            "aliases": state.aliases,
            "defaultRichMenuId": state.default_rich_menu,
            "faults": state.faults.as_json(),
            "webhooks": state.webhooks.stats(),
            "quota": {"limit": state.limits.monthly_quota, "used": state.limits.billed},
        }
    )


@routes.post("/emulator/reset")
async def reset(request: web.Request) -> web.Response:
    """Begin afresh; rich menus stay unless `richMenus` is true."""
    body = await _body(request)
    state_of(request).reset(rich_menus=bool(body.get("richMenus", False)))
    return web.json_response({})


@routes.get("/emulator/faults")
async def get_faults(request: web.Request) -> web.Response:
    """What goes wrong at the moment."""
    return web.json_response(state_of(request).faults.as_json())


@routes.post("/emulator/faults")
async def set_faults(request: web.Request) -> web.Response:
    """Set some switches; `{"clear": true}` first puts all back."""
    state, body = state_of(request), await _body(request)
    if body.pop("clear", False):
        state.faults.clear()
    state.faults.update(body)
    state.stream.publish("faults", {"faults": state.faults.as_json()})
    return web.json_response(state.faults.as_json())


@routes.post("/emulator/quota")
async def set_quota(request: web.Request) -> web.Response:
    """`limit`: billed messages a month, or null."""
    limit = (await _body(request)).get("limit")
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        raise ValueError("limit: a number or null, please")
    state_of(request).limits.monthly_quota = limit
    return web.json_response({"limit": limit})


@routes.post("/emulator/webhook-url")
async def set_webhook_url(request: web.Request) -> web.Response:
    """Send webhooks elsewhere; `secret` signs them with another secret from now on."""
    body = await _body(request)
    webhooks = state_of(request).webhooks
    webhooks.url = _optional(body, "url") or webhooks.url
    webhooks.secret = _optional(body, "secret") or webhooks.secret
    return web.json_response({"url": webhooks.url})


# --- people -----------------------------------------------------------------------------------------------------


@routes.get("/emulator/users")
async def list_users(request: web.Request) -> web.Response:
    """All demo seekers."""
    state = state_of(request)
    return web.json_response({"users": [_seeker(state, one) for one in state.seekers.values()]})


@routes.post("/emulator/users")
async def create_user(request: web.Request) -> web.Response:
    """Another seeker: `name`, optional `userId`, `follow` (default true: a follow event is sent)."""
    state, body = state_of(request), await _body(request)
    user_id = _optional(body, "userId")
    if user_id in state.seekers:
        raise ValueError("userId is taken")
    seeker = state.add_seeker(_need(body, "name"), user_id, follow=bool(body.get("follow", True)))
    return web.json_response(_seeker(state, seeker), status=201)


@routes.get("/emulator/users/{user_id}/conversation")
async def conversation(request: web.Request) -> web.Response:
    """The talk, oldest first."""
    state, user_id = state_of(request), request.match_info["user_id"]
    return web.json_response({"seeker": _seeker(state, state.seeker(user_id)), "entries": state.conversation(user_id)})


@routes.get("/emulator/users/{user_id}/rich-menu")
async def rich_menu(request: web.Request) -> web.Response:
    """The menu this person sees, or null."""
    menu = state_of(request).rich_menu_of(request.match_info["user_id"])
    return web.json_response(
        {"richMenu": menu and menu.as_json() | {"hasImage": menu.image is not None, "richMenuId": menu.id}}
    )


@routes.get("/emulator/rich-menus/{rich_menu_id}/image")
async def rich_menu_image(request: web.Request) -> web.Response:
    """A menu's picture for the page."""
    menu = state_of(request).rich_menus.get(request.match_info["rich_menu_id"])
    if menu is None or menu.image is None:
        raise NoSuch("image")
    return web.Response(body=menu.image, content_type=menu.image_type)


@routes.get("/emulator/content/{message_id}")
async def sent_content(request: web.Request) -> web.Response:
    """A sent picture for the page."""
    found = state_of(request).contents.get(request.match_info["message_id"])
    if found is None:
        raise NoSuch("content")
    return web.Response(body=found.data, content_type=found.content_type)


@routes.post("/emulator/users/{user_id}/id-token")
async def id_token(request: web.Request) -> web.Response:
    """Mint an ID token: optional `nonce`, `ttlSeconds` (may be negative), `audience`."""
    body = await _body(request)
    token = state_of(request).id_token(
        request.match_info["user_id"],
        nonce=_optional(body, "nonce"),
        ttl_s=int(body.get("ttlSeconds", 3_600)),
        audience=_optional(body, "audience"),
    )
    return web.json_response({"idToken": token})


# --- what a person does -----------------------------------------------------------------------------------------

Act = Callable[[EmulatorState, str, Json], Entry]


def _text(state: EmulatorState, user_id: str, body: Json) -> Entry:
    return state.send_text(user_id, _need(body, "text"), quoted=_optional(body, "quotedMessageId"))


def _postback(state: EmulatorState, user_id: str, body: Json) -> Entry:
    params = body.get("params")
    if params is not None and not isinstance(params, dict):
        raise ValueError("params: an object, please")
    return state.postback(user_id, _need(body, "data"), params=params, display_text=_optional(body, "displayText"))


def _sticker(state: EmulatorState, user_id: str, body: Json) -> Entry:
    return state.send_sticker(user_id, _optional(body, "packageId") or "446", _optional(body, "stickerId") or "1988")


def _file(kind: str) -> Act:
    return lambda state, user_id, body: state.send_file(user_id, kind, _optional(body, "fileName") or "")


def _location(state: EmulatorState, user_id: str, body: Json) -> Entry:
    return state.send_location(
        user_id, _optional(body, "title") or "現在地", _optional(body, "address") or "架空県架空市1-1"
    )


_ACTS: dict[str, Act] = {
    "text": _text,
    "postback": _postback,
    "sticker": _sticker,
    "image": _file("image"),
    "video": _file("video"),
    "audio": _file("audio"),
    "file": _file("file"),
    "location": _location,
    "unsend": lambda state, user_id, body: state.unsend(user_id, _need(body, "messageId")),
    "follow": lambda state, user_id, body: state.follow(user_id),
    "unblock": lambda state, user_id, body: state.follow(user_id),
    "block": lambda state, user_id, body: state.block(user_id),
    "rich-menu-switch": lambda state, user_id, body: state.switch_rich_menu(
        user_id, _need(body, "richMenuAliasId"), _need(body, "data")
    ),
}


def _handler(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        body = await _body(request)
        return _entry(act(state_of(request), request.match_info["user_id"], body))

    return handle


def add_acts(app: web.Application) -> None:
    """Mount POST /emulator/users/{user_id}/<act> for each act."""
    for name, act in _ACTS.items():
        app.router.add_post(f"/emulator/users/{{user_id}}/{name}", _handler(act))


@routes.post("/emulator/users/{user_id}/account-link")
async def account_link(request: web.Request) -> web.Response:
    """Finish account linking: `nonce`, `ok` (default true)."""
    body = await _body(request)
    event = state_of(request).link_account(
        request.match_info["user_id"], _need(body, "nonce"), ok=bool(body.get("ok", True))
    )
    return web.json_response({"webhookEventId": event["webhookEventId"]})


@routes.post("/emulator/events")
async def send_events(request: web.Request) -> web.Response:
    """Send `events` (any JSON objects) in one signed POST."""
    events = (await _body(request)).get("events")
    if not isinstance(events, list) or not all(isinstance(one, dict) for one in events):
        raise ValueError("events: a list of objects, please")
    return web.json_response({"events": state_of(request).send_events(events)})


@routes.post("/emulator/webhooks/raw")
async def send_raw(request: web.Request) -> web.Response:
    """Send exact bytes (`bodyBase64`), signed unless `signature` is given."""
    body = await _body(request)
    try:
        raw = base64.b64decode(_need(body, "bodyBase64"), validate=True)
    except binascii.Error as error:
        raise ValueError("bodyBase64: base64, please") from error
    signature = _optional(body, "signature")
    state_of(request).webhooks.send_raw(raw, {"X-Line-Signature": signature} if signature else None)
    return web.json_response({})


@routes.post("/emulator/webhooks/redeliver")
async def redeliver(request: web.Request) -> web.Response:
    """Deliver an event again now: `webhookEventId`."""
    state_of(request).redeliver(_need(await _body(request), "webhookEventId"))
    return web.json_response({})


@routes.get("/emulator/webhooks")
async def deliveries(request: web.Request) -> web.Response:
    """All recorded attempts and their counts."""
    webhooks = state_of(request).webhooks
    return web.json_response(
        {"stats": webhooks.stats(), "deliveries": [attempt.as_json() for attempt in webhooks.deliveries]}
    )


@routes.get("/emulator/webhooks/idle")
async def wait_idle(request: web.Request) -> web.Response:
    """Wait (at most `timeout_s`, default 10) until nothing is left to deliver; 408 otherwise."""
    webhooks = state_of(request).webhooks
    try:
        await asyncio.wait_for(webhooks.wait_idle(), float(request.query.get("timeout_s", "10")))
    except TimeoutError:
        return web.json_response(webhooks.stats(), status=408)
    return web.json_response(webhooks.stats())


@routes.get("/emulator/requests")
async def list_requests(request: web.Request) -> web.Response:
    """Every API call the application made, complete; `?path=` filters by prefix, `?since=` by time in ms."""
    prefix, since = request.query.get("path", ""), int(request.query.get("since", "0"))
    found = [asdict(one) for one in state_of(request).requests if one.path.startswith(prefix) and one.at >= since]
    return web.json_response({"requests": found})


# --- server-sent events -----------------------------------------------------------------------------------------


@routes.get("/emulator/stream")
async def stream(request: web.Request) -> web.StreamResponse:
    """What happens, as it happens. The page fetches the talk afresh whenever it (re)connects."""
    state = state_of(request)
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    with state.stream.open() as queue, contextlib.suppress(ConnectionError):
        await response.write(b'data: {"kind": "hello"}\n\n')
        while not state.closing.is_set():
            await response.write(await _next(queue, state.closing))
    return response


async def _next(queue: asyncio.Queue[Json], closing: asyncio.Event) -> bytes:
    getting: asyncio.Task[Any] = asyncio.ensure_future(queue.get())
    ending: asyncio.Task[Any] = asyncio.ensure_future(closing.wait())
    try:
        await asyncio.wait({getting, ending}, timeout=_HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
        if getting.done():
            return f"data: {json.dumps(getting.result(), ensure_ascii=False)}\n\n".encode()
        return b": still here\n\n"
    finally:
        getting.cancel()
        ending.cancel()
