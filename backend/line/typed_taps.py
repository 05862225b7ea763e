"""Words typed like the label of a button shown last count as its tap. Called by the handler.

Not every LINE client shows quick replies, and some people rather type what they read.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.line import postback
from backend.line.models import LineMessage
from backend.vault.keys import KeyRing

LONGEST_LABEL = 40


async def find_typed_tap(session: AsyncSession, keys: KeyRing, *, seeker_id: UUID, text: str) -> str | None:
    """Payload of the button whose label was typed; None when the last message to this seeker had no such button."""
    wanted = _plain(text)
    if not wanted or len(wanted) > LONGEST_LABEL:
        return None
    last = (
        select(LineMessage.messages)
        .where(LineMessage.seeker_id == seeker_id)
        .order_by(LineMessage.created_at.desc())
        .limit(1)
    )
    shown = await session.scalar(last)
    data = next((data for label, data in _postbacks(shown) if _plain(label) == wanted), None)
    return None if data is None else postback.verify(keys, data)


def _postbacks(node: Any) -> Iterator[tuple[str, str]]:
    """Labels and data of all postback actions in LINE messages, wherever they lie."""
    if isinstance(node, dict):
        if node.get("type") == "postback" and "data" in node:
            yield str(node.get("label", "")), str(node["data"])
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from _postbacks(part)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.split()).rstrip("。.!")
