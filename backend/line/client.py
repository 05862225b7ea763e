"""The one place that talks to the LINE platform, through line-bot-sdk.

It maps every way a call can end to `Sent` or a `LineError` whose `kind` decides what the delivery job does next.
Source: LINE Messaging API reference (retry keys, error responses), August 2026.
"""

import asyncio
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import aiohttp
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
    PushMessageRequest,
    ReplyMessageRequest,
    RichMenuRequest,
    ShowLoadingAnimationRequest,
)
from linebot.v3.messaging.exceptions import ApiException

from backend.errors import ExternalService

JsonObject = dict[str, Any]


class LineErrorKind(StrEnum):
    """How a call failed, from the sender's point of view."""

    NOT_SENT = "not_sent"
    """No connection was made: certainly not accepted."""
    UNKNOWN = "unknown"
    """Time-out, lost connection or 5xx: LINE may have accepted it."""
    RATE = "rate_limited"
    QUOTA = "monthly_quota"
    UNAUTHORIZED = "unauthorized"
    REPLY_TOKEN = "reply_token"
    """The reply token is used or expired."""
    REFUSED = "refused"
    """Any other 4xx: the request itself is wrong; trying again is pointless."""


class LineError(ExternalService):
    """A call to LINE did not end in acceptance."""

    def __init__(self, kind: LineErrorKind, http_status: int | None = None) -> None:
        super().__init__(
            "line", kind.value, retryable=kind in (LineErrorKind.NOT_SENT, LineErrorKind.UNKNOWN, LineErrorKind.RATE)
        )
        self.kind = kind
        self.line_status = http_status


class _OddBody(LineError):
    """200 with a body that is not LINE's: the call was accepted."""

    def __init__(self) -> None:
        super().__init__(LineErrorKind.UNKNOWN, 200)


class _AlreadyAccepted(LineError):
    """409: the same retry key was accepted before."""

    def __init__(self, request_id: str | None) -> None:
        super().__init__(LineErrorKind.REFUSED, 409)
        self.request_id = request_id


@dataclass(frozen=True)
class Sent:
    """LINE accepted the call; `request_id` is its X-Line-Request-Id, for support cases."""

    request_id: str | None


class TokenSource:
    """Gives the channel access token; a source that can issue new ones overrides `refresh`."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def current(self) -> str:
        """The token to use now."""
        return self._token

    async def refresh(self) -> bool:
        """Called once after a 401; True when a new token was obtained."""
        return False


class StatelessTokenSource(TokenSource):
    """15-minute channel tokens from channel id and secret (`/oauth2/v3/token`), renewed a minute early."""

    LIFE_S = 14 * 60

    def __init__(self, *, api_base: str, channel_id: str, channel_secret: str, timeout_s: float) -> None:
        super().__init__("")
        self._api_base, self._channel_id, self._channel_secret = api_base, channel_id, channel_secret
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._fetched_at = 0.0
        self._lock = asyncio.Lock()

    async def current(self) -> str:
        """A token that is valid for at least a minute."""
        if not self._token or asyncio.get_running_loop().time() - self._fetched_at > self.LIFE_S:
            await self.refresh()
        return self._token

    async def refresh(self) -> bool:
        """Issue a new token; False when LINE refuses or cannot be reached."""
        async with self._lock:
            body = {
                "grant_type": "client_credentials",
                "client_id": self._channel_id,
                "client_secret": self._channel_secret,
            }
            try:
                async with (
                    aiohttp.ClientSession(timeout=self._timeout) as http,
                    http.post(f"{self._api_base}/oauth2/v3/token", data=body) as response,
                ):
                    if response.status != 200:
                        return False
                    self._token = str((await response.json())["access_token"])
            except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
                return False
            self._fetched_at = asyncio.get_running_loop().time()
            return True


class LineClient:
    """One per process: `async with LineClient(...) as line`."""

    def __init__(self, *, api_base: str, token: TokenSource, timeout_s: float, data_api_base: str = "") -> None:
        self._configuration = Configuration(host=api_base.rstrip("/"), access_token="")
        self._blob_configuration = Configuration(host=(data_api_base or api_base).rstrip("/"), access_token="")
        self._token = token
        self._timeout_s = float(timeout_s)
        self._sdk: AsyncApiClient | None = None
        self._blob_sdk: AsyncApiClient | None = None
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "LineClient":
        self._sdk = AsyncApiClient(self._configuration)
        self._blob_sdk = AsyncApiClient(self._blob_configuration)
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self._timeout_s))
        return self

    async def __aexit__(self, *_: object) -> None:
        for sdk in (self._sdk, self._blob_sdk):
            if sdk is not None:
                await sdk.close()
        if self._http is not None:
            await self._http.close()

    async def reply(self, reply_token: str, messages: list[JsonObject]) -> Sent:
        """Answer an event, free of charge. Has no retry key: after UNKNOWN the same token tells whether it arrived.

        Raises:
            LineError: see `LineErrorKind`.
        """
        body = {"replyToken": reply_token, "messages": messages}
        return await self._send("reply_message_with_http_info", _typed(ReplyMessageRequest, body))

    async def push(self, line_user_id: str, messages: list[JsonObject], *, retry_key: UUID) -> Sent:
        """Send at any time. The same retry key is accepted once (409 = it was accepted before = success).

        Raises:
            LineError: see `LineErrorKind`.
        """
        body = {"to": line_user_id, "messages": messages}
        return await self._send(
            "push_message_with_http_info", _typed(PushMessageRequest, body), x_line_retry_key=str(retry_key)
        )

    async def show_loading(self, line_user_id: str, seconds: int = 10) -> None:
        """Dots in the talk while the bot thinks. Raises LineError like the others; callers may ignore it."""
        body = {"chatId": line_user_id, "loadingSeconds": seconds}
        await self._send("show_loading_animation_with_http_info", _typed(ShowLoadingAnimationRequest, body))

    async def list_rich_menus(self) -> list[JsonObject]:
        """Rich menus made through the API: id and name."""
        answer = await self._call("get_rich_menu_list_with_http_info")
        return [{"richMenuId": menu.rich_menu_id, "name": menu.name} for menu in answer.data.richmenus]

    async def default_rich_menu_id(self) -> str | None:
        """Id of the default rich menu; None when there is none."""
        try:
            answer = await self._call("get_default_rich_menu_id_with_http_info")
        except LineError as error:
            if error.line_status == 404:
                return None
            raise
        return str(answer.data.rich_menu_id)

    async def create_rich_menu(self, menu: JsonObject) -> str:
        """Create a rich menu without its picture; returns its id."""
        answer = await self._call("create_rich_menu_with_http_info", _typed(RichMenuRequest, menu))
        return str(answer.data.rich_menu_id)

    async def set_rich_menu_image(self, rich_menu_id: str, png: bytes) -> None:
        """Upload the picture (PNG of at most 1 MB). One that already has a picture is left as it is."""
        try:
            await self._call(
                "set_rich_menu_image_with_http_info",
                rich_menu_id,
                png,
                blob=True,
                _headers={"Content-Type": "image/png"},
            )
        except LineError as error:
            if error.line_status != 400:
                raise

    async def set_default_rich_menu(self, rich_menu_id: str) -> None:
        """Show this menu to everybody who has none of their own."""
        await self._call("set_default_rich_menu_with_http_info", rich_menu_id)

    async def delete_rich_menu(self, rich_menu_id: str) -> None:
        """Remove a menu."""
        await self._call("delete_rich_menu_with_http_info", rich_menu_id)

    async def _send(self, method: str, request: Any, **headers: Any) -> Sent:
        """A call that sends; an odd body on a 200 and a 409 both mean that LINE has accepted it."""
        try:
            response = await self._call(method, request, **headers)
        except _OddBody:
            return Sent(None)
        except _AlreadyAccepted as error:
            return Sent(error.request_id)
        return Sent((response.headers or {}).get("x-line-request-id"))

    async def _call(self, method: str, *arguments: Any, blob: bool = False, **options: Any) -> Any:
        """One SDK call with our token; a 401 is tried once more with a refreshed one."""
        sdk = self._blob_sdk if blob else self._sdk
        if sdk is None:
            raise RuntimeError("LineClient is used outside its async with block")
        api = AsyncMessagingApiBlob(sdk) if blob else AsyncMessagingApi(sdk)
        for last_try in (False, True):
            token = await self._token.current()
            sdk.configuration.access_token = token
            sdk.default_headers["Authorization"] = f"Bearer {token}"
            try:
                return await getattr(api, method)(*arguments, _request_timeout=self._timeout_s, **options)
            except ApiException as error:
                if error.status == 409:
                    raise _AlreadyAccepted((error.headers or {}).get("x-line-accepted-request-id")) from None
                if error.status == 401 and not last_try and await self._token.refresh():
                    continue
                raise _line_error(error) from None
            except aiohttp.ClientConnectorError:
                raise LineError(LineErrorKind.NOT_SENT) from None
            except (TimeoutError, aiohttp.ClientError, UnicodeDecodeError, OSError):
                raise LineError(LineErrorKind.UNKNOWN) from None
            except ValueError:
                # The SDK's models refuse an odd body on a 200 (pydantic's errors are ValueErrors).
                raise _OddBody from None
        raise LineError(LineErrorKind.UNAUTHORIZED, 401)

    async def verify_id_token(self, id_token: str, *, api_base: str, channel_id: str, nonce: str | None) -> str | None:
        """The LINE user id inside a LIFF ID token as LINE itself verified it; None when it is not valid.

        Raises:
            LineError: LINE cannot be reached.
        """
        if self._http is None:
            raise RuntimeError("LineClient is used outside its async with block")
        body = {"id_token": id_token, "client_id": channel_id, **({"nonce": nonce} if nonce else {})}
        try:
            async with self._http.post(f"{api_base}/oauth2/v2.1/verify", data=body) as response:
                if response.status >= 500:
                    raise LineError(LineErrorKind.UNKNOWN, response.status)
                if response.status != 200:
                    return None
                claims = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, ValueError):
            raise LineError(LineErrorKind.UNKNOWN) from None
        if not isinstance(claims, dict) or claims.get("aud") != channel_id:
            return None
        subject = claims.get("sub")
        return subject if isinstance(subject, str) and subject else None


def _typed(model: Any, body: JsonObject) -> Any:
    """The SDK's request object, checked to lose nothing on the wire (it drops what it does not know).

    Raises:
        ValueError: a field would vanish, i.e. our message is not what LINE's models allow.
    """
    try:
        request = model.from_dict(body)
    except ValueError:
        raise ValueError(f"not a valid {model.__name__}") from None
    lost = _lost(body, request.to_dict())
    if lost:
        raise ValueError(f"{model.__name__} would drop {lost}")
    return request


def _lost(given: Any, wire: Any, path: str = "") -> str:
    if isinstance(given, dict):
        if not isinstance(wire, dict):
            return path
        for key, value in given.items():
            if key not in wire:
                return f"{path}.{key}"
            if found := _lost(value, wire[key], f"{path}.{key}"):
                return found
    elif isinstance(given, list):
        if not isinstance(wire, list) or len(wire) != len(given):
            return path
        for number, (one, other) in enumerate(zip(given, wire, strict=True)):
            if found := _lost(one, other, f"{path}[{number}]"):
                return found
    return ""


def _line_error(error: ApiException) -> LineError:
    status = int(error.status or 0)
    message = _message_of(error)
    if status == 429:
        return LineError(LineErrorKind.QUOTA if "monthly limit" in message else LineErrorKind.RATE, status)
    if status == 401:
        return LineError(LineErrorKind.UNAUTHORIZED, status)
    if status == 400 and "reply token" in message.lower():
        return LineError(LineErrorKind.REPLY_TOKEN, status)
    if status >= 500 or status == 0:
        return LineError(LineErrorKind.UNKNOWN, status)
    return LineError(LineErrorKind.REFUSED, status)


def _message_of(error: ApiException) -> str:
    try:
        return str(json.loads(error.body or "{}").get("message", ""))
    except (ValueError, AttributeError, TypeError):
        return ""
