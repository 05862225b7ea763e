"""The real Rasa answers the recorded requests in the recorded form (tests/contract holds the client to the same)."""

from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from backend.bot.client import CHANNEL_PATH
from tests.conftest import CHANNEL_TOKEN
from tests.contract.test_bot_channel import RECORDED, shape
from tests.e2e_bot.conftest import Talk

pytestmark = [pytest.mark.bot]


async def post(url: str, body: dict[str, Any], token: str = CHANNEL_TOKEN) -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession() as http,
        http.post(url + CHANNEL_PATH, json=body, headers={"Authorization": f"Bearer {token}"}) as response,
    ):
        return response.status, await response.json(content_type=None)


@pytest.mark.parametrize("exchange", RECORDED, ids=[exchange["name"] for exchange in RECORDED])
async def test_rasa_answers_as_recorded(talk: Talk, real_rasa: Any, exchange: dict[str, Any]) -> None:
    body = {**exchange["request"], "sender": talk.seeker.conversation_id}
    body["metadata"] = {**body["metadata"], "event_id": str(uuid4())}
    status, answer = await post(real_rasa.url, body)
    assert status == exchange["status"]
    kinds = [kind for part in answer for kind in shape(part).items()]
    for name, kind in (item for part in exchange["response"] for item in shape(part).items()):
        assert name in dict(kinds)
        assert kind in [found for key, found in kinds if key == name] or name == "custom"


async def test_the_same_event_asked_again_gets_the_same_answer(talk: Talk, real_rasa: Any) -> None:
    body = {**RECORDED[0]["request"], "sender": talk.seeker.conversation_id}
    body["metadata"] = {**body["metadata"], "event_id": str(uuid4())}
    first, again = await post(real_rasa.url, body), await post(real_rasa.url, body)
    assert first == again
    assert first[1]


async def test_rasa_refuses_a_wrong_token(talk: Talk, real_rasa: Any) -> None:
    status, _ = await post(real_rasa.url, RECORDED[0]["request"], token="wrong")
    assert status == 401
