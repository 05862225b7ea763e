"""Secrets that `make run` makes once and keeps under VAR_DIR (mode 600): tokens between our own parts."""

import json
import os
import secrets
from pathlib import Path

NAMES = ("RASA_CHANNEL_TOKEN", "RASA_API_TOKEN", "ACTION_TOKEN", "LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN")


def load_or_create(path: Path) -> dict[str, str]:
    """Secrets by environment name; missing ones are made and written back."""
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in NAMES if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(32) for name in missing}
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(known, file, indent=1)
        temporary.replace(path)
    return known
