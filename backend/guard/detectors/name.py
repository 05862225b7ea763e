# ruff: noqa: E501 - patterns read better in one piece
"""Names of people: in self-introductions, after labels, before titles, after words of kinship, and full names anywhere.

The morphological dictionary proposes; what stands around a word decides. A surname alone is never enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.detectors.name_cues import introduced, labelled, ranked, related
from backend.guard.detectors.name_spelling import kana_names, latin
from backend.guard.detectors.name_words import (
    COPULA,
    GREETED,
    HIRAGANA,
    INTRO,
    KATAKANA,
    LONGER_GENERICS,
    READING,
    START,
    TITLE,
    WEAK_INTRO,
    beside_placeholder,
    hiragana,
    is_foreign,
    kana_full_name,
    named,
)
from backend.guard.lexicon.names import (
    COMPANY_AFTER,
    COMPANY_BEFORE,
    GENERIC_PERSONS,
    GIVEN_ALSO_WORDS,
    GIVEN_KANA,
    NOT_PERSONS,
    SURNAMES_KANA,
    SURNAMES_KANJI,
    TITLES,
)
from backend.guard.model import Candidate, PiiType
from backend.guard.tokens import Token

_LINKED: Final = re.compile(r"(?:の|した|してた|している|してる|しました|る|た|登録名は|名は)\s?\Z")

_CONTACTED: Final = re.compile(
    r"(?:面談|面接|相談|電話|予約|連絡|登録|お世話になっ|送っ|申し?込)[^。\n]{0,6}(?:の|た|だ|る)\s?\Z"
)

_GREETS_AFTER: Final = re.compile(
    r"\s?(?:です|っす|といいます)(?:が|けど)?[。、!ー〜\s]{0,3}(?:はじめまして|初めまして|よろしく|宜しく|お世話|先日|昨日|予約)"
)

_PLAIN_SURNAMES: Final = frozenset("谷辻森林原関岡堀畑柳")

_NOT_LINKED: Final = re.compile(
    r"(?:会社|店|ブランド|メーカー|ドラマ|最寄り?|駅|希望|場所|地元|出身|勤務先|職場|銀行|母校|学校)(?:は|が|の|も)\s?\Z|[一-龯々ァ-ヶーA-Za-z0-9]\Z"
)

_NOT_TITLED: Final = re.compile(
    r"\s?(?:様式|氏名|先生方|さん家|さんち(?![ゃょ])|さんと(?:いて|いと|って|き)|君臨|主任者|社長室)"
)

_COMPANY_ENDING: Final = re.compile(r"(?:" + "|".join(word for word in COMPANY_AFTER if len(word) > 1) + r")\Z")


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of name tokens: `full` = surname and given name, `doubtful` = the dictionary reads it as something else."""

    start: int
    end: int
    first: int
    last: int
    full: bool
    doubtful: bool


def _may_start(token: Token) -> bool:
    if (
        token.surface in GENERIC_PERSONS
        or len(token.surface) > 12
        or token.surface.isascii()
        or _COMPANY_ENDING.search(token.surface)
    ):
        return False
    if token.is_person or is_foreign(token):
        return True
    kana = hiragana(token.surface)
    if kana in GIVEN_KANA and kana not in GIVEN_ALSO_WORDS:
        return True
    return kana in SURNAMES_KANA and (token.is_noun or len(kana) >= 3) or token.surface in SURNAMES_KANJI


def _may_follow(token: Token, previous: Token) -> bool:
    """Whether `token` may be the given name after `previous`."""
    if token.surface in GENERIC_PERSONS or token.surface in COMPANY_AFTER or token.surface in TITLES:
        return False
    if token.is_person or is_foreign(token):
        return True
    if hiragana(token.surface) in GIVEN_KANA:
        return True
    unread = token.unknown and re.fullmatch(r"[一-龯々]{1,3}|[ぁ-ん]{2,4}", token.surface)
    return bool(unread and previous.is_surname)


def _runs(tokens: list[Token], text: str) -> Iterator[_Run]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if not _may_start(token):
            index += 1
            continue
        last, parts, cursor = index, [token], index + 1
        while cursor < len(tokens) and len(parts) < 5:
            follower = tokens[cursor]
            joint = follower.is_space and follower.surface in {" ", "  "} or follower.surface in {"・", "=", "-"}
            if joint:
                if cursor + 1 < len(tokens) and _may_follow(tokens[cursor + 1], parts[-1]):
                    cursor += 1
                    continue
                foreign = KATAKANA.match(parts[-1].surface) and follower.surface in {"・", "="}
                if foreign and cursor + 1 < len(tokens) and KATAKANA.match(tokens[cursor + 1].surface):
                    cursor += 1
                    parts.append(tokens[cursor])
                    last, cursor = cursor, cursor + 1
                    continue
                break
            if not _may_follow(follower, parts[-1]):
                break
            parts.append(follower)
            last, cursor = cursor, cursor + 1
        start, end = token.start, tokens[last].end
        surface = text[start:end]
        full = len(parts) > 1 and (
            (parts[0].is_surname or hiragana(parts[0].surface) in SURNAMES_KANA or parts[0].surface in SURNAMES_KANJI)
            or all(is_foreign(p) or KATAKANA.match(p.surface) for p in parts)
        )
        joined = len(parts) == 1 and token.is_person and token.pos[3] == "一般" and len(surface) >= 4
        full = full or (joined and not KATAKANA.match(surface))
        yield _Run(start, end, index, last, full, not parts[0].is_person)
        index = last + 1


def _in_company(tokens: list[Token], run: _Run, text: str) -> bool:
    following = tokens[run.last + 1] if run.last + 1 < len(tokens) else None
    if following is not None and (
        following.surface in COMPANY_AFTER
        or re.match(r"株式会社|\(株\)|有限会社|商店|工業|病院|医院", text[run.end : run.end + 6])
    ):
        return True
    previous = tokens[run.first - 1] if run.first else None
    return previous is not None and (
        previous.surface in COMPANY_BEFORE
        or bool(
            re.search(r"(?:\(株\)|株式会社|有限会社|スーパー|合同会社)\s?\Z", text[max(0, run.start - 6) : run.start])
        )
    )


def _line_is_only(text: str, start: int, end: int) -> bool:
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    right = len(text) if right < 0 else right
    return (
        not text[left:start].strip(" 　()")
        and not text[end:right].strip(" 　。()拝より")
        and (left > 0 or right < len(text))
    )


def _is_person_run(message: Message, run: _Run) -> int | None:
    """How sure we are that the run names a person (a priority), or None."""
    text, tokens, view = message.text, message.tokens, message.view
    surface = text[run.start : run.end]
    before, after = view.before(run.start, 24), view.after(run.end, 24)
    following = tokens[run.last + 1] if run.last + 1 < len(tokens) else None
    title, copula, intro = TITLE.match(after), COPULA.match(after) or WEAK_INTRO.match(after), INTRO.match(after)
    glued = (
        following is not None
        and following.is_noun
        and following.pos[1] != "数詞"
        and not following.is_person
        and not title
    )
    if any(
        text.endswith(word, 0, run.end) for word in LONGER_GENERICS.get(surface[-1], ()) if len(word) > len(surface)
    ):
        return None
    if intro and not glued:
        return 56
    if surface in NOT_PERSONS and not (copula and re.search(r"(?:私|わたし|わたくし|僕|名前)は\s?\Z", before)):
        return None
    kana = bool(HIRAGANA.match(surface))
    if re.match(r"の(?:歌|曲|ファン|ライブ|映画|小説|ドラマ|番組|本を)", after):
        return None
    if run.full and not glued and (not kana or title or copula or kana_full_name(surface)):
        return 56
    if title and not (len(surface) == 1 and (KATAKANA.match(surface) or kana)) and not _NOT_TITLED.match(after):
        return 46
    if glued:
        return None
    opening = not before or bool(START.search(before))
    if copula:
        if run.doubtful:
            clear = (
                bool(GREETED.search(before))
                or (opening and bool(_GREETS_AFTER.match(after)))
                or (not before and surface in _PLAIN_SURNAMES)
                or (kana and opening)
                or bool(_CONTACTED.search(before))
            )
        else:
            clear = (
                opening
                or bool(_LINKED.search(before))
                or (len(surface) > 1 and tokens[run.first].is_surname and not _NOT_LINKED.search(before))
            )
        return 45 if clear else None
    if run.doubtful:
        return None
    if re.search(r"(?:私|わたし|わたくし|僕|俺|名前)は\s?\Z", before) and re.match(r"\s?(?:[。!、\n]|\Z)", after):
        return 41
    if beside_placeholder(text, run.start, run.end) or (tokens[run.last].is_given and READING.match(text, run.end)):
        return 41
    if _line_is_only(text, run.start, run.end):
        return 40
    if re.match(r"\s?(?:より|拝|\(仮名\))(?:\s|。|\Z)", after) and (opening or before.endswith("\n")):
        return 39
    return None


def _dictionary_names(message: Message) -> Iterator[Candidate]:
    text = message.text
    pending: _Run | None = None
    for run in _runs(message.tokens, text):
        if _in_company(message.tokens, run, text):
            continue
        priority = _is_person_run(message, run)
        if priority is None:
            pending = run
            continue
        yield from named(text, run.start, run.end, priority)
        if (
            pending is not None
            and not pending.doubtful
            and re.fullmatch(r"\s?(?:と|、|・|や|&)\s?", text[pending.end : run.start])
        ):
            yield Candidate(PiiType.NAME, pending.start, pending.end, 38)
        pending = None


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for names of people."""
    if not message.text.strip():
        return
    yield from _dictionary_names(message)
    yield from introduced(message)
    yield from labelled(message)
    yield from related(message)
    yield from ranked(message)
    yield from kana_names(message)
    yield from latin(message)
