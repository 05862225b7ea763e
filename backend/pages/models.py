"""How a seeker enters the secure pages: one-time links and the browser sessions they turn into."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class SecureLink(Base):
    """A one-time link sent on LINE; `page` says where it leads.

    The address carries the id and its signature (a key derived from the key ring), so the database alone, or a copy
    of it, cannot produce a working link.
    """

    __tablename__ = "secure_link"
    __table_args__ = (Index(None, "seeker_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("seeker.id", ondelete="CASCADE"))
    page: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SeekerSession(Base):
    """A seeker's browser after a link or LIFF entry. The cookie's value is stored only as SHA-256."""

    __tablename__ = "seeker_session"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("seeker.id", ondelete="CASCADE"))
    csrf_token: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
