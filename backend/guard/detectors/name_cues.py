# ruff: noqa: E501 - patterns read better in one piece
"""Names vouched for by the words around them: introductions, labels, words of kinship."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.detectors.name_words import (
    GREETED,
    HIRAGANA,
    INTRO,
    KATAKANA,
    START,
    WEAK_INTRO,
    hiragana,
    kana_full_name,
    named,
)
from backend.guard.lexicon.names import (
    FOREIGN_NAMES,
    GENERIC_PERSONS,
    GIVEN_ALSO_WORDS,
    GIVEN_KANA,
    RELATIONS,
    SURNAMES_KANA,
    SURNAMES_KANJI,
)
from backend.guard.model import Candidate, PiiType

_NAME_CHARS: Final = r"[一-龯々ヶァ-ヶーぁ-んA-Za-z]"

_LABEL: Final = re.compile(
    r"(?:お?名前|なまえ|ナマエ|氏名|しめい|本名|フルネーム|苗字|名字|みょうじ|姓名|旧姓|フリガナ|ふりがな|宛名|名義|名義人|口座名義|下の名前|保護者名|世帯主|ニックネーム)"
    r"(?:(?=[ァ-ヶー]{2,8}(?:です|といいます|と言|と申))|\s?(?:は|が|も|を)[、,:\s「『(?→]{0,3}|\s?[:→=、(「『\s]{1,2})(?:えっと|えーと)?[、\s]?"
)

_LABEL_STOP: Final = re.compile(
    r"です|デス|でし|でござ|といい|と言|と申|ともうし|って|という|やねん|やで|や(?=[。、\s]|\Z)|だ[。よ]|だけど|[。、,\n!?)」』\ufffc:/]|$|\s(?!"
    + _NAME_CHARS
    + r"{1,6}(?:です|と|で|\s|$|。|\n|、|\())"
    r"|に(?:変|なり|なっ|し|戻)|で(?:登録|予約|お願い|申|す)|から|\s?(?:電話|住所|生年|年齢|TEL|\d)"
)

_NOT_A_NAME: Final = re.compile(
    r"何|なん|ない|公開|匿名|出し|出さ|出る|言え|言わ|言い|いえ|いわ|知ら|知り|必要|書|変|載|偽|仮|ばれ|バレ|教え|おしえ|秘密|漢字|どう|まだ|わか|分か|入力|登録|見え|見ら|見せ|いる|いら|要|結婚|離婚|違|ちが|間違|忘|わすれ|覚|聞|呼|別|旧姓|同じ|伝|後|あと|ちょっと|内緒|非|確認|さっき|前回|前と|ひらがな|カタカナ|ローマ字|LINE|ID|会社|店|"
    r"任意|なし|必須|欄|表示|は|こと|もの|よう|ため|ほう|多い|読み|よみ|相談|希望|仕事|働|名前|でも|本名|ニックネーム|明か|伏|消|直|訂正|修正"
)

_ORDINARY_KANA: Final = re.compile(
    r"(?:よろしく|おねがい|だめ|むり|まだ|これ|それ|あれ|どれ|ここ|そこ|はい|いいえ|もう|いま|ほんま|ほんと|たぶん|なに|なん|こんな|そんな|はじめて|ひとり|わたし|ぼく|おれ|うち|しごと|さいきん|ありがとう|おはよう|こんにちは|こんばんは|すみません|すいません|いつも|もと|さきほど|さっき)"
)


def introduced(message: Message) -> Iterator[Candidate]:
    """「…と申します」 vouches for whatever word stands before it, in the dictionary or not."""
    text, view = message.text, message.view
    for pattern, strong in ((INTRO, True), (WEAK_INTRO, False)):
        for cue in pattern.finditer(text):
            lead = view.before(cue.start(), 18)
            match = re.search(
                r"(?:[一-龯々ヶ]{1,4}\s?[一-龯々ァ-ヶーぁ-ん]{1,5}|[一-龯々]{1,5}|[ァ-ヶー・=\s]{2,18}|[ぁ-んー]{2,9}(?:\s[ぁ-んー]{2,5})?|[A-Za-z\s.\-]{3,18})\Z",
                lead,
            )
            if not match:
                continue
            value = match.group()
            inner = re.match(
                r".*(?:こちらは|わたしは|私は|名前は|なまえは|わたし|わたくし|私|は、|えっと|えーと|はじめまして|こんにちは|こんばんは|[をにで](?=[一-龯]))",
                value,
                re.DOTALL,
            )
            value = value[inner.end() :] if inner else value
            whole_kana = strong and HIRAGANA.match(value.replace(" ", "")) and not value.endswith("の")
            if "の" in value and not (
                whole_kana
                and (kana_full_name(value) or re.match(r"[ぁ-ん]の(?!と|は)", value[1:]) or value[:3] in SURNAMES_KANA)
            ):
                value = value.rpartition("の")[2]
            value = value.strip()
            start = cue.start() - len(value) - (len(lead) - len(lead.rstrip()))
            single = strong and bool(re.fullmatch(r"[一-龯]", value))
            if (len(value) < 2 and not single) or value in GENERIC_PERSONS or _ORDINARY_KANA.match(value):
                continue
            if re.search(r"[一-龯]", value) and not _all_nominal(message, start, start + len(value)):
                continue
            if re.search(
                r"会社|商店|店|センター|ハローワーク|事務所|役所|学校|病院|株|銀行|園|協会|法人|制度|支援|仕事|人|者|何|誰",
                value,
            ):
                continue
            before = view.before(start, 20)
            listed = hiragana(value) in SURNAMES_KANA or hiragana(value) in GIVEN_KANA or kana_full_name(value)
            introduced = bool(GREETED.search(before)) or bool(
                re.search(r"(?:名前は|なまえは|苗字は|名字は|娘は|息子は|子ども?は|名は)\Z", before)
            )
            katakana = bool(KATAKANA.match(value.replace(" ", "").replace("=", ""))) and len(value) >= 2
            opening = not before.strip() or bool(START.search(before))
            if strong and (listed or opening or introduced or katakana):
                yield Candidate(PiiType.NAME, start, start + len(value), 43)
            elif not strong and (
                (listed and (opening or introduced))
                or (introduced and not _NOT_A_NAME.search(value))
                or (katakana and not before.strip() and _unknown_word(message, start, start + len(value)))
            ):
                yield Candidate(PiiType.NAME, start, start + len(value), 42)


def _all_nominal(message: Message, start: int, end: int) -> bool:
    inside = [t for t in message.tokens if t.start < end and t.end > start]
    return all(t.is_noun or t.is_space or t.pos[0] in {"接頭辞", "接尾辞"} for t in inside)


def _unknown_word(message: Message, start: int, end: int) -> bool:
    inside = [t for t in message.tokens if t.start < end and t.end > start]
    return bool(inside) and any(t.unknown or t.is_person for t in inside)


def labelled(message: Message) -> Iterator[Candidate]:
    text = message.text
    for label in _LABEL.finditer(text):
        if re.search(
            r"(?:会社|店|制度|資格|施設|学校|病院|事業所|勤務先|商品|サービス|ボット|駅|地名|職種)(?:さん)?の\s?\Z",
            message.view.before(label.start(), 8),
        ):
            continue
        stop = _LABEL_STOP.search(text, label.end())
        end = min(stop.start() if stop else len(text), label.end() + 18)
        value = text[label.end() : end].rstrip()
        if (
            not value
            or len(value) > 16
            or not re.fullmatch(rf"{_NAME_CHARS}[一-龯々ヶァ-ヶーぁ-んA-Za-z\s・=.\-]*", value)
        ):
            continue
        if (
            _NOT_A_NAME.search(value)
            and not kana_full_name(value)
            and hiragana(value) not in SURNAMES_KANA | GIVEN_KANA
        ):
            continue
        loose = label.group().rstrip()[-1:] in {"が", "も", "を"} or not re.search(r"[は:→=(「『\s]", label.group())
        if loose and not _unknown_or_name(message, label.end(), end):
            continue
        if "名義" in label.group() and re.search(r"会社|店", value):
            continue
        yield from named(text, label.end(), label.end() + len(value), 57)


def _unknown_or_name(message: Message, start: int, end: int) -> bool:
    return any(
        t.start < end
        and t.end > start
        and (t.is_person or t.surface in SURNAMES_KANJI or hiragana(t.surface) in SURNAMES_KANA)
        for t in message.tokens
    )


_RELATION: Final = re.compile(
    r"(?<![一-龯])(?:"
    + "|".join(sorted(map(re.escape, RELATIONS), key=len, reverse=True))
    + r")(?P<link>の名前は|の|は|が|、|\(|)\s?"
    r"(?P<n>[一-龯々]{1,4}\s?[一-龯々ぁ-ん]{0,3}?|[ぁ-ん]{2,4}|[ァ-ヶー]{2,10})(?=が|は|を|に|も|と|、|。|です|で|の|から|より|へ|って|っていう|\)|\s|\Z|や|さん|くん|ちゃん|君|様|\()"
)

_CLOSE_KIN: Final = re.compile(r"娘|息子|[長次三]?[男女]|末っ子|孫|妻|夫|[姉妹兄弟]|むすめ|むすこ")


def related(message: Message) -> Iterator[Candidate]:
    text = message.text
    for match in _RELATION.finditer(text):
        value = match.group("n").strip()
        reading = hiragana(value)
        start, end = match.start("n"), match.start("n") + len(value)
        after = message.view.after(end, 8)
        of = match.group("link") in {"の", "の名前は", "("} or (
            not match.group("link")
            and bool(_CLOSE_KIN.match(match.group()))
            and bool(re.match(r"[、。がはにをと(),]|です|の(?!人|方)", after))
            and reading not in GIVEN_ALSO_WORDS
        )
        if value in GENERIC_PERSONS:
            continue
        if HIRAGANA.match(value) or KATAKANA.match(value):
            listed = reading in GIVEN_KANA or reading in SURNAMES_KANA or value in FOREIGN_NAMES
            clear = reading not in GIVEN_ALSO_WORDS or re.match(
                r"(?:が|は|を|も|です|といい|っていう|と申|さん|くん|ちゃん|、)", after
            )
            if listed and clear and (of or re.match(r"\s?(?:といい|と言い|っていう|です|と申|って)", after)):
                yield Candidate(PiiType.NAME, start, end, 41)
            continue
        inside = [t for t in message.tokens if t.start < end and t.end > start and not t.is_space]
        exact = inside and inside[0].start == start
        if (
            exact
            and (
                all(t.is_person or t.surface in SURNAMES_KANJI for t in inside)
                or (" " in value and inside[0].surface in SURNAMES_KANJI)
            )
            and not re.match(r"[一-龯]", after)
            and (of or re.match(r"\s?(?:といい|と言い|っていう|と申|って|です)", after))
        ):
            yield Candidate(PiiType.NAME, start, end, 41)


_RANK: Final = re.compile(r"(?:[部課係次]長|主任|専務|常務)(?!会)")


def ranked(message: Message) -> Iterator[Candidate]:
    """「白浜部長」: a rank makes a person of what the dictionary takes for a place."""
    for token in message.tokens:
        if token.is_place and len(token.surface) <= 3 and _RANK.match(message.text, token.end):
            yield Candidate(PiiType.NAME, token.start, token.end, 45)
