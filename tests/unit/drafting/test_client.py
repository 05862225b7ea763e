"""The real client library against a local server that speaks the protocol."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from backend.drafting.client import DraftUnavailable, ask_for_draft
from backend.drafting.payload import Payload, PayloadSource
from backend.settings import Settings
from tests.unit.drafting.model_server import KEY, ModelServer, answer, completion, failure, running_model

PAYLOAD = Payload(
    topic="面接の準備",
    labels=("面接",),
    question="何を話せばいいですか。",
    sources=(PayloadSource(id="faq:interview", title="面接では何を聞かれますか。", text="志望の理由などです。"),),
)


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with running_model() as model:
        yield model


def settings_for(model: ModelServer, *, key: str = KEY, timeout_s: float = 10.0) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        openai_api_key=key,  # type: ignore[arg-type]
        openai_base_url=model.url,
        openai_model="test-model",
        draft_timeout_s=timeout_s,
    )


async def outcome(model: ModelServer, **options: Any) -> str:
    """Why there is no draft."""
    with pytest.raises(DraftUnavailable) as refused:
        await ask_for_draft(settings_for(model, **options), PAYLOAD)
    return refused.value.reason


async def test_a_draft_comes_with_the_sources_it_names(model: ModelServer) -> None:
    model.reply = lambda body: answer("志望の理由を話しましょう。", ("faq:interview",), unsure=True)
    draft = await ask_for_draft(settings_for(model), PAYLOAD)
    assert (draft.text, draft.source_ids, draft.unsure) == ("志望の理由を話しましょう。", ("faq:interview",), True)


async def test_the_server_gets_the_payload_and_our_instructions_and_nothing_else(model: ModelServer) -> None:
    await ask_for_draft(settings_for(model), PAYLOAD)
    (body,) = model.asked
    assert set(body) == {"model", "messages", "response_format", "max_completion_tokens"}
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert json.loads(body["messages"][1]["content"]) == PAYLOAD.model_dump(mode="json")


async def test_sources_that_were_not_given_are_dropped(model: ModelServer) -> None:
    model.reply = lambda body: answer(sources=("faq:made_up", "faq:interview", "faq:interview"))
    assert (await ask_for_draft(settings_for(model), PAYLOAD)).source_ids == ("faq:interview",)


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (401, "invalid_api_key", "key_refused"),
        (403, "permission", "key_refused"),
        (429, "rate_limit_exceeded", "busy"),
        (500, "server_error", "failed"),
        (503, "overloaded", "failed"),
        (400, "invalid_request_error", "failed"),
        (404, "model_not_found", "failed"),
    ],
)
async def test_errors_of_the_server_are_told_apart_and_not_repeated(
    model: ModelServer, status: int, kind: str, reason: str
) -> None:
    model.reply = lambda body: failure(status, kind)
    assert await outcome(model) == reason
    assert len(model.asked) == 1


async def test_a_wrong_key_is_said_to_be_one(model: ModelServer) -> None:
    assert await outcome(model, key="wrong") == "key_refused"


async def test_a_slow_server_is_given_up_after_the_time_out(model: ModelServer) -> None:
    model.hold = asyncio.Event()
    assert await outcome(model, timeout_s=0.3) == "timeout"


async def test_a_server_that_is_not_there_is_said_to_be_unreachable(model: ModelServer) -> None:
    gone = ModelServer(url="http://127.0.0.1:1/v1")
    assert await outcome(gone) == "unreachable"


@pytest.mark.parametrize(
    "reply",
    [
        completion("これはJSONではありません"),
        completion('{"draft": '),
        completion('{"draft": ""}'),
        completion('{"draft": "  "}'),
        completion('{"draft": 7}'),
        completion('{"draft": "文", "source_ids": "faq:interview"}'),
        completion('["draft"]'),
        completion(None),
        completion(json.dumps({"draft": "長" * 100_000})),
        completion('{"draft": "途中で', finish_reason="length"),
        {"choices": []},
        {"unexpected": True},
        ["not", "an", "object"],
        "text",
    ],
)
async def test_an_answer_out_of_form_is_not_used(model: ModelServer, reply: Any) -> None:
    model.reply = lambda body: reply
    assert await outcome(model) == "malformed"


async def test_a_body_that_is_no_json_at_all_is_not_used(model: ModelServer) -> None:
    model.reply = lambda body: web.Response(text="<html>gateway</html>", content_type="text/html")
    assert await outcome(model) == "malformed"
    model.reply = lambda body: web.Response(text="{", content_type="application/json")
    assert await outcome(model) == "malformed"


@pytest.mark.parametrize(
    "reply",
    [completion(None, refusal="できません"), completion(None, finish_reason="content_filter")],
)
async def test_a_refusal_is_told_as_one(model: ModelServer, reply: dict[str, Any]) -> None:
    model.reply = lambda body: reply
    assert await outcome(model) == "refused"


async def test_a_redirect_does_not_carry_the_payload_elsewhere(model: ModelServer) -> None:
    async with running_model() as other:
        model.reply = lambda body: web.Response(status=307, headers={"Location": f"{other.url}/chat/completions"})
        assert await outcome(model) == "failed"
        assert other.asked == []


async def test_nothing_of_the_call_is_logged(model: ModelServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await ask_for_draft(settings_for(model), PAYLOAD)
    model.reply = lambda body: failure(500, "server_error")
    await outcome(model)
    assert {record.name.split(".")[0] for record in caplog.records} <= {"aiohttp", "asyncio"}
