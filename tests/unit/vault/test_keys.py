"""Keys: sealing binds to place and key, the ring rotates, key files are private."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.vault.keys import KeyRing, VaultError, WrappedKey, seal, unseal

KEY, OTHER = b"k" * 32, b"o" * 32


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_again(data: bytes) -> None:
    assert unseal(KEY, seal(KEY, data, place="a:1"), place="a:1") == data


def test_the_same_text_is_never_sealed_to_the_same_bytes() -> None:
    assert seal(KEY, b"text", place="p") != seal(KEY, b"text", place="p")


@pytest.mark.parametrize(("key", "place"), [(OTHER, "a:1"), (KEY, "a:2")])
def test_wrong_key_or_place_does_not_open(key: bytes, place: str) -> None:
    with pytest.raises(VaultError):
        unseal(key, seal(KEY, b"secret", place="a:1"), place=place)


def test_altered_or_truncated_bytes_do_not_open() -> None:
    sealed = seal(KEY, b"secret", place="p")
    for broken in (sealed[:-1], sealed[:5], b"", bytes([sealed[0] ^ 1]) + sealed[1:]):
        with pytest.raises(VaultError):
            unseal(KEY, broken, place="p")


def test_old_data_keys_open_after_rotation_and_new_ones_use_the_new_master_key() -> None:
    old = KeyRing.generate()
    wrapped = old.wrap(KEY, owner="s1")
    new = old.rotated()
    assert new.unwrap(wrapped, owner="s1") == KEY
    assert new.wrap(KEY, owner="s1").version == 2
    with pytest.raises(VaultError):
        old.unwrap(new.wrap(KEY, owner="s1"), owner="s1")


def test_a_data_key_does_not_open_for_another_seeker() -> None:
    ring = KeyRing.generate()
    with pytest.raises(VaultError):
        ring.unwrap(ring.wrap(KEY, owner="s1"), owner="s2")


def test_blind_index_is_stable_across_rotation_and_differs_by_purpose() -> None:
    ring = KeyRing.generate()
    assert ring.blind_index("line", "U1") == ring.rotated().blind_index("line", "U1")
    assert ring.blind_index("line", "U1") != ring.blind_index("phone", "U1")
    assert ring.blind_index("line", "U1") != KeyRing.generate().blind_index("line", "U1")


def test_key_file_round_trip_is_private(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.json"
    ring = KeyRing.generate()
    ring.save(path)
    assert path.stat().st_mode & 0o077 == 0
    assert KeyRing.load(path).unwrap(ring.wrap(KEY, owner="s"), owner="s") == KEY


def test_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "master.json"
    KeyRing.generate().save(path)
    path.chmod(0o644)
    with pytest.raises(VaultError, match="chmod 600"):
        KeyRing.load(path)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"current": 1, "master": {"1": "AA=="}, "root": "AA=="}'])
def test_broken_key_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "master.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(VaultError):
        KeyRing.load(path)


def test_unknown_master_key_version_is_refused() -> None:
    with pytest.raises(VaultError):
        KeyRing.generate().unwrap(WrappedKey(9, b"x" * 60), owner="s")
