"""From a question typed on the phone to its answer accepted at the LINE API, through every part of the stack.

Beside it the peer: the same questions at the same pace straight to a default Rasa project's REST channel, which has
no LINE, no queue, no database, no guard and no safety lane in front of it.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from bench import peer, questions
from bench.figures import percentile, spread, table
from bench.load import run_open_loop
from bench.machine import ROOT, say
from bench.stack import Running, call_json, full_stack, peer_stack

RATE, SECONDS, USERS, WARM_UP = 10.0, 30.0, 150, 30
P50_AIM_MS, P95_AIM_MS = 150.0, 400.0


@dataclass(frozen=True)
class Ask:
    """A question of the plan."""

    at_s: float
    user: int
    text: str


@dataclass(frozen=True)
class Answered:
    """What became of the questions.

    Attributes:
        latencies_ms: planned moment of typing → last call of the answer accepted, for answered questions.
        lost: questions without an accepted answer.
        doubled: accepted calls beyond those our outbox has rows for, and answers queued twice.
    """

    latencies_ms: list[float]
    lost: int
    doubled: int


def plan_asks(texts: Sequence[str], *, rate: float, users: int) -> list[Ask]:
    """One question after the other at even distances, the users in turn."""
    return [Ask(number / rate, number % users, text) for number, text in enumerate(texts)]


def match_answers(
    asked_ms: dict[str, float], outbox: Iterable[tuple[str, str | None]], calls: Iterable[tuple[str, float]]
) -> Answered:
    """Join questions, outbox rows and accepted calls.

    Args:
        asked_ms: webhook event id → planned moment of the question.
        outbox: (webhook event id, LINE request id) of each outbox row for these events.
        calls: (LINE request id, moment accepted) of each accepted reply or push.
    """
    accepted: dict[str, float] = {}
    call_count = 0
    for request_id, at in calls:
        accepted[request_id] = at
        call_count += 1
    done: dict[str, float] = {}
    row_count = 0
    for event, sent_as in outbox:
        row_count += 1
        if sent_as in accepted:
            done[event] = max(done.get(event, 0.0), accepted[sent_as])
    latencies = [done[event] - asked for event, asked in asked_ms.items() if event in done]
    return Answered(latencies, lost=len(asked_ms) - len(latencies), doubled=max(0, call_count - row_count))


class Phones:
    """Many people with the emulator open."""

    def __init__(self, running: Running, http: aiohttp.ClientSession) -> None:
        self._running, self._http = running, http
        self._base = running.urls["emulator"] + "/emulator"
        self.users: list[str] = []

    async def befriend(self, count: int, rate: float = 20.0) -> None:
        """Add people, who follow the account and are welcomed."""
        for number in range(count):
            user = await call_json(self._http, "POST", self._base + "/users", json={"name": f"架空 {number}"})
            self.users.append(user["userId"])
            await asyncio.sleep(1 / rate)
        if not await self._running.settle():
            say("warning: the welcomes did not settle")

    async def ask(self, user: int, text: str) -> str:
        """Type a question; its webhook event id."""
        url = f"{self._base}/users/{self.users[user % len(self.users)]}/text"
        return str((await call_json(self._http, "POST", url, json={"text": text}))["webhookEventId"])

    async def accepted_calls(self, since_ms: float) -> list[tuple[str, float]]:
        """(request id, moment) of every message call the LINE API accepted."""
        found = await call_json(self._http, "GET", f"{self._base}/requests?path=/v2/bot/message/&since={int(since_ms)}")
        return [
            (one["id"], float(one["at"]))
            for one in found["requests"]
            if one["status"] == 200 and one["path"].endswith(("/reply", "/push"))
        ]


async def measure_ours(texts: Sequence[str], rate: float = RATE) -> dict[str, Any]:
    """Our whole stack."""
    async with full_stack() as running, aiohttp.ClientSession() as http:
        phones = Phones(running, http)
        say(f"answer: {USERS} people follow the account")
        await phones.befriend(USERS)
        for number, text in enumerate(texts[:WARM_UP]):
            await phones.ask(number, text)
            await asyncio.sleep(0.2)
        await running.settle()
        say(f"answer: {len(texts)} questions at {rate:.0f}/s")
        plan = plan_asks(texts, rate=rate, users=USERS)
        asked_ms: dict[str, float] = {}
        started = time.time() + 0.05

        async def send(ask: Ask) -> int:
            event = await phones.ask(ask.user, ask.text)
            asked_ms[event] = (started + ask.at_s) * 1000
            return 200

        before = running.cpu()
        outcomes = await run_open_loop(plan, lambda ask: ask.at_s, send)
        await asyncio.sleep(1)  # the last webhook is still on its way, and what has not arrived cannot be waited for
        await running.settle()
        cpu_ms = running.cpu_ms_since(before, len(plan))
        outbox = await running.rows(
            "SELECT e.webhook_event_id, m.line_request_id FROM line_message m JOIN line_event e"
            " ON e.id = m.line_event_id WHERE e.webhook_event_id = ANY(%s)",
            list(asked_ms),
        )
        result = match_answers(asked_ms, outbox, await phones.accepted_calls(started * 1000))
        return {
            "what": "ours: LINE to LINE",
            "questions": len(plan),
            **spread(result.latencies_ms),
            "lost": result.lost + sum(1 for outcome in outcomes if outcome.status != 200),
            "doubled": result.doubled,
            "cpu_ms": round(sum(cpu_ms.values()), 1),
            "cpu_ms_by_part": cpu_ms,
            "stages": await _stages(running, list(asked_ms)),
        }


async def _stages(running: Running, events: list[str]) -> dict[str, float | None]:
    """Median milliseconds of each part of the way, from the timestamps in the database."""
    rows = await running.rows(
        "SELECT e.occurred_at, e.received_at, e.handled_at, m.reply_tried_at, m.accepted_at FROM line_event e"
        " JOIN line_message m ON m.line_event_id = e.id WHERE e.webhook_event_id = ANY(%s)"
        " AND m.dedupe_key LIKE '%%:0' AND m.reply_tried_at IS NOT NULL AND m.accepted_at IS NOT NULL",
        events,
    )
    names = ("typed → received", "received → handled (bot's turn)", "handled → sending", "sending → accepted")
    medians = {}
    for place, name in enumerate(names):
        values = [(row[place + 1] - row[place]).total_seconds() * 1000 for row in rows]
        median = percentile(values, 0.5)
        medians[name] = None if median is None else round(median, 1)
    return medians


async def measure_peer(texts: Sequence[str], rate: float = RATE) -> dict[str, Any]:
    """The default Rasa project."""
    async with peer_stack() as running, aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as http:
        url = running.urls["rasa"] + "/webhooks/rest/webhook"
        empty = 0

        async def send(ask: Ask) -> int:
            nonlocal empty
            body = {"sender": f"bench-{ask.user}", "message": ask.text}
            async with http.post(url, json=body) as response:
                answer = await response.json()
                empty += not answer
                return response.status

        for number, text in enumerate(texts[:WARM_UP]):
            await send(Ask(0, number, text))
        empty = 0
        say(f"answer: the peer, {len(texts)} questions at {rate:.0f}/s")
        plan = plan_asks(texts, rate=rate, users=USERS)
        before = running.cpu()
        outcomes = await run_open_loop(plan, lambda ask: ask.at_s, send)
        cpu_ms = running.cpu_ms_since(before, len(plan))
        return {
            "what": "peer: REST channel only",
            "questions": len(plan),
            **spread([one.latency_ms for one in outcomes if one.status == 200]),
            "lost": empty + sum(1 for one in outcomes if one.status != 200),
            "doubled": 0,
            "cpu_ms": round(sum(cpu_ms.values()), 1),
        }


async def run(*, seconds: float = SECONDS) -> dict[str, Any]:
    """Measure both sides, print the tables, return the figures."""
    await asyncio.to_thread(peer.train_if_needed)
    texts = questions.sample(questions.read_examples(ROOT / "data" / "nlu"), int(RATE * seconds))
    ours = await measure_ours(texts)
    stages, parts = ours.pop("stages"), ours.pop("cpu_ms_by_part")
    theirs = await measure_peer(texts)
    print(table([ours, theirs], f"\nQuestion → answer at {RATE:.0f} questions/s for {seconds:.0f} s, {USERS} people"))
    print(
        table([{"stage of ours": name, "median_ms": value} for name, value in stages.items()], "\nWhere the time goes")
    )
    print(table([{"part of ours": name, "cpu_ms_per_question": value} for name, value in parts.items()], "\nCPU"))
    aims = {
        f"p50 < {P50_AIM_MS:.0f} ms": (ours["p50_ms"] or P50_AIM_MS) < P50_AIM_MS,
        f"p95 < {P95_AIM_MS:.0f} ms": (ours["p95_ms"] or P95_AIM_MS) < P95_AIM_MS,
        "nothing lost or doubled": ours["lost"] + ours["doubled"] == 0,
    }
    return {"rows": [ours, theirs], "stages": stages, "cpu_ms_by_part": parts, "aims": aims}
