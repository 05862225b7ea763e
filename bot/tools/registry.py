"""models/registry.json: which models exist, how good they are, which one is live. Used by the tools and the supervisor.

{"latest": fingerprint, "live": fingerprint or null, "previous": fingerprint or null,
 "models": {fingerprint: {"file", "trained_at", "size_bytes", "seconds", "metrics", "passed"}}}
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Dict, Optional

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "models"


def read(models: Path = MODELS) -> Dict[str, Any]:
    """The registry; an empty one if there is none."""
    path = models / "registry.json"
    if not path.exists():
        return {"latest": None, "live": None, "previous": None, "models": {}}
    document: Dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def write(document: Dict[str, Any], models: Path = MODELS) -> None:
    """Replace the registry in one step: a reader sees the old one or the new one."""
    write_json(models / "registry.json", document)


def write_json(path: Path, document: Any) -> None:
    """Temporary file, fsync, rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def model_file(fingerprint: Optional[str], models: Path = MODELS) -> Optional[Path]:
    """Path of a registered model whose file is there, else None."""
    entry = read(models)["models"].get(fingerprint or "")
    path = models / entry["file"] if entry else None
    return path if path is not None and path.exists() else None


def latest(models: Path = MODELS) -> Optional[Path]:
    """The newest model that passed the gate."""
    return model_file(read(models)["latest"], models)


def add(fingerprint: str, entry: Dict[str, Any], models: Path = MODELS) -> None:
    """Register a model; it becomes the latest if it passed."""
    document = read(models)
    document["models"][fingerprint] = entry
    if entry["passed"]:
        document["latest"] = fingerprint
    write(document, models)


def set_live(fingerprint: str, models: Path = MODELS) -> None:
    """Remember which model answers seekers, and which one did before."""
    document = read(models)
    if document.get("live") != fingerprint:
        document["previous"] = document.get("live")
        document["live"] = fingerprint
        write(document, models)
