"""The guard against its own examples: what is personal disappears, what is not stays."""

from __future__ import annotations

from collections import Counter

import pytest

from backend.guard import mask
from backend.guard.examples import CORPUS, CorpusError, Example, fingerprint, read_batch, read_corpus
from backend.guard.tagger import load_tagger

CORPUS_EXAMPLES = read_corpus()
PERSONAL = [example for example in CORPUS_EXAMPLES if example.personal]
CLEAN = [example.text for example in CORPUS_EXAMPLES if not example.personal]


def masked_characters(text: str) -> set[int]:
    return {at for span in mask(text).spans for at in range(span.start, span.end)}


def personal_characters(example: Example) -> set[int]:
    return {at for _, start, end in example.personal for at in range(start, end)}


def test_nearly_every_personal_character_of_every_kind_is_masked() -> None:
    covered: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for example in PERSONAL:
        masked = masked_characters(example.text)
        for kind, start, end in example.personal:
            total[kind] += end - start
            covered[kind] += len(masked & set(range(start, end)))
    assert covered.total() / total.total() > 0.99
    assert {kind for kind in total if covered[kind] / total[kind] < 0.97} == set()


def test_clean_messages_come_through_untouched() -> None:
    touched = [text for text in CLEAN if mask(text).spans]
    assert len(touched) / len(CLEAN) < 0.005, touched


def test_masking_does_not_swallow_what_the_seeker_wants() -> None:
    rest = swallowed = 0
    for example in PERSONAL:
        masked, personal = masked_characters(example.text), personal_characters(example)
        rest += len(example.text) - len(personal)
        swallowed += len(masked - personal)
    assert swallowed / rest < 0.03


def test_a_mask_says_what_kind_it_hides() -> None:
    right = total = 0
    for example in PERSONAL:
        spans = mask(example.text).spans
        for kind, start, end in example.personal:
            total += 1
            right += any(span.type == kind and span.start < end and span.end > start for span in spans)
    assert right / total > 0.97


def test_the_weights_were_made_from_the_corpus_as_it_is() -> None:
    assert load_tagger().fingerprint == fingerprint()


@pytest.mark.parametrize(
    "content", ["090-0000-0000です\n", "[personal]\n寒いです\n", "[clean]\n⟦phone:090⟧\n", "[personal]\n⟦fon:090⟧\n"]
)
def test_a_line_that_is_no_example_of_its_section_is_refused(
    content: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("corpus") / "x.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match="x.txt:"):
        list(read_batch(path))


def test_every_file_of_the_corpus_has_personal_and_clean_messages() -> None:
    batches = {example.batch for example in PERSONAL} & {
        example.batch for example in CORPUS_EXAMPLES if not example.personal
    }
    assert batches == {path.stem for path in CORPUS.glob("*.txt")}
