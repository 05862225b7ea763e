"""Fictitious questions for a first run, in every state, so that queue, board and measures have something to show.

Made through the services with times that lie back from now; LINE hears of none of it. Called by `backend.demo` only.
"""

from collections.abc import Mapping
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
from backend.staff.models import Staff
from backend.texts import Texts
from backend.tickets import answers, desk, feedback
from backend.tickets import service as tickets
from backend.tickets.answers import Answer
from backend.tickets.models import UNDO, Ticket
from backend.vault.service import Vault


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
    labels: tuple[str, ...] = ()
    score: int | None = None
    comment: str = ""
    late_because: str = ""
    urgent: bool = False


MIDORI, HIROSHI, SACHIKO = "sodan1@example.com", "sodan2@example.com", "kanri@example.com"

EPISODES = (
    Episode(0.4, "form_documents", "（架空）志望動機がうまく書けません。どこから考えればよいでしょうか。"),
    Episode(2.5, "family_hours", "（架空）子どものお迎えがあるので、16時までの仕事をさがしています。"),
    Episode(5, "worry_blank", "（架空）10年ぶりに働きます。面接が心配です。", MIDORI, labels=("interview",)),
    Episode(9, "workplace_relations", "（架空）職場で話せる人がいません。辞めたほうがよいか迷っています。"),
    Episode(13.5, "unemployment_benefit", "（架空）自分から辞めた場合、給付はいつからもらえますか。"),
    Episode(19, "become_regular", "（架空）派遣で5年働いています。正社員になる方法を知りたいです。"),
    Episode(22.5, "review_document", "（架空）職務経歴書を見てもらえますか。", HIROSHI, labels=("documents",)),
    Episode(25.5, "family_care", "（架空）親の介護をしながら続けられる仕事はありますか。"),
    Episode(0.8, "hardship_living", "（架空）今月の家賃が払えません。どうしたらよいですか。", SACHIKO, urgent=True),
    Episode(
        ago_h=50,
        topic="interview_tips",
        body="（架空）面接の前の日は、何を準備すればよいですか。",
        holder=MIDORI,
        answered_h=3,
        answer="（架空）会社のことを3つ調べ、自分の経験と結びつけておくと安心です。",
        labels=("interview",),
        score=5,
        comment="（架空）落ち着いて話せました。",
    ),
    Episode(
        ago_h=75,
        topic="apply_job",
        body="（架空）応募したあと、返事が来ません。問い合わせてもよいですか。",
        holder=HIROSHI,
        answered_h=20,
        answer="（架空）1週間たっていれば、問い合わせて大丈夫です。文面の例を書きます。",
        labels=("job_search", "documents"),
        score=4,
    ),
    Episode(
        ago_h=100,
        topic="want_to_quit",
        body="（架空）残業が多く、続けられるか不安です。",
        holder=SACHIKO,
        answered_h=26,
        answer="（架空）お待たせして申し訳ありません。まず、残業の時間を書き出してみましょう。",
        labels=("at_work",),
        score=2,
        late_because="too_many",
    ),
    Episode(
        ago_h=123,
        topic="public_training",
        body="（架空）パソコンの職業訓練に申し込みたいです。",
        holder=MIDORI,
        answered_h=6,
        answer="（架空）次の募集は来月です。持ち物と手続きの順番を書きます。",
        labels=("training",),
    ),
    Episode(30, "ask_consultant", "（架空）相談員さんは、どんな人ですか。", withdrawn_h=2),
)


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
    for episode in EPISODES:
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
            staff=work.staff[SACHIKO],
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
