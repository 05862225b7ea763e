"""LINE's limits on messages, and text cut so that it fits: on sentence ends, never inside a grapheme.

Lengths of texts are UTF-16 code units, lengths of labels are graphemes (LINE.md of the platform's documentation).
Source: LINE Messaging API reference, August 2026.
"""

import json
from typing import Any

import regex

TEXT_UNITS = 5000
LABEL_GRAPHEMES = 20
FLEX_LABEL_GRAPHEMES = 40
QUICK_REPLIES = 13
DISPLAY_TEXT = 300
ALT_TEXT = 1500
TEMPLATE_TEXT = 160
BUBBLE_BYTES = 30 * 1024
CAROUSEL_BYTES = 50 * 1024
CAROUSEL_BUBBLES = 12

_GRAPHEME = regex.compile(r"\X")
_SENTENCE_ENDS = ("\n\n", "\n", "。", "！", "？", "!", "?", "、", " ")


def utf16_units(text: str) -> int:
    """Length as LINE counts text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> list[str]:
    """What a person sees as single characters."""
    return [match.group() for match in _GRAPHEME.finditer(text)]


def clip_label(text: str, limit: int = LABEL_GRAPHEMES) -> str:
    """A label of at most `limit` graphemes, ending in … when cut."""
    seen = graphemes(text)
    return text if len(seen) <= limit else "".join(seen[: limit - 1]) + "…"


def clip_units(text: str, limit: int) -> str:
    """Text of at most `limit` UTF-16 units, cut between graphemes and ending in … when cut."""
    if utf16_units(text) <= limit:
        return text
    return _take(text, limit - 1)[0] + "…"


def _take(text: str, limit: int) -> tuple[str, str]:
    """Longest prefix of whole graphemes within `limit` units, and the rest; one giant grapheme is cut by code point."""
    units = taken = 0
    for grapheme in graphemes(text):
        size = utf16_units(grapheme)
        if units + size > limit:
            break
        units += size
        taken += len(grapheme)
    if taken == 0:
        while taken < len(text) and units + utf16_units(text[taken]) <= limit:
            units += utf16_units(text[taken])
            taken += 1
    return text[:taken], text[taken:]


def split_text(text: str, limit: int = TEXT_UNITS) -> list[str]:
    """Parts of at most `limit` UTF-16 units, cut after a sentence where one ends in the second half of a part."""
    parts: list[str] = []
    rest = text.strip()
    while utf16_units(rest) > limit:
        head, tail = _take(rest, limit)
        for end in _SENTENCE_ENDS:
            cut = head.rfind(end)
            if cut >= len(head) // 2:
                head, tail = head[: cut + len(end)], head[cut + len(end) :] + tail
                break
        parts.append(head.rstrip())
        rest = tail.lstrip()
    return [part for part in [*parts, rest] if part]


def json_bytes(value: Any) -> int:
    """Size of a Flex container as it goes over the wire."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


class MessageTooLarge(ValueError):
    """A message cannot be made to fit; the caller must send something else."""


def check_flex(contents: dict[str, Any]) -> None:
    """Refuse Flex containers above LINE's sizes.

    Raises:
        MessageTooLarge: bubble over 30 KB, carousel over 50 KB or 12 bubbles.
    """
    carousel = contents.get("type") == "carousel"
    bubbles = contents.get("contents", []) if carousel else [contents]
    if len(bubbles) > CAROUSEL_BUBBLES:
        raise MessageTooLarge(f"{len(bubbles)} bubbles")
    if any(json_bytes(bubble) > BUBBLE_BYTES for bubble in bubbles) or json_bytes(contents) > CAROUSEL_BYTES:
        raise MessageTooLarge(f"{json_bytes(contents)} bytes")
