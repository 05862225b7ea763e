"""Only a message that says nothing but thanks may be put away without an answer."""

import pytest

from backend.tickets.thanks import only_thanks


@pytest.mark.parametrize(
    "text",
    [
        "ありがとうございました。",
        "ありがとう！",
        "ご丁寧にありがとうございます🙇‍♀️",
        "おおきに、助かりました",
        "よくわかりました。ありがとうございます。またよろしくお願いします。",
        "早速のお返事ありがとうございました！がんばります",
        "有難う御座います",
        "ありがとうございます♪",
        "thank you",
        "感謝です😭",
    ],
)
def test_plain_thanks(text: str) -> None:
    assert only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "はい",
        "了解です",
        "ありがとうございます。面接の服装はどうすればいいですか",
        "ありがとう。でもまだ迷っています",
        "ありがとうございました。来週また電話します",
        "ありがとう、死にたい",
        "教えてください",
        "ありがとうございます？",
        "ありがとう" * 20,
        "お世話になりました。もう終わりにします",
        "いろいろありがとう。さようなら",
    ],
)
def test_anything_more_wants_a_person(text: str) -> None:
    assert not only_thanks(text)
