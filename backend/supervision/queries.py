"""Measures of the 24-hour promise, read off the append-only history of the tickets. For pages, CSV and reports.

An episode belongs to the period in which it was opened and has exactly one outcome: what its history says up to
`now`, never what somebody filled in later. Nothing here opens a sealed text or names a seeker.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Float, Subquery, and_, case, cast, func, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from backend.ladder.models import Breach
from backend.staff.models import Staff
from backend.tickets.models import Ticket, TicketEvent, TicketFeedback, TicketState

DAILY_UP_TO = timedelta(days=62)
"""Longer periods are shown by months."""
OUTCOMES = ("kept", "late", "overdue", "waiting", "withdrawn", "withdrawn_late", "dismissed", "merged")
SCORES = (5, 4, 3, 2, 1)


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
    episode = _episodes(from_=from_, to=to, now=now, answered_by=answered_by)
    in_japan = func.timezone("Asia/Tokyo", episode.c.opened_at)
    span = "YYYY-MM-DD" if to - from_ <= DAILY_UP_TO else "YYYY-MM"
    label = func.unnest(episode.c.labels).table_valued("label").lateral("label")
    labelled = select(*episode.c, label.c.label).select_from(episode.outerjoin(label, true())).subquery()
    total = await _grouped(session, episode, None)
    return Measures(
        from_=from_,
        to=to,
        now=now,
        total=total[0].figures,
        by_time=await _grouped(session, episode, func.to_char(in_japan, span)),
        by_hour=await _grouped(session, episode, func.to_char(in_japan, "HH24")),
        by_consultant=await _by_consultant(session, episode),
        by_topic=await _grouped(session, episode, episode.c.topic, biggest_first=True),
        by_label=await _grouped(session, labelled, labelled.c.label, biggest_first=True),
        breaches=await _breaches(session, episode),
        scores=await _scores(session, episode),
    )


def _episodes(*, from_: datetime, to: datetime, now: datetime, answered_by: UUID | None) -> Subquery:
    """One row for each episode: its first answer, claim and end, and the outcome they make."""
    event = TicketEvent
    answered = event.kind == "answered"
    answered_at = func.min(event.at).filter(answered)
    withdrawn_at = func.min(event.at).filter(event.kind == "withdrawn")
    dismissed_at = func.min(event.at).filter(event.kind == "dismissed")
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
    query = (
        select(
            Ticket.id,
            Ticket.topic,
            Ticket.labels,
            Ticket.opened_at,
            outcome.label("outcome"),
            answerer.label("answered_by"),
            hours_of(answered_at - Ticket.opened_at).label("answer_h"),
            hours_of(func.min(event.at).filter(event.kind.in_(("claimed", "assigned"))) - Ticket.opened_at).label(
                "claim_h"
            ),
            TicketFeedback.score,
        )
        .outerjoin(event, and_(event.ticket_id == Ticket.id, event.at <= now))
        .outerjoin(TicketFeedback, and_(TicketFeedback.ticket_id == Ticket.id, TicketFeedback.at <= now))
        .where(Ticket.opened_at >= from_, Ticket.opened_at < to, Ticket.opened_at <= now)
        .group_by(Ticket.id, TicketFeedback.ticket_id)
        .having(answerer == answered_by if answered_by is not None else true())
    )
    return query.subquery("episode")


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
        func.count(episode.c.score),
        cast(func.avg(episode.c.score), Float),
    ]


async def _grouped(
    session: AsyncSession, episode: Any, key: ColumnElement[Any] | None, *, biggest_first: bool = False
) -> list[Row]:
    if key is None:
        return [Row(None, Figures(*row)) for row in await session.execute(select(*_figures(episode)))]
    named = key.label("key")
    order = [func.count().desc(), named] if biggest_first else [named]
    rows = await session.execute(select(named, *_figures(episode)).group_by(named).order_by(*order))
    return [Row(row[0], Figures(*row[1:])) for row in rows]


async def _by_consultant(session: AsyncSession, episode: Subquery) -> list[Row]:
    """By name; two people of one name stay two rows."""
    rows = await session.execute(
        select(Staff.display_name, *_figures(episode))
        .select_from(episode)
        .outerjoin(Staff, Staff.id == episode.c.answered_by)
        .group_by(Staff.id, Staff.display_name)
        .order_by(Staff.display_name.asc().nulls_last(), Staff.id)
    )
    return [Row(row[0], Figures(*row[1:])) for row in rows]


async def _breaches(session: AsyncSession, episode: Subquery) -> dict[str | None, int]:
    code = func.split_part(Breach.reason, ": ", 1).label("code")  # what was added in words stays where it is
    rows = await session.execute(
        select(code, func.count())
        .select_from(Breach)
        .join(episode, episode.c.id == Breach.ticket_id)
        .group_by(code)
        .order_by(func.count().desc(), code)
    )
    return {reason: count for reason, count in rows}


async def _scores(session: AsyncSession, episode: Subquery) -> dict[int, int]:
    rows = await session.execute(
        select(episode.c.score, func.count()).where(episode.c.score.is_not(None)).group_by(episode.c.score)
    )
    counted = {score: count for score, count in rows}
    return {score: counted.get(score, 0) for score in SCORES}
