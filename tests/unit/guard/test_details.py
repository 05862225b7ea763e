# ruff: noqa: E501 - messages are kept whole
"""Rules that deserve their own name: offsets, check digits, what stays beside what goes."""

from __future__ import annotations

import pytest

from backend.guard import Span, mask
from backend.guard.detectors.accounts import passes_luhn
from backend.guard.detectors.my_number import has_valid_check_digit
from backend.guard.digits import kanji_number, plain_runs
from backend.guard.romaji import to_hiragana
from backend.guard.view import BARRIER, build_view


def test_spans_are_offsets_into_the_original_text_not_the_normalised_one() -> None:
    text = "㈱の件、ﾃﾞﾝﾜは０９０－１２３４－５６７８です"
    (span,) = mask(text).spans
    assert text[span.start : span.end] == "０９０－１２３４－５６７８"


def test_keycap_digits_are_taken_with_their_invisible_tails() -> None:
    text = "0️⃣9️⃣0️⃣12345678 ok"
    assert mask(text).masked == "【電話番号】 ok"


def test_half_width_voiced_kana_is_one_character_of_the_view() -> None:
    view = build_view("ﾔﾏﾀﾞ")
    assert view.text == "ヤマダ"
    assert view.original(2, 3) == (2, 4)


def test_a_placeholder_already_in_the_text_is_opaque() -> None:
    assert build_view("私は【氏名】です").text == f"私は{BARRIER}です"


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("123456789018", True),
        ("123456789012", False),
        ("023456789013", True),
        ("12345678901", False),
        ("１２３", False),
    ],
)
def test_my_number_check_digit_follows_the_ordinance(digits: str, valid: bool) -> None:
    assert has_valid_check_digit(digits) is valid


def test_luhn_accepts_test_cards_and_refuses_one_wrong_digit() -> None:
    assert passes_luhn("4111111111111111")
    assert not passes_luhn("4111111111111112")
    assert not passes_luhn("0" * 16)


def test_one_wrong_digit_saves_an_unlabelled_twelve_digit_number_from_being_called_my_number() -> None:
    assert mask("1234 5678 9018").spans[0].type == "my_number"
    assert mask("1234 5678 9019").spans == ()
    assert mask("マイナンバー 1234 5678 9019").spans[0].type == "my_number"


@pytest.mark.parametrize(
    ("text", "number"), [("五十一", 51), ("元", 1), ("二〇", 20), ("12", 12), ("百二", 102), ("", None), ("あ", None)]
)
def test_kanji_numbers_are_read(text: str, number: int | None) -> None:
    assert kanji_number(text) == number


def test_digit_groups_remember_how_the_writer_grouped_them() -> None:
    (run,) = plain_runs("090の1234-5678")
    assert run.digits == "09012345678"
    assert run.shape(0, 2) == (3, 4, 4)


def test_romaji_names_are_read() -> None:
    assert to_hiragana("Yamada") == "やまだ"
    assert to_hiragana("Shinji") == "しんじ"
    assert to_hiragana("Word") is None


@pytest.mark.parametrize(
    "text",
    [
        "死にたいです。電話は090-1234-5678",
        "夫に殴られました。山田花子です",
        "うつ病で消えたいです",
        "借金があって、口座番号1234567です",
    ],
)
def test_crisis_words_survive_beside_personal_data(text: str) -> None:
    masked = mask(text).masked
    assert masked != text
    assert any(word in masked for word in ("死にたい", "殴られ", "消えたい", "借金"))


@pytest.mark.parametrize(
    "text",
    [
        "睡眠薬を全部飲みました",
        "睡眠薬ってどのくらい飲んだら死ねますか",
        "消えるわ。探さんといて",
        "デパスを大量に飲んだ",
        "安定剤を一気に飲んでしまった",
    ],
)
def test_an_overdose_stays_readable_for_the_safety_lane(text: str) -> None:
    assert mask(text).masked == text


def test_a_public_line_in_a_list_does_not_hide_the_private_number_after_it() -> None:
    assert mask("0120-279-338 090-1234-5678").masked == "0120-279-338 【電話番号】"


def test_several_details_in_one_message_keep_the_wish_readable() -> None:
    result = mask("山田花子です。うつ病で通院中ですが週3日、時給1,200円以上で働きたいです。電話090-1234-5678")
    assert result.masked == "【氏名】です。【健康】で通院中ですが週3日、時給1,200円以上で働きたいです。電話【電話番号】"


def test_a_name_left_alone_beside_a_masked_number_is_found_on_the_second_look() -> None:
    assert mask("連絡先は090-3333-4444(鈴木)").masked == "連絡先は【電話番号】(【氏名】)"


def test_spans_and_types_are_plain_data() -> None:
    assert mask("a@example.com").spans == (Span("email", 0, 13),)


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "\ud800", "【", "【氏名】", "\ufffc", "\u200b"])
def test_degenerate_texts_come_back_as_they_are(text: str) -> None:
    assert mask(text).masked == text


@pytest.mark.parametrize(
    "text",
    [
        "市役所の代表番号06-6000-0000にかけたけど",
        "ハローワーク岸和田 072-400-0000",
        "大阪労働局の06-6000-0000に聞いた",
        "町役場(072-400-0001)に電話した",
        "求人番号はにーななぜろよんぜろのいちいちにーさんよんごーろくです",
    ],
)
def test_a_number_of_a_public_body_or_of_a_job_stays(text: str) -> None:
    assert mask(text).masked == text


def test_a_home_number_beside_that_of_a_public_body_goes() -> None:
    assert (
        mask("自宅は072-000-3391、市役所の代表は072-463-1212").masked
        == "自宅は【電話番号】、市役所の代表は072-463-1212"
    )


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("昭和五十二年師走の十日生まれ", "昭和五十二年師走の十日"),
        ("シェアハウス(ひだまり3F-B)に住んでます", "ひだまり3F-B"),
        ("nagai . tomo @ example . com です", "nagai . tomo @ example . com"),
        ("名字はテラモトデス", "テラモト"),
    ],
)
def test_a_value_goes_whole_and_nothing_around_it(text: str, span: str) -> None:
    assert [text[found.start : found.end] for found in mask(text).spans] == [span]


def test_a_bearer_of_public_office_is_no_secret() -> None:
    assert mask("吉村知事の会見を見た").spans == ()
