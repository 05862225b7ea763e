"""The vault on the database: nothing readable in the tables, erasing is final, keys rotate."""

import pytest
from sqlalchemy import select

from backend.context import Context
from backend.seekers.models import Seeker
from backend.seekers.service import get_or_create_seeker, line_user_id_of
from backend.vault.keys import VaultError
from backend.vault.models import VaultField
from backend.vault.service import Vault
from tests.conftest import USER, FrozenClock

SECRET = "架空 花子"


async def make_seeker_with_name(context: Context) -> Seeker:
    async with context.db.transaction() as session:
        seeker = await get_or_create_seeker(session, context.vault, line_user_id=USER, now=context.clock())
        await context.vault.put_fields(session, seeker=seeker, fields={"name": SECRET}, now=context.clock())
        return seeker


async def test_a_field_is_stored_sealed_and_read_back(context: Context) -> None:
    seeker = await make_seeker_with_name(context)
    async with context.db.transaction() as session:
        row = (await session.scalars(select(VaultField))).one()
        assert SECRET.encode() not in row.sealed
        assert await context.vault.get_fields(session, seeker=seeker) == {"name": SECRET}


async def test_an_empty_value_removes_the_field(context: Context) -> None:
    seeker = await make_seeker_with_name(context)
    async with context.db.transaction() as session:
        await context.vault.put_fields(session, seeker=seeker, fields={"name": ""}, now=context.clock())
        assert await context.vault.get_fields(session, seeker=seeker) == {}


async def test_a_value_moved_to_another_field_does_not_open(context: Context) -> None:
    seeker = await make_seeker_with_name(context)
    async with context.db.transaction() as session:
        row = (await session.scalars(select(VaultField))).one()
        row.name = "phone"
        await session.flush()
        with pytest.raises(VaultError):
            await context.vault.get_fields(session, seeker=seeker)


async def test_after_rotation_old_values_open_and_rewrapping_moves_to_the_new_key(context: Context) -> None:
    seeker = await make_seeker_with_name(context)
    rotated = Vault(context.vault.keys.rotated())
    async with context.db.transaction() as session:
        stored = (await session.scalars(select(Seeker))).one()
        assert rotated.rewrap(stored)
        assert not rotated.rewrap(stored)
    async with context.db.transaction() as session:
        stored = (await session.scalars(select(Seeker))).one()
        assert stored.data_key_version == 2
        assert await rotated.get_fields(session, seeker=stored) == {"name": SECRET}
        with pytest.raises(VaultError):
            await context.vault.get_fields(session, seeker=stored)
    assert line_user_id_of(context.vault, seeker) == USER


async def test_the_same_person_is_found_again_by_the_blind_index(context: Context, clock: FrozenClock) -> None:
    first = await make_seeker_with_name(context)
    async with context.db.transaction() as session:
        again = await get_or_create_seeker(session, context.vault, line_user_id=USER, now=clock())
        other = await get_or_create_seeker(session, context.vault, line_user_id="U" + "1" * 32, now=clock())
    assert again.id == first.id
    assert other.id != first.id
    assert first.line_user_index is not None
    assert USER.encode() not in first.line_user_index
