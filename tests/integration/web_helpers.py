"""Builders and small readers for tests of pages: seekers, staff, tickets, signed-in browsers, forms."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape
from typing import Any
from uuid import UUID, uuid4

from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient
from argon2 import PasswordHasher

from backend.context import Context
from backend.pages import service as pages
from backend.seekers.models import Seeker
from backend.seekers.service import get_or_create_seeker, get_seeker
from backend.staff.models import Role, Staff
from backend.staff.service import start_session
from backend.tickets import service as tickets
from backend.tickets.answers import Answer, answer_ticket, settle_answer
from backend.tickets.desk import claim_ticket
from backend.tickets.models import Ticket
from backend.web import CONTEXT

PASSWORD = "correct horse battery"
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Quick to make; signing in with it also exercises the re-hash."""
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
REQUEST_KEY = re.compile(r'name="request_key" value="([^"]+)"')


async def make_seeker(context: Context, line_user_id: str = "") -> Seeker:
    """A seeker who follows on LINE."""
    user = line_user_id or f"U{uuid4().hex}"
    async with context.db.transaction() as session:
        return await get_or_create_seeker(session, context.vault, line_user_id=user, now=context.clock())


async def make_staff(
    context: Context,
    name: str = "青木 みどり",
    *roles: Role,
    registered: bool = True,
    password_hash: str = "",
    login: str = "",
) -> Staff:
    """A member of staff; a registered consultant unless told otherwise."""
    staff = Staff(
        id=uuid4(),
        login=login or f"{uuid4().hex[:8]}@example.com",
        display_name=name,
        password_hash=password_hash or CHEAP_HASHER.hash(PASSWORD),
        roles=[role.value for role in roles or (Role.CONSULTANT,)],
        registration_number="架空-0001" if registered else None,
        registration_expires_on=date(2030, 3, 31) if registered else None,
        created_at=context.clock(),
    )
    async with context.db.transaction() as session:
        session.add(staff)
    return staff


async def make_ticket(
    context: Context,
    *,
    seeker: Seeker | None = None,
    body: str = "面接が心配です。",
    topic: str = "ask_human",
    at: datetime | None = None,
    urgent: bool = False,
) -> Ticket:
    """An open ticket with one message."""
    seeker = seeker or await make_seeker(context)
    now = at or context.clock()
    async with context.db.transaction() as session:
        return await tickets.open_or_join_ticket(
            session,
            context.vault,
            context.jobs,
            seeker=await get_seeker(session, seeker.id),
            body=body,
            topic=topic,
            reason="safety" if urgent else "human",
            occurred_at=now,
            now=now,
            request_key=f"test:{uuid4()}",
            urgent=urgent,
        )


async def claim(context: Context, ticket: Ticket, staff: Staff) -> None:
    """Somebody takes the ticket."""
    async with context.db.transaction() as session:
        await claim_ticket(session, ticket_id=ticket.id, staff=staff, now=context.clock())


async def write_answer(context: Context, ticket: Ticket, staff: Staff, answer: Answer | None = None) -> UUID:
    """Claimed and answered, still held; returns the answer's id."""
    await claim(context, ticket, staff)
    async with context.db.transaction() as session:
        message_id = await answer_ticket(
            session,
            context.vault,
            context.texts,
            ticket_id=ticket.id,
            staff=staff,
            answer=answer or Answer("お答えします。"),
            request_key=f"answer:{uuid4()}",
            now=context.clock(),
        )
    assert message_id is not None
    return message_id


async def settle(context: Context, message_id: UUID, *, accepted: bool = True) -> None:
    """LINE took, or refused, the notice of an answer."""
    async with context.db.transaction() as session:
        key = f"ticket_answer:{message_id}"
        await settle_answer(session, dedupe_key=key, accepted=accepted, now=context.clock())


@dataclass
class Browser:
    """A visitor with cookies of their own who follows links by hand and fills in forms."""

    http: TestClient[Any, Any]
    cookies: dict[str, str] = field(default_factory=dict)
    csrf_token: str = ""

    async def get(self, path: str, **headers: str) -> ClientResponse:
        return await self._request("GET", path, headers=headers)

    async def post(self, path: str, *, htmx: bool = False, csrf: bool = True, **fields: str) -> ClientResponse:
        data = {**({"csrf_token": self.csrf_token} if csrf else {}), **fields}
        return await self._request("POST", path, data=data, headers={"HX-Request": "true"} if htmx else {})

    async def upload(
        self, path: str, *files: tuple[str, bytes], htmx: bool = False, csrf: bool = True, **fields: str
    ) -> ClientResponse:
        """Post a form that brings files."""
        form = FormData(quote_fields=False)
        for name, value in {**({"csrf_token": self.csrf_token} if csrf else {}), **fields}.items():
            form.add_field(name, value, content_type="text/plain; charset=utf-8")
        for name, content in files:
            form.add_field("files", content, filename=name, content_type="application/octet-stream")
        return await self._request("POST", path, data=form, headers={"HX-Request": "true"} if htmx else {})

    async def _request(self, method: str, path: str, **options: Any) -> ClientResponse:
        self.http.session.cookie_jar.clear()
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**options.pop("headers", {}), **({"Cookie": cookie} if cookie else {})}
        response = await self.http.request(method, path, allow_redirects=False, headers=headers, **options)
        for name, morsel in response.cookies.items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value
        if found := CSRF.search(await response.text()) if response.content_type == "text/html" else None:
            self.csrf_token = found[1]
        return response


async def seeker_browser(context: Context, http: TestClient[Any, Any], seeker: Seeker) -> Browser:
    """A browser that has just opened a one-time link."""
    async with context.db.transaction() as session:
        token = await pages.start_session(session, seeker_id=seeker.id, now=context.clock())
    browser = Browser(http, {"madoguchi_me": token})
    await browser.get("/me/home")
    return browser


async def staff_browser(http: TestClient[Any, Any], staff: Staff) -> Browser:
    """A browser that has just signed in (test_sign_in does it with the password)."""
    assert http.app is not None
    context = http.app[CONTEXT]
    async with context.db.transaction() as session:
        token, csrf_token = await start_session(session, staff_id=staff.id, now=context.clock())
    return Browser(http, {"madoguchi_staff": token}, csrf_token)


async def text_of(response: ClientResponse) -> str:
    """The page without markup, for looking for sentences."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", await response.text(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))
