"""Secure pages for questions: writing one, the inbox, and a conversation with the consultants' answers."""

import re
from typing import Any
from uuid import UUID, uuid4

from aiohttp import web

from backend import safety
from backend.clock import japanese_datetime
from backend.errors import InvalidInput
from backend.pages.access import SeekerVisit, seeker_page
from backend.tickets import queries
from backend.tickets import service as tickets
from backend.tickets.models import OPEN_STATES, PROMISE, Urgency
from backend.tickets.words import day_and_time, topic_label
from backend.web import CONTEXT, render

routes = web.RouteTableDef()

TOPICS = ("form_jobs", "form_documents", "form_work", "form_living", "form_training", "form_other")
MAX_QUESTION_CHARS = 4000


@routes.get("/me/ask")
@seeker_page
async def show_question(request: web.Request, visit: SeekerVisit) -> web.Response:
    """The form for a question."""
    return _form(request, visit, body="", topic="", request_key=str(uuid4()))


_PHONE = re.compile(r"(0\d{1,4}-\d{1,4}-\d{3,4}|0\d{3}-\d{6}|#\d{4}|(?<!\d)1[1-9]\d(?=番))")


def with_phones(piece: str) -> list[tuple[str, str]]:
    """A text cut into `(text, number)`; the number is empty for plain text, else what a phone dials."""
    parts = _PHONE.split(piece)
    return [(part, part.replace("-", "") if index % 2 else "") for index, part in enumerate(parts) if part]


def _form(
    request: web.Request,
    visit: SeekerVisit,
    *,
    body: str,
    topic: str,
    request_key: str,
    problem: str = "",
    status: int = 200,
) -> web.Response:
    due = request.app[CONTEXT].clock() + PROMISE
    return render(
        request,
        "pages/ask.html",
        status=status,
        visit=visit,
        body=body,
        topic=topic,
        topics=TOPICS,
        request_key=request_key,
        problem=problem,
        limit=MAX_QUESTION_CHARS,
        due=japanese_datetime(due),
    )


@routes.post("/me/ask")
@seeker_page
async def ask(request: web.Request, visit: SeekerVisit) -> web.Response:
    """Put the question into the queue. Signs of danger are answered at once, on this page."""
    context = request.app[CONTEXT]
    body = visit.form.get("body", "").replace("\r\n", "\n").strip()
    topic, key = visit.form.get("topic", ""), visit.form.get("request_key", "")
    topic = topic if topic in TOPICS else TOPICS[-1]
    try:
        if not body:
            raise InvalidInput("ticket.error.empty")
        if len(body) > MAX_QUESTION_CHARS:
            raise InvalidInput("ticket.error.too_long", limit=MAX_QUESTION_CHARS)
        if not _is_uuid(key):
            raise InvalidInput("error.form_expired")
    except InvalidInput as error:
        problem = context.texts.get(error.message_key, **error.details)
        key = key if _is_uuid(key) else str(uuid4())
        return _form(request, visit, body=body, topic=topic, request_key=key, problem=problem, status=error.http_status)
    now, found = context.clock(), safety.classify(body)
    danger = found.label != "none"
    ticket = await tickets.open_or_join_ticket(
        visit.session,
        context.vault,
        context.jobs,
        seeker=visit.seeker,
        body=body,
        topic=found.label if danger else topic,
        reason="safety" if danger else "form",
        occurred_at=now,
        now=now,
        request_key=f"ask:{visit.seeker.id}:{key}",
        urgent=danger,
    )
    label = "soft" if found.soft and not danger else found.label
    return render(
        request,
        "pages/asked.html",
        visit=visit,
        ticket=ticket,
        due=japanese_datetime(ticket.due_at),
        is_urgent=ticket.urgency is Urgency.URGENT,
        safety_texts=[]
        if label == "none"
        else [with_phones(piece) for piece in safety.safety_reply_for(label, now).texts],
    )


@routes.get("/me/inbox")
@seeker_page
async def show_inbox(request: web.Request, visit: SeekerVisit) -> web.Response:
    """The seeker's own questions, the newest talk first."""
    now = request.app[CONTEXT].clock()
    items = await queries.list_of_seeker(visit.session, seeker_id=visit.seeker.id, now=now)
    return render(request, "pages/inbox.html", visit=visit, items=items, words=_words(request))


@routes.get("/me/inbox/{ticket_id:[0-9a-f]{8}-[0-9a-f-]{27}}")
@seeker_page
async def show_conversation(request: web.Request, visit: SeekerVisit) -> web.Response:
    """One conversation; the consultants' answers count as read from now on."""
    context = request.app[CONTEXT]
    ticket_id = UUID(request.match_info["ticket_id"])
    now = context.clock()
    item = await queries.get_of_seeker(visit.session, seeker_id=visit.seeker.id, ticket_id=ticket_id, now=now)
    messages = await queries.list_messages(
        visit.session, context.vault, seeker=visit.seeker, ticket_id=ticket_id, visible_at=now
    )
    await tickets.mark_read(visit.session, ticket_id=ticket_id, now=now)
    return render(request, "pages/conversation.html", visit=visit, item=item, messages=messages, words=_words(request))


def _words(request: web.Request) -> dict[str, Any]:
    context = request.app[CONTEXT]
    now = context.clock()
    return {
        "topic": lambda topic: topic_label(context.texts, topic),
        "state": lambda item: context.texts.get(f"page.state.{_state_key(item)}"),
        "when": lambda instant: day_and_time(instant, now),
        "due": japanese_datetime,
    }


def _state_key(item: queries.OwnItem) -> str:
    """An answer that was written can be read here, whatever became of its notice on LINE."""
    return "answered" if item.state in OPEN_STATES and item.answers and not item.is_waiting else item.state.value


def _is_uuid(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False
