"""Normalisation keeps the way back to what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.normalise import normalise, strip_placeholders


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("ﾊﾟｰﾄで働きたい", "パートで働きたい"),
        ("ｶﾞｿﾘﾝｽﾀﾝﾄﾞ", "ガソリンスタンド"),
        ("ありがと〜〜〜！！！", "ありがとー!"),
        ("すご~い", "すごーい"),
        ("ﾖﾔｸ ｦ 1ｼﾞｶﾝ ｵｿｸ ｼﾃﾓﾗｴﾏｽｶ", "よやくを1じかんおそくしてもらえますか"),
        ("キャンセルシタイデス", "きゃんせるしたいです"),
        ("ナニモシラナイケド", "なにもしらないけど"),
        *((word, word) for word in ("ハローワークインターネットサービス", "ホテルスタッフ", "シティホテル")),
        *((word, word) for word in ("デスクトップ", "ナイトシフト", "クリスマスケーキ", "サービスマスター")),
        ("ＩＴ系のＪＯＢ", "it系のjob"),
        ("ほんまwww", "ほんま"),
        ("やばい(笑)", "やばい"),
        ("無理です😭😭", "無理です"),
        ("18時〜20時", "18時〜20時"),
        ("コ−ヒ−", "コーヒー"),
        ("が\u3099んばる", "がんばる"),
        ("https://wifi.example.com", "https://wifi.example.com"),
    ],
)
def test_spellings_of_phones_become_one(typed: str, normal: str) -> None:
    assert normalise(typed).text.replace("か\u3099", "が") == normal.replace("か\u3099", "が")


def test_a_message_of_emoji_only_is_kept() -> None:
    assert normalise("👍").text == "👍"


def test_spans_point_at_the_original_characters() -> None:
    typed = "  ﾊﾟｰﾄ、ありがと〜〜😊です"
    normal = normalise(typed)
    start = normal.text.index("パート")
    first, last = normal.original_span(start, start + 3)
    assert typed[first:last] == "ﾊﾟｰﾄ"


@given(st.text(max_size=60))
def test_spans_are_ordered_and_inside_the_text(typed: str) -> None:
    normal = normalise(typed)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert all(0 <= s < e <= len(typed) for s, e in zip(normal.starts, normal.ends, strict=True))
    assert list(normal.starts) == sorted(normal.starts)


def test_placeholders_say_nothing_about_the_wish() -> None:
    assert strip_placeholders("【電話番号】に電話して").strip() == "に電話して"
