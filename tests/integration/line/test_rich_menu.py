"""The default rich menu is set once, and again only when it changes."""

from dataclasses import replace

from backend.context import Context
from backend.line import postback, rich_menu
from backend.vault.keys import KeyRing
from backend.vault.service import Vault
from tests.conftest import Line


async def test_the_menu_is_created_with_picture_and_made_the_default_once(context: Context, line: Line) -> None:
    assert await rich_menu.ensure_default(context)
    assert not await rich_menu.ensure_default(context)
    (menu,) = line.state.rich_menus.values()
    assert line.state.default_rich_menu == menu.id
    assert menu.image is not None
    payloads = [postback.verify(context.vault.keys, area["action"]["data"]) for area in menu.definition["areas"]]
    assert payloads == [payload for _, payload in rich_menu.AREAS]


async def test_a_changed_menu_replaces_the_old_one(context: Context, line: Line) -> None:
    await rich_menu.ensure_default(context)
    other_keys = replace(context, vault=Vault(KeyRing.generate()))
    assert await rich_menu.ensure_default(other_keys)
    (menu,) = line.state.rich_menus.values()
    assert line.state.default_rich_menu == menu.id
    assert postback.verify(other_keys.vault.keys, menu.definition["areas"][0]["action"]["data"])


async def test_line_being_away_is_tried_again_later(context: Context, line: Line) -> None:
    line.faults(scope="all", fail_500=1)
    assert not await rich_menu.try_to_ensure_default(context)
    assert await rich_menu.try_to_ensure_default(context)
