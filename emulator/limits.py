"""Rates and the monthly quota. Used by the API only; times come from the injected clock."""

from collections import deque
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from emulator.clock import Clock
from emulator.config import EmulatorConfig

RATES: dict[str, tuple[int, float]] = {
    "default": (2_000, 1.0),
    "multicast": (200, 1.0),
    "loading": (100, 1.0),
    "broadcast": (60, 3_600.0),
    "richmenu": (100, 3_600.0),
}
"""Calls per seconds for each kind of endpoint."""

_JAPAN = ZoneInfo("Asia/Tokyo")


class Limits:
    """Counts calls, sends to one user and billed messages."""

    def __init__(self, config: EmulatorConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._calls: dict[str, deque[datetime]] = {}
        self._to_user: dict[str, deque[datetime]] = {}
        self._month = ""
        self._billed = 0
        self.monthly_quota = config.monthly_quota

    def allow_call(self, kind: str) -> bool:
        """Count a call; False when the endpoint's rate is used up."""
        if not self._config.enforce_rates:
            return True
        highest, window_s = RATES[kind]
        return _within(self._calls.setdefault(kind, deque()), self._clock.now(), highest, window_s)

    def allow_send_to(self, user_id: str) -> bool:
        """Count a send; False when this user gets too many (only if a limit is configured)."""
        highest = self._config.same_user_per_minute
        if highest <= 0:
            return True
        return _within(self._to_user.setdefault(user_id, deque()), self._clock.now(), highest, 60.0)

    @property
    def billed(self) -> int:
        """Billed messages of the running month, Japan time."""
        month = self._clock.now().astimezone(_JAPAN).strftime("%Y-%m")
        if month != self._month:
            self._month, self._billed = month, 0
        return self._billed

    def bill(self, recipients: int) -> bool:
        """Count a push to so many people; False (and nothing counted) when the quota doesn't cover it."""
        if self.monthly_quota is not None and self.billed + recipients > self.monthly_quota:
            return False
        self._billed = self.billed + recipients
        return True


def _within(times: deque[datetime], now: datetime, highest: int, window_s: float) -> bool:
    start = now - timedelta(seconds=window_s)
    while times and times[0] <= start:
        times.popleft()
    if len(times) >= highest:
        return False
    times.append(now)
    return True
