"""The main job as people do it, in a real browser: a phone talk, a booking, a question, an answer on the secure page.

With SCREENSHOTS=folder the pictures of the README are taken on the way.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from backend import demo
from tests.stack.conftest import Stack

pytestmark = [pytest.mark.stack, pytest.mark.bot, pytest.mark.browser, pytest.mark.timeout(400)]

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def picture(page: Page, name: str) -> None:
    """A picture for the README, when asked for."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


class Phone:
    """The emulator's page used with fingers and keyboard."""

    def __init__(self, browser: Browser, stack: Stack, name: str, viewport: dict[str, int]) -> None:
        self.page = browser.new_page(viewport=viewport, locale="ja-JP", timezone_id="Asia/Tokyo")  # type: ignore[arg-type]
        self.page.set_default_timeout(30_000)
        self.page.goto(stack.emulator)
        if viewport["width"] < 800:
            self.page.get_by_role("button", name="見本の操作盤をひらく").click()
        self.page.get_by_role("radio", name=name).or_(self.page.get_by_role("button", name=name)).first.click()
        if viewport["width"] < 800 and self.page.locator("#close-panel").is_visible():
            self.page.locator("#close-panel").click()
        self.talk = self.page.locator("#talk")
        self.page.locator("#menu-bar").wait_for()
        if self.page.locator("#menu-bar").get_attribute("aria-expanded") == "true":
            self.page.locator("#menu-bar").click()

    def type(self, text: str, answer: str) -> None:
        """Send a message and wait until an answer containing some words is shown."""
        seen = self.talk.inner_text().count(answer)
        self.page.locator("#composer-text").fill(text)
        self.page.keyboard.press("Enter")
        self.wait_for(answer, seen)

    def tap(self, label: str, answer: str) -> None:
        """Tap the last button with a label and wait for an answer."""
        seen = self.talk.inner_text().count(answer)
        self.page.get_by_role("button", name=label).last.click()
        self.wait_for(answer, seen)

    def pick_opening(self, answer: str) -> None:
        """Tap the last of the times offered."""
        seen = self.talk.inner_text().count(answer)
        self.page.locator("#talk button").filter(has_text=re.compile(r"\d+/\d+\(.\)")).last.click()
        self.wait_for(answer, seen)

    def wait_for(self, answer: str, seen: int) -> None:
        self.page.wait_for_function(
            "([words, seen]) => document.querySelector('#talk').innerText.split(words).length - 1 > seen",
            arg=[answer, seen],
            timeout=30_000,
        )

    def open_page(self, label: str) -> FrameLocator:
        """Tap a button that opens a secure page in the phone."""
        self.talk.get_by_role("button", name=label).or_(self.talk.get_by_role("link", name=label)).last.click()
        frame = self.page.frame_locator("#browser-frame")
        frame.locator("main h1").first.wait_for()
        return frame

    def close_page(self) -> None:
        self.page.locator("#browser-close").click()


def test_from_the_first_question_to_the_consultants_answer(stack: Stack, chromium: Browser) -> None:
    stack.wait_ready()
    phone = Phone(chromium, stack, "44歳・元派遣の佐藤さん", PHONE)
    phone.type("こんにちは", "こんにちは。")
    phone.type("料金かかる?", "無料です")
    picture(phone.page, "phone-talk")

    book(phone)
    phone.type("電話番号は090-8765-4321です", "個人の情報が書かれていたので")
    assert "090-8765" not in phone.page.locator("#talk li.from-bot, #talk .bot").all_inner_texts().__str__()
    picture(phone.page, "phone-guard")

    phone.type("人に聞きたい", "相談員がお答えします")
    answer_in_the_queue(stack, chromium)
    phone.wait_for("相談員からの回答が届きました", 0)
    frame = phone.open_page("回答を読む")
    frame.locator('a[href^="/me/inbox/"]').first.click()
    expect(frame.get_by_text("失業給付は、離職票を持って")).to_be_visible()
    picture(phone.page, "inbox")


def book(phone: Phone) -> None:
    """Book, change and cancel an appointment by talking and tapping."""
    phone.type("電話で相談の予約をしたい", "空いている日時")
    phone.pick_opening("この内容で予約しますか")
    phone.tap("はい、予約する", "予約しました")
    phone.type("予約の日時を変えたい", "空いている日時")
    phone.pick_opening("この内容に変えますか")
    phone.tap("はい、変える", "予約を変更しました")
    phone.type("予約をキャンセルしたい", "取り消しますか")
    phone.tap("取り消す", "取り消しました")


def answer_in_the_queue(stack: Stack, chromium: Browser) -> None:
    """A consultant signs in, takes the ticket and answers, on a desktop screen."""
    page = chromium.new_page(viewport=DESK, locale="ja-JP", timezone_id="Asia/Tokyo")  # type: ignore[arg-type]
    page.set_default_timeout(30_000)
    page.goto(stack.web + "/staff")
    page.get_by_label("ログイン").or_(page.locator("#login")).first.fill(demo.ACCOUNTS[0].login)
    page.locator("#password").fill(demo.PASSWORD)
    page.keyboard.press("Enter")
    ((ticket,),) = stack.query("SELECT id FROM ticket ORDER BY created_at DESC LIMIT 1")
    link = page.locator(f'a[href^="/staff/tickets/{ticket}"]')
    link.wait_for()
    picture(page, "queue")
    link.click()
    page.get_by_role("button", name="対応する").click()
    page.locator("textarea#body").fill(
        "失業給付は、離職票を持ってハローワークで手続きをします。\n一緒に準備しましょう。"
    )
    picture(page, "ticket")
    page.get_by_role("button", name="回答を送る").click()
    expect(page.get_by_text("失業給付は、離職票を持って").first).to_be_visible()
