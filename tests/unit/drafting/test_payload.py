"""What may leave: nothing but the allow-list, and no question that says more than it should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backend.drafting.payload import (
    MAX_QUESTION_CHARS,
    PERSONAL_FIELDS,
    Payload,
    PayloadSource,
    _plain,
    is_kept_here,
    safe_question,
)
from backend.pages.profile import FIELDS


def test_the_payload_has_no_field_for_anything_but_topic_labels_question_and_sources() -> None:
    assert set(Payload.model_fields) == {"topic", "labels", "question", "sources"}
    assert set(PayloadSource.model_fields) == {"id", "title", "text"}
    with pytest.raises(ValidationError):
        Payload(topic="面接", labels=(), question=None, sources=(), name="架空 花子")  # type: ignore[call-arg]


def test_every_personal_field_of_the_profile_is_compared() -> None:
    assert set(FIELDS) - set(PERSONAL_FIELDS) == {"preferred_contact", "situation", "wishes"}


def test_a_plain_question_may_leave() -> None:
    texts = ["面接では、どんなことを聞かれますか。", "服装も知りたいです。"]
    assert safe_question(texts, personal={}) == "\n".join(texts)


def test_a_mail_address_leaves_as_a_mask() -> None:
    question = safe_question(["求人票は hanako@example.com に送れますか。"], personal={})
    assert question is not None
    assert "example.com" not in question
    assert "【" in question


@pytest.mark.parametrize(
    "text",
    [
        "架空花子と申します。面接が心配です。",
        "大阪府和泉市架空町1-2-3に住んでいます。近くの仕事はありますか。",
        "うつ病で通院しています。仕事はできますか。",
        "1985年4月3日生まれです。年齢で落とされますか。",
        "もう死にたいです。",
        "夫に殴られています。働いて家を出たいです。",
        "借金の取り立てが来ます。",
        "",
        "   ",
    ],
)
def test_names_addresses_health_and_danger_stay_here(text: str) -> None:
    assert safe_question([text], personal={}) is None


def test_one_message_that_says_too_much_keeps_all_of_them_here() -> None:
    assert safe_question(["面接の服装を知りたいです。", "うつ病で通院しています。"], personal={}) is None


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("given_name", "凪沙", "ナギサ系の仕事で凪沙が働けますか。"),
        ("given_kana", "ナギサ", "なぎさで働けますか。"),
        ("phone", "09000000012", "番号は 0900-000-0012 です。"),
        ("address", "架空市みどり町", "架空市 みどり町の近くで働けますか。"),
    ],
)
def test_what_the_profile_knows_never_leaves_however_it_is_spelt(field: str, value: str, text: str) -> None:
    assert safe_question([text], personal={field: value}) is None


LETTERS = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=12)


@given(
    field=st.sampled_from(PERSONAL_FIELDS),
    value=LETTERS,
    before=st.sampled_from(["面接が心配です。", "", "わたしは"]),
    after=st.sampled_from(["です。", "", "に住んでいて、働きたいです。"]),
)
def test_no_personal_value_of_the_vault_is_ever_in_the_question(
    field: str, value: str, before: str, after: str
) -> None:
    question = safe_question([f"{before}{value}{after}"], personal={field: value})
    assert question is None or not _plain(value) or _plain(value) not in _plain(question)


def test_a_long_question_is_cut() -> None:
    question = safe_question(["面接では、どんなことを聞かれますか。" * 200], personal={})
    assert question is not None
    assert len(question) == MAX_QUESTION_CHARS


@pytest.mark.parametrize(
    ("topic", "labels", "is_urgent", "kept"),
    [
        ("interview_tips", ["interview"], False, False),
        ("interview_tips", ["interview", "health"], False, True),
        ("health_worry", [], False, True),
        ("crisis_suicide", [], False, True),
        ("interview_tips", [], True, True),
    ],
)
def test_urgent_tickets_and_those_on_danger_or_health_are_kept_here(
    topic: str, labels: list[str], is_urgent: bool, kept: bool
) -> None:
    assert is_kept_here(topic=topic, labels=labels, is_urgent=is_urgent) is kept
