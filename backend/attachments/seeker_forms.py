"""Files that come with a seeker's question: what is wrong with them, or kept with the message. For the pages' forms."""

from uuid import UUID, uuid4

from aiohttp import web

from backend.attachments import service as attachments
from backend.attachments.upload import upload_of
from backend.pages.access import SeekerVisit
from backend.web import CONTEXT


async def files_problem(request: web.Request, visit: SeekerVisit) -> str:
    """Why the files of this form were refused, in words; empty = they were not. An infected one is reported."""
    context, upload = request.app[CONTEXT], upload_of(request)
    if upload.infected:
        await attachments.report_infected(
            visit.session,
            context.jobs,
            seeker=visit.seeker,
            now=context.clock(),
            count=upload.infected,
            cause=str(uuid4()),
        )
    return context.texts.get(upload.problem.message_key, **upload.problem.details) if upload.problem else ""


async def keep_files(
    request: web.Request, visit: SeekerVisit, *, ticket_id: UUID, message_id: UUID, request_key: str
) -> None:
    """Keep the form's files with its message."""
    context, upload = request.app[CONTEXT], upload_of(request)
    if not upload.files:
        return
    await attachments.store_files(
        visit.session,
        context.vault,
        seeker=visit.seeker,
        ticket_id=ticket_id,
        message_id=message_id,
        files=upload.files,
        request_key=request_key,
        now=context.clock(),
    )
