"""Delivers one notice that leaves the house. Runs as a job, and from the web process when no worker is alive.

What is about to be tried is committed before, what came of it after; nothing is open while a server is called. A crash
between the two sends again (at least once); the Message-ID shows it is the same.
"""

from dataclasses import dataclass
from uuid import UUID

import structlog

from backend.context import Context
from backend.errors import ExternalService, RetryLater
from backend.notices import mail, webhook
from backend.notices.models import NoticeChannel, NoticeState, StaffNotice
from backend.notices.words import NoticeWords, words_of
from backend.staff.models import Staff

MAX_ATTEMPTS = 10
"""With waits of 2, 4, 8 … 300 seconds: about half an hour."""

log = structlog.get_logger()


@dataclass(frozen=True)
class _Attempt:
    """What one try needs, copied out of the transaction."""

    channel: NoticeChannel
    address: str
    words: NoticeWords
    number: int


async def deliver_staff_notice(context: Context, notice_id: UUID) -> None:
    """Try once.

    Raises:
        RetryLater: not taken yet, worth another try.
    """
    attempt = await _begin(context, notice_id)
    if attempt is None:
        return
    try:
        await _send(context, notice_id, attempt)
    except ExternalService as error:
        log.warning(
            "notice_not_taken",
            staff_notice_id=str(notice_id),
            kind=attempt.channel.value,
            reason=error.reason,
            attempt=attempt.number,
        )
        if error.retryable and attempt.number < MAX_ATTEMPTS:
            raise RetryLater(error.service, error.reason, float(min(2**attempt.number, 300))) from error
        await _finish(context, notice_id, NoticeState.FAILED, error.code)
    else:
        await _finish(context, notice_id, NoticeState.SENT)


async def _begin(context: Context, notice_id: UUID) -> _Attempt | None:
    """Count the try before it happens; None when there is nothing (more) to send."""
    now = context.clock()
    async with context.db.transaction() as session:
        row = await session.get(StaffNotice, notice_id, with_for_update=True)
        if row is None or row.state is not NoticeState.PENDING:
            return None
        staff = await session.get(Staff, row.staff_id) if row.staff_id is not None else None
        address = _address(context, row, staff)
        if not address:
            row.state, row.error_code, row.settled_at = NoticeState.FAILED, "no_address", now
            log.error("notice_failed", staff_notice_id=str(notice_id), reason="no_address")
            return None
        row.attempts += 1
        words = words_of(context.texts, kind=row.kind, values=row.values, ticket_id=row.ticket_id, now=now)
        return _Attempt(row.channel, address, words, row.attempts)


def _address(context: Context, row: StaffNotice, staff: Staff | None) -> str:
    """Where it goes now: people may have changed their address since."""
    by_mail = row.channel is NoticeChannel.EMAIL
    if row.staff_id is None:
        settings = context.settings
        return settings.last_contact_email if by_mail else settings.last_contact_webhook.get_secret_value()
    if staff is None or staff.disabled_at is not None:
        return ""
    return (staff.notice_email if by_mail else staff.notice_webhook) or ""


async def _send(context: Context, notice_id: UUID, attempt: _Attempt) -> None:
    settings, words = context.settings, attempt.words
    link = f"{settings.public_url}{words.path}"
    if attempt.channel is NoticeChannel.WEBHOOK:
        text = f"{words.title}\n{words.text}\n{link}"
        await webhook.post(attempt.address, text=text, allow_local=settings.webhook_allow_local)
        return
    message = mail.compose(
        notice_id=notice_id,
        sender=settings.mail_from,
        to=attempt.address,
        title=words.title,
        body=f"{words.text}\n\n{link}\n\n{context.texts.get('notice.part.footer')}\n",
        now=context.clock(),
    )
    await mail.send(settings, message)


async def _finish(context: Context, notice_id: UUID, state: NoticeState, error_code: str | None = None) -> None:
    async with context.db.transaction() as session:
        row = await session.get(StaffNotice, notice_id, with_for_update=True)
        if row is None or row.state is not NoticeState.PENDING:
            return
        row.state, row.error_code, row.settled_at = state, error_code, context.clock()
    if state is NoticeState.FAILED:
        log.error("notice_failed", staff_notice_id=str(notice_id), reason=error_code)
