"""Webhook acknowledgement: 200 signed events a second, 30 % of them delivered again; is anything slow, lost or doubled?

Measured twice: the web process alone, and with the whole stack handling what comes in on the same cores.
"""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any

import aiohttp

from bench import questions
from bench.figures import spread, table
from bench.load import Outcome, Post, plan_events, run_open_loop
from bench.machine import ROOT, say
from bench.stack import Running, call_json, full_stack, web_alone
from emulator.config import EmulatorConfig

RATE, SECONDS, REDELIVERED, USERS = 200.0, 20.0, 0.3, 1_000
WARM_UP_S = 4.0
P99_AIM_MS = 100.0


@dataclass(frozen=True)
class Signed:
    """A post with its finished body, so that the load generator's work stays small while it measures."""

    post: Post
    body: bytes
    signature: str


def user_id(number: int) -> str:
    """A LINE-like user id."""
    return "U" + hashlib.sha256(f"bench-user-{number}".encode()).hexdigest()[:32]


def event_id(number: int, run: str = "BENCH") -> str:
    """A webhookEventId; `run` tells warm-up and measurement apart."""
    return run + hashlib.sha256(f"bench-event-{number}".encode()).hexdigest()[:21].upper()


def sign_all(posts: list[Post], texts: list[str], secret: str, now_ms: int, run: str = "BENCH") -> list[Signed]:
    """Bodies as LINE posts them, one event each; a redelivery differs from its original only in `isRedelivery`."""
    signed = []
    for post in posts:
        event = {
            "type": "message",
            "mode": "active",
            "timestamp": now_ms + post.event,
            "source": {"type": "user", "userId": user_id(post.user)},
            "webhookEventId": event_id(post.event, run),
            "deliveryContext": {"isRedelivery": post.redelivery},
            "replyToken": hashlib.sha256(f"{run}-token-{post.event}".encode()).hexdigest()[:32],
            "message": {"id": str(10**15 + post.event), "type": "text", "text": texts[post.event % len(texts)]},
        }
        body = json.dumps(
            {"destination": EmulatorConfig.bot_user_id, "events": [event]}, ensure_ascii=False, separators=(",", ":")
        ).encode()
        digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
        signed.append(Signed(post, body, base64.b64encode(digest).decode()))
    return signed


async def measure(running: Running, seconds: float) -> dict[str, Any]:
    """Warm up, post the plan, count what arrived."""
    texts = questions.sample(questions.read_examples(ROOT / "data" / "nlu"), 500)
    now_ms = int(time.time() * 1000)
    warm = plan_events(rate=RATE / 4, seconds=WARM_UP_S, redelivered=0, users=USERS)
    plan = plan_events(rate=RATE, seconds=seconds, redelivered=REDELIVERED, users=USERS)
    items = sign_all(plan, texts, running.line_secret, now_ms)
    url = running.urls["web"] + "/line/webhook"
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=30)) as http:

        async def send(item: Signed) -> int:
            headers = {"X-Line-Signature": item.signature, "Content-Type": "application/json; charset=utf-8"}
            async with http.post(url, data=item.body, headers=headers) as response:
                await response.read()
                return response.status

        def at_s(item: Signed) -> float:
            return item.post.at_s

        await run_open_loop(sign_all(warm, texts, running.line_secret, now_ms, "WARMS"), at_s, send)
        before = running.cpu()
        outcomes = await run_open_loop(items, at_s, send)
        cpu_ms = running.cpu_ms_since(before, len(items))
    return {**await _count(running, items, outcomes), "web_cpu_ms": cpu_ms.get("web")}


async def _count(running: Running, items: list[Signed], outcomes: list[Outcome]) -> dict[str, Any]:
    acknowledged = {
        item.post.event for item, outcome in zip(items, outcomes, strict=True) if 200 <= outcome.status < 300
    }
    [(rows, distinct)] = await running.rows("SELECT count(*), count(DISTINCT webhook_event_id) FROM line_event")
    stored = {row[0] for row in await running.rows("SELECT webhook_event_id FROM line_event")}
    [(jobs, distinct_jobs)] = await running.rows(
        "SELECT count(*), count(DISTINCT args ->> 'line_event_id') FROM procrastinate_jobs"
        " WHERE task_name = 'handle_line_event'"
    )
    [(answers, distinct_answers)] = await running.rows(
        "SELECT count(*), count(DISTINCT line_event_id) FROM line_message"
        " WHERE line_event_id IS NOT NULL AND dedupe_key LIKE '%%:0'"
    )
    return {
        "posts": len(items),
        "events": len({item.post.event for item in items}),
        **spread([outcome.latency_ms for outcome in outcomes]),
        "errors": sum(1 for outcome in outcomes if not 200 <= outcome.status < 300),
        "lost": sum(1 for event in acknowledged if event_id(event) not in stored),
        "double_rows": rows - distinct,
        "double_jobs": jobs - distinct_jobs,
        "double_answers": answers - distinct_answers,
    }


async def run(*, seconds: float = SECONDS) -> dict[str, Any]:
    """Measure, print the table, return the figures."""
    rows = []
    say("ack: PostgreSQL and the web process alone")
    async with web_alone() as running:
        rows.append({"what": "web alone", **await measure(running, seconds)})
    say("ack: the whole stack, its worker handling everything meanwhile")
    async with full_stack() as running:
        await _acquaint(running)
        rows.append({"what": "whole stack, worker busy", **await measure(running, seconds)})
    aims = {
        f"p99 < {P99_AIM_MS:.0f} ms": all((row["p99_ms"] or P99_AIM_MS) < P99_AIM_MS for row in rows),
        "nothing lost": all(row["lost"] == 0 and row["errors"] == 0 for row in rows),
        "nothing doubled": all(row["double_rows"] + row["double_jobs"] + row["double_answers"] == 0 for row in rows),
    }
    title = (
        f"\nWebhook acknowledgement: {RATE:.0f} posts/s for {seconds:.0f} s, {REDELIVERED:.0%} redelivered, "
        f"{USERS:,} users; times from the planned moment of sending"
    )
    print(table(rows, title))
    return {"rows": rows, "aims": aims}


async def _acquaint(running: Running) -> None:
    """Let the LINE stand-in know the users, so that our pushes to them are accepted as with real ones."""
    base = running.urls["emulator"] + "/emulator/users"
    async with aiohttp.ClientSession() as http:
        for number in range(USERS):
            body = {"name": f"架空 {number}", "userId": user_id(number), "follow": False}
            await call_json(http, "POST", base, json=body)
