"""What a seeker can do with a question that was asked: see who answers and when, add, answer back, take back, rate."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from sqlalchemy import func, select, update

from backend.context import Context
from backend.seekers.models import Seeker
from backend.staff.models import Staff
from backend.tickets import desk
from backend.tickets.answers import Answer
from backend.tickets.models import (
    UNDO,
    Ticket,
    TicketEvent,
    TicketFeedback,
    TicketMessage,
    TicketState,
    Urgency,
)
from backend.tickets.transitions import get_ticket
from tests.conftest import FrozenClock
from tests.integration.web_helpers import (
    Browser,
    claim,
    make_ticket,
    seeker_browser,
    settle,
    text_of,
    write_answer,
)


@pytest.fixture
async def browser(context: Context, web_client: TestClient[Any, Any], seeker: Seeker) -> Browser:
    return await seeker_browser(context, web_client, seeker)


async def answer(
    context: Context, ticket: Ticket, staff: Staff, *, links: tuple[str, ...] = (), accepted: bool | None = True
) -> None:
    """Claimed and answered; LINE took the notice, refused it, or has not been asked yet (None)."""
    assert isinstance(context.clock, FrozenClock)
    context.clock.advance(minutes=1)
    message_id = await write_answer(context, ticket, staff, Answer("お答えします。", links=links))
    context.clock.advance(seconds=UNDO.total_seconds())
    if accepted is not None:
        await settle(context, message_id, accepted=accepted)


async def tickets_of(context: Context) -> list[Ticket]:
    """Oldest first."""
    async with context.db.transaction() as session:
        return list(await session.scalars(select(Ticket).order_by(Ticket.created_at, Ticket.opened_at)))


async def send(browser: Browser, ticket: Ticket, body: str, key: str = "", **fields: str) -> ClientResponse:
    return await browser.post(f"/me/inbox/{ticket.id}/reply", body=body, request_key=key or str(uuid4()), **fields)


async def page_of(browser: Browser, ticket: Ticket) -> str:
    return await text_of(await browser.get(f"/me/inbox/{ticket.id}"))


# who answers, and by when


async def test_an_open_question_says_who_answers_and_by_when(
    context: Context, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    page = await page_of(browser, ticket)
    assert "返事を待っています" in page
    assert "11月25日(水) 10時00分まで に、相談員（キャリアコンサルタント）がお答えします" in page
    await claim(context, ticket, midori)
    page = await page_of(browser, ticket)
    assert "相談員が読んでいます" in page
    assert "青木" not in page, "nobody is named before they answered"


async def test_a_lapsed_claim_is_not_called_reading(
    context: Context, clock: FrozenClock, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    await claim(context, ticket, midori)
    clock.advance(minutes=31)
    assert "返事を待っています" in await page_of(browser, ticket)


async def test_an_overdue_question_is_told_truthfully(context: Context, browser: Browser, seeker: Seeker) -> None:
    ticket = await make_ticket(context, seeker=seeker, at=context.clock() - timedelta(hours=24))
    page = await page_of(browser, ticket)
    assert "お約束の時間を過ぎてしまい、申し訳ありません" in page
    assert "までにお答えします" not in page
    assert "お待たせしています。急いでお答えします" in await text_of(await browser.get("/me/inbox"))


async def test_an_answer_whose_notice_failed_can_be_read(
    context: Context, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    await answer(context, ticket, midori, accepted=False)
    page = await page_of(browser, ticket)
    assert "LINEでのお知らせがうまく届きませんでしたが、回答はここで読めます" in page
    assert "お答えします。" in page


async def test_an_answer_names_the_consultant_and_shows_its_buttons(
    context: Context, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    await answer(context, ticket, midori, links=("book", "ask", "register"))
    page = await page_of(browser, ticket)
    for sentence in (
        "青木 みどり（相談員）がお答えしました",
        "続けて質問する",
        "利用登録をする",
        "「予約したい」と送る",
    ):
        assert sentence in page


async def test_a_merged_conversation_leads_to_the_one_it_went_into(
    context: Context, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    before = await make_ticket(context, seeker=seeker)
    await answer(context, before, midori)
    await send(browser, before, "もう一つ質問です")
    ticket = (await tickets_of(context))[-1]
    await claim(context, ticket, midori)
    async with context.db.transaction() as session:
        await desk.merge_previous(session, ticket_id=ticket.id, staff=midori, now=context.clock())
    response = await browser.get(f"/me/inbox/{before.id}")
    assert (response.status, response.headers["Location"]) == (303, f"/me/inbox/{ticket.id}")


# adding and answering back


async def test_adding_to_an_open_question_keeps_its_deadline(
    context: Context, clock: FrozenClock, browser: Browser, seeker: Seeker
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    clock.advance(hours=1)
    form = await text_of(await browser.get(f"/me/inbox/{ticket.id}/reply"))
    assert "お答えする期限は変わりません（11月25日(水) 10時00分まで）" in form
    key = str(uuid4())
    for _ in range(2):
        page = await text_of(await send(browser, ticket, "書き忘れました", key))
        assert "返事をお待ちの相談に、書き足しました" in page
        assert "11月25日(水) 10時00分まで" in page
    [only] = await tickets_of(context)
    assert only.due_at == ticket.due_at
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(TicketMessage)) == 2


async def test_answering_back_opens_a_new_episode_that_goes_on_from_the_old_one(
    context: Context, clock: FrozenClock, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    before = await make_ticket(context, seeker=seeker, topic="apply_job")
    await answer(context, before, midori)
    clock.advance(days=30)  # however long ago
    browser = await seeker_browser(context, browser.http, seeker)
    assert "お礼だけのときは" in await text_of(await browser.get(f"/me/inbox/{before.id}/reply"))
    page = await text_of(await send(browser, before, "ありがとうございました"))
    assert "書き足しました" not in page
    after = (await tickets_of(context))[-1]
    assert (after.previous_id, after.topic, after.reason) == (before.id, "apply_job", "reply")
    assert after.due_at == clock() + timedelta(hours=24)
    async with context.db.transaction() as session:
        await desk.dismiss_thanks(session, context.vault, ticket_id=after.id, staff=midori, now=clock())


async def test_a_wish_for_somebody_else_reaches_the_queue(
    context: Context, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    before = await make_ticket(context, seeker=seeker)
    await answer(context, before, midori)
    form = await browser.get(f"/me/inbox/{before.id}/reply?wish=other")
    assert "別の相談員が、これまでのやりとりを読んで" in await text_of(form)
    await send(browser, before, "ほかの意見も聞きたいです", wish="other")
    after = (await tickets_of(context))[-1]
    assert (after.previous_id, after.reason) == (before.id, "other_consultant")
    assert "【ご希望】別の相談員に見てもらいたい" in await page_of(browser, after)


async def test_danger_in_an_addition_is_answered_at_once(context: Context, browser: Browser, seeker: Seeker) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    response = await send(browser, ticket, "もう死にたいです")
    assert 'href="tel:' in await response.text()
    [only] = await tickets_of(context)
    assert only.urgency is Urgency.URGENT


@pytest.mark.parametrize(("body", "sentence"), [("  ", "文章を入力してください"), ("あ" * 4001, "4000文字以内")])
async def test_a_wrong_addition_comes_back_with_its_text(
    context: Context, browser: Browser, seeker: Seeker, body: str, sentence: str
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    response = await send(browser, ticket, body)
    assert response.status == 422
    assert sentence in await text_of(response)
    assert body.strip() in await response.text()


async def test_nobody_reaches_another_persons_conversation(context: Context, browser: Browser) -> None:
    foreign = await make_ticket(context)
    for path in ("", "/reply", "/withdraw"):
        assert (await browser.get(f"/me/inbox/{foreign.id}{path}")).status == 404
    for path in ("/reply", "/withdraw", "/feedback"):
        fields = {"body": "質問", "request_key": str(uuid4()), "score": "5"}
        assert (await browser.post(f"/me/inbox/{foreign.id}{path}", **fields)).status == 404
    async with context.db.transaction() as session:
        assert (await get_ticket(session, foreign.id)).state is TicketState.QUEUED
        assert await session.scalar(select(func.count()).select_from(TicketMessage)) == 1


# taking back


async def test_a_question_is_taken_back_after_asking_once_and_twice_is_fine(
    context: Context, browser: Browser, seeker: Seeker
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    assert "相談を取り消しますか" in await text_of(await browser.get(f"/me/inbox/{ticket.id}/withdraw"))
    for _ in range(2):
        response = await browser.post(f"/me/inbox/{ticket.id}/withdraw")
        assert (response.status, response.headers["Location"]) == (303, "/me/inbox?withdrawn=1")
    assert [found.state for found in await tickets_of(context)] == [TicketState.WITHDRAWN]
    assert "相談を取り消しました" in await text_of(await browser.get("/me/inbox?withdrawn=1"))
    assert "取り消しました" in await page_of(browser, ticket)
    async with context.db.transaction() as session:
        kinds = (await session.scalars(select(TicketEvent.kind).where(TicketEvent.kind == "withdrawn"))).all()
    assert kinds == ["withdrawn"]


async def test_an_urgent_question_stays_and_the_page_says_why(
    context: Context, browser: Browser, seeker: Seeker
) -> None:
    ticket = await make_ticket(context, seeker=seeker, urgent=True)
    assert "この相談を取り消す" not in await page_of(browser, ticket)
    response = await browser.post(f"/me/inbox/{ticket.id}/withdraw")
    assert response.status == 409
    assert "相談員が一度お話をうかがってから終わりにします" in await text_of(response)
    assert [found.state for found in await tickets_of(context)] == [TicketState.QUEUED]


async def test_an_answered_question_cannot_be_taken_back(
    context: Context, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    await answer(context, ticket, midori)
    response = await browser.post(f"/me/inbox/{ticket.id}/withdraw")
    assert response.status == 409
    assert "もう終わっています" in await text_of(response)


# did it help


async def rate(browser: Browser, ticket: Ticket, **fields: str) -> ClientResponse:
    return await browser.post(f"/me/inbox/{ticket.id}/feedback", **fields)


async def feedback_of(context: Context) -> list[TicketFeedback]:
    async with context.db.transaction() as session:
        return list(await session.scalars(select(TicketFeedback)))


async def test_whether_it_helped_is_asked_once_and_the_comment_is_sealed(
    context: Context, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    assert "役に立ちましたか" not in await page_of(browser, ticket)
    await answer(context, ticket, midori)
    assert "役に立ちましたか" in await page_of(browser, ticket)
    assert (await rate(browser, ticket, score="4", comment="助かりました")).status == 303
    page = await page_of(browser, ticket)
    assert "役に立ちましたか" not in page
    assert "教えていただき、ありがとうございました" in page
    await rate(browser, ticket, score="1", comment="あとから")
    [kept] = await feedback_of(context)
    assert kept.score == 4
    assert kept.comment_sealed is not None
    assert "助かり".encode() not in kept.comment_sealed
    opened = context.vault.open_text(seeker, kept.comment_sealed, place=f"ticket_feedback:{ticket.id}")
    assert opened == "助かりました"


async def test_who_would_rather_not_say_is_not_asked_again(
    context: Context, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    await answer(context, ticket, midori)
    await rate(browser, ticket, skip="1")
    assert "役に立ちましたか" not in await page_of(browser, ticket)
    await rate(browser, ticket, score="5")
    assert await feedback_of(context) == []


async def test_an_answer_that_did_not_help_offers_to_go_on(
    context: Context, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    await answer(context, ticket, midori)
    await rate(browser, ticket, score="2")
    page = await page_of(browser, ticket)
    assert "続けて質問する" in page
    assert "別の相談員に見てもらう" in page


@pytest.mark.parametrize("score", ["", "0", "6", "x"])
async def test_a_rating_without_a_choice_comes_back_with_the_comment(
    context: Context, browser: Browser, seeker: Seeker, midori: Staff, score: str
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    await answer(context, ticket, midori)
    response = await rate(browser, ticket, score=score, comment="ひとこと")
    assert response.status == 422
    assert "1つ選んでください" in await text_of(response)
    assert "ひとこと</textarea>" in await response.text()
    assert await feedback_of(context) == []


async def test_danger_in_a_comment_is_answered_at_once_and_reaches_the_queue_once(
    context: Context, browser: Browser, seeker: Seeker, midori: Staff
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    await answer(context, ticket, midori)
    for _ in range(2):
        response = await rate(browser, ticket, score="1", comment="もう死にたいです")
        assert 'href="tel:' in await response.text()
    assert [found.urgency for found in await tickets_of(context)] == [Urgency.NORMAL, Urgency.URGENT]
    assert [kept.score for kept in await feedback_of(context)] == [1]


async def test_an_episode_that_ended_without_an_answer_is_not_rated(
    context: Context, browser: Browser, seeker: Seeker
) -> None:
    ticket = await make_ticket(context, seeker=seeker)
    async with context.db.transaction() as session:
        await session.execute(update(Ticket).values(state=TicketState.CLOSED))
    assert "役に立ちましたか" not in await page_of(browser, ticket)
    await rate(browser, ticket, score="5")
    assert await feedback_of(context) == []
