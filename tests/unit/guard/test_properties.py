# ruff: noqa: E501 - messages are kept whole
"""What holds for every string, however strange."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.guard import Masked, PiiType, mask
from backend.guard.engine import _mask
from backend.guard.examples import read_corpus
from backend.guard.model import PLACEHOLDERS

FRAGMENTS = (
    "090-1234-5678", "ぜろきゅうぜろ", "の", "山田", "花子", "さん", "です", "と申します", "名前は", "娘の", "さくら", "うつ病", "で通院", "マイナンバー", "1234 5678 9018",
    "昭和51年3月2日", "生まれ", "泉佐野市", "上町3丁目", "2-5", "203号室", "taro@example.com", "アット", "ドット", "口座", "普通", "1234567", "【氏名】", "【電話番号】", "【", "】",
    "LINE", "ID", ":", "@abc_1", "https://x.com/a", "死にたい", "0120-279-338", "\n", " ", "、", "。", "😊", "\u200b", "\ufe0f", "\u20e3", "ﾀﾞ", "㈱", "㍼", "①", "\ud83d", "\x00", "一", "ー", "-", "精神", "2級",
)  # fmt: skip

messages = st.one_of(
    st.text(st.characters(), max_size=80),  # includes lone surrogates and control characters
    st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(st.characters(), max_size=3)), max_size=14).map("".join),
)


def rebuilt(text: str, result: Masked) -> str:
    out, cursor = "", 0
    for span in result.spans:
        out += text[cursor : span.start] + PLACEHOLDERS[PiiType(span.type)]
        cursor = span.end
    return out + text[cursor:]


@settings(max_examples=400, deadline=None)
@given(messages)
def test_any_text_is_masked_without_error_and_spans_are_sorted_disjoint_and_inside(text: str) -> None:
    result = _mask(text)  # not `mask`, which would hide a fault by withholding the text
    edges = [0, *(edge for span in result.spans for edge in (span.start, span.end)), len(text)]
    assert edges == sorted(edges)
    assert all(span.start < span.end for span in result.spans)
    assert rebuilt(text, result) == result.masked


@settings(max_examples=400, deadline=None)
@given(messages)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = _mask(text).masked
    again = _mask(once)
    assert again.masked == once
    assert again.spans == ()


def test_the_development_set_is_stable_under_a_second_pass() -> None:
    changed = [t for t in (mask(example.text).masked for example in read_corpus()) if mask(t).masked != t]
    assert changed == []


@pytest.mark.parametrize(
    "unit",
    ["1-", "ぜろ", "山田 ", "a@", "名前は", "うつ", "😊1", "(0", "\ud800", "ﷺ", "1の", "銀行", "\x00", "アパート"],
)
def test_five_thousand_characters_of_anything_are_handled(unit: str) -> None:
    text = (unit * 5000)[:5000]
    assert rebuilt(text, _mask(text)) == _mask(text).masked


def test_text_longer_than_the_tokenizer_takes_at_once_is_still_checked_to_the_end() -> None:
    text = "あ、" * 20_000 + "はじめまして、山田花子と申します"
    assert mask(text).masked.endswith("はじめまして、【氏名】と申します")


def test_threads_get_the_same_answers_as_one_thread() -> None:
    texts = [example.text for example in read_corpus()[::40]]
    expected = [mask(text).masked for text in texts]
    results: list[list[str]] = []
    threads = [threading.Thread(target=lambda: results.append([mask(text).masked for text in texts])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


def test_a_failing_detector_withholds_the_text_instead_of_letting_it_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_message: object) -> list[object]:
        raise RuntimeError

    monkeypatch.setattr("backend.guard.engine.DETECTORS", (broken,))
    result = mask("090-1234-5678です")
    assert result.masked == "【確認できない文】"
    assert [(span.type, span.start, span.end) for span in result.spans] == [("unchecked", 0, 15)]
    assert mask(result.masked).masked == "【確認できない文】"
