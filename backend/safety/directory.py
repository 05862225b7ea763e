"""The referral directory: which desks the bot may name, how sure we are of each number, and when to check again.

Read by the safety lane and by any service that refers people. The rows live in ``data/directory.yml`` so that a
trainer can edit them; mistakes are reported in Japanese with file, line and field.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

import jpholiday
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from backend.yaml_rows import read_rows, repeated_ids

DEFAULT_PATH = Path(__file__).resolve().parents[2] / "data" / "directory.yml"
"""The rows the service runs on."""

Topic = Literal["suicide", "violence", "threat", "living", "debt", "work_trouble", "single_parent", "health", "general"]

_JST = ZoneInfo("Asia/Tokyo")
_WEEKDAYS = "月火水木金土日"
_TIME = r"^(?:[01]?\d|2[0-3]):[0-5]\d$|^24:00$"
_PHONE = re.compile(r"^(?:0\d{1,4}-\d{1,4}-\d{3,4}|0\d{3}-\d{6}|#\d{4}|1\d{2})$")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class DirectoryError(Exception):
    """The directory file cannot be used.

    Attributes:
        problems: one Japanese sentence each, naming file, line and field, for the trainer to read.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class OpenWindow(BaseModel):
    """Weekdays and a span of clock time (JST) in which a desk answers. ``祝`` counts before the weekday."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: Annotated[str, StringConstraints(pattern=r"^[月火水木金土日祝]+$")]
    from_: Annotated[str, StringConstraints(pattern=_TIME)] = Field(alias="from")
    to: Annotated[str, StringConstraints(pattern=_TIME)]

    def covers(self, now: datetime) -> bool:
        """Whether the desk answers at ``now`` (aware, any zone). A window naming 祝 decides for public holidays."""
        local = now.astimezone(_JST)
        day = "祝" if jpholiday.is_holiday(local.date()) else _WEEKDAYS[local.weekday()]
        minute = local.hour * 60 + local.minute
        return day in self.days and _minutes(self.from_) <= minute < _minutes(self.to)


class Contact(BaseModel):
    """One desk. ``phone`` is shown only while ``confirmed``; otherwise people get name and place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    place: str = ""
    phone: str
    hours: str
    open: tuple[OpenWindow, ...] = ()
    for_whom: Text
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
    order: int = 100
    source: Text
    last_checked: date
    confirmed: bool
    recheck_days: Annotated[int, Field(ge=1, le=366)] = 90

    @model_validator(mode="after")
    def _confirmed_rows_have_good_numbers(self) -> Self:
        if self.confirmed and not self.phone:
            raise ValueError("confirmed が true の窓口には phone が要ります")
        bad = [number for number in self.phones if not _PHONE.match(number)]
        if bad:
            raise ValueError(f"phone「{bad[0]}」は電話番号の形ではありません(例: 0120-279-338、#8008、189)")
        return self

    @property
    def phones(self) -> tuple[str, ...]:
        """Every number of the row, confirmed or not."""
        return tuple(number.strip() for number in self.phone.split("/") if number.strip())

    def is_open(self, now: datetime) -> bool | None:
        """Whether the desk answers at ``now``; None when the row does not say."""
        if not self.open:
            return None
        return any(window.covers(now) for window in self.open)

    def recheck_due_on(self) -> date:
        """First day on which the row must be checked again."""
        return self.last_checked + timedelta(days=self.recheck_days)

    def lines(self) -> str:
        """The row as people read it in a talk: name, number if confirmed (else place), hours, for whom."""
        if self.confirmed:
            head = f"・{self.name}\n 電話 {' / '.join(self.phones)}"
            head += f"\n 時間 {self.hours}" if self.hours else ""
        else:
            head = f"・{self.name}"
            head += f"\n 場所 {self.place}" if self.place else ""
        return f"{head}\n {self.for_whom}"


@dataclass(frozen=True, slots=True)
class Directory:
    """All rows, in the order they are shown."""

    contacts: tuple[Contact, ...]

    def list_contacts(self, *topics: Topic, now: datetime | None = None) -> tuple[Contact, ...]:
        """Rows for any of ``topics``; with ``now`` (aware), desks known to be closed come last."""
        wanted = set(topics)
        rows = [contact for contact in self.contacts if wanted & set(contact.topics)]
        if now is not None:
            rows.sort(key=lambda contact: contact.is_open(now) is False)
        return tuple(rows)

    def due_for_recheck(self, today: date) -> tuple[Contact, ...]:
        """Rows whose check is overdue on ``today`` (JST), longest overdue first."""
        due = [contact for contact in self.contacts if contact.recheck_due_on() <= today]
        return tuple(sorted(due, key=Contact.recheck_due_on))


def load_directory(path: Path = DEFAULT_PATH) -> Directory:
    """Read and check the directory.

    Raises:
        DirectoryError: with every mistake of the file, in Japanese.
    """
    contacts, problems = read_rows(path, "contacts", Contact, of="窓口")
    problems += repeated_ids(contact.id for contact in contacts)
    if problems:
        raise DirectoryError(problems)
    return Directory(contacts=tuple(sorted(contacts, key=lambda contact: contact.order)))


_last_good: dict[Path, tuple[int, Directory]] = {}


def current_directory(path: Path = DEFAULT_PATH) -> Directory:
    """The directory as the file stands now; parsed again only when the file has changed.

    A file that is broken or gone while we run must not silence the safety lane: the last good version stays in use.

    Raises:
        DirectoryError: the file is broken and no good version was ever read (at start-up, for the operator).
    """
    known = _last_good.get(path)
    try:
        version = path.stat().st_mtime_ns
        if known is None or known[0] != version:
            known = (version, load_directory(path))
    except (DirectoryError, OSError):
        if known is None:
            raise
    _last_good[path] = known
    return known[1]


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
