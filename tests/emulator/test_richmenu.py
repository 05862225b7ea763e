"""Rich menus: image before use, a person's own beats the default, aliases switch."""

from typing import Any

from emulator.content import png
from tests.emulator.conftest import AUTH, Json, World
from tests.emulator.test_rules import menu


async def create(world: World, *, image: bool = True) -> str:
    status, body, _ = await world.post("/v2/bot/richmenu", menu(size={"width": 800, "height": 250}, areas=[]))
    assert status == 200
    if image:
        assert await upload(world, body["richMenuId"], png(800, 250)) == 200
    found: str = body["richMenuId"]
    return found


async def upload(world: World, rich_menu_id: str, data: bytes, kind: str = "image/png") -> int:
    path = f"/v2/bot/richmenu/{rich_menu_id}/content"
    answer = await world.client.post(path, data=data, headers=AUTH | {"Content-Type": kind})
    return answer.status


async def delete(world: World, path: str) -> int:
    return (await world.client.delete(path, headers=AUTH)).status


async def shown(world: World, user: str) -> Any:
    found: Json = await world.control(f"users/{user}/rich-menu")
    return found["richMenu"] and found["richMenu"]["richMenuId"]


async def test_a_menu_needs_an_image_of_its_size_before_use(world: World) -> None:
    rich_menu_id = await create(world, image=False)
    use = f"/v2/bot/user/all/richmenu/{rich_menu_id}"
    assert (await world.post(use))[0] == 400
    assert await upload(world, rich_menu_id, png(800, 300)) == 400
    assert await upload(world, rich_menu_id, b"GIF89a", "image/gif") == 415
    assert await upload(world, rich_menu_id, png(800, 250) + b"\0" * 1024 * 1024) == 413
    assert await upload(world, rich_menu_id, png(800, 250)) == 200
    assert (await world.post(use))[0] == 200
    assert await world.get("/v2/bot/user/all/richmenu") == (200, {"richMenuId": rich_menu_id})


async def test_ones_own_menu_beats_the_default(world: World) -> None:
    default, own = await create(world), await create(world)
    await world.post(f"/v2/bot/user/all/richmenu/{default}")
    await world.post(f"/v2/bot/user/{world.user}/richmenu/{own}")
    assert [await shown(world, one) for one in (world.user, world.other)] == [own, default]
    await delete(world, f"/v2/bot/user/{world.user}/richmenu")
    assert await shown(world, world.user) == default
    await delete(world, f"/v2/bot/richmenu/{default}")
    assert await shown(world, world.user) is None
    assert len((await world.get("/v2/bot/richmenu/list"))[1]["richmenus"]) == 1


async def test_an_alias_switches_the_menu_and_tells_the_bot(world: World) -> None:
    rich_menu_id = await create(world)
    alias = {"richMenuAliasId": "second", "richMenuId": rich_menu_id}
    assert (await world.post("/v2/bot/richmenu/alias", alias))[0] == 200
    assert (await world.post("/v2/bot/richmenu/alias", alias))[0] == 400
    assert await world.get("/v2/bot/richmenu/alias/second") == (200, alias)
    await world.control(f"users/{world.user}/rich-menu-switch", {"richMenuAliasId": "second", "data": "to=second"})
    event = (await world.settle())[-1]
    assert event["postback"] == {"data": "to=second", "params": {"newRichMenuAliasId": "second", "status": "SUCCESS"}}
    assert await shown(world, world.user) == rich_menu_id
    assert await delete(world, "/v2/bot/richmenu/alias/second") == 200
    assert (await world.get("/v2/bot/richmenu/alias/second"))[0] == 404


async def test_an_invalid_menu_is_refused_with_the_places(world: World) -> None:
    for path in ("/v2/bot/richmenu", "/v2/bot/richmenu/validate"):
        status, body, _ = await world.post(path, menu(chatBarText="あ" * 15))
        assert status == 400
        assert body["details"][0]["property"] == "chatBarText"
