"""The scorer beside the rules: its weights fit the corpus, it never fails, and it hears what no rule foresaw."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.safety import classify
from backend.safety.examples import LABELS, fingerprint, read_corpus
from backend.safety.lane import BY_SCORE, PRIORITY, decide, hear, load_patterns
from backend.safety.normalise import views
from backend.safety.scorer import DIMENSIONS, WEIGHTS, letters, load_scorer, segments


def test_the_weights_were_made_from_the_corpus_that_is_committed() -> None:
    assert load_scorer().fingerprint == fingerprint(), "run: python -m backend.safety.train"


def test_the_weights_stay_small_and_know_every_label() -> None:
    assert WEIGHTS.stat().st_size < 1_500_000
    scorer = load_scorer()
    assert scorer.labels == PRIORITY
    assert scorer.weights.shape == (len(PRIORITY), DIMENSIONS)


def test_trust_names_only_rules_that_exist() -> None:
    assert set(load_scorer().trust) <= {f"{rule.label}/{rule.id}" for rule in load_patterns().rules}


def test_the_corpus_has_many_voices_of_every_label() -> None:
    examples = read_corpus()
    assert {example.label for example in examples} == set(LABELS)
    assert len({example.batch for example in examples}) >= 8
    assert sum(example.label == "none" for example in examples) >= 1500


def test_a_label_heard_by_the_letters_alone_says_so() -> None:
    scorer = load_scorer()
    alone = [
        text
        for text in (example.text for example in read_corpus() if example.label == "crisis_suicide")
        if classify(text).matched[:1] == (f"crisis_suicide/{BY_SCORE}",)
    ]
    assert alone
    heard = hear(alone[0])
    assert not any(name.startswith("crisis_suicide/") for name in heard.rules)
    assert scorer.scores(heard.text)[0] >= scorer.alarm[0]


def test_letters_refute_a_rule_only_when_they_outweigh_its_trust() -> None:
    heard = hear("家賃が払えません")
    scores = load_scorer().scores(heard.text)
    silent = scores - 1000
    never = scores * 0 + math.inf
    assert decide(heard, scores, never, load_scorer().trust) == "hardship_living"
    assert decide(heard, silent, never, load_scorer().trust) == "none"


@pytest.mark.parametrize(("text", "label"), [("死にたい", "crisis_suicide"), ("夫に殴られています", "crisis_violence")])
def test_letters_never_refute_a_rule_about_a_danger_to_life(text: str, label: str) -> None:
    heard = hear(text)
    silent = load_scorer().scores(heard.text) - 1000
    assert decide(heard, silent, silent + math.inf, load_scorer().trust) == label


def test_a_rule_newer_than_the_weights_always_rings() -> None:
    heard = hear("死にたい")
    scores = load_scorer().scores(heard.text)
    assert decide(heard, scores - 50, scores + math.inf, {}) == "crisis_suicide"


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


def test_letters_ignore_commas_and_repetition() -> None:
    assert letters("もう、いい").tolist() == letters("もういい").tolist()
    assert len(set(letters("ああああ").tolist())) == len(letters("ああああ"))


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_no_string_makes_the_scorer_fail_and_scores_are_finite(text: str) -> None:
    assert all(math.isfinite(score) for score in load_scorer().scores(views(text).text))


@given(st.text(alphabet="死消え。、 \ud800💦ー\x00", max_size=400))
@settings(max_examples=100, deadline=None)
def test_the_same_text_always_gets_the_same_scores(text: str) -> None:
    folded = views(text).text
    assert load_scorer().scores(folded).tolist() == load_scorer().scores(folded).tolist()
