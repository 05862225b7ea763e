"""Bring a registered model live without stopping: `python -m bot.tools.deploy [FINGERPRINT | --back]`.

1. the server must be there and answer; what is live now is remembered
2. PUT /model (0.2–0.4 s in which requests wait; none is lost)
3. the server must name the new file and understand the probes; otherwise the old model is put back
4. models/registry.json: live, previous

Last line on stdout: {"live", "previous", "swap_ms", "rolled_back", "problem"}. Exit codes: 0 live, 1 rolled back or not
started, 2 nothing to deploy, 3 roll-back failed too (somebody must look now).
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from bot.tools import registry
from bot.tools.nlu_eval import best_guesses
from bot.tools.server_client import RasaServer, ServerRefused, ServerUnreachable

PROBES: Tuple[Tuple[str, str], ...] = (
    ("相談の予約をしたいです", "book_appointment"),
    ("人と話したい", "ask_human"),
    ("履歴書の書き方を教えてください", "write_resume"),
    ("家賃が払えません", "hardship_living"),
    ("こんにちは", "greet"),
)
MAX_MISSED_PROBES = 1


def check(server: RasaServer, file_name: str, probes: Tuple[Tuple[str, str], ...]) -> Optional[str]:
    """What is wrong with the live model; None if nothing is."""
    status = server.status()
    if Path(str(status.get("model_file"))).name != file_name:
        return f"the server names {status.get('model_file')}, not {file_name}"
    missed = [intent for text, intent in probes if intent not in best_guesses(server.parse(text))[:1]]
    if len(missed) > MAX_MISSED_PROBES:
        return f"probes not understood: {', '.join(missed)}"
    return None


def deploy(
    server: RasaServer,
    fingerprint: str,
    models: Path = registry.MODELS,
    probes: Tuple[Tuple[str, str], ...] = PROBES,
) -> Tuple[int, Dict[str, Any]]:
    """Swap, check, and put back if need be. Returns the exit code and the result."""
    result: Dict[str, Any] = {"live": None, "previous": None, "swap_ms": None, "rolled_back": False, "problem": None}
    target = registry.model_file(fingerprint, models)
    entry = registry.read(models)["models"].get(fingerprint)
    if target is None or entry is None:
        return 2, {**result, "problem": f"no registered model {fingerprint}"}
    if not entry["passed"]:
        return 2, {**result, "problem": f"model {fingerprint} did not pass the quality gate"}
    try:
        before = Path(str(server.status().get("model_file"))).name
        server.parse(probes[0][0])
    except (ServerUnreachable, ServerRefused) as error:
        return 1, {**result, "problem": f"the server is not ready: {error}"}
    old = models / before
    problem: Optional[str]
    begun = time.perf_counter()
    try:
        server.load_model(str(target.resolve()))
        result["swap_ms"] = round((time.perf_counter() - begun) * 1000)
        problem = check(server, target.name, probes)
    except (ServerUnreachable, ServerRefused) as error:
        problem = str(error)
    if problem is None:
        registry.set_live(fingerprint, models)
        return 0, {**result, "live": fingerprint, "previous": before.split(".")[0]}
    result["problem"] = problem
    try:
        if not old.exists():
            raise ServerRefused(f"the file of the old model, {before}, is gone")
        server.load_model(str(old.resolve()))
        again = server.status()
    except (ServerUnreachable, ServerRefused) as error:
        return 3, {**result, "problem": f"{problem}; putting the old model back failed: {error}"}
    return 1, {**result, "rolled_back": True, "live": Path(str(again.get("model_file"))).name.split(".")[0]}


def main(argv: Optional[List[str]] = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="bot.tools.deploy", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("fingerprint", nargs="?", help="default: the latest that passed")
    parser.add_argument("--back", action="store_true", help="the model that was live before")
    parser.add_argument("--models", type=Path, default=registry.MODELS)
    arguments = parser.parse_args(argv)
    document = registry.read(arguments.models)
    wanted = document["previous"] if arguments.back else arguments.fingerprint or document["latest"]
    if not wanted:
        print("deploy: nothing to deploy", file=sys.stderr)
        return 2
    code, result = deploy(RasaServer(), wanted, arguments.models)
    print(json.dumps(result, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
