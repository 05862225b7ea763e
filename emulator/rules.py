"""What LINE refuses in a message, with its limits and wording. Called by the sending and rich-menu endpoints.

Schema checks catch little of this. Lengths of text are UTF-16 code units, labels count graphemes as people see them.
Each check yields (message, property); an empty result means that LINE would accept.
Source: LINE Developers, Messaging API reference, August 2026 (altText 1,500; quick replies 13).
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import regex

Problem = tuple[str, str]
Problems = Iterator[Problem]

MAX_MESSAGES = 5
MAX_TEXT = 5_000
MAX_QUICK_REPLIES = 13
MAX_LABEL = 20
MAX_FLEX_LABEL = 40
MAX_IMAGE_CAROUSEL_LABEL = 12
MAX_DATA = 300
MAX_URI = 1_000
MAX_MEDIA_URL = 2_000
MAX_ALT_TEXT = 1_500
MAX_SENDER_NAME = 20
MAX_BUTTON_ACTIONS = 4
MAX_BUTTONS_TEXT = 160
MAX_BUTTONS_TEXT_BESIDE_TITLE = 60
MAX_CONFIRM_TEXT = 240
MAX_COLUMN_TEXT = 120
MAX_COLUMN_TEXT_BESIDE_TITLE = 60
MAX_TEMPLATE_TITLE = 40
MAX_COLUMNS = 10
MAX_COLUMN_ACTIONS = 3
MAX_BUBBLE_BYTES = 30 * 1024
MAX_CAROUSEL_BYTES = 50 * 1024
MAX_BUBBLES = 12
MAX_CLIPBOARD = 1_000
MAX_RICH_MENU_AREAS = 20
MAX_CHAT_BAR = 14
MAX_RICH_MENU_NAME = 300

EMPTY = "May not be empty"
MISSING = "must be specified"
BAD_TYPE = "invalid type"


def utf16_units(text: str) -> int:
    """Length as LINE counts text: 🍎 and 𠮷 are two each."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """Length as LINE counts labels: a family emoji is one."""
    return len(regex.findall(r"\X", text))


def check_messages(messages: object) -> dict[int, list[Problem]]:
    """All problems of the `messages` array by index; -1 is the array itself."""
    if not isinstance(messages, list) or not 1 <= len(messages) <= MAX_MESSAGES:
        return {-1: [(f"Size must be between 1 and {MAX_MESSAGES}", "messages")]}
    found = {number: list(_message(one, f"messages[{number}]")) for number, one in enumerate(messages)}
    return {number: problems for number, problems in found.items() if problems}


def check_rich_menu(menu: object) -> list[Problem]:
    """All problems of a rich menu definition."""
    return list(_rich_menu(menu))


# --- small checks -----------------------------------------------------------------------------------------------


def _text(holder: Mapping[str, Any], name: str, where: str, highest: int, *, required: bool = True) -> Problems:
    value = holder.get(name)
    if value is None:
        if required:
            yield MISSING, f"{where}/{name}"
    elif not isinstance(value, str):
        yield BAD_TYPE, f"{where}/{name}"
    elif not value and required:
        yield EMPTY, f"{where}/{name}"
    elif utf16_units(value) > highest:
        yield f"Length must be between 0 and {highest}", f"{where}/{name}"


def _label(holder: Mapping[str, Any], where: str, highest: int, *, required: bool) -> Problems:
    value = holder.get("label")
    if value is None:
        if required:
            yield MISSING, f"{where}/label"
    elif not isinstance(value, str):
        yield BAD_TYPE, f"{where}/label"
    elif not value and required:
        yield EMPTY, f"{where}/label"
    elif graphemes(value) > highest:
        yield f"must not be longer than {highest} characters", f"{where}/label"


def _one_of(holder: Mapping[str, Any], name: str, where: str, allowed: tuple[str, ...]) -> Problems:
    value = holder.get(name)
    if value is not None and value not in allowed:
        yield f"Must be one of the following values: [{', '.join(allowed)}]", f"{where}/{name}"


def _uri(
    holder: Mapping[str, Any], name: str, where: str, schemes: tuple[str, ...], highest: int = MAX_URI
) -> Problems:
    value = holder.get(name)
    if not isinstance(value, str) or not value:
        yield (MISSING if value is None else EMPTY if value == "" else BAD_TYPE), f"{where}/{name}"
    elif len(value) > highest:
        yield f"Length must be between 0 and {highest}", f"{where}/{name}"
    elif not _uri_is_valid(value, schemes):
        yield "invalid uri scheme" if ":" in value else "invalid uri", f"{where}/{name}"


def _uri_is_valid(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if parts.scheme.lower() not in schemes or re.search(r"[\s<>\"]", value):
        return False
    return bool(parts.netloc) if parts.scheme.lower() in ("http", "https") else bool(parts.netloc or parts.path)


def _media(holder: Mapping[str, Any], name: str, where: str) -> Problems:
    yield from _uri(holder, name, where, ("https",), MAX_MEDIA_URL)


def _optional_media(holder: Mapping[str, Any], name: str, where: str) -> Problems:
    if holder.get(name) is not None:
        yield from _media(holder, name, where)


def _number(holder: Mapping[str, Any], name: str, where: str, lowest: float, highest: float) -> Problems:
    value = holder.get(name)
    if value is None:
        yield MISSING, f"{where}/{name}"
    elif isinstance(value, bool) or not isinstance(value, int | float):
        yield BAD_TYPE, f"{where}/{name}"
    elif not lowest <= value <= highest:
        yield f"must be between {lowest} and {highest}", f"{where}/{name}"


# --- actions ----------------------------------------------------------------------------------------------------

_DATETIME_FORMATS = {"date": "%Y-%m-%d", "time": "%H:%M", "datetime": "%Y-%m-%dT%H:%M"}
_INPUT_OPTIONS = ("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice")


def _postback(action: Mapping[str, Any], where: str) -> Problems:
    yield from _text(action, "data", where, MAX_DATA)
    yield from _text(action, "displayText", where, MAX_DATA, required=False)
    yield from _text(action, "text", where, MAX_DATA, required=False)
    if action.get("displayText") is not None and action.get("text") is not None:
        yield "displayText and text cannot be used at the same time", f"{where}/text"
    yield from _one_of(action, "inputOption", where, _INPUT_OPTIONS)
    yield from _text(action, "fillInText", where, MAX_DATA, required=False)
    if action.get("fillInText") is not None and action.get("inputOption") != "openKeyboard":
        yield "fillInText requires inputOption openKeyboard", f"{where}/fillInText"


def _message_action(action: Mapping[str, Any], where: str) -> Problems:
    yield from _text(action, "text", where, MAX_DATA)


def _uri_action(action: Mapping[str, Any], where: str) -> Problems:
    yield from _uri(action, "uri", where, ("http", "https", "line", "tel"))
    alternative = action.get("altUri")
    if isinstance(alternative, dict):
        yield from _uri(alternative, "desktop", f"{where}/altUri", ("http", "https", "line", "tel"))


def _datetime_picker(action: Mapping[str, Any], where: str) -> Problems:
    yield from _text(action, "data", where, MAX_DATA)
    mode = action.get("mode")
    if not isinstance(mode, str) or mode not in _DATETIME_FORMATS:
        yield "Must be one of the following values: [date, time, datetime]", f"{where}/mode"
        return
    moments: dict[str, datetime] = {}
    for name in ("initial", "min", "max"):
        value = action.get(name)
        if value is None:
            continue
        moment = _picked(value, mode)
        if moment is None:
            yield "invalid date or time format", f"{where}/{name}"
        else:
            moments[name] = moment
    if "min" in moments and "max" in moments and moments["min"] >= moments["max"]:
        yield "min must be earlier than max", f"{where}/min"
    if "initial" in moments:
        if "min" in moments and moments["initial"] < moments["min"]:
            yield "initial must not be earlier than min", f"{where}/initial"
        if "max" in moments and moments["initial"] > moments["max"]:
            yield "initial must not be later than max", f"{where}/initial"


def _picked(value: object, mode: str) -> datetime | None:
    if not isinstance(value, str):
        return None
    text = value.replace("t", "T", 1)
    shape = {"date": r"\d{4}-\d\d-\d\d", "time": r"\d\d:\d\d", "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d"}[mode]
    if not re.fullmatch(shape, text, re.ASCII):
        return None
    try:
        moment = datetime.strptime(text, _DATETIME_FORMATS[mode])  # noqa: DTZ007 - LINE's picker has no zone
    except ValueError:
        return None
    return moment if mode == "time" or 1900 <= moment.year <= 2100 else None


def _clipboard(action: Mapping[str, Any], where: str) -> Problems:
    yield from _text(action, "clipboardText", where, MAX_CLIPBOARD)


def _rich_menu_switch(action: Mapping[str, Any], where: str) -> Problems:
    yield from _text(action, "richMenuAliasId", where, 32)
    yield from _text(action, "data", where, MAX_DATA)


def _nothing_more(action: Mapping[str, Any], where: str) -> Problems:
    yield from ()


_ACTIONS: dict[str, Callable[[Mapping[str, Any], str], Problems]] = {
    "postback": _postback,
    "message": _message_action,
    "uri": _uri_action,
    "datetimepicker": _datetime_picker,
    "camera": _nothing_more,
    "cameraRoll": _nothing_more,
    "location": _nothing_more,
    "clipboard": _clipboard,
    "richmenuswitch": _rich_menu_switch,
}
_QUICK_REPLY_ONLY = ("camera", "cameraRoll", "location")
_OF_QUICK_REPLIES = tuple(kind for kind in _ACTIONS if kind != "richmenuswitch")
_OF_MESSAGES = tuple(kind for kind in _OF_QUICK_REPLIES if kind not in _QUICK_REPLY_ONLY)
_OF_RICH_MENUS = (*_OF_MESSAGES, "richmenuswitch")


def _action(
    action: object,
    where: str,
    *,
    label: int = MAX_LABEL,
    label_required: bool = True,
    allowed: tuple[str, ...] = _OF_MESSAGES,
) -> Problems:
    if not isinstance(action, dict):
        yield MISSING if action is None else BAD_TYPE, where
        return
    kind = action.get("type")
    if kind not in allowed:
        yield f"Must be one of the following values: [{', '.join(allowed)}]", f"{where}/type"
        return
    yield from _label(action, where, label, required=label_required)
    yield from _ACTIONS[kind](action, where)


def _actions(actions: object, where: str, lowest: int, highest: int, *, label: int = MAX_LABEL) -> Problems:
    if not isinstance(actions, list) or not lowest <= len(actions) <= highest:
        yield f"Size must be between {lowest} and {highest}", where
        return
    for number, action in enumerate(actions):
        yield from _action(action, f"{where}/{number}", label=label)


# --- messages ---------------------------------------------------------------------------------------------------


def _message(message: object, where: str) -> Problems:
    if not isinstance(message, dict):
        yield BAD_TYPE, where
        return
    kind = message.get("type")
    if kind is None:
        yield MISSING, f"{where}/type"
        return
    if not isinstance(kind, str) or kind not in _MESSAGES:
        yield f"Must be one of the following values: [{', '.join(_MESSAGES)}]", f"{where}/type"
        return
    yield from _MESSAGES[kind](message, where)
    yield from _quick_reply(message, where)
    yield from _sender(message, where)


def _quick_reply(message: Mapping[str, Any], where: str) -> Problems:
    quick_reply = message.get("quickReply")
    if quick_reply is None:
        return
    where = f"{where}/quickReply"
    items = quick_reply.get("items") if isinstance(quick_reply, dict) else None
    if not isinstance(items, list) or not 1 <= len(items) <= MAX_QUICK_REPLIES:
        yield f"Size must be between 1 and {MAX_QUICK_REPLIES}", f"{where}/items"
        return
    for number, item in enumerate(items):
        place = f"{where}/items/{number}"
        if not isinstance(item, dict):
            yield BAD_TYPE, place
            continue
        yield from _one_of(item, "type", place, ("action",))
        if item.get("type") is None:
            yield MISSING, f"{place}/type"
        yield from _optional_media(item, "imageUrl", place)
        yield from _action(item.get("action"), f"{place}/action", allowed=_OF_QUICK_REPLIES)


def _sender(message: Mapping[str, Any], where: str) -> Problems:
    sender = message.get("sender")
    if sender is None:
        return
    if not isinstance(sender, dict):
        yield BAD_TYPE, f"{where}/sender"
        return
    yield from _text(sender, "name", f"{where}/sender", MAX_SENDER_NAME, required=False)
    yield from _optional_media(sender, "iconUrl", f"{where}/sender")


def _text_message(message: Mapping[str, Any], where: str) -> Problems:
    yield from _text(message, "text", where, MAX_TEXT)
    yield from _text(message, "quoteToken", where, 1_000, required=False)
    if isinstance(message.get("text"), str) and message["text"] and not message["text"].strip():
        yield EMPTY, f"{where}/text"
    if isinstance(message.get("emojis"), list) and len(message["emojis"]) > 20:
        yield "Size must be between 0 and 20", f"{where}/emojis"


def _sticker(message: Mapping[str, Any], where: str) -> Problems:
    yield from _text(message, "packageId", where, 20)
    yield from _text(message, "stickerId", where, 20)


def _image_message(message: Mapping[str, Any], where: str) -> Problems:
    yield from _media(message, "originalContentUrl", where)
    yield from _media(message, "previewImageUrl", where)


def _audio(message: Mapping[str, Any], where: str) -> Problems:
    yield from _media(message, "originalContentUrl", where)
    yield from _number(message, "duration", where, 1, 86_400_000)


def _location(message: Mapping[str, Any], where: str) -> Problems:
    yield from _text(message, "title", where, 100)
    yield from _text(message, "address", where, 100)
    yield from _number(message, "latitude", where, -90, 90)
    yield from _number(message, "longitude", where, -180, 180)


def _imagemap(message: Mapping[str, Any], where: str) -> Problems:
    yield from _media(message, "baseUrl", where)
    yield from _text(message, "altText", where, MAX_ALT_TEXT)
    size = message.get("baseSize")
    if isinstance(size, dict):
        yield from _number(size, "width", f"{where}/baseSize", 1, 1040)
        yield from _number(size, "height", f"{where}/baseSize", 1, 100_000)
    else:
        yield MISSING, f"{where}/baseSize"
    actions = message.get("actions")
    if not isinstance(actions, list) or not 1 <= len(actions) <= 50:
        yield "Size must be between 1 and 50", f"{where}/actions"


def _template_message(message: Mapping[str, Any], where: str) -> Problems:
    yield from _text(message, "altText", where, MAX_ALT_TEXT)
    template = message.get("template")
    where = f"{where}/template"
    if not isinstance(template, dict):
        yield MISSING, where
        return
    kind = template.get("type")
    if not isinstance(kind, str) or kind not in _TEMPLATES:
        yield f"Must be one of the following values: [{', '.join(_TEMPLATES)}]", f"{where}/type"
        return
    yield from _TEMPLATES[kind](template, where)


def _titled(holder: Mapping[str, Any], where: str, alone: int, beside_title: int) -> Problems:
    """Title, image and text of a buttons template or a column: the text must be shorter beside a title or an image."""
    yield from _text(holder, "title", where, MAX_TEMPLATE_TITLE, required=False)
    yield from _optional_media(holder, "thumbnailImageUrl", where)
    yield from _color(holder, "imageBackgroundColor", where)
    titled = bool(holder.get("title") or holder.get("thumbnailImageUrl"))
    yield from _text(holder, "text", where, beside_title if titled else alone)
    if holder.get("defaultAction") is not None:
        yield from _action(holder["defaultAction"], f"{where}/defaultAction", label_required=False)


def _buttons(template: Mapping[str, Any], where: str) -> Problems:
    yield from _one_of(template, "imageAspectRatio", where, ("rectangle", "square"))
    yield from _one_of(template, "imageSize", where, ("cover", "contain"))
    yield from _titled(template, where, MAX_BUTTONS_TEXT, MAX_BUTTONS_TEXT_BESIDE_TITLE)
    yield from _actions(template.get("actions"), f"{where}/actions", 1, MAX_BUTTON_ACTIONS)


def _confirm(template: Mapping[str, Any], where: str) -> Problems:
    yield from _text(template, "text", where, MAX_CONFIRM_TEXT)
    yield from _actions(template.get("actions"), f"{where}/actions", 2, 2)


def _carousel(template: Mapping[str, Any], where: str) -> Problems:
    yield from _one_of(template, "imageAspectRatio", where, ("rectangle", "square"))
    yield from _one_of(template, "imageSize", where, ("cover", "contain"))
    columns = template.get("columns")
    if not isinstance(columns, list) or not 1 <= len(columns) <= MAX_COLUMNS:
        yield f"Size must be between 1 and {MAX_COLUMNS}", f"{where}/columns"
        return
    counts: set[int] = set()
    pictured: set[bool] = set()
    for number, column in enumerate(columns):
        place = f"{where}/columns/{number}"
        if not isinstance(column, dict):
            yield BAD_TYPE, place
            continue
        yield from _titled(column, place, MAX_COLUMN_TEXT, MAX_COLUMN_TEXT_BESIDE_TITLE)
        actions = column.get("actions")
        yield from _actions(actions, f"{place}/actions", 1, MAX_COLUMN_ACTIONS)
        counts.add(len(actions) if isinstance(actions, list) else 0)
        pictured.add(bool(column.get("thumbnailImageUrl")))
    if len(counts) > 1:
        yield "The number of actions must be the same in all columns", f"{where}/columns"
    if len(pictured) > 1:
        yield "Images must be in all columns or in none", f"{where}/columns"


def _image_carousel(template: Mapping[str, Any], where: str) -> Problems:
    columns = template.get("columns")
    if not isinstance(columns, list) or not 1 <= len(columns) <= MAX_COLUMNS:
        yield f"Size must be between 1 and {MAX_COLUMNS}", f"{where}/columns"
        return
    for number, column in enumerate(columns):
        place = f"{where}/columns/{number}"
        if not isinstance(column, dict):
            yield BAD_TYPE, place
            continue
        yield from _media(column, "imageUrl", place)
        yield from _action(
            column.get("action"), f"{place}/action", label=MAX_IMAGE_CAROUSEL_LABEL, label_required=False
        )


_TEMPLATES: dict[str, Callable[[Mapping[str, Any], str], Problems]] = {
    "buttons": _buttons,
    "confirm": _confirm,
    "carousel": _carousel,
    "image_carousel": _image_carousel,
}


# --- Flex -------------------------------------------------------------------------------------------------------

_PLACED = frozenset({"position", "offsetTop", "offsetBottom", "offsetStart", "offsetEnd"})
_PADDED = frozenset({"paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd"})
FLEX_FIELDS: dict[str, frozenset[str]] = {
    "bubble": frozenset({"type", "size", "direction", "styles", "header", "hero", "body", "footer", "action"}),
    "carousel": frozenset({"type", "contents"}),
    "box": _PLACED
    | _PADDED
    | {"type", "layout", "flex", "contents", "spacing", "margin", "backgroundColor", "borderColor", "borderWidth"}
    | {"cornerRadius", "width", "maxWidth", "height", "maxHeight", "action", "justifyContent", "alignItems"}
    | {"background"},
    "button": _PLACED
    | {"type", "flex", "color", "style", "action", "gravity", "margin", "height", "adjustMode", "scaling"},
    "image": _PLACED
    | {"type", "url", "flex", "margin", "align", "gravity", "size", "aspectRatio", "aspectMode"}
    | {"backgroundColor", "action", "animated"},
    "icon": _PLACED | {"type", "url", "size", "aspectRatio", "margin", "scaling"},
    "text": _PLACED
    | {"type", "flex", "text", "size", "align", "gravity", "color", "weight", "style", "decoration", "wrap"}
    | {"lineSpacing", "margin", "action", "maxLines", "contents", "adjustMode", "scaling"},
    "span": frozenset({"type", "text", "size", "color", "weight", "style", "decoration"}),
    "separator": frozenset({"type", "margin", "color"}),
    "filler": frozenset({"type", "flex"}),
    "spacer": frozenset({"type", "size"}),
    "video": frozenset({"type", "url", "previewUrl", "altContent", "aspectRatio", "action"}),
}
_STEPS = ("xxs", "xs", "sm", "md", "lg", "xl", "xxl")
_TEXT_SIZES = (*_STEPS, "3xl", "4xl", "5xl")
_CHILDREN = {
    "vertical": ("box", "button", "image", "text", "separator", "filler", "spacer", "video"),
    "horizontal": ("box", "button", "image", "text", "separator", "filler", "spacer"),
    "baseline": ("icon", "text", "filler", "spacer"),
}


def _flex_message(message: Mapping[str, Any], where: str) -> Problems:
    yield from _text(message, "altText", where, MAX_ALT_TEXT)
    contents = message.get("contents")
    where = f"{where}/contents"
    if not isinstance(contents, dict):
        yield MISSING, where
    elif contents.get("type") == "bubble":
        yield from _bubble(contents, where)
    elif contents.get("type") == "carousel":
        yield from _flex_carousel(contents, where)
    else:
        yield "Must be one of the following values: [bubble, carousel]", f"{where}/type"


def _json_bytes(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def _flex_carousel(carousel: Mapping[str, Any], where: str) -> Problems:
    yield from _known_fields(carousel, "carousel", where)
    if _json_bytes(carousel) > MAX_CAROUSEL_BYTES:
        yield "The size of the carousel must be 50 KB or less", where
    bubbles = carousel.get("contents")
    if not isinstance(bubbles, list) or not 1 <= len(bubbles) <= MAX_BUBBLES:
        yield f"Size must be between 1 and {MAX_BUBBLES}", f"{where}/contents"
        return
    for number, bubble in enumerate(bubbles):
        place = f"{where}/contents/{number}"
        if isinstance(bubble, dict) and bubble.get("type") == "bubble":
            yield from _bubble(bubble, place)
        else:
            yield "Must be one of the following values: [bubble]", f"{place}/type"


def _bubble(bubble: Mapping[str, Any], where: str) -> Problems:
    yield from _known_fields(bubble, "bubble", where)
    if _json_bytes(bubble) > MAX_BUBBLE_BYTES:
        yield "The size of the bubble must be 30 KB or less", where
    yield from _one_of(bubble, "size", where, ("nano", "micro", "deca", "hecto", "kilo", "mega", "giga"))
    yield from _one_of(bubble, "direction", where, ("ltr", "rtl"))
    yield from _block_styles(bubble.get("styles"), f"{where}/styles")
    blocks = [name for name in ("header", "hero", "body", "footer") if bubble.get(name) is not None]
    if not blocks:
        yield "At least one block must be specified", where
    for name in blocks:
        allowed = ("box", "image", "video") if name == "hero" else ("box",)
        yield from _component(bubble[name], f"{where}/{name}", allowed)
    if bubble.get("action") is not None:
        yield from _flex_action(bubble["action"], f"{where}/action", label_required=False)


def _block_styles(styles: object, where: str) -> Problems:
    if styles is None:
        return
    if not isinstance(styles, dict):
        yield BAD_TYPE, where
        return
    for name, style in styles.items():
        if name not in ("header", "hero", "body", "footer") or not isinstance(style, dict):
            yield "unknown field", f"{where}/{name}"
            continue
        yield from _color(style, "backgroundColor", f"{where}/{name}")
        yield from _color(style, "separatorColor", f"{where}/{name}")


def _known_fields(component: Mapping[str, Any], kind: str, where: str) -> Problems:
    for name in component:
        if name not in FLEX_FIELDS[kind]:
            yield "unknown field", f"{where}/{name}"


def _color(holder: Mapping[str, Any], name: str, where: str) -> Problems:
    value = holder.get(name)
    if value is None:
        return
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?", value):
        yield "invalid color", f"{where}/{name}"


def _length(
    holder: Mapping[str, Any], name: str, where: str, words: tuple[str, ...], percent: bool = False
) -> Problems:
    value = holder.get(name)
    if value is None:
        return
    unit = r"\d+(?:\.\d+)?(?:px|%)" if percent else r"\d+(?:\.\d+)?px"
    if not isinstance(value, str) or (value not in words and not re.fullmatch(unit, value)):
        yield "invalid value", f"{where}/{name}"


def _flex_action(action: object, where: str, *, label_required: bool) -> Problems:
    yield from _action(action, where, label=MAX_FLEX_LABEL, label_required=label_required)


def _component(component: object, where: str, allowed: tuple[str, ...]) -> Problems:
    if not isinstance(component, dict):
        yield BAD_TYPE, where
        return
    kind = component.get("type")
    if kind not in allowed:
        yield f"Must be one of the following values: [{', '.join(allowed)}]", f"{where}/type"
        return
    yield from _known_fields(component, kind, where)
    yield from _length(component, "margin", where, ("none", *_STEPS))
    for name in ("color", "backgroundColor", "borderColor"):
        yield from _color(component, name, where)
    if "flex" in component and (
        isinstance(component["flex"], bool) or not isinstance(component["flex"], int) or component["flex"] < 0
    ):
        yield "must be an integer of 0 or more", f"{where}/flex"
    yield from _COMPONENTS.get(kind, _nothing_more)(component, where)
    if component.get("action") is not None or kind == "button":
        yield from _flex_action(component.get("action"), f"{where}/action", label_required=kind == "button")


def _box(box: Mapping[str, Any], where: str) -> Problems:
    layout = box.get("layout")
    if not isinstance(layout, str) or layout not in _CHILDREN:
        yield "Must be one of the following values: [vertical, horizontal, baseline]", f"{where}/layout"
        return
    yield from _length(box, "spacing", where, ("none", *_STEPS))
    yield from _length(box, "cornerRadius", where, ("none", *_STEPS))
    for name in sorted(_PADDED):
        yield from _length(box, name, where, ("none", *_STEPS), percent=True)
    for name in ("width", "maxWidth", "height", "maxHeight"):
        yield from _length(box, name, where, (), percent=True)
    contents = box.get("contents")
    if not isinstance(contents, list):
        yield MISSING if contents is None else BAD_TYPE, f"{where}/contents"
        return
    for number, child in enumerate(contents):
        yield from _component(child, f"{where}/contents/{number}", _CHILDREN[layout])


def _button(button: Mapping[str, Any], where: str) -> Problems:
    yield from _one_of(button, "style", where, ("primary", "secondary", "link"))
    yield from _one_of(button, "height", where, ("sm", "md"))
    yield from _one_of(button, "adjustMode", where, ("shrink-to-fit",))
    yield from _one_of(button, "gravity", where, ("top", "center", "bottom"))


def _flex_image(image: Mapping[str, Any], where: str) -> Problems:
    yield from _media(image, "url", where)
    yield from _length(image, "size", where, (*_TEXT_SIZES, "full"), percent=True)
    yield from _ratio(image, where)
    yield from _one_of(image, "aspectMode", where, ("cover", "fit"))


def _ratio(holder: Mapping[str, Any], where: str) -> Problems:
    value = holder.get("aspectRatio")
    if value is None:
        return
    if not isinstance(value, str) or not re.fullmatch(r"\d+(?:\.\d+)?:\d+(?:\.\d+)?", value):
        yield "invalid value", f"{where}/aspectRatio"


def _icon(icon: Mapping[str, Any], where: str) -> Problems:
    yield from _media(icon, "url", where)
    yield from _length(icon, "size", where, _TEXT_SIZES)
    yield from _ratio(icon, where)


def _lettering(text: Mapping[str, Any], where: str) -> Problems:
    yield from _length(text, "size", where, _TEXT_SIZES)
    yield from _one_of(text, "weight", where, ("regular", "bold"))
    yield from _one_of(text, "style", where, ("normal", "italic"))
    yield from _one_of(text, "decoration", where, ("none", "underline", "line-through"))


def _flex_text(text: Mapping[str, Any], where: str) -> Problems:
    spans = text.get("contents")
    if not spans:
        yield from _text(text, "text", where, MAX_BUBBLE_BYTES)
    yield from _lettering(text, where)
    yield from _one_of(text, "align", where, ("start", "center", "end"))
    yield from _one_of(text, "gravity", where, ("top", "center", "bottom"))
    if "wrap" in text and not isinstance(text["wrap"], bool):
        yield BAD_TYPE, f"{where}/wrap"
    for number, span in enumerate(spans if isinstance(spans, list) else []):
        yield from _component(span, f"{where}/contents/{number}", ("span",))


def _span(span: Mapping[str, Any], where: str) -> Problems:
    yield from _text(span, "text", where, MAX_BUBBLE_BYTES)
    yield from _lettering(span, where)


def _video(video: Mapping[str, Any], where: str) -> Problems:
    yield from _media(video, "url", where)
    yield from _media(video, "previewUrl", where)
    yield from _component(video.get("altContent"), f"{where}/altContent", ("box", "image"))


_COMPONENTS: dict[str, Callable[[Mapping[str, Any], str], Problems]] = {
    "box": _box,
    "button": _button,
    "image": _flex_image,
    "icon": _icon,
    "text": _flex_text,
    "span": _span,
    "video": _video,
}

_MESSAGES: dict[str, Callable[[Mapping[str, Any], str], Problems]] = {
    "text": _text_message,
    "textV2": _text_message,
    "sticker": _sticker,
    "image": _image_message,
    "video": _image_message,
    "audio": _audio,
    "location": _location,
    "imagemap": _imagemap,
    "template": _template_message,
    "flex": _flex_message,
}


# --- rich menus -------------------------------------------------------------------------------------------------


def _rich_menu(menu: object) -> Problems:
    if not isinstance(menu, dict):
        yield BAD_TYPE, "richMenu"
        return
    size = menu.get("size")
    if isinstance(size, dict):
        yield from _number(size, "width", "size", 800, 2500)
        yield from _number(size, "height", "size", 250, 2500)
        width, height = size.get("width"), size.get("height")
        if isinstance(width, int) and isinstance(height, int) and height > 0 and width / height < 1.45:
            yield "The aspect ratio (width / height) must be at least 1.45", "size"
    else:
        yield MISSING, "size"
    if not isinstance(menu.get("selected"), bool):
        yield MISSING, "selected"
    yield from ((text, where.lstrip("/")) for text, where in _text(menu, "name", "", MAX_RICH_MENU_NAME))
    yield from ((text, where.lstrip("/")) for text, where in _text(menu, "chatBarText", "", MAX_CHAT_BAR))
    areas = menu.get("areas")
    if not isinstance(areas, list) or len(areas) > MAX_RICH_MENU_AREAS:
        yield f"Size must be between 0 and {MAX_RICH_MENU_AREAS}", "areas"
        return
    for number, area in enumerate(areas):
        yield from _rich_menu_area(area, size, f"areas/{number}")


def _rich_menu_area(area: object, size: object, where: str) -> Problems:
    bounds = area.get("bounds") if isinstance(area, dict) else None
    if not isinstance(area, dict) or not isinstance(bounds, dict):
        yield MISSING, f"{where}/bounds"
        return
    problems = [one for name in ("x", "y") for one in _number(bounds, name, f"{where}/bounds", 0, 2500)]
    problems += [one for name in ("width", "height") for one in _number(bounds, name, f"{where}/bounds", 1, 2500)]
    yield from problems
    whole = size if isinstance(size, dict) else {}
    numbers = all(isinstance(whole.get(name), int) for name in ("width", "height"))
    if (
        not problems
        and numbers
        and (bounds["x"] + bounds["width"] > whole["width"] or bounds["y"] + bounds["height"] > whole["height"])
    ):
        yield "The area must be inside the rich menu", f"{where}/bounds"
    yield from _action(area.get("action"), f"{where}/action", label_required=False, allowed=_OF_RICH_MENUS)
