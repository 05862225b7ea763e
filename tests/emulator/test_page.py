"""The phone page in a real browser."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.emulator.conftest import TEXT, Json, World

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync"]  # fmt: skip


@pytest.fixture
async def page(world: World) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(str(world.client.make_url("/")))
        await expect(page.locator("#people button")).to_have_count(4)
        yield page
        await browser.close()
    assert errors == []


async def push(world: World, *messages: Json) -> None:
    status, body, _ = await world.post("/v2/bot/message/push", {"to": world.user, "messages": list(messages)})
    assert status == 200, body


def quick(*labels: str) -> Json:
    items = [{"type": "action", "action": {"type": "message", "label": one, "text": one}} for one in labels]
    return {"type": "text", "text": "どれにしますか", "quickReply": {"items": items}}


async def test_enter_sends_and_shift_enter_makes_a_line(world: World, page: Page) -> None:
    box = page.get_by_label("メッセージ", exact=True)
    await box.press_sequentially("一行目")
    await box.press("Shift+Enter")
    await box.press_sequentially("二行目")
    await box.press("Enter")
    await expect(page.locator("li.seeker .bubble")).to_have_text("一行目\n二行目")
    assert (await world.settle())[0]["message"]["text"] == "一行目\n二行目"
    await expect(page.locator("li.seeker .meta")).to_contain_text("既読")


async def test_enter_that_ends_a_conversion_sends_nothing(world: World, page: Page) -> None:
    await page.get_by_label("メッセージ", exact=True).fill("しごと")
    sent = """() => { const box = document.getElementById("composer-text");
        box.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true}));
        return box.value; }"""
    assert await page.evaluate(sent) == "しごと"
    assert world.state.conversation(world.user) == []


async def test_text_from_the_api_is_never_markup(world: World, page: Page) -> None:
    attack = "<img src=x onerror=\"document.title='broken'\"><b>太字</b>"
    bubble = {
        "type": "bubble",
        "body": {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": attack}]},
    }
    await push(world, {"type": "text", "text": attack}, {"type": "flex", "altText": attack, "contents": bubble})
    await expect(page.locator("li.bot .bubble")).to_have_text(attack)
    await expect(page.locator("li.bot .flex-text")).to_have_text(attack)
    assert await page.locator("#talk img, #talk b").count() == 0
    assert await page.title() == "トーク画面の見本"


async def test_quick_replies_go_away_once_answered(world: World, page: Page) -> None:
    await push(world, quick("古い"), quick("相談員に聞く", "やめる"))
    chips = page.locator("#chips button")
    await expect(chips).to_have_text(["相談員に聞く", "やめる"])
    await chips.first.click()
    await expect(page.locator("#chips")).to_be_hidden()
    assert (await world.settle())[-1]["message"]["text"] == "相談員に聞く"


async def test_picking_a_date_sends_a_postback(world: World, page: Page) -> None:
    action = {
        "type": "datetimepicker",
        "label": "日時を選ぶ",
        "data": "slot",
        "mode": "datetime",
        "min": "2026-11-01T00:00",
    }
    template = {"type": "buttons", "text": "いつにしますか", "actions": [action]}
    await push(world, {"type": "template", "altText": "予約", "template": template})
    await page.get_by_role("button", name="日時を選ぶ").click()
    await page.locator("#ask input").fill("2026-11-20T10:00")
    await page.get_by_role("button", name="決定").click()
    await expect(page.locator("li.notice")).to_contain_text("2026-11-20 10:00")
    assert (await world.settle())[-1]["postback"] == {"data": "slot", "params": {"datetime": "2026-11-20T10:00"}}


async def test_a_liff_link_opens_the_page_with_an_id_token(world: World, page: Page) -> None:
    opened: list[str] = []
    await page.context.route(
        "http://127.0.0.1:8000/**", lambda route: route.fulfill(body="<h1>page</h1>", content_type="text/html")
    )
    page.on("framenavigated", lambda frame: opened.append(frame.url))
    await push(world, {"type": "text", "text": "https://liff.line.me/2000000001-MadoDemo/profile?step=2"})
    await page.locator("#talk .link").click()
    await expect(page.frame_locator("#browser-frame").locator("h1")).to_have_text("page")
    address = next(url for url in opened if "127.0.0.1:8000" in url)
    assert address.startswith("http://127.0.0.1:8000/liff/profile?step=2#id_token=ey")
    await page.get_by_label("閉じる", exact=True).click()
    await expect(page.locator("#browser")).to_be_hidden()


async def test_taking_a_message_back(world: World, page: Page) -> None:
    sent = world.state.send_text(world.user, "まちがい")
    await page.get_by_label("このメッセージの操作").click()
    await page.get_by_role("button", name="送信取消").click()
    await expect(page.locator("li.notice")).to_contain_text("取り消しました")
    assert (await world.settle())[-1]["unsend"] == {"messageId": sent.id}


async def test_blocking_stops_writing_and_hides_later_messages(world: World, page: Page) -> None:
    await page.get_by_label("友だちの設定").click()
    await page.get_by_role("button", name="ブロックする").click()
    await expect(page.locator("#composer")).to_be_hidden()
    await push(world, *TEXT)
    await page.get_by_role("button", name="解除する").click()
    await expect(page.locator("#composer")).to_be_visible()
    assert await page.locator("li.bot").count() == 0


async def test_reload_brings_the_talk_back_for_the_chosen_person(world: World, page: Page) -> None:
    world.state.send_text(world.other, "前からの話")
    await page.get_by_role("radio", name="佐藤さん").click()
    await expect(page.locator("li.seeker")).to_have_count(1)
    await page.reload()
    await expect(page.locator("li.seeker .bubble")).to_have_text("前からの話")


@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_nothing_sticks_out_sideways(world: World, page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 700})
    column: dict[str, Any] = {"text": "本文", "actions": [{"type": "message", "label": "くわしく", "text": "a"}]}
    carousel = {"type": "carousel", "columns": [column] * 5}
    await push(
        world,
        {"type": "template", "altText": "求人", "template": carousel},
        {"type": "text", "text": "a" * 300},
        quick(*"あいうえお" * 2),
    )
    await expect(page.locator("li.bot")).to_have_count(3)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.evaluate(
        "document.getElementById('talk').scrollWidth <= document.getElementById('talk').clientWidth"
    )
