"""The emulator's records: people, what stands in their talks, and what the bot asked of the API."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass
class Seeker:
    """A demo user of LINE."""

    user_id: str
    name: str
    friend: bool = True
    """False after a block, and before the first follow."""
    blocked: bool = False
    rich_menu_id: str | None = None
    typing_until: datetime | None = None

    def as_json(self) -> Json:
        """For the control API."""
        return {
            "userId": self.user_id,
            "name": self.name,
            "friend": self.friend,
            "blocked": self.blocked,
            "richMenuId": self.rich_menu_id,
        }


@dataclass
class Entry:
    """One bubble (or notice) of a talk."""

    id: str
    user_id: str
    sender: str
    """seeker, bot or system."""
    kind: str
    """How it came: user, postback, follow, block, unblock … or reply, push, multicast, broadcast."""
    at: int
    """Milliseconds since the epoch."""
    message: Json
    quote_token: str | None = None
    retry_key: str | None = None
    request_id: str | None = None
    webhook_event_id: str | None = None
    read: bool = False
    unsent: bool = False
    shown: bool = True
    """False for what was sent to somebody who had blocked the bot."""

    def as_json(self) -> Json:
        """For the control API."""
        names = {
            "user_id": "userId",
            "sender": "from",
            "quote_token": "quoteToken",
            "retry_key": "retryKey",
            "request_id": "requestId",
            "webhook_event_id": "webhookEventId",
        }
        return {names.get(name, name): value for name, value in asdict(self).items()}


@dataclass
class ApiRequest:
    """One call the application made, complete, for confidentiality tests. The token is never kept."""

    id: str
    at: int
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    status: int = 0

    def as_json(self) -> Json:
        """For the control API."""
        return asdict(self)


@dataclass
class ReplyToken:
    """Opens one reply to one user."""

    user_id: str
    expires_at: datetime
    event_at: datetime
    used: bool = False


@dataclass(frozen=True)
class Accepted:
    """What a retry key was first accepted for."""

    at: datetime
    request_id: str
    sent_messages: list[Json]


@dataclass
class RichMenu:
    """A created rich menu and, once uploaded, its image."""

    id: str
    definition: Json
    image: bytes | None = None
    image_type: str = ""

    def as_json(self) -> Json:
        """As the API lists it."""
        return {"richMenuId": self.id, **self.definition}


@dataclass
class Content:
    """What a seeker sent as a file; always made up."""

    data: bytes
    content_type: str
    file_name: str = field(default="")
