"""People that many tests are about. A module that needs somebody else has a fixture of the same name."""

import pytest

from backend.context import Context
from backend.seekers.models import Seeker
from backend.staff.models import Role, Staff
from tests.integration.web_helpers import make_seeker, make_staff


@pytest.fixture
async def seeker(context: Context) -> Seeker:
    """Somebody who follows on LINE."""
    return await make_seeker(context)


@pytest.fixture
async def midori(context: Context) -> Staff:
    """A registered consultant."""
    return await make_staff(context, "青木 みどり")


@pytest.fixture
async def hiroshi(context: Context) -> Staff:
    """Another one."""
    return await make_staff(context, "森田 ひろし")


@pytest.fixture
async def boss(context: Context) -> Staff:
    """A supervisor, who does not answer."""
    return await make_staff(context, "西野 さちこ", Role.SUPERVISOR)
