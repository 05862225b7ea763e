"""Sustained answers a second: conversations that ask the next question as soon as the last answer is there.

Ours counts an answer when the LINE API accepts it (web, queue, worker, guard, safety lane, Rasa, database, delivery
and the LINE stand-in all share the machine); the peer counts the reply of its REST channel.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import aiohttp

from bench import peer, questions
from bench.answer import Phones
from bench.figures import spread, table
from bench.machine import ROOT, say
from bench.stack import full_stack, peer_stack

CONVERSATIONS, SECONDS, WARM_UP_S = 16, 20.0, 4.0
QUESTIONS_PER_PERSON = 5
BACKLOG = 400
ANSWER_TIMEOUT_S = 20.0
RATIO_AIM = 2.0

AskAndWait = Callable[[int, str], Awaitable[None]]


async def closed_loop(ask: AskAndWait, texts: list[str], *, conversations: int, seconds: float) -> dict[str, Any]:
    """Run conversations at the same time; each takes a new person after a few questions, as trackers grow.

    Args:
        ask: sends a person's question and returns when it is answered.
    """
    numbers, people = count(), count()
    ended: list[tuple[float, float]] = []
    failed = 0
    started = time.perf_counter()
    end = started + WARM_UP_S + seconds

    async def talk() -> None:
        nonlocal failed
        while time.perf_counter() < end:
            person = next(people)
            for _ in range(QUESTIONS_PER_PERSON):
                asked = time.perf_counter()
                if asked >= end:
                    return
                try:
                    await ask(person, texts[next(numbers) % len(texts)])
                except (TimeoutError, aiohttp.ClientError):
                    failed += 1
                    break
                ended.append((time.perf_counter(), (time.perf_counter() - asked) * 1000))

    await asyncio.gather(*(talk() for _ in range(conversations)))
    counted = [took for at, took in ended if started + WARM_UP_S <= at < end]
    return {
        "conversations": conversations,
        "answers": len(ended),
        "answers_per_s": round(len(counted) / seconds, 1),
        **spread(counted),
        "failed": failed,
    }


class AnswerWatch:
    """Follows the emulator's event stream and wakes whoever waits for an answer."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http, self._url = http, url
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._connected = asyncio.Event()

    async def follow(self) -> None:
        """Read the stream until cancelled."""
        timeout = aiohttp.ClientTimeout(total=None)
        async with self._http.get(self._url + "/emulator/stream", timeout=timeout) as response:
            self._connected.set()
            async for line in response.content:
                if line.startswith(b"data:"):
                    self._notice(json.loads(line[5:]))

    def _notice(self, message: dict[str, Any]) -> None:
        if message.get("kind") != "entry" or message["entry"]["from"] != "bot":
            return
        waiter = self._waiting.pop(message["userId"], None)
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    async def connected(self) -> None:
        """Wait for the stream."""
        await asyncio.wait_for(self._connected.wait(), 10)

    def expect(self, user_id: str) -> asyncio.Future[None]:
        """Done at the first message of the bot to this person from now on."""
        self._waiting[user_id] = waiter = asyncio.get_running_loop().create_future()
        return waiter


async def measure_ours(texts: list[str], seconds: float, conversations: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Closed loop, then a backlog, on our whole stack."""
    async with full_stack() as running, aiohttp.ClientSession() as http:
        phones = Phones(running, http)
        people = int(seconds + WARM_UP_S) * 60 // QUESTIONS_PER_PERSON
        say(f"throughput: {people} people follow the account")
        await phones.befriend(people, rate=25)
        watch = AnswerWatch(http, running.urls["emulator"])
        following = asyncio.create_task(watch.follow())
        await watch.connected()

        async def ask(person: int, text: str) -> None:
            answered = watch.expect(phones.users[person % len(phones.users)])
            await phones.ask(person, text)
            await asyncio.wait_for(answered, ANSWER_TIMEOUT_S)

        say(f"throughput: {conversations} conversations for {seconds:.0f} s")
        before = running.cpu()
        loop = await closed_loop(ask, texts, conversations=conversations, seconds=seconds)
        cpu_ms = running.cpu_ms_since(before, loop["answers"])
        following.cancel()
        await running.settle()
        say(f"throughput: a backlog of {BACKLOG} questions")
        began = time.time() * 1000
        for number in range(BACKLOG):
            await phones.ask(number, texts[number % len(texts)])
        settled = await running.settle()
        calls = await phones.accepted_calls(began)
        last = max((at for _, at in calls), default=began)
        backlog = {
            "questions": BACKLOG,
            "answered": len(calls),
            "answers_per_s": round(len(calls) / max(0.001, (last - began) / 1000), 1),
            "drained": settled,
        }
        return {"what": "ours: LINE to LINE", **loop, "cpu_ms": round(sum(cpu_ms.values()), 1)}, backlog


async def measure_peer(texts: list[str], seconds: float, conversations: int) -> dict[str, Any]:
    """Closed loop on the default Rasa project."""
    async with peer_stack() as running, aiohttp.ClientSession() as http:
        url = running.urls["rasa"] + "/webhooks/rest/webhook"

        async def ask(person: int, text: str) -> None:
            body = {"sender": f"bench-{person}", "message": text}
            timeout = aiohttp.ClientTimeout(total=ANSWER_TIMEOUT_S)
            async with http.post(url, json=body, timeout=timeout) as response:
                response.raise_for_status()
                await response.read()

        say(f"throughput: the peer, {conversations} conversations for {seconds:.0f} s")
        before = running.cpu()
        loop = await closed_loop(ask, texts, conversations=conversations, seconds=seconds)
        cpu_ms = running.cpu_ms_since(before, loop["answers"])
        return {"what": "peer: REST channel only", **loop, "cpu_ms": round(sum(cpu_ms.values()), 1)}


async def run(*, seconds: float = SECONDS, conversations: int = CONVERSATIONS) -> dict[str, Any]:
    """Measure both sides, print the tables, return the figures."""
    await asyncio.to_thread(peer.train_if_needed)
    texts = questions.sample(questions.read_examples(ROOT / "data" / "nlu"), 2_000)
    ours, backlog = await measure_ours(texts, seconds, conversations)
    theirs = await measure_peer(texts, seconds, conversations)
    ratio = round(ours["answers_per_s"] / theirs["answers_per_s"], 2) if theirs["answers_per_s"] else None
    print(table([ours, theirs], f"\nSustained answers, {conversations} conversations for {seconds:.0f} s"))
    print(f"ours / peer: {ratio}")
    print(table([backlog], "\nA backlog of questions, ours"))
    aims = {f"at least {RATIO_AIM:.0f} × the peer": (ratio or 0) >= RATIO_AIM}
    return {"rows": [ours, theirs], "ratio": ratio, "backlog": backlog, "aims": aims}
