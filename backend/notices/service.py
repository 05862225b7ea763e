"""Tell staff something: a row for each person and channel, and a job for each that leaves the house.

Called by the ladder, paging and whoever else has news for staff, in their transaction. Texts are made when a notice
is shown or sent (`backend.notices.words`); rows hold keys, pseudonyms and times only.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from procrastinate import App
from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.jobs.app import DELIVER_STAFF_NOTICE, URGENT_PRIORITY, defer_many
from backend.notices.models import NoticeChannel, NoticeState, StaffNotice
from backend.settings import Settings
from backend.staff.models import Staff

ROWS_AT_ONCE = 2_000
AWAY = (NoticeChannel.EMAIL, NoticeChannel.WEBHOOK)
"""Channels that leave the house, each by a job of its own."""


@dataclass(frozen=True)
class Recipient:
    """Somebody who is told.

    Attributes:
        staff_id: None = the fixed last contact of the settings.
        channels: those this person can be reached on.
    """

    staff_id: UUID | None
    channels: tuple[NoticeChannel, ...]


@dataclass(frozen=True)
class Notice:
    """One piece of news for several people.

    Attributes:
        kind: key under `notice` in messages/notices.ja.toml.
        cause: names the event; nobody is told the same cause twice over the same channel.
        values: for the text's placeholders; never what a seeker wrote.
        channels: where to say it, as far as the person can be reached there.
    """

    kind: str
    to: Sequence[Recipient]
    cause: str
    ticket_id: UUID | None = None
    values: dict[str, Any] = field(default_factory=dict)
    channels: Collection[NoticeChannel] = tuple(NoticeChannel)


def recipient_of(staff: Staff) -> Recipient:
    """A member of staff: always on the page, elsewhere if they gave an address."""
    channels = [NoticeChannel.PAGE]
    if staff.notice_email:
        channels.append(NoticeChannel.EMAIL)
    if staff.notice_webhook:
        channels.append(NoticeChannel.WEBHOOK)
    return Recipient(staff.id, tuple(channels))


def last_contact(settings: Settings) -> Recipient | None:
    """Whoever is told when nobody else is there; None when the operator named nobody."""
    channels = []
    if settings.last_contact_email:
        channels.append(NoticeChannel.EMAIL)
    if settings.last_contact_webhook.get_secret_value():
        channels.append(NoticeChannel.WEBHOOK)
    return Recipient(None, tuple(channels)) if channels else None


async def notify(
    session: AsyncSession,
    jobs: App,
    notices: Iterable[Notice],
    *,
    now: datetime,
    urgent: bool = False,
    deliver_at: datetime | None = None,
) -> list[UUID]:
    """Write the notices and queue what leaves the house. Repeating a cause changes nothing.

    Args:
        urgent: sent before other waiting jobs.
        deliver_at: when the jobs run; for a caller who sends at once and wants jobs only as a safety net.

    Returns:
        Ids of the new rows that leave the house.
    """
    rows = [row for notice in notices for row in _rows(notice, now)]
    leaving: list[UUID] = []
    for start in range(0, len(rows), ROWS_AT_ONCE):
        inserted = await session.execute(
            insert(StaffNotice)
            .on_conflict_do_nothing(index_elements=[StaffNotice.dedupe_key])
            .returning(StaffNotice.id, StaffNotice.channel),
            rows[start : start + ROWS_AT_ONCE],
        )
        leaving += [row_id for row_id, channel in inserted if channel in AWAY]
    await defer_many(
        session,
        jobs,
        DELIVER_STAFF_NOTICE,
        [{"staff_notice_id": str(row_id)} for row_id in leaving],
        priority=URGENT_PRIORITY if urgent else 0,
        schedule_at=deliver_at,
    )
    return leaving


def _rows(notice: Notice, now: datetime) -> Iterator[dict[str, Any]]:
    for recipient in dict.fromkeys(notice.to):
        for channel in recipient.channels:
            if channel not in notice.channels:
                continue
            on_page = channel is NoticeChannel.PAGE
            yield {
                "id": uuid4(),
                "dedupe_key": f"{notice.cause}:{recipient.staff_id or 'last_contact'}:{channel.value}",
                "staff_id": recipient.staff_id,
                "ticket_id": notice.ticket_id,
                "channel": channel,
                "kind": notice.kind,
                "values": notice.values,
                "state": NoticeState.SENT if on_page else NoticeState.PENDING,
                "attempts": 0,
                "created_at": now,
                "settled_at": now if on_page else None,
            }


async def mark_read(
    session: AsyncSession, *, staff: Staff, now: datetime, notice_id: UUID | None = None, ticket_id: UUID | None = None
) -> None:
    """This person has seen one notice, those about one ticket, or (neither given) all of them."""
    query = update(StaffNotice).where(
        StaffNotice.staff_id == staff.id,
        StaffNotice.channel == NoticeChannel.PAGE,
        StaffNotice.state == NoticeState.SENT,
    )
    if notice_id is not None:
        query = query.where(StaffNotice.id == notice_id)
    if ticket_id is not None:
        query = query.where(StaffNotice.ticket_id == ticket_id)
    await session.execute(query.values(state=NoticeState.READ, settled_at=now))
