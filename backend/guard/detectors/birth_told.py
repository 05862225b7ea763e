# ruff: noqa: E501 - patterns read better in one piece
"""Dates of birth told loosely: half a date beside 「誕生日」, a year of the zodiac, kana years, eight figures in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.model import Candidate, PiiType

_N: Final = r"(?:[0-9]{1,2}|[〇一二三四五六七八九十]{1,3})"
_ONES: Final = r"(?:いち|いっ|に|さん|よん|よ|し|ごー?|ろく|ろっ|なな|しち|ひち|はち|はっ|きゅう|きゅー|く)"
_KANA_N: Final = rf"(?:(?:{_ONES})?じゅう{_ONES}?|{_ONES}|がん)"
_NUM: Final = rf"(?:{_N}|{_KANA_N})"
_DAY: Final = rf"(?:{_NUM}\s?(?:日|にち|か)|ついたち|ふつか|みっか|(?:に?じゅう)?よっか|いつか|むいか|なのか|ようか|ここのか|とおか|はつか|[0-3]?[0-9])"
_ERA: Final = rf"(?:明治|大正|昭和|平成|令和|めいじ|たいしょう|しょうわ|へいせい|れいわ|(?<![A-Za-z])[MTSHRmtshr]\.?|[昭平大令])\s?の?\s?(?:{_NUM}|元)"
_WEST: Final = r"(?:西暦|せいれき)?\s?(?:(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|[一二][〇九][〇一二三四五六七八九]{2}|(?:千九百|二千)[一二三四五六七八九十]{0,4}|せんきゅうひゃく[ぁ-ん]{0,10}?(?=ねん)|にせん[ぁ-ん]{0,8}?(?=ねん))"
_SHORT: Final = rf"(?:(?<![0-9〜~\-.年])'?(?:[2-9][0-9]|0[0-9])|(?<![一-龯〇])[〇一二三四五六七八九]{{2}}|(?<![ぁ-ん]){_ONES}じゅう{_ONES}?)(?=\s?(?:年|ねん))"
_TAIL: Final = rf"(?:\s?(?:年度?|ねんど?)?\s?[、,\s./\-年の]{{0,3}}\s?(?:の\s?)?{_NUM}\s?(?:月|がつ|[./\-\s])?(?:\s?[、,]?の?\s?{_DAY})?|\s?(?:年度?|ねんど?))?"
_YEAR_DATE: Final = rf"(?:{_ERA}|{_WEST}|{_SHORT}){_TAIL}"
_BORN: Final = r"(?:\s?[、,]?\s?の?\s?(?:(?:早|遅|はや|おそ)\s?)?(?:生まれ|生れ|うまれ|産まれ)|\s?生(?![徒活産花田命年きか一-龯])|\s?年?生(?=です|や|で|の[0-9])|\s?年?の?\s?(?:子|丑|寅|卯|辰|巳|午|未|申|酉|戌|亥|ねずみ|うし|とら|うさぎ|たつ|へび|うま|ひつじ|さる|とり|いぬ|いのしし)(?:年|どし|歳))"
_TOLD: Final = re.compile(rf"(?P<v>{_YEAR_DATE}){_BORN}")
_DATE: Final = rf"(?:{_YEAR_DATE}|(?<![0-9]){_NUM}\s?(?:月|がつ|/)\s?の?\s?{_DAY}|(?<![0-9])[0-9]{{3,4}}(?![0-9年月日円時])|(?<![0-9])[0-9]{{1,2}}日)"
_BEFORE: Final = re.compile(
    rf"(?P<v>{_DATE})(?=(?:が|は|って|、|です|に)?[、\s]?(?:私|わたし|僕|うち|娘|息子|子ども?|母|父)?の?\s?(?:お?誕生日|おたんじょうび|たんじょうび|生年月日|ばーすでー|バースデー|birthday)(?!\s?(?:会|休暇|けーき|ケーキ|プレゼント|ぷれぜんと|割)))",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    rf"(?:誕生日|たんじょうび|生年月日|せいねんがっぴ|生まれたの|うまれたの|生まれ(?=は|が|:)|うまれ(?=は|が|:)|DOB|born)(?:は|が|も|:|→|、|\s|in|on|なん|です|ですが|で){{0,3}}\s?(?:えっと|えーと)?[、\s]?(?P<v>{_DATE})(?!\s?(?:の面接|に面接|から働|入社|時|円|人|歳))",
    re.IGNORECASE,
)
_EARLY: Final = re.compile(
    rf"(?P<v>(?:早|遅)生まれの{_ERA}\s?年(?:\s?{_N}\s?月)?(?:\s?{_N}\s?日)?)(?=です|や|、|。|\s|\Z)"
)
_ERA_LATER: Final = re.compile(
    rf"(?P<v>(?<![0-9])[0-9]{{2}}年\s?{_N}月\s?{_N}日)(?=[^0-9\n]{{0,12}}(?:誕生日|たんじょうび|生年月日))"
)
_EIGHT: Final = re.compile(
    r"(?<![0-9A-Za-z\-])(?:(?:19[2-9][0-9]|200[0-9]|201[0-2])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|[MTSHmtsh](?:0[1-9]|[1-6][0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))(?![0-9A-Za-z\-])"
)
_NUMBERED: Final = re.compile(r"(?:番号|型番|品番|[Nn]o\.?|ID|口座|電話|コード|パス)[^\n。]{0,6}\Z")
_RANGE: Final = re.compile(r"(?:〜|~|から|-|ー)\s?\Z")
_COHORT: Final = re.compile(
    r"(?:代|年代|以降|以前|まで|〜|~|から|前後の?人|の?(?:人|方|世代|者)(?:が|は|を|も|向|対象|まで|限))"
)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for loosely told dates of birth."""
    kana, view = message.kana, message.view
    if _HINT.search(kana):
        for match in _TOLD.finditer(kana):
            if not _COHORT.match(view.after(match.end(), 8)) and not _RANGE.search(view.before(match.start(), 3)):
                early = re.search(
                    "[早遅子丑寅卯辰巳午未申酉戌亥]|はや|おそ|どし|年", match.group()[match.end("v") - match.start() :]
                )
                end = match.end() if early else match.end("v")
                day = re.match(r"の\s?[0-9]{1,2}月\s?[0-9]{1,2}日", view.after(match.end(), 10))
                yield Candidate(PiiType.BIRTH_DATE, match.start("v"), match.end() + day.end() if day else end, 58)
        for pattern, priority in ((_BEFORE, 56), (_AFTER, 57)):
            for match in pattern.finditer(kana):
                yield Candidate(PiiType.BIRTH_DATE, match.start("v"), match.end("v"), priority)
        for pattern in (_EARLY, _ERA_LATER):
            for match in pattern.finditer(kana):
                yield Candidate(PiiType.BIRTH_DATE, match.start("v"), match.end("v"), 56)
    for match in _EIGHT.finditer(kana):
        if not _NUMBERED.search(view.before(match.start(), 12)):
            yield Candidate(PiiType.BIRTH_DATE, match.start(), match.end(), 52)


_HINT: Final = re.compile(
    r"生|うまれ|産まれ|誕生|たんじょう|ばーすでー|birthday|DOB|born|せいねん|[子丑寅卯辰巳午未申酉戌亥しらぎつびまじるりぬ](?:年|どし)",
    re.IGNORECASE,
)
