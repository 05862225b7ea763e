"""The default rich menu: six areas, each a signed postback of the bot. Set up by the worker when it starts.

The picture `assets/rich_menu.png` is drawn by `assets/rich_menu.html` (2500 × 1686). A menu whose name carries the
fingerprint of picture, definition and signing key is already ours: nothing is created twice.
"""

import hashlib
import json
from typing import Any

import structlog

from backend.context import Context
from backend.line.client import LineError
from backend.line.postback import sign
from backend.settings import ROOT

IMAGE = ROOT / "backend" / "line" / "assets" / "rich_menu.png"
WIDTH, HEIGHT, COLUMNS, ROWS = 2500, 1686, 3, 2
NAME_PREFIX = "madoguchi-default-"
AREAS = (
    ("相談を予約", "/book_appointment"),
    ("予約の確認", "/check_appointment"),
    ("相談員に聞く", "/ask_human"),
    ("回答を読む", "/ask_reply_status"),
    ("登録・変更", "/edit_profile"),
    ("できること", "/ask_menu"),
)

log = structlog.get_logger()


def definition(context: Context) -> dict[str, Any]:
    """The menu as LINE wants it; its name is unique to its content."""
    areas = [
        {
            "bounds": {
                "x": WIDTH * (number % COLUMNS) // COLUMNS,
                "y": HEIGHT * (number // COLUMNS) // ROWS,
                "width": WIDTH // COLUMNS,
                "height": HEIGHT // ROWS,
            },
            "action": {
                "type": "postback",
                "label": label,
                "data": sign(context.vault.keys, payload),
                "displayText": label,
            },
        }
        for number, (label, payload) in enumerate(AREAS)
    ]
    menu = {"size": {"width": WIDTH, "height": HEIGHT}, "selected": True, "chatBarText": "メニュー", "areas": areas}
    fingerprint = hashlib.sha256(json.dumps(menu, sort_keys=True).encode() + IMAGE.read_bytes()).hexdigest()[:16]
    return {**menu, "name": NAME_PREFIX + fingerprint}


async def ensure_default(context: Context) -> bool:
    """Make our menu the default one unless it is already; older ones of ours are removed. True when it changed.

    Raises:
        LineError: LINE refused or is away; the caller tries again later.
    """
    if context.line is None:
        raise RuntimeError("this process has no LINE client")
    wanted = definition(context)
    known = {menu["richMenuId"]: menu["name"] for menu in await context.line.list_rich_menus()}
    default = await context.line.default_rich_menu_id()
    if default is not None and known.get(default) == wanted["name"]:
        return False
    menu_id = next((key for key, name in known.items() if name == wanted["name"]), None)
    if menu_id is None:
        menu_id = await context.line.create_rich_menu(wanted)
    await context.line.set_rich_menu_image(menu_id, IMAGE.read_bytes())
    await context.line.set_default_rich_menu(menu_id)
    for old_id, name in known.items():
        if name.startswith(NAME_PREFIX) and old_id != menu_id:
            await context.line.delete_rich_menu(old_id)
    return True


async def try_to_ensure_default(context: Context) -> bool:
    """`ensure_default` for the worker's sweeper: True when nothing is left to do."""
    try:
        changed = await ensure_default(context)
    except LineError as error:
        log.warning("rich_menu_not_set", reason=error.reason)
        return error.reason == "refused"
    if changed:
        log.info("rich_menu_set")
    return True
