"""Group commit for the webhook: posts that arrive while a transaction is being committed share the next one.

A post is answered only after the commit that holds its events, so nothing is acknowledged that is not stored. Under
load the transactions grow and their number does not; a lone post waits for nobody.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import DataError, IntegrityError

from backend.context import Context
from backend.line import intake
from backend.line.events import ParsedEvent

MAX_EVENTS_TOGETHER = 200


@dataclass(frozen=True)
class _Post:
    events: Sequence[ParsedEvent]
    committed: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Receiver:
    """One per web process; keeps nothing but the posts that are waiting for their commit."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._waiting: list[_Post] = []
        self._storing: asyncio.Task[None] | None = None

    async def receive(self, events: Sequence[ParsedEvent]) -> None:
        """Return once the events and their jobs are committed; raises what the database raised."""
        if not all(intake.is_quick(event) for event in events):
            await self._store_one_by_one(events)
            return
        post = _Post(events)
        self._waiting.append(post)
        if self._storing is None:
            self._storing = asyncio.create_task(self._store_waiting())
        await post.committed

    async def _store_waiting(self) -> None:
        try:
            while self._waiting:
                posts = self._take()
                try:
                    await self._store(posts)
                except BaseException as error:
                    _end(posts, error)
                    if not isinstance(error, Exception):
                        raise
                else:
                    _end(posts, None)
        finally:
            self._storing = None

    def _take(self) -> list[_Post]:
        posts, count = [self._waiting.pop(0)], 0
        while self._waiting and (count := count + len(posts[-1].events)) < MAX_EVENTS_TOGETHER:
            posts.append(self._waiting.pop(0))
        return posts

    async def _store(self, posts: Sequence[_Post]) -> None:
        context, events = self._context, [event for post in posts for event in post.events]
        try:
            async with context.db.transaction() as session:
                await intake.receive_together(session, context.vault, context.jobs, events, now=context.clock())
        except (DataError, IntegrityError, ValueError):
            await self._store_one_by_one(events)

    async def _store_one_by_one(self, events: Sequence[ParsedEvent]) -> None:
        context = self._context
        async with context.db.transaction() as session:
            await intake.receive_events(session, context.vault, context.jobs, events, now=context.clock())


def _end(posts: Sequence[_Post], error: BaseException | None) -> None:
    for post in posts:
        if post.committed.done():
            continue  # who posted it has hung up
        if error is None:
            post.committed.set_result(None)
        elif isinstance(error, Exception):
            post.committed.set_exception(error)
        else:
            post.committed.cancel()
