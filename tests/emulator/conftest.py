"""A running emulator with a clock that stands still, and an application that writes down the webhooks it gets."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from emulator.app import STATE, EmulatorConfig, EmulatorState, create_app
from emulator.clock import ManualClock

AUTH = {"Authorization": "Bearer emulator-access-token"}
TEXT = [{"type": "text", "text": "こんにちは"}]
Json = dict[str, Any]


@dataclass
class Received:
    """What the application's webhook got, and how it is to answer."""

    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """Statuses for the next webhooks; 200 when used up."""
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    """Webhooks of these users wait until the event is set."""

    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by every webhook."""

    @property
    def events(self) -> list[Json]:
        return [event for body in self.bodies for event in json.loads(body)["events"]]


@dataclass
class World:
    client: TestClient[Any, Any]
    state: EmulatorState
    clock: ManualClock
    received: Received
    user: str
    other: str

    async def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Json, Any]:
        """A call of the platform with the right token."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.client.post(path, json=body, headers=AUTH | named)
        return answer.status, await answer.json(), answer.headers

    async def get(self, path: str) -> tuple[int, Json]:
        answer = await self.client.get(path, headers=AUTH)
        return answer.status, await answer.json()

    async def control(self, path: str, body: Json | None = None) -> Json:
        """A control call that must succeed; POST with a body, else GET."""
        if body is None:
            answer = await self.client.get(f"/emulator/{path}")
        else:
            answer = await self.client.post(f"/emulator/{path}", json=body)
        assert answer.status < 300, await answer.text()
        found: Json = await answer.json()
        return found

    async def settle(self) -> list[Json]:
        """Wait until nothing is left to deliver; answer all events the application got."""
        await self.state.webhooks.wait_idle()
        return self.received.events

    async def say(self, text: str = "質問です", user: str | None = None) -> Json:
        """Somebody types; answers the event as the application got it."""
        self.state.send_text(user or self.user, text)
        return (await self.settle())[-1]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def make_world(clock: ManualClock) -> AsyncIterator[Callable[..., Any]]:
    open_ones: list[Any] = []

    async def make(**settings: Any) -> World:
        received = Received()

        async def webhook(request: web.Request) -> web.Response:
            body = await request.read()
            for user, gate in received.gates.items():
                if user.encode() in body:
                    await gate.wait()
            received.bodies.append(body)
            received.headers.append(dict(request.headers))
            received.arrived.set()
            return web.Response(status=received.answers.pop(0) if received.answers else 200)

        app = web.Application()
        app.router.add_post("/hook", webhook)
        server = TestServer(app)
        await server.start_server()
        open_ones.append(server)
        config = replace(EmulatorConfig(), webhook_url=str(server.make_url("/hook")), **settings)
        client = TestClient(TestServer(create_app(config, clock)))
        await client.start_server()
        open_ones.insert(0, client)
        state = client.server.app[STATE]  # type: ignore[attr-defined]
        user, other = list(state.seekers)[:2]
        return World(client, state, clock, received, user, other)

    yield make
    for one in open_ones:
        await one.close()


@pytest.fixture
async def world(make_world: Callable[..., Any]) -> World:
    made: World = await make_world()
    return made
