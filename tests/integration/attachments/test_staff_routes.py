"""Files at the desk, through the browser's forms."""

from typing import Any
from uuid import uuid4

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import select, text

from backend.attachments.kinds import MAX_FILE_BYTES
from backend.attachments.models import Attachment
from backend.context import Context
from backend.notices.models import StaffNotice
from backend.staff.models import Role
from tests.conftest import FrozenClock
from tests.integration.attachments.test_service import draft_files, make_claimed
from tests.integration.web_helpers import Browser, make_staff, seeker_browser, staff_browser, text_of
from tests.unit.attachments.clamd import FakeClamd
from tests.unit.attachments.files import PDF, PNG, TEXT, eicar

ANSWER = "架空の回答を書いています。"


def key() -> str:
    return str(uuid4())


async def test_a_file_waits_beside_the_answer_and_is_sent_with_it(
    context: Context, web_client: TestClient[Any, Any], clock: FrozenClock
) -> None:
    seeker, ticket, staff = await make_claimed(context)
    desk = await staff_browser(web_client, staff)
    address = f"/staff/tickets/{ticket.id}"
    shown = await desk.upload(address + "/files", ("求人票.pdf", PDF), ("地図.png", PNG), body=ANSWER, files_key=key())
    assert shown.status == 200
    page = await text_of(shown)
    assert ANSWER in page
    assert "求人票.pdf" in page
    assert "ウイルス検査なし" in page
    sent = await desk.post(address + "/answer", body=ANSWER, request_key=key())
    assert sent.status == 303
    mine = await seeker_browser(context, web_client, seeker)
    held = [str(row) for row in await file_ids(context)]
    for file_id in held:
        assert (await mine.get(f"/me/inbox/{ticket.id}/files/{file_id}")).status == 404
    clock.advance(seconds=11)
    got = await mine.get(f"/me/inbox/{ticket.id}/files/{held[0]}")
    assert got.status == 200
    assert await got.read() == PDF


async def file_ids(context: Context) -> list[Any]:
    async with context.db.transaction() as session:
        return list(await session.scalars(select(Attachment.id).order_by(Attachment.request_key)))


async def test_a_download_cannot_run_in_our_pages(context: Context, web_client: TestClient[Any, Any]) -> None:
    _, ticket, staff = await make_claimed(context)
    desk = await staff_browser(web_client, staff)
    await desk.upload(f"/staff/tickets/{ticket.id}/files", ('履歴書 "案".txt', TEXT), files_key=key())
    (file_id,) = await file_ids(context)
    got = await desk.get(f"/staff/tickets/{ticket.id}/files/{file_id}")
    disposition = got.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert "filename*=UTF-8''%E5%B1%A5" in disposition
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got.headers["Cache-Control"] == "no-store"
    async with context.db.transaction() as session:
        read = await session.scalar(text("SELECT reason FROM audit_event WHERE action = 'file_read'"))
    assert read == "own_case"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("偽物.pdf", b"MZ\x90\x00" + b"\0" * 64, "送れない種類"),
        ("空.pdf", b"", "中身が空"),
        ("大きい.pdf", PDF + b" " * MAX_FILE_BYTES, "大きすぎます"),
        ("写真.pdf", PNG, "合いません"),
    ],
)
async def test_a_refused_file_says_why_and_costs_no_text(
    context: Context, web_client: TestClient[Any, Any], name: str, content: bytes, words: str
) -> None:
    seeker, ticket, staff = await make_claimed(context)
    desk = await staff_browser(web_client, staff)
    shown = await desk.upload(
        f"/staff/tickets/{ticket.id}/files", (name, content), htmx=True, body=ANSWER, files_key=key()
    )
    assert shown.status == 422
    page = await text_of(shown)
    assert words in page
    assert ANSWER in page
    assert await draft_files(context, seeker, ticket, staff) == []


async def test_six_files_at_once_are_too_many(context: Context, web_client: TestClient[Any, Any]) -> None:
    _, ticket, staff = await make_claimed(context)
    desk = await staff_browser(web_client, staff)
    shown = await desk.upload(
        f"/staff/tickets/{ticket.id}/files", *[(f"{n}.pdf", PDF) for n in range(6)], body=ANSWER, files_key=key()
    )
    assert shown.status == 422
    assert "5つまで" in await text_of(shown)


async def test_files_that_are_too_much_together_are_read_away_and_refused(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    _, ticket, staff = await make_claimed(context)
    desk = await staff_browser(web_client, staff)
    big = PDF + b" " * (9 * 1024 * 1024)
    shown = await desk.upload(
        f"/staff/tickets/{ticket.id}/files", *[(f"{n}.pdf", big) for n in range(3)], body=ANSWER, files_key=key()
    )
    assert shown.status == 422
    page = await text_of(shown)
    assert "合わせて25MB" in page
    assert ANSWER in page


async def test_without_the_token_nothing_is_kept(context: Context, web_client: TestClient[Any, Any]) -> None:
    seeker, ticket, staff = await make_claimed(context)
    desk = await staff_browser(web_client, staff)
    refused = await desk.upload(f"/staff/tickets/{ticket.id}/files", ("a.pdf", PDF), csrf=False, files_key=key())
    assert refused.status == 403
    assert await draft_files(context, seeker, ticket, staff) == []


async def test_after_the_session_has_ended_the_text_is_not_lost(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    _, ticket, staff = await make_claimed(context)
    desk = await staff_browser(web_client, staff)
    desk.cookies.clear()
    shown = await desk.upload(f"/staff/tickets/{ticket.id}/files", ("a.pdf", PDF), body=ANSWER, files_key=key())
    assert shown.status == 401
    assert ANSWER in await text_of(shown)


async def test_the_scanner_stops_an_infected_file_and_supervisors_are_told(
    context: Context, scanned_client: TestClient[Any, Any], clamd: FakeClamd
) -> None:
    seeker, ticket, staff = await make_claimed(context)
    await make_staff(context, "上田 架空", Role.SUPERVISOR)
    desk = await staff_browser(scanned_client, staff)
    shown = await desk.upload(f"/staff/tickets/{ticket.id}/files", ("手紙.txt", eicar()), body=ANSWER, files_key=key())
    assert shown.status == 422
    page = await text_of(shown)
    assert "ウイルスの疑い" in page
    assert ANSWER in page
    assert await draft_files(context, seeker, ticket, staff) == []
    async with context.db.transaction() as session:
        assert [notice.kind for notice in await session.scalars(select(StaffNotice))] == ["infected_file"]
        audited = await session.scalar(text("SELECT count(*) FROM audit_event WHERE action = 'infected_file_refused'"))
    assert audited == 1


async def test_a_scanned_file_is_not_shown_as_unscanned(context: Context, scanned_client: TestClient[Any, Any]) -> None:
    _, ticket, staff = await make_claimed(context)
    desk = await staff_browser(scanned_client, staff)
    shown = await desk.upload(f"/staff/tickets/{ticket.id}/files", ("求人票.pdf", PDF), files_key=key())
    page = await text_of(shown)
    assert "求人票.pdf" in page
    assert "ウイルス検査なし" not in page


async def test_a_scanner_that_is_down_refuses_files_but_not_the_answer(
    context: Context, scanned_client: TestClient[Any, Any], clamd: FakeClamd
) -> None:
    _, ticket, staff = await make_claimed(context)
    desk = await staff_browser(scanned_client, staff)
    clamd.mode = "hangs_up"
    address = f"/staff/tickets/{ticket.id}"
    shown = await desk.upload(address + "/files", ("求人票.pdf", PDF), body=ANSWER, files_key=key())
    assert "ウイルス検査ができない" in await text_of(shown)
    assert (await desk.post(address + "/answer", body=ANSWER, request_key=key())).status == 303


async def test_a_colleague_opens_a_file_only_with_the_reason_the_case_was_opened_with(
    context: Context, web_client: TestClient[Any, Any], clock: FrozenClock
) -> None:
    _, ticket, staff = await make_claimed(context)
    desk = await staff_browser(web_client, staff)
    address = f"/staff/tickets/{ticket.id}"
    await desk.upload(address + "/files", ("求人票.pdf", PDF), files_key=key())
    (file_id,) = await file_ids(context)
    colleague = await staff_browser(web_client, await make_staff(context, "石川 はるか"))
    await colleague.get(address)
    file = f"{address}/files/{file_id}"
    assert (await colleague.post(file, read_reason="supervision")).status == 404, "still waiting, only its owner's"
    await desk.post(address + "/answer", body=ANSWER, request_key=key())
    clock.advance(seconds=11)
    assert (await colleague.get(file)).status == 403
    assert (await colleague.post(file, read_reason="made up")).status == 403
    opened = await colleague.post(address + "/read", reason="supervision")
    assert "求人票.pdf" in await text_of(opened)
    got = await colleague.post(file, read_reason="supervision")
    assert await got.read() == PDF
    async with context.db.transaction() as session:
        reasons = await session.scalars(text("SELECT reason FROM audit_event WHERE action = 'file_read'"))
        assert list(reasons) == ["supervision"]


async def test_only_the_holder_adds_files(context: Context, web_client: TestClient[Any, Any]) -> None:
    _, ticket, _ = await make_claimed(context)
    colleague = await staff_browser(web_client, await make_staff(context, "石川 はるか"))
    refused = await colleague.upload(f"/staff/tickets/{ticket.id}/files", ("a.pdf", PDF), files_key=key())
    assert refused.status == 409
    assert await file_ids(context) == []


async def test_a_waiting_file_is_thrown_away_and_the_text_stays(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    _, ticket, staff = await make_claimed(context)
    desk = await staff_browser(web_client, staff)
    address = f"/staff/tickets/{ticket.id}/files"
    await desk.upload(address, ("求人票.pdf", PDF), body=ANSWER, files_key=key())
    (file_id,) = await file_ids(context)
    shown = await desk.post(f"{address}/{file_id}/remove", body=ANSWER)
    page = await text_of(shown)
    assert ANSWER in page
    assert "求人票.pdf" not in page


async def test_another_seeker_cannot_open_a_file(
    context: Context, web_client: TestClient[Any, Any], clock: FrozenClock
) -> None:
    _, ticket, staff = await make_claimed(context)
    desk = await staff_browser(web_client, staff)
    await desk.upload(f"/staff/tickets/{ticket.id}/files", ("求人票.pdf", PDF), files_key=key())
    await desk.post(f"/staff/tickets/{ticket.id}/answer", body=ANSWER, request_key=key())
    clock.advance(seconds=11)
    (file_id,) = await file_ids(context)
    other, other_ticket, _ = await make_claimed(context)
    browser: Browser = await seeker_browser(context, web_client, other)
    assert (await browser.get(f"/me/inbox/{ticket.id}/files/{file_id}")).status == 404
    assert (await browser.get(f"/me/inbox/{other_ticket.id}/files/{file_id}")).status == 404
