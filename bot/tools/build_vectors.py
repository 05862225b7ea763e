"""Makes the word vectors the intent classifier reads from the unpacked `ja_ginza` package. Run once, by the Makefile.

    python -m bot.tools.build_vectors --package DIR [--out var/vectors/chive]

DIR is where the package of bot/vectors.lock was unpacked (`uv pip install --no-deps --target DIR`). Neither spaCy nor
GiNZA is needed: the three files of the vocabulary are plain numpy, msgpack and JSON. Vectors are stored as 8-bit
numbers with one scale a row (6 MB instead of 24), keys as sorted 64-bit hashes (4 MB), all of them memory-mapped.
"""

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import msgpack
import numpy as np

from bot.components.vectors import DEFAULT_PATH, FORMAT, key_hash

_U64 = 0xFFFFFFFFFFFFFFFF


def string_id(word: str) -> int:
    """spaCy's key of a string: the 64-bit MurmurHash2 (variant A) with seed 1 of its UTF-8 bytes."""
    data = word.encode()
    m, shift = 0xC6A4A7935BD1E995, 47
    value = (1 ^ (len(data) * m)) & _U64
    body = len(data) // 8 * 8
    for index in range(0, body, 8):
        k = int.from_bytes(data[index : index + 8], "little")
        k = (k * m) & _U64
        k ^= k >> shift
        k = (k * m) & _U64
        value = ((value ^ k) * m) & _U64
    if len(data) > body:
        value = ((value ^ int.from_bytes(data[body:], "little")) * m) & _U64
    value ^= value >> shift
    value = (value * m) & _U64
    return value ^ (value >> shift)


def find_vocabulary(package: Path) -> Path:
    """The folder with key2row, vectors and strings.json."""
    for found in sorted(package.rglob("key2row")):
        if (found.parent / "vectors").exists() and (found.parent / "strings.json").exists():
            return found.parent
    raise SystemExit(f"build_vectors: no vocabulary (key2row, vectors, strings.json) below {package}")


def quantise(vectors: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """8-bit rows and their scales."""
    peak = np.abs(vectors).max(axis=1)
    scales = np.where(peak > 0, peak / 127.0, 1.0).astype(np.float32)
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def build(package: Path, out: Path) -> Dict[str, object]:
    """Write the table; returns what was written. Replaces an older one."""
    vocabulary = find_vocabulary(package)
    with (vocabulary / "key2row").open("rb") as handle:
        key2row: Dict[int, int] = msgpack.unpack(handle, strict_map_key=False)
    vectors = np.load(vocabulary / "vectors", allow_pickle=False)
    strings: List[str] = json.loads((vocabulary / "strings.json").read_text(encoding="utf-8"))

    found: Dict[int, int] = {}
    for word in strings:
        row = key2row.get(string_id(word))
        if row is not None:
            found[key_hash(word)] = row
    if len(found) < 0.95 * len(key2row):
        raise SystemExit(f"build_vectors: only {len(found)} of {len(key2row)} keys have a spelling; format changed?")

    keys = np.array(sorted(found), dtype=np.uint64)
    rows = np.array([found[int(key)] for key in keys], dtype=np.uint16)
    table, scales = quantise(np.asarray(vectors, dtype=np.float32))
    out.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    for name, array in (("keys", keys), ("rows", rows), ("table", table), ("scales", scales)):
        np.save(out / f"{name}.npy", array)
        digest.update(array.tobytes())
    meta = {
        "format": FORMAT,
        "fingerprint": digest.hexdigest()[:16],
        "words": len(keys),
        "rows": int(table.shape[0]),
        "dimensions": int(table.shape[1]),
    }
    (out / "meta.json").write_text(json.dumps(meta) + "\n", encoding="utf-8")
    return meta


def main(argv: Optional[List[str]] = None) -> int:
    """Command line; prints one JSON line."""
    parser = argparse.ArgumentParser(prog="bot.tools.build_vectors")
    parser.add_argument("--package", type=Path, required=True, help="where ja_ginza was unpacked")
    parser.add_argument("--out", type=Path, default=DEFAULT_PATH)
    arguments = parser.parse_args(argv)
    started = time.perf_counter()
    meta = build(arguments.package, arguments.out)
    print(json.dumps({**meta, "seconds": round(time.perf_counter() - started, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
