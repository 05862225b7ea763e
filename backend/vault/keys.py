"""Keys: a ring of master keys on file, a data key per seeker wrapped by the newest one, and keys derived for one use.

The file is JSON: {"current": 2, "master": {"1": "<base64>", "2": "<base64>"}, "root": "<base64>"}. `root` never
rotates: blind indexes and link signatures are derived from it. A KMS would replace `KeyRing.wrap/unwrap` only.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12


class VaultError(Exception):
    """A vault value cannot be opened: wrong key, wrong place or altered bytes."""


@dataclass(frozen=True)
class WrappedKey:
    """A seeker's data key, encrypted by master key number `version`."""

    version: int
    ciphertext: bytes


def seal(key: bytes, plaintext: bytes, *, place: str) -> bytes:
    """AES-256-GCM: nonce + ciphertext. `place` (e.g. `ticket_message:<id>`) binds the value to where it belongs."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, place.encode())


def unseal(key: bytes, sealed: bytes, *, place: str) -> bytes:
    """Reverse of `seal`.

    Raises:
        VaultError: the key or the place is wrong, or the bytes were altered.
    """
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise VaultError("sealed value cannot be opened") from error


class KeyRing:
    """Master keys by version, and keys derived from the root for one purpose each."""

    def __init__(self, *, current: int, master: dict[int, bytes], root: bytes) -> None:
        if current not in master or any(len(key) != KEY_BYTES for key in [*master.values(), root]):
            raise VaultError("key ring is incomplete")
        self.current = current
        self._master = master
        self._root = root

    @classmethod
    def load(cls, path: Path) -> "KeyRing":
        """Read a key file.

        Raises:
            VaultError: missing, unreadable by us, readable by others, or not a key ring.
        """
        try:
            if path.stat().st_mode & 0o077:
                raise VaultError(f"{path} must be readable by its owner only (chmod 600)")
            data = json.loads(path.read_text())
            return cls(
                current=int(data["current"]),
                master={int(version): base64.b64decode(key) for version, key in data["master"].items()},
                root=base64.b64decode(data["root"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise VaultError(f"{path} is not a usable key file") from error

    @classmethod
    def generate(cls) -> "KeyRing":
        """A new ring with random keys."""
        return cls(current=1, master={1: secrets.token_bytes(KEY_BYTES)}, root=secrets.token_bytes(KEY_BYTES))

    def rotated(self) -> "KeyRing":
        """The same ring with one more master key, now current. Old data keys stay readable until re-wrapped."""
        version = max(self._master) + 1
        return KeyRing(
            current=version, master={**self._master, version: secrets.token_bytes(KEY_BYTES)}, root=self._root
        )

    def save(self, path: Path) -> None:
        """Write atomically with mode 600."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = {
            "current": self.current,
            "master": {str(version): base64.b64encode(key).decode() for version, key in self._master.items()},
            "root": base64.b64encode(self._root).decode(),
        }
        temporary = path.with_suffix(".tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(data, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)

    def wrap(self, data_key: bytes, *, owner: str) -> WrappedKey:
        """Encrypt a seeker's data key with the current master key."""
        return WrappedKey(self.current, seal(self._master[self.current], data_key, place=f"data_key:{owner}"))

    def unwrap(self, wrapped: WrappedKey, *, owner: str) -> bytes:
        """Open a seeker's data key.

        Raises:
            VaultError: that master key version is not on the ring, or the value was altered.
        """
        if wrapped.version not in self._master:
            raise VaultError("master key version is not on the ring")
        return unseal(self._master[wrapped.version], wrapped.ciphertext, place=f"data_key:{owner}")

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose (HKDF-SHA256 of the root)."""
        return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(self._root)

    def blind_index(self, purpose: str, value: str) -> bytes:
        """Keyed hash for look-ups of an encrypted value; equal values give equal bytes within one purpose."""
        return hmac.new(self.derive(f"index:{purpose}"), value.encode(), hashlib.sha256).digest()
