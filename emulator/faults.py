"""Faults the emulator plays on request: set over `/emulator/faults`, consumed by the API and the webhook sender."""

from dataclasses import asdict, dataclass
from typing import Any

COUNTED = (
    "unauthorized_401",
    "html_502",
    "fail_500",
    "rate_429",
    "quota_429",
    "same_user_429",
    "timeout_after_accept",
    "cut_after_accept",
    "empty_200",
)
"""Switches that hold a number of requests still to spoil: 0 = off, -1 = until switched off."""


@dataclass
class Faults:
    """What goes wrong at the moment. Counted ones apply to send endpoints, or to every API call with scope `all`."""

    scope: str = "send"
    latency_ms: int = 0
    unauthorized_401: int = 0
    html_502: int = 0
    fail_500: int = 0
    rate_429: int = 0
    quota_429: int = 0
    same_user_429: int = 0
    timeout_after_accept: int = 0
    """The message is accepted and shown, but no answer comes until the client gives up."""
    cut_after_accept: int = 0
    """The same, with the connection cut at once."""
    empty_200: int = 0
    """Accepted, answered with 200 and `{}`."""
    webhook_off: bool = False
    duplicate_events: bool = False
    redelivery_percent: float = 0.0
    """Share of delivered events that are delivered again as redeliveries."""

    def take(self, name: str) -> bool:
        """True when this request is to be spoiled that way; counts down."""
        left = int(getattr(self, name))
        if left > 0:
            setattr(self, name, left - 1)
        return left != 0

    def update(self, values: dict[str, Any]) -> None:
        """Set the given switches, or none of them.

        Raises:
            ValueError: unknown switch or a value of the wrong kind.
        """
        checked = {name: self._checked(name, value) for name, value in values.items()}
        for name, value in checked.items():
            setattr(self, name, value)

    def clear(self) -> None:
        """Everything works again."""
        self.update(asdict(Faults()))

    def as_json(self) -> dict[str, Any]:
        """For the control API."""
        return asdict(self)

    @staticmethod
    def _checked(name: str, value: Any) -> Any:
        defaults = asdict(Faults())
        if name not in defaults:
            raise ValueError(f"unknown fault: {name}")
        if name == "scope":
            if value not in ("send", "all"):
                raise ValueError("scope: send or all")
            return value
        if isinstance(defaults[name], bool) or isinstance(value, bool):
            if not (isinstance(defaults[name], bool) and isinstance(value, bool)):
                raise ValueError(f"{name}: wrong kind of value")
            return value
        if not isinstance(value, int | float):
            raise ValueError(f"{name}: a number, please")
        lowest = -1 if name in COUNTED else 0
        highest = 100 if name == "redelivery_percent" else 1_000_000
        if not lowest <= value <= highest:
            raise ValueError(f"{name}: between {lowest} and {highest}")
        return float(value) if isinstance(defaults[name], float) else int(value)
