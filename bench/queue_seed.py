"""A queue of a city's size, made by SQL: 100,000 tickets with a million messages, and people who work on them.

Seekers have no data key (as if erased), so opening a case decrypts nothing; lists never do.
"""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg

TICKETS, OPEN, MESSAGES_EACH, PEOPLE = 100_000, 5_000, 10, 50

_SEED = """
SET session_replication_role = replica;
INSERT INTO seeker (id, conversation_id, pseudonym, line_state, line_state_at, data_key_version, created_at)
SELECT gen_random_uuid(), 'bench-' || n,
       '相談者 ' || upper(substr(translate(md5(n::text), '01', 'XY'), 1, 4)), 'active', now(), 1, now()
FROM generate_series(1, {tickets}) AS n;

CREATE TEMP TABLE numbered AS
SELECT row_number() OVER (ORDER BY conversation_id) AS n, id AS seeker_id, gen_random_uuid() AS ticket_id FROM seeker;
CREATE TEMP TABLE person AS
SELECT row_number() OVER (ORDER BY login) - 1 AS n, id FROM staff WHERE login LIKE 'bench-%';

INSERT INTO ticket (id, seeker_id, state, urgency, topic, reason, opened_at, due_at, claimed_by_id, lease_until,
                    answered_at, answered_by_id, closed_at, labels, version, created_at)
SELECT t.ticket_id, t.seeker_id,
       CASE WHEN t.n <= {open} THEN CASE WHEN t.n % 4 = 0 THEN 'claimed' ELSE 'queued' END
            WHEN t.n % 3 = 0 THEN 'answered' ELSE 'closed' END,
       CASE WHEN t.n <= {open} AND t.n % 101 = 0 THEN 'urgent' ELSE 'normal' END,
       (ARRAY['write_cv','interview_tips','ask_human','request_match','childcare','worry_age'])[1 + t.n % 6],
       'human', o.at, o.at + interval '24 hours',
       CASE WHEN t.n > {open} OR t.n % 4 = 0 THEN p.id END,
       CASE WHEN t.n <= {open} AND t.n % 4 = 0 THEN now() + interval '1 day' END,
       CASE WHEN t.n > {open} THEN o.at + interval '5 hours' END,
       CASE WHEN t.n > {open} THEN p.id END,
       CASE WHEN t.n > {open} AND t.n % 3 <> 0 THEN o.at + interval '9 hours' END,
       CASE WHEN t.n % 5 = 0 THEN ARRAY['interview'] ELSE ARRAY[]::varchar[] END, 1, o.at
FROM numbered t
JOIN person p ON p.n = t.n % {people}
CROSS JOIN LATERAL (SELECT CASE WHEN t.n <= {open} THEN now() - (t.n % 1500) * interval '1 minute'
                                ELSE now() - interval '2 days' - (t.n % 500000) * interval '1 minute' END AS at) o;

INSERT INTO ticket_message (id, ticket_id, author_kind, author_id, body_sealed, request_key, links, created_at)
SELECT gen_random_uuid(), t.ticket_id, CASE WHEN m % 2 = 1 THEN 'seeker' ELSE 'consultant' END,
       CASE WHEN m % 2 = 0 THEN p.id END, decode(repeat(md5(t.n::text), 8), 'hex'), 'bench:' || t.n || ':' || m,
       ARRAY[]::varchar[], now() - interval '1 hour' + m * interval '1 minute'
FROM numbered t JOIN person p ON p.n = t.n % {people} CROSS JOIN generate_series(1, {messages}) AS m;
SET session_replication_role = DEFAULT;
ANALYZE;
"""


@dataclass(frozen=True)
class Person:
    """A consultant who is signed in."""

    id: UUID
    cookie: str
    csrf_token: str


def seed(url: str) -> tuple[list[Person], list[str]]:
    """Fill an empty database (as its superuser); returns the people and the ids of unclaimed open tickets."""
    people = [Person(uuid4(), secrets.token_urlsafe(24), secrets.token_urlsafe(16)) for _ in range(PEOPLE)]
    with psycopg.connect(url) as connection:
        for number, person in enumerate(people):
            connection.execute(
                "INSERT INTO staff (id, login, display_name, password_hash, roles, registration_number,"
                " registration_expires_on, created_at)"
                " VALUES (%s, %s, %s, 'none', ARRAY['consultant'], %s, current_date + 900, now())",
                (person.id, f"bench-{number:03}", f"架空 相談員{number}", f"B{number}"),
            )
            connection.execute(
                "INSERT INTO staff_session (token_hash, staff_id, csrf_token, created_at, last_seen_at, expires_at)"
                " VALUES (%s, %s, %s, now(), now(), now() + interval '12 hours')",
                (hashlib.sha256(person.cookie.encode()).digest(), person.id, person.csrf_token),
            )
        script = _SEED.format(tickets=TICKETS, open=OPEN, messages=MESSAGES_EACH, people=PEOPLE)
        connection.execute(script.encode())
        rows = connection.execute("SELECT id FROM ticket WHERE state = 'queued' ORDER BY due_at, id").fetchall()
    return people, [str(row[0]) for row in rows]
