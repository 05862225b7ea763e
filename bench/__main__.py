"""`python -m bench [NAME] [--seconds N]`: tables on stdout, one JSON object as last line.

Without a name everything is measured (about eight minutes, plus the peer's training the first time). Loopback only;
all that was started is stopped, also on Ctrl-C and SIGTERM. The exit code says whether measuring worked, not whether
the aims were met: the JSON says that.
"""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from bench import ack, answer, idle, ladder, machine, peer, queue, throughput
from bench.figures import table
from bench.stack import BenchError

BENCHES: dict[str, Callable[..., Awaitable[dict[str, Any]]]] = {
    "idle": idle.run,
    "ack": ack.run,
    "answer": answer.run,
    "throughput": throughput.run,
    "ladder": ladder.run,
    "queue": queue.run,
}
WITHOUT_SECONDS = ("idle", "ladder", "queue")
WITHOUT_PEER = ("ack", "ladder", "queue")


def parse(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench", description="Measures this checkout beside a default Rasa project")
    parser.add_argument("name", nargs="?", choices=[*BENCHES, "peer"], help="one bench; `peer` only trains the peer")
    parser.add_argument("--seconds", type=float, help="shorter or longer than usual")
    parser.add_argument("--retrain", action="store_true", help="train the peer again although there is one")
    return parser.parse_args(argv)


async def measure(names: list[str], seconds: float | None) -> dict[str, Any]:
    """Run the named benches one after the other."""
    results: dict[str, Any] = {"machine": machine.facts()}
    for name in names:
        options = {} if seconds is None or name in WITHOUT_SECONDS else {"seconds": seconds}
        results[name] = await BENCHES[name](**options)
        sys.stdout.flush()
    return results


def main() -> int:
    """Measure and print."""
    arguments = parse()
    try:
        training = peer.train_if_needed(again=arguments.retrain) if arguments.name not in WITHOUT_PEER else None
        if arguments.name == "peer":
            print(json.dumps({"peer": training}))
            return 0
        results = asyncio.run(
            _until_signal(measure([arguments.name] if arguments.name else list(BENCHES), arguments.seconds))
        )
    except BenchError as error:
        machine.say(f"bench: {error}")
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        machine.say("bench: stopped")
        return 130
    if training is not None:
        results["peer"] = training
        print(
            f"\nThe peer was trained with {training['epochs']} epochs instead of Rasa's {training['default_epochs']}"
            f" ({training['training_s']:,} s); epochs change its accuracy, not the time of a turn."
        )
    met = [
        {"bench": name, "aim": aim, "met": ok}
        for name in BENCHES
        for aim, ok in results.get(name, {}).get("aims", {}).items()
    ]
    print(table(met, "\nAims"))
    print()
    # of a bench that ran alone, the plain figures also stand first
    alone = {name: value for name, value in results.get(arguments.name, {}).items() if isinstance(value, int | float)}
    print(json.dumps({**alone, **results}, ensure_ascii=False))
    return 0


async def _until_signal(work: Any) -> dict[str, Any]:
    """Ctrl-C and SIGTERM end the work, so that everything started is stopped."""
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    return dict(await task)


if __name__ == "__main__":
    sys.exit(main())
