"""Notices that leave the house: what arrives, what a crash or a refusal does, and what the text never holds."""

import email
import email.policy
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiosmtpd.controller import Controller
from sqlalchemy import select

from backend.context import Context
from backend.errors import RetryLater
from backend.notices.delivery import MAX_ATTEMPTS, deliver_staff_notice
from backend.notices.mail import mail_folder
from backend.notices.models import NoticeState, StaffNotice
from backend.notices.service import Notice, last_contact, notify, recipient_of
from backend.staff.models import Staff
from bench.machine import free_port
from tests.integration.ladder.builders import with_settings
from tests.integration.web_helpers import make_staff, make_ticket


async def reachable(context: Context, **addresses: str) -> Staff:
    async with context.db.transaction() as session:
        staff = await session.get_one(Staff, (await make_staff(context)).id)
        for name, value in addresses.items():
            setattr(staff, name, value)
    return staff


async def tell(context: Context, staff: Staff) -> list[UUID]:
    """A warning about a ticket; returns the rows that leave the house."""
    ticket = await make_ticket(context)
    async with context.db.transaction() as session:
        notice = Notice(
            kind="rung_90",
            to=[recipient_of(staff)],
            cause=f"test:{ticket.id}",
            ticket_id=ticket.id,
            values={"who": "相談者 A2B3", "topic": ticket.topic, "due_at": ticket.due_at.isoformat()},
        )
        return await notify(session, context.jobs, [notice], now=context.clock())


async def row(context: Context, notice_id: UUID) -> StaffNotice:
    async with context.db.transaction() as session:
        return await session.get_one(StaffNotice, notice_id)


def mails(context: Context) -> list[EmailMessage]:
    return [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in sorted(mail_folder(context.settings).glob("*.eml"))
    ]


async def test_without_a_mail_server_mails_are_files(context: Context) -> None:
    staff = await reachable(context, notice_email="aoki@example.com")
    [notice_id] = await tell(context, staff)
    await deliver_staff_notice(context, notice_id)
    [mail] = mails(context)
    assert mail["To"] == "aoki@example.com"
    assert mail["Message-ID"] == f"<{notice_id}@example.com>"
    assert mail["Subject"] == "まもなく期限です: 相談者 A2B3"
    text = mail.get_content()
    assert "明日 10:00" in text
    assert "https://madoguchi.example.com/staff/tickets/" in text
    assert "面接が心配" not in text
    assert (await row(context, notice_id)).state is NoticeState.SENT


async def test_a_mail_sent_twice_after_a_crash_is_one_file(context: Context) -> None:
    staff = await reachable(context, notice_email="aoki@example.com")
    [notice_id] = await tell(context, staff)
    await deliver_staff_notice(context, notice_id)
    async with context.db.transaction() as session:  # as if the process had died before it could note the success
        (await session.get_one(StaffNotice, notice_id)).state = NoticeState.PENDING
    await deliver_staff_notice(context, notice_id)
    assert len(mails(context)) == 1


async def test_a_settled_notice_is_not_sent_again(context: Context) -> None:
    staff = await reachable(context, notice_email="aoki@example.com")
    [notice_id] = await tell(context, staff)
    await deliver_staff_notice(context, notice_id)
    for file in mail_folder(context.settings).glob("*.eml"):
        file.unlink()
    await deliver_staff_notice(context, notice_id)
    assert mails(context) == []


async def test_the_same_cause_tells_nobody_twice(context: Context) -> None:
    staff = await reachable(context, notice_email="aoki@example.com")
    notice = Notice(kind="rungs", to=[recipient_of(staff)], cause="same", values={"count": 6})
    async with context.db.transaction() as session:
        assert len(await notify(session, context.jobs, [notice, notice], now=context.clock())) == 1
        assert await notify(session, context.jobs, [notice], now=context.clock()) == []
        assert len((await session.scalars(select(StaffNotice))).all()) == 2


async def test_whoever_left_is_sent_nothing(context: Context) -> None:
    staff = await reachable(context, notice_email="aoki@example.com")
    [notice_id] = await tell(context, staff)
    async with context.db.transaction() as session:
        (await session.get_one(Staff, staff.id)).disabled_at = context.clock()
    await deliver_staff_notice(context, notice_id)
    assert mails(context) == []
    assert (await row(context, notice_id)).error_code == "no_address"


@dataclass
class Mailbox:
    """A mail server that keeps, or refuses."""

    port: int = 0
    answer: str = "250 OK"
    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answer.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.messages.append(message)
        return self.answer


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


def by_smtp(context: Context, port: int) -> Context:
    return with_settings(context, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False)


async def test_a_mail_server_gets_the_mail(context: Context, mailbox: Mailbox) -> None:
    staff = await reachable(context, notice_email="aoki@example.com")
    [notice_id] = await tell(context, staff)
    await deliver_staff_notice(by_smtp(context, mailbox.port), notice_id)
    assert [message["Message-ID"] for message in mailbox.messages] == [f"<{notice_id}@example.com>"]
    assert mails(context) == []


async def test_a_busy_mail_server_is_asked_again_and_again_but_not_for_ever(context: Context, mailbox: Mailbox) -> None:
    mailbox.answer = "451 try later"
    staff = await reachable(context, notice_email="aoki@example.com")
    [notice_id] = await tell(context, staff)
    waits = []
    for _ in range(MAX_ATTEMPTS - 1):
        with pytest.raises(RetryLater) as later:
            await deliver_staff_notice(by_smtp(context, mailbox.port), notice_id)
        waits.append(later.value.wait_s)
    await deliver_staff_notice(by_smtp(context, mailbox.port), notice_id)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert (await row(context, notice_id)).state is NoticeState.FAILED


async def test_a_mail_server_that_says_no_for_good_is_asked_once(context: Context, mailbox: Mailbox) -> None:
    mailbox.answer = "554 no"
    staff = await reachable(context, notice_email="aoki@example.com")
    [notice_id] = await tell(context, staff)
    await deliver_staff_notice(by_smtp(context, mailbox.port), notice_id)
    assert (await row(context, notice_id)).error_code == "mail.answer_554"


async def test_without_encryption_nothing_is_sent_to_a_server_that_should_have_it(
    context: Context, mailbox: Mailbox
) -> None:
    staff = await reachable(context, notice_email="aoki@example.com")
    [notice_id] = await tell(context, staff)
    encrypted = with_settings(context, smtp_host="127.0.0.1", smtp_port=mailbox.port)
    with pytest.raises(RetryLater):
        await deliver_staff_notice(encrypted, notice_id)
    assert mailbox.messages == []


@dataclass
class Hook:
    """The far end of a webhook."""

    url: str = ""
    status: int = 200
    posts: list[Any] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        self.posts.append(await request.json())
        return web.Response(status=self.status, headers={"Location": "http://127.0.0.1:1/"})


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    async with TestServer(app) as server:
        hook.url = str(server.make_url("/hook"))
        yield hook


async def test_a_webhook_gets_the_text_and_the_link(context: Context, hook: Hook) -> None:
    staff = await reachable(context, notice_webhook=hook.url)
    [notice_id] = await tell(context, staff)
    await deliver_staff_notice(with_settings(context, webhook_allow_local=True), notice_id)
    [post] = hook.posts
    assert post["text"].startswith("まもなく期限です: 相談者 A2B3\n")
    assert "/staff/tickets/" in post["text"]
    assert (await row(context, notice_id)).state is NoticeState.SENT


async def test_a_webhook_inside_our_network_is_never_called(context: Context, hook: Hook) -> None:
    staff = await reachable(context, notice_webhook=hook.url)
    [notice_id] = await tell(context, staff)
    await deliver_staff_notice(context, notice_id)
    assert hook.posts == []
    assert (await row(context, notice_id)).error_code == "webhook.address_refused"


@pytest.mark.parametrize(("status", "again"), [(500, True), (429, True), (404, False), (302, False)])
async def test_what_a_webhooks_answer_means(context: Context, hook: Hook, status: int, again: bool) -> None:
    hook.status = status
    staff = await reachable(context, notice_webhook=hook.url)
    [notice_id] = await tell(context, staff)
    local = with_settings(context, webhook_allow_local=True)
    if again:
        with pytest.raises(RetryLater):
            await deliver_staff_notice(local, notice_id)
    else:
        await deliver_staff_notice(local, notice_id)
        assert (await row(context, notice_id)).state is NoticeState.FAILED
    assert len(hook.posts) == 1


async def test_the_last_contact_is_reached_at_the_addresses_of_the_settings(context: Context) -> None:
    named = with_settings(context, last_contact_email="last@example.com")
    contact = last_contact(named.settings)
    assert contact is not None
    async with context.db.transaction() as session:
        notice = Notice(kind="rungs", to=[contact], cause="test", values={"count": 9})
        [notice_id] = await notify(session, context.jobs, [notice], now=context.clock())
    await deliver_staff_notice(named, notice_id)
    assert mails(context)[0]["To"] == "last@example.com"
    assert last_contact(context.settings) is None
