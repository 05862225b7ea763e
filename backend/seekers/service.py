"""Seekers: found or created from a LINE user id, followed, blocked, looked up for bot and pages."""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from backend.audit import service as audit
from backend.errors import Conflict, NotFound
from backend.seekers.models import LineState, Seeker
from backend.vault.service import Vault

PSEUDONYM_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LINE_USER_PLACE = "line_user_id"


def _new_pseudonym() -> str:
    return "相談者 " + "".join(secrets.choice(PSEUDONYM_ALPHABET) for _ in range(4))


async def get_or_create_seeker(session: AsyncSession, vault: Vault, *, line_user_id: str, now: datetime) -> Seeker:
    """The seeker behind a LINE user id. Safe when two events of a new person arrive at once."""
    found = await get_or_create_seekers(session, vault, line_user_ids=[line_user_id], now=now)
    return await get_seeker(session, found[line_user_id])


async def get_or_create_seekers(
    session: AsyncSession, vault: Vault, *, line_user_ids: Iterable[str], now: datetime
) -> dict[str, UUID]:
    """Ids of the seekers behind LINE user ids; one query when all are known."""
    indexes = {user_id: vault.keys.blind_index("line_user_id", user_id) for user_id in line_user_ids}
    found = await _ids_by_index(session, indexes.values())
    # In order, so that two processes that meet the same people wait for each other in one direction only.
    unknown = sorted((index, user_id) for user_id, index in indexes.items() if index not in found)
    if unknown:
        await session.execute(
            insert(Seeker)
            .values([_new_seeker(vault, user_id, index, now) for index, user_id in unknown])
            .on_conflict_do_nothing(index_elements=[Seeker.line_user_index])
        )
        found |= await _ids_by_index(session, [index for index, _ in unknown])
    return {user_id: found[index] for user_id, index in indexes.items()}


async def _ids_by_index(session: AsyncSession, indexes: Collection[bytes]) -> dict[bytes, UUID]:
    rows = await session.execute(
        select(Seeker.line_user_index, Seeker.id).where(Seeker.line_user_index == func.any(list(indexes)))
    )
    return {index: seeker_id for index, seeker_id in rows if index is not None}


def _new_seeker(vault: Vault, line_user_id: str, index: bytes, now: datetime) -> dict[str, Any]:
    seeker_id = uuid4()
    data_key = vault.new_data_key(str(seeker_id))
    seeker = Seeker(id=seeker_id, data_key=data_key.ciphertext, data_key_version=data_key.version)
    return {
        "id": seeker_id,
        "conversation_id": secrets.token_urlsafe(18),
        "pseudonym": _new_pseudonym(),
        "line_user_index": index,
        "line_user_sealed": vault.seal_text(seeker, line_user_id, place=LINE_USER_PLACE),
        "line_state": LineState.ACTIVE,
        "line_state_at": datetime.fromtimestamp(0, tz=now.tzinfo),
        "data_key": data_key.ciphertext,
        "data_key_version": data_key.version,
        "created_at": now,
    }


async def get_seeker(session: AsyncSession, seeker_id: UUID) -> Seeker:
    """Seeker by id.

    Raises:
        NotFound: no such seeker.
    """
    seeker = await session.get(Seeker, seeker_id)
    if seeker is None:
        raise NotFound
    return seeker


async def get_seeker_by_conversation(session: AsyncSession, conversation_id: str) -> Seeker:
    """Seeker by the bot's name for them.

    Raises:
        NotFound: no such conversation.
    """
    seeker = await session.scalar(select(Seeker).where(Seeker.conversation_id == conversation_id))
    if seeker is None:
        raise NotFound
    return seeker


def line_user_id_of(vault: Vault, seeker: Seeker) -> str | None:
    """The LINE user id, decrypted just before a call to LINE; None when erased."""
    if seeker.line_user_sealed is None or seeker.data_key is None:
        return None
    return vault.open_text(seeker, seeker.line_user_sealed, place=LINE_USER_PLACE)


async def set_line_state(session: AsyncSession, *, seeker: Seeker, state: LineState, at: datetime) -> bool:
    """Follow or block as of LINE's timestamp; an older event that arrives late changes nothing (False)."""
    if at <= seeker.line_state_at:
        return False
    seeker.line_state, seeker.line_state_at = state, at
    await session.flush()
    return True


async def erase_seeker(session: AsyncSession, vault: Vault, *, seeker: Seeker, now: datetime) -> None:
    """Forget who this was: LINE id and profile go, the data key is destroyed. The row stays for counting.

    The same person writing again becomes a new seeker.
    """
    await vault.destroy(session, seeker=seeker)
    seeker.line_user_index = seeker.line_user_sealed = None
    seeker.registered_at = seeker.pushes_stopped_at = seeker.pushes_paused_at = None
    seeker.model_consent_at = None
    seeker.erased_at = now
    await session.flush()


def pause_pushes(*, seeker: Seeker, now: datetime) -> None:
    """Danger: no job news until a consultant ends the pause; every new danger renews it."""
    seeker.pushes_paused_at = now
    flag_modified(seeker, "pushes_paused_at")  # written although it may look unchanged: it may be being cleared


def stop_pushes(*, seeker: Seeker, now: datetime) -> None:
    """The seeker wants no job news; a pause for safety beside it changes nothing of that, nor does its end."""
    seeker.pushes_stopped_at = seeker.pushes_stopped_at or now


def resume_own_pushes(*, seeker: Seeker) -> bool:
    """The seeker wants job news again; False while a consultant must still decide that it may go out."""
    seeker.pushes_stopped_at = None
    return seeker.pushes_paused_at is None


async def clear_pushes(
    session: AsyncSession, *, seeker_id: UUID, paused_at: datetime | None, staff_id: UUID, reason: str, now: datetime
) -> None:
    """A consultant has made sure that the seeker is safe: wanted job news may go out again. Audited with the reason.

    Args:
        paused_at: the pause the consultant knew of; a danger since then keeps it.

    Raises:
        Conflict: not paused for safety (any more), or paused anew meanwhile.
    """
    seeker = await session.get_one(Seeker, seeker_id, with_for_update=True, populate_existing=True)
    if seeker.pushes_paused_at is None or seeker.pushes_paused_at != paused_at:
        raise Conflict("ticket.error.pause_changed", code="pause_changed")
    seeker.pushes_paused_at = None
    await audit.record(
        session,
        now=now,
        actor_kind="staff",
        actor_id=staff_id,
        action="pushes_resumed",
        subject=f"seeker:{seeker.id}",
        reason=reason,
    )
