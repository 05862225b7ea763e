"""Builders of webhook events and a signed POST, for the gateway's tests."""

import base64
import hashlib
import hmac
import itertools
import json
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from backend.clock import Clock
from tests.conftest import CHANNEL_SECRET, USER

_numbers = itertools.count(1)


def make_event(clock: Clock, event_type: str = "message", *, user: str = USER, **changes: Any) -> dict[str, Any]:
    """An event as LINE sends it, now, with unique ids."""
    number = next(_numbers)
    event: dict[str, Any] = {
        "type": event_type,
        "mode": "active",
        "timestamp": int(clock().timestamp() * 1000),
        "source": {"type": "user", "userId": user},
        "webhookEventId": f"01TESTEVENT{number:015}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"unregistered-token-{number}",
    }
    return {**event, **changes}


def make_text(clock: Clock, text: str, **changes: Any) -> dict[str, Any]:
    """A text message event."""
    message = {"type": "text", "id": f"message-{next(_numbers)}", "text": text, "quoteToken": "q"}
    return make_event(clock, message=message, **changes)


def sign(body: bytes, secret: str = CHANNEL_SECRET) -> str:
    """X-Line-Signature of a body."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


async def post_events(client: TestClient[Any, Any], *events: Any) -> ClientResponse:
    """Send events to our webhook as LINE would."""
    body = json.dumps({"destination": "Ubot", "events": list(events)}, ensure_ascii=False).encode()
    return await client.post("/line/webhook", data=body, headers={"X-Line-Signature": sign(body)})
