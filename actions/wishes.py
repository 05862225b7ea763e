"""What work somebody looks for, as values: place, work, employment, wage, days and hours. Pure functions.

The bot's pipeline finds the words (data/lookups, bot/components/entities.py); here they become values that are kept in
the slot `wishes`, echoed, and handed to the consultant. What is said later replaces what was said before, unless the
words add to it (「介護でもいい」).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Self

JsonObject = dict[str, Any]
Unit = Literal["hour", "day", "month", "year"]
Bound = Literal["least", "most", "about"]

_DIGITS = {letter: str(value) for value, letter in enumerate("〇一二三四五六七八九")}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_UNIT_WORDS: tuple[tuple[Unit, str], ...] = (
    ("hour", r"時給|時間給|1時間"),
    ("day", r"日給|日当|1日"),
    ("year", r"年収|年俸|年で"),
    ("month", r"月給|月収|手取り|手どり|月々|給料|給与|月"),
)
_SENSIBLE: dict[Unit, tuple[int, int]] = {
    "hour": (500, 20_000),
    "day": (3_000, 100_000),
    "month": (30_000, 3_000_000),
    "year": (300_000, 30_000_000),
}
_MOST = re.compile(r"以下|以内|まで|未満")
_ABOUT = re.compile(r"くらい|ぐらい|程度|前後|ほど|位|約|だいたい")
_AMOUNT = re.compile(r"[\d,.〇一二三四五六七八九十百千万]*[\d〇一二三四五六七八九十百千万]")
_NO_THANKS = re.compile(
    r"(?:職|系|関係|の仕事)?(?:以外|は(?:ちょっと)?(?:嫌|いや|無理|なし|苦手|避け|除)|じゃな|ではな|なし|抜き|NG)"
)
_ALSO = re.compile(r"(?:でも?|も)(?:いい|よい|良い|OK|大丈夫|可|かまわ|構わ|考え|探)", re.IGNORECASE)
_DAYS = re.compile(
    r"週に?(?P<low>[1-7])(?:日?(?:〜|-|から|、|か)(?P<high>[1-7]))?日?(?P<bound>以上|以内|まで)?|(?P<full>フルタイム)"
)
_HOURS = re.compile(
    r"(?P<a>[0-2]?\d)(?:時|:00)?(?P<a30>半|:30)?(?:〜|-|から)(?P<b>[0-2]?\d)(?:(?P<b30>時半|:30)|時|:00)|"
    r"(?P<until>[0-2]?\d)時(?P<until30>半)?までに?|(?P<after>[0-2]?\d)時(?P<after30>半)?(?:以降|から)|"
    r"(?P<part>午前中|午前|午後|夕方|夜|日中|昼間|朝)(?=(?:だけ|のみ|の仕事|に働|から|以降|まで|が(?:いい|希望)))"
)
_OTHER: tuple[tuple[str, str], ...] = (
    ("土日休み", r"土日(?:祝)?(?:は|が)?(?:休み|休みたい|休める|NG|無理|不可|働けな|出られな|なし)"),
    ("平日のみ", r"平日(?:のみ|だけ|がいい|希望)"),
    ("土日のみ", r"土日(?:のみ|だけ)"),
    ("夜勤なし", r"夜勤(?:なし|無し|は(?:無理|NG|でき|嫌|いや|しんど)|のない|がない|以外)"),
    ("残業なし", r"残業(?:なし|無し|は(?:無理|NG|でき|嫌)|のない|がない|少な)"),
    ("座ってできる", r"座(?:って|り仕事)|立ち仕事(?:は(?:無理|NG|つら|しんど)|以外|なし)"),
    ("車なし", r"車(?:なし|無し|がな|を持って(?:い)?な|の免許(?:は|が)な)|免許(?:が|は)?(?:ない|なし|無し)"),
    ("扶養内", r"扶養(?:の範囲)?内"),
    ("未経験可", r"未経験"),
    ("駅近", r"駅(?:から)?(?:近|ちか)|駅前"),
)


@dataclass(frozen=True)
class Wage:
    """A wish for a wage.

    Attributes:
        unit: the time it is paid for.
        yen: amount in yen.
        bound: at least, at most, or about so much.
        net: 手取り, after deductions.
    """

    unit: Unit
    yen: int
    bound: Bound = "least"
    net: bool = False

    def words(self) -> str:
        """時給1,100円以上."""
        name = {"hour": "時給", "day": "日給", "month": "月", "year": "年収"}[self.unit]
        amount = f"{self.yen // 10000}万円" if self.yen % 10000 == 0 else f"{self.yen:,}円"
        tail = {"least": "以上", "most": "以下", "about": "くらい"}[self.bound]
        return f"{name}{amount}{tail}" + ("(手取り)" if self.net else "")


@dataclass(frozen=True)
class Wishes:
    """Everything wished so far; empty fields were not said."""

    area: tuple[str, ...] = ()
    occupation: tuple[str, ...] = ()
    employment_type: tuple[str, ...] = ()
    wage: Wage | None = None
    days: str | None = None
    hours: str | None = None
    other: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, slot: Any) -> Self:
        """The wishes in a slot's value; none for anything else."""
        if not isinstance(slot, Mapping):
            return cls()
        wage = slot.get("wage")
        return cls(
            area=tuple(slot.get("area") or ()),
            occupation=tuple(slot.get("occupation") or ()),
            employment_type=tuple(slot.get("employment_type") or ()),
            wage=Wage(**wage) if isinstance(wage, Mapping) else None,
            days=slot.get("days"),
            hours=slot.get("hours"),
            other=tuple(slot.get("other") or ()),
        )

    def to_slot(self) -> JsonObject:
        """JSON for the slot, without what was not said."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items() if value
        }

    def after(self, earlier: "Wishes", *, adds: bool) -> "Wishes":
        """What is said now counts, the rest stays; with `adds` now and before count both."""

        def joined(before: tuple[str, ...], said: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys((*before, *said))) if adds or not said else said

        return replace(
            earlier,
            area=joined(earlier.area, self.area),
            occupation=joined(earlier.occupation, self.occupation),
            employment_type=joined(earlier.employment_type, self.employment_type),
            wage=self.wage or earlier.wage,
            days=self.days or earlier.days,
            hours=self.hours or earlier.hours,
            other=tuple(dict.fromkeys((*earlier.other, *self.other))),
        )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("~", "〜")


def read_wishes(text: str, found: Iterable[tuple[str, str]]) -> Wishes:
    """Wishes told in one message: `found` are the entities of the pipeline as (name, value)."""
    plain = _plain(text)
    lists: dict[str, list[str]] = {"area": [], "occupation": [], "employment_type": []}
    wages: list[Wage] = []
    for name, value in found:
        if name in lists and value not in lists[name]:
            lists[name].append(value)
        elif name == "wage" and (wage := parse_wage(value)):
            wages.append(wage)
    return Wishes(
        area=tuple(lists["area"]),
        occupation=tuple(lists["occupation"]),
        employment_type=tuple(lists["employment_type"]),
        wage=wages[-1] if wages else None,
        days=_days(plain),
        hours=_hours(plain),
        other=tuple(label for label, pattern in _OTHER if re.search(pattern, plain)),
    )


def told(text: str, found: Iterable[tuple[str, str, str]]) -> Wishes:
    """Wishes of a message from the pipeline's entities (name, value, words): 「介護以外」 is no wish for 介護."""
    plain = _plain(text)
    kept: list[tuple[str, str]] = []
    refused: list[str] = []
    for name, value, words in found:
        place = plain.find(_plain(words))
        if place >= 0 and _NO_THANKS.match(plain[place + len(words) :]):
            refused.append(f"{value}以外")
        else:
            kept.append((name, value))
    wishes = read_wishes(text, kept)
    return replace(wishes, other=(*wishes.other, *refused))


def adds(text: str) -> bool:
    """「介護でもいい」 adds to what was wished; 「やっぱり介護」 replaces it."""
    return bool(_ALSO.search(_plain(text)))


def parse_wage(text: str) -> Wage | None:
    """「時給1,100円以上」「月20万くらい」「手取り十八万」「日給1万2千円」; None when no sensible amount is in it."""
    plain = _plain(text)
    unit = next((unit for unit, words in _UNIT_WORDS if re.search(words, plain)), None)
    rest = re.sub(r"1時間|1日", "", plain)
    amounts = [yen for match in _AMOUNT.finditer(rest) if (yen := parse_yen(match.group()))]
    if not amounts:
        return None
    yen = min(amounts)  # of a range the lower end
    if unit is None:
        unit = "hour" if yen < 5_000 else "day" if yen < 50_000 else "month" if yen < 1_200_000 else "year"
    if unit in ("month", "year") and yen < 1_000:
        yen *= 10_000  # 「月20でいい」
    low, high = _SENSIBLE[unit]
    if not low <= yen <= high:
        return None
    bound: Bound = "most" if _MOST.search(plain) else "about" if _ABOUT.search(plain) else "least"
    return Wage(unit, yen, bound, net="手取" in plain or "手どり" in plain)


def parse_yen(text: str) -> int | None:
    """25万5千 → 255000, 二十万 → 200000, 1,100 → 1100; None without a number."""
    total, section, digits = 0.0, 0.0, ""

    def said(otherwise: float) -> float:
        return float(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else otherwise

    for letter in text.replace(",", ""):
        if letter.isdigit() or letter == ".":
            digits += letter
        elif letter in _DIGITS:
            digits += _DIGITS[letter]
        elif letter in _SCALES:
            section, digits = section + said(1) * _SCALES[letter], ""
        elif letter == "万":
            total, section, digits = total + ((section + said(0)) or 1) * 10_000, 0.0, ""
    return round(total + section + said(0)) or None


def _days(text: str) -> str | None:
    match = _DAYS.search(text)
    if match is None:
        return None
    if match["full"]:
        return "フルタイム"
    days = f"週{match['low']}" + (f"〜{match['high']}" if match["high"] else "") + "日"
    return days + {"以上": "以上", "以内": "まで", "まで": "まで"}.get(match["bound"] or "", "")


def _hours(text: str) -> str | None:
    match = _HOURS.search(text)
    if match is None:
        return None

    def clock(name: str) -> str:
        return f"{int(match[name])}:{'30' if match[name + '30'] else '00'}"

    if match["a"]:
        return f"{clock('a')}〜{clock('b')}"
    if match["until"]:
        return f"{clock('until')}まで"
    return f"{clock('after')}以降" if match["after"] else match["part"]
