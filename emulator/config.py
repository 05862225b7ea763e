"""Settings of the emulator. Built by the command line from the environment, or by tests directly."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

DEMO_SEEKERS = ("68歳の田中さん", "44歳・元派遣の佐藤さん", "32歳・ひとり親の鈴木さん", "51歳・介護中の山本さん")


def user_id_for(label: str) -> str:
    """A LINE-like user id that stays the same over restarts for the same label."""
    return "U" + hashlib.sha256(f"emulator:{label}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class EmulatorConfig:
    """Everything that can be set. Times in the unit their name says."""

    host: str = "127.0.0.1"
    port: int = 8010
    webhook_url: str = "http://127.0.0.1:8000/line/webhook"
    channel_secret: str = "emulator-channel-secret"
    channel_access_token: str = "emulator-access-token"
    channel_id: str = "1000000001"
    liff_id: str = "2000000001-MadoDemo"
    liff_endpoint: str = "http://127.0.0.1:8000/liff"
    login_channel_id: str = ""
    """The client_id of ID tokens; empty = the part of liff_id before the dash."""
    login_channel_secret: str = "emulator-login-secret"
    bot_user_id: str = user_id_for("bot")
    bot_name: str = "しごと相談窓口"
    bot_basic_id: str = "@000demo"
    seekers: tuple[str, ...] = DEMO_SEEKERS
    webhook_timeout_s: float = 2.0
    webhook_senders: int = 32
    redelivery_backoff_s: tuple[float, ...] = (2.0, 10.0, 30.0, 120.0)
    """Waits before each redelivery; its length bounds how many there are."""
    include_read_token: bool = True
    monthly_quota: int | None = None
    """Billed messages a month; None = no limit."""
    enforce_rates: bool = True
    same_user_per_minute: int = 0
    """Sends to one user a minute before 429; 0 = no limit (LINE does not publish its own)."""
    hold_s: float = 60.0
    """How long a time-out after acceptance keeps the connection silent."""
    recorded_requests: int = 20_000
    recorded_deliveries: int = 20_000

    @property
    def client_id(self) -> str:
        """The LINE Login channel that ID tokens are made for."""
        if self.login_channel_id:
            return self.login_channel_id
        match = re.fullmatch(r"(\d+)-\w+", self.liff_id)
        return match.group(1) if match else self.liff_id

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "EmulatorConfig":
        """Read the documented variables; unset or empty ones keep their defaults."""
        names = {
            "EMULATOR_WEBHOOK_URL": "webhook_url",
            "LINE_CHANNEL_SECRET": "channel_secret",
            "LINE_CHANNEL_ACCESS_TOKEN": "channel_access_token",
            "LINE_CHANNEL_ID": "channel_id",
            "LIFF_ID": "liff_id",
            "LIFF_CHANNEL_ID": "login_channel_id",
            "EMULATOR_LIFF_ENDPOINT": "liff_endpoint",
            "EMULATOR_BOT_NAME": "bot_name",
        }
        found = {field: environment[name] for name, field in names.items() if environment.get(name)}
        port = int(environment.get("EMULATOR_PORT") or cls.port)
        return cls(port=port, **found)  # type: ignore[arg-type]  # every mapped field is a str
