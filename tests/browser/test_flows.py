"""The whole way of a question, by keyboard, without JavaScript, and with two desks open at once."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from backend.context import Context
from backend.tickets.desk import claim_ticket
from tests.browser.conftest import PHONE, WIDE, Site, overflows, tab_to
from tests.conftest import FrozenClock, Line
from tests.integration.web_helpers import PASSWORD, make_seeker, make_staff, make_ticket

pytestmark = pytest.mark.browser

USER = "U" + "0123456789abcdef" * 2
OpenPage = Callable[..., Awaitable[Page]]
Jobs = Callable[[], Awaitable[None]]


async def sign_in(page: Page, site: Site, login: str) -> None:
    """Sign in with the keyboard, from the first Tab on."""
    await page.goto(f"{site.url}/staff/login")
    await tab_to(page, "#login")
    await page.keyboard.type(login)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/staff/queue")


async def register_by_keyboard(page: Page) -> None:
    """Fill in the registration form with the keyboard alone."""
    await tab_to(page, "#consent")
    await page.keyboard.press("Space")
    for field, value in (
        ("family_name", "架空"),
        ("given_name", "花子"),
        ("family_kana", "かくう"),
        ("given_kana", "はなこ"),
        ("birth_year", "1975"),
        ("birth_month", "3"),
        ("birth_day", "31"),
        ("postal_code", "5988550"),
        ("address", "架空市架空町1-1"),
        ("phone", "09000000000"),
    ):
        await tab_to(page, f"[name={field}]")
        await page.keyboard.type(value)
    await tab_to(page, "[name=situation]")
    await page.keyboard.press("ArrowUp")
    await tab_to(page, "main form button[type=submit]")
    await page.keyboard.press("Enter")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["1280", "390"])
async def test_a_question_is_asked_claimed_answered_and_read_by_keyboard_alone(
    site: Site,
    context: Context,
    line: Line,
    open_page: OpenPage,
    run_jobs: Jobs,
    clock: FrozenClock,
    viewport: dict[str, int],
) -> None:
    line.know(USER)
    seeker = await make_seeker(context, USER)
    consultant = await make_staff(context, login="midori@example.com")

    mine = await open_page(viewport=viewport)
    await mine.goto(await site.link(seeker, "register"))
    await mine.wait_for_url("**/me/register")
    await register_by_keyboard(mine)
    await mine.wait_for_url("**/me/register/done")
    await expect(mine.get_by_role("heading", name="登録しました")).to_be_visible()
    await tab_to(mine, "a[href='/me/ask']")
    await mine.keyboard.press("Enter")
    await mine.wait_for_url("**/me/ask")
    await tab_to(mine, "#body")
    await mine.keyboard.type("面接で何を聞かれますか。")
    await tab_to(mine, "main form button[type='submit']")
    await mine.keyboard.press("Enter")
    await expect(mine.get_by_role("heading", name="相談員に届きました")).to_be_visible()

    desk = await open_page(viewport=viewport)
    await sign_in(desk, site, consultant.login)
    await tab_to(desk, ".queue__link")
    await desk.keyboard.press("Enter")
    await desk.wait_for_url("**/staff/tickets/**")
    await expect(desk.get_by_text("面接で何を聞かれますか。")).to_have_count(0)
    await tab_to(desk, "form[action*='/claim'] button")
    await desk.keyboard.press("Enter")
    await expect(desk.locator("#body")).to_be_focused()
    await expect(desk.get_by_text("面接で何を聞かれますか。")).to_be_visible()
    await desk.keyboard.type("志望動機と自己紹介が多いです。")
    await tab_to(desk, ".composer__button")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_text("まもなく送ります")).to_be_visible()
    assert not await overflows(desk)

    clock.advance(seconds=11)
    await run_jobs()
    await expect(desk.get_by_text("通知済み 10:00")).to_be_visible()
    assert line.shown(USER) == ["回答が届きました"]
    await mine.goto(f"{site.url}/me/home")
    await tab_to(mine, "a[href='/me/inbox']")
    await mine.keyboard.press("Enter")
    await mine.wait_for_url("**/me/inbox")
    await tab_to(mine, ".card--new")
    await mine.keyboard.press("Enter")
    await expect(mine.get_by_text("志望動機と自己紹介が多いです。")).to_be_visible()
    assert not await overflows(mine)


async def test_everything_works_without_javascript(
    site: Site, context: Context, open_page: OpenPage, clock: FrozenClock
) -> None:
    seeker, consultant = await make_seeker(context), await make_staff(context, login="midori@example.com")
    mine = await open_page(viewport=PHONE, script=False)
    await mine.goto(await site.link(seeker, "ask"))
    await mine.get_by_role("button", name="開く").click()
    await mine.get_by_label("今の仕事・職場").check()
    await mine.get_by_label("相談したいこと").fill("上司のことで悩んでいます。")
    await mine.get_by_role("button", name="相談員に送る").click()
    await expect(mine.get_by_role("heading", name="相談員に届きました")).to_be_visible()

    desk = await open_page(viewport=PHONE, script=False)
    await sign_in(desk, site, consultant.login)
    await desk.get_by_role("link", name=seeker.pseudonym).click()
    await desk.get_by_role("button", name="対応する").click()
    await expect(desk.get_by_text("上司のことで悩んでいます。")).to_be_visible()
    await desk.get_by_label("回答", exact=True).fill(" ")
    await desk.get_by_role("button", name="回答を送る").click()
    await expect(desk.get_by_role("alert")).to_contain_text("文章を入力してください。")
    await desk.get_by_label("回答", exact=True).fill("お話を聞かせてください。")
    await desk.get_by_role("button", name="回答を送る").click()
    await expect(desk.get_by_text("まもなく送ります")).to_be_visible()
    clock.advance(seconds=11)
    await mine.goto(f"{site.url}/me/inbox")
    await mine.get_by_role("link", name="今の仕事・職場").click()
    await expect(mine.get_by_text("お話を聞かせてください。")).to_be_visible()


async def test_mistakes_get_the_focus_and_lead_to_their_field(
    site: Site, context: Context, open_page: OpenPage
) -> None:
    page = await open_page(viewport=PHONE)
    await page.goto(await site.link(await make_seeker(context), "register"))
    await page.wait_for_url("**/me/register")
    await page.get_by_label("住所").fill("架空市架空町1-1")
    await page.get_by_role("button", name="この内容で登録する").click()
    summary = page.get_by_role("alert")
    await expect(summary).to_be_focused()
    await expect(summary).to_contain_text("8か所、ご確認ください")
    await expect(page.get_by_label("住所")).to_have_value("架空市架空町1-1")
    await summary.get_by_role("link", name="電話番号を入力してください。").click()
    await expect(page.get_by_label("電話番号")).to_be_focused()


async def test_going_back_after_registering_does_not_bring_the_typed_text_back(
    site: Site, context: Context, open_page: OpenPage
) -> None:
    page = await open_page(viewport=PHONE)
    await page.goto(await site.link(await make_seeker(context), "register"))
    await page.wait_for_url("**/me/register")
    await page.locator("#consent").focus()
    await page.keyboard.press("Shift+Tab")
    await register_by_keyboard(page)
    await page.wait_for_url("**/me/register/done")
    await page.go_back()
    await page.wait_for_url("**/me/profile")
    assert "花子" not in await page.content()


async def test_another_desk_sees_a_claim_at_once_and_keeps_what_it_is_writing(
    site: Site, context: Context, open_page: OpenPage, clock: FrozenClock
) -> None:
    await make_staff(context, "青木 みどり", login="midori@example.com")
    other = await make_staff(context, "森田 ひろし")
    seeker = await make_seeker(context)
    written, watched = await make_ticket(context, seeker=seeker), await make_ticket(context)
    desk = await open_page()
    await sign_in(desk, site, "midori@example.com")
    await desk.locator(f"#t-{written.id}").click()
    await desk.get_by_role("button", name="対応する").click()
    await desk.locator("#body").fill("書きかけの文章です。")

    async with context.db.transaction() as session:
        await claim_ticket(session, ticket_id=watched.id, staff=other, now=clock())
    await expect(desk.locator(f"#t-{watched.id}")).to_contain_text("対応: 森田 ひろし")

    await make_ticket(context, seeker=seeker, body="もう一つ聞きたいことがあります。")
    await expect(desk.get_by_text("もう一つ聞きたいことがあります。")).to_be_visible()
    await expect(desk.locator("#body")).to_have_value("書きかけの文章です。")


async def test_an_answer_outlives_the_session(
    site: Site, context: Context, open_page: OpenPage, clock: FrozenClock
) -> None:
    await make_staff(context, login="midori@example.com")
    await make_ticket(context)
    desk = await open_page()
    await sign_in(desk, site, "midori@example.com")
    await desk.locator(".queue__link").click()
    await desk.get_by_role("button", name="対応する").click()
    await desk.locator("#body").fill("長い時間をかけて書いた回答です。")
    clock.advance(minutes=40)
    await desk.get_by_role("button", name="回答を送る").click()
    await expect(desk.get_by_text("書いていた文章は残っています。")).to_be_visible()
    await desk.get_by_label("ログインID").fill("midori@example.com")
    await desk.get_by_label("パスワード").fill(PASSWORD)
    await desk.get_by_role("button", name="ログイン", exact=True).click()
    await desk.get_by_role("button", name="回答の画面に戻る").click()
    await expect(desk.locator("#body")).to_have_value("長い時間をかけて書いた回答です。")
    await desk.get_by_role("button", name="回答を送る").click()
    await expect(desk.get_by_text("まもなく送ります")).to_be_visible()


async def test_liff_with_the_emulators_token_opens_the_asked_page(site: Site, line: Line, open_page: OpenPage) -> None:
    line.know(USER)
    page = await open_page(viewport=PHONE)
    await page.goto(f"{site.url}/liff/inbox#id_token={line.state.id_token(USER)}")
    await page.wait_for_url("**/me/inbox")
    await expect(page.get_by_role("heading", name="受信箱")).to_be_visible()


async def test_liff_without_a_good_token_says_what_to_do(site: Site, open_page: OpenPage) -> None:
    page = await open_page(viewport=PHONE)
    await page.goto(f"{site.url}/liff#id_token=made-up")
    await expect(page.get_by_text("トークのメニューから、もう一度お開きください。")).to_be_visible()
    await expect(page.get_by_role("button", name="もう一度試す")).to_be_visible()
    assert "id_token" not in page.url
