"""The menu of the staff pages: whoever sees a link may open it."""

import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from backend.context import Context
from backend.staff.models import Role
from tests.integration.web_helpers import make_staff, staff_browser

_LINK = re.compile(r'class="menu__item" href="([^"]+)"')


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.CONSULTANT, {"/staff/queue", "/staff/measures/mine", "/staff/account"}),
        (Role.TRAINER, {"/staff/canned", "/staff/account"}),
        (Role.OPERATOR, {"/staff/drafting", "/staff/account"}),
        (
            Role.SUPERVISOR,
            {
                *("/staff/queue", "/staff/board", "/staff/measures", "/staff/measures/mine", "/staff/breaches"),
                *("/staff/shifts", "/staff/absences", "/staff/canned", "/staff/drafting", "/staff/account"),
            },
        ),
    ],
)
async def test_everybody_sees_the_pages_they_may_open_and_no_others(
    context: Context, web_client: TestClient[Any, Any], role: Role, expected: set[str]
) -> None:
    browser = await staff_browser(web_client, await make_staff(context, "青木 みどり", role))
    page = await (await browser.get("/staff/account")).text()
    links = set(_LINK.findall(page))
    assert links == expected
    assert {path: (await browser.get(path)).status for path in links} == dict.fromkeys(expected, 200)
