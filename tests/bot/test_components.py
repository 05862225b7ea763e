"""The graph components in their own environment (bot/.venv)."""

from pathlib import Path
from typing import Any

import pytest

LEAN = "from bot import lean; lean.install(); import json\n"


def test_rasa_is_imported_without_tensorflow_and_says_what_is_left_out(in_bot: Any) -> None:
    result = in_bot(
        LEAN
        + """
import sys
import rasa.core.run, rasa.model_training
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
try:
    DIETClassifier({})
    problem = ""
except lean.NotInLeanProfile as error:
    problem = str(error)
print(json.dumps({"tensorflow": "tensorflow" in sys.modules, "keras": "keras" in sys.modules, "problem": problem}))
"""
    )
    assert not result["tensorflow"]
    assert not result["keras"]
    assert "DIETClassifier" in result["problem"]


def test_token_offsets_belong_to_the_original_text(in_bot: Any) -> None:
    texts = [
        "ﾊﾟｰﾄで働きたい〜〜",
        "【電話番号】に電話して",
        "えっと、あのー　しごとを…さがしてます😭",
        "ＩＴ系",
        "が\u3099んばる",
        "👍",
    ]
    result = in_bot(
        LEAN
        + f"""
from bot.components.sudachi_tokenizer import SudachiTokenizer
from rasa.shared.nlu.training_data.message import Message
tokenizer = SudachiTokenizer(SudachiTokenizer.get_default_config())
rows = []
for text in {texts!r}:
    tokens = tokenizer.tokenize(Message(data={{"text": text}}), "text")
    rows.append([[t.text, t.start, t.end, t.lemma] for t in tokens])
print(json.dumps(rows))
"""
    )
    for text, tokens in zip(texts, result, strict=True):
        assert tokens
        assert all(text[start:end] == surface for surface, start, end, _ in tokens)
        assert all(a[2] <= b[1] for a, b in zip(tokens, tokens[1:], strict=False))
    assert result[0][0][3] == "パート"
    assert result[1][0][0] == "【電話番号】"


def test_missing_word_vectors_are_an_error_and_never_a_silent_worse_model(in_bot: Any, tmp_path: Path) -> None:
    result = in_bot(
        """
        import json
        from bot.components import vectors
        try:
            vectors.load()
            print(json.dumps("loaded"))
        except vectors.VectorsMissing as error:
            print(json.dumps(str(error)))
        """,
        env={"BOT_VECTORS": str(tmp_path)},
    )
    assert "build_vectors" in result


def test_vectors_are_built_from_an_unpacked_package(in_bot: Any, tmp_path: Path) -> None:
    result = in_bot(
        f"""
        import json, msgpack, pathlib
        import numpy as np
        from bot.tools import build_vectors
        from bot.components import vectors
        vocab = pathlib.Path({str(tmp_path)!r}) / "ja_ginza" / "vocab"
        vocab.mkdir(parents=True)
        words = ["仕事", "求人", "履歴書を書く"]
        table = np.random.default_rng(0).normal(size=(2, 300)).astype(np.float32)
        rows = {{build_vectors.string_id(w): n % 2 for n, w in enumerate(words)}}
        (vocab / "key2row").write_bytes(msgpack.packb(rows))
        np.save(open(vocab / "vectors", "wb"), table)
        (vocab / "strings.json").write_text(json.dumps([*words, "知らない"]), encoding="utf-8")
        build_vectors.build(vocab.parents[1], pathlib.Path({str(tmp_path)!r}) / "out")
        made = vectors.load(pathlib.Path({str(tmp_path)!r}) / "out")
        cosine = float(made.vector(made.row("求人")) @ (table[1] / np.linalg.norm(table[1])))
        print(json.dumps([made.row("仕事"), made.row("求人"), made.row("知らない"), cosine]))
        """
    )
    assert result[:3] == [0, 1, -1]
    assert result[3] > 0.999


MODEL = """
import json, pathlib, tempfile
import numpy as np
from bot.components.intent_model import IntentModel, Options
texts = ["予約したい", "予約お願いします", "相談の予約", "面談を予約", "予約をとる", "明日予約したい"] * 2 \
    + ["履歴書の書き方", "履歴書は手書き?", "履歴書の写真", "りれきしょ", "履歴書を書く", "履歴書の見本"] * 2 \
    + ["家賃が払えない", "家賃を滞納", "家賃の相談", "家賃が厳しい", "家賃が高い", "家賃が無理"] * 2
labels = ["book"] * 12 + ["resume"] * 12 + ["rent"] * 12
"""


def test_the_same_data_give_the_same_model_and_a_saved_model_answers_the_same(in_bot: Any) -> None:
    result = in_bot(
        MODEL
        + """
one, two = (IntentModel.fit(texts, labels, Options(), None) for _ in range(2))
same = all(np.array_equal(one.probabilities(t), two.probabilities(t)) for t in texts)
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    one.save(folder)
    three = IntentModel.load(folder)
gap = max(float(np.abs(one.probabilities(t) - three.probabilities(t)).max()) for t in texts)
print(json.dumps([same, gap, one.ranking("りれきしょのかきかた")[0][0], three.ranking("よやくしたい")[0][0]]))
"""
    )
    assert result[0] is True
    assert result[1] < 0.02
    assert result[2:] == ["resume", "book"]


def test_a_message_without_any_known_sign_gets_no_guess(in_bot: Any) -> None:
    result = in_bot(
        MODEL
        + """
model = IntentModel.fit(texts, labels, Options(), None)
print(json.dumps([model.ranking(t) for t in ["【電話番号】", "!!!", "😭", "   "]]))
"""
    )
    assert result == [[], [], [], []]


def test_placeholders_of_the_guard_do_not_change_the_guess(in_bot: Any) -> None:
    result = in_bot(
        MODEL
        + """
model = IntentModel.fit(texts, labels, Options(), None)
print(json.dumps([model.ranking(t)[0] for t in ["家賃が払えない", "【氏名】家賃が払えない【電話番号】"]]))
"""
    )
    assert result[0] == result[1]


def test_caution_makes_the_danger_win_in_doubt(in_bot: Any) -> None:
    result = in_bot(
        MODEL
        + """
careful = IntentModel.fit(texts, labels, Options(caution_intents=("rent",), caution_factor=3.0), None)
undecided = careful._mix(np.zeros(3), np.zeros(3))
print(json.dumps([float(p) for p in undecided]))
"""
    )
    assert sum(result) == pytest.approx(1.0)
    assert result[1] == pytest.approx(3 * result[0])
