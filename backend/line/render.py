"""From what the bot or a service wants to say to LINE message objects that respect every limit.

The bot says things in Rasa's REST form: `{"text", "buttons": [{"title", "payload"}], "custom": {...}}`.
Button payloads: `/intent{...}` becomes a signed postback, `secure:<page>` a one-time link, `https:`/`tel:` a link,
anything else is typed for the person. `custom` kinds:

* `{"kind": "secure_link", "page", "text", "label", "alt"?}` – a text with one button that opens a secure page;
* `{"kind": "card", "title", "rows": [[name, value] …], "text"?, "buttons"?}` – a small table (booking, contact);
* `{"kind": "choices", "title", "text"?, "choices": [{"title", "payload"} …]}` – up to 40 buttons in bubbles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.line import limits, postback
from backend.pages import service as pages
from backend.seekers.models import Seeker
from backend.service_profile import ServiceProfile
from backend.texts import Texts
from backend.vault.keys import KeyRing

BUTTON_COLOUR = "#0017C1"
CHOICES_PER_BUBBLE = 8
MAX_CHOICES = 40

JsonObject = dict[str, Any]


@dataclass(frozen=True)
class Renderer:
    """Renders for one seeker inside one transaction (links are rows)."""

    session: AsyncSession
    keys: KeyRing
    service: ServiceProfile
    seeker: Seeker
    now: datetime

    async def render(self, bot_messages: Sequence[JsonObject]) -> list[JsonObject]:
        """LINE messages for a turn of the bot. Quick replies of all parts gather on the last message."""
        messages: list[JsonObject] = []
        buttons: list[JsonObject] = []
        for part in bot_messages:
            text = self.service.fill(str(part.get("text") or "")).strip()
            messages += [{"type": "text", "text": piece} for piece in limits.split_text(text)]
            custom = part.get("custom")
            if isinstance(custom, dict):
                messages += await self._custom(custom)
            buttons += [button for button in part.get("buttons") or [] if isinstance(button, dict)]
        items = [
            {"type": "action", "action": action}
            for button in _without_repeats(buttons)[: limits.QUICK_REPLIES]
            if (action := await self._action(button)) is not None
        ]
        if messages and items:
            messages[-1]["quickReply"] = {"items": items}
        return messages

    async def _action(self, button: JsonObject, limit: int = limits.LABEL_GRAPHEMES) -> JsonObject | None:
        label = limits.clip_label(self.service.fill(str(button.get("title") or "")).strip(), limit)
        payload = str(button.get("payload") or label)
        if not label:
            return None
        if payload.startswith("/"):
            return {
                "type": "postback",
                "label": label,
                "data": postback.sign(self.keys, payload),
                "displayText": limits.clip_units(str(button["title"]), limits.DISPLAY_TEXT),
            }
        if payload.startswith("secure:"):
            link = await pages.create_link(
                self.session, seeker=self.seeker, page=payload.removeprefix("secure:"), now=self.now
            )
            return {"type": "uri", "label": label, "uri": link}
        if payload.startswith(("https://", "tel:")):
            return {"type": "uri", "label": label, "uri": payload}
        return {"type": "message", "label": label, "text": limits.clip_units(payload, 300)}

    async def _custom(self, custom: JsonObject) -> list[JsonObject]:
        kind = custom.get("kind")
        if kind == "secure_link":
            text = str(custom["text"])
            alt = str(custom.get("alt") or text)
            return [await self.secure_link(str(custom["page"]), text, str(custom["label"]), alt)]
        if kind == "card":
            return [await self._card(custom)]
        if kind == "choices":
            return [await self._choices(custom)]
        raise ValueError(f"unknown custom message kind: {kind}")

    async def secure_link(self, page: str, text: str, label: str, alt: str) -> JsonObject:
        """A buttons template that opens a secure page; `alt` is what the phone's notification shows."""
        link = await pages.create_link(self.session, seeker=self.seeker, page=page, now=self.now)
        filled = self.service.fill(text)
        return {
            "type": "template",
            "altText": limits.clip_units(self.service.fill(alt), 400),
            "template": {
                "type": "buttons",
                "text": limits.clip_units(filled, limits.TEMPLATE_TEXT),
                "actions": [{"type": "uri", "label": limits.clip_label(self.service.fill(label)), "uri": link}],
            },
        }

    async def _buttons(self, buttons: Sequence[JsonObject], style: str) -> list[JsonObject]:
        rendered: list[JsonObject] = []
        for button in buttons:
            action = await self._action(button, limits.FLEX_LABEL_GRAPHEMES)
            if action is not None:
                colour = {"color": BUTTON_COLOUR} if style == "primary" else {}
                rendered.append({"type": "button", "style": style, "height": "sm", "action": action, **colour})
        return rendered

    async def _card(self, custom: JsonObject) -> JsonObject:
        title = self.service.fill(str(custom["title"]))
        rows = [
            {
                "type": "box",
                "layout": "baseline",
                "spacing": "sm",
                "contents": [
                    {"type": "text", "text": str(name) or "-", "size": "sm", "color": "#4D4D4D", "flex": 2},
                    {
                        "type": "text",
                        "text": self.service.fill(str(value)) or "-",
                        "size": "sm",
                        "wrap": True,
                        "flex": 5,
                    },
                ],
            }
            for name, value in custom.get("rows", [])
        ]
        body: list[JsonObject] = [{"type": "text", "text": title, "weight": "bold", "size": "md", "wrap": True}, *rows]
        if custom.get("text"):
            body.append({"type": "text", "text": self.service.fill(str(custom["text"])), "size": "sm", "wrap": True})
        bubble: JsonObject = {
            "type": "bubble",
            "body": {"type": "box", "layout": "vertical", "spacing": "md", "contents": body},
        }
        buttons = await self._buttons(custom.get("buttons", []), "secondary")
        if buttons:
            bubble["footer"] = {"type": "box", "layout": "vertical", "spacing": "sm", "contents": buttons}
        alt = "\n".join([title, *(f"{name}: {value}" for name, value in custom.get("rows", []))])
        return _flex(alt, bubble)

    async def _choices(self, custom: JsonObject) -> JsonObject:
        title = self.service.fill(str(custom["title"]))
        choices = list(custom["choices"])[:MAX_CHOICES]
        bubbles: list[JsonObject] = []
        for start in range(0, len(choices), CHOICES_PER_BUBBLE):
            contents: list[JsonObject] = [
                {"type": "text", "text": title, "weight": "bold", "size": "md", "wrap": True},
                *await self._buttons(choices[start : start + CHOICES_PER_BUBBLE], "primary"),
            ]
            if custom.get("text") and start == 0:
                contents.insert(
                    1, {"type": "text", "text": self.service.fill(str(custom["text"])), "size": "sm", "wrap": True}
                )
            bubbles.append(
                {"type": "bubble", "body": {"type": "box", "layout": "vertical", "spacing": "sm", "contents": contents}}
            )
        if not bubbles:
            return {"type": "text", "text": title}
        flex = bubbles[0] if len(bubbles) == 1 else {"type": "carousel", "contents": bubbles}
        return _flex(title + "\n" + "\n".join(str(choice["title"]) for choice in choices), flex)


def _flex(alt_text: str, contents: JsonObject) -> JsonObject:
    limits.check_flex(contents)
    return {"type": "flex", "altText": limits.clip_units(alt_text, limits.ALT_TEXT), "contents": contents}


def _without_repeats(buttons: Sequence[JsonObject]) -> list[JsonObject]:
    seen: set[str] = set()
    kept: list[JsonObject] = []
    for button in buttons:
        title = str(button.get("title"))
        if title not in seen:
            seen.add(title)
            kept.append(button)
    return kept


NOTICE_LINKS = {"book": "/book_appointment", "ask": "/ask_human", "register": "secure:register"}
"""What taps under the notice of an answer do; labels are `queue.link.*`."""


def inbox_link(texts: Texts, kind: str) -> JsonObject:
    """A `secure_link` to the inbox in the words of `talk.<kind>_arrived`."""
    return {
        "kind": "secure_link",
        "page": "inbox",
        "text": texts.get(f"talk.{kind}_arrived"),
        "label": texts.get(f"talk.{kind}_label"),
        "alt": texts.get(f"talk.{kind}_arrived_alt"),
    }


async def answer_notice(
    session: AsyncSession,
    keys: KeyRing,
    texts: Texts,
    *,
    seeker: Seeker,
    now: datetime,
    text: str | None,
    links: Sequence[str],
    discreet: bool,
) -> list[JsonObject]:
    """What LINE learns of a consultant's answer: 「回答が届きました」 with a link, or a text fit for the talk.

    Args:
        text: the answer itself, checked before; None = it is read in the secure inbox.
        discreet: others may see this phone: the notice names nothing.
    """
    renderer = Renderer(session, keys, texts.service, seeker, now)
    buttons = [{"title": texts.get(f"queue.link.{link}"), "payload": NOTICE_LINKS[link]} for link in links]
    if text is not None:
        return await renderer.render([{"text": text, "buttons": buttons}])
    custom = inbox_link(texts, "discreet" if discreet else "answer")
    return await renderer.render([{"custom": custom, "buttons": [] if discreet else buttons}])
