# ruff: noqa: E501 - patterns read better in one piece
"""Addresses told rather than written out: by town and number alone, spoken in kana, by house."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.lexicon.places import KANA_PLACES
from backend.guard.lexicon.towns import TOWNS, TOWNS_KANA
from backend.guard.model import Candidate, PiiType

_FIG: Final = r"(?:[0-9]{1,5}|[〇一二三四五六七八九十百]{1,5})"
_UNCOUNTED: Final = r"(?!\s?(?:[0-9]|円|年|月|日|時|分|人|名|%|歳|才|万|千|回|社|件|個|番線|番目|号線|階建|ヶ月|か月|週|割|キロ|km|倍|対|校|園|施設|箇所|か所|店|台|つ|畳|帖|平米|[LSD]*DK|本|駅|代|番出口|交代|つ星|階|番ホーム|番のりば|号館|世帯|級|度|F))"
_STEP: Final = r"(?:\s?[\-・]\s?|\s?[のノ之]\s?|番地の?|番の?|丁目の?|丁|\s)"
_NUMBERS: Final = rf"{_FIG}\s?(?:丁目?)?(?:{_STEP}{_FIG}){{0,4}}\s?(?:番地|番|号室|号)?{_UNCOUNTED}"
_MUNICIPAL: Final = re.compile(
    rf"(?:(?:[一-龯]{{2}}[都道府]|[一-龯]{{2,3}}県)\s?)?(?:[一-龯]{{1,4}}郡\s?)?(?P<m>(?!住所|自宅|実家|現在|本籍|所)[一-龯]{{1,4}}市|[一-龯]{{1,3}}区|(?:熊取|田尻|岬|忠岡|かつらぎ|九度山|高野)町|[一-龯]{{2,3}}村)\s?(?:[一-龯]{{1,3}}区\s?)?"
    rf"(?P<t>(?:大字|字)?(?!役所|役場|民|内(?!町)|立|営|外|長|議|で|に|は|の|が)[一-龯々ヶケノ字がつるりんくう]{{1,10}}?)\s?の?\s?(?P<n>(?=[0-9]|[〇一二三四五六七八九十百]+\s?(?:丁|番|の[0-9〇一二三四五六七八九十]|-)){_NUMBERS})"
)
_NOT_TOWN: Final = re.compile(
    r"(?:駅|線|店|校|園|場|院|所|館|課|係|部|室|局|社|口|約|計|時給|月給|平成|昭和|令和|午前|午後|第|週|全|各|他|以上|最大|徒歩|募集|定員|求人|国道)\Z"
)
_TOWN: Final = "|".join(map(re.escape, TOWNS))
_KNOWN: Final = re.compile(
    rf"(?<![一-龯])(?:{_TOWN})町?\s?の?\s?(?P<n>{_FIG}\s?(?:丁目|番地|(?:丁|番)?\s?(?:-|の|ノ|番地?の?)\s?{_FIG})(?:{_STEP}{_FIG}){{0,3}}\s?(?:番地|番|号室|号)?{_UNCOUNTED})"
)
_LOT: Final = re.compile(
    rf"(?:住んでる?(?:とこ|ところ|家|の)?|すんでる?(?:とこ|ところ|の)?|住まい|すまい|自宅|実家|家|うち|住所|引っ越し先)(?:は|が|も|の|:|、|\s){{0,3}}(?P<v>(?:{_TOWN})町?\s?の?\s?[0-9]{{1,5}})(?![0-9]|\s?(?:円|年|月|日|時|分|人|名|%|歳|才|万|号線|キロ|km|丁目|-|か|ヶ|回|番線|代|階))"
)
"""A known town with nothing but a lot number, said to be home."""
_LOT_AFTER: Final = re.compile(
    rf"(?<![一-龯])(?P<v>(?:{_TOWN})町?\s?の?\s?[0-9]{{2,5}}(?:番地?)?)(?=(?:に|で)[^。\n0-9]{{0,8}}(?:住|すん|暮ら|くらし))"
)
_LOT_IN_CITY: Final = re.compile(
    rf"(?:[一-龯]{{2,4}}市|熊取町|田尻町|岬町|忠岡町)\s?(?P<v>(?:{_TOWN})町?\s?[0-9]{{2,5}})(?![0-9]|\s?(?:円|年|月|日|時|分|人|名|%|歳|才|万|号線|キロ|km|か|ヶ|回|番線|代|階|丁目|-))"
)
_BLOCK: Final = re.compile(
    rf"(?:(?:{_TOWN})の?)?(?:市営|府営|公団|町営|県営)?の?(?:住宅|団地)の?\s?[0-9]{{1,3}}号?棟の?\s?[0-9]{{1,4}}(?:号室?)?"
)
_SIDE: Final = re.compile(
    r"[ぁ-んァ-ヶー一-龯A-Z]{1,8}(?<![のはがをに])(?:荘|ハイツ|コーポ|アパート|マンション|ハイム|レジデンス|メゾン|ビラ)の?\s?[0-9一二三]階の?(?:右|左|奥|手前|角|端|真ん中|[0-9]{1,4}号?室?)(?:側|の?部屋)?"
)
_BANCHI: Final = re.compile(
    rf"(?<![0-9]){_FIG}\s?番地(?![味道元方形域下球])(?:\s?の?\s?{_FIG})?(?:の{_FIG})?{_UNCOUNTED}"
)
_PART: Final = re.compile(
    rf"(?:番地|部屋番号|部屋|号室|棟)(?:は|が|も|の番号は|:|\s){{1,2}}(?P<n>(?:[A-Za-z]\s?-?)?{_FIG}(?:{_STEP}{_FIG}){{0,4}}(?:号室?|番地?|棟)?{_UNCOUNTED})|"
    r"(?:町名|字名|大字|地区)(?:は|が|:)\s?(?P<t>[一-龯々ヶケぁ-んァ-ヶー]{2,8}?)(?=、|。|で|です|\s|\n|\Z|や)|"
    r"(?:マンション名|アパート名|建物名|建物|物件名|団地名)(?:は|が|:)\s?(?P<b>[一-龯々ヶァ-ヶーA-Za-z0-9・\s]{2,18}?)(?=、|。|です|\n|\Z|で|や)"
)

_ONES: Final = r"いち|いっ|に|さん|よん|よ|し|ごー?|ろく|ろっ|なな|しち|はち|はっ|きゅう|きゅー|く|ぜろ|れい|まる"
_UNIT: Final = rf"(?:ちょうめ|ちょーめ|ばんち|ばん|ごうしつ|ごうとう|ごうかん|ごう|せん|ぜん|ひゃく|びゃく|ぴゃく|じゅう|じゅっ|かい|とう|丁目|番地|番|号室|号|{_ONES}|[0-9〇一二三四五六七八九十]|の(?!で)|[\s、\-])"
_KANA_TOWN: Final = re.compile(
    rf"(?:(?:{'|'.join(map(re.escape, KANA_PLACES))}|おおさかふ)\s?)*(?P<t>{'|'.join(map(re.escape, TOWNS_KANA))})(?:ちょう|ひがし|にし|きた|みなみ)?(?P<n>{_UNIT}{{2,24}})"
)
_KANA_CITY: Final = re.compile(
    rf"(?:{'|'.join(sorted((re.escape(p) for p in KANA_PLACES), key=len, reverse=True))})\s?(?P<t>[ぁ-んー]{{2,9}}?)(?P<n>{_UNIT}{{2,24}})(?![ぁ-ん](?<![でにやがはをもだ]))"
)
_KANA_LABELLED: Final = re.compile(
    rf"(?:じゅうしょ|おうち|いえ|じたく|じっか|すまい|ばしょ)(?:は|が|:|、|\s){{1,3}}(?P<a>[ぁ-んー\s]{{2,14}}?(?P<n>{_UNIT}{{3,24}}))(?=です|や|だ|に|。|、|\s|\Z|\n)"
)
_SOUND: Final = re.compile(_ONES)
_WEIGHTY: Final = re.compile(r"ちょうめ|ばん|ごう|ひゃく|びゃく|ぴゃく|せん|じゅう|(?<=.)の.|[0-9]")

_HOUSE: Final = r"(?:文化(?:住宅)?|荘|ハイツ|コーポ(?:ラス)?|マンション|アパート|団地|住宅|寮|レジデンス|コート|パレス|ハイム|メゾン|ヴィラ|ビラ|ハウス|テラス|レオパレス|シャトー|エステート|ガーデン|ヒルズ|タワー|プラザ|公団|UR)"
_LIVED_IN: Final = re.compile(
    rf"(?P<b>(?:第[0-9一二三]\s?)?[一-龯々ヶァ-ヶーA-Za-z0-9・第]{{2,14}}{_HOUSE}[一-龯々ァ-ヶーA-Za-z0-9]{{0,8}}|{_HOUSE}[・一-龯々ァ-ヶーA-Za-z0-9]{{2,12}})\s?(?:の\s?[0-9一二三四五]{{1,2}}\s?(?:階|F))?(?=(?:って|いう|という|ゆう)?[^。\n]{{0,8}}(?:に住|住ん|すん|住まい|に入居|に引っ?越|が(?:家|うち|住)|住みです|に(?:送|届|郵送)))"
)
_CLOSED_FLOOR: Final = re.compile(
    r"(?P<b>[一-龯々ヶァ-ヶーA-Za-z0-9第]{2,12}(?:文化|荘|ハイツ|コーポ))の\s?[0-9一二三]{1,2}\s?階"
)
_GENERIC_HOUSE: Final = re.compile(
    r"(?:府営|市営|町営|県営|公営|賃貸|社員|会社の|独身|木造|築|近くの|今の|実家の|古い|普通の|同じ|シェア|サービス付き|高齢者|分譲|新築|中古|一戸建て|タワー|ワンルーム|近所の|駅前の|借上げ?|家族|単身|女子|男子|学生|仮設|災害|雇用促進|公団|市の|府の|UR)?\s?(?:の)?"
    + _HOUSE
    + r"\Z"
)
_TOWER: Final = re.compile(
    r"(?:[一-龯々ァ-ヶー]{2,10}(?:団地|住宅)|公団|府営|市営|町営|団地|住宅)?\s?の?\s?(?<![A-Za-z0-9])(?:[A-Za-z]|[0-9]{1,3}|[一二三四五六七八九十]{1,2})\s?号?棟[\s、,の\-]{0,2}(?:[0-9]{1,2}\s?階\s?の?\s?)?[0-9〇一二三四五六七八九]{2,4}\s?(?:号室?)?"
    + _UNCOUNTED
)
_FLOOR_ROOM: Final = re.compile(
    r"(?P<b>[一-龯々ァ-ヶーA-Za-z・]{3,16}\s?(?:[0-9]{1,2}F-?[A-Z0-9]{1,3}|[0-9]{1,2}-?[A-Z](?![A-Za-z])))(?=です|\s|。|、|に|\Z|\n)"
)
_IN_BRACKETS: Final = re.compile(
    rf"{_HOUSE}\s?\((?P<b>[^()\n]{{0,14}}?(?<![0-9])[0-9]{{1,2}}(?:F|階)?-?(?:[A-Z][0-9]?|[0-9]{{1,3}}号室?|(?<=F-)[0-9]{{1,3}}))(?=\))"
)
"""「シェアハウス(ひだまり2F-A)」"""
_SENT_TO: Final = re.compile(r"届|送|住ん|住まい|住所|部屋|自宅|おくって|とどけ")
_NAMED_ROOM: Final = re.compile(
    r"[ァ-ヶーA-Za-z・]{3,16}[一-龯]{0,6}\s?[IVX0-9]{0,3}\s[0-9]{3,4}(?:号室?)?(?=まで|に|へ|です|、|。|\s|\Z)(?!\s?(?:円|人|年))"
)
_ROOM_NUMBER: Final = re.compile(r"(?<![0-9\-])[A-Z]?-?[0-9]{3,4}号(?:室)?(?=です|に|や|、|。|\s|\Z)")
_PUBLIC_ROOM: Final = re.compile(
    r"公民館|市民館|会館|センター|ホール|図書館|市役所|役場|役所|ハローワーク|庁|面接|会議|教室|講座|試験|会場|研修|セミナー|説明会|ホテル|病|相談室|窓口|庁舎|工場|倉庫|校舎|勤務|事務所|イオン|モール"
)

_OFFICE_BEFORE: Final = re.compile(
    r"(?:市役所|役場|ハローワーク[^\s、。]{0,5}|はろーわーく|職安|警察署?|図書館|センター|ホール|会館|年金事務所|税務署|保健所|会場|面接場所|勤務地|就業場所|勤務先|本社|工場|事業所|集合場所|店舗|裁判所|法務局)(?:の(?:住所|場所|所在地))?(?:は|が|って|、|:|\()?\s?(?:[一-龯]{1,4}[市町])?[一-龯々ヶりんくう]{0,8}\Z"
)
_OFFICE_AFTER: Final = re.compile(
    r"(?:\s?の|にある|\()?\s?(?:泉佐野)?(?:市役所|役場|ハローワーク|職安|警察|図書館|ホール|会館|工場|事業所|倉庫|会社|店舗|病院|本社|求人|学校|年金事務所)"
)


def is_office(message: Message, start: int, end: int) -> bool:
    """Whether the address is said to be an office's or a workplace's."""
    return bool(
        _OFFICE_BEFORE.search(message.view.before(start, 20)) or _OFFICE_AFTER.match(message.view.after(end, 14))
    ) and not re.search(r"自宅|うちの|私の|実家|自営", message.text)


def _written(message: Message) -> Iterator[Candidate]:
    text = message.text
    for match in _MUNICIPAL.finditer(text):
        if not _NOT_TOWN.search(match.group("t")) and not re.match(
            r"[一二三四五六七八九十]{1,3}(?![0-9丁番\-の])", match.group("n")
        ):
            yield Candidate(PiiType.ADDRESS, match.start(), match.end(), 60)
    for match in _KNOWN.finditer(text):
        lone = re.fullmatch(rf"{_FIG}\s?丁目", match.group("n"))
        after = message.view.after(match.end(), 12)
        if not lone or re.search(r"住|引っ?越|自宅|実家|うち|です(?!か)", after):
            yield Candidate(PiiType.ADDRESS, match.start(), match.end(), 59)
    for match in _BANCHI.finditer(text):
        yield Candidate(PiiType.ADDRESS, match.start(), match.end(), 50)
    for match in _PART.finditer(text):
        group = match.lastgroup or "n"
        if group != "n" or re.match(r"番地|部屋|号室", match.group()):
            yield Candidate(PiiType.ADDRESS, match.start(group), match.end(group), 50)


def _spoken(message: Message) -> Iterator[Candidate]:
    kana = message.kana
    for pattern in (_KANA_TOWN, _KANA_CITY, _KANA_LABELLED):
        for match in pattern.finditer(kana):
            number = match.group("n").rstrip("の、 \n-")
            figures = len(_SOUND.findall(number)) + len(re.findall(r"[0-9〇一二三四五六七八九十]", number))
            if figures < 2 and not re.search(r"ちょうめ|ばんち|ひゃく", number):
                continue
            if not (_WEIGHTY.search(number) or figures >= 3) or re.fullmatch(r"\s?(?:にし|しに|ごに)\s?", number):
                continue
            start = match.start("a") if "a" in match.groupdict() and match.group("a") else match.start()
            yield Candidate(PiiType.ADDRESS, start, match.start("n") + len(number), 58)


def _houses(message: Message) -> Iterator[Candidate]:
    text = message.text
    for pattern in (_LOT, _LOT_AFTER, _LOT_IN_CITY):
        for match in pattern.finditer(text):
            yield Candidate(PiiType.ADDRESS, match.start("v"), match.end("v"), 53)
    for pattern in (_BLOCK, _SIDE):
        for match in pattern.finditer(text):
            yield Candidate(PiiType.ADDRESS, match.start(), match.end(), 57)
    for pattern in (_LIVED_IN, _CLOSED_FLOOR):
        for match in pattern.finditer(text):
            if not _GENERIC_HOUSE.fullmatch(match.group("b")):
                yield Candidate(PiiType.ADDRESS, match.start(), match.end(), 46)
    for match in _TOWER.finditer(text):
        if not message.near(_PUBLIC_ROOM, match.start(), match.end(), left=12, right=8):
            yield Candidate(PiiType.ADDRESS, match.start(), match.end(), 56)
    if _SENT_TO.search(text):
        for match in _NAMED_ROOM.finditer(text):
            if not message.near(_PUBLIC_ROOM, match.start(), match.end(), left=12, right=8):
                yield Candidate(PiiType.ADDRESS, match.start(), match.end(), 54)
    if re.search(r"部屋|マンション|アパート|団地|ハイツ", text):
        for match in _ROOM_NUMBER.finditer(text):
            if not message.near(_PUBLIC_ROOM, match.start(), match.end(), left=12, right=8):
                yield Candidate(PiiType.ADDRESS, match.start(), match.end(), 45)
    for match in _IN_BRACKETS.finditer(text):
        yield Candidate(PiiType.ADDRESS, match.start("b"), match.end("b"), 55)
    for match in _FLOOR_ROOM.finditer(text):
        if re.search(_HOUSE, match.group("b")):
            yield Candidate(PiiType.ADDRESS, match.start(), match.end(), 55)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for told addresses; those of offices and workplaces stay."""
    for finder in (_written, _spoken, _houses):
        for candidate in finder(message):
            if not is_office(message, candidate.start, candidate.end):
                yield candidate
