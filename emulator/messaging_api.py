"""The Messaging API for sending, profiles, content and quota. Mounted by `emulator.app`."""

import re
import uuid

from aiohttp import web

from emulator import errors, rules
from emulator.errors import Refusal, bad_fields, bad_property, refused
from emulator.model import Entry, Json
from emulator.state import EmulatorState
from emulator.web import REQUEST_ID, json_body, state_of

routes = web.RouteTableDef()

_USER_ID = re.compile(r"U[0-9a-f]{32}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
MAX_MULTICAST = 500


def _allow(state: EmulatorState, kind: str) -> None:
    if not state.limits.allow_call(kind):
        raise refused(429, errors.RATE_LIMITED)


def _check_messages(body: Json) -> list[Json]:
    problems = rules.check_messages(body.get("messages"))
    if -1 in problems:
        raise bad_fields(*problems[-1])
    for number, found in problems.items():
        raise refused(400, f"A message (messages[{number}]) in the request body is invalid", *found)
    messages: list[Json] = body["messages"]
    return messages


def _check_common(body: Json, state: EmulatorState, messages: list[Json]) -> None:
    silent = body.get("notificationDisabled", False)
    if not isinstance(silent, bool):
        raise bad_property("notificationDisabled")
    units = body.get("customAggregationUnits")
    if units is not None:
        if not isinstance(units, list) or len(units) > 1:
            raise bad_fields(("Size must be between 0 and 1", "customAggregationUnits"))
        if any(not isinstance(unit, str) or not re.fullmatch(r"[A-Za-z0-9_]{1,30}", unit) for unit in units):
            raise bad_property("customAggregationUnits")
    for message in messages:
        token = message.get("quoteToken")
        if token and not any(entry.quote_token == token for talk in state.talks.values() for entry in talk):
            raise refused(400, "The quote token is invalid")


def _check_retry_key(request: web.Request, state: EmulatorState) -> str | None:
    key = request.headers.get("X-Line-Retry-Key")
    if key is None:
        return None
    if not _UUID.fullmatch(key):
        raise refused(400, "The retry key is invalid. Specify a UUID in hexadecimal notation")
    key = str(uuid.UUID(key))
    before = state.accepted_before(key)
    if before is not None:
        body: Json = {"message": errors.KEY_ACCEPTED}
        if before.sent_messages:
            body["sentMessages"] = before.sent_messages
        raise Refusal(409, body, {"x-line-accepted-request-id": before.request_id})
    return key


def _accept(
    request: web.Request, to: list[str], messages: list[Json], *, kind: str, retry_key: str | None, tell: bool
) -> web.Response:
    """Bill, deliver and remember the key, without letting go of the loop in between."""
    state = state_of(request)
    reached = [user_id for user_id in to if user_id in state.seekers and state.seekers[user_id].friend]
    if not state.limits.bill(len(reached)):
        raise refused(429, errors.QUOTA_REACHED)
    sent = state.deliver(to, messages, kind=kind, request_id=request[REQUEST_ID], retry_key=retry_key)
    if not tell:
        sent = []
    if retry_key is not None:
        state.remember_key(retry_key, request[REQUEST_ID], sent)
    return web.json_response({"sentMessages": sent} if tell else {})


@routes.post("/v2/bot/message/reply")
async def reply(request: web.Request) -> web.Response:
    """Answer an event; free, once, while its token is fresh."""
    state = state_of(request)
    _allow(state, "default")
    if "X-Line-Retry-Key" in request.headers:
        raise refused(400, "The retry key is not supported by this endpoint")
    body = await json_body(request)
    token = body.get("replyToken")
    if token is None:
        raise bad_fields((rules.MISSING, "replyToken"))
    if not isinstance(token, str) or not token:
        raise bad_fields((rules.EMPTY, "replyToken"))
    messages = _check_messages(body)
    _check_common(body, state, messages)
    user_id = state.take_reply_token(token)
    if user_id is None:
        raise refused(400, errors.BAD_REPLY_TOKEN)
    sent = state.deliver([user_id], messages, kind="reply", request_id=request[REQUEST_ID])
    return web.json_response({"sentMessages": sent})


@routes.post("/v2/bot/message/push")
async def push(request: web.Request) -> web.Response:
    """Send to one user."""
    state = state_of(request)
    _allow(state, "default")
    retry_key = _check_retry_key(request, state)
    body = await json_body(request)
    to = body.get("to")
    if not isinstance(to, str) or not _USER_ID.fullmatch(to):
        raise bad_property("to")
    messages = _check_messages(body)
    _check_common(body, state, messages)
    # json_body may have let another request with the same key in: look again, then don't wait any more
    retry_key = _check_retry_key(request, state)
    if to not in state.seekers:
        raise refused(400, errors.SEND_FAILED)
    if not state.limits.allow_send_to(to):
        raise refused(429, errors.SAME_USER)
    return _accept(request, [to], messages, kind="push", retry_key=retry_key, tell=True)


@routes.post("/v2/bot/message/multicast")
async def multicast(request: web.Request) -> web.Response:
    """Send to up to 500 users; those who are not friends are passed over."""
    state = state_of(request)
    _allow(state, "multicast")
    _check_retry_key(request, state)
    body = await json_body(request)
    to = body.get("to")
    if not isinstance(to, list) or not 1 <= len(to) <= MAX_MULTICAST:
        raise bad_fields((f"Size must be between 1 and {MAX_MULTICAST}", "to"))
    if not all(isinstance(one, str) and _USER_ID.fullmatch(one) for one in to):
        raise bad_property("to")
    messages = _check_messages(body)
    _check_common(body, state, messages)
    retry_key = _check_retry_key(request, state)
    return _accept(request, list(dict.fromkeys(to)), messages, kind="multicast", retry_key=retry_key, tell=False)


@routes.post("/v2/bot/message/broadcast")
async def broadcast(request: web.Request) -> web.Response:
    """Send to all friends."""
    state = state_of(request)
    _allow(state, "broadcast")
    _check_retry_key(request, state)
    body = await json_body(request)
    messages = _check_messages(body)
    _check_common(body, state, messages)
    retry_key = _check_retry_key(request, state)
    friends = [one.user_id for one in state.seekers.values() if one.friend]
    return _accept(request, friends, messages, kind="broadcast", retry_key=retry_key, tell=False)


@routes.post("/v2/bot/message/validate/{kind:reply|push|multicast|narrowcast|broadcast}")
async def validate(request: web.Request) -> web.Response:
    """Check message objects without sending."""
    _check_messages(await json_body(request))
    return web.json_response({})


@routes.get("/v2/bot/message/quota")
async def quota(request: web.Request) -> web.Response:
    """The monthly limit."""
    limit = state_of(request).limits.monthly_quota
    return web.json_response({"type": "none"} if limit is None else {"type": "limited", "value": limit})


@routes.get("/v2/bot/message/quota/consumption")
async def consumption(request: web.Request) -> web.Response:
    """What has been used of it."""
    return web.json_response({"totalUsage": state_of(request).limits.billed})


@routes.post("/v2/bot/chat/loading/start")
async def loading(request: web.Request) -> web.Response:
    """Show the loading dots."""
    state = state_of(request)
    _allow(state, "loading")
    body = await json_body(request)
    chat_id, seconds = body.get("chatId"), body.get("loadingSeconds", 20)
    if not isinstance(chat_id, str) or not _USER_ID.fullmatch(chat_id):
        raise bad_property("chatId")
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds not in range(5, 61, 5):
        raise bad_fields(("loadingSeconds must be a multiple of 5 between 5 and 60", "loadingSeconds"))
    state.show_typing(chat_id, seconds)
    return web.json_response({}, status=202)


@routes.post("/v2/bot/chat/markAsRead")
async def mark_as_read(request: web.Request) -> web.Response:
    """Accepted; the page shows a message as read once its webhook was accepted."""
    body = await json_body(request)
    if not isinstance(body.get("markAsReadToken"), str):
        raise bad_property("markAsReadToken")
    return web.json_response({})


@routes.get("/v2/bot/profile/{user_id}")
async def profile(request: web.Request) -> web.Response:
    """The profile of a friend; 404 for anybody else."""
    seeker = state_of(request).seekers.get(request.match_info["user_id"])
    if seeker is None or not seeker.friend:
        raise refused(404, errors.NOT_FOUND)
    return web.json_response({"userId": seeker.user_id, "displayName": seeker.name, "language": "ja"})


@routes.get("/v2/bot/info")
async def info(request: web.Request) -> web.Response:
    """The bot account."""
    config = state_of(request).config
    return web.json_response(
        {
            "userId": config.bot_user_id,
            "basicId": config.bot_basic_id,
            "displayName": config.bot_name,
            "chatMode": "bot",
            "markAsReadMode": "auto",
        }
    )


@routes.get("/v2/bot/followers/ids")
async def followers(request: web.Request) -> web.Response:
    """User ids of all friends, on one page."""
    friends = [one.user_id for one in state_of(request).seekers.values() if one.friend]
    return web.json_response({"userIds": friends})


def _content_entry(request: web.Request) -> Entry:
    state = state_of(request)
    entry = state.message_sender(request.match_info["message_id"])
    if entry is None or entry.id not in state.contents:
        raise refused(404, errors.NOT_FOUND)
    return entry


@routes.get("/v2/bot/message/{message_id}/content")
@routes.get("/v2/bot/message/{message_id}/content/preview")
async def content(request: web.Request) -> web.Response:
    """The file that somebody sent; gone after unsend."""
    found = state_of(request).contents[_content_entry(request).id]
    return web.Response(body=found.data, content_type=found.content_type)


@routes.get("/v2/bot/message/{message_id}/content/transcoding")
async def transcoding(request: web.Request) -> web.Response:
    """Videos and audio are ready at once."""
    _content_entry(request)
    return web.json_response({"status": "succeeded"})


@routes.post("/v2/bot/user/{user_id}/linkToken")
async def link_token(request: web.Request) -> web.Response:
    """Begin account linking."""
    state = state_of(request)
    token = state.new_id().replace("-", "")
    state.link_tokens[token] = request.match_info["user_id"]
    return web.json_response({"linkToken": token})


@routes.get("/v2/bot/channel/webhook/endpoint")
async def webhook_endpoint(request: web.Request) -> web.Response:
    """Where webhooks go."""
    state = state_of(request)
    return web.json_response({"endpoint": state.webhooks.url, "active": not state.faults.webhook_off})


@routes.put("/v2/bot/channel/webhook/endpoint")
async def set_webhook_endpoint(request: web.Request) -> web.Response:
    """Change it. Unlike LINE this also takes http, because the application runs on the same machine."""
    endpoint = (await json_body(request)).get("endpoint")
    if not isinstance(endpoint, str) or not re.match(r"https?://[^/\s]+", endpoint) or len(endpoint) > 500:
        raise bad_property("endpoint")
    state_of(request).webhooks.url = endpoint
    return web.json_response({})
