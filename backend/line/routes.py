"""`POST /line/webhook`: verify over the raw bytes, store, answer 200. Work happens in the worker."""

from aiohttp import web

from backend.line import events, intake
from backend.line.receiver import Receiver
from backend.web import CONTEXT

RECEIVER: web.AppKey[Receiver] = web.AppKey("line_receiver", Receiver)

routes = web.RouteTableDef()


@routes.post("/line/webhook")
async def receive_webhook(request: web.Request) -> web.Response:
    """200 once everything is committed; 401 bad signature, 400 not a webhook body, 413 too large, 503 database down.

    LINE delivers again after any answer but 2xx, so nothing is lost while we cannot store.
    """
    context = request.app[CONTEXT]
    settings = context.settings
    if (request.content_length or 0) > events.MAX_BODY_BYTES:
        raise web.HTTPRequestEntityTooLarge(max_size=events.MAX_BODY_BYTES, actual_size=request.content_length or 0)
    body = await request.read()
    events.verify_signature(
        body,
        request.headers.get("X-Line-Signature"),
        [
            settings.line_channel_secret.get_secret_value(),
            settings.line_channel_secret_previous.get_secret_value(),
        ],
    )
    parsed, malformed = events.parse_body(body, bot_user_id=settings.line_bot_user_id)
    if malformed:
        intake.log.warning("events_malformed", count=malformed)
    if parsed:
        await request.app[RECEIVER].receive(parsed)
    return web.json_response({})
