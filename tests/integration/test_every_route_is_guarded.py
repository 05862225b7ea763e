"""A guard for routes still to come: no page of seekers or staff answers without its session and CSRF token."""

import re
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from backend.context import Context
from tests.integration.web_helpers import make_seeker, make_staff, seeker_browser, staff_browser

OPEN_TO_ALL = {("GET", "/staff/login"), ("POST", "/staff/login")}
"""Routes that exist for people without a session; the sign-in form checks a token of its own (test_sign_in)."""


def guarded_routes(app: web.Application) -> list[tuple[str, str]]:
    """Method and an address for every route under /me and /staff."""
    found = set()
    for route in app.router.routes():
        if route.resource is None or route.method in ("HEAD", "OPTIONS"):
            continue
        pattern = route.resource.canonical
        if pattern == "/me" or pattern == "/staff" or pattern.startswith(("/me/", "/staff/")):
            path = re.sub(r"\{(\w+)\}", lambda name: "json" if name[1] == "kind" else str(uuid4()), pattern)
            found.add((route.method, path))
    return sorted(found - OPEN_TO_ALL)


def app_of(client: TestClient[Any, Any]) -> web.Application:
    """The application behind a test client."""
    app = client.app
    assert app is not None
    return app


async def test_every_page_of_seekers_and_staff_refuses_visitors_without_a_session(
    web_client: TestClient[Any, Any],
) -> None:
    routes = guarded_routes(app_of(web_client))
    assert len(routes) > 25
    for method, path in routes:
        response = await web_client.request(method, path, allow_redirects=False)
        if path.startswith("/me"):
            assert response.status == 401, (method, path)
        else:
            to_login = response.headers.get("Location", "").startswith("/staff/login")
            assert response.status == 401 or (response.status == 303 and to_login), (method, path)


@pytest.mark.parametrize("cookie", ["madoguchi_me", "madoguchi_staff"])
async def test_a_made_up_cookie_opens_nothing(web_client: TestClient[Any, Any], cookie: str) -> None:
    for method, path in guarded_routes(app_of(web_client)):
        response = await web_client.request(
            method, path, allow_redirects=False, headers={"Cookie": f"{cookie}=made-up"}
        )
        assert response.status in (401, 303), (method, path)


async def test_every_post_wants_the_csrf_token(context: Context, web_client: TestClient[Any, Any]) -> None:
    seeker = await seeker_browser(context, web_client, await make_seeker(context))
    staff = await staff_browser(web_client, await make_staff(context))
    posts = [path for method, path in guarded_routes(app_of(web_client)) if method == "POST"]
    assert len(posts) > 8
    for path in posts:
        browser = seeker if path.startswith("/me") else staff
        response = await browser.post(path, csrf=False)
        assert response.status == 403, path
        assert "時間がたちました" in await response.text()


async def test_a_seekers_cookie_is_worth_nothing_at_the_desk_and_the_other_way_round(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    seeker = await seeker_browser(context, web_client, await make_seeker(context))
    staff = await staff_browser(web_client, await make_staff(context))
    seeker.cookies, staff.cookies = (
        {"madoguchi_staff": seeker.cookies["madoguchi_me"]},
        {"madoguchi_me": staff.cookies["madoguchi_staff"]},
    )
    assert (await seeker.get("/staff/queue")).status == 303
    assert (await staff.get("/me/home")).status == 401
