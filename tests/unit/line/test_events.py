"""The webhook parser: official signature vector, bad bodies refused, bad events left out one by one."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.line import events

OFFICIAL_SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
OFFICIAL_BODY = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
OFFICIAL_SIGNATURE = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def make_event(**changes: Any) -> dict[str, Any]:
    event: dict[str, Any] = {
        "type": "message",
        "mode": "active",
        "timestamp": 1_795_000_000_000,
        "source": {"type": "user", "userId": "U" + "0" * 32},
        "webhookEventId": "01HEVENT0000000000000000001",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": "token",
        "message": {"type": "text", "id": "1", "text": "料金かかる?"},
    }
    return {**event, **changes}


def body_of(*parsed: Any, destination: str = "Ubot") -> bytes:
    return json.dumps({"destination": destination, "events": list(parsed)}).encode()


def test_official_signature_vector_is_accepted() -> None:
    events.verify_signature(OFFICIAL_BODY, OFFICIAL_SIGNATURE, [OFFICIAL_SECRET])


@pytest.mark.parametrize(
    "signature", [None, "", "x", "署名", "\udcff", OFFICIAL_SIGNATURE[:-2] + "A=", OFFICIAL_SIGNATURE.lower()]
)
def test_any_other_signature_is_refused(signature: str | None) -> None:
    with pytest.raises(events.BadSignature):
        events.verify_signature(OFFICIAL_BODY, signature, [OFFICIAL_SECRET])


def test_one_altered_byte_breaks_the_signature() -> None:
    with pytest.raises(events.BadSignature):
        events.verify_signature(OFFICIAL_BODY.replace(b"[]", b"[ ]"), OFFICIAL_SIGNATURE, [OFFICIAL_SECRET])


def test_an_empty_secret_never_verifies() -> None:
    signature = base64.b64encode(hmac.new(b"", OFFICIAL_BODY, hashlib.sha256).digest()).decode()
    with pytest.raises(events.BadSignature):
        events.verify_signature(OFFICIAL_BODY, signature, ["", ""])


def test_previous_secret_is_still_accepted_while_rotating() -> None:
    events.verify_signature(OFFICIAL_BODY, OFFICIAL_SIGNATURE, ["new-secret", OFFICIAL_SECRET])


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"hello", b"[]", b'{"events":{}}', b'{"a":1}', b"[" * 100_000])
def test_a_body_that_is_no_webhook_is_refused(body: bytes) -> None:
    with pytest.raises(events.BadBody):
        events.parse_body(body)


def test_a_body_for_another_bot_is_refused() -> None:
    with pytest.raises(events.BadBody) as refused:
        events.parse_body(body_of(make_event(), destination="Uother"), bot_user_id="Ubot")
    assert refused.value.code == "wrong_destination"


def test_verification_request_without_events_is_fine() -> None:
    assert events.parse_body(OFFICIAL_BODY) == ([], 0)


@pytest.mark.parametrize(
    "broken",
    [
        None,
        7,
        "text",
        [],
        {},
        make_event(type=None),
        make_event(type="<script>"),
        make_event(timestamp="soon"),
        make_event(timestamp=True),
        make_event(timestamp=10**30),
    ],
)
def test_one_malformed_event_among_100_costs_only_itself(broken: Any) -> None:
    good = [make_event(webhookEventId=f"id{number}") for number in range(99)]
    parsed, malformed = events.parse_body(body_of(*good[:50], broken, *good[50:]))
    assert (len(parsed), malformed) == (99, 1)


def test_unknown_event_message_and_fields_are_kept_as_they_are() -> None:
    strange = make_event(type="hologram", message={"type": "smell", "id": "9"}, brandNew={"a": [1]})
    ((event,), malformed) = events.parse_body(body_of(strange))
    assert (event.event_type, event.message_type, malformed) == ("hologram", "smell", 0)


def test_group_source_gives_no_user() -> None:
    group = make_event(source={"type": "group", "groupId": "C1", "userId": "U1"})
    ((event,), _) = events.parse_body(body_of(group))
    assert event.user_id is None
    assert not event.one_to_one


def test_account_link_failure_without_source_and_token_is_parsed() -> None:
    event = make_event(type="accountLink", link={"result": "failed"})
    del event["source"], event["replyToken"], event["message"]
    ((parsed,), _) = events.parse_body(body_of(event))
    assert parsed.user_id is None
    assert parsed.reply_token is None


def test_events_come_out_in_the_order_of_their_timestamps() -> None:
    late, early = make_event(timestamp=1_795_000_000_500, webhookEventId="b"), make_event(webhookEventId="a")
    parsed, _ = events.parse_body(body_of(late, early))
    assert [event.webhook_event_id for event in parsed] == ["a", "b"]


def test_an_event_without_id_gets_the_same_id_when_redelivered() -> None:
    event = make_event()
    del event["webhookEventId"]
    again = {**event, "deliveryContext": {"isRedelivery": True}, "replyToken": "other"}
    ((first,), _), ((second,), _) = events.parse_body(body_of(event)), events.parse_body(body_of(again))
    assert first.webhook_event_id == second.webhook_event_id


def test_raw_text_is_not_in_the_repr_of_an_event() -> None:
    ((event,), _) = events.parse_body(body_of(make_event()))
    assert event.text == "料金かかる?"
    assert "料金" not in repr(event)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(list(make_event())), json_values))
def test_no_event_however_odd_makes_the_parser_raise(changes: dict[str, Any]) -> None:
    parsed, malformed = events.parse_body(body_of({**make_event(), **changes}, make_event(webhookEventId="whole")))
    assert len(parsed) + malformed == 2
    assert "whole" in [event.webhook_event_id for event in parsed]
