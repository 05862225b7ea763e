"""Japanese text as people type it on phones → one spelling, with the way back. Used by every component; pure functions.

Each character of the result remembers which stretch of the original it came from, so that entities found in the
normalised text can be marked in the original (Rasa drops misaligned entities with only a warning).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import List, Tuple

PLACEHOLDER = re.compile(r"【[^【】]{1,20}】")
"""What the PII guard leaves in place of personal data, e.g. 【電話番号】."""

_WAVES = "〜～∼∾⁓~"
_LONG_MARKS = "ー-‐‑‒–—―−─━ｰ"
_SKIPPED_CATEGORIES = frozenset({"Cf", "Mn", "Me", "Cc"})
_LAUGHTER = re.compile(r"(?<![a-z])w{1,}(?![a-z])|\((?:笑|爆|泣|汗|涙|苦笑|爆笑|汗汗)\)|笑$")
_REPEAT_LIMIT = {"ー": 1, "!": 1, "?": 1, "。": 1, "、": 1, "…": 1, "・": 1, "っ": 1, "ッ": 1, " ": 1}
_SMALL_VOWELS = {"ぁ": "あ", "ぃ": "い", "ぅ": "う", "ぇ": "え", "ぉ": "お"}


_TALK = re.compile(
    r"ヲ|デス(?!ク)|(?<!リス)マス(?![クコタ])|マセン|マシタ|クダサイ|タイ$|タイデ|タイン|(?<=[ァ-ヺ])ナイ|ドウ|ドコ|ナニ"
    r"|(?<!ド)イツ|(?<![クスホ])テル|シテ(?!ィ)|ダ$|ネン$|カ\??$|(?<= )[ノハガニデモト](?= )"
)
"""What a katakana sentence has and a katakana word (コールセンター, ホテルスタッフ, ナイトシフト) has not."""
_TALK_LETTERS = 6


@dataclass(frozen=True)
class Normalised:
    """Normalised text; `starts[i]`, `ends[i]` bound the original characters that became `text[i]`."""

    text: str
    starts: Tuple[int, ...]
    ends: Tuple[int, ...]

    def original_span(self, start: int, end: int) -> Tuple[int, int]:
        """Offsets in the original of `text[start:end]` (not empty)."""
        return self.starts[start], self.ends[end - 1]


def is_kana(char: str) -> bool:
    """Hiragana or katakana, with the long mark."""
    return "ぁ" <= char <= "ゖ" or "ァ" <= char <= "ヺ" or char == "ー"


def is_emoji(char: str) -> bool:
    """Pictographs and their modifiers, not punctuation."""
    code = ord(char)
    return (
        0x1F000 <= code <= 0x1FAFF
        or 0x2600 <= code <= 0x27BF
        or 0x2B00 <= code <= 0x2BFF
        or 0x2190 <= code <= 0x21FF
        or code in (0x203C, 0x2049, 0x3030, 0x303D, 0x3297, 0x3299)
        or unicodedata.category(char) == "So"
        and code > 0x2300
    )


def _clusters(text: str) -> List[Tuple[int, int]]:
    """Spans of characters that NFKC may compose: a base with its combining or half-width sound marks."""
    spans: List[Tuple[int, int]] = []
    for index, char in enumerate(text):
        joins = char in "ﾞﾟ゙゚" or unicodedata.combining(char) != 0
        if spans and joins and spans[-1][1] == index:
            spans[-1] = (spans[-1][0], index + 1)
        else:
            spans.append((index, index + 1))
    return spans


def normalise(text: str) -> Normalised:
    """NFKC, lower case, one long mark, no laughter, no emoji (kept when there is nothing else), no repeated marks.

    「ｶﾌｪでﾊﾟｰﾄ」→「カフェでパート」, 「ありがと〜〜〜!!!」→「ありがとー!」, 「18時〜20時」 keeps its 「〜」.
    Whole sentences in katakana become hiragana without spaces: 「ﾖﾔｸ ｦ ｼﾀｲ」→「よやくをしたい」.
    """
    chars: List[str] = []
    starts: List[int] = []
    ends: List[int] = []

    for start, end in _clusters(text):
        for char in unicodedata.normalize("NFKC", text[start:end]).lower():
            if char in _WAVES:
                char = "〜"
            if char.isspace():
                char = " "
            elif unicodedata.category(char) in _SKIPPED_CATEGORIES:
                continue
            chars.append(char)
            starts.append(start)
            ends.append(end)

    _unify_long_marks(chars)
    keep = _kept(chars)
    if not any(keep):
        keep = [True] * len(chars)
    if _is_katakana_talk("".join(char for index, char in enumerate(chars) if keep[index])):
        keep = [kept and chars[index] != " " for index, kept in enumerate(keep)]
        chars = [hiragana(char) for char in chars]
    indexes = [index for index, kept in enumerate(keep) if kept]
    return Normalised(
        "".join(chars[index] for index in indexes),
        tuple(starts[index] for index in indexes),
        tuple(ends[index] for index in indexes),
    )


def _is_katakana_talk(text: str) -> bool:
    letters = [char for char in text if unicodedata.category(char) in ("Lo", "Ll")]
    only = all("ァ" <= char <= "ヺ" for char in letters)
    return only and len(letters) >= _TALK_LETTERS and _TALK.search(text) is not None


def _unify_long_marks(chars: List[str]) -> None:
    for index, char in enumerate(chars):
        previous = chars[index - 1] if index else ""
        following = chars[index + 1] if index + 1 < len(chars) else ""
        if char == "〜":
            if previous and (is_kana(previous) or previous == "〜") and not following.isdigit():
                chars[index] = "ー"
        elif char in _LONG_MARKS and char != "ー" and previous and is_kana(previous):
            chars[index] = "ー"


def _kept(chars: List[str]) -> List[bool]:
    keep = [not is_emoji(char) for char in chars]
    for match in _LAUGHTER.finditer("".join(chars)):
        if match.group() == "w" and match.start() and chars[match.start() - 1].isdigit():
            continue
        for index in range(match.start(), match.end()):
            keep[index] = False
    last = ""
    run = 0
    for index, char in enumerate(chars):
        if not keep[index]:
            continue
        run = run + 1 if char == last else 1
        last = char
        limit = _REPEAT_LIMIT.get(char)
        if limit is not None and run > limit or char in _SMALL_VOWELS and index and run > 1:
            keep[index] = False
    return keep


def strip_placeholders(text: str) -> str:
    """Text with each 【…】 of the PII guard replaced by a space: it says nothing about what the person wants."""
    return PLACEHOLDER.sub(" ", text)


def katakana(text: str) -> str:
    """Hiragana written as katakana; everything else unchanged."""
    return "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in text)


def hiragana(text: str) -> str:
    """Katakana written as hiragana; everything else unchanged."""
    return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in text)
