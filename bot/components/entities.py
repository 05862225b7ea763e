"""Finds times, wages and looked-up words in Japanese text, without Rasa. No model: same text, same entities.

`when` and `wage` carry the surface string: turning 「来週の火曜の夜」 into a date needs today's date and the opening
hours, which the app has. Looked-up entities (data/lookups) carry the canonical value: 「ぱーと」 → パート,
「通話」 → phone. Half-width kana, hiragana and width make no difference.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Pattern, Set, Tuple

from bot.components.normalise import Normalised, hiragana, normalise

_KANJI_NUMBER = "[一二三四五六七八九十]{1,3}"
_DAY_PART = "午前中|午前|午後|朝早く|早朝|朝一|朝|お昼過ぎ|お昼|昼過ぎ|昼間|昼|夕方|晩|深夜|真夜中|夜中|夜遅く|夜|正午"
_WEEKDAY = (
    "[月火水木金土日]曜日?|(?<![\\d〇一二三四五六七八九十])[月火水木金土日](?=の?(?:午前|午後|朝|昼|夕方|夜|晩))"
    "|\\([月火水木金土日]\\)"
)
_RELATIVE = (
    "しあさって|明々後日|明後日|あさって|明日|あした|あす|今日|きょう|本日|今晩|今夜|今朝|昨日|きのう|一昨日|おととい|"
    "再来週|さ来週|さらいしゅう|来週|らいしゅう|今週末|今週|先週|再来月|来月|らいげつ|今月末|今月|先月|月末|月初め?|週明け|週末|平日|"
    "土日祝|土日|祝日|年末年始|年末|年明け|来年|今年|去年"
)
_AFTER = "(?:頃|ごろ|くらい|ぐらい)?(?:以降|以後|以前|までに|まで|から|過ぎ|すぎ|より後|より前)?"
_CLOCK = "(?:[01]?\\d|2\\d):[0-5]\\d"
_HOUR = f"(?:\\d{{1,2}}|{_KANJI_NUMBER})時(?![的間給短期代点々差計])(?:半|\\d{{1,2}}分)?|(?<!\\d){_CLOCK}(?!\\d)"
_DATE = (
    "(?:(?:令和|r)\\d{1,2}年|\\d{4}年)?(?:\\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\\d{1,2}|[一二三四五六七八九十]{1,3})日"
    "|(?<![\\d/])(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\\d|0?[1-9])(?![\\d/])"
    "|(?<![\\d週に])(?:3[01]|[12]\\d|0?[1-9])日(?![間以目連勤出働休しだ]|くらい|ぐらい|程度|の?\\d+時間)"
    "|(?<!週)[〇一二三四五六七八九十]{1,3}日(?=の?(?:午前|午後|朝|昼|夕方|夜|晩))"
    "|\\d{1,2}月(?:の?(?:上旬|中旬|下旬|末|頭|初め))?(?![\\d給収額])"
    "|(?:\\d{1,3}|[一二三四五六七八九十]{1,2})(?:日|週間|か月|ヶ月|時間|分)後"
)
_PART = (
    f"(?:{_DATE}|{_RELATIVE}|{_WEEKDAY}|(?:{_DAY_PART})?(?:{_HOUR}){_AFTER}"
    f"|(?:{_DAY_PART})(?![勤食型学間]|ご飯|ごはん){_AFTER})"
)
_RANGE = f"(?:〜|-|ー|から|、|,)(?:\\d{{1,2}}時(?:半|\\d{{1,2}}分)?|{_CLOCK}){_AFTER}"
WHEN: Pattern[str] = re.compile(f"{_PART}(?:{_RANGE})?(?:の?[、, ]?{_PART}(?:{_RANGE})?)*{_AFTER}")

_AMOUNT = "(?:\\d[\\d,.]*|[一二三四五六七八九十百]+)"
_BOUND = "(?:以上|以下|くらい|ぐらい|位|程度|前後|ほど|から|まで|前半|後半|台|は|〜)?(?:ほしい|欲しい)?"
_WAGE_WORD = "時給|日給|月給|月収|年収|手取り|手どり|年俸|給料|給与|賃金|賞与|ボーナス|時間給"
WAGE: Pattern[str] = re.compile(
    f"(?:(?:{_WAGE_WORD})[はがでの、, ]?(?:最低|だいたい|約)?{_AMOUNT}(?:万\\d*千?円?|千円?|百円?|円)?"
    f"|月[にで、]?{_AMOUNT}(?:万\\d*千?円?|千円|円)"
    f"|{_AMOUNT}(?:万\\d*千?円?|千円|円)(?![人件歩回分年]))"
    "(?:以上|以下|くらい|ぐらい|程度|前後|ほど|から|台)?"
)
_NOT_A_TIME = re.compile(r"日(?:本|頃|常|給|払)|月(?:給|収|額|謝)")


@dataclass(frozen=True)
class Spelling:
    """One row of the lookup tables."""

    entity: str
    value: str
    key: str
    """Normalised, katakana written as hiragana."""


@dataclass(frozen=True)
class Found:
    """One entity; offsets count characters of the original text."""

    entity: str
    value: str
    start: int
    end: int


def fold(text: str) -> str:
    """The form in which spellings are compared; keeps the length of normalised text."""
    return hiragana(text)


def read_lookups(folder: Path) -> List[Spelling]:
    """All `*.yml` of a folder: entity → value → list of spellings. The value itself is a spelling unless it is ASCII.

    Raises:
        ValueError: another shape, or one spelling for two values of an entity.
    """
    import yaml

    rows: Dict[Tuple[str, str], Spelling] = {}
    for path in sorted(folder.glob("*.yml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for entity, values in document.items():
            for value, spellings in values.items():
                names = [str(name) for name in spellings or []]
                if not str(value).isascii():
                    names.append(str(value))
                for name in names:
                    row = Spelling(entity, str(value), fold(normalise(name).text))
                    other = rows.setdefault((entity, row.key), row)
                    if other.value != row.value:
                        raise ValueError(f"{path.name}: {name} is both {other.value} and {row.value}")
    return list(rows.values())


class Lookups:
    """Longest spelling first, for each entity by itself."""

    def __init__(self, spellings: List[Spelling]) -> None:
        self.spellings = spellings
        self._tables: Dict[str, Tuple[Pattern[str], Dict[str, str]]] = {}
        for entity in sorted({row.entity for row in spellings}):
            values = {row.key: row.value for row in spellings if row.entity == entity}
            keys = sorted(values, key=lambda key: (-len(key), key))
            self._tables[entity] = (re.compile("|".join(re.escape(key) for key in keys)), values)

    def find(self, normalised: Normalised, boundaries: Optional[Set[int]] = None) -> Iterator[Found]:
        """Spellings in a message. Those all in kana must begin where a word begins: 「きん」 is not in 「めんきん」."""
        folded = fold(normalised.text)
        for entity, (pattern, values) in self._tables.items():
            for match in pattern.finditer(folded):
                start, end = match.span()
                if boundaries is not None and len(match.group()) <= 3 and start not in boundaries:
                    continue
                yield Found(entity, values[match.group()], *normalised.original_span(start, end))


def find_times_and_wages(text: str) -> List[Found]:
    """`wage` and `when` of a message, with surface values, in order of appearance."""
    normalised = normalise(text)
    found: List[Found] = []
    taken: List[Tuple[int, int]] = []
    for entity, pattern in (("wage", WAGE), ("when", WHEN)):
        for match in pattern.finditer(normalised.text):
            start, end = match.span()
            while end > start and normalised.text[end - 1] in "、, の":
                end -= 1
            if _NOT_A_TIME.match(normalised.text, end - 1) and entity == "when":
                continue
            if end <= start or any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            first, last = normalised.original_span(start, end)
            found.append(Found(entity, text[first:last], first, last))
    return sorted(found, key=lambda item: item.start)
