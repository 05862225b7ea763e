"""What every entry point needs, built once per process by the composition root and passed explicitly."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from procrastinate import App as JobApp

from backend.clock import Clock, system_clock
from backend.db import Database
from backend.service_profile import ServiceProfile
from backend.settings import Settings
from backend.texts import Texts
from backend.vault.service import Vault

if TYPE_CHECKING:
    from backend.bot.client import BotClient
    from backend.line.client import LineClient


@dataclass(frozen=True)
class Context:
    """The process's own objects.

    Attributes:
        settings: environment settings.
        db: opens transactions.
        vault: seals and opens confidential values.
        jobs: procrastinate app; defer with `backend.jobs.defer.*` inside a transaction.
        service: facts of the service (city, hours, formats), from data/service.toml.
        texts: Japanese sentences from messages/ja.toml.
        line: LINE API client; None in processes that never send.
        bot: Rasa client; None in processes that never ask it.
        clock: now, as aware UTC.
    """

    settings: Settings
    db: Database
    vault: Vault
    jobs: JobApp
    service: ServiceProfile
    texts: Texts
    line: "LineClient | None" = None
    bot: "BotClient | None" = None
    clock: Clock = field(default=system_clock)
