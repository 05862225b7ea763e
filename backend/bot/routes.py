"""`POST /internal/actions`: the action webhook Rasa calls. Only Rasa knows the token.

An action that fails must not become silence for the seeker, and its error must not carry the tracker back to Rasa's
log: everything is caught here and answered with an apology and a way to a person.
"""

import asyncio
import hmac
from typing import Any

import structlog
from aiohttp import web
from rasa_sdk.executor import ActionExecutor

from actions import all_actions
from backend.context import Context
from backend.errors import AppError
from backend.log import error_place
from backend.web import CONTEXT

EXECUTOR: web.AppKey[ActionExecutor] = web.AppKey("action_executor", ActionExecutor)
MAX_TRACKER_BYTES = 10 * 1024 * 1024

routes = web.RouteTableDef()
log = structlog.get_logger()


def create_executor(context: Context) -> ActionExecutor:
    """rasa-sdk's executor with our actions, each holding the context."""
    executor = ActionExecutor()
    for action in all_actions(context):
        executor.register_action(action)
    return executor


@routes.post("/internal/actions")
async def run_action(request: web.Request) -> web.Response:
    """Run one custom action within its deadline; always 200 with events and messages for an authorised caller."""
    context = request.app[CONTEXT]
    expected = f"Bearer {context.settings.action_token.get_secret_value()}"
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected.encode()):
        raise web.HTTPUnauthorized
    call = await request.json()
    name = str(call.get("next_action"))
    try:
        async with asyncio.timeout(context.settings.action_timeout_s):
            result = await request.app[EXECUTOR].run(call)
    except TimeoutError:
        log.error("action_failed", task=name, reason="deadline")
    except AppError as error:
        log.warning("action_refused", task=name, code=error.code)
    except Exception as error:  # a failing action must still give the seeker a sentence
        log.error("action_failed", task=name, error_type=type(error).__name__, where=error_place(error))
    else:
        return web.json_response(result.model_dump() if result is not None else {"events": [], "responses": []})
    return web.json_response(_apology(context, name))


def _apology(context: Context, name: str) -> dict[str, Any]:
    response = {
        "text": context.texts.get("talk.action_failed"),
        "buttons": [
            {"title": context.texts.get("talk.ask_human_label"), "payload": "/ask_human"},
            {"title": context.texts.get("talk.menu_label"), "payload": "/ask_menu"},
        ],
    }
    ends_form = [] if not name.startswith("validate_") else [{"event": "active_loop", "name": None}]
    return {"events": ends_form, "responses": [response]}
