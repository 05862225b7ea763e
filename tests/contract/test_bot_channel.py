"""The contract between the app and Rasa's channel, held from both sides by the same recorded exchanges.

Here the client is held to them; `tests/e2e_bot/test_contract.py` holds the real Rasa to them.
"""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from backend.bot.client import BotClient, BotUnavailable
from tests.conftest import CHANNEL_TOKEN, FakeRasa

RECORDED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "recorded" / "bot_channel.json").read_text(encoding="utf-8")
)


def shape(value: Any) -> Any:
    """What a value is made of: keys and kinds, not texts."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


@pytest.mark.parametrize("exchange", RECORDED, ids=[exchange["name"] for exchange in RECORDED])
async def test_the_client_asks_and_understands_as_recorded(rasa: FakeRasa, exchange: dict[str, Any]) -> None:
    request = exchange["request"]
    rasa.answer = lambda _body: exchange["response"]
    async with BotClient(url=rasa.url, channel_token=CHANNEL_TOKEN, timeout_s=2) as bot:
        answer = await bot.send(
            conversation_id=request["sender"],
            message=request["message"],
            event_id=UUID(request["metadata"]["event_id"]),
            typed=request["typed"],
            pii=request["metadata"]["pii"],
        )
    assert rasa.turns == [request]
    assert answer == exchange["response"]


async def test_a_wrong_token_is_refused(rasa: FakeRasa) -> None:
    async with BotClient(url=rasa.url, channel_token="wrong", timeout_s=2) as bot:
        with pytest.raises(BotUnavailable, match="http_401"):
            await bot.send(conversation_id="c", message="a", event_id=UUID(int=1), typed=True)
