"""``python -m backend.safety FILE.jsonl``: label every ``{"text"}`` row, one JSON row each on standard output."""

import json
import sys
from pathlib import Path

from backend.safety.lane import classify


def main(arguments: list[str]) -> int:
    """Print one ``{"label"}`` row per non-empty line of the file."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m backend.safety FILE.jsonl\n")
        return 2
    for line in Path(arguments[0]).read_text(encoding="utf-8").split("\n"):
        if line.strip():
            sys.stdout.write(json.dumps({"label": classify(str(json.loads(line)["text"])).label}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
