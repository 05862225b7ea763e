# ruff: noqa: E501 - patterns read better in one piece
"""Addresses below the municipality: town with 丁目/番地, kana spellings, buildings with rooms.

A bare place ("泉佐野市に住んでます") is what a job search needs and stays; once detail follows, the whole address goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from backend.guard.detectors.address_told import is_office
from backend.guard.detectors.base import Message
from backend.guard.lexicon.places import KANA_PLACES, PREFECTURES
from backend.guard.model import Candidate, PiiType
from backend.guard.tokens import Token

_N: Final = r"(?:[0-9]{1,5}|[〇一二三四五六七八九十百]{1,5})"
_NOT_COUNTED: Final = r"(?!\s?(?:[0-9]|円|年|月|日|時|分|人|名|%|歳|才|万|千円|回|社|件|個|番線|番ホーム|号線|階建|ヶ月|か月|週|割|キロ|km|倍|対))"
_LINK: Final = r"(?:番地の|番の|番地|番|\s?[\-ー一]\s?|\s?[のノ]\s?)"
_CHOME: Final = rf"{_N}\s?(?:丁目|ちょうめ|丁(?![寧度]))(?:\s?の?\s?{_N}(?:{_LINK}\s?{_N}){{0,3}}\s?(?:番地|番|号室|号)?{_NOT_COUNTED})?"
_BANCHI: Final = rf"(?:[一二三四五六七八九十]{{1,3}}番[丁町]\s?{_N}(?:{_LINK}\s?{_N}){{0,2}}{_NOT_COUNTED})|{_N}(?:[\-ーの]{_N})?\s?(?:番地|番(?=\s?{_N}\s?号))(?:\s?[の\-ー]?\s?{_N}(?:{_LINK}\s?{_N}){{0,2}}\s?(?:号室|号)?{_NOT_COUNTED})?"
_DASHED: Final = rf"(?<![0-9.])(?!0)(?:[0-9]{{1,5}}|[一二三四五六七八九十]{{1,3}})(?:\s?[\-ーのノ]\s?[0-9〇一二三四五六七八九十]{{1,4}}){{1,3}}(?:号室|号|番地)?{_NOT_COUNTED}(?![0-9\-:])"
_TAIL: Final = re.compile(rf"(?P<chome>{_CHOME})|(?P<banchi>{_BANCHI})|(?P<dashed>{_DASHED})")
_ONE_NUMBER: Final = re.compile(rf"(?<![0-9]){_N}(?=\s?(?:に住|です|在住|\n|$|。|、|が(?:自宅|実家|家|うち)))")

_STOP_WORDS: Final = {
    "住所", "現住所", "自宅", "実家", "家", "場所", "引越し先", "引っ越し先", "転居先", "勤務地", "最寄り", "私", "僕", "俺", "うち", "ウチ", "本籍",
    "今", "現在", "以前", "昔", "所在地", "居住地", "近所", "会社", "面接", "電話", "部屋", "氏名", "名前", "郵便番号", "番号", "本人", "生年月日",
}  # fmt: skip
_TOWN_END: Final = re.compile(
    r"(?:[町村区郡市台丘通筋里字条坂浜山川田原野谷島崎沢東西南北中本]|新町|ヶ丘|が丘|住宅|団地|タウン)\Z"
)
_NEIGHBOURHOOD: Final = re.compile(r"\s?(?:の(?!\d)|で働|あたり|付近|周辺|近辺|辺り|交差点|バス停|駅|に(?:ある|でき))")
_LABEL: Final = re.compile(
    r"住所|じゅうしょ|ジュウショ|自宅|実家|住ん|住まい|すんで|在住|引っ?越|転居|本籍|宛|届|送っ|〒|居住|家は|いえは|うちは"
)
_SCORE_WORDS: Final = re.compile(
    r"(?:スコア|コース|レベル|第|バージョン|Ver|シフト|パターン|図|表|ページ|号線|出口|番ゲート|国道)\Z", re.IGNORECASE
)

_BUILDING_WORD: Final = (
    r"(?:マンション|まんしょん|アパート|あぱーと|ハイツ|はいつ|コーポ(?:ラス)?|こーぽ|メゾン|レジデンス|パレス|ヴィラ|ビラ|ハイム|コート|テラス|ハウス|"
    r"団地|住宅|荘|ビル(?:ディング)?|寮|グランド|シャトー|ロイヤル|プラザ|タワー|キャッスル|カーサ|エスポワール|フラット|ヒルズ|パーク|ガーデン|ドミール|サンライズ|レオパレス)"
)
_ROOM: Final = (
    r"(?:\s?の?\s?(?:[A-Za-z]|[0-9]{1,3}|[東西南北])\s?(?:号?棟|番館|号館))?\s?の?\s?(?:[0-9]{1,2}\s?(?:階|F)\s?の?\s?)?[A-Za-z]?-?(?:(?:[0-9]{2,4}|[〇一二三四五六七八九]{3,4})\s?号(?:室)?|[0-9]{3,4}(?!\s?室)|[〇一二三四五六七八九]{3,4})"
    + _NOT_COUNTED
)
_BUILDING: Final = re.compile(
    rf"(?P<name>[〇○◯△A-Za-z0-9一-龯々ァ-ヶー・ぁ-ん]{{0,14}}?{_BUILDING_WORD}(?:[一-龯々ァ-ヶーA-Za-z・]{{1,10}}|(?:(?![にはがをでのもと])[ぁ-ん]){{2,6}})?(?:\s?[IVX]{{1,3}})?){_ROOM}"
)
_ROOM_ALONE: Final = re.compile(
    r"(?:[A-Za-z0-9]{1,3}\s?号?棟\s?の?\s?)?(?<![0-9])[A-Za-z]?(?:[0-9]{2,4}|[一二三四五六七八九十〇]{2,4})\s?号室"
)
_AFTER_TAIL: Final = re.compile(
    rf"[\s、,]{{0,2}}(?P<b>[〇○◯A-Za-z一-龯々ァ-ヶー・]{{2,16}}(?:\s?[IVX]{{1,3}})?{_ROOM}|(?:[0-9]{{1,3}}号?棟)?\s?[A-Za-z]?[0-9]{{2,4}}\s?号室?)"
)
_BUILDING_END: Final = re.compile(
    rf"[\s、,]{{1,2}}(?P<b>[A-Za-z一-龯々ァ-ヶー・]{{1,12}}{_BUILDING_WORD}|{_BUILDING_WORD}[一-龯々ァ-ヶー・]{{1,10}})(?=です|\s|。|、|に|の|\n|$)"
)
_PUBLIC_ROOM: Final = re.compile(
    r"公民館|市民館|会館|センター|ホール|図書館|市役所|役場|役所|ハローワーク|庁|面接|会議|教室|講座|試験|会場|研修|セミナー|説明会|ホテル|病室|相談室|窓口|庁舎|ハローワーク"
)

_KANA_N: Final = (
    r"(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3}|(?:いっ|いち|に|さん|よん|ご|ろく|なな|はち|きゅう|じゅう){1,3})"
)
_KANA_TAIL: Final = re.compile(
    rf"{_KANA_N}\s?(?:ちょうめ|ちょーめ|丁目|ばんち|番地)(?:\s?の?\s?(?!に(?!\s?(?:の|ばん|ごう|-|ー)))(?!さん(?!\s?(?:の|ばん|ごう|-|ー))){_KANA_N}(?:\s?(?:の|ばんちの|ばんの?|ばん|-|ー|番)\s?{_KANA_N}){{0,2}}\s?(?:ばんち|ばん|ごうしつ|ごう|号)?)?"
)
_KANA_PLACE: Final = re.compile("|".join(sorted(map(re.escape, KANA_PLACES), key=len, reverse=True)))
_KANA_DASHED: Final = re.compile(
    rf"(?P<town>[ぁ-んー]{{2,12}})\s?(?P<n>[0-9]{{1,4}}(?:\s?[\-ーの]\s?[0-9]{{1,4}}){{1,3}}){_NOT_COUNTED}"
)
_KANA_TOWN: Final = re.compile(
    rf"(?:{_KANA_PLACE.pattern})\s?[ぁ-んー]{{2,10}}\s?[0-9]{{1,5}}(?:\s?[\-ーの]\s?[0-9]{{1,4}}){{0,3}}{_NOT_COUNTED}(?![0-9])"
)
_KANA_CUT: Final = re.compile(
    r".*(?:じゅうしょは|じゅうしょ|すまいは|いえは|うちは|いまは|えっと|えーと|あの|(?<!ひ)が|[を、。\s])", re.DOTALL
)
_LABELLED_TOWN: Final = re.compile(
    r"(?:現?住所|じゅうしょ|引っ?越し先|実家の住所|自宅)(?:は|が|:|→|、|\s){1,3}(?P<a>[^\s。、\n!?]{4,30}?)(?=です|だ|に(?:なり|変|住)|でございます|[\s。、\n!?]|$)"
)


def _covering(tokens: list[Token], position: int) -> int:
    """Index of the token that ends at or covers the character before `position`; -1 if none."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].start < position:
            low = middle + 1
        else:
            high = middle
    return low - 1


def _belongs(token: Token) -> bool:
    if token.surface in _STOP_WORDS:
        return False
    if token.is_place or token.surface in PREFECTURES:
        return True
    if token.is_noun or token.pos[0] in {"接尾辞", "接頭辞", "形状詞"}:
        return token.pos[1] != "数詞" or not token.surface[0].isdecimal()
    return token.surface in {"上る", "下る", "東入", "西入", "上ル", "下ル", "入", "条"} or token.surface in {
        "ヶ",
        "ケ",
        "が",
        "〇",
        "○",
        "〇〇",
        "○○",
    }


def _walk_left(message: Message, position: int) -> tuple[int, bool]:
    """Start of the place words that end at `position`, and whether they give evidence of being an address."""
    tokens, text = message.tokens, message.text
    at = position
    while at > 0 and text[at - 1] in " \t":
        at -= 1
    index = _covering(tokens, at)
    start, evidence, walked = at, False, 0
    while index >= 0 and walked < 10:
        token = tokens[index]
        if token.end > at and token.start >= at:
            break
        if token.surface.startswith("住所") or token.surface.endswith("住所"):
            break
        if token.is_space or token.surface in {"、", ",", "の", "・"}:
            previous = tokens[index - 1] if index else None
            linked = (
                token.surface != "・"
                and previous is not None
                and (previous.is_place or previous.surface in PREFECTURES)
            )
            if token.surface == "の" and start < at and not linked:
                linked = previous is not None and previous.is_place
            if not linked or start == at:
                break
        elif token.pos[1] == "数詞" and text[token.end : token.end + 1] in {"条", "線"}:
            start = token.start
        elif not _belongs(token):
            break
        else:
            start = token.start
            evidence = evidence or token.is_place or token.surface in PREFECTURES
        walked += 1
        index -= 1
    start = max(start, at - 40)
    town = text[start:at]
    return start, bool(town) and (evidence or bool(_TOWN_END.search(town)))


def _extend(message: Message, end: int) -> int:
    """Take in a building and room written right after the numbers."""
    for pattern in (_AFTER_TAIL, _BUILDING_END):
        match = pattern.match(message.text, end)
        if match and not re.search(r"時給|月給|日給|年収|希望|週|電話|携帯|TEL", match.group("b")):
            return match.end("b")
    return end


def _towns(message: Message) -> Iterator[Candidate]:
    text = message.text
    for match in _TAIL.finditer(text):
        start, evidence = _walk_left(message, match.start())
        labelled = message.near(_LABEL, start, match.end(), left=18, right=12)
        has_town = start < match.start()
        detailed = bool(re.search(rf"(?:丁目|丁|番地|番)\s?の?\s?{_N}", match.group()))
        if match.group("dashed"):
            parts = len(re.findall(_N, match.group()))
            accepted = has_town and evidence and not _SCORE_WORDS.search(text[start : match.start()].strip())
            accepted = (accepted and (parts >= 3 or "-" in match.group() or labelled)) or (labelled and parts >= 3)
        else:
            accepted = has_town or detailed or labelled
        if accepted and not detailed and match.group("chome") and not labelled:
            accepted = not _NEIGHBOURHOOD.match(message.view.after(match.end(), 8))
        if accepted:
            yield Candidate(PiiType.ADDRESS, start, _extend(message, match.end()), 68 if evidence else 51)


def _buildings(message: Message) -> Iterator[Candidate]:
    text = message.text
    if re.search(_BUILDING_WORD, text):
        for match in _BUILDING.finditer(text):
            word = re.search(_BUILDING_WORD, match.group("name"))
            if word is None or message.near(_PUBLIC_ROOM, match.start(), match.end(), left=10, right=8):
                continue
            start, _ = _walk_left(message, match.start() + word.start())
            yield Candidate(PiiType.ADDRESS, min(start, match.start() + word.start()), match.end(), 63)
    if "号室" in text:
        for match in _ROOM_ALONE.finditer(text):
            if not message.near(_PUBLIC_ROOM, match.start(), match.end(), left=12, right=8):
                glued = match.start() > 0 and not text[match.start() - 1].isspace()
                start = _walk_left(message, match.start())[0] if glued else match.start()
                yield Candidate(PiiType.ADDRESS, start, match.end(), 52)


def _kana(message: Message) -> Iterator[Candidate]:
    text = message.kana
    for match in _KANA_TAIL.finditer(text):
        left = max(0, match.start() - 24)
        lead = text[left : match.start()]
        place = _KANA_PLACE.search(lead)
        if place:
            yield Candidate(PiiType.ADDRESS, left + place.start(), match.end(), 57)
            continue
        cut = _KANA_CUT.match(lead)
        start = max(left + (cut.end() if cut else 0), match.start() - 10)
        if re.fullmatch(r"[ぁ-んー]+", text[start : match.start()]):
            yield Candidate(PiiType.ADDRESS, start, match.end(), 49)
    for match in _KANA_TOWN.finditer(text):
        yield Candidate(PiiType.ADDRESS, match.start(), match.end(), 50)
    for match in _KANA_DASHED.finditer(text):
        town = match.group("town")
        place = _KANA_PLACE.search(text, max(0, match.start("n") - 24), match.start("n"))
        if place:
            yield Candidate(PiiType.ADDRESS, place.start(), match.end(), 57)
        elif not re.search(r"けいたい|でんわ|ばんごう|すまほ", town) and (
            re.search(r"(?:ちょう|まち|むら|おか|だい|ちょ|きた|みなみ|ひがし|にし|なか)\Z", town)
            and len(re.findall(r"\d+", match.group("n"))) >= 2
            or message.near(_LABEL, match.start(), match.end(), left=12, right=8)
        ):
            cut = _KANA_CUT.match(town)
            yield Candidate(PiiType.ADDRESS, match.start() + (cut.end() if cut else 0), match.end(), 46)


def _labelled(message: Message) -> Iterator[Candidate]:
    """「住所は大阪府泉佐野市鶴原です」: a town without numbers, when it is given as the address."""
    for match in _LABELLED_TOWN.finditer(message.text):
        value = match.group("a")
        split = re.match(r"(?:.{2,3}[都道府県])?.{1,6}?[市郡区町村](?:.{1,4}区)?", value)
        rest = value[split.end() :] if split else ""
        if split and len(rest) >= 2 and not re.match(r"(?:内|外|の|に|で|から|へ|が|を|は|と|も|です|民|役所)", rest):
            yield Candidate(PiiType.ADDRESS, match.start("a"), match.end("a"), 47)
    for match in _ONE_NUMBER.finditer(message.text):
        start, evidence = _walk_left(message, match.start())
        town = message.text[start : match.start()].strip()
        if (
            evidence
            and re.search(r"[市町村区](?:.{2,})\Z", town)
            and message.near(_LABEL, start, match.end(), left=14, right=8)
        ):
            yield Candidate(PiiType.ADDRESS, start, match.end(), 48)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for addresses more exact than a municipality; offices' and workplaces' stay."""
    for finder in (_towns, _buildings, _kana, _labelled):
        for candidate in finder(message):
            if not is_office(message, candidate.start, candidate.end):
                yield candidate
