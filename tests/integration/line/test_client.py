"""The LINE client itself: tokens, refused requests, ID tokens. The far end is the emulator or a few lines of HTTP."""

from typing import Any
from uuid import uuid4

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from backend.line.client import LineClient, LineError, LineErrorKind, StatelessTokenSource, TokenSource
from tests.conftest import LIFF_CHANNEL, USER, Line

TEXT = [{"type": "text", "text": "こんにちは"}]


class Platform:
    """Issues tokens and accepts only the newest."""

    def __init__(self, *, accepts: bool = True) -> None:
        self.issued = 0
        self.accepts = accepts
        self.pushes: list[str] = []

    async def issue(self, request: web.Request) -> web.Response:
        form = await request.post()
        assert form["grant_type"] == "client_credentials"
        self.issued += 1
        return web.json_response({"access_token": f"token-{self.issued}", "expires_in": 900, "token_type": "Bearer"})

    async def push(self, request: web.Request) -> web.Response:
        self.pushes.append(request.headers["Authorization"])
        if not self.accepts or self.pushes[-1] != f"Bearer token-{max(self.issued, 2)}":
            return web.json_response({"message": "Authentication failed"}, status=401)
        return web.json_response({"sentMessages": [{"id": "1", "quoteToken": "q"}]})

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/oauth2/v3/token", self.issue)
        app.router.add_post("/v2/bot/message/push", self.push)
        return app


async def client_of(server: TestServer) -> LineClient:
    base = str(server.make_url("")).rstrip("/")
    source = StatelessTokenSource(api_base=base, channel_id="1", channel_secret="s", timeout_s=1)
    return LineClient(api_base=base, token=source, timeout_s=1)


async def test_a_401_is_answered_by_exactly_one_refresh_and_a_second_try() -> None:
    platform = Platform()
    async with TestServer(platform.app()) as server, await client_of(server) as line:
        await line.push(USER, TEXT, retry_key=uuid4())
    assert platform.pushes == ["Bearer token-1", "Bearer token-2"]
    assert platform.issued == 2


async def test_a_401_that_stays_ends_after_one_refresh() -> None:
    platform = Platform(accepts=False)
    async with TestServer(platform.app()) as server, await client_of(server) as line:
        with pytest.raises(LineError) as refused:
            await line.push(USER, TEXT, retry_key=uuid4())
    assert refused.value.kind is LineErrorKind.UNAUTHORIZED
    assert platform.issued == 2


async def test_a_long_lived_token_is_not_refreshed(line: Line) -> None:
    async with LineClient(api_base=line.url, token=TokenSource("wrong"), timeout_s=1) as client:
        with pytest.raises(LineError) as refused:
            await client.push(USER, TEXT, retry_key=uuid4())
    assert refused.value.kind is LineErrorKind.UNAUTHORIZED


async def test_a_message_the_sdk_would_mutilate_is_refused_before_sending(context: Any, line: Line) -> None:
    with pytest.raises(ValueError, match="would drop"):
        await context.line.push(USER, [{"type": "text", "text": "a", "colour": "red"}], retry_key=uuid4())
    assert line.calls() == []


async def test_no_connection_is_known_to_be_not_sent() -> None:
    async with LineClient(api_base="http://127.0.0.1:9", token=TokenSource("t"), timeout_s=1) as client:
        with pytest.raises(LineError) as failed:
            await client.push(USER, TEXT, retry_key=uuid4())
    assert failed.value.kind is LineErrorKind.NOT_SENT


@pytest.mark.parametrize(
    ("options", "expected"),
    [({}, USER), ({"ttl_s": -10}, None), ({"audience": "another"}, None)],
)
async def test_an_id_token_is_what_line_says_it_is(
    context: Any, line: Line, options: dict[str, Any], expected: str | None
) -> None:
    token = line.state.id_token(USER, **options)
    found = await context.line.verify_id_token(token, api_base=line.url, channel_id=LIFF_CHANNEL, nonce=None)
    assert found == expected


async def test_a_made_up_id_token_is_nobody(context: Any, line: Line) -> None:
    assert await context.line.verify_id_token("a.b.c", api_base=line.url, channel_id=LIFF_CHANNEL, nonce=None) is None
