"""Statements about a person's health: the diagnosis, medicine or grade itself is masked, the wish around it stays.

Ordinary symptoms, wishes for consideration and talk about jobs in care are not statements of this kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from backend.guard.detectors.base import Message
from backend.guard.lexicon.health import BARE_DIAGNOSES, DEPARTMENTS, DIAGNOSES, LATIN_DIAGNOSES, MEDICINES
from backend.guard.model import Candidate, PiiType


def _any(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_DEGREE: Final = r"(?:(?:重度|軽度|中度|中等度|末期|初期|慢性|若年性|両側|左|右)(?:の)?)?"
_STAGE: Final = r"(?:の?(?:ステージ\s?(?:[0-4]|I{1,3}|IV)[AB]?|末期|レベル\d|グレーゾーン|(?:I|II|1|2)型))?"
_POSITIVE: Final = r"(?:(?:ウイルス)?(?:陽性|キャリア|感染症))?"
_DIAGNOSIS: Final = re.compile(
    rf"{_DEGREE}(?:{_any(DIAGNOSES)}|(?<![A-Za-z])(?:{_any(LATIN_DIAGNOSES)})(?![A-Za-z]))(?:症|傾向(?=が|で|あり|と))?{_POSITIVE}{_STAGE}"
)
_BARE: Final = re.compile(
    rf"(?<![いくうすずちつのほもやゆ])(?:{_any(BARE_DIAGNOSES)}){_STAGE}(?![ぁ-んァ-ヶ一-龯]{{0,1}}(?:ば|ばっ|こ|じ|がん))"
)
_MEDICINE: Final = re.compile(f"(?:{_any(MEDICINES)})")
_DEPARTMENT: Final = re.compile(f"(?:{_any(DEPARTMENTS)})")

_NOT_A_STATEMENT: Final = re.compile(
    r"\A(?:の(?:人|方(?!が[悪良い])|方々|かた|子(?:ども)?たち|子ども?(?:の|を|に)(?:支援|療育|預|指導)|患者|利用者|お客|高齢者|入居者|児童|生徒|当事者|疑い|お年寄り|仕事|求人|支援|ケア|専門|相談|勉強|研修|講座|資格|知識|理解|ことを?(?:知|学|勉強)|検査|検診|予防|本|作業所|施設|カフェ)|"
    r"(?:の)?(?:保険|検診|健診|支援|サポート|専門|療養指導|指導士|病棟|センター|ケア|ドック|予防|対策|講座|研修|理解|カフェ|患者|教育|雇用|対応型|啓発|看護|グループ|協会|学会|研究|薬局|予備|者(?:雇用|枠|向|支援|施設|の|を|に)|児|枠)|"
    r"について(?!診|医|相)|に(?:関|つい|対する|詳し|理解|なったら|なれば|なっても|なる(?:と|こと|の|可能))|とは|って(?:何|なに|どんな)|かもしれ|かも(?![ぁ-ん]*通)|っぽ|気味|になり(?:そう|たくない|ます|かね)|になる(?:前|人)|にならない|じゃ(?:ない|あり)|と?ちゃ[うい]|ではな|では?ありません|を(?:支え|支援|サポート|研究|治す|予防|ケア))"
)
_STATEMENT: Final = re.compile(
    r"\A[^。!?\n]{0,14}?(?:つういん|にゅういん|しんだん|ちりょう|くすり|のんで|病院|診断|診て|通院|通っ|かよ|治療|服薬|入院|入退院|休職|休業|退職|療養|闘病|経過観察|検査中|手術|リハビリ|患|発症|再発|持ち|もち|あり|有り|抱え|なって|なりまし|なった|わずらっ|"
    r"見つか|みつか|わかって|分かって|言われ|いわれ|うけて|受けて|寛解|完治|後遺症|障害者手帳|手帳|薬|飲ん|働け|働ける|辞め|やめ|亡くな|倒れ|苦し|悩|隠し|配慮|オープン|クローズ)|"
    r"\A(?:で(?!は)|\((?!に|の)|(?:を)?(?:して|受けて)|のこと(?:は|を|も|が)[^。!?\n]{0,8}(?:会社|職場|言|伝|隠|知られ|ばれ|バレ)|の(?:ある|あった)(?:父|母|夫|妻|子|息子|娘|兄|弟|姉|妹|家族|私)|(?:の)?発作|から(?:回復|復)|(?:を)?(?:入れ|埋め|克服)|に感染|や(?:ねん|から|って|けど|\Z)|だ(?:から|けど|った|と|し|\Z|。|よ|ね)|なん|な(?:の|ん)|が(?:あ|ひど|悪化|再|重|治|よく|良く|つら|しんど|きつ|出|残)|再発|週[0-9]|指定|出て|やっ[てたちも]|かもと?言|打って|の(?:息子|娘|子(?:が|を|で|の面))|を(?:持|患|抱|発症|し|わず|公表|伝|開示|会社|隠)|"
    r"のため|のせい|により|によ|です|っす|、|。|\)|\Z|\n|\s|と(?:診|言|い|わか|分|付き合|闘|うつ|[A-Z])|に(?:なり|なっ|な|かか)|持|歴|の(?:父|母|夫|妻|娘|息子|子ども?が|親|兄|弟|姉|妹|祖|義|主人|旦那|ため|治療|手術|薬|診断|再発|後遺症|術後|症状|私|自分|せい|影響|通院|検査結果|既往)|・|/|と)"
)
_ABOUT_SOMEONE: Final = re.compile(
    r"(?:私|わたし|僕|俺|うち|自分|娘|息子|子ども|子供|長男|次男|長女|次女|父|母|親|夫|妻|主人|旦那|兄|弟|姉|妹|祖父|祖母|家族|持病|病名|実は)[^。\n]{0,10}\Z"
)
_TALK_OF_JOBS: Final = re.compile(
    r"\A[^。!?\n]{0,10}(?:ボランティア|資格が?取|勉強|学び|講座|研修|求人|施設で|向けの|専門の|の仕事(?:が|を|に|は)(?:したい|探|興味|あり))"
)
_TAKEN: Final = re.compile(
    r"\A[^。!?\n]{0,8}(?:飲|のん|のみ|服用|処方|もらっ|出され|出て|打っ|打ち|注射|使っ|使用|投与|手放|頼っ|増え|減ら|やめ|切れ|治療|副作用|の副)"
)
_OVERDOSE: Final = re.compile(
    r"死ね|死ぬ|致死|何錠|どの(?:くらい|ぐらい)飲|どれ(?:くらい|ぐらい|だけ)飲|大量|全部|ぜんぶ|たくさん|一気|まとめて|\d+\s?錠|ため込|貯め|一瓶|ひと瓶|飲みすぎ|飲み過ぎ"
)
_TREATED: Final = re.compile(
    r"\A[^。!?\n]{0,12}(?:通院|通っ|かよっ|通い|かかって|かかり|受診|入院|入退院|治療|診断|手術|行って(?:ます|い)|いって(?:ます|い)|の薬|で(?:もらっ|薬)|の先生に)"
)
_WORKPLACE: Final = re.compile(
    r"\A[^。!?\n]{0,10}(?:で(?:働|勤|看護|事務|受付|パート|仕事)|の(?:仕事|求人|事務|看護|受付|スタッフ))"
)
_HOSPITAL: Final = re.compile(
    r"(?P<h>[一-龯々ァ-ヶーぁ-ん]{2,14}?(?:病院|医療センター|クリニック|医院|診療所))(?=(?:に|へ|で|の)?[^。!?\n]{0,8}(?:通院|入院|治療|手術|受診|通って(?!働)|診断|かかって))"
)
_GENERIC_HOSPITAL: Final = re.compile(
    r"(?:総合|大学|市民|近く|近所|別|同じ|大き|大きな|個人|いつも|地元|専門|その|この|病|地域|今|子ども|父|母)の?(?:の)?病院\Z|\A病院\Z|(?:の|は|が|、)病院\Z"
)

_GRADE: Final = re.compile(
    r"(?:精神(?:障害者|障がい者|障害)?(?:保健)?(?:福祉)?手帳|身体(?:障害者|障がい者|障害)?手帳|療育手帳|愛の手帳|みどりの手帳|障害者手帳|障がい者手帳|障害手帳|手帳|障害(?:基礎|厚生)?年金|障害等級|障害支援区分|障害程度区分)"
    r"(?:の|は|が|で|を?[\s、(:]|(?:を)?持って(?:い)?て、?)?\s?(?:等級は?)?\s?(?:(?:第)?[1-7一二三四五六七](?:級|種)(?:[1-7]級)?|[AB][12]?(?![A-Za-z])(?:判定)?|[1-6](?=です|の|で)|重度|中度|軽度|区分\s?[1-6])"
)
_GRADE_ALONE: Final = re.compile(r"(?:精神|身体|知的|障害|しょうがい)(?:の|は|で|が)?\s?[1-7一二三]級")
_CERTIFICATE: Final = re.compile(
    r"(?P<n>精神(?:障害者|障がい者|障害)?(?:保健)?(?:福祉)?手帳|身体(?:障害者|障がい者|障害)手帳|療育手帳)(?=(?:を|が|は|も)?[^。!?\n]{0,4}(?:持っ|取得し|所持|もらっ|あり(?!ますか)|交付|申請中))"
)
_CARE_LEVEL: Final = re.compile(r"要(?:介護|支援)(?:度|認定)?\s?[1-5一二三四五]")
_FAMILY: Final = re.compile(
    r"父|母|親|夫|妻|主人|旦那|祖|義|家族|おばあ|おじい|じいちゃん|ばあちゃん|姑|舅|兄|姉|私|わたし|自分|認定"
)


def _is_statement(message: Message, start: int, end: int, *, bare: bool) -> bool:
    after = message.view.after(end, 30)
    if _NOT_A_STATEMENT.match(after) or _TALK_OF_JOBS.match(after):
        return False
    if _STATEMENT.match(after):
        return True
    return not bare and bool(_ABOUT_SOMEONE.search(message.view.before(start, 18)))


def _diagnoses(message: Message) -> Iterator[Candidate]:
    text = message.text
    for match in _DIAGNOSIS.finditer(text):
        if _is_statement(message, match.start(), match.end(), bare=False):
            yield Candidate(PiiType.HEALTH, match.start(), match.end(), 50)
    for match in _BARE.finditer(text):
        if text[max(0, match.start() - 1) : match.start()] in {"や", "・"}:
            continue
        after = message.view.after(match.end(), 24)
        strong = re.match(
            r"\A(?:で(?:\d|ずっと|長(?:く|い)|何年|もう|今|また|、)|で[^。\n]{0,12}(?:通院|休職|退職|辞め|やめ|休ん|入院|治療|通っ|手術|亡くな|療養|薬|働け|仕事)|と診断|の(?:診断|治療|手術|再発|薬|母|父|夫|妻|娘|息子|疑いで通院)|を(?:患|発症|わずら|再発)|持ち|になって|になり、|になりまし|になった|にな[りっ]て|が(?:再発|見つか|みつか|ひど|わか)|なんです|と(?:言わ|いわ)れ|治療中|闘病|サバイバー|です(?:が|けど|。|\Z)|やねん|だった|やって|が原因)",
            after,
        )
        if strong and not _NOT_A_STATEMENT.match(after):
            yield Candidate(PiiType.HEALTH, match.start(), match.end(), 44)


def is_overdose(message: Message, start: int, end: int) -> bool:
    """Whether the medicine at [start, end) was taken in a dangerous way: the safety lane must read it."""
    return message.near(_OVERDOSE, start, end, left=8, right=20)


def _treatments(message: Message) -> Iterator[Candidate]:
    for match in _MEDICINE.finditer(message.text):
        after = message.view.after(match.end(), 20)
        if _TAKEN.match(after) and not is_overdose(message, match.start(), match.end()):
            yield Candidate(PiiType.HEALTH, match.start(), match.end(), 51)
    for match in _DEPARTMENT.finditer(message.text):
        after = message.view.after(match.end(), 24)
        if _TREATED.match(after) and not _WORKPLACE.match(after):
            yield Candidate(PiiType.HEALTH, match.start(), match.end(), 48)
    for match in _HOSPITAL.finditer(message.text):
        if _GENERIC_HOSPITAL.search(match.group("h")):
            continue
        named = re.search(r"[一-龯々ァ-ヶー]{2,14}\Z", match.group("h"))
        if named and not re.fullmatch(
            r"(?:総合|大学|市民|個人|動物|近所)?(?:病院|クリニック|医院|診療所)", named.group()
        ):
            yield Candidate(PiiType.HEALTH, match.start("h") + named.start(), match.end("h"), 41)


_BODY: Final = re.compile(
    r"(?:右|左|両|片)(?:方の)?(?:目|耳|眼|手|足|腕)が(?:ほとんど|全く|まったく|あまり|全然)?(?:見え|聞こえ|動か|使え|不自由|麻痺)(?:ませ[んぬ]|ない|なく|へん|にく[いく]|づら[いく]|ず|で)?|"
    r"(?:目|耳|眼)が(?:ほとんど|全く|まったく|全然)(?:見え|聞こえ)(?:ませ[んぬ]|ない|なく|へん)|"
    r"(?:股関節|心臓|脳|胃|腸|大腸|子宮|首|足|背骨|頭|乳房)の(?:手術|オペ)(?=した|し(?:て|まし)|を(?:し|受け)|待ち|後|予定|うけ)|妊娠\s?[0-9]{1,2}\s?(?:か月|ヶ月|カ月|ヵ月|週)"
)


def _grades(message: Message) -> Iterator[Candidate]:
    for match in _BODY.finditer(message.text):
        yield Candidate(PiiType.HEALTH, match.start(), match.end(), 42)
    for pattern in (_GRADE, _GRADE_ALONE):
        for match in pattern.finditer(message.text):
            yield Candidate(PiiType.HEALTH, match.start(), match.end(), 59)
    for match in _CERTIFICATE.finditer(message.text):
        yield Candidate(PiiType.HEALTH, match.start("n"), match.end("n"), 43)
    for match in _CARE_LEVEL.finditer(message.text):
        after = message.view.after(match.end(), 12)
        someone = _FAMILY.search(message.view.before(match.start(), 14)) or _FAMILY.search(after[:6])
        if someone and not re.match(r"の(?:方|人|利用者|お客)", after):
            yield Candidate(PiiType.HEALTH, match.start(), match.end(), 45)


def detect(message: Message) -> Iterable[Candidate]:
    """Candidates for health statements."""
    yield from _diagnoses(message)
    yield from _treatments(message)
    yield from _grades(message)
