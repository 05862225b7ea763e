"""Files of a consultation: kept sealed, bound to the message they belong to, given to those who may read it.

Type, size and name are checked (`kinds`) and the content is scanned (`scanner`) before a transaction is opened; this
module stores and reads. The seeker sees a file together with its message only, so a held answer's files wait as well.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from procrastinate import App
from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.attachments.kinds import MAX_FILES, CheckedFile
from backend.attachments.models import Attachment, ScanState
from backend.audit import service as audit
from backend.errors import InvalidInput, NotFound
from backend.notices.models import NoticeChannel
from backend.notices.service import Notice, notify, recipient_of
from backend.seekers.models import Seeker
from backend.staff.models import Role
from backend.staff.service import list_people
from backend.tickets.models import Ticket
from backend.vault.service import Vault

INFECTED_KIND = "infected_file"
LONGEST_WAIT = timedelta(hours=24)
"""How long a file may wait for its answer to be sent."""


@dataclass(frozen=True)
class ScannedFile:
    """A checked file with the scanner's verdict."""

    file: CheckedFile
    scan: ScanState


@dataclass(frozen=True)
class FileItem:
    """A stored file as lists show it. `name` is None when the seeker was erased."""

    id: UUID
    message_id: UUID | None
    name: str | None
    media_type: str
    size_bytes: int
    scan: ScanState

    @property
    def size(self) -> str:
        """12KB or 1.4MB."""
        kilobytes = max(1, round(self.size_bytes / 1024))
        return f"{kilobytes}KB" if kilobytes < 1000 else f"{self.size_bytes / 1024 / 1024:.1f}MB"  # noqa: PLR2004

    @property
    def is_unscanned(self) -> bool:
        """No scanner looked at it: said before anybody opens it."""
        return self.scan is ScanState.UNSCANNED


@dataclass(frozen=True)
class OpenFile:
    """A file opened for download."""

    name: str
    media_type: str
    content: bytes


def name_place(attachment_id: UUID) -> str:
    """Where a file's sealed name belongs."""
    return f"attachment_name:{attachment_id}"


def content_place(attachment_id: UUID) -> str:
    """Where a file's sealed content belongs."""
    return f"attachment:{attachment_id}"


async def store_files(
    session: AsyncSession,
    vault: Vault,
    *,
    seeker: Seeker,
    ticket_id: UUID,
    files: Sequence[ScannedFile],
    request_key: str,
    now: datetime,
    message_id: UUID | None = None,
    uploaded_by_id: UUID | None = None,
) -> None:
    """Seal and keep files. Repeating a `request_key` stores nothing twice.

    Args:
        message_id: the seeker's message; None = staff's answer, still being written.
        uploaded_by_id: None = the seeker.

    Raises:
        InvalidInput: infected, or more than five for one message.
    """
    if any(one.scan not in (ScanState.CLEAN, ScanState.UNSCANNED) for one in files):
        raise InvalidInput("attachment.error.infected")
    keys = [f"{request_key}:{number}" for number in range(len(files))]
    beside = Attachment.message_id == message_id if message_id else _is_draft(ticket_id, uploaded_by_id)
    there = await session.scalar(
        select(func.count()).select_from(Attachment).where(beside, Attachment.request_key.not_in(keys))
    )
    if (there or 0) + len(files) > MAX_FILES:
        raise InvalidInput("attachment.error.too_many", limit=MAX_FILES)
    for key, one in zip(keys, files, strict=True):
        attachment_id = uuid4()
        await session.execute(
            insert(Attachment)
            .values(
                id=attachment_id,
                ticket_id=ticket_id,
                message_id=message_id,
                uploaded_by_id=uploaded_by_id,
                name_sealed=vault.seal_text(seeker, one.file.name, place=name_place(attachment_id)),
                content_sealed=vault.seal_bytes(seeker, one.file.content, place=content_place(attachment_id)),
                media_type=one.file.media_type,
                size_bytes=len(one.file.content),
                scan=one.scan,
                request_key=key,
                created_at=now,
            )
            .on_conflict_do_nothing(index_elements=[Attachment.request_key])
        )


def _is_draft(ticket_id: UUID, staff_id: UUID | None) -> ColumnElement[bool]:
    """One person's files that wait for the answer to be sent."""
    return and_(
        Attachment.ticket_id == ticket_id, Attachment.uploaded_by_id == staff_id, Attachment.message_id.is_(None)
    )


async def list_files(
    session: AsyncSession, vault: Vault, *, seeker: Seeker, ticket_id: UUID
) -> dict[UUID, list[FileItem]]:
    """Files of a conversation by message, without their contents. The caller has checked the right to read."""
    found: dict[UUID, list[FileItem]] = defaultdict(list)
    for item in await _list(
        session, vault, seeker, Attachment.ticket_id == ticket_id, Attachment.message_id.is_not(None)
    ):
        assert item.message_id is not None
        found[item.message_id].append(item)
    return dict(found)


async def list_draft_files(
    session: AsyncSession, vault: Vault, *, seeker: Seeker, ticket_id: UUID, staff_id: UUID
) -> list[FileItem]:
    """What this person has put beside the answer being written."""
    return await _list(session, vault, seeker, _is_draft(ticket_id, staff_id))


async def _list(session: AsyncSession, vault: Vault, seeker: Seeker, *where: ColumnElement[bool]) -> list[FileItem]:
    columns = (Attachment.id, Attachment.message_id, Attachment.name_sealed, Attachment.media_type)
    rows = await session.execute(
        select(*columns, Attachment.size_bytes, Attachment.scan)
        .where(*where)
        .order_by(Attachment.created_at, Attachment.request_key)
    )
    return [
        FileItem(
            id=row.id,
            message_id=row.message_id,
            name=None
            if seeker.data_key is None
            else vault.open_text(seeker, row.name_sealed, place=name_place(row.id)),
            media_type=row.media_type,
            size_bytes=row.size_bytes,
            scan=row.scan,
        )
        for row in rows
    ]


async def bind_to_answer(session: AsyncSession, *, ticket_id: UUID, staff_id: UUID, message_id: UUID) -> int:
    """The answer is written: the person's waiting files belong to it from now on. Returns how many."""
    bound = await session.execute(
        update(Attachment).where(_is_draft(ticket_id, staff_id)).values(message_id=message_id).returning(Attachment.id)
    )
    return len(bound.all())


async def has_draft_files(session: AsyncSession, *, ticket_id: UUID, staff_id: UUID) -> bool:
    """Files wait for this person's answer."""
    return await session.scalar(select(Attachment.id).where(_is_draft(ticket_id, staff_id)).limit(1)) is not None


async def give_back(session: AsyncSession, *, message_id: UUID) -> None:
    """The answer was taken back: its files wait beside the draft again. Call it before the message is deleted."""
    await session.execute(update(Attachment).where(Attachment.message_id == message_id).values(message_id=None))


async def move_files(session: AsyncSession, *, from_ticket_id: UUID, to_ticket_id: UUID) -> None:
    """Two episodes became one."""
    await session.execute(
        update(Attachment).where(Attachment.ticket_id == from_ticket_id).values(ticket_id=to_ticket_id)
    )


async def remove_draft_file(session: AsyncSession, *, ticket_id: UUID, staff_id: UUID, attachment_id: UUID) -> None:
    """Throw a file away before the answer is sent; one that is gone already is no mistake."""
    await session.execute(delete(Attachment).where(Attachment.id == attachment_id, _is_draft(ticket_id, staff_id)))


async def forget_draft_files(session: AsyncSession, *, ticket_id: UUID, staff_id: UUID | None = None) -> None:
    """Nobody will send these any more: this person has left the ticket (None = it is answered)."""
    waiting = and_(Attachment.ticket_id == ticket_id, Attachment.message_id.is_(None))
    await session.execute(delete(Attachment).where(waiting if staff_id is None else _is_draft(ticket_id, staff_id)))


async def forget_old_draft_files(session: AsyncSession, *, now: datetime) -> None:
    """Files that have waited for a day: somebody else took the ticket, or the answer was never written."""
    await session.execute(
        delete(Attachment).where(Attachment.message_id.is_(None), Attachment.created_at <= now - LONGEST_WAIT)
    )


async def erase_files(session: AsyncSession, *, seeker_id: UUID) -> None:
    """The seeker's data is erased: the rows go too (their key is destroyed in any case)."""
    own = select(Ticket.id).where(Ticket.seeker_id == seeker_id)
    await session.execute(delete(Attachment).where(Attachment.ticket_id.in_(own)))


async def open_file(
    session: AsyncSession, vault: Vault, *, seeker: Seeker, ticket_id: UUID, attachment_id: UUID
) -> tuple[OpenFile, UUID | None, UUID | None]:
    """One file of a ticket with its message and uploader. The caller checks the right to read and audits it.

    Raises:
        NotFound: not of this ticket, or the seeker was erased.
    """
    row = await session.get(Attachment, attachment_id)
    if row is None or row.ticket_id != ticket_id or seeker.data_key is None:
        raise NotFound
    opened = OpenFile(
        name=vault.open_text(seeker, row.name_sealed, place=name_place(row.id)),
        media_type=row.media_type,
        content=vault.open_bytes(seeker, row.content_sealed, place=content_place(row.id)),
    )
    return opened, row.message_id, row.uploaded_by_id


async def report_infected(
    session: AsyncSession,
    jobs: App,
    *,
    seeker: Seeker,
    now: datetime,
    count: int,
    cause: str,
    ticket_id: UUID | None = None,
    staff_id: UUID | None = None,
) -> None:
    """A file was refused because the scanner found something: audit it and tell the supervisors. Its name stays out.

    Args:
        cause: the form's request key; the same form tells nobody twice.
        staff_id: who uploaded it; None = the seeker.
    """
    await audit.record(
        session,
        now=now,
        actor_kind="staff" if staff_id else "seeker",
        actor_id=staff_id or seeker.id,
        action="infected_file_refused",
        subject=f"ticket:{ticket_id}" if ticket_id else f"seeker:{seeker.id}",
        reason=f"files: {count}",
    )
    supervisors = [recipient_of(person) for person in await list_people(session, Role.SUPERVISOR)]
    values = {"who": seeker.pseudonym, "count": count}
    notice = Notice(
        kind=INFECTED_KIND,
        to=supervisors,
        cause=f"{INFECTED_KIND}:{cause}",
        ticket_id=ticket_id,
        values=values,
        channels=(NoticeChannel.PAGE, NoticeChannel.EMAIL),
    )
    await notify(session, jobs, [notice], now=now)
