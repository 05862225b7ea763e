"""Word vectors (chiVe, 20,000 × 300, shared by 480,443 spellings) as made by bot.tools.build_vectors. Read-only.

Rows are shared between words of like meaning (看護師 and 介護士 have one row): good evidence for what a message is
about, never for telling two licences apart.
"""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Optional, Sequence

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_PATH = ROOT / "var" / "vectors" / "chive"
FORMAT = 1


class VectorsMissing(RuntimeError):
    """The word vectors are not there. Make them with `python -m bot.tools.build_vectors`, or set `vectors: off`."""


def default_path() -> Path:
    """Folder of the vectors; BOT_VECTORS overrides it."""
    return Path(os.environ.get("BOT_VECTORS", "") or DEFAULT_PATH)


def key_hash(word: str) -> int:
    """64-bit FNV-1a of the UTF-8 spelling, the key of the sorted table."""
    value = 0xCBF29CE484222325
    for byte in word.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


class Vectors:
    """Memory-mapped table; opening costs milliseconds and the pages are shared between processes."""

    def __init__(self, folder: Path) -> None:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        if meta.get("format") != FORMAT:
            raise VectorsMissing(f"vectors of another format in {folder}. {VectorsMissing.__doc__}")
        self.keys = np.load(folder / "keys.npy", mmap_mode="r")
        self.rows = np.load(folder / "rows.npy", mmap_mode="r")
        self.table = np.load(folder / "table.npy", mmap_mode="r")
        self.scales = np.load(folder / "scales.npy", mmap_mode="r")
        self.dimensions = int(self.table.shape[1])
        self.fingerprint = str(meta["fingerprint"])

    def row(self, word: str) -> int:
        """Row of a spelling, or -1."""
        wanted = np.uint64(key_hash(word))
        index = int(np.searchsorted(self.keys, wanted))
        if index < len(self.keys) and self.keys[index] == wanted:
            return int(self.rows[index])
        return -1

    def first_row(self, spellings: Sequence[str]) -> int:
        """Row of the first spelling that has one, or -1."""
        for spelling in spellings:
            row = self.row(spelling)
            if row >= 0:
                return row
        return -1

    def vector(self, row: int) -> np.ndarray:
        """Unit-length float32 vector of a row."""
        vector: np.ndarray = self.table[row].astype(np.float32) * np.float32(self.scales[row])
        length = float(np.linalg.norm(vector))
        return vector / length if length > 0 else vector


@lru_cache(maxsize=2)
def _load(folder: str) -> Vectors:
    return Vectors(Path(folder))


def load(folder: Optional[Path] = None) -> Vectors:
    """The table, opened once per process.

    Raises:
        VectorsMissing: it has not been built.
    """
    path = folder or default_path()
    if not (path / "meta.json").exists():
        raise VectorsMissing(f"no word vectors in {path}. {VectorsMissing.__doc__}")
    return _load(str(path.resolve()))
