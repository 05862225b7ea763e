"""Help in the composer: sources to put in, a draft to ask for. Each is a button of the answer's form.

With scripts the panel alone is exchanged and the text that is being written stays as it is; without them the whole page
comes back with the text in it. The outside model is asked between two transactions, never inside one.
"""

import time
from dataclasses import dataclass
from uuid import UUID

import structlog
from aiohttp import web

from backend.canned import service as canned
from backend.drafting import service
from backend.drafting.client import Draft, DraftUnavailable, ask_for_draft
from backend.drafting.service import DraftOrder, Help
from backend.drafting.sources import Source, SourceKind
from backend.errors import InvalidInput
from backend.staff.access import StaffVisit, staff_page
from backend.tickets import listing
from backend.tickets.case_forms import chosen_of, keep_draft_of, typed_of
from backend.tickets.routes import QUEUE_ROLES, TICKET
from backend.tickets.views import Typed, fill_values, is_uuid, show_ticket
from backend.web import CONTEXT, RateLimit, render

log = structlog.get_logger()
routes = web.RouteTableDef()

_per_person = RateLimit(limit=20, window_s=600)


@dataclass(frozen=True)
class HelpPanel:
    """What the panel shows.

    Attributes:
        texts: what each source would put into the answer, by id.
        cited: sources the draft names.
    """

    help: Help
    texts: dict[str, str]
    wait_s: int
    problem: str = ""
    draft: Draft | None = None
    draft_id: UUID | None = None
    cited: tuple[Source, ...] = ()


@dataclass(frozen=True)
class _Asked:
    """What came back for an order."""

    order: DraftOrder
    draft: Draft | None
    problem_key: str = ""


ORDER: web.RequestKey[DraftOrder] = web.RequestKey("draft_order", DraftOrder)
ASKED: web.RequestKey[_Asked] = web.RequestKey("draft_asked", _Asked)


@routes.get(TICKET + "/help")
@staff_page(*QUEUE_ROLES)
async def show_help(request: web.Request, visit: StaffVisit) -> web.Response:
    """The panel, for scripts."""
    return await _show(request, visit)


@routes.post(TICKET + "/help")
@staff_page(*QUEUE_ROLES)
async def open_help(request: web.Request, visit: StaffVisit) -> web.Response:
    """The panel, with the text written so far."""
    return await _show(request, visit)


@routes.post(TICKET + "/help/insert")
@staff_page(*QUEUE_ROLES)
async def insert_source(request: web.Request, visit: StaffVisit) -> web.Response:
    """Put a source's text at the end of what was written."""
    panel = await _panel(request, visit)
    text = panel.texts.get(visit.form.get("source", ""), "")
    return await _write_on(request, visit, text)


@routes.post(TICKET + "/help/draft")
async def ask(request: web.Request) -> web.StreamResponse:
    """Ask the outside model. Two visits: the first writes down what leaves, the second shows what came back."""
    response = await _order(request)
    order = request.get(ORDER)
    if order is None:
        return response
    context, started = request.app[CONTEXT], time.monotonic()
    draft, outcome = None, service.OK
    try:
        draft = await ask_for_draft(context.settings, order.payload)
    except DraftUnavailable as error:
        outcome = error.reason
    duration_ms = round((time.monotonic() - started) * 1000)
    async with context.db.transaction() as session:
        await service.settle_draft(session, request_id=order.id, outcome=outcome, duration_ms=duration_ms)
    host = service.url_host(context.settings)
    log.info("draft_asked", model=context.settings.openai_model, url_host=host, status=outcome, duration_ms=duration_ms)
    request[ASKED] = _Asked(order, draft, "" if draft is not None else f"drafting.error.{outcome}")
    return await _show_draft(request)


@staff_page(*QUEUE_ROLES)
async def _order(request: web.Request, visit: StaffVisit) -> web.Response:
    context = request.app[CONTEXT]
    _per_person.check(str(visit.staff.id))
    request[ORDER] = await service.order_draft(
        visit.session,
        context.vault,
        context.texts,
        context.settings,
        ticket_id=UUID(request.match_info["ticket_id"]),
        staff=visit.staff,
        now=context.clock(),
    )
    return web.Response(status=204)


@staff_page(*QUEUE_ROLES)
async def _show_draft(request: web.Request, visit: StaffVisit) -> web.Response:
    return await _show(request, visit)


@routes.post(TICKET + "/help/use")
@staff_page(*QUEUE_ROLES)
async def use_draft(request: web.Request, visit: StaffVisit) -> web.Response:
    """Put the draft into the answer's field, where it waits to be read, changed and sent by a person."""
    request_id = visit.form.get("draft_id", "")
    if not is_uuid(request_id):
        raise InvalidInput("error.form_expired")
    await service.use_draft(
        visit.session,
        ticket_id=UUID(request.match_info["ticket_id"]),
        request_id=UUID(request_id),
        staff=visit.staff,
        now=request.app[CONTEXT].clock(),
    )
    return await _write_on(request, visit, visit.form.get("draft_text", "").replace("\r\n", "\n").replace("\x00", ""))


async def _write_on(request: web.Request, visit: StaffVisit, text: str) -> web.Response:
    """The ticket with the text put after what was written."""
    typed = typed_of(visit, await chosen_of(request, "link"))
    body = f"{typed.body.rstrip()}\n\n{text.strip()}".strip()
    typed = Typed(body, note=typed.note, channel=typed.channel, links=typed.links)
    await keep_draft_of(request, visit, UUID(request.match_info["ticket_id"]), body)
    return await show_ticket(request, visit, typed=typed, request_key=visit.form.get("request_key", ""))


async def _show(request: web.Request, visit: StaffVisit) -> web.Response:
    panel = await _panel(request, visit)
    if request.headers.get("HX-Request"):
        ticket_id = request.match_info["ticket_id"]
        return render(request, "drafting/panel.html", help_panel=panel, help_address=f"/staff/tickets/{ticket_id}/help")
    typed = typed_of(visit, await chosen_of(request, "link"))
    key = visit.form.get("request_key", "")
    return await show_ticket(request, visit, typed=typed, request_key=key, help_panel=panel)


async def _panel(request: web.Request, visit: StaffVisit) -> HelpPanel:
    context, ticket_id = request.app[CONTEXT], UUID(request.match_info["ticket_id"])
    found = await service.get_help(
        visit.session,
        context.vault,
        context.texts,
        context.settings,
        ticket_id=ticket_id,
        staff=visit.staff,
        now=context.clock(),
    )
    values = fill_values(request, visit, await listing.get_item(visit.session, ticket_id=ticket_id))
    texts = {
        source.id: canned.fill(source.text, values) if source.kind is SourceKind.TEXT else source.text
        for source in found.sources
    }
    panel = HelpPanel(found, texts, wait_s=round(context.settings.draft_timeout_s))
    asked = request.get(ASKED)
    if asked is None:
        return panel
    if asked.draft is None:
        return HelpPanel(found, texts, panel.wait_s, problem=context.texts.get(asked.problem_key))
    cited = tuple(source for source in asked.order.sources if source.id in asked.draft.source_ids)
    return HelpPanel(found, texts, panel.wait_s, draft=asked.draft, draft_id=asked.order.id, cited=cited)
