# ruff: noqa: E501 - patterns read better in one piece
"""Names of people: in self-introductions, after labels, before titles, after words of kinship, and full names anywhere.

The morphological dictionary proposes; what stands around a word decides. A surname alone is never enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.lexicon.names import (
    COMPANY_AFTER,
    COMPANY_BEFORE,
    FOREIGN_NAMES,
    GENERIC_PERSONS,
    GIVEN_ALSO_WORDS,
    GIVEN_KANA,
    NOT_PERSONS,
    ONE_CHARACTER_FOREIGN,
    RELATIONS,
    SURNAMES_KANA,
    SURNAMES_KANJI,
    TITLES,
)
from backend.guard.model import Candidate, PiiType
from backend.guard.romaji import to_hiragana
from backend.guard.tokens import Token
from backend.guard.view import BARRIER

_KATAKANA: Final = re.compile(r"[ァ-ヶー・]+\Z")
_HIRAGANA: Final = re.compile(r"[ぁ-んー]+\Z")
_NAME_CHARS: Final = r"[一-龯々ヶァ-ヶーぁ-んA-Za-z]"
_TITLE: Final = re.compile(
    r"\s?(?:" + "|".join(sorted(map(re.escape, TITLES), key=len, reverse=True)) + r")(?![ァ-ヶ])"
)
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}

_START: Final = re.compile(
    r"(?:\A|[。!?!?\n、,…\s)」♪☆★〜~]|はじめまして|初めまして|こんにちは|こんばんは|おはようございます|お世話になります|お世話になっております|失礼します|すみません|すいません|すんません|ごめん(?:なさい|ください)?|あ|"
    r"(?:わたし|わたくし|私|あたし|僕|ぼく|俺|おれ|うち|ウチ|わし|自分|こちら|当方|本人)(?:は|の名前は|が|、|,|\s)?|(?:えっと|えーと|あの|えー|ども|どうも)[ー、\s]?|[^\w\s])\s*\Z"
)
_GREETED: Final = re.compile(
    r"(?:はじめまして|初めまして|こんにちは|こんばんは|おはようございます|お世話にな(?:ります|っております|ってます)|先ほどの|先日の|"
    r"(?:わたし|わたくし|私|あたし|僕|ぼく|俺|うち|わし|自分|こちら|当方)(?:は|、|の名前は)?)[。、!!\s♪☆★〜~]*(?:えっと|えーと|あの)?[、\s]*\Z"
)
_COPULA: Final = re.compile(
    r"\s?(?:です(?!か[??]?\s*ら?[ぁ-んァ-ヶ一-龯]*(?:です|ます))|でーす|でございます|っす|っ?ちゅう|やねん|やけど|やで(?:す)?|や(?:[。、\s!な]|\Z)|だよ|だけど|だが|だ。|と申|ともうし|といい|と言い|と言う|という(?:者|もの)|"
    r"っていい|って言い|っていう|ていいます|って呼|と呼|いいます|言います|いうねん|ゆうねん|言うねん|いう者|もうします|申します)"
)
_LINKED: Final = re.compile(r"(?:の|した|してた|している|してる|しました|る|た|登録名は|名は)\s?\Z")
_CONTACTED: Final = re.compile(
    r"(?:面談|面接|相談|電話|予約|連絡|登録|お世話になっ|送っ|申し?込)[^。\n]{0,6}(?:の|た|だ|る)\s?\Z"
)
_GREETS_AFTER: Final = re.compile(
    r"\s?(?:です|っす|といいます)(?:が|けど)?[。、!ー〜\s]{0,3}(?:はじめまして|初めまして|よろしく|宜しく|お世話|先日|昨日|予約)"
)
_PLAIN_SURNAMES: Final = frozenset("谷辻森林原関岡堀畑柳")
_NOT_LINKED: Final = re.compile(
    r"(?:会社|店|ブランド|メーカー|ドラマ|最寄り?|駅|希望|場所|地元|出身|勤務先|職場|銀行|母校|学校)(?:は|が|の|も)\s?\Z|[一-龯々ァ-ヶーA-Za-z0-9]\Z"
)
_NOT_TITLED: Final = re.compile(r"\s?(?:様式|氏名|先生方|さん家|さんち(?![ゃょ])|君臨|主任者|社長室)")
_LONGER_GENERICS: Final = {
    char: tuple(w for w in GENERIC_PERSONS if w[-1] == char) for char in {w[-1] for w in GENERIC_PERSONS}
}
_INTRO: Final = re.compile(
    r"\s?(?:と|って)\s?(?:申し(?:ます|まして|た)|申す|もうし(?:ます|まして)|もうす|申します)|\s?(?:という|と言う|っていう|っちゅう|といった)(?:者|もの|もん)(?:です|や|やねん|ですが|でございます)"
)
_WEAK_INTRO: Final = re.compile(
    r"\s?(?:といいます|いいます(?!か)|と言います|というます|っていいます|って言います|ていいます|っていう(?:ねん|んです|んやけど|んやで|んだけど|の|けど|ん)|って言う(?:ねん|んです|けど|んやけど)|ていうねん|"
    r"ゆうねん|っていうねん|ちゅうねん|といいまして|と言いまして|いいますねん|って呼んで|と呼んで|と書きます|と読みます|とお呼び)"
)
_COMPANY_ENDING: Final = re.compile(r"(?:" + "|".join(word for word in COMPANY_AFTER if len(word) > 1) + r")\Z")
_LABEL: Final = re.compile(
    r"(?:お?名前|なまえ|ナマエ|氏名|しめい|本名|フルネーム|苗字|名字|みょうじ|姓名|旧姓|フリガナ|ふりがな|宛名|名義|名義人|口座名義|下の名前|保護者名|世帯主|ニックネーム)"
    r"(?:\s?(?:は|が|も|を)[、,:\s「『(]{0,2}|\s?[:→=、(「『\s]{1,2})(?:えっと|えーと)?[、\s]?"
)
_LABEL_STOP: Final = re.compile(
    r"です|でし|でござ|といい|と言|と申|ともうし|って|という|やねん|やで|や(?=[。、\s]|\Z)|だ[。よ]|だけど|[。、,\n!?)」』\ufffc:/]|$|\s(?!"
    + _NAME_CHARS
    + r"{1,6}(?:です|と|で|\s|$|。|\n|、|\())"
    r"|に(?:変|なり|なっ|し|戻)|で(?:登録|予約|お願い|申|す)|から|\s?(?:電話|住所|生年|年齢|TEL|\d)"
)
_NOT_A_NAME: Final = re.compile(
    r"何|なん|ない|公開|匿名|出し|出さ|出る|言え|言わ|言い|いえ|いわ|知ら|知り|必要|書|変|載|偽|仮|ばれ|バレ|教え|おしえ|秘密|漢字|どう|まだ|わか|分か|入力|登録|見え|見ら|見せ|いる|いら|要|結婚|離婚|違|ちが|間違|忘|わすれ|覚|聞|呼|別|旧姓|同じ|伝|後|あと|ちょっと|内緒|非|確認|さっき|前回|前と|ひらがな|カタカナ|ローマ字|LINE|ID|会社|店|"
    r"任意|なし|必須|欄|表示|は|こと|もの|よう|ため|ほう|多い|読み|よみ|相談|希望|仕事|働|名前|でも|本名|ニックネーム|明か|伏|消|直|訂正|修正"
)
_LATIN: Final = re.compile(
    r"(?:名前は|なまえは|氏名[は:]?|(?i:my name is|i am|i'm|name\s?:))\s?(?P<a>[A-Za-z][A-Za-z'\-.]+(?:[\s・][A-Za-z][A-Za-z'\-.]+){0,3})|"
    r"(?<![A-Za-z])(?P<b>[A-Z][A-Za-z'\-]+(?:\s[A-Z][A-Za-z'\-.]*){1,3})(?=\s?(?:です|といい|と言い|と申|さん|様|っていい|って))"
    r"|(?:私は|わたしは|僕は|はじめまして、?|こんにちは、?)(?P<c>[A-Z][a-z]{2,14})(?=です|といい|と申)"
)
_LATIN_WORDS: Final = re.compile(
    r"(?:Hello|Work|LINE|Line|Google|Excel|Word|Power|Point|Office|Microsoft|Zoom|Windows|Apple|Amazon|Indeed|You|Tube|Android|Adobe|Pro|Plus|OK|IT|CAD|Web|English|Python|Java|Play|Store|Chrome|Gmail|Pay|Uber|Eats|Job|App|Mos|USJ|looking|from|not|a|the|in|single|interested|here|new)",
)
_READING: Final = re.compile(r"\s?[(「]\s?(?P<r>[ぁ-んァ-ヶー]{2,8}\s?[ぁ-んァ-ヶー]{0,8})\s?[)」]")
_ORDINARY_KANA: Final = re.compile(
    r"(?:よろしく|おねがい|だめ|むり|まだ|これ|それ|あれ|どれ|ここ|そこ|はい|いいえ|もう|いま|ほんま|ほんと|たぶん|なに|なん|こんな|そんな|はじめて|ひとり|わたし|ぼく|おれ|うち|しごと|さいきん|ありがとう|おはよう|こんにちは|こんばんは|すみません|すいません|いつも|もと|さきほど|さっき)"
)


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of name tokens: `full` = surname and given name, `doubtful` = the dictionary reads it as something else."""

    start: int
    end: int
    first: int
    last: int
    full: bool
    doubtful: bool


def _hiragana(text: str) -> str:
    return text.translate(_TO_HIRAGANA)


def _kana_full_name(text: str) -> bool:
    """Whether kana reads as surname (+ blank) + given name from the lists."""
    reading = _hiragana(text)
    parts = re.split(r"[\s・]", reading)
    if len(parts) == 2:
        return parts[0] in SURNAMES_KANA or (parts[1] in GIVEN_KANA and len(parts[0]) >= 2)
    return any(reading[:i] in SURNAMES_KANA and reading[i:] in GIVEN_KANA for i in range(2, len(reading) - 1))


def _is_foreign(token: Token) -> bool:
    return bool(_KATAKANA.match(token.surface)) and (token.surface in FOREIGN_NAMES or token.is_person)


def _may_start(token: Token) -> bool:
    if (
        token.surface in GENERIC_PERSONS
        or len(token.surface) > 12
        or token.surface.isascii()
        or _COMPANY_ENDING.search(token.surface)
    ):
        return False
    if token.is_person or _is_foreign(token):
        return True
    kana = _hiragana(token.surface)
    if kana in GIVEN_KANA and kana not in GIVEN_ALSO_WORDS:
        return True
    return kana in SURNAMES_KANA and (token.is_noun or len(kana) >= 3) or token.surface in SURNAMES_KANJI


def _may_follow(token: Token, previous: Token) -> bool:
    """Whether `token` may be the given name after `previous`."""
    if token.surface in GENERIC_PERSONS or token.surface in COMPANY_AFTER or token.surface in TITLES:
        return False
    if token.is_person or _is_foreign(token):
        return True
    if _hiragana(token.surface) in GIVEN_KANA:
        return True
    unread = token.unknown and re.fullmatch(r"[一-龯々]{1,3}|[ぁ-ん]{2,4}", token.surface)
    return bool(unread and previous.is_surname)


def _runs(tokens: list[Token], text: str) -> Iterator[_Run]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if not _may_start(token):
            index += 1
            continue
        last, parts, cursor = index, [token], index + 1
        while cursor < len(tokens) and len(parts) < 5:
            follower = tokens[cursor]
            joint = follower.is_space and follower.surface in {" ", "  "} or follower.surface in {"・", "=", "-"}
            if joint:
                if cursor + 1 < len(tokens) and _may_follow(tokens[cursor + 1], parts[-1]):
                    cursor += 1
                    continue
                foreign = _KATAKANA.match(parts[-1].surface) and follower.surface in {"・", "="}
                if foreign and cursor + 1 < len(tokens) and _KATAKANA.match(tokens[cursor + 1].surface):
                    cursor += 1
                    parts.append(tokens[cursor])
                    last, cursor = cursor, cursor + 1
                    continue
                break
            if not _may_follow(follower, parts[-1]):
                break
            parts.append(follower)
            last, cursor = cursor, cursor + 1
        start, end = token.start, tokens[last].end
        surface = text[start:end]
        full = len(parts) > 1 and (
            (parts[0].is_surname or _hiragana(parts[0].surface) in SURNAMES_KANA or parts[0].surface in SURNAMES_KANJI)
            or all(_is_foreign(p) or _KATAKANA.match(p.surface) for p in parts)
        )
        joined = len(parts) == 1 and token.is_person and token.pos[3] == "一般" and len(surface) >= 4
        full = full or (joined and not _KATAKANA.match(surface))
        yield _Run(start, end, index, last, full, not parts[0].is_person)
        index = last + 1


def _in_company(tokens: list[Token], run: _Run, text: str) -> bool:
    following = tokens[run.last + 1] if run.last + 1 < len(tokens) else None
    if following is not None and (
        following.surface in COMPANY_AFTER
        or re.match(r"株式会社|\(株\)|有限会社|商店|工業|病院|医院", text[run.end : run.end + 6])
    ):
        return True
    previous = tokens[run.first - 1] if run.first else None
    return previous is not None and (
        previous.surface in COMPANY_BEFORE
        or bool(
            re.search(r"(?:\(株\)|株式会社|有限会社|スーパー|合同会社)\s?\Z", text[max(0, run.start - 6) : run.start])
        )
    )


def _line_is_only(text: str, start: int, end: int) -> bool:
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    right = len(text) if right < 0 else right
    return (
        not text[left:start].strip(" 　()")
        and not text[end:right].strip(" 　。()拝より")
        and (left > 0 or right < len(text))
    )


def _is_person_run(message: Message, run: _Run) -> int | None:
    """How sure we are that the run names a person (a priority), or None."""
    text, tokens, view = message.text, message.tokens, message.view
    surface = text[run.start : run.end]
    before, after = view.before(run.start, 24), view.after(run.end, 24)
    following = tokens[run.last + 1] if run.last + 1 < len(tokens) else None
    title, copula, intro = _TITLE.match(after), _COPULA.match(after) or _WEAK_INTRO.match(after), _INTRO.match(after)
    glued = (
        following is not None
        and following.is_noun
        and following.pos[1] != "数詞"
        and not following.is_person
        and not title
    )
    if any(
        text.endswith(word, 0, run.end) for word in _LONGER_GENERICS.get(surface[-1], ()) if len(word) > len(surface)
    ):
        return None
    if intro and not glued:
        return 56
    if surface in NOT_PERSONS and not (copula and re.search(r"(?:私|わたし|わたくし|僕|名前)は\s?\Z", before)):
        return None
    kana = bool(_HIRAGANA.match(surface))
    if re.match(r"の(?:歌|曲|ファン|ライブ|映画|小説|ドラマ|番組|本を)", after):
        return None
    if run.full and not glued and (not kana or title or copula or _kana_full_name(surface)):
        return 56
    if title and not (len(surface) == 1 and (_KATAKANA.match(surface) or kana)) and not _NOT_TITLED.match(after):
        return 46
    if glued:
        return None
    opening = not before or bool(_START.search(before))
    if copula:
        if run.doubtful:
            clear = (
                bool(_GREETED.search(before))
                or (opening and bool(_GREETS_AFTER.match(after)))
                or (not before and surface in _PLAIN_SURNAMES)
                or (kana and opening)
                or bool(_CONTACTED.search(before))
            )
        else:
            clear = (
                opening
                or bool(_LINKED.search(before))
                or (len(surface) > 1 and tokens[run.first].is_surname and not _NOT_LINKED.search(before))
            )
        return 45 if clear else None
    if run.doubtful:
        return None
    if re.search(r"(?:私|わたし|わたくし|僕|俺|名前)は\s?\Z", before) and re.match(r"\s?(?:[。!、\n]|\Z)", after):
        return 41
    if _beside_placeholder(text, run.start, run.end) or (tokens[run.last].is_given and _READING.match(text, run.end)):
        return 41
    if _line_is_only(text, run.start, run.end):
        return 40
    if re.match(r"\s?(?:より|拝|\(仮名\))(?:\s|。|\Z)", after) and (opening or before.endswith("\n")):
        return 39
    return None


def _dictionary_names(message: Message) -> Iterator[Candidate]:
    text = message.text
    pending: _Run | None = None
    for run in _runs(message.tokens, text):
        if _in_company(message.tokens, run, text):
            continue
        priority = _is_person_run(message, run)
        if priority is None:
            pending = run
            continue
        yield from _named(text, run.start, run.end, priority)
        if (
            pending is not None
            and not pending.doubtful
            and re.fullmatch(r"\s?(?:と|、|・|や|&)\s?", text[pending.end : run.start])
        ):
            yield Candidate(PiiType.NAME, pending.start, pending.end, 38)
        pending = None


def _beside_placeholder(text: str, start: int, end: int) -> bool:
    """「【電話番号】(山口)」: a name on its own next to something already masked."""
    after_one = re.search(rf"{BARRIER}[\s(、,:]{{0,3}}\Z", text[max(0, start - 4) : start]) and re.match(
        r"[)\s。]|\Z", text[end : end + 1]
    )
    before_one = re.search(r"(?:\A|\n)\s*\Z", text[max(0, start - 3) : start]) and re.match(
        rf"[\s:、(]{{1,3}}{BARRIER}", text[end : end + 4]
    )
    return bool(after_one or before_one)


def _named(text: str, start: int, end: int, priority: int) -> Iterator[Candidate]:
    """The name, and its reading if one follows in brackets."""
    yield Candidate(PiiType.NAME, start, end, priority)
    reading = _READING.match(text, end)
    if reading:
        yield Candidate(PiiType.NAME, reading.start("r"), reading.end("r"), priority)


def _introduced(message: Message) -> Iterator[Candidate]:
    """「…と申します」 vouches for whatever word stands before it, in the dictionary or not."""
    text, view = message.text, message.view
    for pattern, strong in ((_INTRO, True), (_WEAK_INTRO, False)):
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
            if "の" in value:
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
            listed = _hiragana(value) in SURNAMES_KANA or _hiragana(value) in GIVEN_KANA or _kana_full_name(value)
            introduced = bool(_GREETED.search(before)) or bool(
                re.search(r"(?:名前は|なまえは|苗字は|名字は|娘は|息子は|子ども?は|名は)\Z", before)
            )
            katakana = bool(_KATAKANA.match(value.replace(" ", "").replace("=", ""))) and len(value) >= 2
            opening = not before.strip() or bool(_START.search(before))
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


def _labelled(message: Message) -> Iterator[Candidate]:
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
            and not _kana_full_name(value)
            and _hiragana(value) not in SURNAMES_KANA | GIVEN_KANA
        ):
            continue
        loose = label.group().rstrip()[-1:] in {"が", "も", "を"} or not re.search(r"[は:→=(「『\s]", label.group())
        if loose and not _unknown_or_name(message, label.end(), end):
            continue
        if "名義" in label.group() and re.search(r"会社|店", value):
            continue
        yield from _named(text, label.end(), label.end() + len(value), 57)


def _unknown_or_name(message: Message, start: int, end: int) -> bool:
    return any(
        t.start < end and t.end > start and (t.is_person or t.surface in SURNAMES_KANJI or _hiragana(t.surface) in SURNAMES_KANA)
        for t in message.tokens
    )


_RELATION: Final = re.compile(
    r"(?<![一-龯])(?:"
    + "|".join(sorted(map(re.escape, RELATIONS), key=len, reverse=True))
    + r")(?P<link>の名前は|の|は|が|、|\(|)\s?"
    r"(?P<n>[一-龯々]{1,4}\s?[一-龯々ぁ-ん]{0,3}?|[ぁ-ん]{2,4}|[ァ-ヶー]{2,10})(?=が|は|を|に|も|と|、|。|です|で|の|から|より|へ|って|っていう|\)|\s|\Z|や|さん|くん|ちゃん|君|様|\()"
)


_CLOSE_KIN: Final = re.compile(r"娘|息子|[長次三]?[男女]|末っ子|孫|妻|夫|[姉妹兄弟]|むすめ|むすこ")


def _related(message: Message) -> Iterator[Candidate]:
    text = message.text
    for match in _RELATION.finditer(text):
        value = match.group("n").strip()
        reading = _hiragana(value)
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
        if _HIRAGANA.match(value) or _KATAKANA.match(value):
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
            and all(t.is_person or t.surface in SURNAMES_KANJI for t in inside)
            and not re.match(r"[一-龯]", after)
            and (of or re.match(r"\s?(?:といい|と言い|っていう|と申|って|です)", after))
        ):
            yield Candidate(PiiType.NAME, start, end, 41)


_KANA_TITLED: Final = re.compile(
    r"(?P<n>[ぁ-ん]{2,4}?|[ァ-ヶー]{2,6})(?P<t>ちゃん|くん|さん|先生|せんせい|様|さま)(?![ァ-ヶ])"
)
_KANJI_TITLED: Final = re.compile(r"(?P<n>[一-龯々]{1,4})(?:ちゃん(?!と)|くん)")
_KANA_SAYS: Final = re.compile(
    r"(?:(?<=[。!?\n、\s])|\A)(?:わたし|うち|わし)?(?P<n>[ぁ-んー]{2,9}?)(?:と|って)?(?:いいます|もうします|ゆいます|いうねん|ゆうねん|いうもんや)"
)
_KANA_BESIDE: Final = re.compile(
    rf"(?:(?<={BARRIER})|(?<={BARRIER}[\s(、,:])|(?:(?<=\n)|\A))(?P<n>[ぁ-んー]{{2,10}}|[ァ-ヶー]{{2,10}})(?=[)\s:、(。]|\Z)"
)
_KANA_ALONE: Final = re.compile(
    r"(?:(?<=[。!?\n、\s])|\A)(?P<n>[ぁ-んー]{2,5}\s?[ぁ-んー]{2,5}|[ァ-ヶー]{2,6}[\s・]?[ァ-ヶー]{2,6})(?=です|と申|ともうし|といい|や[。、]|やねん|っす|\s*$|\n|。|っていう|\()"
)


def _kana_names(message: Message) -> Iterator[Candidate]:
    text = message.text
    for match in _KANA_TITLED.finditer(text):
        whole = re.search(r"(?:[ぁ-ん]+|[ァ-ヶー]+)\Z", text[: match.end("n")][-8:])
        lead = whole.group() if whole else match.group("n")
        for size in range(min(len(lead), 8), 1, -1):
            value = lead[-size:]
            if value in GENERIC_PERSONS:
                break
            reading = _hiragana(value)
            title = match.group("t")
            known = (
                reading in GIVEN_KANA or reading in SURNAMES_KANA or value in FOREIGN_NAMES or _kana_full_name(value)
            )
            before = text[: match.end("n") - size][-1:]
            if known and size < len(lead) and not re.match(r"[のとはがもにやを]", before):
                known = False
            if known and not (title in {"さん", "さま", "様"} and reading in GIVEN_ALSO_WORDS and size < len(lead)):
                yield Candidate(PiiType.NAME, match.end("n") - size, match.end("n"), 38)
                break
    for match in _KANA_BESIDE.finditer(text):
        reading = _hiragana(match.group("n"))
        if (reading in GIVEN_KANA | SURNAMES_KANA or _kana_full_name(reading)) and _beside_placeholder(
            text, *match.span("n")
        ):
            yield Candidate(PiiType.NAME, match.start("n"), match.end("n"), 36)
    for match in _KANA_ALONE.finditer(text):
        if _kana_full_name(match.group("n")):
            yield Candidate(PiiType.NAME, match.start("n"), match.end("n"), 44)
    for match in _KANA_SAYS.finditer(text):
        value = match.group("n")
        if value in SURNAMES_KANA or value in GIVEN_KANA or _kana_full_name(value):
            yield Candidate(PiiType.NAME, match.start("n"), match.end("n"), 43)
    for match in _KANJI_TITLED.finditer(text):
        value = match.group("n")
        tokens = [t for t in message.tokens if t.start < match.end("n") and t.end > match.start("n")]
        last = tokens[-1] if tokens else None
        if (
            last is not None
            and last.surface not in GENERIC_PERSONS
            and value not in GENERIC_PERSONS
            and (last.is_noun or last.unknown)
            and not any(text.endswith(word, 0, match.end("n")) for word in _LONGER_GENERICS.get(value[-1], ()))
        ):
            yield Candidate(PiiType.NAME, max(last.start, match.start("n")), match.end("n"), 37)


_FOREIGN_KANJI: Final = re.compile(
    rf"(?<![一-龯])[{''.join(sorted(ONE_CHARACTER_FOREIGN))}](?:\s[一-龯]{{1,2}}(?=です|と申|といい|さん|様|\Z|\n)|[一-龯]{{1,2}}(?=と申します|さん))"
)


def _foreign_kanji(message: Message) -> Iterator[Candidate]:
    for match in _FOREIGN_KANJI.finditer(message.text):
        if match.group() not in GENERIC_PERSONS:
            yield Candidate(PiiType.NAME, match.start(), match.end(), 39)


_ROMAJI: Final = re.compile(r"(?<![A-Za-z0-9@._/\-])(?P<n>[A-Za-z]{3,12}\s[A-Za-z]{2,12})(?![A-Za-z0-9@._/\-])")


def _latin(message: Message) -> Iterator[Candidate]:
    for match in _ROMAJI.finditer(message.text):
        first, second = (to_hiragana(word) for word in match.group("n").split())
        if first and second:
            for surname, given in ((first, second), (second, first)):
                if surname in SURNAMES_KANA and (given in GIVEN_KANA or len(given) >= 3):
                    yield Candidate(PiiType.NAME, match.start("n"), match.end("n"), 48)
                    break
    for match in _LATIN.finditer(message.text):
        group = match.lastgroup or "a"
        value = match.group(group)
        words = value.split()
        ordinary = next((i for i, word in enumerate(words) if _LATIN_WORDS.fullmatch(word)), len(words))
        value = " ".join(words[:ordinary]) if group == "a" else value if ordinary == len(words) else ""
        if value and message.text.startswith(value, match.start(group)):
            yield Candidate(PiiType.NAME, match.start(group), match.start(group) + len(value), 47)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for names of people."""
    if not message.text.strip():
        return
    yield from _dictionary_names(message)
    yield from _introduced(message)
    yield from _labelled(message)
    yield from _related(message)
    yield from _kana_names(message)
    yield from _foreign_kanji(message)
    yield from _latin(message)
