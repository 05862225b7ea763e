"""The vault: seal and open a seeker's confidential values; every read by staff is audited by the caller's service.

May be called by services only. A seeker whose data key was destroyed (erased) cannot be opened by anyone.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.seekers.models import Seeker
from backend.vault.keys import KEY_BYTES, KeyRing, VaultError, WrappedKey, seal, unseal
from backend.vault.models import VaultField


class Vault:
    """Opens data keys with the key ring; holds no state of its own."""

    def __init__(self, keys: KeyRing) -> None:
        self.keys = keys

    def new_data_key(self, owner: str) -> WrappedKey:
        """A fresh wrapped data key for a new seeker."""
        return self.keys.wrap(secrets.token_bytes(KEY_BYTES), owner=owner)

    def _data_key(self, seeker: Seeker) -> bytes:
        if seeker.data_key is None:
            raise VaultError("the seeker's data key was destroyed")
        return self.keys.unwrap(WrappedKey(seeker.data_key_version, seeker.data_key), owner=str(seeker.id))

    def seal_bytes(self, seeker: Seeker, content: bytes, *, place: str) -> bytes:
        """Encrypt bytes for a column; `place` must be the same when opening."""
        return seal(self._data_key(seeker), content, place=f"{seeker.id}:{place}")

    def open_bytes(self, seeker: Seeker, sealed: bytes, *, place: str) -> bytes:
        """Decrypt what `seal_bytes` made.

        Raises:
            VaultError: destroyed key, altered value or wrong place.
        """
        return unseal(self._data_key(seeker), sealed, place=f"{seeker.id}:{place}")

    def seal_text(self, seeker: Seeker, text: str, *, place: str) -> bytes:
        """Encrypt text for a column; `place` must be the same when opening."""
        return self.seal_bytes(seeker, text.encode("utf-8", "surrogatepass"), place=place)

    def open_text(self, seeker: Seeker, sealed: bytes, *, place: str) -> str:
        """Decrypt what `seal_text` made.

        Raises:
            VaultError: destroyed key, altered value or wrong place.
        """
        return self.open_bytes(seeker, sealed, place=place).decode("utf-8", "surrogatepass")

    def rewrap(self, seeker: Seeker) -> bool:
        """Move the data key to the current master key; True when it changed."""
        if seeker.data_key is None or seeker.data_key_version == self.keys.current:
            return False
        wrapped = self.keys.wrap(self._data_key(seeker), owner=str(seeker.id))
        seeker.data_key, seeker.data_key_version = wrapped.ciphertext, wrapped.version
        return True

    async def put_fields(
        self, session: AsyncSession, *, seeker: Seeker, fields: Mapping[str, str], now: datetime
    ) -> None:
        """Store profile fields (replacing older values). An empty string deletes the field's row."""
        for name, value in fields.items():
            if value == "":
                row = await session.get(VaultField, (seeker.id, name))
                if row is not None:
                    await session.delete(row)
                continue
            sealed = self.seal_text(seeker, value, place=f"field:{name}")
            await session.execute(
                insert(VaultField)
                .values(seeker_id=seeker.id, name=name, sealed=sealed, updated_at=now)
                .on_conflict_do_update(
                    index_elements=[VaultField.seeker_id, VaultField.name], set_={"sealed": sealed, "updated_at": now}
                )
            )
        await session.flush()

    async def get_fields(self, session: AsyncSession, *, seeker: Seeker) -> dict[str, str]:
        """All profile fields of a seeker, decrypted. Callers other than the seeker write an audit event first."""
        rows = await session.scalars(select(VaultField).where(VaultField.seeker_id == seeker.id))
        return {row.name: self.open_text(seeker, row.sealed, place=f"field:{row.name}") for row in rows}

    async def destroy(self, session: AsyncSession, *, seeker: Seeker) -> None:
        """Throw the data key away and delete the profile fields: nothing sealed for this seeker can be opened again."""
        await session.execute(delete(VaultField).where(VaultField.seeker_id == seeker.id))
        seeker.data_key = None
        await session.flush()
