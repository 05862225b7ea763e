"""Postback data: a bot payload with a signature, so that a button's data cannot be altered or made up."""

import base64
import hashlib
import hmac

from backend.vault.keys import KeyRing

MAX_DATA = 300
_MAC_BYTES = 12
_MAC_CHARS = 16


def _mac(keys: KeyRing, payload: str) -> str:
    digest = hmac.new(keys.derive("postback"), payload.encode(), hashlib.sha256).digest()[:_MAC_BYTES]
    return base64.urlsafe_b64encode(digest).decode()


def sign(keys: KeyRing, payload: str) -> str:
    """Postback data for a payload such as `/book_appointment{"format":"video"}`.

    Raises:
        ValueError: longer than LINE allows (300 characters with the signature).
    """
    data = _mac(keys, payload) + payload
    if len(data) > MAX_DATA:
        raise ValueError(f"postback payload has {len(payload)} characters, {MAX_DATA - _MAC_CHARS} are allowed")
    return data


def verify(keys: KeyRing, data: str) -> str | None:
    """The payload, or None when the data was not signed by us."""
    mac, payload = data[:_MAC_CHARS], data[_MAC_CHARS:]
    expected = _mac(keys, payload)
    return payload if hmac.compare_digest(expected.encode(), mac.encode(errors="replace")) else None
