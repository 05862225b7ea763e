"""Entry to the secure pages: one-time links, LIFF entry and browser sessions of seekers."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import Forbidden
from backend.pages.models import SecureLink, SeekerSession
from backend.seekers.models import Seeker
from backend.seekers.service import get_seeker
from backend.vault.keys import KeyRing

LINK_LIFE = timedelta(hours=24)
SESSION_LIFE = timedelta(hours=2)
PAGES = ("home", "register", "profile", "ask", "inbox", "upload", "delete")
"""Pages a link may lead to; routes live in `backend.pages.routes`."""

LINK_SCHEME = "secure-link:"
"""Placeholder of a link inside outbox rows: the signed address is made only while sending."""

_SIGNATURE_BYTES = 16


async def create_link(session: AsyncSession, *, seeker: Seeker, page: str, now: datetime) -> str:
    """A one-time link as a placeholder (`secure-link:<id>`) for an outbox message."""
    if page not in PAGES:
        raise ValueError(f"unknown secure page: {page}")
    link = SecureLink(id=uuid4(), seeker_id=seeker.id, page=page, created_at=now, expires_at=now + LINK_LIFE)
    session.add(link)
    await session.flush()
    return f"{LINK_SCHEME}{link.id}"


def link_token(keys: KeyRing, link_id: UUID) -> str:
    """The part of the address after /s/: id and signature, URL-safe."""
    mac = hmac.new(keys.derive("secure-link"), link_id.bytes, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
    return base64.urlsafe_b64encode(link_id.bytes + mac).rstrip(b"=").decode()


def looks_like_token(token: str) -> bool:
    """True when the text has the form of a link's token; anything else is never shown again on a page."""
    return re.fullmatch(r"[A-Za-z0-9_-]{43}", token) is not None


def _link_id(keys: KeyRing, token: str) -> UUID | None:
    if not looks_like_token(token):
        return None
    link_id = UUID(bytes=base64.urlsafe_b64decode(token + "=")[:16])
    return link_id if hmac.compare_digest(link_token(keys, link_id), token) else None


def resolve_links(messages: Sequence[Any], *, keys: KeyRing, public_url: str) -> Any:
    """Copy of LINE message objects with every `secure-link:` placeholder turned into its address."""

    def resolve(value: Any) -> Any:
        if isinstance(value, str) and value.startswith(LINK_SCHEME):
            return f"{public_url}/s/{link_token(keys, UUID(value.removeprefix(LINK_SCHEME)))}"
        if isinstance(value, dict):
            return {key: resolve(item) for key, item in value.items()}
        if isinstance(value, list):
            return [resolve(item) for item in value]
        return value

    return resolve(list(messages))


async def use_link(session: AsyncSession, keys: KeyRing, *, token: str, now: datetime) -> SecureLink:
    """Spend a link.

    Raises:
        Forbidden: forged, expired or already used (`page.error.link_*`).
    """
    link_id = _link_id(keys, token)
    link: SecureLink | None = None
    if link_id is not None:
        link = await session.scalar(
            update(SecureLink)
            .where(SecureLink.id == link_id, SecureLink.used_at.is_(None), SecureLink.expires_at > now)
            .values(used_at=now)
            .returning(SecureLink)
        )
    if link is None:
        raise Forbidden("page.error.link_spent", code="link_spent")
    return link


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def start_session(session: AsyncSession, *, seeker_id: UUID, now: datetime) -> str:
    """A browser session of two hours; returns the cookie's value."""
    token = secrets.token_urlsafe(32)
    session.add(
        SeekerSession(
            token_hash=_hash(token),
            seeker_id=seeker_id,
            csrf_token=secrets.token_urlsafe(24),
            created_at=now,
            expires_at=now + SESSION_LIFE,
        )
    )
    await session.flush()
    return token


async def find_session(session: AsyncSession, *, token: str, now: datetime) -> tuple[SeekerSession, Seeker] | None:
    """The session behind a cookie and its seeker; None when unknown, expired or the seeker was erased."""
    found = await session.scalar(
        select(SeekerSession).where(SeekerSession.token_hash == _hash(token), SeekerSession.expires_at > now)
    )
    if found is None:
        return None
    seeker = await get_seeker(session, found.seeker_id)
    return (found, seeker) if seeker.erased_at is None else None


async def end_session(session: AsyncSession, *, token: str) -> None:
    """Log out: the cookie's value is worth nothing from now on."""
    await session.execute(delete(SeekerSession).where(SeekerSession.token_hash == _hash(token)))
