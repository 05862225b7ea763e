"""Every documented limit at n (accepted) and n+1 (refused), with characters that are longer than they look."""

from typing import Any

import linebot.v3.messaging.models as sdk
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator import rules

APPLE, KANJI, FAMILY = "🍎", "𠮷", "👨‍👩‍👧‍👦"


def problems(*messages: Any) -> list[str]:
    return [f"{where}: {text}" for found in rules.check_messages(list(messages)).values() for text, where in found]


def text(value: Any = "はい", **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": value, **more}


def say(label: str = "はい", value: str = "はい") -> dict[str, Any]:
    return {"type": "message", "label": label, "text": value}


def quick(action: dict[str, Any], count: int = 1) -> dict[str, Any]:
    return text(quickReply={"items": [{"type": "action", "action": action}] * count})


def template(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": "template", "altText": "代わりの文", "template": {"type": kind, **fields}}


def buttons(count: int = 1, body: str = "本文", **more: Any) -> dict[str, Any]:
    return template("buttons", text=body, actions=[say()] * count, **more)


def carousel(columns: int = 1, actions: int = 1) -> dict[str, Any]:
    return template("carousel", columns=[{"text": "本文", "actions": [say()] * actions}] * columns)


def bubble(body: str = "本文", **more: Any) -> dict[str, Any]:
    contents = [{"type": "text", "text": body}, *more.pop("contents", [])]
    return {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": contents}, **more}


def flex(contents: dict[str, Any], alt: str = "代わりの文") -> dict[str, Any]:
    return {"type": "flex", "altText": alt, "contents": contents}


def postback(**more: Any) -> dict[str, Any]:
    return {"type": "postback", "label": "はい", "data": "d", **more}


def link(uri: str) -> dict[str, Any]:
    return {"type": "uri", "label": "ひらく", "uri": uri}


def flex_button(label: str) -> dict[str, Any]:
    return flex(bubble(contents=[{"type": "button", "action": say(label)}]))


def image_carousel(label: str) -> dict[str, Any]:
    return template("image_carousel", columns=[{"imageUrl": "https://example.com/a.png", "action": say(label)}])


def bubble_of(size: int) -> dict[str, Any]:
    return bubble("a" * (size - rules._json_bytes(bubble(""))))


def carousel_of(size: int) -> dict[str, Any]:
    empty = {"type": "carousel", "contents": [bubble(""), bubble("")]}
    rest = size - rules._json_bytes(empty)
    return {"type": "carousel", "contents": [bubble("a" * (rest // 2)), bubble("a" * (rest - rest // 2))]}


AT_THE_LIMIT: list[tuple[str, Any, Any]] = [
    ("text of 5,000 letters", text("あ" * 5000), text("あ" * 5001)),
    ("apples are two units each", text(APPLE * 2500), text(APPLE * 2500 + "a")),
    ("rare kanji are two units each", text(KANJI * 2500), text(KANJI * 2500 + "a")),
    ("13 quick replies", quick(say(), 13), quick(say(), 14)),
    ("1 quick reply at least", quick(say(), 1), quick(say(), 0)),
    ("label of 20", quick(say("あ" * 20)), quick(say("あ" * 21))),
    ("label of 20 families", quick(say(FAMILY * 20)), quick(say(FAMILY * 21))),
    ("label of 20 apples", quick(say(APPLE * 20)), quick(say(APPLE * 21))),
    ("label of 20 rare kanji", quick(say(KANJI * 20)), quick(say(KANJI * 21))),
    ("Flex label of 40", flex_button(FAMILY * 40), flex_button(FAMILY * 41)),
    ("image carousel label of 12", image_carousel(FAMILY * 12), image_carousel(FAMILY * 13)),
    ("message action of 300", quick(say(value="あ" * 300)), quick(say(value="あ" * 301))),
    ("postback data of 300", quick(postback(data="d" * 300)), quick(postback(data="d" * 301))),
    ("displayText of 300", quick(postback(displayText=APPLE * 150)), quick(postback(displayText=APPLE * 150 + "a"))),
    ("URI of 1,000", quick(link("https://example.com/" + "a" * 980)), quick(link("https://example.com/" + "a" * 981))),
    ("altText of 1,500", flex(bubble(), "あ" * 1500), flex(bubble(), "あ" * 1501)),
    ("4 buttons", buttons(4), buttons(5)),
    ("buttons text of 160", buttons(body="あ" * 160), buttons(body="あ" * 161)),
    ("buttons text of 60 beside a title", buttons(body="あ" * 60, title="題"), buttons(body="あ" * 61, title="題")),
    (
        "buttons text of 60 beside a picture",
        buttons(body="あ" * 60, thumbnailImageUrl="https://example.com/a.png"),
        buttons(body="あ" * 61, thumbnailImageUrl="https://example.com/a.png"),
    ),
    ("title of 40", buttons(title="あ" * 40), buttons(title="あ" * 41)),
    (
        "confirm text of 240",
        template("confirm", text="あ" * 240, actions=[say()] * 2),
        template("confirm", text="あ" * 241, actions=[say()] * 2),
    ),
    (
        "2 actions to confirm, not 3",
        template("confirm", text="あ", actions=[say()] * 2),
        template("confirm", text="あ", actions=[say()] * 3),
    ),
    (
        "2 actions to confirm, not 1",
        template("confirm", text="あ", actions=[say()] * 2),
        template("confirm", text="あ", actions=[say()]),
    ),
    ("10 columns", carousel(10), carousel(11)),
    ("3 actions in a column", carousel(2, 3), carousel(2, 4)),
    ("bubble of 30 KB", flex(bubble_of(30 * 1024)), flex(bubble_of(30 * 1024 + 1))),
    ("Flex carousel of 50 KB", flex(carousel_of(50 * 1024)), flex(carousel_of(50 * 1024 + 1))),
    (
        "12 bubbles",
        flex({"type": "carousel", "contents": [bubble()] * 12}),
        flex({"type": "carousel", "contents": [bubble()] * 13}),
    ),
    ("sender of 20", text(sender={"name": "あ" * 20}), text(sender={"name": "あ" * 21})),
    (
        "clipboard of 1,000",
        quick({"type": "clipboard", "label": "写す", "clipboardText": "a" * 1000}),
        quick({"type": "clipboard", "label": "写す", "clipboardText": "a" * 1001}),
    ),
]


@pytest.mark.parametrize(("good", "bad"), [case[1:] for case in AT_THE_LIMIT], ids=[case[0] for case in AT_THE_LIMIT])
def test_the_limit_is_accepted_and_one_more_is_refused(good: Any, bad: Any) -> None:
    assert problems(good) == []
    assert problems(bad) != []


@pytest.mark.parametrize("count", [0, 6])
def test_a_call_carries_one_to_five_messages(count: int) -> None:
    assert rules.check_messages([text()] * 5) == {}
    assert rules.check_messages([text()] * count) == {-1: [("Size must be between 1 and 5", "messages")]}


REFUSED: list[tuple[str, Any, str]] = [
    ("empty text", text(""), "messages[0]/text: May not be empty"),
    ("text missing", {"type": "text"}, "messages[0]/text: must be specified"),
    ("text that is a number", text(5), "messages[0]/text: invalid type"),
    ("no type", {"text": "a"}, "messages[0]/type: must be specified"),
    ("unknown message type", {"type": "hologram"}, "messages[0]/type: Must be one of"),
    ("not an object", "text", "messages[0]: invalid type"),
    ("ftp link", quick(link("ftp://example.com/")), "invalid uri scheme"),
    ("javascript link", quick(link("javascript:alert(1)")), "invalid uri scheme"),
    ("relative link", quick(link("/page")), "invalid uri"),
    ("link with a space", quick(link("https://example.com/a b")), "invalid uri scheme"),
    ("unknown template", template("wheel"), "messages[0]/template/type: Must be one of"),
    ("unknown action", quick({"type": "dance", "label": "a"}), "action/type: Must be one of"),
    ("camera outside quick replies", template("buttons", text="a", actions=[{"type": "camera", "label": "a"}]), "type"),
    (
        "richmenuswitch in a message",
        quick({"type": "richmenuswitch", "label": "a", "data": "d", "richMenuAliasId": "x"}),
        "action/type",
    ),
    ("label missing", quick({"type": "message", "text": "a"}), "action/label: must be specified"),
    (
        "columns with different numbers of actions",
        template("carousel", columns=[{"text": "a", "actions": [say()]}, {"text": "a", "actions": [say(), say()]}]),
        "The number of actions must be the same",
    ),
    ("unknown Flex field", flex(bubble(colour="red")), "messages[0]/contents/colour: unknown field"),
    ("unknown Flex component", flex(bubble(contents=[{"type": "table"}])), "contents/1/type: Must be one of"),
    ("Flex text without words", flex(bubble("")), "contents/0/text: May not be empty"),
    ("named colour", flex(bubble(contents=[{"type": "text", "text": "a", "color": "red"}])), "invalid color"),
    ("bubble without blocks", flex({"type": "bubble"}), "At least one block"),
    ("displayText and text together", quick(postback(displayText="a", text="b")), "at the same time"),
    ("fillInText without a keyboard", quick(postback(fillInText="a")), "openKeyboard"),
    ("picker without mode", quick({"type": "datetimepicker", "label": "a", "data": "d"}), "mode"),
]


@pytest.mark.parametrize(("message", "expected"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_line_refuses_is_refused_with_the_place_named(message: Any, expected: str) -> None:
    assert any(expected in found for found in problems(message)), problems(message)


@pytest.mark.parametrize(
    "uri",
    ["http://example.com/", "https://example.com/?a=窓口", "tel:0120-000-000", "line://app/1-a", "line://ti/p/@x"],
)
def test_web_telephone_and_line_links_are_accepted(uri: str) -> None:
    assert problems(quick(link(uri))) == []


def picker(**fields: str) -> dict[str, Any]:
    return quick({"type": "datetimepicker", "label": "日時", "data": "d", **fields})


@pytest.mark.parametrize(
    ("fields", "good"),
    [
        ({"mode": "date", "min": "2026-11-01", "initial": "2026-11-01", "max": "2026-11-30"}, True),
        ({"mode": "time", "min": "06:00", "max": "23:59"}, True),
        ({"mode": "datetime", "initial": "2026-11-20t10:00"}, True),
        ({"mode": "date", "initial": "2026-11-20T10:00"}, False),
        ({"mode": "date", "initial": "2026-02-30"}, False),
        ({"mode": "date", "initial": "2101-01-01"}, False),
        ({"mode": "time", "initial": "25:00"}, False),
        ({"mode": "date", "min": "2026-12-01", "max": "2026-11-01"}, False),
        ({"mode": "date", "initial": "2026-10-31", "min": "2026-11-01"}, False),
        ({"mode": "date", "initial": "2026-12-01", "max": "2026-11-30"}, False),
        ({"mode": "week"}, False),
    ],
)
def test_datetime_pickers_need_a_mode_and_moments_that_fit(fields: dict[str, str], good: bool) -> None:
    assert (problems(picker(**fields)) == []) is good


@pytest.mark.parametrize("kind", ["camera", "cameraRoll", "location"])
def test_camera_and_location_are_quick_replies(kind: str) -> None:
    assert problems(quick({"type": kind, "label": "送る"})) == []


def test_each_message_is_named_by_its_index() -> None:
    assert set(rules.check_messages([text(), text(""), text("x" * 5001)])) == {1, 2}


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("bubble", sdk.FlexBubble),
        ("box", sdk.FlexBox),
        ("button", sdk.FlexButton),
        ("image", sdk.FlexImage),
        ("icon", sdk.FlexIcon),
        ("text", sdk.FlexText),
        ("span", sdk.FlexSpan),
        ("separator", sdk.FlexSeparator),
        ("filler", sdk.FlexFiller),
        ("video", sdk.FlexVideo),
        ("carousel", sdk.FlexCarousel),
    ],
)
def test_flex_fields_are_those_the_official_sdk_knows(kind: str, model: Any) -> None:
    assert rules.FLEX_FIELDS[kind] == {field.alias or name for name, field in model.__fields__.items()}


@given(st.text())
def test_units_are_those_of_utf16(value: str) -> None:
    assert rules.utf16_units(value) == sum(2 if ord(one) > 0xFFFF else 1 for one in value)


@given(st.integers(1, 60))
def test_a_family_is_one_grapheme(count: int) -> None:
    assert rules.graphemes(FAMILY * count) == count


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "text", "template", "contents", "quickReply", "items", "action"]), inner
            )
        ),
    )
)
def test_no_body_however_odd_breaks_the_rules(odd: Any) -> None:
    for kind in ("text", "template", "flex", "imagemap", "sticker"):
        fields = odd if isinstance(odd, dict) else {"text": odd, "template": odd, "contents": odd, "quickReply": odd}
        rules.check_messages([{**fields, "type": kind}, odd])


def menu(**fields: Any) -> dict[str, Any]:
    whole = {"x": 0, "y": 0, "width": 2500, "height": 843}
    return {
        "size": {"width": 2500, "height": 843},
        "selected": True,
        "name": "menu",
        "chatBarText": "メニュー",
        "areas": [{"bounds": whole, "action": say()}],
        **fields,
    }


@pytest.mark.parametrize(
    ("fields", "good"),
    [
        ({}, True),
        ({"chatBarText": "あ" * 14}, True),
        ({"chatBarText": "あ" * 15}, False),
        ({"name": "あ" * 300}, True),
        ({"name": "あ" * 301}, False),
        ({"size": {"width": 799, "height": 300}}, False),
        ({"size": {"width": 2500, "height": 1725}}, False),
        ({"areas": [{"bounds": {"x": 0, "y": 0, "width": 1, "height": 1}, "action": say()}] * 20}, True),
        ({"areas": [{"bounds": {"x": 0, "y": 0, "width": 1, "height": 1}, "action": say()}] * 21}, False),
        ({"areas": [{"bounds": {"x": 1, "y": 0, "width": 2500, "height": 843}, "action": say()}]}, False),
        ({"selected": "yes"}, False),
        ({"areas": [{"bounds": {"x": 0, "y": 0, "width": 9, "height": 9}, "action": {"type": "camera"}}]}, False),
    ],
)
def test_rich_menus_have_limits_too(fields: dict[str, Any], good: bool) -> None:
    assert (rules.check_rich_menu(menu(**fields)) == []) is good
