# ruff: noqa: E501 - patterns read better in one piece
"""Numbers known only by what they are called: the nearest label decides, however far or oddly the number is written.

Labels are read in hiragana (katakana folded), so 「パスワード」 and 「ぱすわーど」 are one. A bare 「番号」「記号」 inherits the
subject mentioned before it; a public label (求人番号, 時給, 電話 …) standing nearer takes the number away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.model import Candidate, PiiType

_LABEL: Final = re.compile(
    r"(?P<secret>ぱすわーど|ぱすこーど|あんしょうばんごう|あんしょう|暗証番号|暗証|(?<![a-z])pin(?:こーど|番号)?(?![a-z])|(?:認証|確認)(?:こーど|番号)|わんたいむ(?:ぱす)?|合言葉|(?<![a-z])pw(?![a-z])|(?<![a-z])pass(?:word|code)?(?![a-z])|(?<!い)ぱす(?=[はが:→=\s])|仮ぱす)|"
    r"(?P<my>まいなんばー(?:かーど)?|まいな(?=の|番|かーど|\s|[0-9])|個人番号|こじんばんごう|通知かーど|1?2桁の番号|my\s?number)|"
    r"(?P<cardpart>せきゅりてぃー?(?:こーど|番号)|cvv2?|cvc2?|(?:かーどの)?(?:裏|うら)の?(?:3|三|さん)(?:桁|けた)|裏面の(?:番号|数字))|"
    r"(?P<license>(?:運転)?免許(?:証)?|めんきょ(?:しょう)?|基礎年金|年金手帳|年金|きそねんきん|ねんきん|在留(?:かーど|資格)?|ざいりゅう(?:かーど)?|residence|ぱすぽーと|passport|旅券|手帳|てちょう|社員証|社員番号|従業員(?:番号|証)|職員番号|学籍|学生(?:証|番号)|"
    r"診察券|しんさつけん|お客様(?:番号|id)|会員(?:番号|証|id|no)|けーす番号|受給(?:資格)?者?証|受給(?:者|資格者)番号|受給番号|修了証|終了証|資格者?証|登録証|合格証|証書|介護福祉士の?(?:登録)?(?:証|番号|no)?|看護師(?:の?登録|免許)|(?:資格|国家資格|士)の?登録番号|保育士証|保育士の?登録|求職(?!中)|受付票|支給番号|住民票こーど|戸籍|車の?なんばー|なんばーぷれーと|患者|受験番号|照会番号|にゅうかんの番号|特別永住|ぽいんとかーど|利用者(?:番号|証|id)|登録者番号|図書(?:館)?かーど|はろーわーくかーど)|"
    r"(?P<card>くれじっと(?:かーど)?|くれか|でびっと|(?<!まいなんばー)(?<!まいな)(?<!在留)(?<!通知)かーど|visa|jcb|master|あめっくす|amex)|"
    r"(?P<bankpart>店番号?|支店(?=[\s:はが]{0,2}[0-9])|支店(?:番号|こーど|の番号)|(?:金融機関|銀行)(?:こーど|番号)|店名)|"
    r"(?P<insurance>保険証|ほけんしょう|健康保険|けんこうほけん|国民健康保険|国保|こくほ|社保|しゃほ|協会けんぽ|けんぽ|健保|後期高齢者?(?:医療)?|こうきこうれい|介護保険|かいごほけん|雇用保険|こようほけん|被?保険者|ひほけんしゃ|労災|離職票|被扶養者|失業保険|しつぎょうほけん|資格確認書|しかくかくにんしょ|資格情報|枝番|えだばん)|"
    r"(?P<bank>口座|こうざ|振込先?|振り込み先?|ふりこみ(?:さき)?|通帳|つうちょう|ゆうちょ|郵便局の|貯金|預金|[一-龯a-z]{2,8}銀行|銀行|ぎんこう|支店|信金|信用金庫|農協|jaばんく|労金|ろうきん|普通(?=[\s:のは(]{0,2}[0-9])|三井住友|りそな|みずほ|紀陽|池田泉州|関西みらい|paypay|ufj|本店)|"
    r"(?P<public>求人(?:票|番号|no)?|きゅうじん|整理(?:番号)?|型番|型式|品番|製品|商品|注文|追跡|伝票|荷物|問い?合わ?せ(?:番号|先)|受付番号|法人番号|事業所(?:番号)?|じぎょうしょ|登録番号|いんぼいす|時給|月給|日給|年収|給料|給与は|手取り|賞与|予約(?:番号)?|isbn|jan|様式|国道|定員|従業員数|資本金|売上|料金|費用|代金|家賃|番組|管理番号|おーだー|ろっと)|"
    r"(?P<phone>電話|でんわ|携帯|けいたい|(?<![a-z])(?:tel|fax)(?![a-z])|ふぁっくす|ふぁくす|すまほ)|"
    r"(?P<other>〒|郵便番号|ゆうびん(?:ばんごう)?|住所|じゅうしょ|生年月日|誕生日|たんじょうび|生まれ|うまれ|line|らいん|めーる|いんすた)|"
    r"(?P<generic>番号|ばんごう|記号|きごう|no\.?(?=[\s:0-9a-z])|№|なんばー)",
    re.IGNORECASE,
)
_D: Final = r"[0-9〇○零一二三四五六七八九]"
_GAP: Final = r"(?:[\s\-ー・.の_~=]{1,3}|ハイフン|はいふん)"
_VALUE: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?P<pre>[一-龯]{{2,3}}[都道府県]\s?)?(?P<nth>第\s?)?(?:[A-Za-z]{{1,4}}\s?-?\s?)?(?P<d>{_D}(?:{_GAP}?{_D})*)(?:(?:\s?-?\s?[A-Za-z]{{1,4}}(?![A-Za-z])(?:-?[0-9]{{1,8}})?))?(?:\s?号(?![線機棟室館階]))?"
)
_COUNTED: Final = re.compile(
    r"\s?(?:円|万|千|年|[かヶケカ]?月|日(?!本)|時|分(?!から)|人|名(?!義)|歳|才|さい|%|週|回|社|件|個|階|級|割|度|ページ|番目|番線|号線|桁|けた|代|キロ|km|m|kg|倍|点|枚|台|社|連|交代|ヵ月|種|つ|[:/]\s?[0-9])"
)
_ASCII_SECRET: Final = re.compile(r"(?=[!-~]*[0-9])(?=[!-~]*[A-Za-z])[A-Za-z0-9][!-(*-~]{3,40}|[0-9]{4,12}")
_EXPIRY: Final = re.compile(
    r"(?:期限|きげん)[^0-9\n]{0,6}(?P<v>[01]?[0-9]\s?[/.\-]\s?(?:20)?[0-9]{2}|(?:20)?[0-9]{2}\s?年\s?[0-9]{1,2}\s?月|[01]?[0-9]月\s?(?:20)?[0-9]{2}年)(?![0-9])"
)
_AFTER_CARD: Final = re.compile(
    r"[0-9]{4}[\s\-]?[0-9]{3,7}[\s、,]{1,4}(?P<v>[01]?[0-9]\s?/\s?(?:20)?[0-9]{2})(?![0-9/])"
)
_STRONG: Final = re.compile(r"番号|ばんごう|こーど|記号|枝番|えだばん|no", re.IGNORECASE)
_RIGHT: Final = re.compile(
    r"\s?(?:が|は|←|って|です|、|,|\(|=|:|\s|という|ゆう|いう|の|私|わたし|僕|うち){0,5}\s?\Z", re.IGNORECASE
)
_INCLUDED: Final = re.compile(
    r"(?:記号|きごう|(?:普通|当座)(?:預金|口座)?|普|店番号?|支店(?:番号|コード))[\s:はがの]{0,2}\Z"
)

_KINDS: Final = {
    "my": PiiType.MY_NUMBER,
    "bank": PiiType.BANK_ACCOUNT,
    "bankpart": PiiType.BANK_ACCOUNT,
    "card": PiiType.CARD,
    "cardpart": PiiType.CARD,
    "insurance": PiiType.INSURANCE_NUMBER,
    "license": PiiType.LICENSE_OR_ID,
    "secret": PiiType.PASSWORD_LIKE,
}
_WEAK: Final = {
    "my": (11, 13),
    "bank": (6, 14),
    "card": (13, 19),
    "insurance": (5, 16),
    "license": (6, 16),
    "bankpart": (3, 4),
    "cardpart": (3, 4),
    "secret": (4, 8),
}
"""Figures a number must have when only its subject is named."""
_NAMED: Final = {
    "my": (9, 14),
    "bank": (3, 15),
    "card": (8, 19),
    "insurance": (1, 18),
    "license": (3, 18),
    "bankpart": (3, 4),
    "cardpart": (3, 4),
    "secret": (3, 12),
}
"""Figures it may have when 「番号」「記号」 stands before it."""


@dataclass(frozen=True, slots=True)
class _Label:
    start: int
    end: int
    group: str
    strong: bool


@dataclass(frozen=True, slots=True)
class _Value:
    start: int
    end: int
    digits: int
    spoken: bool


def _labels(message: Message) -> list[_Label]:
    return [
        _Label(m.start(), m.end(), m.lastgroup or "", m.lastgroup == "generic" or bool(_STRONG.search(m.group())))
        for m in _LABEL.finditer(message.kana)
    ]


def _values(message: Message, labels: list[_Label]) -> Iterator[_Value]:
    text = message.text
    for match in _VALUE.finditer(text):
        digits = len(re.findall(_D, match.group("d")))
        single = digits < 2 and not (
            text[max(0, match.start() - 3) : match.start()].rstrip(" :").endswith(("番号", "記号"))
            or match.group("nth")
            or text[match.start() : match.end()][:1].isalpha()
        )
        if single or (digits < 9 and _COUNTED.match(text, match.end())):
            continue
        lone_kanji = not re.search("[0-9]", match.group("d")) and digits < 4
        if not lone_kanji:
            yield _Value(match.start(), match.end(), digits, False)
    for run in message.short_spoken_runs:
        if any(end - start > 1 or not (text[start].isdecimal()) for start, end in run.places):
            places = [p for p in run.places if not any(a.start <= p[0] < a.end for a in labels)]  # ごう of ばんごう
            if len(places) >= 3:
                yield _Value(places[0][0], places[-1][1], len(places), True)


def _topic(labels: list[_Label], value: _Value, text: str) -> tuple[str, bool, _Label] | None:
    """The subject of a number: group, whether 「番号」 or the like named it, and the nearest label."""
    nearest: _Label | None = None
    strong = False
    for label in reversed(labels):
        if label.end > value.start:
            continue
        if nearest is None:
            gap = text[label.end : value.start]
            if len(gap) > (24 if label.strong else 16) or gap.count("。") > 1:
                break
            nearest = label
        elif value.start - label.end > 60:
            break
        if label.group == "bankpart" and value.digits > 4:
            return "bank", True, nearest
        strong = strong or label.strong
        if label.group != "generic":
            return label.group, strong, nearest
    for label in labels:
        if label.start >= value.end:
            if label.start - value.end <= 12 and _RIGHT.match(text[value.end : label.start]):
                return label.group, False, label
            break
    return None


def _secrets(message: Message, labels: list[_Label]) -> Iterator[Candidate]:
    for label in labels:
        if label.group != "secret":
            continue
        window = message.view.after(label.end, 60)
        match = _ASCII_SECRET.search(window)
        if match and match.start() <= 14 and not _COUNTED.match(window, match.end()):
            value = match.group().rstrip(").,」』")
            if not re.match(r"https?:", value):
                yield Candidate(
                    PiiType.PASSWORD_LIKE, label.end + match.start(), label.end + match.start() + len(value), 73
                )


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for labelled numbers."""
    labels = _labels(message)
    if not any(label.group in _KINDS for label in labels):
        return
    text = message.text
    yield from _secrets(message, labels)
    last: Candidate | None = None
    for value in sorted(_values(message, labels), key=lambda v: v.start):
        found = _topic(labels, value, text)
        if found is None or found[0] not in _KINDS:
            continue
        group, strong, nearest = found
        fewest, most = (_NAMED if strong else _WEAK)[group]
        if not fewest <= value.digits <= most or (value.spoken and value.digits < max(3, fewest)):
            continue
        start = value.start
        lead = text[max(0, start - 12) : start]
        if group == "insurance" and text[nearest.start : nearest.end] in {"記号", "きごう", "番号"}:
            region = re.fullmatch(r"[\s:はが、]{0,3}(?P<r>[一-龯ぁ-ん]{1,6}\s?)", text[nearest.end : start])
            if region and not re.fullmatch(r"[はがの]", region.group("r")):
                start = nearest.start
        if group in {"bank", "insurance", "bankpart"}:
            named = _INCLUDED.search(lead)
            if named:
                start -= len(lead) - named.start()
        if (
            group == "insurance"
            and last is not None
            and last.type == PiiType.INSURANCE_NUMBER
            and start - last.end <= 6
        ):
            start = last.end  # 記号 … 番号 …: one value in two parts
        candidate = Candidate(_KINDS[group], start, value.end, 72 if strong else 67)
        if last is not None and last.type == candidate.type and 0 <= candidate.start - last.end <= 2:
            yield Candidate(candidate.type, last.start, candidate.end, candidate.priority)
        yield candidate
        last = candidate
    if any(label.group in {"card", "cardpart"} for label in labels):
        for pattern in (_EXPIRY, _AFTER_CARD):
            for match in pattern.finditer(text):
                yield Candidate(PiiType.CARD, match.start("v"), match.end("v"), 83)
