"""What the scorer hears in a message: runs of letters, words with their neighbours, and the sound of the reading.

Called by the scorer and by the offline training, so that both hear the same. Each view is a block of hashed features:
letters meet typing slips and endings, words meet kanji and kana spellings of one word (Sudachi's normalised form) and
who does what (pairs of content words), sounds meet kana input.
"""

import re
import threading
import unicodedata
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sudachipy import Dictionary, SplitMode

from backend.safety.normalise import fold, views

BITS = 19
DIMENSIONS = 1 << BITS

Hashes = NDArray[np.uint64]
Block = NDArray[np.int64]

_WHOLE = 70
_WINDOW = 48
_STEP = 20
_MOST_SEGMENTS = 400
_REACH = 4
"""A content word is paired with up to this many that follow it."""
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SENTENCE_END = re.compile(r"[。!?！？．\n\r\u2028\u2029]+")
_CONTENT = frozenset(("名詞", "動詞", "形容詞", "副詞", "形状詞", "代名詞", "感動詞", "連体詞"))
_MEANT = frozenset(("ない", "ぬ", "たい", "られる", "れる", "せる", "させる"))
"""Endings that turn a verb's sense: not, want to, is done to, makes do."""

_dictionary = Dictionary(dict="core")
_local = threading.local()


def segments(text: str) -> list[str]:
    """The whole if it is short, its sentences, and overlapping windows of sentences without an end."""
    whole = text.strip()
    found = [whole] if len(whole) <= _WHOLE else []
    for sentence in (piece.strip() for piece in _SENTENCE_END.split(whole)):
        if len(sentence) > _WHOLE:
            found += [sentence[start : start + _WINDOW] for start in range(0, len(sentence) - _STEP, _STEP)]
        elif sentence:
            found.append(sentence)
    return list(dict.fromkeys(found))[:_MOST_SEGMENTS] or [whole[:_WHOLE]]


def blocks(segment: str) -> tuple[Block, Block, Block]:
    """Distinct hashed features of one segment: letters, words, sounds. Any of them may be empty."""
    words, reading = _words(segment)
    return letters(views(segment).text), words, letters(reading, shortest=2, salt=1)


def letters(text: str, *, shortest: int = 1, longest: int = 5, salt: int = 0) -> Block:
    """Runs of letters, the edges marked; commas and full stops at the end do not count."""
    marked = f"^{text.replace('、', '').rstrip('。')}$"
    codes = np.frombuffer(marked.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    grown = (codes + np.uint64(salt << 40)) * _PRIME
    runs = [grown] if shortest == 1 else []
    for length in range(2, min(longest, len(codes)) + 1):
        grown = _joined(grown[:-1], codes[length - 1 :])
        if length >= shortest:
            runs.append(grown)
    return _places(runs)


def _words(segment: str) -> tuple[Block, str]:
    """Words, pairs and triples of neighbours, pairs of content words; and the reading of the whole."""
    forms: list[int] = []
    content: list[int] = []
    sounds: list[str] = []
    plain = (
        unicodedata.normalize("NFKC", segment).encode("utf-8", "ignore").decode()
    )  # Sudachi knows no lone surrogates
    for word in _tokenizer().tokenize(plain):
        kind = word.part_of_speech()[0]
        if kind in ("補助記号", "空白"):
            continue
        form = word.normalized_form()
        code = hash_of(form)
        forms.append(code)
        sounds.append(word.reading_form())
        if kind in _CONTENT or form in _MEANT:
            content.append(code)
    near, far = np.array(forms, dtype=np.uint64), np.array(content, dtype=np.uint64)
    pairs = _joined(near[:-1], near[1:])
    runs = [near, pairs, _joined(pairs[:-1], near[2:])]
    runs += [_joined(far[:-step], far[step:]) + np.uint64(1) for step in range(1, min(_REACH, len(far) - 1) + 1)]
    return _places(runs), fold("".join(sounds))


def reading(text: str) -> str:
    """How a message sounds, in hiragana without marks, as voice input would write it."""
    return _words(text)[1]


def hash_of(word: str) -> int:
    """FNV-1a of a word's spelling: the same in every process, unlike ``hash``."""
    value = 0xCBF29CE484222325
    for byte in word.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def _joined(left: Hashes, right: Hashes) -> Hashes:
    return (left ^ (left >> np.uint64(29))) * _PRIME + right


def _places(runs: list[Hashes]) -> Block:
    mixed = np.concatenate(runs)
    mixed = (mixed ^ (mixed >> np.uint64(31))) * _PRIME
    return np.unique((mixed >> np.uint64(64 - BITS)).astype(np.int64))


def _tokenizer() -> Any:
    tokenizer = getattr(_local, "tokenizer", None)
    if tokenizer is None:
        tokenizer = _local.tokenizer = _dictionary.tokenizer(mode=SplitMode.C)
    return tokenizer
