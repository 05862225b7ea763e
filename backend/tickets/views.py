"""What the queue's pages show: the list and one case, put together for a visit. Used by the tickets' routes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from aiohttp import web

from backend.attachments.kinds import ACCEPT
from backend.attachments.service import FileItem, list_draft_files
from backend.audit import service as audit
from backend.canned import service as canned
from backend.canned.models import CannedAnswer
from backend.seekers.models import Seeker
from backend.seekers.service import get_seeker
from backend.staff.access import StaffVisit
from backend.staff.models import Role, Staff
from backend.staff.service import list_people
from backend.tickets import listing, notes, presence, queries
from backend.tickets.answers import LINKS, is_draft_helped
from backend.tickets.background import Background, get_background
from backend.tickets.desk import LABELS, TRANSFER_REASONS
from backend.tickets.drafts import Draft, find_draft
from backend.tickets.feedback import Feedback, find_feedback
from backend.tickets.listing import NO_FILTERS, Counts, Filters, QueuePage, Tab, TicketItem
from backend.tickets.models import AnswerChannel, AuthorKind, Ticket, TicketState, Urgency
from backend.tickets.notes import Note
from backend.tickets.presence import Present
from backend.tickets.queries import Message
from backend.tickets.thanks import only_thanks
from backend.tickets.transitions import get_ticket
from backend.tickets.words import Deadline, day_and_time, deadline, duration, list_labels, list_topics, topic_label
from backend.web import CONTEXT, render

READ_REASONS = ("handover", "urgent", "supervision", "complaint", "other")
MAX_REASON_CHARS = 200
UNHELD = "none"
"""Value of the holder filter for tickets nobody holds."""


@dataclass(frozen=True)
class ListView:
    """What the list needs.

    Attributes:
        selected: the ticket shown beside it.
        after: where this page begins; None on the first one.
        people: names for the holder filter.
    """

    tab: Tab
    filters: Filters
    page: QueuePage
    counts: Counts
    selected: UUID | None
    after: str | None
    people: list[Staff]
    now: datetime

    @property
    def query(self) -> str:
        """The list's own parameters, for links and forms of the ticket beside it."""
        return query_of(self.tab, self.filters)

    def query_for(self, tab: Tab) -> str:
        """The same filters on another tab."""
        return query_of(tab, self.filters)

    @property
    def is_narrowed(self) -> bool:
        """Some filter is set."""
        return self.filters != NO_FILTERS

    @property
    def holder_name(self) -> str:
        """Whose tickets the list is narrowed to."""
        if self.filters.is_unheld:
            return "担当なし"
        return next((person.display_name for person in self.people if person.id == self.filters.holder), "")


@dataclass(frozen=True)
class Typed:
    """What came with a form that was refused, so that it is never lost."""

    body: str = ""
    note: str = ""
    safety_reason: str = ""
    channel: str = AnswerChannel.INBOX
    links: tuple[str, ...] = ()
    needs_reason: bool = False


NOTHING_TYPED = Typed()


@dataclass(frozen=True)
class Case:
    """An opened conversation: only for those who hold the case or gave a reason."""

    messages: list[Message]
    notes: list[Note]
    feedback: Feedback | None


@dataclass(frozen=True)
class TicketView:
    """What the ticket's part needs.

    Attributes:
        is_own: held or answered by this person.
        case: None when this person has not given a reason to read it.
        read_reason: the reason given, so that the next form of the page carries it on.
        problem: why the last action was refused, in words.
        draft: what this person was writing here before.
        files: what waits to be sent with the answer.
        draft_helped: a draft of the outside model went into it.
        request_key, note_key, files_key: make a form that is posted twice count once.
        stamp: changes with whatever the page shows; an open page compares it with newer ones.
        undo_s: seconds left to take one's own answer back; 0 = too late or nothing held.
    """

    item: TicketItem
    deadline: Deadline
    is_own: bool
    is_held: bool
    case: Case | None
    background: Background
    read_reason: str
    problem: str
    typed: Typed
    draft: Draft | None
    files: list[FileItem]
    draft_helped: bool
    request_key: str
    note_key: str
    files_key: str
    stamp: str
    undo_s: float
    present: list[Present]
    people: list[Staff]
    canned: list[CannedAnswer]
    may_dismiss: bool
    has_previous: bool
    now: datetime

    @property
    def may_write(self) -> bool:
        """The answer's form is shown."""
        return self.is_own and self.item.state is TicketState.CLAIMED and self.item.answer_pending_at is None


async def build_list(request: web.Request, visit: StaffVisit, selected: UUID | None) -> ListView:
    """The list the address asks for."""
    now, tab, filters = request.app[CONTEXT].clock(), tab_of(request), filters_of(request)
    after = request.query.get("after")
    page = await listing.list_queue(
        visit.session, tab=tab, staff_id=visit.staff.id, now=now, filters=filters, after=after
    )
    return ListView(
        tab=tab,
        filters=filters,
        page=page,
        counts=await listing.count_queue(visit.session, staff_id=visit.staff.id, now=now),
        selected=selected,
        after=after,
        people=await list_people(visit.session, Role.CONSULTANT),
        now=now,
    )


def tab_of(request: web.Request) -> Tab:
    """The tab in the address; the open tickets when there is none."""
    value = request.query.get("tab", "")
    return Tab(value) if value in {tab.value for tab in Tab} else Tab.OPEN


def filters_of(request: web.Request) -> Filters:
    """The filters in the address; what cannot be read is left out."""
    query = request.query
    holder = query.get("holder", "")
    return Filters(
        search=query.get("q", "")[:40],
        label=query.get("label", "") if query.get("label") in LABELS else "",
        topic=query.get("topic", "")[:60],
        holder=UUID(holder) if is_uuid(holder) else None,
        is_unheld=holder == UNHELD,
    )


def query_of(tab: Tab, filters: Filters) -> str:
    """Tab and filters as the part of an address after the question mark."""
    holder = UNHELD if filters.is_unheld else str(filters.holder or "")
    values = {"q": filters.search, "label": filters.label, "topic": filters.topic, "holder": holder}
    return urlencode({"tab": tab.value, **{name: value for name, value in values.items() if value}})


async def show_ticket(
    request: web.Request,
    visit: StaffVisit,
    *,
    status: int = 200,
    problem: str = "",
    typed: Typed = NOTHING_TYPED,
    request_key: str = "",
    reason: str = "",
    ticket_id: UUID | None = None,
    help_panel: object | None = None,
) -> web.Response:
    """The ticket's part for scripts, else the whole page.

    Args:
        reason: why somebody else's case is opened; recorded.
        ticket_id: another one than the address names.
        help_panel: drafting help, opened (`backend.drafting.case_routes`).
    """
    ticket_id = ticket_id or UUID(request.match_info["ticket_id"])
    view = await _build_ticket(request, visit, ticket_id, reason)
    view = replace(
        view, problem=problem, typed=typed, request_key=request_key if is_uuid(request_key) else str(uuid4())
    )
    values: dict[str, Any] = {"visit": visit, "ticket": view, "words": words_of(request), "help_panel": help_panel}
    if request.headers.get("HX-Request"):
        query = query_of(tab_of(request), filters_of(request))
        return render(request, "tickets/ticket.html", status=status, list_query=query, **values)
    listed = await build_list(request, visit, ticket_id)
    return render(request, "tickets/queue.html", status=status, listing=listed, **values)


async def _build_ticket(request: web.Request, visit: StaffVisit, ticket_id: UUID, reason: str) -> TicketView:
    context, session, staff = request.app[CONTEXT], visit.session, visit.staff
    now = context.clock()
    item = await listing.get_item(session, ticket_id=ticket_id)
    ticket = await get_ticket(session, ticket_id)
    seeker = await get_seeker(session, ticket.seeker_id)
    is_own = item.holder_id == staff.id and item.state is not TicketState.QUEUED
    may_read = is_own or bool(reason)
    case = await _open_case(request, visit, ticket, seeker, reason or "own_case") if may_read else None
    return TicketView(
        item=item,
        deadline=deadline(item.due_at, now),
        is_own=is_own,
        is_held=item.is_held(now),
        case=case,
        background=await get_background(session, ticket=ticket, seeker=seeker, now=now, may_read=may_read),
        read_reason=reason,
        problem="",
        typed=NOTHING_TYPED,
        draft=await find_draft(session, context.vault, ticket_id=ticket_id, seeker=seeker, staff_id=staff.id)
        if is_own
        else None,
        request_key="",
        note_key=str(uuid4()),
        files_key=str(uuid4()),
        files=await list_draft_files(session, context.vault, seeker=seeker, ticket_id=ticket_id, staff_id=staff.id)
        if is_own
        else [],
        draft_helped=is_own and await is_draft_helped(session, ticket_id=ticket_id, staff_id=staff.id),
        stamp=await stamp_of(visit, item),
        undo_s=_undo_s(case, visit, now),
        present=await presence.list_others(session, ticket_id=ticket_id, staff_id=staff.id, now=now),
        people=[person for person in await list_people(session, Role.CONSULTANT) if person.id != staff.id],
        canned=await canned.list_answers(session, topic=item.topic) if is_own else [],
        may_dismiss=visit.may_answer and _says_only_thanks(item, case, staff.id, now),
        has_previous=ticket.previous_id is not None,
        now=now,
    )


async def _open_case(request: web.Request, visit: StaffVisit, ticket: Ticket, seeker: Seeker, reason: str) -> Case:
    """Open the conversation and its notes, and say so in the audit log."""
    context = request.app[CONTEXT]
    await audit.record(
        visit.session,
        now=context.clock(),
        actor_kind="staff",
        actor_id=visit.staff.id,
        action="ticket_read",
        subject=f"ticket:{ticket.id}",
        reason=reason,
    )
    return Case(
        messages=await queries.list_messages(visit.session, context.vault, seeker=seeker, ticket_id=ticket.id),
        notes=await notes.list_notes(visit.session, context.vault, seeker=seeker),
        feedback=await find_feedback(visit.session, context.vault, seeker=seeker, ticket=ticket),
    )


def _says_only_thanks(item: TicketItem, case: Case | None, staff_id: UUID, now: datetime) -> bool:
    """Whether the button that ends the case without an answer is worth showing; the service decides in the end."""
    if not item.is_open or item.urgency is Urgency.URGENT or (item.is_held(now) and item.holder_id != staff_id):
        return False
    if case is None:
        return item.topic == "thanks"
    asked = [message.body or "" for message in case.messages if message.author_kind is AuthorKind.SEEKER]
    return bool(asked) and all(map(only_thanks, asked))


def _undo_s(case: Case | None, visit: StaffVisit, now: datetime) -> float:
    """Seconds until this person's own held answer leaves."""
    held = [
        message.held_until - now
        for message in (case.messages if case is not None else [])
        if message.held_until is not None and message.author_id == visit.staff.id
    ]
    return max([left for left in held if left > timedelta(0)], default=timedelta(0)).total_seconds()


async def stamp_of(visit: StaffVisit, item: TicketItem) -> str:
    """Something that differs as soon as the ticket, its conversation or its notes do."""
    messages = await queries.count_messages(visit.session, ticket_id=item.id)
    return f"{item.version}.{messages}.{await notes.count_notes(visit.session, ticket_id=item.id)}"


def fill_values(request: web.Request, visit: StaffVisit, item: TicketItem) -> dict[str, str]:
    """What the placeholders of ready-made texts stand for in a case."""
    return canned.values_for(
        request.app[CONTEXT].service,
        pseudonym=item.pseudonym,
        consultant=visit.staff.display_name,
        due_at=item.due_at,
    )


def is_uuid(value: str) -> bool:
    """True for a UUID in its usual spelling."""
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def words_of(request: web.Request) -> dict[str, Any]:
    """Functions and choices the templates put into words."""
    texts = request.app[CONTEXT].texts
    known = dict(texts.under("queue.event"))
    return {
        "topic": lambda topic: topic_label(texts, topic),
        "deadline": deadline,
        "when": day_and_time,
        "ago": duration,
        "event": lambda kind: known.get(kind, known["other"]),
        "state": TicketItem.shown_state,
        "tabs": list(Tab),
        "topics": list_topics(texts),
        "labels": list_labels(texts),
        "links": LINKS,
        "accept": ACCEPT,
        "channels": list(AnswerChannel),
        "reasons": READ_REASONS,
        "transfer_reasons": TRANSFER_REASONS,
        "authors": AuthorKind,
    }
