"""Rich menus: create, image, default, per user, aliases. Mounted by `emulator.app`."""

import re

from aiohttp import web

from emulator import errors, rules
from emulator.content import image_size
from emulator.errors import Refusal, bad_fields, bad_property, refused
from emulator.model import Json, RichMenu
from emulator.state import EmulatorState
from emulator.web import json_body, state_of

routes = web.RouteTableDef()

MAX_IMAGE_BYTES = 1024 * 1024
MAX_MENUS = 1_000


def _menu(state: EmulatorState, rich_menu_id: object) -> RichMenu:
    found = state.rich_menus.get(rich_menu_id) if isinstance(rich_menu_id, str) else None
    if found is None:
        raise refused(404, "richmenu not found")
    return found


def _usable(state: EmulatorState, rich_menu_id: object) -> RichMenu:
    menu = _menu(state, rich_menu_id)
    if menu.image is None:
        raise refused(400, "must upload richmenu image before applying it to user")
    return menu


def _check(body: Json) -> None:
    problems = rules.check_rich_menu(body)
    if problems:
        raise bad_fields(*problems)


@routes.post("/v2/bot/richmenu")
async def create(request: web.Request) -> web.Response:
    """Create a menu; it still needs an image."""
    state = state_of(request)
    if not state.limits.allow_call("richmenu"):
        raise refused(429, errors.RATE_LIMITED)
    body = await json_body(request)
    _check(body)
    if len(state.rich_menus) >= MAX_MENUS:
        raise refused(400, "The number of rich menus has reached the limit")
    menu = RichMenu("richmenu-" + state.new_id().replace("-", ""), body)
    state.rich_menus[menu.id] = menu
    return web.json_response({"richMenuId": menu.id})


@routes.post("/v2/bot/richmenu/validate")
async def validate(request: web.Request) -> web.Response:
    """Check a menu without creating it."""
    _check(await json_body(request))
    return web.json_response({})


@routes.get("/v2/bot/richmenu/list")
async def list_menus(request: web.Request) -> web.Response:
    """All menus."""
    return web.json_response({"richmenus": [menu.as_json() for menu in state_of(request).rich_menus.values()]})


@routes.post("/v2/bot/richmenu/bulk/link")
async def bulk_link(request: web.Request) -> web.Response:
    """Link one menu to many users."""
    state = state_of(request)
    body = await json_body(request)
    menu = _usable(state, body.get("richMenuId"))
    for user_id in _user_ids(body):
        state.link_rich_menu(user_id, menu.id)
    return web.json_response({}, status=202)


@routes.post("/v2/bot/richmenu/bulk/unlink")
async def bulk_unlink(request: web.Request) -> web.Response:
    """Give many users the default menu again."""
    state = state_of(request)
    for user_id in _user_ids(await json_body(request)):
        state.link_rich_menu(user_id, None)
    return web.json_response({}, status=202)


def _user_ids(body: Json) -> list[str]:
    found = body.get("userIds")
    if not isinstance(found, list) or not 1 <= len(found) <= 500 or not all(isinstance(one, str) for one in found):
        raise bad_fields(("Size must be between 1 and 500", "userIds"))
    return found


# --- aliases ----------------------------------------------------------------------------------------------------


@routes.post("/v2/bot/richmenu/alias")
async def create_alias(request: web.Request) -> web.Response:
    """Name a menu for richmenuswitch actions."""
    state = state_of(request)
    body = await json_body(request)
    alias = body.get("richMenuAliasId")
    if not isinstance(alias, str) or not re.fullmatch(r"[a-z0-9_-]{1,32}", alias):
        raise bad_property("richMenuAliasId")
    menu = _alias_target(state, body)
    if alias in state.aliases:
        raise Refusal(400, {"message": "conflict richmenu alias id"})
    state.aliases[alias] = menu.id
    return web.json_response({})


def _alias_target(state: EmulatorState, body: Json) -> RichMenu:
    if body.get("richMenuId") not in state.rich_menus:
        raise refused(400, "richmenu not found")
    return _usable(state, body["richMenuId"])


def _alias(state: EmulatorState, alias: str) -> Json:
    if alias not in state.aliases:
        raise refused(404, "richmenu alias not found")
    return {"richMenuAliasId": alias, "richMenuId": state.aliases[alias]}


@routes.get("/v2/bot/richmenu/alias/list")
async def list_aliases(request: web.Request) -> web.Response:
    """All names."""
    state = state_of(request)
    return web.json_response({"aliases": [_alias(state, alias) for alias in state.aliases]})


@routes.get("/v2/bot/richmenu/alias/{alias}")
async def get_alias(request: web.Request) -> web.Response:
    """One name."""
    return web.json_response(_alias(state_of(request), request.match_info["alias"]))


@routes.post("/v2/bot/richmenu/alias/{alias}")
async def update_alias(request: web.Request) -> web.Response:
    """Point a name at another menu."""
    state, alias = state_of(request), request.match_info["alias"]
    _alias(state, alias)
    state.aliases[alias] = _alias_target(state, await json_body(request)).id
    return web.json_response({})


@routes.delete("/v2/bot/richmenu/alias/{alias}")
async def delete_alias(request: web.Request) -> web.Response:
    """Forget a name."""
    state, alias = state_of(request), request.match_info["alias"]
    _alias(state, alias)
    del state.aliases[alias]
    return web.json_response({})


# --- one menu ---------------------------------------------------------------------------------------------------


@routes.get("/v2/bot/richmenu/{rich_menu_id}")
async def get_menu(request: web.Request) -> web.Response:
    """One menu."""
    return web.json_response(_menu(state_of(request), request.match_info["rich_menu_id"]).as_json())


@routes.delete("/v2/bot/richmenu/{rich_menu_id}")
async def delete_menu(request: web.Request) -> web.Response:
    """Delete a menu and all links to it."""
    state = state_of(request)
    menu = _menu(state, request.match_info["rich_menu_id"])
    del state.rich_menus[menu.id]
    if state.default_rich_menu == menu.id:
        state.default_rich_menu = None
    for seeker in state.seekers.values():
        if seeker.rich_menu_id == menu.id:
            seeker.rich_menu_id = None
    state.stream.publish("richmenu", {})
    return web.json_response({})


@routes.post("/v2/bot/richmenu/{rich_menu_id}/content")
async def upload_image(request: web.Request) -> web.Response:
    """The picture: JPEG or PNG, at most 1 MB, of the menu's size."""
    state = state_of(request)
    menu = _menu(state, request.match_info["rich_menu_id"])
    data = await request.read()
    if request.content_type not in ("image/jpeg", "image/png"):
        raise refused(415, f"The content type, {request.content_type}, is not supported")
    if len(data) > MAX_IMAGE_BYTES:
        raise refused(413, "Request Entity Too Large")
    found = image_size(data)
    if found is None or found[0] != request.content_type:
        raise refused(400, "The image is not a valid JPEG or PNG")
    if found[1:] != (menu.definition["size"]["width"], menu.definition["size"]["height"]):
        raise refused(400, "The image size does not match the size of the rich menu")
    if menu.image is not None:
        raise refused(400, "An image has already been uploaded to the richmenu")
    menu.image, menu.image_type = data, found[0]
    return web.json_response({})


@routes.get("/v2/bot/richmenu/{rich_menu_id}/content")
async def get_image(request: web.Request) -> web.Response:
    """The picture back."""
    menu = _menu(state_of(request), request.match_info["rich_menu_id"])
    if menu.image is None:
        raise refused(404, errors.NOT_FOUND)
    return web.Response(body=menu.image, content_type=menu.image_type)


# --- who sees which ---------------------------------------------------------------------------------------------


@routes.get("/v2/bot/user/all/richmenu")
async def get_default(request: web.Request) -> web.Response:
    """The default menu."""
    default = state_of(request).default_rich_menu
    if default is None:
        raise refused(404, "no default richmenu")
    return web.json_response({"richMenuId": default})


@routes.post("/v2/bot/user/all/richmenu/{rich_menu_id}")
async def set_default(request: web.Request) -> web.Response:
    """Show a menu to all who have none of their own."""
    state = state_of(request)
    state.default_rich_menu = _usable(state, request.match_info["rich_menu_id"]).id
    state.stream.publish("richmenu", {})
    return web.json_response({})


@routes.delete("/v2/bot/user/all/richmenu")
async def clear_default(request: web.Request) -> web.Response:
    """No default menu any more."""
    state = state_of(request)
    state.default_rich_menu = None
    state.stream.publish("richmenu", {})
    return web.json_response({})


@routes.get("/v2/bot/user/{user_id}/richmenu")
async def get_linked(request: web.Request) -> web.Response:
    """The menu linked to a user."""
    seeker = state_of(request).seekers.get(request.match_info["user_id"])
    if seeker is None or seeker.rich_menu_id is None:
        raise refused(404, "the user has no richmenu")
    return web.json_response({"richMenuId": seeker.rich_menu_id})


@routes.post("/v2/bot/user/{user_id}/richmenu/{rich_menu_id}")
async def link(request: web.Request) -> web.Response:
    """Give a user a menu of their own."""
    state = state_of(request)
    menu = _usable(state, request.match_info["rich_menu_id"])
    if request.match_info["user_id"] not in state.seekers:
        raise refused(400, "The user ID is invalid")
    state.link_rich_menu(request.match_info["user_id"], menu.id)
    return web.json_response({})


@routes.delete("/v2/bot/user/{user_id}/richmenu")
async def unlink(request: web.Request) -> web.Response:
    """Take it away again."""
    state_of(request).link_rich_menu(request.match_info["user_id"], None)
    return web.json_response({})
