"""The consultants' workspace in a real browser: keys, a list that keeps its order, drafts, notes, undo, who is here."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import func, select, update

from backend.canned import service as canned
from backend.context import Context
from backend.staff.models import Role, Staff
from backend.tickets import notes
from backend.tickets.desk import claim_ticket, set_labels
from backend.tickets.models import Ticket, TicketMessage, TicketNote, TicketState
from tests.browser.conftest import PHONE, WIDE, Site, overflows, violations
from tests.browser.test_accessibility import log_in
from tests.integration.web_helpers import make_seeker, make_staff, make_ticket

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]
LOOKS = [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]


@pytest.fixture
async def midori(context: Context) -> Staff:
    return await make_staff(context, "青木 みどり", login="midori@example.com")


@pytest.fixture
async def morita(context: Context) -> Staff:
    return await make_staff(context, "森田 ひろし", login="morita@example.com")


async def at_the_desk(site: Site, page: Page, login: str = "midori@example.com", path: str = "queue") -> Page:
    """Signed in, the page open, its stream settled."""
    await log_in(page, site, login)
    await page.wait_for_url("**/staff/queue")
    async with page.expect_response("**/staff/queue/list*"):  # the resync a new stream starts with
        await page.goto(f"{site.url}/staff/{path}")
    return page


async def held_case(context: Context, staff: Staff, **options: Any) -> Ticket:
    """A ticket this person holds."""
    ticket = await make_ticket(context, **options)
    async with context.db.transaction() as session:
        await claim_ticket(session, ticket_id=ticket.id, staff=staff, now=context.clock())
    return ticket


async def test_a_case_is_found_claimed_answered_and_taken_back_with_keys_alone(
    site: Site, context: Context, open_page: OpenPage, midori: Staff
) -> None:
    now = context.clock()
    first = await make_ticket(context, at=now - timedelta(hours=2))
    second = await make_ticket(context, at=now - timedelta(hours=1), body="面接で何を聞かれますか。")
    page = await at_the_desk(site, await open_page())
    await page.keyboard.press("j")
    await expect(page.locator(f"#t-{first.id}")).to_be_focused()
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await expect(page.locator(f"#t-{second.id}")).to_be_focused()
    await page.keyboard.press("k")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator(".ticket__title")).to_be_focused()
    await page.keyboard.press("c")
    await expect(page.locator("#body")).to_be_focused()
    await expect(page.get_by_text("面接で何を聞かれますか。")).to_be_visible()
    await page.keyboard.type("jkcz/? と書いても、キーは働きません。")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_text("10秒以内なら取り消せます。")).to_be_visible()
    await page.keyboard.press("z")
    await expect(page.locator("#body")).to_have_value("jkcz/? と書いても、キーは働きません。")
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    await expect(page.locator("#note_body")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("/")
    await expect(page.locator("#q")).to_be_focused()
    assert await page.locator("#q").input_value() == ""
    await page.locator(".ticket__title").focus()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_keys_that_were_switched_off_do_nothing(
    site: Site, context: Context, open_page: OpenPage, midori: Staff
) -> None:
    async with context.db.transaction() as session:
        await session.execute(update(Staff).values(uses_shortcuts=False))
    ticket = await make_ticket(context)
    page = await at_the_desk(site, await open_page(), path=f"tickets/{ticket.id}")
    for key in ("c", "j", "n", "/", "?", "t"):
        await page.keyboard.press(key)
    await expect(page.get_by_role("button", name="対応する")).to_be_visible()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await page.get_by_role("button", name="キー操作の一覧").click()
    await expect(page.get_by_text("1文字のキー操作は切ってあります。")).to_be_visible()


async def test_t_ends_a_ticket_that_only_thanks(
    site: Site, context: Context, open_page: OpenPage, midori: Staff
) -> None:
    ticket = await make_ticket(context, body="ありがとうございました！", topic="thanks")
    page = await at_the_desk(site, await open_page(), path=f"tickets/{ticket.id}")
    await page.keyboard.press("t")
    await expect(page.locator("#ticket-status")).to_contain_text("終了")
    async with context.db.transaction() as session:
        assert (await session.get_one(Ticket, ticket.id)).state is TicketState.CLOSED


async def test_the_list_keeps_its_order_until_the_person_brings_in_what_is_new(
    site: Site, context: Context, open_page: OpenPage, midori: Staff, morita: Staff
) -> None:
    now = context.clock()
    shown = [await make_ticket(context, at=now - timedelta(hours=hours)) for hours in (5, 4, 3)]
    page = await at_the_desk(site, await open_page())

    async def order() -> list[str | None]:
        return [await row.get_attribute("data-row") for row in await page.locator("[data-row]").all()]

    before = [str(ticket.id) for ticket in shown]
    assert await order() == before
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    new = [await make_ticket(context, at=now - timedelta(hours=hours)) for hours in (20, 19, 18)]
    await expect(page.get_by_role("button", name="新着3件を表示")).to_be_visible()
    assert await order() == before
    await expect(page.locator(f"#t-{shown[1].id}")).to_be_focused()
    await expect(page.locator("[data-count=open]")).to_have_text("6")
    async with context.db.transaction() as session:
        await claim_ticket(session, ticket_id=shown[2].id, staff=morita, now=now)
    await expect(page.locator(f"#t-{shown[2].id}")).to_contain_text("対応: 森田 ひろし")
    async with context.db.transaction() as session:
        await session.execute(
            update(Ticket).where(Ticket.id == shown[0].id).values(state=TicketState.WITHDRAWN, closed_at=now)
        )
    await expect(page.locator(f"[data-row='{shown[0].id}']")).to_have_class("queue__item is-gone")
    await page.keyboard.press("r")
    await expect(page.get_by_role("button", name="新着")).to_have_count(0)
    assert await order() == [str(ticket.id) for ticket in [*new, *shown[1:]]]
    await expect(page.locator(f"#t-{shown[1].id}")).to_be_focused()


async def test_opening_a_case_neither_reloads_the_list_nor_breaks_the_back_button(
    site: Site, context: Context, open_page: OpenPage, midori: Staff
) -> None:
    now = context.clock()
    tickets = [await make_ticket(context, at=now - timedelta(hours=hours)) for hours in (5, 4)]
    page = await at_the_desk(site, await open_page(viewport=PHONE))
    await page.evaluate("window.stayed = true")
    await page.locator(f"#t-{tickets[0].id}").click()
    await expect(page.get_by_role("button", name="対応する")).to_be_visible()
    await expect(page.locator(".desk__list")).to_be_hidden()
    await page.go_back()
    await expect(page.locator(f"#t-{tickets[1].id}")).to_be_visible()
    await page.locator(f"#t-{tickets[1].id}").click()
    await page.get_by_role("link", name="一覧へ戻る").click()
    await expect(page.locator(f"#t-{tickets[1].id}")).to_be_focused()
    assert await page.evaluate("window.stayed") is True
    assert not await overflows(page)


async def test_a_draft_is_on_the_server_while_it_is_typed_and_in_another_window_too(
    site: Site, context: Context, open_page: OpenPage, midori: Staff
) -> None:
    ticket = await held_case(context, midori)
    page = await at_the_desk(site, await open_page(), path=f"tickets/{ticket.id}")
    await page.locator("#body").fill("書きかけの回答です。")
    await expect(page.locator("#draft-state")).to_contain_text("下書きを保存しました")
    other = await at_the_desk(site, await open_page(viewport=PHONE), path=f"tickets/{ticket.id}")
    await expect(other.locator("#body")).to_have_value("書きかけの回答です。")
    await other.get_by_role("button", name="下書きを消す").click()
    await expect(other.locator("#body")).to_have_value("")


async def test_ctrl_enter_in_the_note_sends_nothing_and_a_note_never_becomes_an_answer(
    site: Site, context: Context, open_page: OpenPage, midori: Staff
) -> None:
    ticket = await held_case(context, midori)
    page = await at_the_desk(site, await open_page(), path=f"tickets/{ticket.id}")
    await page.locator("#body").fill("回答の下書きです。")
    await page.locator("#note_body").fill("家族に知られたくないそうです。")
    await page.keyboard.press("Control+Enter")
    await page.get_by_role("button", name="メモを保存（相談者には見えません）").click()
    await expect(page.locator(".memo__body")).to_have_text("家族に知られたくないそうです。")
    await expect(page.locator("#body")).to_have_value("回答の下書きです。")
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(TicketMessage)) == 1
        assert await session.scalar(select(func.count()).select_from(TicketNote)) == 1


async def test_two_people_at_one_ticket_see_each_other_and_who_writes(
    site: Site, context: Context, open_page: OpenPage, midori: Staff, morita: Staff
) -> None:
    ticket = await held_case(context, midori)
    mine = await at_the_desk(site, await open_page(), path=f"tickets/{ticket.id}")
    other = await at_the_desk(site, await open_page(), "morita@example.com", f"tickets/{ticket.id}")
    await expect(mine.locator("#presence")).to_contain_text("森田 ひろしさんが見ています")
    await expect(other.locator("#presence")).to_contain_text("青木 みどりさんが見ています")
    await mine.locator("#body").press_sequentially("こんにちは")
    await expect(other.locator("#presence")).to_contain_text("青木 みどりさんが書いています")
    await other.goto(f"{site.url}/staff/queue")
    await expect(mine.locator("#presence")).not_to_contain_text("森田")


async def test_a_new_message_appears_without_touching_what_is_being_written(
    site: Site, context: Context, open_page: OpenPage, midori: Staff
) -> None:
    seeker = await make_seeker(context)
    ticket = await make_ticket(context, seeker=seeker)
    async with context.db.transaction() as session:
        await claim_ticket(session, ticket_id=ticket.id, staff=midori, now=context.clock())
    page = await at_the_desk(site, await open_page(), path=f"tickets/{ticket.id}")
    await page.locator("#body").press_sequentially("書きかけ")
    await make_ticket(context, seeker=seeker, body="もう一つ、聞いてもいいですか。")
    await expect(page.get_by_text("もう一つ、聞いてもいいですか。")).to_be_visible()
    await expect(page.locator("#body")).to_be_focused()
    await page.keyboard.type("の文章")
    await expect(page.locator("#body")).to_have_value("書きかけの文章")


async def test_a_ready_made_text_is_found_and_inserted_with_the_keyboard(
    site: Site, context: Context, open_page: OpenPage, midori: Staff
) -> None:
    async with context.db.transaction() as session:
        for title, body in (("はじめに", "{consultant}です。"), ("面接の前に", "深呼吸しましょう。")):
            await canned.save_answer(
                session, answer_id=None, version=0, title=title, body=body, topic=None, staff=midori,
                now=context.clock(),
            )  # fmt: skip
    ticket = await held_case(context, midori)
    page = await at_the_desk(site, await open_page(), path=f"tickets/{ticket.id}")
    await page.locator(".ticket__title").focus()
    await page.keyboard.press("m")
    await expect(page.locator(".picker__option")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("#body")).to_have_value("深呼吸しましょう。")
    await expect(page.locator("#body")).to_be_focused()
    await page.locator("[data-picker] > summary").click()
    await page.locator("#picker-q").fill("みどりです")
    await expect(page.get_by_text("見つかりませんでした。")).to_be_visible()
    await page.locator("#picker-q").fill("はじめ")
    await page.get_by_role("option", name="はじめに").click()
    await expect(page.locator("#body")).to_have_value("深呼吸しましょう。青木 みどりです。")


async def test_taking_an_answer_back_stays_at_hand_while_another_case_is_open(
    site: Site, context: Context, open_page: OpenPage, midori: Staff
) -> None:
    ticket, other = await held_case(context, midori), await make_ticket(context)
    page = await at_the_desk(site, await open_page(), path=f"tickets/{ticket.id}")
    await page.locator("#body").fill("早まった回答です。")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("[data-undo]")).to_be_visible()
    await page.locator(f"#t-{other.id}").click()
    await expect(page.locator("#toast [data-undo]")).to_be_visible()
    await page.keyboard.press("z")
    await expect(page.locator("#body")).to_have_value("早まった回答です。")
    await page.wait_for_url(f"**/staff/tickets/{ticket.id}*")
    await expect(page.locator("#toast")).to_be_empty()


async def test_the_look_is_chosen_in_the_header(site: Site, open_page: OpenPage, midori: Staff) -> None:
    page = await at_the_desk(site, await open_page(color_scheme="light"))
    background = "getComputedStyle(document.body).backgroundColor"
    assert await page.evaluate(background) == "rgb(255, 255, 255)"
    await page.locator(".menu summary").click()
    await page.get_by_role("button", name="暗い画面").click()
    await expect(page.locator(".menu summary")).to_be_visible()
    assert await page.evaluate(background) == "rgb(22, 24, 29)"


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=["1280-light", "1280-dark", "390-light", "390-dark"])
async def test_no_state_of_the_workspace_has_findings(
    site: Site, context: Context, open_page: OpenPage, viewport: dict[str, int], scheme: str
) -> None:
    now = context.clock()
    midori = await make_staff(context, "青木 みどり", Role.CONSULTANT, Role.SUPERVISOR, login="midori@example.com")
    morita = await make_staff(context, "森田 ひろし")
    seeker = await make_seeker(context)
    ticket = await make_ticket(context, seeker=seeker, at=now - timedelta(hours=19))
    await make_ticket(context, at=now - timedelta(hours=30), urgent=True)
    async with context.db.transaction() as session:
        await claim_ticket(session, ticket_id=ticket.id, staff=midori, now=now)
        await set_labels(session, ticket_id=ticket.id, staff=midori, labels=["interview", "family"], now=now)
        await notes.add_note(
            session, context.vault, ticket_id=ticket.id, seeker=seeker, staff=morita, body="メモです。",
            request_key=str(uuid4()), now=now,
        )  # fmt: skip
        await canned.save_answer(
            session, answer_id=None, version=0, title="はじめに", body="{consultant}です。", topic=None, staff=midori,
            now=now,
        )  # fmt: skip
    findings: list[str] = []
    page = await at_the_desk(site, await open_page(viewport=viewport, color_scheme=scheme))

    async def check(name: str) -> None:
        findings.extend(f"{name}: {found}" for found in await violations(page))
        if await overflows(page):
            findings.append(f"{name}: scrolls sideways")

    await page.locator(".search__more summary").click()
    await page.locator(".menu summary").click()
    await make_ticket(context)
    await page.get_by_role("button", name="新着1件を表示").wait_for()
    await check("queue with everything open")
    await page.goto(f"{site.url}/staff/tickets/{ticket.id}")
    for fold in await page.locator(".case__side summary").all():
        await fold.click()
    await check("case with everything open")
    await page.locator("[data-picker] > summary").click()
    await page.locator(".picker__option").wait_for()
    await check("picker")
    await page.keyboard.press("Enter")
    await page.locator("#body").press("Control+Enter")
    await page.locator("[data-undo]").wait_for()
    await check("undo")
    await page.locator("[data-undo] button").click()
    await page.locator("#body").wait_for()
    await page.locator("#body").fill("090-0000-0000 へどうぞ。")
    await page.get_by_label("LINEのトーク").check()
    await page.locator(".composer__button").click()
    await page.locator("#override_reason").wait_for()
    await check("refused for LINE")
    if viewport is WIDE:
        await page.locator("#keys-open").click()
        await check("keys")
    for path in ("canned", "canned/new"):
        await page.goto(f"{site.url}/staff/{path}")
        await check(path)
    await page.locator("#body").fill("{wrong}")
    await page.get_by_role("button", name="保存する").click()
    await page.locator(".alert--error").wait_for()
    await check("canned refused")
    assert findings == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["1280", "390"])
async def test_job_news_stopped_after_a_danger_is_let_out_again_on_the_case_page(
    site: Site, context: Context, open_page: OpenPage, midori: Staff, viewport: dict[str, int], script: bool
) -> None:
    ticket = await held_case(context, midori, urgent=True)
    page = await open_page(viewport=viewport, script=script)
    await log_in(page, site, "midori@example.com")
    await page.wait_for_url("**/staff/queue")
    await page.goto(f"{site.url}/staff/tickets/{ticket.id}")
    await page.get_by_text("求人などのお知らせを再開する").click()
    await page.get_by_label("安全をどう確かめたか").fill("電話で話し、安全だと聞きました。")
    if script:
        assert await violations(page) == []
        assert not await overflows(page)
    await page.get_by_role("button", name="お知らせを再開する").click()
    await expect(page.get_by_text("安全のため停止中")).to_have_count(0)
    await expect(page.get_by_text("求人などのお知らせを再開する")).to_have_count(0)
