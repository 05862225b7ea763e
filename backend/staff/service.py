"""Staff sign-in: passwords (argon2id), slowing down of guessing, and browser sessions.

Called by `backend.staff.routes` and the guards in `backend.staff.access`.
"""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.db import Database
from backend.staff.models import LoginAttempt, Role, Staff, StaffSession
from backend.vault.keys import KeyRing

IDLE_LIFE = timedelta(minutes=30)
SESSION_LIFE = timedelta(hours=12)
ATTEMPT_WINDOW = timedelta(minutes=30)
FREE_ATTEMPTS = 5
"""Wrong passwords before a login has to wait; each further one doubles the wait."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
TOUCH_EVERY = timedelta(minutes=1)
"""`last_seen_at` is written at most this often."""

_hasher = PasswordHasher()


@dataclass(frozen=True)
class SignIn:
    """Outcome of a sign-in.

    Attributes:
        token: value for the session cookie; None when refused.
        csrf_token: of the new session; empty when refused.
        wait: how long this login has to wait before another try; None when it need not.
    """

    token: str | None = None
    csrf_token: str = ""
    wait: timedelta | None = None


@cache
def _nobodys_hash() -> str:
    """A real hash, so that an unknown login costs the same work as a known one."""
    return _hasher.hash(secrets.token_urlsafe(16))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def wait_after(failures: int) -> timedelta:
    """How long a login rests after so many wrong passwords: nothing, then 1, 2, 4 … at most 15 minutes."""
    if failures < FREE_ATTEMPTS:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(failures - FREE_ATTEMPTS, 10)), LONGEST_WAIT)


async def sign_in(database: Database, keys: KeyRing, *, login: str, password: str, now: datetime) -> SignIn:
    """Check a password and open a session. Owns its transactions: the slow hash runs between them, in a thread."""
    login = login.strip().lower()
    index = keys.blind_index("staff_login", login)
    async with database.transaction() as session:
        wait = await _rest_of_wait(session, index, now)
        staff = await session.scalar(select(Staff).where(Staff.login == login, Staff.disabled_at.is_(None)))
    if wait is not None:
        return SignIn(wait=wait)
    stored = staff.password_hash if staff is not None else await asyncio.to_thread(_nobodys_hash)
    right = await asyncio.to_thread(_matches, stored, password)
    if staff is None or not right:
        async with database.transaction() as session:
            session.add(LoginAttempt(login_index=index, at=now))
            await session.flush()
            return SignIn(wait=await _rest_of_wait(session, index, now))
    newer = await asyncio.to_thread(_hasher.hash, password) if _hasher.check_needs_rehash(stored) else None
    async with database.transaction() as session:
        await session.execute(delete(LoginAttempt).where(LoginAttempt.login_index == index))
        await session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - ATTEMPT_WINDOW))
        await session.execute(delete(StaffSession).where(StaffSession.expires_at <= now))
        if newer is not None:
            await session.execute(update(Staff).where(Staff.id == staff.id).values(password_hash=newer))
        token, csrf_token = await start_session(session, staff_id=staff.id, now=now)
        return SignIn(token=token, csrf_token=csrf_token)


async def _rest_of_wait(session: AsyncSession, index: bytes, now: datetime) -> timedelta | None:
    attempts = (
        await session.scalars(
            select(LoginAttempt.at)
            .where(LoginAttempt.login_index == index, LoginAttempt.at > now - ATTEMPT_WINDOW)
            .order_by(LoginAttempt.at.desc())
        )
    ).all()
    if not attempts:
        return None
    rest = attempts[0] + wait_after(len(attempts)) - now
    return rest if rest > timedelta(0) else None


async def start_session(session: AsyncSession, *, staff_id: UUID, now: datetime) -> tuple[str, str]:
    """A browser session; returns the cookie's value and the CSRF token of its forms."""
    token, csrf_token = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    session.add(
        StaffSession(
            token_hash=_hash(token),
            staff_id=staff_id,
            csrf_token=csrf_token,
            created_at=now,
            last_seen_at=now,
            expires_at=now + SESSION_LIFE,
        )
    )
    await session.flush()
    return token, csrf_token


async def find_session(
    session: AsyncSession, *, token: str, now: datetime, touch: bool = True
) -> tuple[StaffSession, Staff] | None:
    """The session behind a cookie and its person; None when unknown, idle too long, expired or disabled.

    Args:
        touch: False for what the page asks by itself (live updates), which must not keep a session awake.
    """
    row = (
        await session.execute(
            select(StaffSession, Staff)
            .join(Staff, Staff.id == StaffSession.staff_id)
            .where(
                StaffSession.token_hash == _hash(token),
                StaffSession.expires_at > now,
                StaffSession.last_seen_at > now - IDLE_LIFE,
                Staff.disabled_at.is_(None),
            )
        )
    ).one_or_none()
    if row is None:
        return None
    found, staff = row
    if touch and now - found.last_seen_at >= TOUCH_EVERY:
        found.last_seen_at = now
        await session.flush()
    return found, staff


async def end_session(session: AsyncSession, *, token: str) -> None:
    """Sign out: the cookie's value is worth nothing from now on."""
    await session.execute(delete(StaffSession).where(StaffSession.token_hash == _hash(token)))


async def list_people(session: AsyncSession, role: Role) -> list[Staff]:
    """Everybody with a role whose account is in use, by name."""
    query = select(Staff).where(Staff.roles.contains([role.value]), Staff.disabled_at.is_(None))
    return list(await session.scalars(query.order_by(Staff.display_name, Staff.id)))
