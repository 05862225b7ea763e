"""Secure pages about the seeker: home, registration, profile, data rights, and leaving."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from aiohttp import web

from backend.clock import to_jst
from backend.errors import InvalidInput
from backend.pages import profile, rights
from backend.pages.access import COOKIE, COOKIE_PATH, SeekerVisit, seeker_page
from backend.pages.danger import Pieces, form_key, listen, open_urgent_ticket, safety_texts
from backend.pages.questions import show_received
from backend.pages.service import end_session
from backend.tickets import queries
from backend.web import CONTEXT, render, see_other

routes = web.RouteTableDef()


def _today(request: web.Request) -> date:
    return to_jst(request.app[CONTEXT].clock()).date()


@routes.get("/me")
@routes.get("/me/home")
@seeker_page
async def show_home(request: web.Request, visit: SeekerVisit) -> web.Response:
    """What a seeker can do here."""
    counts = await queries.count_of_seeker(visit.session, seeker_id=visit.seeker.id)
    return render(request, "pages/home.html", visit=visit, unread=counts.unread)


@routes.get("/me/register")
@seeker_page
async def show_registration(request: web.Request, visit: SeekerVisit) -> web.Response:
    """The empty form; people who registered before correct their profile instead."""
    if visit.seeker.registered_at is not None:
        return see_other("/me/profile")
    empty = profile.ProfileForm({}, profile.typed_from({}), {}, consent=False, consent_sensitive=False)
    return _form(request, visit, empty, first=True)


@routes.post("/me/register")
@seeker_page
async def register(request: web.Request, visit: SeekerVisit) -> web.Response:
    """Check and store. Errors come back with everything that was typed."""
    if visit.seeker.registered_at is not None:  # posted twice
        return see_other("/me/register/done")
    posted = profile.parse_profile(visit.form, today=_today(request), ask_consent=True)
    return await _save(request, visit, posted, first=True, then="/me/register/done")


@routes.get("/me/register/done")
@seeker_page
async def show_registered(request: web.Request, visit: SeekerVisit) -> web.Response:
    """登録しました, and what can be done next."""
    return render(request, "pages/registered.html", visit=visit)


@routes.get("/me/profile")
@seeker_page
async def show_profile(request: web.Request, visit: SeekerVisit) -> web.Response:
    """What is stored, hidden behind dots until the seeker asks to see it."""
    context = request.app[CONTEXT]
    if visit.seeker.registered_at is None:
        return see_other("/me/register")
    shown = request.query.get("show") == "1"
    fields = await context.vault.get_fields(visit.session, seeker=visit.seeker)
    rows = [
        (name, rights.profile_value(context.texts, name, fields.get(name, "")) if shown else _masked(fields, name))
        for name in profile.FIELDS
    ]
    return render(
        request,
        "pages/profile.html",
        visit=visit,
        rows=rows,
        shown=shown,
        saved=request.query.get("saved") == "1",
        consented_sensitive=bool(fields.get("consent_sensitive")),
    )


def _masked(fields: dict[str, str], name: str) -> str:
    return profile.masked(fields.get(name, ""))


@routes.get("/me/profile/edit")
@seeker_page
async def show_correction(request: web.Request, visit: SeekerVisit) -> web.Response:
    """The form filled with what is stored."""
    if visit.seeker.registered_at is None:
        return see_other("/me/register")
    fields = await request.app[CONTEXT].vault.get_fields(visit.session, seeker=visit.seeker)
    stored = profile.ProfileForm(
        fields, profile.typed_from(fields), {}, consent=True, consent_sensitive=bool(fields.get("consent_sensitive"))
    )
    return _form(request, visit, stored, first=False)


@routes.post("/me/profile/edit")
@seeker_page
async def correct_profile(request: web.Request, visit: SeekerVisit) -> web.Response:
    """Check and replace what is stored."""
    if visit.seeker.registered_at is None:
        return see_other("/me/register")
    posted = profile.parse_profile(visit.form, today=_today(request), ask_consent=False)
    return await _save(request, visit, posted, first=False, then="/me/profile?saved=1")


async def _save(
    request: web.Request, visit: SeekerVisit, posted: profile.ProfileForm, *, first: bool, then: str
) -> web.Response:
    """Store a form without errors. A cry in its free text reaches a person and is answered either way."""
    context = request.app[CONTEXT]
    written = await _newly_written(request, visit, posted)
    found = listen(written)
    key = form_key(visit.form)
    ticket = await open_urgent_ticket(request, visit.session, found, seeker=visit.seeker, body=written, form_key=key)
    if posted.errors:
        texts = safety_texts(request, found)
        return _form(request, visit, posted, first=first, safety_texts=texts, request_key=key, status=422)
    await profile.save_profile(
        visit.session, context.vault, seeker=visit.seeker, profile=posted, first=first, now=context.clock()
    )
    if ticket is None:
        return see_other(then)
    return show_received(request, visit, ticket, found, saved=True)


async def _newly_written(request: web.Request, visit: SeekerVisit, posted: profile.ProfileForm) -> str:
    """The free text that is not stored yet: what a person was told once is not told again with every correction."""
    before = await request.app[CONTEXT].vault.get_fields(visit.session, seeker=visit.seeker)
    return "\n".join(posted.values[name] for name in profile.LONG_FIELDS if posted.values[name] != before.get(name, ""))


def _form(
    request: web.Request,
    visit: SeekerVisit,
    posted: profile.ProfileForm,
    *,
    first: bool,
    safety_texts: Sequence[Pieces] = (),
    request_key: str = "",
    status: int = 200,
) -> web.Response:
    return render(
        request,
        "pages/register.html" if first else "pages/profile_edit.html",
        status=status,
        visit=visit,
        form=posted,
        typed=posted.typed,
        errors=posted.errors,
        safety_texts=safety_texts,
        request_key=request_key or str(uuid4()),
        years=profile.birth_years(_today(request)),
        contacts=profile.CONTACTS,
        situations=profile.SITUATIONS,
        limits={"limit": profile.MAX_SHORT, "long_limit": profile.MAX_LONG},
    )


@routes.get("/me/delete")
@seeker_page
async def show_rights(request: web.Request, visit: SeekerVisit) -> web.Response:
    """What is stored, a copy to take, and erasure."""
    return await _rights(request, visit)


async def _rights(
    request: web.Request, visit: SeekerVisit, *, problem_key: str = "", status: int = 200
) -> web.Response:
    context = request.app[CONTEXT]
    stored = await rights.summary(visit.session, context.vault, seeker=visit.seeker, now=context.clock())
    return render(request, "pages/delete.html", status=status, visit=visit, stored=stored, problem_key=problem_key)


@routes.get("/me/export.{kind:json|txt}")
@seeker_page
async def export_data(request: web.Request, visit: SeekerVisit) -> web.Response:
    """A copy of everything, as a download."""
    context, kind = request.app[CONTEXT], request.match_info["kind"]
    data: dict[str, Any] = await rights.export(
        visit.session, context.vault, context.texts, seeker=visit.seeker, now=context.clock()
    )
    body = json.dumps(data, ensure_ascii=False, indent=2) if kind == "json" else rights.as_text(data)
    return web.Response(
        text=body,
        content_type="application/json" if kind == "json" else "text/plain",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="my-data.{kind}"'},
    )


@routes.post("/me/delete")
@seeker_page
async def erase(request: web.Request, visit: SeekerVisit) -> web.Response:
    """Erase for good, after the box was ticked. The answer page needs no session any more."""
    context = request.app[CONTEXT]
    if visit.form.get("sure") != "yes":
        return await _rights(request, visit, problem_key="page.delete.not_sure", status=InvalidInput.http_status)
    await rights.erase(visit.session, context.vault, seeker=visit.seeker, now=context.clock())
    return _goodbye(request, "pages/erased.html")


@routes.post("/me/logout")
@seeker_page
async def log_out(request: web.Request, visit: SeekerVisit) -> web.Response:
    """End the session here and in the database."""
    await end_session(visit.session, token=request.cookies[COOKIE])
    return _goodbye(request, "pages/logged_out.html")


def _goodbye(request: web.Request, template: str) -> web.Response:
    response = render(request, template)
    response.del_cookie(COOKIE, path=COOKIE_PATH)
    return response


@routes.get("/me/upload")
@seeker_page
async def show_document_help(request: web.Request, visit: SeekerVisit) -> web.Response:
    """Files are not taken yet; documents are discussed in writing."""
    return render(request, "pages/upload.html", visit=visit)
