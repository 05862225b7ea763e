# ruff: noqa: E501 - patterns read better in one piece
"""Dates of birth in Western and Japanese years, in every spelling; appointment dates and tenure stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.digits import kanji_number
from backend.guard.model import Candidate, PiiType

_N: Final = r"(?:[0-9]{1,2}|[〇一二三四五六七八九十]{1,3})"
_ONES: Final = r"(?:いち|いっ|に|さん|よん|よ|し|ご|ろく|ろっ|なな|しち|ひち|はち|はっ|きゅう|きゅー|く)"
_KANA_N: Final = rf"(?:(?:{_ONES})?じゅう{_ONES}?|{_ONES})"
_ERA: Final = r"(?P<era>明治|大正|昭和|平成|令和|めいじ|たいしょう|しょうわ|へいせい|れいわ|メイジ|タイショウ|ショウワ|ヘイセイ|レイワ|(?<![A-Za-z])[MTSHRmtshr](?=\s?\.?\s?[0-9])|[昭平大](?=[0-9]))"
_ERA_YEAR: Final = rf"{_ERA}\s?\.?\s?(?P<ey>{_N}|元|{_KANA_N})"
_WESTERN: Final = r"(?:西暦|せいれき)?\s?(?P<wy>(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|[一二][〇九][〇一二三四五六七八九]{2}|千九百[一二三四五六七八九十]{1,4})"
_YEAR: Final = rf"(?:{_ERA_YEAR}|{_WESTERN})"
_OLD_MONTH: Final = "(?:睦月|如月|弥生|卯月|皐月|水無月|文月|葉月|長月|神無月|霜月|師走)"
_DAY: Final = rf"(?:{_N}|ついたち|ふつか|みっか|よっか|いつか|むいか|なのか|ようか|ここのか|とおか|はつか)(?:日|にち)?"
_MONTH_DAY: Final = (
    rf"(?:\s?(?:年|ねん|ネン)\s?の?\s?(?:早生まれの)?\s?(?P<m1>{_N}|{_KANA_N})\s?(?:月|がつ|ガツ)\s?の?\s?"
    rf"(?P<d1>{_N}(?:\s?(?:日|にち|か)(?!間))?|{_KANA_N}\s?(?:日|にち)|ついたち|ふつか|みっか|よっか|いつか|むいか|なのか|ようか|ここのか|とおか|はつか)"
    rf"|\s?(?:年|ねん)?\s?[の.]?\s?(?:{_OLD_MONTH}[\s.]?の?\s?{_DAY}|大晦日|元日|元旦)"
    r"|\s?[\-./・ ーの年、]\s?(?P<m2>[01]?[0-9])\s?[\-./・ ーの月、]\s?(?P<d2>[0-3]?[0-9])(?![0-9])日?)"
)
_FULL: Final = re.compile(_YEAR + _MONTH_DAY)
_YEAR_MONTH: Final = rf"(?:\s?(?:年|ねん)の?(?:\s?(?:{_N}|{_KANA_N})\s?(?:月|がつ))?)"
_BORN: Final = r"(?:\s?の?\s?(?:早|遅)?(?:生まれ|生れ|うまれ|ウマレ|産まれ)|\s?生(?![徒活産花田命年きか一-龯])|\s?に(?:生まれ|生れ|うまれ|産まれ))"
_YEAR_BORN_AFTER: Final = re.compile(_BORN)
_YEAR_BORN: Final = re.compile(rf"(?P<span>{_YEAR}{_YEAR_MONTH}){_BORN}")
_BARE_YEAR_BORN: Final = re.compile(
    rf"(?P<span>(?<![0-9〜~\-.])[0-9]{{2}}[./\-][01]?[0-9][./\-][0-3]?[0-9]|せんきゅうひゃく[ぁ-ん]{{2,12}}ねん|(?<![0-9〜~\-])'?(?:[2-9][0-9]|0[0-9])\s?(?:年|ねん)(?:\s?{_N}\s?月(?:\s?{_N}\s?日)?)?){_BORN}"
)
_ERA_BORN: Final = re.compile(rf"(?P<span>{_ERA_YEAR}|(?<![0-9〜~\-])(?:19|20)[0-9]{{2}}){_BORN}")
_MONTH_DAY_BORN: Final = re.compile(
    rf"(?P<span>(?<![0-9]){_N}\s?(?:月|/|がつ)\s?{_N}\s?(?:日|にち)?){_BORN}|"
    rf"(?:誕生日|たんじょうび|誕生日|バースデー|birthday|生年月日)[^\n。0-9〇一二三四五六七八九十]{{0,8}}?(?P<span2>(?:{_N}|{_KANA_N})\s?(?:月|/|がつ)\s?(?:{_N}|{_KANA_N}(?=にち)|ついたち|ふつか|みっか|よっか|いつか|むいか|なのか|ようか|ここのか|とおか|はつか)\s?(?:日|にち)?)(?![0-9]*[/年])",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"生年月日|せいねんがっぴ|セイネンガッピ|誕生日|たんじょうび|誕生|バースデー|birthday|生まれ|うまれ|ウマレ|産まれ|DOB|年齢",
    re.IGNORECASE,
)
_COMPACT: Final = re.compile(
    r"(?:生年月日|せいねんがっぴ|誕生日|たんじょうび|DOB)[^\n。0-9]{0,10}?(?P<span>[MTSHRmtshr]?(?:19|20)?[0-9]{6}|[MTSHR]?[0-9]{2}[\-./ ][01]?[0-9][\-./ ][0-3]?[0-9])(?![0-9])",
    re.IGNORECASE,
)
_LABELLED_YEAR: Final = re.compile(
    rf"(?:生年月日|せいねんがっぴ|生まれ年|生まれは|うまれは|生まれたのは)[^\n。0-9]{{0,6}}(?P<span>{_YEAR}(?:{_YEAR_MONTH})?(?:{_MONTH_DAY})?)"
)
_BOTH_YEARS: Final = re.compile(rf"(?P<span>{_YEAR}\s?年?\s?\([^)\n]{{2,9}}\)\s?年?\s?{_N}\s?月\s?{_N}\s?日)")
_ENGLISH: Final = re.compile(
    r"(?P<span>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s[0-3]?[0-9](?:st|nd|rd|th)?,?\s19[0-9]{2}|"
    r"[0-3]?[0-9]\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s19[0-9]{2})"
)
_CAREER_BEFORE: Final = re.compile(
    r"(?:入社|退職|退社|卒業|卒|取得|就職|入学|転職|設立|創業|開業|結婚|離婚|勤務|在籍|入職|採用|発行|施行|改正|法律|期間|から|〜|~)[^。\n]{0,6}\Z"
)
_CAREER_AFTER: Final = re.compile(
    r"\s?(?:付|に?(?:入社|退職|退社|卒業|取得|就職|入学|転職|設立|創業|開業|オープン|結婚|離婚|開始|施行|入職|採用|登録|発行|辞め|やめ|働き|勤め|倒産|免許|異動|引っ越)|から|より|まで|〜|~|以降|現在|時点|の(?:震災|地震|事件|事故|災害|台風|法律|改正|大会|面接|予約|面談|相談|求人|セミナー|説明会))"
)
_COHORT_BEFORE: Final = re.compile(r"(?:〜|~|から|-|ー)\s?\Z")
_COHORT_DATE: Final = re.compile(r"\s?(?:以降|以前|まで|〜|~)")
_COHORT_AFTER: Final = re.compile(
    r"(?:代|年代|以降|以前|まで|〜|~|から|前後の?人|の?(?:人|方|世代|者)(?:が|は|を|も|向|対象|まで|限))"
)
_ERA_STARTS: Final = {"明": 1867, "め": 1867, "メ": 1867, "m": 1867, "大": 1911, "た": 1911, "タ": 1911, "t": 1911, "昭": 1925, "し": 1925, "シ": 1925,
                      "s": 1925, "平": 1988, "へ": 1988, "ヘ": 1988, "h": 1988, "令": 2018, "れ": 2018, "レ": 2018, "r": 2018}  # fmt: skip
_RECENT: Final = 2013


def _year_of(match: re.Match[str]) -> int | None:
    """Western year of the match; None when a kana number hides it (then it is not judged by age)."""
    western, era, within = match.group("wy"), match.group("era"), match.group("ey")
    if western:
        return kanji_number(western)
    number = kanji_number(within)
    return None if number is None else _ERA_STARTS[era[0].lower()] + number


def _plausible(match: re.Match[str]) -> bool:
    month, day = match.group("m2"), match.group("d2")
    return month is None or (1 <= int(month) <= 12 and 1 <= int(day) <= 31)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for dates of birth."""
    text, view = message.text, message.view
    for match in _FULL.finditer(text):
        if not _plausible(match):
            continue
        start, end = match.span()
        if _COHORT_DATE.match(view.after(end, 5)):
            continue
        if message.near(_LABEL, start, end, left=14, right=10) or _YEAR_BORN_AFTER.match(text, end):
            yield Candidate(PiiType.BIRTH_DATE, start, end, 74)
            continue
        year = _year_of(match)
        career = _CAREER_BEFORE.search(view.before(start, 14)) or _CAREER_AFTER.match(view.after(end, 12))
        if not career and (year is None or 1900 <= year < _RECENT):
            yield Candidate(PiiType.BIRTH_DATE, start, end, 54)
    for pattern in (_YEAR_BORN, _ERA_BORN, _BARE_YEAR_BORN):
        for match in pattern.finditer(text):
            start, end = match.span("span")
            if not (_COHORT_BEFORE.search(view.before(start, 3)) or _COHORT_AFTER.match(view.after(match.end(), 8))):
                yield Candidate(PiiType.BIRTH_DATE, start, end, 57)
    for match in _MONTH_DAY_BORN.finditer(text):
        group = "span" if match.group("span") else "span2"
        yield Candidate(PiiType.BIRTH_DATE, match.start(group), match.end(group), 53)
    for pattern, priority in ((_COMPACT, 77), (_LABELLED_YEAR, 71), (_ENGLISH, 60), (_BOTH_YEARS, 75)):
        for match in pattern.finditer(text):
            yield Candidate(PiiType.BIRTH_DATE, match.start("span"), match.end("span"), priority)
