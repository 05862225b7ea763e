"""What an answer may rest on: the FAQ, desks of the directory, and texts trainers and supervisors have approved.

Ranked by our own FAQ search, without network: this is what consultants are offered when no outside model is asked.
Answers to other seekers are confidential and never among them (ADR 10).
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from backend import safety
from backend.canned import service as canned
from backend.canned.models import CannedAnswer
from backend.drafting.payload import MAX_SOURCE_CHARS, PayloadSource
from backend.faq import FaqDocument, FaqIndex, current_faq
from backend.safety.directory import Topic

MAX_QUERY_CHARS = 600
MAX_FAQ, MAX_DESKS, MAX_TEXTS = 4, 3, 4
NEAR_TEXT = 0.25
"""Score of a text worth showing; most unrelated ones stay below."""

DESKS_FOR: Mapping[str, tuple[Topic, ...]] = {
    "crisis_suicide": ("suicide",),
    "crisis_violence": ("violence", "threat"),
    "safe_time": ("violence", "threat"),
    "hardship_living": ("living",),
    "hardship_debt": ("debt", "living"),
    "form_living": ("living",),
    "workplace_abuse": ("work_trouble",),
    "workplace_relations": ("work_trouble",),
    "workload": ("work_trouble",),
    "want_to_quit": ("work_trouble",),
    "conditions_differ": ("work_trouble",),
    "form_work": ("work_trouble",),
    "child_allowance": ("single_parent",),
    "parent_training": ("single_parent",),
    "childcare": ("single_parent",),
    "health_worry": ("health",),
    "disability_support": ("health",),
    # labels
    "living": ("living",),
    "health": ("health",),
    "at_work": ("work_trouble",),
    "leaving": ("work_trouble",),
}
"""Topics and labels of tickets → topics of the directory."""


class SourceKind(StrEnum):
    """Where a source comes from; also the beginning of its id."""

    FAQ = "faq"
    DESK = "desk"
    TEXT = "text"


@dataclass(frozen=True)
class Source:
    """A public text.

    Attributes:
        id: kind and name, e.g. `faq:jobs_job_search`.
        text: what is put into an answer; ready-made texts still with their placeholders.
        origin: who says so and when it was checked; empty for our own texts.
    """

    id: str
    kind: SourceKind
    title: str
    text: str
    origin: str = ""

    def for_payload(self) -> PayloadSource:
        """As it may leave the house."""
        return PayloadSource(id=self.id, title=self.title, text=self.text[:MAX_SOURCE_CHARS])


async def find_sources(
    session: AsyncSession, *, topic: str, topic_words: str, labels: Iterable[str], asked: Sequence[str], now: datetime
) -> list[Source]:
    """The best of each kind, best first.

    Args:
        topic_words: the topic in Japanese, for tickets that say little.
        asked: what the seeker wrote; used for ranking only.
    """
    rows = await canned.list_answers(session, topic=topic)
    query = "\n".join([*asked, topic_words])[:MAX_QUERY_CHARS]
    faq = await asyncio.to_thread(_search_faq, query)
    texts = await asyncio.to_thread(_search_texts, query, topic, rows)
    return [*texts, *faq, *_desks(topic, labels, now)]


def _search_faq(query: str) -> list[Source]:
    index, entries = current_faq()
    found = [entries[hit.id] for hit in index.search(query, k=MAX_FAQ)]
    return [
        Source(f"faq:{entry.id}", SourceKind.FAQ, entry.question, entry.answer, f"{entry.source}（{entry.checked_on}）")
        for entry in found
    ]


def _search_texts(query: str, topic: str, rows: Sequence[CannedAnswer]) -> list[Source]:
    """Those made for the topic first, then those the search finds."""
    in_order = sorted(rows, key=lambda row: row.id)  # those of the topic come first, and the index is one for all
    index = _index_of(tuple(FaqDocument(str(row.id), row.title, row.body) for row in in_order))
    near = [hit.id for hit in index.search(query, k=MAX_TEXTS) if hit.score >= NEAR_TEXT]
    place = {text: number for number, text in enumerate(near)}
    useful = [row for row in rows if row.topic == topic or str(row.id) in place]
    useful.sort(key=lambda row: (row.topic != topic, place.get(str(row.id), len(place))))
    return [Source(f"text:{row.id}", SourceKind.TEXT, row.title, row.body) for row in useful[:MAX_TEXTS]]


@lru_cache(maxsize=1)
def _index_of(documents: tuple[FaqDocument, ...]) -> FaqIndex:
    """Read anew only after a text has changed."""
    return FaqIndex.build(documents)


def _desks(topic: str, labels: Iterable[str], now: datetime) -> list[Source]:
    wanted = {name for key in (topic, *labels) for name in DESKS_FOR.get(key, ())}
    contacts = safety.current_directory().list_contacts(*wanted, now=now)[:MAX_DESKS] if wanted else ()
    return [
        Source(
            f"desk:{contact.id}",
            SourceKind.DESK,
            contact.name,
            contact.lines(),
            f"{contact.source}（{contact.last_checked}）",
        )
        for contact in contacts
    ]
