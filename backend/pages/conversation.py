"""Secure pages of what was asked: inbox, one conversation, adding, answering back, taking back, whether it helped."""

from typing import Any
from uuid import UUID

from aiohttp import web

from backend import safety
from backend.attachments.kinds import ACCEPT
from backend.attachments.upload import takes_files
from backend.clock import japanese_datetime
from backend.errors import Conflict, InvalidInput, NotFound
from backend.pages.access import SeekerVisit, find_seeker, seeker_page
from backend.pages.danger import MAX_QUESTION_CHARS
from backend.pages.questions import Typed, empty_form, read_form, receive
from backend.tickets import feedback, queries
from backend.tickets import service as tickets
from backend.tickets.models import OPEN_STATES, AuthorKind, Ticket, TicketState, Urgency
from backend.tickets.queries import Message
from backend.tickets.standing import Standing, standing_of
from backend.tickets.transitions import get_ticket
from backend.tickets.words import day_and_time, topic_label
from backend.web import CONTEXT, UUID_PATTERN, render, see_other

routes = web.RouteTableDef()

CONVERSATION = f"/me/inbox/{{ticket_id:{UUID_PATTERN}}}"
OTHER_CONSULTANT = "other"
"""`wish` of a reply: somebody else should look at it."""


@routes.get("/me/inbox")
@seeker_page
async def show_inbox(request: web.Request, visit: SeekerVisit) -> web.Response:
    """The seeker's own questions, the newest talk first."""
    now = request.app[CONTEXT].clock()
    items = await queries.list_of_seeker(visit.session, seeker_id=visit.seeker.id, now=now)
    withdrawn = "withdrawn" in request.query
    return render(
        request, "pages/inbox.html", visit=visit, items=items, withdrawn=withdrawn, now=now, words=_words(request)
    )


@routes.get(CONVERSATION)
@seeker_page
async def show_conversation(request: web.Request, visit: SeekerVisit) -> web.Response:
    """One conversation; the consultants' answers count as read from now on."""
    return await _show(request, visit)


async def _show(request: web.Request, visit: SeekerVisit, *, problem: str = "", comment: str = "") -> web.Response:
    context = request.app[CONTEXT]
    now, ticket = context.clock(), await _own_ticket(request, visit)
    if ticket.state is TicketState.MERGED and ticket.merged_into_id is not None:
        return see_other(f"/me/inbox/{ticket.merged_into_id}")
    messages = await queries.list_messages(
        visit.session, context.vault, seeker=visit.seeker, ticket_id=ticket.id, visible_at=now
    )
    await tickets.mark_read(visit.session, ticket_id=ticket.id, now=now)
    is_answered = bool(messages) and messages[-1].author_kind is AuthorKind.CONSULTANT
    return render(
        request,
        "pages/conversation.html",
        status=422 if problem else 200,
        visit=visit,
        ticket=ticket,
        messages=messages,
        standing=standing_of(ticket, is_answered=is_answered, now=now),
        answerer=_answerer(messages),
        is_open=ticket.state in OPEN_STATES,
        is_urgent=ticket.urgency is Urgency.URGENT,
        asks_feedback=await feedback.may_ask(visit.session, ticket=ticket),
        score=await feedback.find_score(visit.session, ticket=ticket),
        low_score=feedback.LOW_SCORE,
        scores=feedback.SCORES,
        comment_limit=feedback.MAX_COMMENT_CHARS,
        comment=comment,
        problem=problem,
        words=_words(request),
    )


def _answerer(messages: list[Message]) -> str:
    """Name of whoever answered last; nobody is named before they answered."""
    return next((message.author for message in reversed(messages) if message.author), "")


@routes.get(CONVERSATION + "/reply")
@seeker_page
async def show_reply(request: web.Request, visit: SeekerVisit) -> web.Response:
    """The form for adding to an open question, or for answering back."""
    return await _reply_form(request, visit, empty_form())


@routes.post(CONVERSATION + "/reply")
@takes_files(find_seeker)
@seeker_page
async def reply(request: web.Request, visit: SeekerVisit) -> web.Response:
    """An open question gets one more entry, its deadline unmoved; after an answer a new episode goes on from it."""
    typed = await read_form(request, visit)
    if typed.problem:
        return await _reply_form(request, visit, typed)
    ticket = await _own_ticket(request, visit)
    wants_other = visit.form.get("wish") == OTHER_CONSULTANT
    return await receive(
        request,
        visit,
        typed,
        topic=ticket.topic,
        reason="other_consultant" if wants_other else "reply",
        continues=ticket.id if ticket.answered_at is not None else None,
        wish=request.app[CONTEXT].texts.get("page.wish.other") if wants_other else "",
    )


async def _reply_form(request: web.Request, visit: SeekerVisit, typed: Typed) -> web.Response:
    ticket = await _own_ticket(request, visit)
    wish = visit.form.get("wish") or request.query.get("wish", "")
    return render(
        request,
        "pages/reply.html",
        status=422 if typed.problem else 200,
        visit=visit,
        ticket=ticket,
        typed=typed,
        is_open=ticket.state in OPEN_STATES,
        is_overdue=ticket.due_at <= request.app[CONTEXT].clock(),
        wants_other=wish == OTHER_CONSULTANT,
        limit=MAX_QUESTION_CHARS,
        accept=ACCEPT,
        words=_words(request),
    )


@routes.get(CONVERSATION + "/withdraw")
@seeker_page
async def show_withdraw(request: web.Request, visit: SeekerVisit) -> web.Response:
    """Asks whether the question should really be taken back."""
    return await _withdraw_form(request, visit)


@routes.post(CONVERSATION + "/withdraw")
@seeker_page
async def withdraw(request: web.Request, visit: SeekerVisit) -> web.Response:
    """Take the question back. Doing it twice is fine; an urgent one stays until a person has looked."""
    ticket, now = await _own_ticket(request, visit), request.app[CONTEXT].clock()
    if ticket.state is not TicketState.WITHDRAWN:
        try:
            await tickets.withdraw_own_ticket(visit.session, seeker=visit.seeker, ticket_id=ticket.id, now=now)
        except Conflict:
            return await _withdraw_form(request, visit, status=409)
    return see_other("/me/inbox?withdrawn=1")


async def _withdraw_form(request: web.Request, visit: SeekerVisit, *, status: int = 200) -> web.Response:
    ticket = await _own_ticket(request, visit)
    return render(
        request,
        "pages/withdraw.html",
        status=status,
        visit=visit,
        ticket=ticket,
        is_open=ticket.state in OPEN_STATES,
        is_urgent=ticket.urgency is Urgency.URGENT,
        words=_words(request),
    )


@routes.post(CONVERSATION + "/feedback")
@seeker_page
async def give_feedback(request: web.Request, visit: SeekerVisit) -> web.Response:
    """Keep whether it helped, or that the seeker would rather not say. A comment is read for danger like any text."""
    context = request.app[CONTEXT]
    ticket, now = await _own_ticket(request, visit), context.clock()
    here = f"/me/inbox/{ticket.id}#helped"
    if "skip" in visit.form:
        await feedback.skip_feedback(visit.session, ticket=ticket, now=now)
        return see_other(here)
    score, comment = visit.form.get("score", ""), visit.form.get("comment", "").replace("\r\n", "\n").strip()
    try:
        await feedback.give_feedback(
            visit.session,
            context.vault,
            seeker=visit.seeker,
            ticket=ticket,
            score=int(score) if score.isdecimal() else 0,
            comment=comment,
            now=now,
        )
    except InvalidInput as error:
        return await _show(
            request, visit, problem=context.texts.get(error.message_key, **error.details), comment=comment
        )
    if comment and safety.classify(comment).label != "none":
        # the key is the episode's: its feedback is given once
        return await receive(request, visit, Typed(comment, f"feedback:{ticket.id}"), topic=ticket.topic)
    return see_other(here)


async def _own_ticket(request: web.Request, visit: SeekerVisit) -> Ticket:
    """The conversation in the address.

    Raises:
        NotFound: no such conversation, or someone else's.
    """
    ticket = await get_ticket(visit.session, UUID(request.match_info["ticket_id"]))
    if ticket.seeker_id != visit.seeker.id:
        raise NotFound
    return ticket


def _words(request: web.Request) -> dict[str, Any]:
    context = request.app[CONTEXT]
    now = context.clock()
    return {
        "topic": lambda topic: topic_label(context.texts, topic),
        "state": lambda item: context.texts.get(f"page.state.{_state_key(item)}"),
        "when": lambda instant: day_and_time(instant, now),
        "due": japanese_datetime,
        "standings": Standing,
    }


def _state_key(item: queries.OwnItem) -> str:
    """An answer that was written can be read here, whatever became of its notice on LINE."""
    return "answered" if item.state in OPEN_STATES and item.answers and not item.is_waiting else item.state.value
