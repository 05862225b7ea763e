"""Files are sealed, bound to their message, moved with it, given back and erased."""

from datetime import timedelta
from uuid import uuid4

import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector
from sqlalchemy import select, text

from backend.attachments import service as attachments
from backend.attachments.kinds import check_file
from backend.attachments.models import Attachment, ScanState
from backend.attachments.service import FileItem, ScannedFile
from backend.context import Context
from backend.errors import InvalidInput, NotFound
from backend.jobs.tasks import EVERY_HOUR, FORGET_WAITING_FILES, add_periodic_tasks, add_tasks
from backend.notices.models import StaffNotice
from backend.pages.rights import erase, export
from backend.seekers.models import Seeker
from backend.seekers.service import get_seeker
from backend.staff.models import Role, Staff
from backend.tickets import answers, desk, queries
from backend.tickets.answers import Answer
from backend.tickets.models import UNDO, AnswerChannel, Ticket, TicketMessage
from tests.conftest import FrozenClock
from tests.integration.web_helpers import make_seeker, make_staff, make_ticket, settle, write_answer
from tests.unit.attachments.files import PDF, TEXT


def scanned(name: str = "架空の履歴書.pdf", content: bytes = PDF, scan: ScanState = ScanState.CLEAN) -> ScannedFile:
    return ScannedFile(check_file(name, content), scan)


async def make_claimed(context: Context) -> tuple[Seeker, Ticket, Staff]:
    """A ticket and the consultant who holds it."""
    seeker, staff = await make_seeker(context), await make_staff(context)
    ticket = await make_ticket(context, seeker=seeker)
    async with context.db.transaction() as session:
        await desk.claim_ticket(session, ticket_id=ticket.id, staff=staff, now=context.clock())
    return seeker, ticket, staff


async def add_draft_file(
    context: Context, seeker: Seeker, ticket: Ticket, staff: Staff, *files: ScannedFile, key: str = ""
) -> None:
    async with context.db.transaction() as session:
        await attachments.store_files(
            session,
            context.vault,
            seeker=seeker,
            ticket_id=ticket.id,
            files=files or [scanned()],
            request_key=key or f"test:{uuid4()}",
            now=context.clock(),
            uploaded_by_id=staff.id,
        )


async def draft_files(context: Context, seeker: Seeker, ticket: Ticket, staff: Staff) -> list[FileItem]:
    async with context.db.transaction() as session:
        return await attachments.list_draft_files(
            session, context.vault, seeker=seeker, ticket_id=ticket.id, staff_id=staff.id
        )


async def send_file_of_seeker(context: Context, seeker: Seeker, ticket: Ticket) -> None:
    """A file that came with the question."""
    async with context.db.transaction() as session:
        await attachments.store_files(
            session,
            context.vault,
            seeker=seeker,
            ticket_id=ticket.id,
            files=[scanned("架空の職務経歴書.pdf")],
            request_key=f"test:{uuid4()}",
            now=context.clock(),
            message_id=await session.scalar(select(TicketMessage.id).where(TicketMessage.ticket_id == ticket.id)),
        )


async def files_seen(context: Context, seeker: Seeker, ticket: Ticket) -> list[str | None]:
    """Names the seeker sees in the conversation now."""
    async with context.db.transaction() as session:
        messages = await queries.list_messages(
            session, context.vault, seeker=seeker, ticket_id=ticket.id, visible_at=context.clock()
        )
    return [file.name for message in messages for file in message.files]


async def test_neither_name_nor_content_is_readable_in_the_database(context: Context) -> None:
    seeker, ticket, staff = await make_claimed(context)
    await add_draft_file(context, seeker, ticket, staff, scanned("架空の履歴書.txt", TEXT))
    async with context.db.transaction() as session:
        row = str((await session.execute(text("SELECT * FROM attachment"))).mappings().one())
        (item,) = await attachments.list_draft_files(
            session, context.vault, seeker=seeker, ticket_id=ticket.id, staff_id=staff.id
        )
        opened, message_id, uploader = await attachments.open_file(
            session, context.vault, seeker=seeker, ticket_id=ticket.id, attachment_id=item.id
        )
    assert "履歴書" not in row
    assert str(TEXT)[2:-1] not in row
    assert (opened.name, opened.content, opened.media_type) == ("架空の履歴書.txt", TEXT, "text/plain")
    assert (message_id, uploader) == (None, staff.id)


async def test_the_same_form_twice_stores_one_file(context: Context) -> None:
    seeker, ticket, staff = await make_claimed(context)
    for _ in range(2):
        await add_draft_file(context, seeker, ticket, staff, key="same")
    assert len(await draft_files(context, seeker, ticket, staff)) == 1


async def test_a_sixth_file_is_refused(context: Context) -> None:
    seeker, ticket, staff = await make_claimed(context)
    await add_draft_file(context, seeker, ticket, staff, *[scanned()] * 5)
    with pytest.raises(InvalidInput) as refused:
        await add_draft_file(context, seeker, ticket, staff)
    assert refused.value.message_key == "attachment.error.too_many"


@pytest.mark.parametrize("state", [ScanState.INFECTED, ScanState.PENDING])
async def test_a_file_without_a_good_verdict_is_not_kept(context: Context, state: ScanState) -> None:
    seeker, ticket, staff = await make_claimed(context)
    with pytest.raises(InvalidInput):
        await add_draft_file(context, seeker, ticket, staff, scanned(scan=state))
    assert await draft_files(context, seeker, ticket, staff) == []


async def test_an_answers_files_are_seen_when_the_answer_is(context: Context, clock: FrozenClock) -> None:
    seeker, ticket, staff = await make_claimed(context)
    await add_draft_file(context, seeker, ticket, staff)
    await write_answer(context, ticket, staff)
    assert await files_seen(context, seeker, ticket) == []
    clock.now += UNDO
    assert await files_seen(context, seeker, ticket) == ["架空の履歴書.pdf"]


async def test_taking_an_answer_back_gives_its_files_back_to_the_draft(context: Context) -> None:
    seeker, ticket, staff = await make_claimed(context)
    await add_draft_file(context, seeker, ticket, staff)
    await write_answer(context, ticket, staff)
    assert await draft_files(context, seeker, ticket, staff) == []
    async with context.db.transaction() as session:
        await answers.undo_answer(session, context.vault, ticket_id=ticket.id, staff=staff, now=context.clock())
    assert [file.name for file in await draft_files(context, seeker, ticket, staff)] == ["架空の履歴書.pdf"]


async def test_an_answer_with_files_does_not_go_into_the_talk(context: Context) -> None:
    seeker, ticket, staff = await make_claimed(context)
    await add_draft_file(context, seeker, ticket, staff)
    with pytest.raises(InvalidInput) as refused:
        await write_answer(context, ticket, staff, Answer("書類をお送りします。", AnswerChannel.LINE))
    assert refused.value.message_key == "attachment.error.not_on_line"


async def test_a_colleagues_waiting_files_are_not_sent_along(context: Context, clock: FrozenClock) -> None:
    seeker, ticket, first = await make_claimed(context)
    await add_draft_file(context, seeker, ticket, first)
    second = await make_staff(context, "石川 はるか")
    clock.advance(minutes=31)
    async with context.db.transaction() as session:
        await desk.claim_ticket(session, ticket_id=ticket.id, staff=second, now=clock())
    await write_answer(context, ticket, second)
    clock.now += UNDO
    assert await files_seen(context, seeker, ticket) == []
    assert len(await draft_files(context, seeker, ticket, first)) == 1


@pytest.mark.parametrize("leave", ["release", "transfer"])
async def test_who_leaves_a_ticket_leaves_no_waiting_files_behind(context: Context, leave: str) -> None:
    seeker, ticket, first = await make_claimed(context)
    second = await make_staff(context, "石川 はるか")
    await add_draft_file(context, seeker, ticket, first)
    await add_draft_file(context, seeker, ticket, second)
    async with context.db.transaction() as session:
        if leave == "release":
            await desk.release_ticket(session, ticket_id=ticket.id, staff=first, now=context.clock())
        else:
            await desk.transfer_ticket(
                session, ticket_id=ticket.id, staff=first, to_id=second.id, reason="wish", now=context.clock()
            )
    assert await draft_files(context, seeker, ticket, first) == []
    assert len(await draft_files(context, seeker, ticket, second)) == 1


async def test_an_answered_tickets_waiting_files_go_and_the_answers_own_stay(
    context: Context, clock: FrozenClock
) -> None:
    seeker, ticket, first = await make_claimed(context)
    second = await make_staff(context, "石川 はるか")
    await add_draft_file(context, seeker, ticket, first)
    await add_draft_file(context, seeker, ticket, second)
    message_id = await write_answer(context, ticket, first)
    clock.now += UNDO
    await settle(context, message_id)
    assert await draft_files(context, seeker, ticket, second) == []
    assert await files_seen(context, seeker, ticket) == ["架空の履歴書.pdf"]


async def test_a_file_waits_for_a_day_at_most(context: Context, clock: FrozenClock) -> None:
    seeker, ticket, staff = await make_claimed(context)
    await add_draft_file(context, seeker, ticket, staff)
    clock.advance(minutes=1)
    await add_draft_file(context, seeker, ticket, staff, scanned("架空の求人票.pdf"))
    await send_file_of_seeker(context, seeker, ticket)
    clock.advance(hours=24, minutes=-1)
    async with context.db.transaction() as session:
        await attachments.forget_old_draft_files(session, now=clock())
    assert [file.name for file in await draft_files(context, seeker, ticket, staff)] == ["架空の求人票.pdf"]
    assert await files_seen(context, seeker, ticket) == ["架空の職務経歴書.pdf"]


def test_the_worker_forgets_old_waiting_files_every_hour() -> None:
    app = App(connector=InMemoryConnector())
    add_tasks(app)
    add_periodic_tasks(app)
    planned = [(row.task.name, row.cron) for row in app.periodic_registry.periodic_tasks.values()]
    assert (FORGET_WAITING_FILES, EVERY_HOUR) in planned


async def test_a_waiting_file_can_be_thrown_away_by_its_owner_only(context: Context) -> None:
    seeker, ticket, staff = await make_claimed(context)
    other = await make_staff(context)
    await add_draft_file(context, seeker, ticket, staff)
    (item,) = await draft_files(context, seeker, ticket, staff)
    for person, left in ((other, 1), (staff, 0)):
        async with context.db.transaction() as session:
            await attachments.remove_draft_file(session, ticket_id=ticket.id, staff_id=person.id, attachment_id=item.id)
        assert len(await draft_files(context, seeker, ticket, staff)) == left


async def test_files_move_when_episodes_are_merged(context: Context, clock: FrozenClock) -> None:
    seeker, first, staff = await make_claimed(context)
    await add_draft_file(context, seeker, first, staff)
    message_id = await write_answer(context, first, staff)
    await settle(context, message_id)
    clock.now += timedelta(hours=1)
    second = await make_ticket(context, seeker=seeker)
    async with context.db.transaction() as session:
        await desk.claim_ticket(session, ticket_id=second.id, staff=staff, now=clock())
        await desk.merge_previous(session, ticket_id=second.id, staff=staff, now=clock())
    assert await files_seen(context, seeker, second) == ["架空の履歴書.pdf"]


async def test_a_file_of_another_ticket_is_not_found(context: Context) -> None:
    seeker, ticket, staff = await make_claimed(context)
    other = await make_ticket(context)
    await add_draft_file(context, seeker, ticket, staff)
    (item,) = await draft_files(context, seeker, ticket, staff)
    async with context.db.transaction() as session:
        with pytest.raises(NotFound):
            await attachments.open_file(
                session, context.vault, seeker=seeker, ticket_id=other.id, attachment_id=item.id
            )


async def test_the_copy_of_ones_data_names_the_files_and_erasure_deletes_them(
    context: Context, clock: FrozenClock
) -> None:
    seeker, ticket, staff = await make_claimed(context)
    await add_draft_file(context, seeker, ticket, staff)
    await write_answer(context, ticket, staff)
    clock.now += UNDO
    async with context.db.transaction() as session:
        seeker = await get_seeker(session, seeker.id)
        copy = await export(session, context.vault, context.texts, seeker=seeker, now=clock())
        assert "架空の履歴書.pdf" in str(copy)
        await erase(session, context.vault, seeker=seeker, now=clock())
    async with context.db.transaction() as session:
        assert list(await session.scalars(select(Attachment))) == []


async def test_an_infected_file_is_audited_and_told_to_supervisors_without_its_name(context: Context) -> None:
    seeker, ticket, _ = await make_claimed(context)
    supervisor = await make_staff(context, "上田 架空", Role.SUPERVISOR)
    for _ in range(2):
        async with context.db.transaction() as session:
            await attachments.report_infected(
                session,
                context.jobs,
                seeker=seeker,
                now=context.clock(),
                count=1,
                cause="form",
                ticket_id=ticket.id,
            )
    async with context.db.transaction() as session:
        (notice,) = await session.scalars(select(StaffNotice))
        audited = await session.scalar(text("SELECT count(*) FROM audit_event WHERE action = 'infected_file_refused'"))
    assert notice.staff_id == supervisor.id
    assert context.texts.get("notice.infected_file.title", **notice.values)
    assert audited == 2
