"""What the bot says becomes messages LINE accepts, by the emulator's rules, which are written apart from ours."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.context import Context
from backend.line import limits, postback
from backend.line.render import Renderer
from backend.seekers.service import get_or_create_seeker
from backend.service_profile import load_service_profile
from backend.vault.keys import KeyRing
from emulator import rules
from tests.conftest import START, USER

FAMILY = "👨‍👩‍👧‍👦"
KEYS = KeyRing.generate()
SERVICE = load_service_profile()


async def render(*parts: dict[str, Any]) -> list[dict[str, Any]]:
    """Messages of a turn that needs no links (so neither database nor seeker)."""
    renderer = Renderer(None, KEYS, SERVICE, None, START)  # type: ignore[arg-type]
    return await renderer.render(parts)


def problems(messages: list[dict[str, Any]]) -> list[Any]:
    """What the platform would complain about, in calls of five."""
    calls = [messages[start : start + 5] for start in range(0, len(messages), 5)]
    return [found for call in calls for found in rules.check_messages(call).values()]


async def test_fourteen_quick_replies_become_thirteen() -> None:
    buttons = [{"title": f"選択肢{number}", "payload": f"/choose_{number}"} for number in range(14)]
    messages = await render({"text": "お選びください。", "buttons": buttons})
    assert len(messages[0]["quickReply"]["items"]) == 13
    assert problems(messages) == []


async def test_quick_replies_of_all_parts_gather_on_the_last_message_without_repeats() -> None:
    button = {"title": "予約する", "payload": "/book_appointment"}
    messages = await render({"text": "一", "buttons": [button]}, {"text": "二", "buttons": [button]})
    assert "quickReply" not in messages[0]
    assert [item["action"]["label"] for item in messages[1]["quickReply"]["items"]] == ["予約する"]


@pytest.mark.parametrize(("title", "label"), [(FAMILY * 20, FAMILY * 20), (FAMILY * 21, FAMILY * 19 + "…")])
async def test_labels_are_counted_and_cut_in_graphemes(title: str, label: str) -> None:
    messages = await render({"text": "a", "buttons": [{"title": title, "payload": "/x"}]})
    assert messages[0]["quickReply"]["items"][0]["action"]["label"] == label
    assert problems(messages) == []


@pytest.mark.parametrize(("text", "count"), [("🍎" * 2500, 1), ("𠮷" * 2500 + "a", 2)])
async def test_long_text_is_split_at_5000_units(text: str, count: int) -> None:
    messages = await render({"text": text})
    assert len(messages) == count
    assert problems(messages) == []


async def test_forty_choices_become_bubbles_of_a_carousel() -> None:
    choices = [{"title": f"11月{day}日(火) 19:00", "payload": f"/pick{day}"} for day in range(1, 61)]
    messages = await render({"custom": {"kind": "choices", "title": "空いている日時", "choices": choices}})
    assert messages[0]["contents"]["type"] == "carousel"
    assert len(messages[0]["contents"]["contents"]) == 5
    assert problems(messages) == []


async def test_no_choices_at_all_become_a_plain_sentence() -> None:
    messages = await render({"custom": {"kind": "choices", "title": "空きがありません", "choices": []}})
    assert messages == [{"type": "text", "text": "空きがありません"}]


async def test_a_card_over_30_kilobytes_is_refused_before_sending() -> None:
    rows = [["項目", "あ" * 100] for _ in range(110)]
    with pytest.raises(limits.MessageTooLarge):
        await render({"custom": {"kind": "card", "title": "長い", "rows": rows}})


async def test_city_and_service_names_come_from_the_service_file() -> None:
    (message,) = await render({"text": "%city_name%の%service_name%です。"})
    assert message["text"] == f"{SERVICE.city_name}の{SERVICE.service_name}です。"


async def test_a_payload_too_long_for_a_postback_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="postback payload"):
        await render({"text": "a", "buttons": [{"title": "b", "payload": "/" + "x" * 300}]})


@pytest.mark.parametrize("payload", ["https://example.com/", "tel:110"])
async def test_links_become_link_buttons(payload: str) -> None:
    (message,) = await render({"text": "a", "buttons": [{"title": "開く", "payload": payload}]})
    assert message["quickReply"]["items"][0]["action"] == {"type": "uri", "label": "開く", "uri": payload}


async def test_a_secure_page_becomes_a_placeholder_that_only_delivery_resolves(context: Context) -> None:
    async with context.db.transaction() as session:
        seeker = await get_or_create_seeker(session, context.vault, line_user_id=USER, now=context.clock())
        renderer = Renderer(session, context.vault.keys, context.service, seeker, context.clock())
        custom = {"kind": "secure_link", "page": "register", "text": "登録できます。", "label": "登録する"}
        (message,) = await renderer.render([{"custom": custom}])
    assert message["template"]["actions"][0]["uri"].startswith("secure-link:")


texts = st.lists(st.sampled_from([*"あ漢aＡ🍎𠮷\n。", FAMILY]), max_size=40).map("".join)
parts = st.fixed_dictionaries(
    {"text": texts},
    optional={
        "buttons": st.lists(
            st.fixed_dictionaries({"title": texts, "payload": st.sampled_from(["/a", "文字"])}), max_size=16
        )
    },
)


@given(st.lists(parts, max_size=4))
async def test_whatever_the_bot_says_line_accepts_it(said: list[dict[str, Any]]) -> None:
    assert problems(await render(*said)) == []


@given(st.text(max_size=280))
def test_what_was_signed_verifies_and_nothing_else_does(payload: str) -> None:
    data = postback.sign(KEYS, payload)
    assert postback.verify(KEYS, data) == payload
    assert postback.verify(KEYS, data + "x") is None
    assert postback.verify(KeyRing.generate(), data) is None
