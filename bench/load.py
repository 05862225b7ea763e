"""Open-loop load: each post has its time, and its latency counts from that time, so queueing in front counts too."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

import aiohttp

Item = TypeVar("Item")


@dataclass(frozen=True)
class Post:
    """One post of the plan.

    Attributes:
        at_s: when, from the start.
        event: number of the event; a redelivery has the number of the event it repeats.
        user: number of the user who caused it.
    """

    at_s: float
    event: int
    user: int
    redelivery: bool = False


def plan_events(*, rate: float, seconds: float, redelivered: float, users: int, seed: int = 1) -> list[Post]:
    """`rate * seconds` posts at even distances, of which the share `redelivered` repeat an event already planned.

    Half of the repeats come right behind the original (it may still be under way), half up to five seconds later,
    as far as the plan goes; events go round the users, so that with enough of them all have some.
    """
    random = Random(seed)
    total = int(rate * seconds)
    repeats = int(total * redelivered)
    slots: list[int | None] = [None] * total
    events = total - repeats
    open_slots = list(range(1, total))
    for place in sorted(random.sample(open_slots, repeats)):
        slots[place] = -1
    posts: list[Post] = []
    number = 0
    for place, mark in enumerate(slots):
        if mark is None:
            posts.append(Post(place / rate, number, number % users))
            number += 1
            continue
        back = 1 if random.random() < 0.5 else random.randint(1, max(1, int(5 * rate * (1 - redelivered))))
        event = max(0, number - back)
        posts.append(Post(place / rate, event, event % users, redelivery=True))
    assert number == events
    return posts


@dataclass(frozen=True)
class Outcome:
    """How one post ended: milliseconds since its planned time, and the HTTP status (0 = no answer)."""

    latency_ms: float
    status: int


async def run_open_loop(
    items: Sequence[Item], at_s: Callable[[Item], float], send: Callable[[Item], Awaitable[int]]
) -> list[Outcome]:
    """Send every item at its time, never waiting for the answers of others; outcomes in the items' order.

    Args:
        send: posts one item and returns the HTTP status; an exception counts as status 0.
    """
    started = time.perf_counter() + 0.05

    async def one(item: Item) -> Outcome:
        due = started + at_s(item)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        try:
            status = await send(item)
        except (aiohttp.ClientError, OSError, TimeoutError):
            status = 0
        return Outcome((time.perf_counter() - due) * 1000, status)

    return list(await asyncio.gather(*(one(item) for item in items)))
