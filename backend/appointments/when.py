"""What people write about days and hours: 「来週の火曜の19時」「24日の午後」「25時」「あさって18時以降」.

`parse_when` is pure: text, the calendar day and the instant in, a `When` out. Nothing here knows what is free.
Hours are those of the business day: 24:00 is the last slot of a date; 「25日の0時」 is the 24:00 of the 24th.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from backend.clock import to_jst

DAY_START, DAY_END = 360, 1500
_FAR_DAYS = 60
_WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class When:
    """A wish for a time.

    Attributes:
        from_date: first business day, None when no day was said.
        to_date: last business day, inclusive; equal to `from_date` for a single day.
        weekdays: only these days of the week (0 = Monday), None for all.
        from_minute: earliest start, minutes of the business day; None when no hour was said.
        to_minute: latest start, inclusive; equal to `from_minute` for an exact hour.
        spoken_half: True when the hour had no 午前/午後 and may be meant for the evening (「8時」).
    """

    from_date: date | None = None
    to_date: date | None = None
    weekdays: frozenset[int] | None = None
    from_minute: int | None = None
    to_minute: int | None = None
    spoken_half: bool = False

    @property
    def has_date(self) -> bool:
        """A day or a range of days was said."""
        return self.from_date is not None

    @property
    def has_time(self) -> bool:
        """An hour or a part of the day was said."""
        return self.from_minute is not None

    @property
    def single_date(self) -> date | None:
        """The one day meant, if it is one."""
        return self.from_date if self.from_date == self.to_date else None

    @property
    def exact_minute(self) -> int | None:
        """The one hour meant, if it is one."""
        return self.from_minute if self.from_minute == self.to_minute else None

    def after(self, earlier: "When") -> "When":
        """This wish on top of an earlier one: what is said now counts, the rest stays (「やっぱり水曜」)."""
        merged = self
        if not self.has_date:
            merged = replace(merged, from_date=earlier.from_date, to_date=earlier.to_date, weekdays=earlier.weekdays)
        elif self.single_date is None and self.weekdays is None and earlier.weekdays is not None:
            merged = replace(merged, weekdays=earlier.weekdays)
        if not self.has_time:
            return replace(
                merged, from_minute=earlier.from_minute, to_minute=earlier.to_minute, spoken_half=earlier.spoken_half
            )
        evening = earlier.from_minute is not None and earlier.from_minute >= 720 and earlier.exact_minute is None
        if self.spoken_half and evening and self.from_minute is not None and self.from_minute < 720:
            later = self.from_minute + 720
            if earlier.from_minute is not None and later >= earlier.from_minute:
                to = None if self.to_minute is None else min(DAY_END, max(later, self.to_minute))
                exact = self.exact_minute is not None
                return replace(merged, from_minute=later, to_minute=later if exact else to, spoken_half=False)
        return merged


BANDS: tuple[tuple[str, int, int], ...] = (
    (r"早朝|朝早|朝いち|朝一|朝イチ", 360, 540),
    (r"午前中|午前|午前の部", 360, 660),
    (r"お?昼過ぎ|お?昼すぎ", 780, 960),
    (r"お?昼休み|正午|お?昼ごろ|お?昼頃|ランチ", 720, 780),
    (r"昼間|日中", 600, 960),
    (r"夕方以降|夕方から", 960, 1440),
    (r"夕方", 960, 1140),
    (r"午後", 720, 1080),
    (r"深夜|夜中|真夜中|夜遅|遅い時間|夜ふけ", 1320, 1440),
    (r"仕事(?:の|が)?(?:終わ|おわ|帰|あと|後)|会社帰り|退社後|帰宅後", 1080, 1440),
    (r"夜|晩|よる|ばん(?:に|の|が)", 1080, 1440),
    (r"お?昼|ひる", 660, 840),
    (r"朝|あさ(?!って)", 360, 600),
)

_KANJI = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_KANJI_NUMBER = re.compile(r"([二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=時(?!間)|日(?!間|曜|中)|月(?!曜))")
_ANY_TIME = re.compile(
    r"いつでも|何時でも|なるべく早|できるだけ早|一番早|いちばん早|最短|すぐに?(?:でも)?(?:相談|話|予約|お願|行け)|直近"
)
_HALF = r"(?P<half>午前|午後|朝|夜|夕方|昼|晩|深夜|夜中|AM|PM|am|pm)?の?\s*"
_CLOCK = re.compile(
    _HALF
    + r"(?<![\d.])(?P<hour>\d{1,2})\s*(?:(?:時(?!間|給|短|期|代|点)|じ(?![ゃょかぶ]))\s*"
    + r"(?:(?P<minute>\d{1,2})\s*分|(?P<thirty>半))?"
    + r"|[::](?P<colon>[0-5]\d)(?!\d))"
    + r"\s*(?:ごろ|頃|ころ|くらい|ぐらい|きっかり|ちょうど|すぎ|過ぎ)?\s*"
    + r"(?P<edge>以降|以後|より(?:後|あと|遅)|から後|から先|まで|までに|以前|より前|より早)?"
)
_RANGE = re.compile(r"(?P<a>\d{1,2})\s*(?:時|[::]00)?\s*(?:から|~|〜|-|ー|−)\s*(?P<b>\d{1,2})\s*(?:時(?!間)|[::]00)")
_RELATIVE = (
    (r"し明後日|しあさって|明々後日|明明後日", 3),
    (r"明後日|あさって|明後(?=の)", 2),
    (r"明日|あした|(?<![ぁ-ん])あす|明朝|明晩|翌日", 1),
    (r"今日|本日|きょう|今夜|今晩|今朝|こんや|こんばん(?!は|わ)|今から|このあと", 0),
)
_WEEK_WORDS = {"今週": 0, "来週": 1, "翌週": 1, "再来週": 2, "さ来週": 2, "さらいしゅう": 2, "らいしゅう": 1}
_WEEK = r"(?P<week>再来週|さ来週|さらいしゅう|来週|らいしゅう|翌週|今週|今度|次|こんど)?\s*の?\s*"
_WEEKDAY = re.compile(
    _WEEK + r"(?:(?P<day>[月火水木金土日])曜日?|[(（](?P<paren>[月火水木金土日])[)）]"
    r"|(?P<kana>げつ|か|すい|もく|きん|ど|にち)よう(?:び|日)?)"
)
_BARE_WEEKDAY = re.compile(
    r"(?P<week>再来週|さ来週|来週|翌週|今週)の(?P<day>[月火水木金土日])(?![月火水木金土日曜末中本々])"
)
_KANA_DAYS = {"げつ": 0, "か": 1, "すい": 2, "もく": 3, "きん": 4, "ど": 5, "にち": 6}
_MONTH_DAY = re.compile(
    r"(?:(?P<year>20\d\d)\s*[年/.-]\s*)?(?<!\d)(?P<month>\d{1,2})\s*(?:月|/)\s*(?P<day>\d{1,2})(?!\d|時)\s*日?"
)
_NEXT_MONTH_DAY = re.compile(
    r"(?P<word>来月|再来月|今月|年明け|来年)の?\s*(?P<day>\d{1,2})日(?!間|数|中|前|後|目|ほど|くらい)"
)
_DAY = re.compile(
    r"(?<![\d月/週])(?P<day>\d{1,2})日(?!間|数|中|前|後|目|ほど|くらい|ぐらい|以内|おき|\d*時間|働|勤|しか|だけ)"
)
_DAYS_LATER = re.compile(r"(?<!\d)(?P<n>\d{1,2})\s*(?P<unit>日|週間)\s*(?:後|あと|ご(?=に|の))")
_WITHIN = re.compile(r"(?<!\d)(?P<n>\d{1,2})\s*(?P<unit>日|週間)\s*以内")
_PAST = re.compile(r"昨日|きのう|一昨日|おととい|先週|先日|先月|去年|昨年|前回|この前|この間")


def parse_when(text: str, today: date, now: datetime) -> When | None:
    """What a text says about a day and an hour.

    Args:
        today: calendar day in Japan.
        now: the instant, to tell a passed 「8時」 from one to come.

    Returns:
        None when neither a day nor an hour is said. Days may lie in the past or beyond what can be booked: the
        caller says so.
    """
    plain = _normalise(text)
    if _PAST.search(plain):
        plain = _PAST.sub(" ", plain)
    days, rest, calendar_day = _days(_without_the_booking_named(plain, today), today)
    hours = _hours(rest)
    if days is None and hours is None:
        return When(from_date=today, to_date=today + timedelta(days=_FAR_DAYS)) if _ANY_TIME.search(plain) else None
    when = days or When()
    if hours is not None:
        when = replace(when, from_minute=hours.from_minute, to_minute=hours.to_minute, spoken_half=hours.spoken_half)
    return _midnight(_this_evening(when, today, now), calendar_day, plain)


def _without_the_booking_named(text: str, today: date) -> str:
    """「明日の予約、木曜の18時に変えたい」 wishes for Thursday: what names the present booking is left out."""
    match = re.search(r"の(?:予約|相談|面談|約束)(?:を|は|、|が|です|なんですが)", text)
    tail = text[match.end() :] if match else ""
    return tail if tail and _days(tail, today)[0] is not None else text


def _normalise(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    return _KANJI_NUMBER.sub(lambda match: str(_kanji(match.group(1))), plain)


def _kanji(number: str) -> int:
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _KANJI[number]
    return (_KANJI.get(tens, 1)) * 10 + _KANJI.get(ones, 0)


def _days(text: str, today: date) -> tuple[When | None, str, bool]:
    """Days meant, the text without them, and whether a calendar date was named (matters for 0時)."""
    for finder in (_written_date, _relative_day, _weekday, _day_range):
        found = finder(text, today)
        if found is not None:
            when, rest = found
            return when, rest, when.single_date is not None and finder in (_written_date, _relative_day)
    return None, text, False


def _one(day: date) -> When:
    return When(from_date=day, to_date=day)


def _cut(text: str, match: re.Match[str], keep: str = "") -> str:
    return text[: match.start()] + " " + keep + " " + text[match.end() :]


def _written_date(text: str, today: date) -> tuple[When, str] | None:
    matches = list(_MONTH_DAY.finditer(text))
    for match in reversed(matches):
        year = match.group("year")
        month, number = int(match.group("month")), int(match.group("day"))
        day = _valid(int(year), month, number) if year else _nearest_year(month, number, today)
        if day is not None:
            return _one(day), _cut(text, match)
    for match in reversed(list(_NEXT_MONTH_DAY.finditer(text))):
        number, word = int(match.group("day")), match.group("word")
        if word in ("年明け", "来年"):
            day = _nearest_year(1, number, today)
        else:
            day = _in_month(today, {"今月": 0, "来月": 1, "再来月": 2}[word], number)
        if day is not None:
            return _one(day), _cut(text, match)
    for match in reversed(list(_DAY.finditer(text))):
        number = int(match.group("day"))
        day = _in_month(today, 0, number)
        if day is None or day < today:
            day = _in_month(today, 1, number) or _in_month(today, 2, number)
        if "年明け" in text:
            day = _nearest_year(1, number, today)
        if day is not None:
            return _one(day), _cut(text, match)
    match_later = _DAYS_LATER.search(text)
    if match_later is not None:
        count = int(match_later.group("n")) * (7 if match_later.group("unit") == "週間" else 1)
        return _one(today + timedelta(days=count)), _cut(text, match_later)
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest_year(month: int, number: int, today: date) -> date | None:
    """This year's day, unless it is more than a month ago."""
    this, following = _valid(today.year, month, number), _valid(today.year + 1, month, number)
    if this is None or this < today - timedelta(days=31):
        return following
    return this


def _in_month(today: date, ahead: int, number: int) -> date | None:
    months = today.month - 1 + ahead
    return _valid(today.year + months // 12, months % 12 + 1, number)


def _relative_day(text: str, today: date) -> tuple[When, str] | None:
    best: tuple[int, int, re.Match[str]] | None = None
    for pattern, ahead in _RELATIVE:
        for match in re.finditer(pattern, text):
            if best is not None and best[2].start() <= match.start() < best[2].end():
                continue
            if best is None or match.start() > best[0]:
                best = (match.start(), ahead, match)
    if best is None:
        return None
    match = best[2]
    keep = {"夜": "夜", "晩": "夜", "朝": "朝", "や": "夜", "ん": "夜"}.get(match.group()[-1], "")
    if match.group() in ("今から", "このあと"):
        keep = ""
    return _one(today + timedelta(days=best[1])), _cut(text, match, keep)


def _weekday(text: str, today: date) -> tuple[When, str] | None:
    found = [*_WEEKDAY.finditer(text), *_BARE_WEEKDAY.finditer(text)]
    if not found:
        return None
    found.sort(key=lambda match: match.start())
    negated = [m for m in found if re.match(r"日?(?:以外|は(?:無理|だめ|ダメ|あかん|ちょっと))", text[m.end() :])]
    kept = [match for match in found if match not in negated]
    if not kept:
        allowed = frozenset(range(7)) - {_weekday_number(match) for match in negated}
        rest = text
        for match in reversed(found):
            rest = _cut(rest, match)
        return When(from_date=today, to_date=today + timedelta(days=_FAR_DAYS), weekdays=allowed), rest
    rest = text
    for match in sorted(found, key=lambda match: -match.start()):
        rest = _cut(rest, match)
    joined = len(kept) > 1 and all(
        re.fullmatch(r"[\sか、・,とや]*|も?(?:もしくは|または|か)", text[left.end() : right.start()])
        for left, right in zip(kept, kept[1:], strict=False)
    )
    if joined:
        days = sorted(_weekday_date(match, today, kept[0]) for match in kept)
        return (
            When(from_date=days[0], to_date=days[-1], weekdays=frozenset(day.weekday() for day in days)),
            rest,
        )
    return _one(_weekday_date(kept[-1], today, kept[-1])), rest


def _weekday_number(match: re.Match[str]) -> int:
    groups = match.groupdict()
    kana = groups.get("kana")
    if kana:
        return _KANA_DAYS[kana]
    return _WEEKDAYS.index(str(groups.get("day") or groups.get("paren")))


def _weekday_date(match: re.Match[str], today: date, first: re.Match[str]) -> date:
    number = _weekday_number(match)
    week = match.groupdict().get("week") or first.groupdict().get("week") or ""
    monday = today - timedelta(days=today.weekday())
    if week in _WEEK_WORDS:
        return monday + timedelta(days=7 * _WEEK_WORDS[week] + number)
    ahead = (number - today.weekday()) % 7
    if ahead == 0 and week in ("次", "今度", "こんど"):
        ahead = 7
    return today + timedelta(days=ahead)


def _day_range(text: str, today: date) -> tuple[When, str] | None:
    within = _WITHIN.search(text)
    if within is not None:
        count = int(within.group("n")) * (7 if within.group("unit") == "週間" else 1)
        return When(from_date=today, to_date=today + timedelta(days=count)), _cut(text, within)
    match = re.search(r"(再来週|さ来週|来週|らいしゅう|翌週|今週|今度|次)?の?(土日祝?日?|週末|平日)(?!以外)", text)
    if match is not None:
        weekend = match.group(2) != "平日"
        weekdays = frozenset((5, 6) if weekend else range(5))
        week = match.group(1) or ("今週" if match.group(2) == "週末" and match.group(1) is None else "")
        if week in _WEEK_WORDS:
            monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * _WEEK_WORDS[week])
            first = monday + timedelta(days=5 if weekend else 0)
            last = monday + timedelta(days=6 if weekend else 4)
            return When(from_date=max(first, today) if last >= today else first, to_date=last), _cut(text, match)
        return (
            When(from_date=today, to_date=today + timedelta(days=_FAR_DAYS), weekdays=weekdays),
            _cut(text, match),
        )
    match = re.search(r"再来週|さ来週|来週|らいしゅう|翌週|今週", text)
    if match is not None:
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * _WEEK_WORDS[match.group()])
        return When(from_date=max(monday, today), to_date=monday + timedelta(days=6)), _cut(text, match)
    match = re.search(r"再来月|来月|今月|年明け|年内", text)
    if match is not None:
        word = match.group()
        if word == "年明け":
            first = date(today.year + (today.month > 1), 1, 1)
            return When(from_date=first, to_date=first + timedelta(days=13)), _cut(text, match)
        if word == "年内":
            return When(from_date=today, to_date=date(today.year, 12, 31)), _cut(text, match)
        ahead = {"今月": 0, "来月": 1, "再来月": 2}[word]
        first = _in_month(today, ahead, 1) or today
        last = (_in_month(today, ahead + 1, 1) or today) - timedelta(days=1)
        return When(from_date=max(first, today), to_date=last), _cut(text, match)
    return None


def _hours(text: str) -> When | None:
    """Hours meant in a text without its days."""
    span = _RANGE.search(text)
    if span is not None:
        low, half = _clock_minute(int(span.group("a")), 0, _half_before(text, span.start()))
        high, _ = _clock_minute(int(span.group("b")), 0, _half_before(text, span.start()))
        if high is not None and low is not None and high <= low and high + 720 <= DAY_END:
            high += 720
        if low is not None and high is not None and low < high:
            return When(from_minute=low, to_minute=max(low, high - 60), spoken_half=half and low < 720)
    match = None
    for match in _CLOCK.finditer(text):
        if not re.match(r"\s*(?:は(?:無理|だめ|ダメ|あかん)|じゃなく|ではなく|以外)", text[match.end() :]):
            kept = match
            break
    else:
        return _band(text)
    hour = int(kept.group("hour"))
    spoken = 30 if kept.group("thirty") else int(kept.group("minute") or kept.group("colon") or 0)
    half_word = kept.group("half") or _half_before(text, kept.start())
    minute, half = _clock_minute(hour, spoken, half_word)
    if minute is None:
        return _band(text)
    edge = kept.group("edge") or ""
    if edge.startswith(("以降", "以後", "より後", "よりあと", "より遅", "から後", "から先")):
        return When(from_minute=minute, to_minute=max(minute, DAY_END - 60), spoken_half=half)
    if edge.startswith(("まで", "以前", "より前", "より早")):
        return When(from_minute=min(DAY_START, minute), to_minute=max(DAY_START, minute - 60))
    return When(from_minute=minute, to_minute=minute, spoken_half=half)


def _half_before(text: str, position: int) -> str:
    """A part of the day named just before an hour: 「夜の8時」「夜なら8時」."""
    match = re.search(r"(午前|午後|朝|夜|夕方|昼|晩|深夜|夜中)[^\d、。]{0,3}$", text[:position])
    return match.group(1) if match else ""


def _clock_minute(hour: int, minute: int, half: str) -> tuple[int | None, bool]:
    """Minute of the business day, and whether it might be meant twelve hours later. None for no such hour."""
    if hour > 25 or minute > 59 or (hour == 25 and minute > 0):
        return None, False
    if half in ("午後", "PM", "pm", "昼", "夕方") and hour < 12 and not (half == "昼" and hour > 6):
        hour += 12
    elif half in ("夜", "晩", "深夜", "夜中"):
        if 5 <= hour <= 11:
            hour += 12
        elif hour in (0, 12):
            hour = 24
        elif hour <= 4:
            hour += 24
    elif half in ("午前", "朝", "AM", "am"):
        return (hour * 60 + minute if hour else 24 * 60 + minute), False
    elif hour == 0:
        return 24 * 60 + minute, False
    elif hour < 6:
        hour += 12
    else:
        return hour * 60 + minute, hour <= 11
    total = hour * 60 + minute
    return (total if total <= DAY_END else min(total, DAY_END)), False


def _band(text: str) -> When | None:
    for pattern, low, high in BANDS:
        if re.search(pattern, text):
            return When(from_minute=low, to_minute=high)
    return None


def _this_evening(when: When, today: date, now: datetime) -> When:
    """「今日の8時」 said at ten in the morning means the evening."""
    minute = when.exact_minute
    if when.single_date != today or minute is None or not when.spoken_half:
        return when
    local = to_jst(now)
    if local.date() == today and minute <= local.hour * 60 + local.minute and minute + 720 <= DAY_END:
        return replace(when, from_minute=minute + 720, to_minute=minute + 720, spoken_half=False)
    return when


def _midnight(when: When, calendar_day: bool, text: str) -> When:
    """「25日の0時」 is the hour after the 24th ends; 「今夜0時」「24時」「深夜0時」 belong to the day named."""
    if not calendar_day or when.exact_minute is None or when.exact_minute < 1440 or when.from_date is None:
        return when
    if re.search(r"(?<!\d)0\s*(?:時|[::])", text) and not re.search(r"夜|晩|深夜", text):
        day = when.from_date - timedelta(days=1)
        return replace(when, from_date=day, to_date=day)
    return when
