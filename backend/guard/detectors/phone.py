"""Phone numbers of people: mobile, landline, international, spoken, scattered. Public hotlines stay readable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import phonenumbers

from backend.guard.detectors.base import Message
from backend.guard.digits import Run, Window, windows
from backend.guard.model import Candidate, PiiType

_CONTEXT: Final = re.compile(
    r"電話|でんわ|デンワ|☎|📞|📱|携帯|けいたい|ケータイ|ケイタイ|スマホ|(?<![A-Za-z])(?:TEL|Tel|tel|FAX|Fax|fax|phone|mobile)(?![A-Za-z])|"
    r"ファックス|ファクス|連絡先|れんらくさき|番号は|ばんごう|番号です|かけて|局番|内線|折り?返し|おりかえし|着信|固定電話|留守電|FAX"
)
_OTHER_NUMBER: Final = re.compile(
    r"(?:求人|受付|整理|注文|伝票|追跡|問い?合わ?せ|管理|予約|型|品|法人|登録|商品|事業所|会員|社員|受験|証券)(?:番号|ID|No)\D{0,6}(?:[0-9]{2,6}-?)?\Z|"
    r"(?:型番|品番|JAN|求人No\.?)\D{0,4}\Z"
)
_NAMED_PUBLIC: Final = re.compile(
    r"(?:求人|きゅうじん|注文|伝票|追跡|法人|商品)(?:票|ひょう)?の?\s?(?:番号|ばん(?:ごう)?)[\sはが、:]{0,3}\Z"
)
"""「ごう」 of 「ばんごう」 may have been taken for a five."""
_OFFICE: Final = re.compile(
    r"(?:[市区]役所|役場|[府県都道]庁|ハローワーク[^\s、。]{0,6}|ハロワ[^\s、。]{0,3}|職安|労働局|労働?基準?監督署|労基署?|警察署?|消防署?|図書館|センター[^\s、。の]{0,4}|会館|年金事務所|税務署|保健所|社協|社会福祉協議会|商工会議所|市民病院|法務局|裁判所|相談所|訓練校|サポステ|ステーション|ジョブカフェ|法テラス|[支援福祉年金保険]{2}課|ホットライン|窓口)"
    r"[\sの]?(?:代表|直通|本局|総合|求人)?の?(?:電話番号|電話|番号|TEL|連絡先)?(?:は|が|って|、|:|\(|→)?\s?\Z"
)
_OWN_OFFICE: Final = re.compile(r"自営|うちの|自宅|私の|実家|わたしの|経営")
_MOBILE: Final = re.compile(r"0[5-9]0\d{8}\Z")
_MOBILE_TYPO: Final = re.compile(r"0[6-9]0\d{6,10}\Z")
_LANDLINE: Final = re.compile(r"0[1-9]\d{8}\Z")
_PUBLIC: Final = re.compile(
    r"(?:0120|0570|0990|0180|0170)\d{6}\Z|0800\d{7}\Z|(?:0120|0570)\d{5,6}\Z|1(?:10|19|18|17|88|89|71|77|71|04)\Z"
)
_PUBLIC_ABROAD: Final = re.compile(r"(?:010|00)?81(?:120\d{6}|800\d{7}|570\d{6})\Z")
_LANDLINE_SHAPES: Final = {
    (2, 4, 4), (3, 3, 4), (4, 2, 4), (5, 1, 4), (10,), (2, 8), (3, 7), (4, 6), (6, 4), (5, 5), (4, 3, 3), (2, 4, 2, 2),
    (3, 3, 2, 2), (4, 2, 2, 2), (3, 4, 3), (1,) * 10,
}  # fmt: skip
_TYPO_SHAPES: Final = {(3, 4, 3), (3, 3, 4), (3, 4, 5), (3, 5, 4), (3, 3, 3), (3, 4, 2), (3, 4, 6), (3, 2, 4)}


_AMOUNT_OR_YEAR: Final = re.compile(
    r"\A(?:20[0-3][0-9]\s[01][0-9][0-3][0-9](?!\d)|[0-9]{1,4}[^0-9]{1,3}[0-9]{4}\s?(?:円|名|人|件|万|年|時|個|社|回))"
)
"""「2025 1120」「45 3000円」: too short for a phone number unless nothing else explains it."""


def _scattered(window: Window, gap_text: str) -> bool:
    """A mobile number's first group may be short only when the writer chopped everything up."""
    return max(window.shape) <= 2 and not re.search(r"[:/]", gap_text)


def _is_public(window: Window) -> bool:
    if window.digits.startswith("0800") and window.shape[0] != 4:
        return False  # 080-0…, a mobile number, not the free dial 0800-…
    return bool(_PUBLIC.match(window.digits) or _PUBLIC_ABROAD.match(window.digits))


def _is_office(message: Message, window: Window) -> bool:
    """Whether a public body introduces the number as its own."""
    clause = re.split(r"[、。,\n]", message.view.before(window.start, 30))[-1]
    return bool(_LANDLINE.match(window.digits) and _OFFICE.search(clause) and not _OWN_OFFICE.search(clause))


def _is_named_public(message: Message, run: Run) -> bool:
    """Whether figures, or words for figures, are called the number of a job, a firm or a parcel."""
    start = run.places[0][0]
    return bool(_NAMED_PUBLIC.search(message.kana[max(0, start - 20) : start]))


def public_numbers(message: Message) -> list[tuple[int, int]]:
    """Where free-dial numbers, hotlines, lines of public bodies, numbers of jobs and emergency numbers stand.

    110 among other figures is none.
    """
    named = [
        (run.places[0][0], run.places[-1][1])
        for run in message.plain_runs + message.spoken_runs
        if _is_named_public(message, run)
    ]
    return named + [
        (window.start, window.end)
        for run in message.plain_runs
        for window in windows(run, 3, 12)
        if _is_office(message, window) or (_is_public(window) and (len(window.digits) > 3 or len(run.groups) == 1))
    ]


def _priority(message: Message, window: Window) -> int | None:
    """How sure we are that this window is a person's number; None = it is not."""
    text = message.text
    digits, shape = window.digits, window.shape
    if _OTHER_NUMBER.search(message.view.before(window.start, 16)):
        return None
    plus = text[max(0, window.start - 2) : window.start].strip()[-1:] == "+"
    if plus and 8 <= len(digits) <= 15:
        return 80 if _possible_abroad("+" + digits) else None
    if _MOBILE.match(digits) and (shape[0] >= 3 or _scattered(window, text[window.start : window.end])):
        return 80
    if re.match(r"(?:010|00)?81[1-9]\d{8,9}\Z", digits) and (shape[0] <= 5 or len(shape) == 1):
        return 75 if len(shape) > 1 or len(digits) >= 12 else 45
    context = message.near(_CONTEXT, window.start, window.end, left=24, right=12)
    if _LANDLINE.match(digits):
        if shape in _LANDLINE_SHAPES:
            return 75
        return 55 if context else None
    if _MOBILE_TYPO.match(digits) and (shape in _TYPO_SHAPES or context):
        return 70
    if not context:
        return None
    if re.match(r"[6-9]0\d{8}\Z", digits) or (len(digits) in {9, 10, 11, 12} and digits[0] == "0"):
        return 60
    if _AMOUNT_OR_YEAR.search(message.view.after(window.start, 16)):
        return None
    if shape in {(3, 4), (2, 4), (4, 4), (1, 4)} and not re.search(r"[:/.]", text[window.start : window.end]):
        return 55 if shape in {(3, 4), (2, 4)} else 45
    return None


def _possible_abroad(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def _from_plain(message: Message, run: Run) -> Iterable[Candidate]:
    done = -1
    for window in windows(run, 5, 15):
        if window.first <= done:
            continue
        if _is_public(window) or _is_office(message, window):
            done = window.last
            continue
        if _OTHER_NUMBER.search(message.view.before(window.start, 20)):
            done = max(done, window.last)
            continue
        priority = _priority(message, window)
        if priority is None:
            continue
        done = window.last
        start = window.start
        prefix = message.text[max(0, start - 3) : start]
        opening = re.search(r"[+(]{1,2}\s?\Z", prefix)
        if opening:
            start -= len(prefix) - opening.start()
        extension = _EXTENSION.match(message.text, window.end)
        yield Candidate(PiiType.PHONE, start, extension.end() if extension else window.end, priority)


_EXTENSION: Final = re.compile(
    r"[\s、,]{0,2}[(]?\s?(?:内線|ないせん|ext\.?)(?:番号)?[\s:はが]{0,2}[0-9]{1,5}\s?[)]?", re.IGNORECASE
)
_LOOKALIKE: Final = re.compile(
    r"(?<![A-Za-z0-9])(?=[^\n]{0,4}[A-Za-z]|[^\n]{4,13}[OoIl|])[0OoQD][5-9][0OoQD][\s\-.の]{0,2}[0-9OoIlS|]{4}[\s\-.の]{0,2}[0-9OoIlS|]{2}[\s\-.の]?[0-9OoIlS|]{2}(?![A-Za-z0-9])"
)
"""O for 0 and l for 1, as old phones and hurried thumbs write them."""
_PIECE: Final = re.compile(
    r"(?:下|しも|末尾|まつび|最後|さいご|真ん中|まんなか|真中|あとは?|後は|残り|のこり|続き|つづき|後ろ|うしろ|頭|局番|次が|つぎが)"
    r"(?:[4四]桁|4けた|よんけた)?[^0-9\n。]{0,10}?(?P<n>[0-9〇一二三四五六七八九]{4}(?:[\s\-の]{1,3}[0-9〇一二三四五六七八九]{4})?|[0-9]{2,3}[\s\-の]{1,3}[0-9]{4})(?![0-9円年月日人名時])"
)
_PIECE_CONTEXT: Final = re.compile(
    r"電話|でんわ|携帯|けいたい|ケータイ|スマホ|番号|ばんごう|TEL|tel|(?<![0-9])0[5-9]0(?![0-9])|市外局番|局番|下4|桁|けた"
)
_NOT_PIECE: Final = re.compile(r"求人|整理番号|受付番号|口座|暗証|カード|マイナンバー|保険|免許|型番")


def _pieces(message: Message) -> Iterable[Candidate]:
    """「090で始まって、あとは1234の5566」: a number told in parts."""
    for match in _LOOKALIKE.finditer(message.text):
        yield Candidate(PiiType.PHONE, match.start(), match.end(), 74)
    if _PIECE_CONTEXT.search(message.text) and not _NOT_PIECE.search(message.text):
        for match in _PIECE.finditer(message.text):
            yield Candidate(PiiType.PHONE, match.start("n"), match.end("n"), 58)


_SPOKEN_MOBILE: Final = re.compile(r"0[5-9]0\d{8}")
_SPOKEN_LANDLINE: Final = re.compile(r"0[1-9]\d{8}")
_SPOKEN_HEADLESS: Final = re.compile(r"[7-9]0\d{8}(?!\d)")


def _from_spoken(message: Message, run: Run) -> Iterable[Candidate]:
    at = 0
    while at < len(run.digits):
        for pattern, needs_context in ((_SPOKEN_MOBILE, False), (_SPOKEN_LANDLINE, True), (_SPOKEN_HEADLESS, True)):
            match = pattern.match(run.digits, at)
            if not match:
                continue
            start, end = run.span(match.start(), match.end())
            spoken = any(
                b - a > 1 or not message.text[a].isdecimal() for a, b in run.places[match.start() : match.end()]
            )
            if not spoken or _OTHER_NUMBER.search(message.view.before(start, 20)):
                break  # figures only: already judged as such
            if re.match(r"0120|0570|0800", match.group()):
                at = match.end() - 1
                break
            if needs_context and not message.near(_CONTEXT, start, end, left=24, right=12):
                continue
            yield Candidate(PiiType.PHONE, start, end, 60)
            at = match.end() - 1
            break
        at += 1


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for every personal phone number."""
    yield from _pieces(message)
    for run in message.plain_runs:
        yield from _from_plain(message, run)
    for run in message.spoken_runs:
        spoken = any(end - start > 1 or not message.text[start].isdecimal() for start, end in run.places)
        if spoken and not _is_named_public(message, run):
            yield from _from_spoken(message, run)
