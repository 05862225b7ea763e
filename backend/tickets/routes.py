"""The consultants' queue: lists, one ticket, claim, release, answer, close, and the stream of changes.

Works without JavaScript (every action is a form); with htmx the same handlers answer with the ticket's part only.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from aiohttp import web

from backend.audit import service as audit
from backend.errors import AppError, Forbidden, InvalidInput
from backend.seekers.service import get_seeker
from backend.staff.access import StaffVisit, is_signed_in, staff_page
from backend.staff.models import Role
from backend.tickets import answers, desk, queries
from backend.tickets.answers import Answer
from backend.tickets.live import CHANGES, sse
from backend.tickets.models import AuthorKind, TicketState
from backend.tickets.queries import Counts, Message, QueuePage, Tab, TicketItem
from backend.tickets.transitions import get_ticket
from backend.tickets.words import Deadline, day_and_time, deadline, duration, topic_label
from backend.web import CONTEXT, render, see_other

QUEUE_ROLES = (Role.CONSULTANT, Role.SUPERVISOR)
READ_REASONS = ("handover", "urgent", "supervision", "complaint", "other")
MAX_REASON_CHARS = 200
TICKET = r"/staff/tickets/{ticket_id:[0-9a-f]{8}-[0-9a-f-]{27}}"

routes = web.RouteTableDef()


@dataclass(frozen=True)
class ListView:
    """What the list needs: tab, search, page, counts, and the ticket shown beside it."""

    tab: Tab
    search: str
    page: QueuePage
    counts: Counts
    selected: UUID | None
    now: datetime

    @property
    def query(self) -> str:
        """The list's own parameters, for links and forms of the ticket beside it."""
        return urlencode({"tab": self.tab.value, **({"q": self.search} if self.search else {})})


@dataclass(frozen=True)
class TicketView:
    """What the ticket's part needs.

    Attributes:
        messages: the conversation; None when this person has not given a reason to read it.
        is_own: held or answered by this person.
        problem: why the last action was refused, in words.
        typed: text of a refused answer, so that it is never lost.
        request_key: makes a form that is posted twice count once.
        message_count: what the page shows; an open page compares it with newer figures.
    """

    item: TicketItem
    deadline: Deadline
    is_own: bool
    is_held: bool
    messages: list[Message] | None
    problem: str
    typed: str
    request_key: str
    message_count: int
    now: datetime


@routes.get("/staff/queue")
@staff_page(*QUEUE_ROLES)
async def show_queue(request: web.Request, visit: StaffVisit) -> web.Response:
    """The list; on wide screens with an empty place for a ticket."""
    listing = await _list(request, visit, None)
    return render(request, "tickets/queue.html", visit=visit, listing=listing, ticket=None, words=_words(request))


@routes.get("/staff/queue/list")
@staff_page(*QUEUE_ROLES)
async def show_list(request: web.Request, visit: StaffVisit) -> web.Response:
    """The list alone, for live updates."""
    selected = request.query.get("selected", "")
    listing = await _list(request, visit, UUID(selected) if _is_uuid(selected) else None)
    return render(request, "tickets/list.html", visit=visit, listing=listing, words=_words(request))


@routes.get(TICKET)
@staff_page(*QUEUE_ROLES)
async def show_ticket(request: web.Request, visit: StaffVisit) -> web.Response:
    """One ticket beside the list. The conversation opens by itself only in one's own case."""
    return await _show(request, visit)


@routes.get(TICKET + "/status")
@staff_page(*QUEUE_ROLES)
async def show_status(request: web.Request, visit: StaffVisit) -> web.Response:
    """State, deadline and holder alone, for live updates: opens nothing and leaves a half-written answer in place."""
    ticket_id, now = UUID(request.match_info["ticket_id"]), request.app[CONTEXT].clock()
    item = await queries.get_item(visit.session, ticket_id=ticket_id)
    count = await queries.count_messages(visit.session, ticket_id=ticket_id)
    seen = request.query.get("seen", "")
    return render(
        request,
        "tickets/status.html",
        item=item,
        deadline=deadline(item.due_at, now),
        is_held=item.is_held(now),
        has_news=seen.isdecimal() and int(seen) != count,
        changed=request.query.get("state", item.state.value) != item.state.value,
        now=now,
        words=_words(request),
    )


@routes.post(TICKET)
@staff_page(*QUEUE_ROLES)
async def resume_answer(request: web.Request, visit: StaffVisit) -> web.Response:
    """Back from signing in again, with the answer that was being written."""
    return await _show(request, visit, typed=visit.form.get("body", ""))


@routes.post(TICKET + "/read")
@staff_page(*QUEUE_ROLES)
async def read_with_reason(request: web.Request, visit: StaffVisit) -> web.Response:
    """Open a conversation that is not one's own case. The reason goes into the audit log."""
    reason, note = visit.form.get("reason", ""), " ".join(visit.form.get("note", "").split())[:MAX_REASON_CHARS]
    if reason not in READ_REASONS or (reason == "other" and not note):
        problem = request.app[CONTEXT].texts.get("queue.problem.reason_missing")
        return await _show(request, visit, status=422, problem=problem)
    return await _show(request, visit, reason=f"{reason}: {note}" if note else reason)


@routes.post(TICKET + "/claim")
@staff_page(*QUEUE_ROLES)
async def claim(request: web.Request, visit: StaffVisit) -> web.Response:
    """Take the ticket; someone else being first is told with their name."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        if not visit.may_answer:
            raise Forbidden("ticket.error.not_registered", code="not_registered")
        await desk.claim_ticket(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)

    return await _act(request, visit, act, typed=visit.form.get("body", ""))


@routes.post(TICKET + "/release")
@staff_page(*QUEUE_ROLES)
async def release(request: web.Request, visit: StaffVisit) -> web.Response:
    """Give the ticket back to the queue."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.release_ticket(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)

    return await _act(request, visit, act)


@routes.post(TICKET + "/answer")
@staff_page(*QUEUE_ROLES)
async def answer(request: web.Request, visit: StaffVisit) -> web.Response:
    """Store the answer and queue its notice. Whatever goes wrong, the text comes back in the form."""
    context, body, key = request.app[CONTEXT], visit.form.get("body", ""), visit.form.get("request_key", "")

    async def act(ticket_id: UUID, now: datetime) -> None:
        if not _is_uuid(key):
            raise InvalidInput("error.form_expired")
        await answers.answer_ticket(
            visit.session,
            context.vault,
            context.jobs,
            context.texts,
            ticket_id=ticket_id,
            staff=visit.staff,
            answer=Answer(body.replace("\r\n", "\n")),
            request_key=f"answer:{visit.staff.id}:{key}",
            now=now,
        )

    return await _act(request, visit, act, refused_text=body, request_key=key)


@routes.post(TICKET + "/close")
@staff_page(*QUEUE_ROLES)
async def close(request: web.Request, visit: StaffVisit) -> web.Response:
    """Close an answered ticket."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.close_ticket(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)

    return await _act(request, visit, act)


@routes.get("/staff/events")
async def stream_changes(request: web.Request) -> web.StreamResponse:
    """Server-sent events for open pages; ends with the session. Holds no transaction while it waits."""
    if not await is_signed_in(request, *QUEUE_ROLES):
        return web.Response(status=401)
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    try:
        await response.prepare(request)
        async with request.app[CHANGES].watch() as watcher:
            while (news := await watcher.next_event()) is not None:
                if not await is_signed_in(request, *QUEUE_ROLES):
                    await response.write(sse("signed_out", []))
                    break
                await response.write(sse(*news))
    except ConnectionError:
        pass  # the browser left
    return response


async def _act(
    request: web.Request,
    visit: StaffVisit,
    action: Callable[[UUID, datetime], Awaitable[None]],
    *,
    typed: str = "",
    refused_text: str = "",
    request_key: str = "",
) -> web.Response:
    """Run one service call in a savepoint and show the ticket as it is afterwards, refused or not."""
    context = request.app[CONTEXT]
    try:
        async with visit.session.begin_nested():
            await action(UUID(request.match_info["ticket_id"]), context.clock())
    except AppError as error:
        return await _show(
            request,
            visit,
            status=error.http_status,
            problem=context.texts.get(error.message_key, **error.details),
            typed=refused_text or typed,
            request_key=request_key,
        )
    if typed or request.headers.get("HX-Request"):
        response = await _show(request, visit, typed=typed)
        response.headers["HX-Trigger"] = "queue-changed"
        return response
    return see_other(f"{request.path.rsplit('/', 1)[0]}?{request.query_string}")


async def _show(
    request: web.Request,
    visit: StaffVisit,
    *,
    status: int = 200,
    problem: str = "",
    typed: str = "",
    request_key: str = "",
    reason: str = "",
) -> web.Response:
    """The ticket's part for htmx, else the whole page."""
    context = request.app[CONTEXT]
    ticket_id, now = UUID(request.match_info["ticket_id"]), context.clock()
    item = await queries.get_item(visit.session, ticket_id=ticket_id)
    is_own = item.holder_id == visit.staff.id and item.state is not TicketState.QUEUED
    messages = None
    if is_own or reason:
        await audit.record(
            visit.session,
            now=now,
            actor_kind="staff",
            actor_id=visit.staff.id,
            action="ticket_read",
            subject=f"ticket:{ticket_id}",
            reason=reason or "own_case",
        )
        ticket = await get_ticket(visit.session, ticket_id)
        seeker = await get_seeker(visit.session, ticket.seeker_id)
        messages = await queries.list_messages(visit.session, context.vault, seeker=seeker, ticket_id=ticket_id)
    view = TicketView(
        item=item,
        deadline=deadline(item.due_at, now),
        is_own=is_own,
        is_held=item.is_held(now),
        messages=messages,
        problem=problem,
        typed=typed,
        request_key=request_key if _is_uuid(request_key) else str(uuid4()),
        message_count=await queries.count_messages(visit.session, ticket_id=ticket_id),
        now=now,
    )
    values: dict[str, Any] = {"visit": visit, "ticket": view, "words": _words(request)}
    if request.headers.get("HX-Request"):
        return render(request, "tickets/ticket.html", status=status, list_query=_list_query(request), **values)
    listing = await _list(request, visit, ticket_id)
    return render(request, "tickets/queue.html", status=status, listing=listing, **values)


async def _list(request: web.Request, visit: StaffVisit, selected: UUID | None) -> ListView:
    now = request.app[CONTEXT].clock()
    tab, search = _tab(request), request.query.get("q", "")[:40]
    page = await queries.list_queue(
        visit.session, tab=tab, staff_id=visit.staff.id, now=now, search=search, after=request.query.get("after")
    )
    counts = await queries.count_queue(visit.session, staff_id=visit.staff.id, now=now)
    return ListView(tab=tab, search=search, page=page, counts=counts, selected=selected, now=now)


def _tab(request: web.Request) -> Tab:
    value = request.query.get("tab", "")
    return Tab(value) if value in {tab.value for tab in Tab} else Tab.OPEN


def _list_query(request: web.Request) -> str:
    search = request.query.get("q", "")[:40]
    return urlencode({"tab": _tab(request).value, **({"q": search} if search else {})})


def _is_uuid(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def _words(request: web.Request) -> dict[str, Any]:
    """Functions the templates use to put things into words."""
    texts = request.app[CONTEXT].texts
    return {
        "topic": lambda topic: topic_label(texts, topic),
        "deadline": deadline,
        "when": day_and_time,
        "ago": duration,
        "tabs": list(Tab),
        "reasons": READ_REASONS,
        "authors": AuthorKind,
    }
