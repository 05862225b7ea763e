# ruff: noqa: E501 - patterns read better in one piece
"""Names that give themselves away by use: maiden names, nicknames, signatures, neighbours, 「松本 39歳 女」."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.detectors.name_words import hiragana, kana_full_name
from backend.guard.lexicon.names import (
    GENERIC_PERSONS,
    GIVEN_KANA,
    NOT_PERSONS,
    RELATIONS,
    SURNAMES_KANA,
    SURNAMES_KANJI,
)
from backend.guard.lexicon.places import LOCAL_PLACES
from backend.guard.model import Candidate, PiiType

_WORD: Final = r"(?:[一-龯々ヶ]{1,4}(?:\s[一-龯々ぁ-ん]{1,4})?|[ぁ-んー]{2,6}?|[ァ-ヶー]{2,8})"
_MAIDEN: Final = re.compile(
    rf"(?:旧姓|きゅうせい|前の(?:名字|苗字|姓))(?:は|の|が|で|:|、|\s|「|=){{0,2}}(?P<n>{_WORD})(?=です|に(?:戻|な)|で(?:登録|す|働|書|お)|[)」。、\s\n]|や|と(?:いい|申|書)|だっ|の(?:まま|時|とき|名)|\Z|→|から)"
)
_NOT_MAIDEN: Final = re.compile(
    r"使用|併用|利用|記載|必要|何|戻|変|不要|同じ|仕事|登録|名|旧|新|ここ|それ|どう|あり|なし|まま|でも|使|書|表記|名乗"
)
_CHANGED: Final = re.compile(
    r"(?:結婚|離婚|再婚|改姓|養子|名字|苗字|姓|名前)[^。\n]{0,8}?(?P<a>[一-龯々]{1,4})(?:から|→|より)(?P<b>[一-龯々]{1,4})(?=に(?:なり|なっ|変|戻|改|名)|へ|です|。|\Z)"
)
_CALLED: Final = re.compile(
    r"(?P<n>[一-龯々ァ-ヶー]{1,6}(?:ちゃん|くん|さん|っち|りん|ぴょん|やん|はん)?|[ぁ-んー]{2,7}(?<![はがもをで]))(?:って|と|て)(?=(?:みんな|皆|周り|友達)?(?:から|に)?\s?(?:呼ばれ|よばれ|呼んで|よんで|お呼び|および|呼ぶ))"
)
_CALLED_CUT: Final = re.compile(
    r".*(?:みんな|皆|周り|友達|職場|家族|友人|ふだん|普段)?(?:からは|には|では|から|に|は|が|、|\s)", re.DOTALL
)
_NEIGHBOUR: Final = re.compile(
    r"(?P<n>[一-龯々]{1,4})(?=の(?:おば(?:ちゃん|さん|あ)|おっちゃん|おじ(?:さん|ちゃん)|奥さん|嫁|おかん|ばあちゃん|じいちゃん|とこ(?:の|に)|家の者|娘(?:です|や)|息子(?:です|や)|母です|父です|妻です|夫です|親戚|せがれ|若いの)|さん(?:とこ|ち(?![ゃょ])|宅|家))"
)
_SELF: Final = re.compile(
    r"(?:\A|\n|[。!?])\s*(?P<n>[一-龯々]{1,4}(?:\s?[一-龯々ぁ-ん]{1,4})?)[\s、,・(/]{1,2}(?=(?:[0-9]{2}\s?(?:歳|才|代|さい)|[男女](?:性|です|。|\s|、|\)|\Z|\s?[0-9])|[0-9]{2}\s?[男女]))"
)
_AT: Final = re.compile(r"(?:\A|\n|[。\s])(?P<n>[一-龯々]{1,4}|[ぁ-ん]{2,5}|[ァ-ヶー]{2,6})(?=@[一-龯ぁ-んァ-ヶ])")
_PARTS: Final = re.compile(
    r"(?:(?<![一-龯])姓|(?<![一-龯])名|苗字|名字|みょうじ|下の名前|読み方?|よみ(?:かた|がな)?|ふりがな|フリガナ|漢字|ひらがなで)(?:は|が|で|だと|も|:)\s?「?(?P<n>[一-龯々]{1,4}(?:\s?[一-龯々]{1,3})?|[ぁ-んー]{2,8}?(?:\s[ぁ-んー]{2,5})?|[ァ-ヶー]{2,10}(?:\s[ァ-ヶー]{2,8})?)(?=」|で(?:す|、|名|下|$)|です|、|。|や|と(?:書|かい|読|いい|申|なり)|\s|\n|\Z)"
)
_PARTS_CONTEXT: Final = re.compile(r"姓|苗字|名字|みょうじ|名前|なまえ|氏名|漢字|と書いて|読み")
_WRITTEN_AS: Final = re.compile(
    r"(?P<a>[一-龯々]{1,4}(?:\s?[一-龯々]{1,3})?)と書いて、?\s?(?P<b>[ぁ-んァ-ヶー]{2,8}?)(?=です|と|や|。|\s|\Z|って)"
)
_NOT_PART: Final = re.compile(
    r"難|違|同じ|何|ない|わか|分か|知|普通|変|間違|簡単|後|別|苦手|書け|合って|それ|これ|ちょっと|どう|よめ|読め|たぶん|ひらがな|かたかな|漢字|カタカナ|以下|なんて"
)
_HANDLE: Final = re.compile(
    r"(?:登録名|ニックネーム|あだ名|ハンドルネーム|LINE(?:の(?:登録)?名前?|名)|ラインの名前|表示名|アカウント名|ユーザー名)(?:は|が|:|、)\s?「?(?P<n>[A-Za-z0-9_.一-龯々ぁ-んァ-ヶー♡☆★♪]{2,14}?)(?=」|です|で(?:登録|す|、)|に(?:な|し)|と(?:いう|いい|な)|、|。|\s|って|\Z|や)"
)
_SIGNATURE: Final = re.compile(
    r"(?:(?<=[。!?♪♡☆★〜~\n])|(?<=[^\w\s、,・:;/\-(]))[ \t\n]*(?P<a>[一-龯々]{1,4}(?:\s?[一-龯々ぁ-ん]{1,4})?|[ぁ-ん]{2,5}(?:\s[ぁ-ん]{2,5})?)\s*(?:拝|より|でした)?[\s。)]*\Z|"
    r"(?:ます|です|ました|ください|下さい|ません|ですか|ですよ|ますね|お願い|わ|ねん|で|けど|よ|ね|w)[ \t]+(?P<b>[一-龯々]{1,4}(?:\s[一-龯々ぁ-ん]{1,4})?)\s*(?:拝|より)?\Z|"
    r"(?P<c>[一-龯々]{2,4}(?:\s?[一-龯々]{1,3})?)(?=拝\s*\Z)"
)
_KIN: Final = re.compile(
    r"(?<![一-龯])(?:長女|次女|三女|長男|次男|三男|末っ子|娘|息子|妻|嫁|夫|旦那|主人|孫|姉|妹|兄|弟|[男女]の子)[、\s(の]?\s?(?P<n>[一-龯々]{1,3}|[ぁ-ん]{2,4}|[ァ-ヶー]{2,5})(?=\s?[(、]?\s?(?:[0-9]{1,2}\s?(?:歳|才|さい|か月|ヶ月)|[小中高][1-6一-六]|年[長中少]))|"
    r"(?<![一-龯])(?:長女|次女|三女|長男|次男|三男|末っ子|娘|息子|孫|妹|弟)(?P<m>[一-龯々]{1,3})(?=が|は|も|を|、|と|の(?![仕学保]))"
)
_NICK: Final = re.compile(
    rf"(?:{'|'.join(sorted(map(re.escape, RELATIONS), key=len, reverse=True))}|ママ友|幼なじみ|知り合い|後輩|先輩)の(?P<n>[ぁ-んァ-ヶー]{{1,4}}(?:こ|っち|りん|ちー|ぴー|たん|やん|ぽん|みん|ちん|ティー|っぺ|りー|きー|さー))(?=と|が|も|は|に|の|って|から|、)"
)
_ORDINARY: Final = frozenset(
    [
        "やりたいこ",
        "やりたい",
        "したいこ",
        "こ",
        "ところ",
        "とこ",
        "こども",
        "そっち",
        "こっち",
        "あっち",
        "どっち",
        "ほんま",
        "うち",
        "なか",
        "ほか",
    ]
)
_PERSON_OF: Final = re.compile(
    r"(?:マザー|ファザー|ママ|パパ|主婦|主夫|在住|大学生|高校生|学生|[0-9]代|[0-9]歳|無職|求職中|子育て中|育休中|介護士|看護師|保育士|元[一-龯]{2,4})の\s?(?P<n>[ぁ-んー]{2,4}|[一-龯々]{1,3})(?=です|と申|といい|でーす|っす|やねん|や(?:。|\s|\Z)|と言い|だよ)"
)
_BY_PHONE: Final = re.compile(
    r"(?:もしもし|もしも〜し|まいど|毎度|どうも|おせわになります|お世話になってます)[、。!\s〜ー]{0,3}(?P<n>[一-龯々]{1,4}|[ぁ-ん]{2,5}?)(?=です|や(?:けど|で|。|\s|ねん|\Z)|だけど|ですけど|ですが|でございます)"
)
_BEFORE_NOW: Final = re.compile(
    r"(?:前|以前|昔|もと|結婚前|独身時代)は\s?(?P<n>[一-龯々]{1,4})(?=でした|だった|やった|という(?:名|姓))"
)
_ACCOUNT_HOLDER: Final = re.compile(
    r"名義(?:人|は|が|の|:|\s){0,3}(?P<n>[ァ-ヶー]{2,8}[\s・]?[ァ-ヶー]{2,8}|[一-龯々]{1,4}\s[一-龯々ぁ-ん]{1,4})"
)
_ONE_CHARACTER: Final = re.compile(
    r"(?:\A|\n|(?<=[。!])|こんにちは[。、!]?|お世話になります[。、!]?)(?P<n>[南北東西平林森原関谷辻岡堀畑柳泉梶奥堤桂菅星浜島牧榎笠橘杉滝椿峰藤松丸芝岸])(?=です(?!か)|といい|と言い|と申|やけど|ですけど|だけど|ですが|でございます)"
)
_AGED: Final = re.compile(
    r"(?:\A|\n|(?<=[。!\s]))(?P<n>[ぁ-ん]{2,5}|[ァ-ヶー]{2,5}|[一-龯々]{2,4})\s?\(\s?(?=[0-9]{1,2}(?:歳|才|代)?\s?[)男女・、])"
)
_HERE: Final = re.compile(
    r"(?:こちら|わたくし|わたし|私|うち|ぼく|僕|俺)[、\s]?(?:は)?(?P<n>[一-龯々]{1,4})(?=です[。、\n\sが]|ですけど|と申|といい|やけど|でございます)"
)
_KIN_GIVEN: Final = re.compile(
    r"(?:うちの|姪(?:っ子)?の|甥(?:っ子)?の|娘の|息子の|孫の|長[男女]の|次[男女]の|妹の|弟の)(?P<n>[一-龯々]{1,3}|[ぁ-ん]{2,4})(?=(?:が|は|も)[^。\n]{0,6}(?:[0-9]{1,2}\s?(?:歳|才|か月)|保育園|幼稚園|小学|中学|高校|大学|就活|就職|不登校|熱|発達|仕事を探|引きこも)|\s?ちゃん|\s?くん|\s?君)"
)
_BOSS: Final = re.compile(
    r"(?:店長|社長|課長|部長|主任|係長|上司|先輩|同僚|後輩|オーナー|班長|リーダー|所長|園長)(?:の|やった|だった)(?P<n>[一-龯々]{1,4})(?=に|が|は|と|から|って|を|も)"
)
_KANA_SELF: Final = re.compile(
    r"(?:\A|\n|(?<=[。!?\s]))(?P<n>[ぁ-ん]{2,5})(?:です|ですけど|ですが|やけど)[、。\s!]{1,2}(?=きのう|せんじつ|さっき|さきほど|まえ|でんわ|よやく|おせわ|よろしく|こんど|あした|きょう|れいの|はじめ|めんせつ|このまえ)"
)
_GIVEN_ONE: Final = frozenset(
    [
        "愛",
        "翔",
        "凛",
        "葵",
        "蓮",
        "舞",
        "渚",
        "遥",
        "光",
        "剛",
        "学",
        "誠",
        "実",
        "翼",
        "歩",
        "望",
        "陸",
        "海",
        "空",
        "恵",
        "茜",
        "忍",
        "薫",
        "梓",
        "楓",
        "司",
        "望",
        "彩",
        "萌",
        "咲",
        "樹",
        "悠",
        "優",
        "大和",
        "結衣",
    ]
)
_GIVEN_GREETS: Final = re.compile(
    r"\A(?P<n>[一-龯]{1,2})(?:です|といいます|でーす)[!。、♪\s]{0,3}(?=はじめまして|初めまして|よろしく|宜しく|こんにちは)"
)


def _person(message: Message, start: int, end: int) -> bool:
    """Whether the dictionary or the lists read the stretch as (part of) a person's name."""
    value = message.text[start:end]
    if value in GENERIC_PERSONS or value in NOT_PERSONS or value in LOCAL_PLACES:
        return False
    parts = value.split()
    if parts and parts[0] in SURNAMES_KANJI:
        return True
    reading = hiragana(value)
    if reading in SURNAMES_KANA or kana_full_name(value):
        return True
    inside = [t for t in message.tokens if t.start < end and t.end > start and not t.is_space]
    if not inside or inside[0].start != start or inside[-1].end != end:
        return False
    return inside[0].is_person and all(t.is_person or t.unknown or t.is_noun for t in inside[1:])


def _given(message: Message, start: int, end: int) -> bool:
    """Whether the dictionary reads the stretch as a given name (or does not know it at all)."""
    inside = [t for t in message.tokens if t.start < end and t.end > start]
    return (
        bool(inside)
        and inside[0].start == start
        and all(t.is_person or (t.unknown and len(inside) == 1) for t in inside)
    )


def _listed(value: str) -> bool:
    reading = hiragana(value)
    return reading in SURNAMES_KANA or reading in GIVEN_KANA or kana_full_name(value)


def _changes(message: Message) -> Iterator[Candidate]:
    text = message.text
    for match in _MAIDEN.finditer(text):
        value = match.group("n")
        if not _NOT_MAIDEN.search(value) and (re.match(r"[一-龯]", value) or _listed(value)):
            yield Candidate(PiiType.NAME, match.start("n"), match.end("n"), 55)
            before = re.search(
                r"(?:\A|[\s。、])(?P<n>[一-龯々]{1,4})\(?\s?\Z", text[max(0, match.start() - 7) : match.start()]
            )
            if before and "(" in before.group():
                offset = max(0, match.start() - 7)
                yield Candidate(PiiType.NAME, offset + before.start("n"), offset + before.end("n"), 54)
    for match in _CHANGED.finditer(text):
        if _person(message, *match.span("a")) or _person(message, *match.span("b")):
            yield Candidate(PiiType.NAME, *match.span("a"), 54)
            yield Candidate(PiiType.NAME, *match.span("b"), 54)


def _calls(message: Message) -> Iterator[Candidate]:
    for match in _CALLED.finditer(message.text):
        cut = _CALLED_CUT.match(match.group("n"))
        start = match.start("n") + (cut.end() if cut else 0)
        value = message.text[start : match.end("n")]
        if (
            len(value) >= 2
            and value not in GENERIC_PERSONS
            and not re.search(
                r"さん(?:付け)?\Z|先生|なん|どう|何|名前|これ|そう|ニート|引きこもり",
                value[:-2] if value.endswith("さん") else value,
            )
        ):
            yield Candidate(PiiType.NAME, start, match.end("n"), 44)
    for match in _NICK.finditer(message.text):
        if match.group("n") not in _ORDINARY:
            yield Candidate(PiiType.NAME, match.start("n"), match.end("n"), 40)
    for match in _HANDLE.finditer(message.text):
        if not re.search(
            r"何|なん|変|どう|別|本名|違|適当|ない|必要|自由|相手|見え|見ら|ばれ|そのまま|これ|今|から|まで|って|です|出|知|会社|店",
            match.group("n"),
        ):
            yield Candidate(PiiType.NAME, match.start("n"), match.end("n"), 50)


def _signed(message: Message) -> Iterator[Candidate]:
    text = message.text
    match = _SIGNATURE.search(text)
    if match and match.start() >= 5:
        group = match.lastgroup or "a"
        start, end = match.span(group)
        kana = bool(re.match(r"[ぁ-ん]", text[start:end]))
        if group == "c" or (
            _person(message, start, end) and (not kana or "\n" in text[match.start() - 1 : start] or end - start >= 3)
        ):
            yield Candidate(PiiType.NAME, start, end, 43)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for names given away by use."""
    text = message.text
    yield from _changes(message)
    yield from _calls(message)
    yield from _signed(message)
    for match in (*_ACCOUNT_HOLDER.finditer(text), *_ONE_CHARACTER.finditer(text)):
        if not re.search(r"会社|カナ|フリガナ|カタカナ|変更", match.group("n")):
            yield Candidate(PiiType.NAME, *match.span("n"), 44)
    for match in _KIN_GIVEN.finditer(text):
        if _listed(match.group("n")) or (_given(message, *match.span("n")) and match.group("n") not in GENERIC_PERSONS):
            yield Candidate(PiiType.NAME, *match.span("n"), 42)
    for match in _AGED.finditer(text):
        if _listed(match.group("n")) or _person(message, *match.span("n")):
            yield Candidate(PiiType.NAME, *match.span("n"), 43)
    for pattern in (_NEIGHBOUR, _SELF, _AT, _BY_PHONE, _BEFORE_NOW, _HERE, _BOSS):
        for match in pattern.finditer(text):
            if _person(message, *match.span("n")):
                yield Candidate(PiiType.NAME, *match.span("n"), 44)
    if _PARTS_CONTEXT.search(text):
        for match in _PARTS.finditer(text):
            value = match.group("n")
            ordinary = _NOT_PART.search(value) or re.match(r"(?:です|ます|こと|から|ので|ん)", value)
            vouched = re.match(r"[一-龯]", value) or _listed(value) or re.match(r"(?:読|よみ|ふり|フリ)", match.group())
            if vouched and not ordinary and value not in GENERIC_PERSONS:
                yield Candidate(PiiType.NAME, *match.span("n"), 45)
        for match in _WRITTEN_AS.finditer(text):
            start = match.start("a")
            yield Candidate(PiiType.NAME, start, match.end("a"), 45)
            yield Candidate(PiiType.NAME, *match.span("b"), 45)
    for match in _KIN.finditer(text):
        group = match.lastgroup or "n"
        value = match.group(group)
        if value in GENERIC_PERSONS:
            continue
        inside = [t for t in message.tokens if t.start < match.end(group) and t.end > match.start(group)]
        if _listed(value) or (inside and inside[0].start == match.start(group) and all(t.is_person for t in inside)):
            yield Candidate(PiiType.NAME, *match.span(group), 42)
    for match in _PERSON_OF.finditer(text):
        if _listed(match.group("n")) or _person(message, *match.span("n")):
            yield Candidate(PiiType.NAME, *match.span("n"), 42)
    for match in _KANA_SELF.finditer(text):
        if _listed(match.group("n")):
            yield Candidate(PiiType.NAME, *match.span("n"), 44)
    for match in _GIVEN_GREETS.finditer(text):
        if match.group("n") in _GIVEN_ONE:
            yield Candidate(PiiType.NAME, *match.span("n"), 42)
