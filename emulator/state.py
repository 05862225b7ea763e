"""All that the emulator knows, in memory, and what people and the bot can do to it.

The control API and tests call the seekers' side (`send_text` …); the messaging API calls the bot's side (`accept` …).
"""

import asyncio
import itertools
import secrets
import uuid
from collections import deque
from datetime import timedelta
from typing import Any

from emulator.clock import Clock, SystemClock, millis
from emulator.config import EmulatorConfig, user_id_for
from emulator.content import made_up
from emulator.faults import Faults
from emulator.limits import Limits
from emulator.model import Accepted, ApiRequest, Content, Entry, Json, ReplyToken, RichMenu, Seeker
from emulator.stream import Stream
from emulator.tokens import AccessTokens, mint_id_token
from emulator.webhooks import WebhookSender

REPLY_TOKEN_TTL = timedelta(minutes=1)
REDELIVERED_TOKEN_TTL = timedelta(minutes=20)
RETRY_KEY_TTL = timedelta(hours=24)
_ULID_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class NoSuch(Exception):
    """There is no such user, message or rich menu; the message names what is missing."""


class EmulatorState:
    """One bot account, its friends and its talks. Needs a running loop from `start` on."""

    def __init__(self, config: EmulatorConfig | None = None, clock: Clock | None = None) -> None:
        self.config = config or EmulatorConfig()
        self.clock = clock or SystemClock()
        self.faults = Faults()
        self.stream = Stream()
        self.closing = asyncio.Event()
        self.webhooks = WebhookSender(
            self.config,
            self.clock,
            self.faults,
            on_redelivery=self._keep_reply_token,
            on_result=self._webhook_result,
        )
        self._message_number = itertools.count(millis(self.clock.now()) * 10_000)
        self.rich_menus: dict[str, RichMenu] = {}
        self.aliases: dict[str, str] = {}
        self.default_rich_menu: str | None = None
        self._start_afresh()

    def _start_afresh(self) -> None:
        self.seekers = {user_id_for(name): Seeker(user_id_for(name), name) for name in self.config.seekers}
        self.talks: dict[str, list[Entry]] = {user_id: [] for user_id in self.seekers}
        self.contents: dict[str, Content] = {}
        self.requests: deque[ApiRequest] = deque(maxlen=self.config.recorded_requests)
        self.reply_tokens: dict[str, ReplyToken] = {}
        self.retry_keys: dict[str, Accepted] = {}
        self.link_tokens: dict[str, str] = {}
        self.access_tokens = AccessTokens(self.config)
        self.limits = Limits(self.config, self.clock)
        self._events: dict[str, tuple[str, Json]] = {}
        self._entries_by_event: dict[str, Entry] = {}

    async def start(self) -> None:
        """Begin sending webhooks."""
        await self.webhooks.start()

    async def stop(self) -> None:
        """Let go of held connections and of the webhook senders."""
        self.closing.set()
        await self.webhooks.stop()

    def reset(self, *, rich_menus: bool = False) -> None:
        """Forget all talks, requests, faults, keys and added people; rich menus only on request."""
        self.faults.clear()
        self.webhooks.forget()
        self._start_afresh()
        if rich_menus:
            self.rich_menus.clear()
            self.aliases.clear()
            self.default_rich_menu = None
        self.stream.publish("reset", {})

    # --- people -------------------------------------------------------------------------------------------------

    def seeker(self, user_id: str) -> Seeker:
        """The person with that id.

        Raises:
            NoSuch: nobody has it.
        """
        if user_id not in self.seekers:
            raise NoSuch("user")
        return self.seekers[user_id]

    def add_seeker(self, name: str, user_id: str | None = None, *, follow: bool = True) -> Seeker:
        """A new person, who becomes a friend at once (with a follow event) unless told otherwise."""
        seeker = Seeker(user_id or "U" + secrets.token_hex(16), name, friend=False)
        self.seekers[seeker.user_id] = seeker
        self.talks.setdefault(seeker.user_id, [])
        if follow:
            self.follow(seeker.user_id)
        self._publish_seeker(seeker)
        return seeker

    def follow(self, user_id: str) -> Entry:
        """Add the bot as a friend, or lift a block."""
        seeker = self.seeker(user_id)
        unblocked = seeker.blocked
        seeker.friend, seeker.blocked = True, False
        self._publish_seeker(seeker)
        event = self._event(user_id, "follow", reply=True, follow={"isUnblocked": unblocked})
        return self._say(user_id, "unblock" if unblocked else "follow", {"type": "notice"}, event, sender="system")

    def block(self, user_id: str) -> Entry:
        """Block the bot: it gets an unfollow event and later messages are not shown."""
        seeker = self.seeker(user_id)
        seeker.friend, seeker.blocked = False, True
        self._publish_seeker(seeker)
        event = self._event(user_id, "unfollow")
        return self._say(user_id, "block", {"type": "notice"}, event, sender="system")

    def id_token(
        self, user_id: str, *, nonce: str | None = None, ttl_s: int = 3_600, audience: str | None = None
    ) -> str:
        """What LIFF would hand to a page of this person."""
        seeker = self.seeker(user_id)
        return mint_id_token(
            self.config, self.clock.now(), user_id, seeker.name, nonce=nonce, ttl_s=ttl_s, audience=audience
        )

    # --- what seekers do ----------------------------------------------------------------------------------------

    def send_text(self, user_id: str, text: str, *, quoted: str | None = None) -> Entry:
        """Type a message."""
        message: Json = {"type": "text", "text": text}
        if quoted:
            message["quotedMessageId"] = quoted
        return self._send_message(user_id, message, quotable=True)

    def send_sticker(self, user_id: str, package_id: str = "446", sticker_id: str = "1988") -> Entry:
        """Send a sticker."""
        message = {"type": "sticker", "packageId": package_id, "stickerId": sticker_id}
        return self._send_message(user_id, message | {"stickerResourceType": "STATIC"}, quotable=True)

    def send_file(self, user_id: str, kind: str, file_name: str = "") -> Entry:
        """Send a made-up image, video, audio or file."""
        message: Json = {"type": kind}
        if kind == "file":
            message |= {"fileName": file_name or "document.pdf", "fileSize": 2_138}
        else:
            message["contentProvider"] = {"type": "line"}
        if kind in ("video", "audio"):
            message["duration"] = 12_000
        entry = self._send_message(user_id, message, quotable=kind in ("image", "video"))
        self.contents[entry.id] = made_up(kind, file_name)
        return entry

    def send_location(
        self, user_id: str, title: str, address: str, latitude: float = 34.4067, longitude: float = 135.3275
    ) -> Entry:
        """Send a place."""
        message = {"type": "location", "title": title, "address": address}
        return self._send_message(user_id, message | {"latitude": latitude, "longitude": longitude})

    def postback(
        self, user_id: str, data: str, *, params: Json | None = None, display_text: str | None = None
    ) -> Entry:
        """Tap something with a postback action (or pick a date: `params`)."""
        self._friend(user_id)
        postback: Json = {"data": data}
        if params:
            postback["params"] = params
        event = self._event(user_id, "postback", reply=True, postback=postback)
        message: Json = {"type": "text", "text": display_text} if display_text else {"type": "postback", **postback}
        return self._say(user_id, "postback", message, event)

    def switch_rich_menu(self, user_id: str, alias: str, data: str) -> Entry:
        """Tap a richmenuswitch action."""
        found = alias in self.aliases
        if found:
            self.link_rich_menu(user_id, self.aliases[alias])
        status = "SUCCESS" if found else "RICHMENU_ALIAS_ID_NOTFOUND"
        return self.postback(user_id, data, params={"newRichMenuAliasId": alias, "status": status})

    def unsend(self, user_id: str, message_id: str) -> Entry:
        """Take an own message back: its content is gone here, and the bot is told."""
        self._friend(user_id)
        entry = next(
            (one for one in self.talks[user_id] if one.id == message_id and one.sender == "seeker"),
            None,
        )
        if entry is None or entry.unsent:
            raise NoSuch("message")
        entry.unsent, entry.message, entry.quote_token = True, {"type": "unsent"}, None
        self.contents.pop(message_id, None)
        event = self._event(user_id, "unsend", unsend={"messageId": message_id})
        self._dispatch(user_id, event)
        self._publish_entry(entry)
        return entry

    def link_account(self, user_id: str, nonce: str, *, ok: bool = True) -> Json:
        """Finish account linking; a failed one has neither source nor reply token."""
        self.seeker(user_id)
        link = {"result": "ok" if ok else "failed", "nonce": nonce}
        event = self._event(user_id, "accountLink", reply=ok, link=link)
        if not ok:
            del event["source"]
        self._dispatch(user_id, event)
        return event

    def send_events(self, events: list[Json], *, lane: str = "custom") -> list[Json]:
        """Send any events in one POST; what one lacks (id, time, mode …) is filled in, so it can be odd on purpose."""
        filled = []
        for given in events:
            event = {
                "type": "unknown",
                "webhookEventId": self._ulid(),
                "deliveryContext": {"isRedelivery": False},
                "timestamp": millis(self.clock.now()),
                "mode": "active",
                **given,
            }
            user_id = str((event.get("source") or {}).get("userId", ""))
            self._events[str(event["webhookEventId"])] = (user_id or lane, event)
            if isinstance(event.get("replyToken"), str):
                self._register_token(event["replyToken"], user_id)
            filled.append(event)
        self.webhooks.send(lane, *filled)
        return filled

    def redeliver(self, webhook_event_id: str) -> None:
        """Deliver an event once more, as LINE does when it missed the answer.

        Raises:
            NoSuch: no such event was ever sent.
        """
        if webhook_event_id not in self._events:
            raise NoSuch("event")
        lane, event = self._events[webhook_event_id]
        self.webhooks.redeliver(lane, event)

    def conversation(self, user_id: str) -> list[Json]:
        """Everything of a talk in order, both ways, with what a block hid (`shown` false)."""
        self.seeker(user_id)
        return [entry.as_json() for entry in self.talks[user_id]]

    # --- what the bot does --------------------------------------------------------------------------------------

    def take_reply_token(self, token: str) -> str | None:
        """The user to reply to, using the token up; None for one that is unknown, used or too old."""
        found = self.reply_tokens.get(token)
        if found is None or found.used or self.clock.now() > found.expires_at:
            return None
        found.used = True
        return found.user_id

    def deliver(
        self, user_ids: list[str], messages: list[Json], *, kind: str, request_id: str, retry_key: str | None = None
    ) -> list[Json]:
        """Put accepted messages into talks; answers `sentMessages` as the last user got them."""
        sent: list[Json] = []
        for user_id in user_ids:
            seeker = self.seekers.get(user_id)
            if seeker is None:
                continue
            sent = []
            self._stop_typing(seeker)
            for message in messages:
                entry = Entry(
                    id=self._message_id(),
                    user_id=user_id,
                    sender="bot",
                    kind=kind,
                    at=millis(self.clock.now()),
                    message=message,
                    quote_token=_quote_token(),
                    retry_key=retry_key,
                    request_id=request_id,
                    shown=seeker.friend,
                )
                self.talks[user_id].append(entry)
                if entry.shown:
                    self._publish_entry(entry)
                sent.append({"id": entry.id, "quoteToken": entry.quote_token})
        return sent

    def accepted_before(self, retry_key: str) -> Accepted | None:
        """What this retry key was accepted for within 24 hours."""
        found = self.retry_keys.get(retry_key)
        if found is not None and self.clock.now() - found.at >= RETRY_KEY_TTL:
            del self.retry_keys[retry_key]
            return None
        return found

    def remember_key(self, retry_key: str, request_id: str, sent: list[Json]) -> None:
        """This key's request is accepted: the next one with it gets 409."""
        self.retry_keys[retry_key] = Accepted(self.clock.now(), request_id, sent)

    def show_typing(self, user_id: str, seconds: int) -> None:
        """Show the dots until then, or until a message comes."""
        seeker = self.seekers.get(user_id)
        if seeker is not None and seeker.friend:
            until = self.clock.now() + timedelta(seconds=seconds)
            seeker.typing_until = until
            self.stream.publish("typing", {"userId": user_id, "until": millis(until)})

    def link_rich_menu(self, user_id: str, rich_menu_id: str | None) -> None:
        """Give one person a menu of their own, or (None) the default again."""
        seeker = self.seekers.get(user_id)
        if seeker is not None:
            seeker.rich_menu_id = rich_menu_id
            self._publish_seeker(seeker)

    def rich_menu_of(self, user_id: str) -> RichMenu | None:
        """The menu a person sees: their own beats the default."""
        seeker = self.seeker(user_id)
        return self.rich_menus.get(seeker.rich_menu_id or "") or self.rich_menus.get(self.default_rich_menu or "")

    def message_sender(self, message_id: str) -> Entry | None:
        """The bubble with that id."""
        return next((one for talk in self.talks.values() for one in talk if one.id == message_id), None)

    def new_id(self) -> str:
        """A request id."""
        return str(uuid.uuid4())

    # --- within -------------------------------------------------------------------------------------------------

    def _friend(self, user_id: str) -> Seeker:
        seeker = self.seeker(user_id)
        if not seeker.friend:
            raise NoSuch("friend")
        return seeker

    def _send_message(self, user_id: str, message: Json, *, quotable: bool = False) -> Entry:
        self._friend(user_id)
        message_id = self._message_id()
        wire = {"id": message_id, **message}
        if quotable:
            wire["quoteToken"] = _quote_token()
        if self.config.include_read_token:
            wire["markAsReadToken"] = secrets.token_urlsafe(24)
        event = self._event(user_id, "message", reply=True, message=wire)
        return self._say(user_id, "user", message, event, message_id=message_id, quote_token=wire.get("quoteToken"))

    def _say(
        self,
        user_id: str,
        kind: str,
        message: Json,
        event: Json,
        *,
        sender: str = "seeker",
        message_id: str | None = None,
        quote_token: str | None = None,
    ) -> Entry:
        entry = Entry(
            id=message_id or self._message_id(),
            user_id=user_id,
            sender=sender,
            kind=kind,
            at=event["timestamp"],
            message=message,
            quote_token=quote_token,
            webhook_event_id=event["webhookEventId"],
        )
        self.talks[user_id].append(entry)
        self._entries_by_event[event["webhookEventId"]] = entry
        self._publish_entry(entry)
        self._dispatch(user_id, event)
        return entry

    def _event(self, user_id: str, kind: str, *, reply: bool = False, **fields: Any) -> Json:
        event: Json = {
            "type": kind,
            "mode": "active",
            "timestamp": millis(self.clock.now()),
            "source": {"type": "user", "userId": user_id},
            "webhookEventId": self._ulid(),
            "deliveryContext": {"isRedelivery": False},
        }
        if reply:
            event["replyToken"] = secrets.token_hex(16)
            self._register_token(event["replyToken"], user_id)
        return event | fields

    def _register_token(self, token: str, user_id: str) -> None:
        now = self.clock.now()
        self.reply_tokens[token] = ReplyToken(user_id, now + REPLY_TOKEN_TTL, now)

    def _dispatch(self, user_id: str, event: Json) -> None:
        self._events[event["webhookEventId"]] = (user_id, event)
        self.webhooks.send(user_id, event)

    def _keep_reply_token(self, event: Json) -> None:
        token = self.reply_tokens.get(str(event.get("replyToken")))
        if token is not None:
            token.expires_at = token.event_at + REDELIVERED_TOKEN_TTL

    def _webhook_result(self, event: Json, accepted: bool) -> None:
        entry = self._entries_by_event.get(str(event.get("webhookEventId")))
        if accepted and entry is not None and not entry.read:
            entry.read = True
            self.stream.publish("read", {"userId": entry.user_id, "id": entry.id})

    def _stop_typing(self, seeker: Seeker) -> None:
        if seeker.typing_until is not None:
            seeker.typing_until = None
            self.stream.publish("typing", {"userId": seeker.user_id, "until": 0})

    def _publish_entry(self, entry: Entry) -> None:
        self.stream.publish("entry", {"userId": entry.user_id, "entry": entry.as_json()})

    def _publish_seeker(self, seeker: Seeker) -> None:
        self.stream.publish("seeker", {"seeker": seeker.as_json()})

    def _message_id(self) -> str:
        return str(next(self._message_number))

    def _ulid(self) -> str:
        number = millis(self.clock.now()) << 80 | secrets.randbits(80)
        return "".join(_ULID_DIGITS[number >> shift & 31] for shift in range(125, -1, -5))


def _quote_token() -> str:
    return secrets.token_urlsafe(32)
