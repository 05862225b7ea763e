"""A seeker's own files: opened from the conversation they stand in. Sending them is part of the question's form."""

from uuid import UUID

from aiohttp import web

from backend.attachments import service as attachments
from backend.attachments.download import file_response
from backend.errors import NotFound
from backend.pages.access import SeekerVisit, seeker_page
from backend.tickets import queries
from backend.web import CONTEXT, UUID_PATTERN

routes = web.RouteTableDef()


@routes.get(f"/me/inbox/{{ticket_id:{UUID_PATTERN}}}/files/{{attachment_id:{UUID_PATTERN}}}")
@seeker_page
async def download_own(request: web.Request, visit: SeekerVisit) -> web.Response:
    """A file of one's own conversation, from the moment its message can be read."""
    context = request.app[CONTEXT]
    ticket_id, attachment_id = (UUID(request.match_info[name]) for name in ("ticket_id", "attachment_id"))
    now = context.clock()
    await queries.get_of_seeker(visit.session, seeker_id=visit.seeker.id, ticket_id=ticket_id, now=now)
    messages = await queries.list_messages(
        visit.session, context.vault, seeker=visit.seeker, ticket_id=ticket_id, visible_at=now
    )
    if attachment_id not in {file.id for message in messages for file in message.files}:
        raise NotFound
    opened, _, _ = await attachments.open_file(
        visit.session, context.vault, seeker=visit.seeker, ticket_id=ticket_id, attachment_id=attachment_id
    )
    return file_response(opened)
