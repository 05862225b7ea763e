"""Measures of the 24-hour promise, read off the append-only history of the tickets. For pages, CSV and reports.

An episode belongs to the period in which it was opened and has exactly one outcome: what its history says up to
`now`, never what somebody filled in later. Nothing here opens a sealed text or names a seeker.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Float,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from backend.ladder.models import Breach
from backend.staff.models import Staff
from backend.tickets.models import Ticket, TicketEvent, TicketFeedback, TicketState

DAILY_UP_TO = timedelta(days=62)
"""Longer periods are shown by months."""
OUTCOMES = ("kept", "late", "overdue", "waiting", "withdrawn", "withdrawn_late", "dismissed", "merged")
SCORES = (5, 4, 3, 2, 1)
KEYS = ("time", "hour", "consultant", "topic", "breach", "score")
"""What episodes are counted under besides labels, of which one may have several."""
TELLING = ("answered", "claimed", "assigned", "withdrawn", "dismissed")
"""Kinds of events that decide an outcome or a wait."""


@dataclass(frozen=True)
class Figures:
    """Episodes by outcome, and how long people waited. The outcomes add up to `opened`.

    Attributes:
        kept, late: answered within 24 hours, or later.
        overdue, waiting: open, deadline passed or not.
        withdrawn, withdrawn_late: taken back by the seeker before or after the deadline.
        dismissed: nothing was asked (thanks).
        merged: went on in a later episode without an answer of its own; an answered one counts as kept or late.
        answer_p50_h, answer_p90_h: hours from the question to the answer, of the answered ones.
        claim_p50_h, claim_p90_h: hours from the question until somebody took it.
        rated, score: how many said whether it helped, and their mean (1–5).
    """

    opened: int
    kept: int
    late: int
    overdue: int
    waiting: int
    withdrawn: int
    withdrawn_late: int
    dismissed: int
    merged: int
    answer_p50_h: float | None
    answer_p90_h: float | None
    claim_p50_h: float | None
    claim_p90_h: float | None
    rated: int
    score: float | None

    @property
    def answered(self) -> int:
        """Answered at all."""
        return self.kept + self.late

    @property
    def due(self) -> int:
        """Episodes whose promise is decided. Still open or taken back after the deadline is a promise not kept."""
        return self.kept + self.late + self.overdue + self.withdrawn_late

    @property
    def kept_share(self) -> float | None:
        """Answered within 24 hours, of those due; None when nothing was due."""
        return self.kept / self.due if self.due else None

    @property
    def rated_share(self) -> float | None:
        """How many of the answered said whether it helped."""
        return self.rated / self.answered if self.answered else None


NOTHING = Figures(
    **dict.fromkeys(("opened", *OUTCOMES, "rated"), 0),
    answer_p50_h=None,
    answer_p90_h=None,
    claim_p50_h=None,
    claim_p90_h=None,
    score=None,
)


@dataclass(frozen=True)
class Row:
    """Figures of one consultant, topic, label, hour or day. `key` None: nobody answered yet, or no label."""

    key: str | None
    figures: Figures


@dataclass(frozen=True)
class Measures:
    """All figures of a period.

    Attributes:
        from_, to: episodes opened from the first instant up to, not including, the second.
        now: the history is read up to here.
        by_time: key is a date, or a month (2026-11) in long periods; in order, empty ones left out.
        by_hour: key is the hour in Japan in which the question came, 0–23, empty ones left out.
        by_consultant: who answered; rows add up to `total`, as those of the other groups but `by_label`.
        by_label: an episode with two labels is in two rows.
        breaches: broken promises by recorded reason, None = not recorded yet.
        scores: how many gave each score.
    """

    from_: datetime
    to: datetime
    now: datetime
    total: Figures
    by_time: list[Row]
    by_hour: list[Row]
    by_consultant: list[Row]
    by_topic: list[Row]
    by_label: list[Row]
    breaches: dict[str | None, int]
    scores: dict[int, int]


async def measures(
    session: AsyncSession, *, from_: datetime, to: datetime, now: datetime, answered_by: UUID | None = None
) -> Measures:
    """Figures of the episodes opened within from_–to, as their history stands at `now`.

    Args:
        answered_by: only what this person answered.
    """
    span = "YYYY-MM-DD" if to - from_ <= DAILY_UP_TO else "YYYY-MM"
    groups: dict[str, list[Row]] = {name: [] for name in ("total", *KEYS, "label")}
    for name, key, *figures in await session.execute(
        _figures_of_groups(_episodes(from_=from_, to=to, now=now, answered_by=answered_by, span=span))
    ):
        groups[name].append(Row(key, Figures(*figures)))
    breaches = [Row(row.key or None, row.figures) for row in groups["breach"] if row.key is not None]
    scores = {row.key: row.figures.opened for row in groups["score"]}
    return Measures(
        from_=from_,
        to=to,
        now=now,
        total=groups["total"][0].figures,
        by_time=sorted(groups["time"], key=lambda row: row.key or ""),
        by_hour=sorted(groups["hour"], key=lambda row: row.key or ""),
        by_consultant=await _by_name(session, groups["consultant"]),
        by_topic=_biggest_first(groups["topic"]),
        by_label=_biggest_first(groups["label"]),
        breaches={row.key: row.figures.opened for row in _biggest_first(breaches)},
        scores={score: scores.get(str(score), 0) for score in SCORES},
    )


def _episodes(*, from_: datetime, to: datetime, now: datetime, answered_by: UUID | None, span: str) -> CTE:
    """One row for each episode: its first answer, claim and end, the outcome they make, and what it is counted under.

    Args:
        span: how `time` names the day or month in Japan.
    """
    event = TicketEvent
    answered = event.kind == "answered"
    answered_at = func.min(event.at).filter(answered)
    withdrawn_at = func.min(event.at).filter(event.kind == "withdrawn")
    dismissed_at = func.min(event.at).filter(event.kind == "dismissed")
    claimed_at = func.min(event.at).filter(event.kind.in_(("claimed", "assigned")))
    answerer = func.array_agg(aggregate_order_by(event.staff_id, event.at, event.id)).filter(answered)[1]
    outcome = case(
        (answered_at <= Ticket.due_at, "kept"),
        (answered_at.is_not(None), "late"),
        (dismissed_at.is_not(None), "dismissed"),
        (withdrawn_at > Ticket.due_at, "withdrawn_late"),
        (withdrawn_at.is_not(None), "withdrawn"),
        (Ticket.state == TicketState.MERGED, "merged"),
        (Ticket.due_at <= now, "overdue"),
        else_="waiting",
    )
    in_japan = func.timezone("Asia/Tokyo", Ticket.opened_at)
    # the code alone: what was added in words stays where it is; empty = not recorded, NULL = no broken promise
    breach = case((Breach.ticket_id.is_not(None), func.coalesce(func.split_part(Breach.reason, ": ", 1), "")))
    query = (
        select(
            Ticket.labels,
            outcome.label("outcome"),
            hours_of(answered_at - Ticket.opened_at).label("answer_h"),
            hours_of(claimed_at - Ticket.opened_at).label("claim_h"),
            TicketFeedback.score.label("given"),
            func.to_char(in_japan, span).label("time"),
            func.to_char(in_japan, "HH24").label("hour"),
            cast(answerer, Text).label("consultant"),
            Ticket.topic.label("topic"),
            breach.label("breach"),
            cast(TicketFeedback.score, Text).label("score"),
        )
        .outerjoin(event, and_(event.ticket_id == Ticket.id, event.at <= now, event.kind.in_(TELLING)))
        .outerjoin(TicketFeedback, and_(TicketFeedback.ticket_id == Ticket.id, TicketFeedback.at <= now))
        .outerjoin(Breach, Breach.ticket_id == Ticket.id)
        .where(Ticket.opened_at >= from_, Ticket.opened_at < to, Ticket.opened_at <= now)
        .group_by(Ticket.id, TicketFeedback.ticket_id, Breach.ticket_id)
        .having(answerer == answered_by if answered_by is not None else true())
    )
    return query.cte("episode")


def hours_of(span: ColumnElement[Any]) -> ColumnElement[float]:
    """A span of time as hours."""
    return cast(func.extract("epoch", span) / 3600, Float)


def _figures(episode: Any) -> list[ColumnElement[Any]]:
    """The columns of Figures, in its order."""
    answer, claim = episode.c.answer_h, episode.c.claim_h
    return [
        func.count(),
        *(func.count().filter(episode.c.outcome == outcome) for outcome in OUTCOMES),
        *(func.percentile_cont(part).within_group(hours) for hours in (answer, claim) for part in (0.5, 0.9)),
        func.count(episode.c.given),
        cast(func.avg(episode.c.given), Float),
    ]


def _figures_of_groups(episode: CTE) -> CompoundSelect[Any]:
    """Rows of (group, key, *Figures): the total, every group of KEYS, and the labels; the history is read once."""
    keys = [episode.c[name] for name in KEYS]
    group = case(*((func.grouping(key) == 0, name) for name, key in zip(KEYS, keys, strict=True)), else_="total")
    of_keys = select(group, func.coalesce(*keys), *_figures(episode)).group_by(
        func.grouping_sets(tuple_(), *(tuple_(key) for key in keys))
    )
    label = func.unnest(episode.c.labels).table_valued("label").lateral("label")
    of_labels = (
        select(literal("label"), label.c.label, *_figures(episode))
        .select_from(episode.outerjoin(label, true()))
        .group_by(label.c.label)
    )
    return union_all(of_keys, of_labels)


def _biggest_first(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.figures.opened, row.key is None, row.key))


async def _by_name(session: AsyncSession, rows: list[Row]) -> list[Row]:
    """Names for ids, in order; two people of one name stay two rows, nobody comes last."""
    figures = {row.key: row.figures for row in rows}
    people = await session.execute(select(Staff.id, Staff.display_name).order_by(Staff.display_name, Staff.id))
    named = [Row(name, figures[str(id_)]) for id_, name in people if str(id_) in figures]
    return named + [row for row in rows if row.key is None]
