"""Fictitious questions for a first run, in every state, so that queue, board and measures have something to show.

The questions are rows of `data/demo_queue.toml`, made through the services with times that lie back from now; LINE
hears of none of it. Called by `backend.demo` only.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from procrastinate import App
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.ladder import breaches
from backend.line.models import LineMessage, MessageState
from backend.seekers.models import Seeker
from backend.seekers.service import get_or_create_seeker
from backend.settings import ROOT
from backend.staff.models import Staff
from backend.texts import Texts
from backend.tickets import answers, desk, feedback
from backend.tickets import service as tickets
from backend.tickets.answers import Answer
from backend.tickets.models import UNDO, Ticket
from backend.vault.service import Vault

EPISODES_FILE = ROOT / "data" / "demo_queue.toml"
SUPERVISOR = "kanri@example.com"
"""Login of whoever records why a promise was broken."""


@dataclass(frozen=True)
class Episode:
    """One question; hours count back from now for `ago_h`, and from the question for the others.

    Attributes:
        holder: login of whoever holds, or answered, it.
        late_because: the recorded reason of a broken promise.
    """

    ago_h: float
    topic: str
    body: str
    holder: str = ""
    answered_h: float | None = None
    answer: str = ""
    withdrawn_h: float | None = None
    labels: Sequence[str] = ()
    score: int | None = None
    comment: str = ""
    late_because: str = ""
    urgent: bool = False


def load_episodes() -> list[Episode]:
    """The rows of the file, in its order."""
    return [Episode(**row) for row in tomllib.loads(EPISODES_FILE.read_text(encoding="utf-8"))["episode"]]


@dataclass(frozen=True)
class _Desk:
    """What making an episode needs."""

    session: AsyncSession
    vault: Vault
    jobs: App
    texts: Texts
    staff: Mapping[str, Staff]


async def make_queue(
    session: AsyncSession, vault: Vault, jobs: App, texts: Texts, *, staff: Mapping[str, Staff], now: datetime
) -> None:
    """Every episode, each of a seeker of its own. `staff` by login."""
    work = _Desk(session, vault, jobs, texts, staff)
    for episode in load_episodes():
        await _make(work, episode, now)


async def _make(work: _Desk, episode: Episode, now: datetime) -> None:
    opened_at = now - timedelta(hours=episode.ago_h)
    seeker = await get_or_create_seeker(work.session, work.vault, line_user_id=f"U{uuid4().hex}", now=opened_at)
    ticket = await tickets.open_or_join_ticket(
        work.session,
        work.vault,
        work.jobs,
        seeker=seeker,
        body=episode.body,
        topic=episode.topic,
        reason="safety" if episode.urgent else "human",
        occurred_at=opened_at,
        now=opened_at,
        request_key=f"demo:{uuid4()}",
        urgent=episode.urgent,
    )
    if episode.withdrawn_h is not None:
        at = opened_at + timedelta(hours=episode.withdrawn_h)
        await tickets.withdraw_own_ticket(work.session, seeker=seeker, ticket_id=ticket.id, now=at)
    if not episode.holder:
        return
    holder = work.staff[episode.holder]
    answered_at = None if episode.answered_h is None else opened_at + timedelta(hours=episode.answered_h)
    claimed_at = answered_at - timedelta(minutes=20) if answered_at else now - timedelta(minutes=5)
    await desk.claim_ticket(work.session, ticket_id=ticket.id, staff=holder, now=claimed_at)
    if episode.labels:
        await desk.set_labels(
            work.session, ticket_id=ticket.id, staff=holder, labels=list(episode.labels), now=claimed_at
        )
    if answered_at is not None:
        await _answer(work, episode, ticket, seeker, holder, answered_at)


async def _answer(work: _Desk, episode: Episode, ticket: Ticket, seeker: Seeker, holder: Staff, at: datetime) -> None:
    message_id = await answers.answer_ticket(
        work.session,
        work.vault,
        work.texts,
        ticket_id=ticket.id,
        staff=holder,
        answer=Answer(episode.answer),
        request_key=f"demo:{uuid4()}",
        now=at - UNDO,
    )
    key = f"ticket_answer:{message_id}"
    # nobody on LINE is behind these people: the notice counts as accepted and stays here
    await work.session.execute(
        update(LineMessage)
        .where(LineMessage.dedupe_key.startswith(f"{key}:"))
        .values(state=MessageState.ACCEPTED, accepted_at=at)
    )
    await answers.settle_answer(work.session, dedupe_key=key, accepted=True, now=at)
    if episode.late_because:
        await breaches.record_reason(
            work.session,
            ticket_id=ticket.id,
            staff=work.staff[SUPERVISOR],
            reason=episode.late_because,
            note="",
            prevention="（架空）混む時間の担当を一人ふやします。",
            now=at + timedelta(hours=1),
        )
    if episode.score is not None:
        later = at + timedelta(hours=1)
        await tickets.mark_read(work.session, ticket_id=ticket.id, now=later)
        await feedback.give_feedback(
            work.session,
            work.vault,
            seeker=seeker,
            ticket=ticket,
            score=episode.score,
            comment=episode.comment,
            now=later,
        )
