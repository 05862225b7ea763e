"""What one message says to the booking desk: an hour, a form of talk, yes, no, back, leave. Pure functions."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from actions.turn import FALLBACK_INTENT, Turn
from backend.appointments.models import Format
from backend.appointments.times import parse_opening_id
from backend.appointments.when import When, parse_when

SURE = 0.6
ALWAYS_ESCAPE = frozenset(
    {"crisis_suicide", "crisis_violence", "hardship_living", "hardship_debt", "workplace_abuse", "health_worry"}
)
ESCAPE = frozenset({"ask_human", "complain"})
STAYS = frozenset({FALLBACK_INTENT, "book_appointment", "change_appointment", "affirm", "deny", "out_of_scope"})
"""Intents that never interrupt the booking: they are about it, or about nothing the bot knows."""

_FORMATS = (
    (Format.VIDEO, r"ビデオ通話|テレビ電話|ビデオ|びでお|動画|オンライン|zoom|ズーム|画面|顔を見て|カメラ"),
    (Format.CHAT, r"チャット|ちゃっと|文字|テキスト|メッセージ|line|ライン|トーク"),
    (Format.PHONE, r"電話(?!番号)|でんわ|tel|通話|声で|声だけ"),
)
_NO_THANKS = re.compile(
    r"\s*(?:で|と|に)?(?:は|が|も|を)?(?:ちょっと|あまり|絶対)?(?:苦手|いや|嫌|イヤ|無理|なし|以外|じゃな|ではな|でな|やなく|やのうて|"
    r"できな|出来な|こわ|怖|避け|やめ|出し?たくな|使えな|困)"
)
_ABOUT_WORK = re.compile(r"仕事|会社|職場|退職|パート|バイト|派遣|勤め")
_LEAVE = re.compile(
    r"(?:やめ(?:る|ます|とく|とき|て|よ|た|ま)|辞め(?:る|ます|とく|とき)|キャンセル|取り消|取消|中止|また今度|また後で|またあとで|"
    r"予約しない|なしに(?:して|する|したい|します)|なかったことに|しなくていい|もういい(?:です|わ|よ)?$|結構です$|終了|保留)"
)
_BACK = re.compile(
    r"^(?:一つ|ひとつ|1つ)?(?:前に|まえに)?(?:戻る|もどる|戻って|もどって|戻り(?:たい|ます)|戻して|もどして|前の画面)"
)
_MORE = re.compile(r"ほか(?:の|に)|他の|他に|別の(?:日|時間|とき)|もっと|次のページ|ちがう(?:日|時間)|違う(?:日|時間)")
_ANY_OFFERED = re.compile(r"(?:どの|どんな)(?:時間|日)(?:帯)?でも|(?:どれ|どちら|どっち)でも|お?(?:まか|任)せ")
_LATER = re.compile(
    r"(?:もっと|もう少し|もうちょい?と?|も少し)(?:時間が|時間は)?(?:遅|おそ|後|あと)|遅い(?:時間|ほう|方)"
)
_EARLIER = re.compile(
    r"(?:もっと|もう少し|もうちょい?と?|も少し)(?:時間が|時間は)?(?:早い?時|早い(?:ほう|方)|早め|朝|前)|早い(?:時間|ほう|方)"
)
_YES = re.compile(
    r"^(?:はい|ハイ|うん|ええよ?|えぇ|おう|おけ|ok|オッケー|オーケー|了解|よろし|お願|おねがい|それで|これで|大丈夫|だいじょうぶ|いいです|"
    r"いいよ|いいね|良い|よいです|頼|たの(?:む|み)|ほな|そうして|そうです|合って|あって(?:ます|る)|確定|予約して|決定)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:いいえ|いえ|いや|ううん|ちがう|違う|ちゃう|だめ|ダメ|あかん|no|のー|やっぱり?(?:ちがう|違う|無理|だめ|あかん))",
    re.IGNORECASE,
)
_SAME_TIME = re.compile(r"同じ(?:時間|時刻|じかん)|時間は(?:そのまま|同じ)")
_SAME_DAY = re.compile(r"同じ日|その日(?:の|で|に)|日(?:にち|付)?は(?:そのまま|同じ)")


@dataclass(frozen=True)
class Reading:
    """A message in the desk's terms.

    Attributes:
        when: day and hour said.
        opening: an hour from a button.
        refused: forms of talk the seeker does not want.
        step: leave, back, more, later, earlier, pick, any, format, yes, from a button or the words for it.
        same_time: 「同じ時間」.
        same_day: 「同じ日」.
        appointment: id from a button.
    """

    when: When | None = None
    opening: tuple[date, int] | None = None
    format: Format | None = None
    refused: frozenset[Format] = frozenset()
    step: str | None = None
    affirm: bool = False
    deny: bool = False
    same_time: bool = False
    same_day: bool = False
    appointment: str | None = None

    @property
    def has_news(self) -> bool:
        """Says something about hour or form of talk."""
        return bool(
            self.when or self.opening or self.format or self.refused or self.same_time or self.same_day
        ) or self.step in ("more", "later", "earlier", "pick", "any", "back", "format")

    @property
    def empty(self) -> bool:
        """Says nothing the desk understands."""
        return not (self.has_news or self.step or self.affirm or self.deny)


def read(turn: Turn, *, today: date, now: datetime) -> Reading:
    """What a turn says; buttons are read from their entities, typed words from the text."""
    given = turn.entities
    if turn.text is None:
        return Reading(
            opening=parse_opening_id(given.get("opening", "")),
            format=Format(given["format"]) if given.get("format") in list(Format) else None,
            step=given.get("step"),
            affirm=turn.intent == "affirm",
            deny=turn.intent == "deny",
            appointment=given.get("appointment"),
        )
    text = unicodedata.normalize("NFKC", turn.text).strip()
    when = parse_when(text, today, now)
    chosen, refused = read_formats(text)
    return Reading(
        when=when,
        format=chosen,
        refused=refused,
        step=_step(text),
        affirm=bool(_YES.search(text)) or (turn.intent == "affirm" and turn.confidence >= SURE),
        deny=bool(_NO.search(text)) or (turn.intent == "deny" and turn.confidence >= SURE),
        same_time=bool(_SAME_TIME.search(text)),
        same_day=bool(_SAME_DAY.search(text)),
    )


def read_formats(text: str) -> tuple[Format | None, frozenset[Format]]:
    """The form of talk wished (the last one named) and those refused: 「電話は苦手なのでチャットで」."""
    rest = text.lower()
    chosen: tuple[int, Format] | None = None
    refused: set[Format] = set()
    for format, pattern in _FORMATS:
        for match in re.finditer(pattern, rest):
            if _NO_THANKS.match(rest[match.end() :]):
                refused.add(format)
            elif chosen is None or match.start() > chosen[0]:
                chosen = (match.start(), format)
        rest = re.sub(pattern, lambda match: "＿" * len(match.group()), rest)
    if re.search(r"顔を?(?:出|見せ|映)\S{0,2}(?:たくな|ない)", text):
        refused.add(Format.VIDEO)
        if chosen is not None and chosen[1] is Format.VIDEO:
            chosen = None
    return (chosen[1] if chosen else None), frozenset(refused)


def _step(text: str) -> str | None:
    if _BACK.search(text):
        return "back"
    if _LEAVE.search(text) and not _ABOUT_WORK.search(text):
        return "leave"
    if _ANY_OFFERED.search(text):
        return "pick"
    if _LATER.search(text):
        return "later"
    if _EARLIER.search(text):
        return "earlier"
    return "more" if _MORE.search(text) else None


def interrupts(turn: Turn, reading: Reading, *, appointment_near: bool = False) -> bool:
    """True when the message is for another part of the bot, so that the form must step aside.

    * Urgent intents always do.
    * A wish for a person does, unless a day or a form of talk is named (「電話で話したい」).
    * 「遅れます」 only counts when an appointment is near.
    * Anything else does when it says nothing to the desk, or nothing more than a part of the day inside what is
      surely another question.
    """
    intent, confidence = turn.intent, turn.confidence
    if intent in ALWAYS_ESCAPE:
        return True
    if turn.text is None:
        ours = reading.opening or reading.format or reading.step
        return not (ours or intent in ("book_appointment", "affirm", "deny"))
    if intent == "running_late":
        return appointment_near
    if intent in STAYS or reading.step in ("leave", "back", "later", "earlier", "pick"):
        return False
    if intent in ESCAPE:
        return not (reading.format or (reading.when and reading.when.has_date))
    if reading.empty:
        return True
    only_part_of_day = reading.when is not None and not reading.when.has_date and reading.when.exact_minute is None
    only_words = not (reading.format or reading.refused) and (
        only_part_of_day or (reading.when is None and not reading.same_time and not reading.same_day)
    )
    return only_words and confidence >= SURE and not reading.affirm and not reading.deny
