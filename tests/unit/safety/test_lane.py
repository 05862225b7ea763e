"""The safety lane hears danger in many spellings and leaves idioms, job wishes and named endings alone."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.safety import classify
from backend.safety.lane import PRIORITY, load_patterns
from backend.safety.normalise import views

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[3]
LABELS = (*PRIORITY, "none")


def read_messages(label: str) -> list[str]:
    lines = (DATA / f"{label}.txt").read_text(encoding="utf-8").split("\n")
    return [line.replace("⏎", "\n") for line in lines if line]


@pytest.mark.parametrize("label", LABELS)
def test_every_listed_message_gets_its_label(label: str) -> None:
    wrong = {text: found for text in read_messages(label) if (found := classify(text).label) != label}
    assert wrong == {}


@pytest.mark.parametrize(
    "text",
    ["死 に た い", "死.に.た.い", "死。に。た。い", "死💦にたい", "死にたーい", "しにたぃ", "ｼﾆﾀｲ", "死\nに\nた\nい"]
    + ["氏にたい", "４にたい", "ﾀﾋにたい", "死○たい", "自○したい", "じ殺したい", "死にてぇ", "死\u200bに\u200bたい"],
)
def test_a_disguised_wish_to_die_is_still_heard(text: str) -> None:
    assert classify(text).label == "crisis_suicide"


@pytest.mark.parametrize(
    "context",
    ["{}", "えっと、{}", "今日は面接でした。{}", "{}。仕事も探さないと", "😭{}😭", "{}\n\nよろしくお願いします"],
)
@pytest.mark.parametrize("label", PRIORITY[:2])
def test_a_cry_for_help_is_heard_wherever_it_stands(label: str, context: str) -> None:
    short = [text for text in read_messages(label) if len(text) <= 25 and "⏎" not in text][:60]
    missed = [text for text in short if not classify(context.format(text)).label.startswith("crisis")]
    assert missed == []


@pytest.mark.parametrize("text", ["死ぬほど忙しい", "緊張で死にそう", "眠くて死にそう", "過労死しそう", "もう限界です"])
def test_an_idiom_of_exhaustion_asks_softly_without_alarm(text: str) -> None:
    result = classify(text)
    assert (result.label, result.soft) == ("none", True)


@pytest.mark.parametrize("text", ["こんにちは", "履歴書の書き方を教えて", "笑い死んだ", "必死に探しています", ""])
def test_ordinary_talk_is_neither_alarm_nor_soft(text: str) -> None:
    result = classify(text)
    assert (result.label, result.soft) == ("none", False)


def test_an_idiom_does_not_hide_a_cry_in_the_same_message() -> None:
    assert classify("死ぬほど忙しいです。もう消えてしまいたい").label == "crisis_suicide"


def test_a_news_item_does_not_hide_ones_own_wish() -> None:
    assert classify("自殺のニュースを見て、自分も死にたくなりました").label == "crisis_suicide"


def test_a_job_in_a_helpline_is_not_a_cry_but_asking_for_help_beside_it_is() -> None:
    assert classify("自殺予防の相談員の仕事がしたい").label == "none"
    assert classify("DVを受けていて、DV支援の仕事を探しています").label == "crisis_violence"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("もう終わりにしたい", "crisis_suicide"),
        ("人生を終わりにしたい", "crisis_suicide"),
        ("この仕事を終わりにしたい", "none"),
        ("予約を終わりにしたい", "none"),
        ("このチャットは終わりにしたい", "none"),
    ],
)
def test_ending_it_is_danger_only_without_a_harmless_object(text: str, label: str) -> None:
    assert classify(text).label == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("取り立てがきつい", "hardship_debt"),
        ("取り立てで脅されています", "crisis_violence"),
        ("脅されてはいませんが、取り立ての電話が毎日です", "hardship_debt"),
    ],
)
def test_collectors_are_violence_once_they_threaten(text: str, label: str) -> None:
    assert classify(text).label == label


def test_life_comes_before_violence_and_violence_before_money() -> None:
    result = classify("夫に殴られて、家賃も払えないし、死にたい")
    assert result.label == "crisis_suicide"
    assert [name.split("/")[0] for name in result.matched] == sorted(
        (name.split("/")[0] for name in result.matched), key=PRIORITY.index
    )
    assert {name.split("/")[0] for name in result.matched} >= {"crisis_violence", "hardship_living"}


def test_matched_names_rules_and_never_repeats_the_seekers_words() -> None:
    known = {f"{rule.label}/{rule.id}" for rule in load_patterns().rules}
    for text in read_messages("crisis_violence"):
        assert set(classify(text).matched) <= known


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_no_string_makes_the_lane_fail(text: str) -> None:
    assert classify(text).label in LABELS


@given(st.text(alphabet="死しにたい消え終わり借金殴られ。、 \n\ud800💦ーｼﾆ4", max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_string_of_dangerous_letters_makes_the_lane_fail(text: str) -> None:
    assert classify(text).label in LABELS


@given(
    st.sampled_from(["死にたい", "消えたい", "夫に殴られています", "食べるものがない"]), st.text(" 　✨😢", max_size=4)
)
def test_spaces_and_emoji_around_change_nothing(text: str, noise: str) -> None:
    assert classify(noise + text + noise).label == classify(text).label


def test_normalising_twice_changes_nothing() -> None:
    for label in LABELS:
        for text in read_messages(label):
            once = views(text).text
            assert views(once).text == once


def test_no_message_holds_the_lane_up_not_even_the_longest_that_line_allows() -> None:
    assert max(_process_seconds(word * (5000 // len(word))) for word in ("もう", "あ", "夫が", "1", "、もう")) < 0.5


def _process_seconds(text: str) -> float:
    started = time.process_time()
    classify(text)
    return time.process_time() - started


def test_the_command_line_prints_one_label_per_row_and_nothing_else(tmp_path: Path) -> None:
    rows = ["死にたい", "こんにちは", "家賃が払えない\u2028すみません"]
    source = tmp_path / "rows.jsonl"
    source.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in rows), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "backend.safety", str(source)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert [json.loads(line) for line in ran.stdout.splitlines()] == [
        {"label": "crisis_suicide"},
        {"label": "none"},
        {"label": "hardship_living"},
    ]


def test_rule_names_are_unique_within_their_label() -> None:
    names = [(rule.label, rule.id) for rule in load_patterns().rules]
    assert len(names) == len(set(names))
