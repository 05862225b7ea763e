"""Encrypted profile fields, one row each. Text columns of other features use the same seal with their own place."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class VaultField(Base):
    """One confidential value of a seeker (name, phone, birth date …), sealed with the seeker's data key."""

    __tablename__ = "vault_field"

    seeker_id: Mapped[UUID] = mapped_column(ForeignKey("seeker.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    updated_at: Mapped[datetime]
