"""What every form with a question shares: read it, look for danger first, put it into the queue, show what happens."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from aiohttp import web

from backend import safety
from backend.attachments.seeker_forms import files_problem, keep_files
from backend.attachments.upload import upload_of
from backend.clock import japanese_datetime
from backend.errors import InvalidInput
from backend.pages.access import SeekerVisit
from backend.pages.danger import MAX_QUESTION_CHARS, Pieces, listen, open_urgent_ticket, safety_texts
from backend.tickets import service as tickets
from backend.tickets.models import Ticket, Urgency
from backend.tickets.standing import opened_it
from backend.web import CONTEXT, render


@dataclass(frozen=True)
class Typed:
    """A form as it was posted, and as it comes back when something is wrong.

    Attributes:
        request_key: makes a form that is posted twice count once.
        problem: what to correct, in words; empty = nothing.
        safety_texts: shown above the form when there is danger in it.
    """

    body: str
    request_key: str
    problem: str = ""
    safety_texts: Sequence[Pieces] = ()


def empty_form() -> Typed:
    """A form nobody has written into yet."""
    return Typed("", str(uuid4()))


async def read_form(request: web.Request, visit: SeekerVisit) -> Typed:
    """The question, its key and its files, checked. A danger never waits for a file to be chosen anew."""
    typed, problem = _read_text(request, visit), await files_problem(request, visit)
    found = listen(typed.body)
    if typed.problem:  # too long, say: the cry goes ahead, the form comes back
        await open_urgent_ticket(
            request, visit.session, found, seeker=visit.seeker, body=typed.body, form_key=typed.request_key
        )
        return replace(typed, safety_texts=safety_texts(request, found))
    return typed if not problem or found.label != "none" else replace(typed, problem=problem)


def _read_text(request: web.Request, visit: SeekerVisit) -> Typed:
    body = visit.form.get("body", "").replace("\r\n", "\n").strip()
    key = visit.form.get("request_key", "")
    try:
        if not body:
            raise InvalidInput("ticket.error.empty")
        if len(body) > MAX_QUESTION_CHARS:
            raise InvalidInput("ticket.error.too_long", limit=MAX_QUESTION_CHARS)
        if not is_uuid(key):
            raise InvalidInput("error.form_expired")
    except InvalidInput as error:
        problem = request.app[CONTEXT].texts.get(error.message_key, **error.details)
        return Typed(body, key if is_uuid(key) else str(uuid4()), problem)
    return Typed(body, key)


async def receive(
    request: web.Request,
    visit: SeekerVisit,
    typed: Typed,
    *,
    topic: str,
    reason: str = "form",
    continues: UUID | None = None,
    wish: str = "",
) -> web.Response:
    """Put a question into the queue, or add it to the open one. Signs of danger are answered at once, on this page.

    Args:
        continues: the ended episode it goes on from, if a new one is opened.
        wish: a line of ours below what was written.
    """
    context = request.app[CONTEXT]
    now, found = context.clock(), safety.classify(typed.body)
    danger = found.label != "none"
    request_key = f"ask:{visit.seeker.id}:{typed.request_key}"
    ticket = await tickets.open_or_join_ticket(
        visit.session,
        context.vault,
        context.jobs,
        seeker=visit.seeker,
        body=f"{typed.body}\n\n{wish}" if wish else typed.body,
        topic=found.label if danger else topic,
        reason="safety" if danger else reason,
        occurred_at=now,
        now=now,
        request_key=request_key,
        urgent=danger,
        continues=continues,
    )
    message_id = await tickets.find_message_id(visit.session, request_key=request_key)
    if message_id is not None:
        await keep_files(request, visit, ticket_id=ticket.id, message_id=message_id, request_key=request_key)
    joined = not await opened_it(visit.session, ticket=ticket, request_key=request_key)
    return show_received(request, visit, ticket, found, joined=joined)


def show_received(
    request: web.Request,
    visit: SeekerVisit,
    ticket: Ticket,
    found: safety.SafetyResult,
    *,
    joined: bool = False,
    saved: bool = False,
) -> web.Response:
    """Who answers by when; first the numbers to call, when there is danger. `saved`: a profile came with it."""
    now = request.app[CONTEXT].clock()
    return render(
        request,
        "pages/asked.html",
        visit=visit,
        ticket=ticket,
        due=japanese_datetime(ticket.due_at),
        is_overdue=ticket.due_at <= now,
        is_urgent=ticket.urgency is Urgency.URGENT,
        joined=joined,
        files_refused=upload_of(request).problem is not None,
        saved=saved,
        safety_texts=safety_texts(request, found),
    )


def is_uuid(value: str) -> bool:
    """True for a UUID as we write it."""
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False
