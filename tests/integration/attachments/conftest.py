"""The application with a virus scanner, for tests of files that come with forms."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from backend.app import create_web_app
from backend.context import Context
from tests.unit.attachments.clamd import FakeClamd, running_clamd


@pytest.fixture
async def clamd() -> AsyncIterator[FakeClamd]:
    """A scanner that knows EICAR's test file."""
    async with running_clamd() as fake:
        yield fake


@pytest.fixture
async def scanned_client(context: Context, clamd: FakeClamd) -> AsyncIterator[TestClient[Any, Any]]:
    """A client of the application with that scanner."""
    settings = context.settings.model_copy(update={"base_url": "http://127.0.0.1", "clamav_address": clamd.address})
    async with TestClient(TestServer(create_web_app(replace(context, settings=settings)))) as client:
        yield client
