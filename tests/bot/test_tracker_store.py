"""The dialogue store on PostgreSQL: every event once, rows win over memory, an aborted turn leaves nothing."""

import json
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from backend.db import libpq_url
from backend.postgres import EmbeddedPostgres

SNIPPET = """
import asyncio, json, os
from bot import lean
lean.install()
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, UserUttered
from bot.tracker_store import DialogueStore

def new_store():
    return DialogueStore(Domain.empty(), dialect="postgresql", **json.loads(os.environ["PLACE"]))

async def turn(store, sender, number, ends_well=True):
    known = store.begin_turn(sender, f"e{number}")
    if known is not None:
        return "again: " + next(event.text for event in known if isinstance(event, BotUttered))
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    seen = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    if not tracker.events:
        tracker.update(SessionStarted())
    tracker.update(UserUttered(f"q{number}", metadata={"event_id": f"e{number}"}))
    tracker.update(BotUttered(f"a{number}"))
    tracker.update(ActionExecuted("action_listen"))
    if ends_well:
        await store.save(tracker)
    return " ".join(seen)

async def main():
    one, other = new_store(), new_store()
    talk = [await turn(one, "talk", number) for number in (1, 2, 3, 1, 4)]
    aborted = [await turn(one, "aborted", *once) for once in ((1, False), (1,), (2, False), (2,), (3,))]
    shared = [await turn(one, "shared", 1), await turn(one, "shared", 2), await turn(other, "shared", 3),
              await turn(one, "shared", 4), await turn(other, "shared", 3)]
    with one.engine.begin() as connection:
        await turn(one, "purged", 1)
        connection.exec_driver_sql("DELETE FROM events WHERE sender_id = 'purged'")
    purged = [await turn(one, "purged", 2)]
    print(json.dumps({"talk": talk, "aborted": aborted, "shared": shared, "purged": purged}))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def dialogue_url(postgres: EmbeddedPostgres) -> str:
    return libpq_url(postgres.addresses.dialogue)


@pytest.fixture(scope="module")
def seen(in_bot: Any, dialogue_url: str) -> Any:
    """What the bot knew of earlier turns at each turn, by conversation."""
    url = make_url(dialogue_url)
    place = {
        "db": url.database,
        "username": url.username,
        "password": url.password,
        "query": {"host": url.query.get("host") or url.host, "port": str(url.port or 5432)},
    }
    return in_bot(SNIPPET, env={"PLACE": json.dumps(place)})


def texts(dialogue_url: str, sender: str) -> list[str]:
    with psycopg.connect(dialogue_url) as connection:
        rows = connection.execute(
            "SELECT data::jsonb ->> 'text' FROM events WHERE sender_id = %s AND type_name IN ('user', 'bot')"
            " ORDER BY id",
            (sender,),
        ).fetchall()
    return [row[0] for row in rows]


def test_every_turn_is_stored_once_and_a_repeated_one_is_answered_from_its_rows(seen: Any, dialogue_url: str) -> None:
    assert seen["talk"] == ["", "q1", "q1 q2", "again: a1", "q1 q2 q3"]
    assert texts(dialogue_url, "talk") == ["q1", "a1", "q2", "a2", "q3", "a3", "q4", "a4"]


def test_a_turn_that_is_not_stored_has_not_happened(seen: Any, dialogue_url: str) -> None:
    assert seen["aborted"] == ["", "", "q1", "q1", "q1 q2"]
    assert texts(dialogue_url, "aborted") == ["q1", "a1", "q2", "a2", "q3", "a3"]


def test_what_another_process_stored_is_seen(seen: Any, dialogue_url: str) -> None:
    assert seen["shared"] == ["", "q1", "q1 q2", "q1 q2 q3", "again: a3"]
    assert texts(dialogue_url, "shared") == ["q1", "a1", "q2", "a2", "q3", "a3", "q4", "a4"]


def test_a_purged_conversation_begins_anew(seen: Any) -> None:
    assert seen["purged"] == [""]
