"""Files that come with a question or a reply on the secure pages."""

from typing import Any
from uuid import uuid4

from aiohttp.test_utils import TestClient
from sqlalchemy import func, select, text

from backend.attachments.models import Attachment
from backend.context import Context
from backend.tickets.models import Ticket
from tests.integration.web_helpers import make_seeker, make_ticket, seeker_browser, text_of
from tests.unit.attachments.files import PDF, TEXT, eicar

QUESTION = "履歴書を見てもらえますか。"


def key() -> str:
    return str(uuid4())


async def count(context: Context) -> int:
    async with context.db.transaction() as session:
        return await session.scalar(select(func.count()).select_from(Attachment)) or 0


async def test_a_question_brings_its_files_and_posting_it_twice_brings_them_once(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    browser = await seeker_browser(context, web_client, await make_seeker(context))
    files = (("履歴書.pdf", PDF), ("メモ.txt", TEXT))
    request_key = key()
    for _ in range(2):
        sent = await browser.upload("/me/ask", *files, body=QUESTION, request_key=request_key)
        assert sent.status == 200
        assert "相談員に届きました" in await text_of(sent)
    assert await count(context) == 2
    async with context.db.transaction() as session:
        ticket = (await session.scalars(select(Ticket))).one()
        (first, _) = await session.scalars(select(Attachment.id).order_by(Attachment.request_key))
    page = await text_of(await browser.get(f"/me/inbox/{ticket.id}"))
    assert "履歴書.pdf" in page
    assert "ウイルス検査なし" in page
    got = await browser.get(f"/me/inbox/{ticket.id}/files/{first}")
    assert await got.read() == PDF


async def test_a_reply_brings_files_too(context: Context, web_client: TestClient[Any, Any]) -> None:
    seeker = await make_seeker(context)
    ticket = await make_ticket(context, seeker=seeker)
    browser = await seeker_browser(context, web_client, seeker)
    sent = await browser.upload(
        f"/me/inbox/{ticket.id}/reply", ("履歴書.pdf", PDF), body="書き足します。", request_key=key()
    )
    assert sent.status == 200
    assert "履歴書.pdf" in await text_of(await browser.get(f"/me/inbox/{ticket.id}"))


async def test_a_form_without_files_is_an_ordinary_question(context: Context, web_client: TestClient[Any, Any]) -> None:
    browser = await seeker_browser(context, web_client, await make_seeker(context))
    sent = await browser.upload("/me/ask", ("", b""), body=QUESTION, request_key=key())
    assert sent.status == 200
    assert await count(context) == 0


async def test_a_refused_file_says_why_and_keeps_the_text_in_the_form(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    browser = await seeker_browser(context, web_client, await make_seeker(context))
    refused = await browser.upload("/me/ask", ("履歴書.exe", b"MZ" + b"\0" * 64), body=QUESTION, request_key=key())
    assert refused.status == 422
    page = await text_of(refused)
    assert "送れない種類" in page
    assert "もう一度選んでください" in page
    assert QUESTION in page
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Ticket)) == 0


async def test_a_danger_is_answered_at_once_whatever_is_wrong_with_the_file(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    browser = await seeker_browser(context, web_client, await make_seeker(context))
    sent = await browser.upload(
        "/me/ask", ("遺書.exe", b"MZ" + b"\0" * 64), body="もう死にたいです。", request_key=key()
    )
    assert sent.status == 200
    page = await text_of(sent)
    assert "0120" in page
    assert "ファイルは、お預かりできませんでした" in page


async def test_after_the_session_has_ended_the_question_is_shown_for_copying(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    browser = await seeker_browser(context, web_client, await make_seeker(context))
    browser.cookies.clear()
    shown = await browser.upload("/me/ask", ("履歴書.pdf", PDF), body=QUESTION, request_key=key())
    assert shown.status == 401
    assert QUESTION in await text_of(shown)
    assert await count(context) == 0


async def test_an_infected_file_of_a_seeker_is_refused_and_audited(
    context: Context, scanned_client: TestClient[Any, Any]
) -> None:
    browser = await seeker_browser(context, scanned_client, await make_seeker(context))
    refused = await browser.upload("/me/ask", ("手紙.txt", eicar()), body=QUESTION, request_key=key())
    assert refused.status == 422
    assert "ウイルスの疑い" in await text_of(refused)
    async with context.db.transaction() as session:
        who = await session.scalar(text("SELECT actor_kind FROM audit_event WHERE action = 'infected_file_refused'"))
    assert who == "seeker"
    assert await count(context) == 0
