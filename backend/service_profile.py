"""Facts of the service that differ from operator to operator: names, hours, formats. Read from data/service.toml."""

import tomllib
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.settings import ROOT

SERVICE_FILE = ROOT / "data" / "service.toml"


class Closures(BaseModel):
    """Yearly closing days; single days (summer) are rows of the `closure` table."""

    model_config = ConfigDict(frozen=True)

    year_end_from: str = Field("12-29", pattern=r"^\d\d-\d\d$")
    year_end_to: str = Field("01-03", pattern=r"^\d\d-\d\d$")


class PagingRules(BaseModel):
    """How urgent tickets call staff until somebody acknowledges."""

    model_config = ConfigDict(frozen=True)

    repeat_minutes: int = Field(5, ge=1)
    rounds_before_everyone: int = Field(3, ge=1)


class ServiceProfile(BaseModel):
    """The service in words and figures. Minutes count from midnight of the business date (JST)."""

    model_config = ConfigDict(frozen=True)

    service_name: str
    city_name: str
    operator_name: str
    day_start_minute: int = Field(360, ge=0)
    day_end_minute: int = Field(1500, le=1800)
    slot_minutes: int = Field(60, multiple_of=15)
    answer_promise_hours: int = 24
    booking_horizon_days: int = Field(60, ge=1, le=366)
    booking_lead_minutes: int = Field(30, ge=0)
    closures: Closures = Closures()
    paging: PagingRules = PagingRules()

    @model_validator(mode="after")
    def _day_is_not_empty(self) -> Self:
        if self.day_end_minute <= self.day_start_minute:
            raise ValueError("day_end_minute must be after day_start_minute")
        return self

    @property
    def placeholders(self) -> dict[str, str]:
        """Values for `%name%` in bot responses and texts."""
        return {
            "service_name": self.service_name,
            "city_name": self.city_name,
            "operator_name": self.operator_name,
            "answer_promise_hours": str(self.answer_promise_hours),
        }

    def fill(self, text: str) -> str:
        """Replace `%city_name%` and the like."""
        for name, value in self.placeholders.items():
            text = text.replace(f"%{name}%", value)
        return text


def load_service_profile(path: Path = SERVICE_FILE) -> ServiceProfile:
    """Read the file.

    Raises:
        pydantic.ValidationError, OSError, tomllib.TOMLDecodeError: at start-up, for the operator.
    """
    return ServiceProfile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
