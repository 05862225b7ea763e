"""Asks Rasa over HTTP: one turn of a conversation, health. Pinned by recorded fixtures in tests/contract."""

from typing import Any
from uuid import UUID

import aiohttp

from backend.errors import ExternalService

CHANNEL_PATH = "/webhooks/madoguchi/webhook"
MAX_MESSAGE_CHARS = 1_000

JsonObject = dict[str, Any]


class BotUnavailable(ExternalService):
    """Rasa is down, slow, or answered something that is not a list of messages."""

    def __init__(self, reason: str) -> None:
        super().__init__("bot", reason, retryable=True)


class BotClient:
    """One per process: `async with BotClient(...) as bot`."""

    def __init__(self, *, url: str, channel_token: str, timeout_s: float) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {channel_token}"}
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "BotClient":
        self._http = aiohttp.ClientSession(timeout=self._timeout)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._http is not None:
            await self._http.close()

    async def send(
        self,
        *,
        conversation_id: str,
        message: str,
        event_id: UUID,
        typed: bool,
        pii: bool = False,
        topic: str | None = None,
    ) -> list[JsonObject]:
        """One turn: masked text or `/intent{...}` in, Rasa's messages out (possibly none).

        The channel replays the stored answer when it sees the same `event_id` again, so a retry after a crash
        repeats nothing.

        Args:
            typed: the words are the seeker's own, so that a leading slash calls no intent.
            pii: the guard masked something; the bot then answers only if it is sure, as the notice already asks.
            topic: a danger that was answered without the bot just before; short questions may point back at it.

        Raises:
            BotUnavailable: down, slower than the time-out, or nonsense.
        """
        body = {
            "sender": conversation_id,
            "message": message[:MAX_MESSAGE_CHARS],
            "metadata": {"event_id": str(event_id), "pii": pii} | ({"topic": topic} if topic else {}),
            "typed": typed,
        }
        try:
            async with self._session.post(self._url + CHANNEL_PATH, json=body, headers=self._headers) as response:
                if response.status != 200:
                    raise BotUnavailable(f"http_{response.status}")
                answer = await response.json(content_type=None)
        except TimeoutError:
            raise BotUnavailable("timeout") from None
        except aiohttp.ClientError:
            raise BotUnavailable("connection") from None
        except ValueError:
            raise BotUnavailable("malformed") from None
        if not isinstance(answer, list) or not all(isinstance(part, dict) for part in answer):
            raise BotUnavailable("malformed")
        return answer

    async def is_up(self) -> bool:
        """True when the Rasa server answers at all."""
        try:
            async with self._session.get(self._url + "/", timeout=aiohttp.ClientTimeout(total=2)) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            raise RuntimeError("BotClient is used outside its async with block")
        return self._http
