"""How well the live model understands a file of labelled messages: `python -m bot.tools.nlu_eval FILE`.

FILE is JSON lines or one JSON list of {"text", "intent"}; other keys are ignored. Asks the server at RASA_URL (token
RASA_API_TOKEN); without one, or with --offline, the registered model is loaded in this process. The last line on
stdout is {"n", "top1", "top3", "macro_f1", "p50_ms", "p95_ms"}. The ranking counts, not the fallback: a message the bot
asks back about is judged by its best guess. --mistakes FILE writes what went wrong.
"""

import argparse
import asyncio
import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

from bot.tools import registry
from bot.tools.server_client import RasaServer, ServerUnreachable

Parse = Callable[[str], Dict[str, Any]]


def read_rows(path: Path) -> List[Tuple[str, str]]:
    """Texts and intents.

    Raises:
        ValueError: no rows, or a row without text or intent.
    """
    content = path.read_text(encoding="utf-8").strip()
    lines = [line for line in content.splitlines() if line.strip()]
    rows = json.loads(content) if content.startswith("[") else [json.loads(line) for line in lines]
    pairs = [(row.get("text"), row.get("intent")) for row in rows]
    if not pairs or not all(isinstance(text, str) and text and isinstance(intent, str) for text, intent in pairs):
        raise ValueError(f"{path.name}: every row needs text and intent")
    return pairs


def best_guesses(parsed: Dict[str, Any]) -> List[str]:
    """Intents of the ranking, best first, without the fallback."""
    return [row["name"] for row in parsed.get("intent_ranking", []) if row["name"] != "nlu_fallback"]


def evaluate(rows: List[Tuple[str, str]], parse: Parse) -> Tuple[Dict[str, Any], List[Dict[str, Any]]]:
    """Figures and mistakes."""
    from bot.tools import metrics

    first: List[str] = []
    hits_of_three = 0
    times: List[float] = []
    mistakes = []
    for text, intent in rows:
        begun = time.perf_counter()
        parsed = parse(text)
        times.append((time.perf_counter() - begun) * 1000)
        guesses = best_guesses(parsed)
        first.append(guesses[0] if guesses else "")
        hits_of_three += intent in guesses[:3]
        if first[-1] != intent:
            mistakes.append({"text": text, "intent": intent, "guesses": guesses[:3]})
    expected = [intent for _, intent in rows]
    table = metrics.per_intent(expected, first)
    times.sort()
    return {
        "n": len(rows),
        "top1": round(1 - len(mistakes) / len(rows), 4),
        "top3": round(hits_of_three / len(rows), 4),
        "macro_f1": round(sum(row["f1"] for row in table.values()) / len(table), 4),
        "p50_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[min(len(times) - 1, int(len(times) * 0.95))], 1),
    }, mistakes


def offline_parser(model: Path) -> Parse:
    """The packed model loaded here."""
    from bot import lean, logs

    lean.install()
    logs.silence_structlog()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from rasa.core.agent import Agent
    agent = Agent.load(str(model))
    loop = asyncio.new_event_loop()

    def parse(text: str) -> Dict[str, Any]:
        answer: Dict[str, Any] = loop.run_until_complete(agent.parse_message(text))
        return answer

    return parse


def main(argv: Optional[List[str]] = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="bot.tools.nlu_eval", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--offline", action="store_true", help="don't ask the server")
    parser.add_argument("--model", type=Path, help="packed model for --offline; default the latest registered")
    parser.add_argument("--mistakes", type=Path)
    arguments = parser.parse_args(argv)
    rows = read_rows(arguments.file)
    server = RasaServer()
    parse: Optional[Parse] = None
    if not arguments.offline and arguments.model is None:
        try:
            server.parse(rows[0][0])
            parse = server.parse
            print(f"asking {server.url}", file=sys.stderr)
        except ServerUnreachable:
            print("no server: loading the registered model", file=sys.stderr)
    if parse is None:
        model = arguments.model or registry.latest()
        if model is None:
            print("nlu_eval: no registered model; run python -m bot.tools.train", file=sys.stderr)
            return 2
        parse = offline_parser(model)
        parse(rows[0][0])
    figures, mistakes = evaluate(rows, parse)
    if arguments.mistakes:
        arguments.mistakes.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in mistakes), encoding="utf-8"
        )
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
