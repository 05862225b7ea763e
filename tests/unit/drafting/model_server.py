"""A stand-in for a server that speaks chat completions (the shape of OpenAI's API), and can misbehave."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

KEY = "test-model-key"


def completion(content: str | None, **message: Any) -> dict[str, Any]:
    """A whole answer of the API around one message."""
    return {
        "id": "chatcmpl-test",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": "test-model",
        "choices": [
            {
                "index": 0,
                "finish_reason": message.pop("finish_reason", "stop"),
                "logprobs": None,
                "message": {"role": "assistant", "content": content, "refusal": None, **message},
            }
        ],
        "usage": {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20},
    }


def answer(draft: str = "架空の下書きです。", sources: tuple[str, ...] = (), unsure: bool = False) -> dict[str, Any]:
    """A well-formed draft."""
    return completion(json.dumps({"draft": draft, "source_ids": list(sources), "unsure": unsure}, ensure_ascii=False))


def failure(status: int, kind: str) -> web.Response:
    """An error in the API's form."""
    body = {"error": {"message": "a text that quotes the request", "type": kind, "param": None, "code": kind}}
    return web.json_response(body, status=status)


@dataclass
class ModelServer:
    """`reply` gets the posted body and returns JSON or a response; bodies are kept in `asked`, `hold` delays."""

    url: str = ""
    reply: Callable[[dict[str, Any]], Any] = lambda body: answer()
    asked: list[dict[str, Any]] = field(default_factory=list)
    hold: asyncio.Event | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return failure(401, "invalid_api_key")
        body = await request.json()
        self.asked.append(body)
        self.arrived.set()
        if body.get("stream") or not body.get("model") or body["messages"][-1]["role"] != "user":
            return failure(400, "invalid_request_error")
        if self.hold is not None:
            await self.hold.wait()
        reply = self.reply(body)
        return reply if isinstance(reply, web.StreamResponse) else web.json_response(reply)


@asynccontextmanager
async def running_model() -> AsyncIterator[ModelServer]:
    """The stand-in on a port of its own."""
    model = ModelServer()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", model.handle)
    async with TestServer(app) as server:
        model.url = str(server.make_url("/v1"))
        yield model
        if model.hold is not None:
            model.hold.set()
