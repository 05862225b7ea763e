"""Files at the desk: put beside the answer, thrown away before it is sent, opened with a right to read."""

from uuid import UUID, uuid4

from aiohttp import web

from backend.attachments import service as attachments
from backend.attachments.download import file_response
from backend.attachments.upload import Upload, takes_files, upload_of
from backend.audit import service as audit
from backend.errors import AppError, Conflict, Forbidden, InvalidInput, NotFound
from backend.seekers.models import Seeker
from backend.staff.access import StaffVisit, find_signed_in, staff_page
from backend.tickets import listing
from backend.tickets.case_forms import keep_draft_of, read_reason_of, seeker_of, typed_of
from backend.tickets.models import TicketState
from backend.tickets.routes import QUEUE_ROLES, TICKET
from backend.tickets.views import is_uuid, show_ticket
from backend.web import CONTEXT, UUID_PATTERN

FILE = TICKET + f"/files/{{attachment_id:{UUID_PATTERN}}}"

routes = web.RouteTableDef()


@routes.post(TICKET + "/files")
@takes_files(find_signed_in)
@staff_page(*QUEUE_ROLES)
async def add_files(request: web.Request, visit: StaffVisit) -> web.Response:
    """Put files beside the answer. Its text comes along in the same form and stays in it, whatever happens."""
    context, upload = request.app[CONTEXT], upload_of(request)
    ticket_id, key = UUID(request.match_info["ticket_id"]), visit.form.get("request_key", "")
    typed = typed_of(visit, upload.fields.getall("link", []))
    seeker = await seeker_of(visit, ticket_id)
    if upload.infected:
        await attachments.report_infected(
            visit.session,
            context.jobs,
            seeker=seeker,
            now=context.clock(),
            count=upload.infected,
            cause=str(uuid4()),
            ticket_id=ticket_id,
            staff_id=visit.staff.id,
        )
    try:
        async with visit.session.begin_nested():
            await _store(request, visit, seeker, ticket_id, upload)
            await keep_draft_of(request, visit, ticket_id, typed.body)
    except AppError as error:
        problem = context.texts.get(error.message_key, **error.details)
        return await show_ticket(
            request, visit, status=error.http_status, problem=problem, typed=typed, request_key=key
        )
    return await show_ticket(request, visit, typed=typed, request_key=key)


async def _store(request: web.Request, visit: StaffVisit, seeker: Seeker, ticket_id: UUID, upload: Upload) -> None:
    context, key = request.app[CONTEXT], visit.form.get("files_key", "")
    item = await listing.get_item(visit.session, ticket_id=ticket_id)
    is_theirs = item.holder_id == visit.staff.id and item.state is TicketState.CLAIMED
    if not is_theirs or item.answer_pending_at is not None or not visit.may_answer:
        raise Conflict("ticket.error.not_yours")
    if upload.problem is not None:
        raise upload.problem
    if not upload.files:
        raise InvalidInput("attachment.error.none")
    if not is_uuid(key):
        raise InvalidInput("error.form_expired")
    await attachments.store_files(
        visit.session,
        context.vault,
        seeker=seeker,
        ticket_id=ticket_id,
        files=upload.files,
        request_key=f"files:{visit.staff.id}:{key}",
        now=context.clock(),
        uploaded_by_id=visit.staff.id,
    )


@routes.post(FILE + "/remove")
@staff_page(*QUEUE_ROLES)
async def remove_file(request: web.Request, visit: StaffVisit) -> web.Response:
    """Throw a waiting file away; the answer's text stays."""
    await attachments.remove_draft_file(
        visit.session,
        ticket_id=UUID(request.match_info["ticket_id"]),
        staff_id=visit.staff.id,
        attachment_id=UUID(request.match_info["attachment_id"]),
    )
    links = [value for value in (await request.post()).getall("link", []) if isinstance(value, str)]
    return await show_ticket(
        request, visit, typed=typed_of(visit, links), request_key=visit.form.get("request_key", "")
    )


@routes.get(FILE)
@staff_page(*QUEUE_ROLES)
async def download(request: web.Request, visit: StaffVisit) -> web.Response:
    """A file of one's own case, or one's own waiting one."""
    return await _download(request, visit, "")


@routes.post(FILE)
@staff_page(*QUEUE_ROLES)
async def download_with_reason(request: web.Request, visit: StaffVisit) -> web.Response:
    """A file of somebody else's case, with the reason the case was opened with."""
    return await _download(request, visit, read_reason_of(visit))


async def _download(request: web.Request, visit: StaffVisit, reason: str) -> web.Response:
    context = request.app[CONTEXT]
    ticket_id, attachment_id = (UUID(request.match_info[name]) for name in ("ticket_id", "attachment_id"))
    item = await listing.get_item(visit.session, ticket_id=ticket_id)
    is_own = item.holder_id == visit.staff.id and item.state is not TicketState.QUEUED
    if not is_own and not reason:
        raise Forbidden
    opened, message_id, uploader_id = await attachments.open_file(
        visit.session,
        context.vault,
        seeker=await seeker_of(visit, ticket_id),
        ticket_id=ticket_id,
        attachment_id=attachment_id,
    )
    if message_id is None and uploader_id != visit.staff.id:
        raise NotFound
    await audit.record(
        visit.session,
        now=context.clock(),
        actor_kind="staff",
        actor_id=visit.staff.id,
        action="file_read",
        subject=f"attachment:{attachment_id}",
        reason=reason or "own_case",
    )
    return file_response(opened)
