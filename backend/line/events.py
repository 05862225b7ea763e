"""Our own tolerant parser of webhook bodies: each event stands alone, unknown types and fields are normal.

The SDK's parser drops what it does not know and loses a batch to one bad event; this one keeps what it needs.
"""

import base64
import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.clock import from_epoch_ms
from backend.errors import AppError

MAX_BODY_BYTES = 1_000_000
MAX_TEXT = 5_000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_EARLIEST_MS, _LATEST_MS = 1_300_000_000_000, 4_000_000_000_000


class BadSignature(AppError):
    """The body was not signed with our channel secret."""

    code = "bad_signature"
    http_status = 401


class BadBody(AppError):
    """Signed, but not a webhook body, or not for our bot."""

    code = "bad_body"
    http_status = 400


@dataclass(frozen=True)
class ParsedEvent:
    """What we keep of one event. `text` is raw and leaves this process only masked.

    Attributes:
        event_type: `message`, `postback`, `follow` …; unknown ones as they came.
        user_id: only for one-to-one talks; events of groups and rooms have none here.
        message_id: of the message itself, or for `unsend` the message taken back.
        one_to_one: False for groups and rooms: no confidential flow there.
    """

    webhook_event_id: str
    event_type: str
    occurred_at: datetime
    mode: str
    is_redelivery: bool
    user_id: str | None
    one_to_one: bool
    reply_token: str | None
    message_type: str | None = None
    message_id: str | None = None
    text: str | None = field(default=None, repr=False)
    postback_data: str | None = field(default=None, repr=False)
    postback_params: dict[str, str] = field(default_factory=dict)
    is_unblocked: bool = False


def verify_signature(body: bytes, signature: str | None, secrets: list[str]) -> None:
    """Compare X-Line-Signature with HMAC-SHA256 of the raw bytes, for the current and the previous channel secret.

    Raises:
        BadSignature: missing, malformed or wrong.
    """
    given = (signature or "").encode("utf-8", "surrogateescape")
    for secret in secrets:
        expected = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
        if secret and hmac.compare_digest(expected, given):
            return
    raise BadSignature


def parse_body(body: bytes, *, bot_user_id: str = "") -> tuple[list[ParsedEvent], int]:
    """Events of a verified body, in order of their timestamps, and the number of malformed ones left out.

    Raises:
        BadBody: not UTF-8 JSON, no list of events, or addressed to another bot.
    """
    try:
        data = json.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BadBody from None
    events = data.get("events") if isinstance(data, dict) else None
    if not isinstance(events, list):
        raise BadBody
    if bot_user_id and data.get("destination") != bot_user_id:
        raise BadBody(code="wrong_destination")
    parsed = [_parse_event(event) for event in events]
    good = [event for event in parsed if event is not None]
    return sorted(good, key=lambda event: event.occurred_at), len(parsed) - len(good)


def _parse_event(event: Any) -> ParsedEvent | None:
    """One event, or None when it lacks what every event has."""
    if not isinstance(event, dict):
        return None
    event_type, timestamp = event.get("type"), event.get("timestamp")
    if not isinstance(event_type, str) or not _NAME.fullmatch(event_type):
        return None
    if type(timestamp) is not int or not _EARLIEST_MS <= timestamp <= _LATEST_MS:
        return None
    source = _dict(event.get("source"))
    one_to_one = source.get("type") == "user"
    message = _dict(event.get("message"))
    postback = _dict(event.get("postback"))
    text = message.get("text")
    is_text = event_type == "message" and message.get("type") == "text"
    return ParsedEvent(
        webhook_event_id=_string(event.get("webhookEventId"), 64) or _fallback_id(event),
        event_type=event_type,
        occurred_at=from_epoch_ms(timestamp),
        mode=_string(event.get("mode"), 20) or "active",
        is_redelivery=_dict(event.get("deliveryContext")).get("isRedelivery") is True,
        user_id=_string(source.get("userId"), 64) if one_to_one else None,
        one_to_one=one_to_one,
        reply_token=_string(event.get("replyToken"), 256),
        message_type=_string(message.get("type"), 40),
        message_id=_string(message.get("id") or _dict(event.get("unsend")).get("messageId"), 64),
        text=text[:MAX_TEXT] if is_text and isinstance(text, str) else None,
        postback_data=_string(postback.get("data"), 300),
        postback_params={
            str(key)[:40]: str(value)[:40] for key, value in _dict(postback.get("params")).items() if key.isascii()
        },
        is_unblocked=_dict(event.get("follow")).get("isUnblocked") is True,
    )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _string(value: Any, limit: int) -> str | None:
    if isinstance(value, str) and 0 < len(value) <= limit:
        return value
    return None


def _fallback_id(event: dict[str, Any]) -> str:
    """An id from the content, for an event that came without one: a copy of it gets the same."""
    canonical = {key: value for key, value in event.items() if key not in ("deliveryContext", "replyToken")}
    return "sha256-" + hashlib.sha256(json.dumps(canonical, sort_keys=True).encode()).hexdigest()[:40]
