"""What a person does with a ticket: read, claim, hand on, answer, take back, note, label, end.

Every action is a form that works without JavaScript; with it the same handlers answer with the ticket's part only.
Whatever goes wrong, the typed text comes back in the form.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from aiohttp import web

from backend.canned import service as canned
from backend.errors import AppError, Forbidden, InvalidInput
from backend.seekers.models import Seeker
from backend.seekers.service import get_seeker
from backend.staff.access import StaffVisit, staff_page
from backend.tickets import answers, desk, drafts, listing, notes, pushes
from backend.tickets.answers import Answer
from backend.tickets.models import AnswerChannel
from backend.tickets.routes import QUEUE_ROLES, TICKET
from backend.tickets.transitions import get_ticket
from backend.tickets.views import (
    MAX_REASON_CHARS,
    READ_REASONS,
    Typed,
    fill_values,
    filters_of,
    is_uuid,
    query_of,
    show_ticket,
    tab_of,
)
from backend.web import CONTEXT, render, see_other

routes = web.RouteTableDef()

Action = Callable[[UUID, datetime], Awaitable[UUID | None]]
"""Does the work; returns the ticket to show afterwards when it is another one."""


@routes.post(TICKET)
@staff_page(*QUEUE_ROLES)
async def resume_answer(request: web.Request, visit: StaffVisit) -> web.Response:
    """Back from signing in again, with the answer that was being written."""
    return await show_ticket(request, visit, typed=typed_of(visit))


@routes.post(TICKET + "/read")
@staff_page(*QUEUE_ROLES)
async def read_with_reason(request: web.Request, visit: StaffVisit) -> web.Response:
    """Open a conversation that is not one's own case. The reason goes into the audit log."""
    reason, note = visit.form.get("reason", ""), " ".join(visit.form.get("note", "").split())[:MAX_REASON_CHARS]
    if reason not in READ_REASONS or (reason == "other" and not note):
        problem = request.app[CONTEXT].texts.get("queue.problem.reason_missing")
        return await show_ticket(request, visit, status=422, problem=problem)
    return await show_ticket(request, visit, reason=f"{reason}: {note}" if note else reason)


@routes.post(TICKET + "/claim")
@staff_page(*QUEUE_ROLES)
async def claim(request: web.Request, visit: StaffVisit) -> web.Response:
    """Take the ticket; someone else being first is told with their name."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        if not visit.may_answer:
            raise Forbidden("ticket.error.not_registered", code="not_registered")
        await desk.claim_ticket(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)

    return await _act(request, visit, act, typed=typed_of(visit))


@routes.post(TICKET + "/release")
@staff_page(*QUEUE_ROLES)
async def release(request: web.Request, visit: StaffVisit) -> web.Response:
    """Give the ticket back to the queue."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.release_ticket(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)

    return await _act(request, visit, act)


@routes.post(TICKET + "/transfer")
@staff_page(*QUEUE_ROLES)
async def transfer(request: web.Request, visit: StaffVisit) -> web.Response:
    """Hand one's own ticket to a colleague, with a reason."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.transfer_ticket(
            visit.session,
            ticket_id=ticket_id,
            staff=visit.staff,
            to_id=_colleague(visit),
            reason=visit.form.get("reason", ""),
            now=now,
            version=_version(visit),
        )

    return await _act(request, visit, act)


@routes.post(TICKET + "/assign")
@staff_page(*QUEUE_ROLES)
async def assign(request: web.Request, visit: StaffVisit) -> web.Response:
    """A supervisor gives the ticket to somebody."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.assign_ticket(
            visit.session,
            ticket_id=ticket_id,
            staff=visit.staff,
            to_id=_colleague(visit),
            now=now,
            version=_version(visit),
        )

    return await _act(request, visit, act)


@routes.post(TICKET + "/merge")
@staff_page(*QUEUE_ROLES)
async def merge(request: web.Request, visit: StaffVisit) -> web.Response:
    """Make the answered episode before part of this one."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.merge_previous(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)

    return await _act(request, visit, act)


@routes.post(TICKET + "/thanks")
@staff_page(*QUEUE_ROLES)
async def dismiss_thanks(request: web.Request, visit: StaffVisit) -> web.Response:
    """End an episode in which nothing was asked."""
    context = request.app[CONTEXT]

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.dismiss_thanks(
            visit.session, context.vault, ticket_id=ticket_id, staff=visit.staff, now=now, version=_version(visit)
        )

    return await _act(request, visit, act)


@routes.post(TICKET + "/reopen")
@staff_page(*QUEUE_ROLES)
async def reopen(request: web.Request, visit: StaffVisit) -> web.Response:
    """Go on with an ended episode as a new one, which is shown."""

    async def act(ticket_id: UUID, now: datetime) -> UUID:
        if not visit.may_answer:
            raise Forbidden("ticket.error.not_registered", code="not_registered")
        ticket = await desk.reopen_ticket(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)
        return ticket.id

    return await _act(request, visit, act)


@routes.post(TICKET + "/labels")
@staff_page(*QUEUE_ROLES)
async def label(request: web.Request, visit: StaffVisit) -> web.Response:
    """Say what the episode is about."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.set_labels(
            visit.session,
            ticket_id=ticket_id,
            staff=visit.staff,
            labels=await chosen_of(request, "label"),
            now=now,
            version=_version(visit),
        )

    return await _act(request, visit, act)


@routes.post(TICKET + "/answer")
@staff_page(*QUEUE_ROLES)
async def answer(request: web.Request, visit: StaffVisit) -> web.Response:
    """Store the answer; it leaves after ten seconds, in which it can be taken back."""
    context, key, links = request.app[CONTEXT], visit.form.get("request_key", ""), await chosen_of(request, "link")
    typed = typed_of(visit, links)

    async def act(ticket_id: UUID, now: datetime) -> None:
        if not is_uuid(key):
            raise InvalidInput("error.form_expired")
        await answers.answer_ticket(
            visit.session,
            context.vault,
            context.texts,
            ticket_id=ticket_id,
            staff=visit.staff,
            answer=Answer(
                typed.body,
                channel=AnswerChannel(typed.channel),
                links=typed.links,
                override_reason=visit.form.get("override_reason", ""),
            ),
            request_key=f"answer:{visit.staff.id}:{key}",
            now=now,
        )
        await drafts.discard_draft(visit.session, ticket_id=ticket_id, staff_id=visit.staff.id)

    return await _act(request, visit, act, refused=typed, request_key=key)


@routes.post(TICKET + "/undo")
@staff_page(*QUEUE_ROLES)
async def undo(request: web.Request, visit: StaffVisit) -> web.Response:
    """Take the held answer back; its text becomes the draft again."""
    context = request.app[CONTEXT]

    async def act(ticket_id: UUID, now: datetime) -> None:
        body = await answers.undo_answer(visit.session, context.vault, ticket_id=ticket_id, staff=visit.staff, now=now)
        await keep_draft_of(request, visit, ticket_id, body)

    return await _act(request, visit, act)


@routes.post(TICKET + "/draft")
@staff_page(*QUEUE_ROLES)
async def keep_draft(request: web.Request, visit: StaffVisit) -> web.Response:
    """The page saves what is being written. One that comes after its answer is not kept."""
    ticket_id = UUID(request.match_info["ticket_id"])
    item = await listing.get_item(visit.session, ticket_id=ticket_id)
    if not visit.may_answer:
        raise Forbidden("ticket.error.not_registered", code="not_registered")
    if item.is_open and item.answer_pending_at is None:
        await keep_draft_of(request, visit, ticket_id, _body(visit))
    return web.Response(status=204)


@routes.post(TICKET + "/discard")
@staff_page(*QUEUE_ROLES)
async def discard_draft(request: web.Request, visit: StaffVisit) -> web.Response:
    """Throw the draft away."""

    async def act(ticket_id: UUID, _now: datetime) -> None:
        await drafts.discard_draft(visit.session, ticket_id=ticket_id, staff_id=visit.staff.id)

    return await _act(request, visit, act)


@routes.post(TICKET + "/note")
@staff_page(*QUEUE_ROLES)
async def add_note(request: web.Request, visit: StaffVisit) -> web.Response:
    """Leave a note for colleagues. Its text field has a name of its own: no other form reads it."""
    context, key = request.app[CONTEXT], visit.form.get("note_key", "")
    body = visit.form.get("note_body", "").replace("\r\n", "\n").replace("\x00", "")

    async def act(ticket_id: UUID, now: datetime) -> None:
        if not is_uuid(key):
            raise InvalidInput("error.form_expired")
        await notes.add_note(
            visit.session,
            context.vault,
            ticket_id=ticket_id,
            seeker=await _seeker(visit, ticket_id),
            staff=visit.staff,
            body=body,
            request_key=f"note:{visit.staff.id}:{key}",
            now=now,
        )

    return await _act(request, visit, act, refused=Typed(note=body))


@routes.post(TICKET + "/pushes")
@staff_page(*QUEUE_ROLES)
async def resume_pushes(request: web.Request, visit: StaffVisit) -> web.Response:
    """Let job news go out again that a danger had stopped. Only for those who have the conversation open."""
    reason = visit.form.get("safety_reason", "")

    async def act(ticket_id: UUID, now: datetime) -> None:
        item = await listing.get_item(visit.session, ticket_id=ticket_id)
        if item.holder_id != visit.staff.id and not read_reason_of(visit):
            raise Forbidden("ticket.error.not_yours", code="not_yours")
        await pushes.resume_pushes(
            visit.session,
            ticket_id=ticket_id,
            staff=visit.staff,
            paused_at=_instant(visit.form.get("paused_at", "")),
            reason=reason,
            now=now,
        )

    return await _act(request, visit, act, refused=Typed(safety_reason=reason[: pushes.MAX_REASON_CHARS]))


@routes.post(TICKET + "/insert")
@staff_page(*QUEUE_ROLES)
async def insert_canned(request: web.Request, visit: StaffVisit) -> web.Response:
    """Without JavaScript: put a ready-made text at the end of what was written so far."""
    links, chosen = await chosen_of(request, "link"), visit.form.get("canned_id", "")
    typed = typed_of(visit, links)
    if is_uuid(chosen):
        item = await listing.get_item(visit.session, ticket_id=UUID(request.match_info["ticket_id"]))
        row = await canned.get_answer(visit.session, UUID(chosen))
        text = canned.fill(row.body, fill_values(request, visit, item))
        typed = Typed(f"{typed.body.rstrip()}\n\n{text}".lstrip(), channel=typed.channel, links=typed.links)
    return await show_ticket(request, visit, typed=typed, request_key=visit.form.get("request_key", ""))


@routes.get(TICKET + "/canned")
@staff_page(*QUEUE_ROLES)
async def pick_canned(request: web.Request, visit: StaffVisit) -> web.Response:
    """Ready-made texts for this ticket, filled in, for the picker; those for its topic first."""
    item = await listing.get_item(visit.session, ticket_id=UUID(request.match_info["ticket_id"]))
    rows = await canned.list_answers(visit.session, search=request.query.get("q", "")[:60], topic=item.topic)
    values = fill_values(request, visit, item)
    return render(
        request,
        "tickets/canned.html",
        texts=[(row, canned.fill(row.body, values)) for row in rows],
    )


@routes.post(TICKET + "/close")
@staff_page(*QUEUE_ROLES)
async def close(request: web.Request, visit: StaffVisit) -> web.Response:
    """Close an answered ticket."""

    async def act(ticket_id: UUID, now: datetime) -> None:
        await desk.close_ticket(visit.session, ticket_id=ticket_id, staff=visit.staff, now=now)

    return await _act(request, visit, act)


async def _act(
    request: web.Request,
    visit: StaffVisit,
    action: Callable[[UUID, datetime], Awaitable[Any]],
    *,
    typed: Typed | None = None,
    refused: Typed | None = None,
    request_key: str = "",
) -> web.Response:
    """Run one service call in a savepoint and show the ticket as it is afterwards, refused or not.

    Args:
        typed: a text that goes on in the form whatever happens.
        refused: what was typed into the form, shown again if it is refused.
    """
    context, reason = request.app[CONTEXT], read_reason_of(visit)
    ticket_id = UUID(request.match_info["ticket_id"])
    try:
        async with visit.session.begin_nested():
            other = await action(ticket_id, context.clock())
    except AppError as error:
        shown = refused or typed or typed_of(visit)
        needs_reason = error.message_key == "ticket.error.personal_on_line"
        return await show_ticket(
            request,
            visit,
            status=error.http_status,
            problem=context.texts.get(error.message_key, **error.details),
            typed=replace(shown, needs_reason=needs_reason),
            request_key=request_key,
            reason=reason,
        )
    kept = typed is not None and bool(typed.body)
    if kept or reason or request.headers.get("HX-Request"):
        shown_id = other if isinstance(other, UUID) else ticket_id
        response = await show_ticket(request, visit, typed=typed or Typed(), reason=reason, ticket_id=shown_id)
        response.headers["HX-Trigger"] = "queue-changed"
        return response
    shown_id = other if isinstance(other, UUID) else ticket_id
    return see_other(f"/staff/tickets/{shown_id}?{query_of(tab_of(request), filters_of(request))}")


def typed_of(visit: StaffVisit, links: list[str] | None = None) -> Typed:
    """What stands in the answer's form."""
    channel = visit.form.get("channel", "")
    return Typed(
        body=_body(visit),
        note=visit.form.get("note_body", ""),
        channel=channel if channel in set(AnswerChannel) else AnswerChannel.INBOX,
        links=tuple(links or ()),
    )


def _body(visit: StaffVisit) -> str:
    return visit.form.get("body", "").replace("\r\n", "\n").replace("\x00", "")


def read_reason_of(visit: StaffVisit) -> str:
    """The reason this page was opened with, carried on by its forms; recorded again with every look."""
    reason = visit.form.get("read_reason", "")[: MAX_REASON_CHARS + 20]
    return reason if reason.split(":")[0] in READ_REASONS else ""


def _version(visit: StaffVisit) -> int | None:
    value = visit.form.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 9 else None  # noqa: PLR2004 - fits the column


def _instant(text: str) -> datetime | None:
    """A moment as a page's hidden field carries it."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _colleague(visit: StaffVisit) -> UUID:
    value = visit.form.get("to", "")
    if not is_uuid(value):
        raise InvalidInput("queue.problem.colleague_missing")
    return UUID(value)


async def chosen_of(request: web.Request, name: str) -> list[str]:
    """All values of a group of checkboxes."""
    return [value for value in (await request.post()).getall(name, []) if isinstance(value, str)]


async def _seeker(visit: StaffVisit, ticket_id: UUID) -> Seeker:
    ticket = await get_ticket(visit.session, ticket_id)
    return await get_seeker(visit.session, ticket.seeker_id)


async def keep_draft_of(request: web.Request, visit: StaffVisit, ticket_id: UUID, body: str) -> None:
    """Save what somebody is writing; other forms of the composer do so too."""
    context = request.app[CONTEXT]
    await drafts.save_draft(
        visit.session,
        context.vault,
        ticket_id=ticket_id,
        seeker=await _seeker(visit, ticket_id),
        staff_id=visit.staff.id,
        body=body,
        now=context.clock(),
    )
