"""Start-up time and memory of every part when nobody asks anything, beside the peer's single process."""

import asyncio
from typing import Any

from bench import peer
from bench.figures import table
from bench.machine import memory_by_part, say
from bench.stack import Running, folder, full_stack, peer_stack

REST_S = 10.0
RSS_AIM_MIB, READY_AIM_S = 1.5 * 1024, 40.0


async def run() -> dict[str, Any]:
    """Measure, print the tables, return the figures."""
    with folder() as home:
        say("idle: first start (database, keys, demo data; the model if there is none)")
        async with full_stack(home) as running:
            first_s = running.ready_s
        say("idle: second start")
        async with full_stack(home) as running:
            ours = await _rest(running)
            second_s = running.ready_s
    await asyncio.to_thread(peer.train_if_needed)
    say("idle: the peer")
    async with peer_stack() as running:
        theirs, peer_s = await _rest(running), running.ready_s
    rows = [
        _whole("ours: everything", ours, second_s),
        _whole("peer: Rasa alone", theirs, peer_s),
    ]
    print(table(rows, "\nStart-up and idle memory"))
    print(f"first start of ours, with an empty VAR_DIR: {first_s:.1f} s")
    print(table([{"part of ours": name, **part} for name, part in ours["parts"].items()], "\nBy part"))
    aims = {
        "idle RSS < 1.5 GB": rows[0]["rss_mib"] < RSS_AIM_MIB,
        f"ready < {READY_AIM_S:.0f} s": second_s < READY_AIM_S,
    }
    return {"rows": rows, "parts": ours["parts"], "first_start_s": round(first_s, 1), "aims": aims}


async def _rest(running: Running) -> dict[str, Any]:
    """Let it be for a while, then look: memory by part and the share of a core it used meanwhile."""
    before = sum(running.cpu().values())
    await asyncio.sleep(REST_S)
    used = sum(running.cpu().values()) - before
    return {"parts": memory_by_part(running.process), "cpu_percent": round(100 * used / REST_S, 1)}


def _whole(what: str, found: dict[str, Any], ready_s: float) -> dict[str, Any]:
    parts = found["parts"].values()
    return {
        "what": what,
        "ready_s": round(ready_s, 1),
        "rss_mib": round(sum(part["rss_mib"] for part in parts), 1),
        "pss_mib": round(sum(part["pss_mib"] for part in parts), 1),
        "cpu_percent_of_a_core": found["cpu_percent"],
    }
