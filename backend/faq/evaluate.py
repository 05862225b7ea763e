"""``python -m backend.faq.evaluate CORPUS QUERIES QRELS``: how often the right entry is among the first results.

CORPUS is ``{id: "Question: …\\nAnswer: …"}``, QUERIES ``{id: text}``, QRELS ``{query id: {entry id: grade}}``; grade 2
and better counts as right. The last line of standard output is one JSON object.
"""

import json
import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.faq.index import FaqDocument, FaqIndex
from backend.faq.meaning import find_vectors

_FIELDS = re.compile(r"^\s*Question:\s*(?P<question>.*?)\s*(?:\n\s*Answer:\s*(?P<answer>.*))?$", re.DOTALL)
RIGHT_GRADE = 2


def to_document(entry_id: str, text: str) -> FaqDocument:
    """Split one corpus text into question and answer; without the marks, the first line is the question."""
    fields = _FIELDS.match(text)
    if fields:
        return FaqDocument(entry_id, fields["question"], fields["answer"] or "")
    question, _, answer = text.partition("\n")
    return FaqDocument(entry_id, question, answer)


def evaluate(
    index: FaqIndex, queries: Mapping[str, str], qrels: Mapping[str, Mapping[str, float]]
) -> tuple[dict[str, float], int]:
    """Success at 1, 3 and 10, mean reciprocal rank (of ten), median time; and how many queries had no right entry."""
    ranks: list[int | None] = []
    times: list[float] = []
    skipped = 0
    for query_id, text in queries.items():
        right = {doc for doc, grade in qrels.get(query_id, {}).items() if grade >= RIGHT_GRADE}
        if not right:
            skipped += 1
            continue
        started = time.perf_counter()
        hits = index.search(text, 10)
        times.append((time.perf_counter() - started) * 1000)
        ranks.append(next((place for place, hit in enumerate(hits, 1) if hit.id in right), None))
    count = max(1, len(ranks))
    found = [rank for rank in ranks if rank is not None]
    figures = {f"sr{k}": round(sum(rank <= k for rank in found) / count, 4) for k in (1, 3, 10)}
    mrr = round(sum(1 / rank for rank in found) / count, 4)
    median = round(sorted(times)[len(times) // 2], 3) if times else 0.0
    return {"n": len(ranks), **figures, "mrr": mrr, "p50_ms": median}, skipped


def main(arguments: list[str]) -> int:
    """Evaluate the index on three files and print the figures."""
    if len(arguments) != 3:
        sys.stderr.write("usage: python -m backend.faq.evaluate CORPUS QUERIES QRELS\n")
        return 2
    corpus, queries, qrels = (_read(path) for path in arguments)
    vectors = find_vectors()
    index = FaqIndex.build((to_document(key, text) for key, text in corpus.items()), vectors=vectors)
    figures, skipped = evaluate(index, queries, qrels)
    sys.stderr.write(f"{skipped} queries without an entry of grade {RIGHT_GRADE} or better were skipped\n")
    sys.stderr.write("with word vectors\n" if vectors else "without word vectors (make setup builds them)\n")
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def _read(path: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return content


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
