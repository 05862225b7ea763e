"""Data rights of a seeker: what is stored, a copy of it, and erasure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from backend.appointments.service import cancel_appointment, list_appointments
from backend.attachments.service import erase_files
from backend.audit import service as audit
from backend.clock import to_jst
from backend.line.intake import forget_talk
from backend.pages import profile
from backend.pages.models import SecureLink, SeekerSession
from backend.seekers.models import Seeker
from backend.seekers.service import erase_seeker
from backend.texts import Texts
from backend.tickets import queries
from backend.tickets import service as tickets
from backend.tickets.words import topic_label
from backend.vault.service import Vault


@dataclass(frozen=True)
class Stored:
    """What is stored about a seeker, in figures."""

    registered_at: datetime | None
    profile_fields: int
    tickets: int
    messages: int
    appointments: int


async def summary(session: AsyncSession, vault: Vault, *, seeker: Seeker, now: datetime) -> Stored:
    """Counts for the page on data rights."""
    fields = await vault.get_fields(session, seeker=seeker)
    counts = await queries.count_of_seeker(session, seeker_id=seeker.id)
    return Stored(
        registered_at=seeker.registered_at,
        profile_fields=sum(1 for name in profile.FIELDS if fields.get(name)),
        tickets=counts.tickets,
        messages=counts.messages,
        appointments=len(await list_appointments(session, seeker=seeker, now=now)),
    )


async def export(session: AsyncSession, vault: Vault, texts: Texts, *, seeker: Seeker, now: datetime) -> dict[str, Any]:
    """Everything a seeker gave us or was told by consultants, with Japanese names, times in JST."""
    fields = await vault.get_fields(session, seeker=seeker)
    conversations = []
    for item in await queries.list_of_seeker(session, seeker_id=seeker.id, now=now):
        messages = await queries.list_messages(session, vault, seeker=seeker, ticket_id=item.id, visible_at=now)
        conversations.append(
            {
                "相談の種類": topic_label(texts, item.topic),
                "受け付けた日時": _moment(item.opened_at),
                "状態": texts.get(f"page.state.{item.state.value}"),
                "やりとり": [
                    {
                        "日時": _moment(message.created_at),
                        "書いた人": texts.get(f"page.author.{message.author_kind.value}"),
                        "内容": message.body,
                        **({"ファイル": "、".join(file.name or "" for file in message.files)} if message.files else {}),
                    }
                    for message in messages
                ],
            }
        )
    await audit.record(
        session,
        now=now,
        actor_kind="seeker",
        actor_id=seeker.id,
        action="data_exported",
        subject=f"seeker:{seeker.id}",
    )
    return {
        "作成日時": _moment(now),
        "登録日時": _moment(seeker.registered_at) if seeker.registered_at else "登録なし",
        "登録内容": {
            texts.get(f"page.label.{name}"): profile_value(texts, name, fields[name])
            for name in profile.FIELDS
            if fields.get(name)
        },
        "同意": {
            texts.get(f"page.label.{name}"): fields[name] for name in ("consent", "consent_sensitive") if name in fields
        },
        "これからの予約": [
            {"日時": _moment(booked.starts_at), "形式": texts.get(f"page.format.{booked.format.value}")}
            for booked in await list_appointments(session, seeker=seeker, now=now)
        ],
        "相談": conversations,
    }


def profile_value(texts: Texts, name: str, value: str) -> str:
    """A stored value as people read it."""
    if not value:
        return ""
    if name == "phone":
        return profile.shown_phone(value)
    if name == "birth_date":
        year, month, day = (int(part) for part in value.split("-"))
        return f"{year}年（{profile.era_years(year)}）{month}月{day}日"
    if name in ("preferred_contact", "situation"):
        return texts.get(f"page.{name}.{value}")
    return value


def as_text(data: dict[str, Any], depth: int = 0) -> str:
    """The copy as plain text, for people without a program for JSON."""
    lines: list[str] = []
    for name, value in data.items():
        indent = "  " * depth
        if isinstance(value, dict):
            lines += [f"{indent}■ {name}", as_text(value, depth + 1)]
        elif isinstance(value, list):
            lines.append(f"{indent}■ {name}")
            lines += [as_text(item, depth + 1) + "\n" for item in value]
        else:
            lines.append(f"{indent}{name}: " + str(value).replace("\n", f"\n{indent}    "))
    return "\n".join(lines)


async def erase(session: AsyncSession, vault: Vault, *, seeker: Seeker, now: datetime) -> None:
    """Erase a seeker for good: questions and bookings end, the data key is destroyed, so do all sessions and links."""
    for booked in await list_appointments(session, seeker=seeker, now=now):
        await cancel_appointment(
            session, seeker=seeker, appointment_id=booked.id, request_key=f"erase:{booked.id}", now=now
        )
    await tickets.withdraw_open_ticket(session, seeker=seeker, now=now)
    await erase_files(session, seeker_id=seeker.id)
    await erase_seeker(session, vault, seeker=seeker, now=now)
    await forget_talk(session, seeker_id=seeker.id)
    await session.execute(delete(SecureLink).where(SecureLink.seeker_id == seeker.id))
    await session.execute(delete(SeekerSession).where(SeekerSession.seeker_id == seeker.id))
    await audit.record(
        session,
        now=now,
        actor_kind="seeker",
        actor_id=seeker.id,
        action="seeker_erased",
        subject=f"seeker:{seeker.id}",
    )


def _moment(instant: datetime) -> str:
    return to_jst(instant).strftime("%Y-%m-%d %H:%M")
