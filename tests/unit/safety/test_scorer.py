"""The scorer beside the rules: its weights fit the corpus, it never fails, and it hears what no rule foresaw."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.safety import classify
from backend.safety.examples import LABELS, fingerprint, read_corpus
from backend.safety.features import DIMENSIONS, blocks, letters, segments
from backend.safety.lane import (
    BY_SCORE,
    PRIORITY,
    QUIET,
    Heard,
    certain_none,
    counted,
    decide,
    hear,
    load_patterns,
    weigh,
)
from backend.safety.scorer import WEIGHTS, Floats, load_scorer


def meaning(text: str, heard: Heard) -> Floats:
    return load_scorer().meaning(text, counted(heard), bool(heard.idioms))


def test_the_weights_were_made_from_the_corpus_that_is_committed() -> None:
    assert load_scorer().fingerprint == fingerprint(), "run: python -m backend.safety.train"


def test_the_weights_stay_small_and_know_every_label() -> None:
    assert WEIGHTS.stat().st_size < 1_500_000
    scorer = load_scorer()
    assert scorer.labels == PRIORITY
    assert scorer.weights.shape == (len(PRIORITY), DIMENSIONS)


def test_trust_names_only_rules_that_exist() -> None:
    assert set(load_scorer().verdict.trust) <= {f"{rule.label}/{rule.id}" for rule in load_patterns().rules}


def test_the_corpus_has_many_voices_of_every_label() -> None:
    examples = read_corpus()
    assert {example.label for example in examples} == set(LABELS)
    assert len({example.batch for example in examples}) >= 8
    assert sum(example.label == "none" for example in examples) >= 1500


def test_a_label_heard_by_the_scorer_alone_says_so() -> None:
    scorer = load_scorer()
    alone = [
        text
        for text in (example.text for example in read_corpus() if example.label == "crisis_suicide")
        if classify(text).matched[:1] == (f"crisis_suicide/{BY_SCORE}",)
    ]
    assert alone
    heard = hear(alone[0])
    assert not any(name.startswith("crisis_suicide/") for name in heard.rules)
    assert weigh(heard, scorer.scores(alone[0]), meaning(alone[0], heard), scorer.verdict)[0] >= 0


@pytest.mark.parametrize("text", ["家賃が払えません", "死にたい", "夫に殴られています"])
def test_the_scorer_refutes_a_rule_only_when_it_outweighs_the_rules_trust(text: str) -> None:
    heard, scorer = hear(text), load_scorer()
    scores, sense = scorer.scores(text), meaning(text, heard)
    assert decide(heard, scores, sense, scorer.verdict) == heard.rules[0].split("/")[0]
    assert decide(heard, scores - 1000, sense, scorer.verdict) == "none"


def test_a_rule_newer_than_the_weights_always_rings() -> None:
    scorer, heard = load_scorer(), hear("死にたい")
    newer = replace(scorer.verdict, trust={})
    sense = meaning("死にたい", heard)
    assert decide(heard, scorer.scores("死にたい") - 20, sense - 20, newer) == "crisis_suicide"


def test_an_ordinary_message_is_settled_without_the_slower_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> Floats:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(type(load_scorer()), "meaning", never)
    assert classify("相談の予約をしたいです。来週の火曜は空いていますか").label == "none"


def test_a_rule_is_never_settled_without_the_network() -> None:
    silent = load_scorer().scores("") - 100
    assert certain_none(hear("予約したい"), silent)
    assert not certain_none(hear("死にたい"), silent)
    assert not certain_none(hear("予約したい"), silent * 0 + QUIET)


def test_of_a_very_long_message_the_network_sees_the_loudest_part() -> None:
    cry, story = "もう死んでしまいたいです", "倉庫の仕事を探しています。週に四日くらいで考えています。" * 40
    heard = hear(story + cry)
    assert meaning(story + cry, heard)[0] > meaning(story, heard)[0]


@pytest.mark.parametrize(
    "text",
    [
        "長年営業をしてきましたが契約が切れました。" * 3
        + "正直もう生きている意味が分かりません。"
        + "倉庫の仕事を希望します。" * 3,
        "えっと仕事の相談なんですけどずっと工場で働いてきて腰を悪くして辞めて"
        "もう生きててもしゃあないなと思ってしもてまあ一応探してはいるんです",
    ],
)
def test_danger_in_the_middle_of_a_long_story_is_heard(text: str) -> None:
    assert classify(text).label == "crisis_suicide"


def test_segments_cover_every_letter_of_a_long_text_without_an_end() -> None:
    text = "".join(chr(0x4E00 + at) for at in range(333))
    covered = set()
    for segment in segments(text):
        start = text.index(segment)
        covered |= set(range(start, start + len(segment)))
    assert covered == set(range(len(text)))


def test_kanji_and_kana_of_one_word_share_features() -> None:
    _, words, sounds = blocks("食べ物が無い")
    _, other_words, other_sounds = blocks("たべものがない")
    assert set(sounds.tolist()) == set(other_sounds.tolist())
    assert set(words.tolist()) & set(other_words.tolist())


def test_letters_ignore_commas_and_repetition() -> None:
    assert letters("もう、いい").tolist() == letters("もういい").tolist()
    assert len(set(letters("ああああ").tolist())) == len(letters("ああああ"))


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_no_string_makes_the_scorer_fail_and_scores_are_finite(text: str) -> None:
    assert all(math.isfinite(score) for score in load_scorer().scores(text))


@given(st.text(alphabet="死消え。、 \ud800💦ー\x00", max_size=400))
@settings(max_examples=100, deadline=None)
def test_the_same_text_always_gets_the_same_scores(text: str) -> None:
    assert load_scorer().scores(text).tolist() == load_scorer().scores(text).tolist()
