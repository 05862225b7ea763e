"""Pages of the ready-made texts: trainers and supervisors write them, supervisors approve them for LINE."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from aiohttp import web

from backend.canned import service
from backend.canned.models import CannedAnswer
from backend.clock import japanese_datetime
from backend.errors import AppError, InvalidInput
from backend.staff.access import StaffVisit, staff_page
from backend.staff.models import Role
from backend.tickets.models import PROMISE
from backend.tickets.words import day_and_time, list_topics, topic_label
from backend.web import CONTEXT, UUID_PATTERN, render, see_other

EDITORS = (Role.TRAINER, Role.SUPERVISOR)
ANSWER = f"/staff/canned/{{answer_id:{UUID_PATTERN}}}"

routes = web.RouteTableDef()


@dataclass(frozen=True)
class Typed:
    """What the form shows: a stored text, or what somebody typed and could not save."""

    title: str = ""
    body: str = ""
    topic: str = ""
    version: int = 0

    @classmethod
    def of(cls, answer: CannedAnswer) -> "Typed":
        return cls(answer.title, answer.body, answer.topic or "", answer.version)

    @classmethod
    def posted(cls, form: dict[str, str]) -> "Typed":
        version = form.get("version", "")
        return cls(
            title=form.get("title", ""),
            body=form.get("body", "").replace("\r\n", "\n").replace("\x00", ""),
            topic=form.get("topic", ""),
            version=int(version) if version.isdecimal() and len(version) < 9 else -1,  # noqa: PLR2004
        )


@routes.get("/staff/canned")
@staff_page(*EDITORS)
async def show_answers(request: web.Request, visit: StaffVisit) -> web.Response:
    """All texts, or the archived ones."""
    archived, search = request.query.get("archived") == "1", request.query.get("q", "")[:60]
    answers = await service.list_answers(visit.session, search=search, archived=archived)
    return render(
        request,
        "canned/list.html",
        visit=visit,
        answers=answers,
        archived=archived,
        search=search,
        words=_words(request),
    )


@routes.get("/staff/canned/new")
@staff_page(*EDITORS)
async def show_new(request: web.Request, visit: StaffVisit) -> web.Response:
    """An empty form."""
    return _form(request, visit, None, Typed())


@routes.get(ANSWER)
@staff_page(*EDITORS)
async def show_answer(request: web.Request, visit: StaffVisit) -> web.Response:
    """One text in its form."""
    answer = await service.get_answer(visit.session, _id(request))
    return _form(request, visit, answer, Typed.of(answer))


@routes.post("/staff/canned/new")
@staff_page(*EDITORS)
async def create(request: web.Request, visit: StaffVisit) -> web.Response:
    """Store a new text, or show how it would read."""
    return await _save(request, visit, None)


@routes.post(ANSWER)
@staff_page(*EDITORS)
async def change(request: web.Request, visit: StaffVisit) -> web.Response:
    """Store a new version, or show how it would read."""
    return await _save(request, visit, await service.get_answer(visit.session, _id(request)))


@routes.post(ANSWER + "/line")
@staff_page(Role.SUPERVISOR)
async def approve(request: web.Request, visit: StaffVisit) -> web.Response:
    """Approve the text for LINE, or take the approval back."""

    async def act(answer_id: UUID, version: int, now: datetime) -> None:
        await service.approve_for_line(
            visit.session,
            answer_id=answer_id,
            version=version,
            approved=visit.form.get("approved") == "1",
            staff=visit.staff,
            now=now,
        )

    return await _act(request, visit, act)


@routes.post(ANSWER + "/archive")
@staff_page(*EDITORS)
async def archive(request: web.Request, visit: StaffVisit) -> web.Response:
    """Take the text out of the picker, or bring it back."""

    async def act(answer_id: UUID, version: int, now: datetime) -> None:
        await service.archive_answer(
            visit.session,
            answer_id=answer_id,
            version=version,
            archived=visit.form.get("archived") == "1",
            staff=visit.staff,
            now=now,
        )

    return await _act(request, visit, act)


async def _save(request: web.Request, visit: StaffVisit, answer: CannedAnswer | None) -> web.Response:
    context, typed = request.app[CONTEXT], Typed.posted(visit.form)
    try:
        if typed.topic and typed.topic not in dict(list_topics(context.texts)):
            raise InvalidInput("canned.error.topic")
        if "preview" in visit.form:
            service.check_body(typed.body)
            return _form(request, visit, answer, typed, preview=service.fill(typed.body, _sample(request, visit)))
        async with visit.session.begin_nested():
            saved = await service.save_answer(
                visit.session,
                answer_id=answer.id if answer is not None else None,
                version=typed.version,
                title=typed.title,
                body=typed.body.strip(),
                topic=typed.topic or None,
                staff=visit.staff,
                now=context.clock(),
            )
    except AppError as error:
        return _form(request, visit, answer, typed, error=error)
    return see_other(f"/staff/canned/{saved.id}?saved=1")


async def _act(
    request: web.Request, visit: StaffVisit, action: Callable[[UUID, int, datetime], Awaitable[None]]
) -> web.Response:
    answer_id, version = _id(request), Typed.posted(visit.form).version
    try:
        async with visit.session.begin_nested():
            await action(answer_id, version, request.app[CONTEXT].clock())
    except AppError as error:
        answer = await service.get_answer(visit.session, answer_id)
        return _form(request, visit, answer, Typed.of(answer), error=error)
    return see_other(f"/staff/canned/{answer_id}?saved=1")


def _form(
    request: web.Request,
    visit: StaffVisit,
    answer: CannedAnswer | None,
    typed: Typed,
    *,
    preview: str = "",
    error: AppError | None = None,
) -> web.Response:
    """The form. After a conflict it holds what was typed, beside the text as it is stored now."""
    texts = request.app[CONTEXT].texts
    conflict = error is not None and error.code == "canned_changed" and answer is not None
    if conflict and answer is not None:
        typed = Typed(typed.title, typed.body, typed.topic, answer.version)
    return render(
        request,
        "canned/form.html",
        status=error.http_status if error is not None else 200,
        visit=visit,
        answer=answer,
        typed=typed,
        preview=preview,
        problem=texts.get(error.message_key, **error.details) if error is not None else "",
        stored=answer if conflict and answer is not None and answer.body != typed.body else None,
        saved=request.query.get("saved") == "1" and request.method == "GET",
        may_approve=visit.staff.may(Role.SUPERVISOR),
        placeholders=service.PLACEHOLDERS,
        limits={"title": service.MAX_TITLE_CHARS, "body": service.MAX_BODY_CHARS},
        words=_words(request),
    )


def _sample(request: web.Request, visit: StaffVisit) -> dict[str, str]:
    """Values for a preview: nobody's case."""
    context = request.app[CONTEXT]
    return {
        "pseudonym": "相談者 AB2C",
        "consultant": visit.staff.display_name,
        "service_name": context.service.service_name,
        "city_name": context.service.city_name,
        "due": japanese_datetime(context.clock() + PROMISE),
    }


def _id(request: web.Request) -> UUID:
    return UUID(request.match_info["answer_id"])


def _words(request: web.Request) -> dict[str, Any]:
    context = request.app[CONTEXT]
    now = context.clock()
    return {
        "topic": lambda topic: topic_label(context.texts, topic),
        "topics": list_topics(context.texts),
        "when": lambda instant: day_and_time(instant, now),
    }
