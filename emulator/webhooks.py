"""Sends signed webhooks as LINE does: in order for each user, 2-second limit, redelivery. Owned by EmulatorState.

One user's slow webhook never delays another's: each user has a lane, and a bounded number of lanes send at a time.
A failed event leaves its lane and comes back after a back-off, so its order may change, as with LINE.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from emulator.clock import Clock, millis
from emulator.config import EmulatorConfig
from emulator.faults import Faults
from emulator.model import Json

log = logging.getLogger("emulator.webhooks")


def sign(secret: str, body: bytes) -> str:
    """The x-line-signature of exactly these bytes."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


@dataclass
class Delivery:
    """One attempt to deliver, for tests and benches. Holds no message text."""

    webhook_event_ids: list[str]
    event_types: list[str]
    at: int
    redelivery: bool
    status: int = 0
    """HTTP status; 0 = time-out, refused connection, or webhook off."""
    took_ms: float = 0.0
    error: str = ""

    def as_json(self) -> Json:
        """For the control API."""
        return asdict(self)


@dataclass
class _Job:
    events: list[Json]
    attempt: int = 0
    epoch: int = 0
    """Jobs from before `forget` leave no trace."""
    extra: bool = False
    """A second delivery that a fault asked for: never redelivered again."""
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


class WebhookSender:
    """Queue and senders. Create inside a running loop, `start` it, `stop` it."""

    def __init__(
        self,
        config: EmulatorConfig,
        clock: Clock,
        faults: Faults,
        *,
        on_redelivery: Callable[[Json], None],
        on_result: Callable[[Json, bool], None],
    ) -> None:
        self._config = config
        self._clock = clock
        self._faults = faults
        self._on_redelivery = on_redelivery
        self._on_result = on_result
        self._lanes: dict[str, deque[_Job]] = {}
        self._ready: asyncio.Queue[str] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._redeliveries: set[asyncio.Task[None]] = set()
        self._epoch = 0
        self._share = 0.0
        self._waiting_to_redeliver = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._attempted = asyncio.Event()
        self._attempted.set()
        self._unfinished = 0
        self.url = config.webhook_url
        self.secret = config.channel_secret
        self.deliveries: deque[Delivery] = deque(maxlen=config.recorded_deliveries)
        self.counts: Counter[str] = Counter()

    async def start(self) -> None:
        """Open the connection pool and begin sending."""
        connector = aiohttp.TCPConnector(limit=self._config.webhook_senders, force_close=False)
        self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        for _ in range(self._config.webhook_senders):
            self._spawn(self._send_lanes())

    async def stop(self) -> None:
        """Drop what is queued and close connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def forget(self) -> None:
        """Drop what is queued or waiting for redelivery, and all records; attempts under way end unseen."""
        self._epoch += 1
        for task in self._redeliveries:
            task.cancel()
        self._unfinished -= self._waiting_to_redeliver
        self._waiting_to_redeliver = 0
        for lane in self._lanes.values():
            for _ in range(len(lane)):
                self._done()
            lane.clear()
        self.deliveries.clear()
        self.counts.clear()
        self._share = 0.0
        self._note_progress()

    def send(self, lane: str, *events: Json) -> None:
        """Queue events as one POST behind what the lane already holds."""
        self._enqueue(lane, _Job(list(events)))
        if self._faults.duplicate_events:
            self._enqueue(lane, _Job(list(events), extra=True))

    def send_raw(self, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Queue exact bytes, signed unless `headers` carry a signature; for malformed input."""
        self._enqueue("raw", _Job([], raw=body, headers=headers or {}, extra=True))

    def redeliver(self, lane: str, event: Json) -> None:
        """Deliver an event again at once, marked as redelivery."""
        self._on_redelivery(event)
        self._enqueue(lane, _Job([_as_redelivery(event)], extra=True))

    async def wait_idle(self) -> None:
        """Return when nothing is queued, under way or waiting for redelivery."""
        await self._idle.wait()

    async def wait_attempted(self) -> None:
        """Return when nothing is queued or under way; failed events may still wait for their redelivery."""
        await self._attempted.wait()

    def stats(self) -> Json:
        """Counts and acknowledgement times of the recorded attempts."""
        times = sorted(one.took_ms for one in self.deliveries if one.status)

        def share(part: float) -> float | None:
            return round(times[min(len(times) - 1, int(len(times) * part))], 1) if times else None

        return {
            "queued": self._unfinished - self._waiting_to_redeliver,
            "waitingToRedeliver": self._waiting_to_redeliver,
            "counts": dict(self.counts),
            "ackMs": {"p50": share(0.5), "p95": share(0.95), "p99": share(0.99), "max": share(1.0)},
        }

    def _spawn(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _enqueue(self, name: str, job: _Job) -> None:
        job.epoch = self._epoch
        self._unfinished += 1
        self._note_progress()
        if name in self._lanes:
            self._lanes[name].append(job)
        else:
            self._lanes[name] = deque([job])
            self._ready.put_nowait(name)

    def _done(self) -> None:
        self._unfinished -= 1
        self._note_progress()

    def _note_progress(self) -> None:
        for event, reached in (
            (self._idle, self._unfinished == 0),
            (self._attempted, self._unfinished == self._waiting_to_redeliver),
        ):
            if reached:
                event.set()
            else:
                event.clear()

    async def _send_lanes(self) -> None:
        while True:
            name = await self._ready.get()
            lane = self._lanes[name]
            if lane:
                job = lane.popleft()
                try:
                    await self._deliver(name, job)
                except Exception:  # a sender must survive whatever the other side does
                    log.exception("webhook.sender_failed")
                finally:
                    self._done()
            if lane:
                self._ready.put_nowait(name)
            else:
                del self._lanes[name]

    async def _deliver(self, lane: str, job: _Job) -> None:
        attempt = await self._post(job)
        if job.epoch != self._epoch:
            return
        self.deliveries.append(attempt)
        accepted = 200 <= attempt.status < 300
        self.counts["accepted" if accepted else "failed"] += 1
        self.counts["redeliveries"] += attempt.redelivery
        log.info("webhook.attempt status=%d attempt=%d took_ms=%.0f", attempt.status, job.attempt, attempt.took_ms)
        for event in job.events:
            self._on_result(event, accepted)
        if job.extra or not job.events:
            return
        if not accepted:
            self._redeliver_later(lane, job)
        elif self._faults.redelivery_percent:
            self._share += self._faults.redelivery_percent
            if self._share >= 100:
                self._share -= 100
                for event in job.events:
                    self.redeliver(lane, event)

    def _redeliver_later(self, lane: str, job: _Job) -> None:
        waits = self._config.redelivery_backoff_s
        if job.attempt >= len(waits):
            self.counts["given_up"] += 1
            return
        self._unfinished += 1
        self._waiting_to_redeliver += 1
        due = self._clock.now() + timedelta(seconds=waits[job.attempt])
        waiting = self._spawn(self._redeliver_at(due, lane, job))
        self._redeliveries.add(waiting)
        waiting.add_done_callback(self._redeliveries.discard)

    async def _redeliver_at(self, due: datetime, lane: str, job: _Job) -> None:
        await self._clock.sleep((due - self._clock.now()).total_seconds())
        self._waiting_to_redeliver -= 1
        for event in job.events:
            self._on_redelivery(event)
        self._enqueue(lane, _Job([_as_redelivery(event) for event in job.events], attempt=job.attempt + 1))
        self._done()

    async def _post(self, job: _Job) -> Delivery:
        body = job.raw
        if body is None:
            whole = {"destination": self._config.bot_user_id, "events": job.events}
            body = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        attempt = Delivery(
            webhook_event_ids=[str(event.get("webhookEventId")) for event in job.events],
            event_types=[str(event.get("type")) for event in job.events],
            at=millis(self._clock.now()),
            redelivery=any(event.get("deliveryContext", {}).get("isRedelivery") for event in job.events),
        )
        if self._faults.webhook_off or self._session is None:
            attempt.error = "webhook off"
            return attempt
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "LineBotWebhook/2.0",
            "X-Line-Signature": sign(self.secret, body),
        } | job.headers
        started = time.perf_counter()
        try:
            timeout = aiohttp.ClientTimeout(total=self._config.webhook_timeout_s)
            async with self._session.post(
                self.url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                await answer.read()
                attempt.status = answer.status
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            attempt.error = type(error).__name__
        attempt.took_ms = (time.perf_counter() - started) * 1000
        return attempt


def _as_redelivery(event: Json) -> Json:
    return {**event, "deliveryContext": {"isRedelivery": True}}
