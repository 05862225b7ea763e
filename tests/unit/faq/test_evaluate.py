"""The evaluation command reads three files and ends in one JSON line."""

import json
from pathlib import Path

import pytest

from backend.faq import FaqIndex, find_vectors
from backend.faq.evaluate import evaluate, main, to_document

DATA = Path(__file__).parent / "data"

CORPUS = {
    "1": "Question: 住民票の取り方\nAnswer: 市民課で取れます。\n手数料は300円です。",
    "2": "Question: 粗大ごみの出し方\nAnswer: 電話で申し込みます。",
    "3": "Question: 図書館の時間\nAnswer: 9時からです。",
}


def run(tmp_path: Path, qrels: dict[str, dict[str, int]]) -> None:
    files = {"corpus": CORPUS, "queries": {"q1": "住民票がほしい", "q2": "ソファを捨てたい"}, "qrels": qrels}
    paths = []
    for name, content in files.items():
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    assert main([str(path) for path in paths]) == 0


def test_the_last_line_holds_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, {"q1": {"1": 2, "3": 1}, "q2": {"2": 3}})
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(figures) == {"n", "sr1", "sr3", "sr10", "mrr", "p50_ms"}
    assert (figures["n"], figures["sr1"], figures["mrr"]) == (2, 1.0, 1.0)


def test_a_query_without_a_right_entry_is_skipped_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, {"q1": {"1": 2}, "q2": {"2": 1}})
    captured = capsys.readouterr()
    assert json.loads(captured.out.splitlines()[-1])["n"] == 1
    assert captured.err.startswith("1 queries")


def test_a_wrong_number_of_files_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["one.json"]) == 2
    assert "usage" in capsys.readouterr().err


def test_an_answer_keeps_its_lines_and_a_bare_text_splits_at_the_first() -> None:
    assert to_document("1", CORPUS["1"]).answer == "市民課で取れます。\n手数料は300円です。"
    assert to_document("9", "質問\n答え").question == "質問"


def test_a_foreign_citys_faq_is_found_as_well_as_measured() -> None:
    """420 entries and 260 questions of a made-up city, by another hand than the search (docs/training.md)."""
    corpus, queries, qrels = (
        json.loads((DATA / f"seaside_{name}.json").read_text(encoding="utf-8"))
        for name in ("corpus", "queries", "qrels")
    )
    vectors = find_vectors()
    index = FaqIndex.build((to_document(key, text) for key, text in corpus.items()), vectors=vectors)
    figures, _ = evaluate(index, queries, qrels)
    assert figures["sr1"] >= (0.70 if vectors else 0.65)
    assert figures["sr3"] >= 0.85
    assert figures["sr10"] >= 0.94
