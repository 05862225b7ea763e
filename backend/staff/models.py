"""Staff accounts and their sessions. Roles decide what a page shows; a consultant's registration stops the clock."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class Role(StrEnum):
    """DESIGN.md §1: who may do what."""

    CONSULTANT = "consultant"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    JOB_DEVELOPER = "job_developer"
    CITY_OFFICER = "city_officer"
    OPERATOR = "operator"


class Staff(Base):
    """A person who works here. `password_hash` is argon2id.

    Attributes:
        notice_email, notice_webhook: where notices go besides the pages.
        uses_shortcuts: single keys act in the queue (WCAG 2.1.4: can be switched off).
    """

    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    login: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password_hash: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(String))
    registration_number: Mapped[str | None]
    registration_expires_on: Mapped[date | None]
    notice_email: Mapped[str | None]
    notice_webhook: Mapped[str | None]
    uses_shortcuts: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    def may(self, role: Role) -> bool:
        """True when the person holds the role."""
        return role.value in self.roles

    def is_registered_consultant(self, on: date) -> bool:
        """True when this person's answer stops the 24-hour clock on that day (JST)."""
        return (
            self.may(Role.CONSULTANT)
            and bool(self.registration_number)
            and self.registration_expires_on is not None
            and self.registration_expires_on >= on
        )


class Absence(Base):
    """Out of office: nobody is told, assigned or counted on duty during it, whatever the shift table says."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="order"), Index(None, "staff_id", "ends_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))


class StaffSession(Base):
    """A signed-in browser. The cookie's value is stored only as SHA-256."""

    __tablename__ = "staff_session"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    csrf_token: Mapped[str]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class LoginAttempt(Base):
    """Failed sign-ins by login name, for slowing down guessing."""

    __tablename__ = "login_attempt"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    login_index: Mapped[bytes] = mapped_column(index=True)
    at: Mapped[datetime]
