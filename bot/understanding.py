"""What a typed message asks, seen in its conversation. Called by the channel for every typed message; no Rasa here.

* **Two questions in one message** (「料金は？あと何時まで？」): each part is understood by itself; the first is
  answered, the others are kept in `Understood.also`.
* **Follow-ups** (「それ何時まで？」「いくら？」): words that point back at the last topic; see data/follow_ups.yml.
* **Changed wishes** (「やっぱり介護でも」) right after a search for work belong to that search.
* **A yes in other words** (「はい、取り消してください」) after we asked whether to cancel is no new wish to cancel.

A danger is never weighed against a question: told by the whole message or by one of its parts, it alone counts.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Awaitable, Callable, Dict, FrozenSet, List, Optional, Pattern, Sequence, Tuple

Parse = Dict[str, Any]
"""Rasa's parse of one message: text, intent, entities, intent_ranking."""
Parser = Callable[[str], Awaitable[Parse]]

FOLLOW_UPS = Path(__file__).resolve().parents[1] / "data" / "follow_ups.yml"
FOLLOW_UP_INTENT = "follow_up"
FALLBACK_INTENT = "nlu_fallback"
URGENT = frozenset(
    {"crisis_suicide", "crisis_violence", "hardship_living", "hardship_debt", "workplace_abuse", "health_worry"}
)
SURE_PART = 0.7
"""A part of a message is understood without the rest, so it must be surer."""
DANGER_AT = 0.3
PERSON_AT = 0.4
"""So sure a wish for a person must be inside the booking, where a message otherwise counts as an answer."""
NO_QUESTION = frozenset(
    {FALLBACK_INTENT, "greet", "thanks", "goodbye", "affirm", "deny", "out_of_scope", "ask_menu", "settled_ok"}
)
"""Never a question of its own beside another one."""
FAMILIES = (
    frozenset({"search_jobs", "search_by_area", "search_remote", "search_by_salary", "request_match", "fewer_days"}),
    frozenset({"book_appointment", "change_appointment", "ask_format", "prefer_consultant"}),
    frozenset({"check_appointment", "cancel_appointment", "change_appointment"}),
    frozenset({"ask_service", "start_using", "ask_eligibility"}),
)
"""Two intents of one family in a message are one wish told twice."""
BOOKING_FORM = "booking_form"
WISHES = ("area", "occupation", "employment_type", "wage")
SEARCHES = frozenset({"search_jobs", "search_by_area", "search_by_salary", "search_remote", "request_match"})
SHORT_WISH = 30
ONE_WORD = 5
_WORK_HOURS = re.compile(r"週に?[1-7]|フルタイム|夜勤|残業|土日|平日|午前|夕方|\d時")
MASKED = "【"
"""Begins what the guard left in place of personal data; such words are not repeated on a button."""
MAX_ALSO = 2
"""Further questions of one message that are kept."""
TOPIC_LASTS = 4
"""A follow-up looks so many messages back."""

_ENDS = re.compile(r"(?<=[。．!?\n])\s*")
_JOINS = re.compile(
    r"(?:(?<=たいし)|(?<=ますし)|(?<=ですし)|(?<=ほしいし)|(?<=欲しいし))、?\s*(?=.{4})"
    r"|[、,\s]\s*(?=(?:あと|それと(?!も)|それから|ついでに|あともう(?:一つ|ひとつ)|もう(?:一つ|ひとつ)|別件で)[はで、,\s]*\S{2})"
)
_PAIR = re.compile(
    r"(?P<a>[^、。と]{2,12})と(?!か)、?(?P<b>[^、。と]{2,14}?)(?P<tail>(?:のこと)?(?:を|が|について|って)?(?:も)?"
    r"(?:教え|おしえ|知りた|聞きた|確認した|確かめた)\S*)"
)
_ASKS = re.compile(
    r"\?|か[なね]?$|教え|おしえ|知りた|聞きた|たい(?:です|んです|のです)?(?:が|けど|し|ねん)?$|ほし|欲し|くださ|下さ|お願|"
    r"どう|いくら|なんぼ|いつ(?!も)|どこ|何(?!度|回|人|年|か月|ヶ月|も)|だれ|誰|^(?:あと|それと|それから|ついでに|もう|別件)"
)
_JOINER = re.compile(r"^(?:あともう(?:一つ|ひとつ)|あと|それと|それから|ついでに|別件で)[はで]?[、, ]*")
_OTHER_ONE = re.compile(
    r"もう(?:一つ|ひとつ|1つ|片方|一個)|(?:2|二|ふた)つ(?:目|め)|後(?:の|ろの)?(?:ほう|方)|さっきの(?:質問|もう)"
)
_YES = re.compile(
    r"(?:(?:はい|うん|ええ|ぜひ)[、。! ]*)*"
    r"(?:はい|うん|ええ|ぜひ|お願いします|おねがいします|お願い|教えて(?:ください|下さい)?|知りたい(?:です)?)[。!]*"
)
_YES_AND_MORE = re.compile(
    r"(?:(?:はい|うん|ええ)(?!っ?と)|お願い|おねがい)"
    r"(?!.*(?:(?:ない|ません)(?!ので|から|ため)|なく(?!な)|せんで|んとい|ず|なし|やめ|止め|残|そのまま|変更))"
)
"""What is cancelled is gone: whoever may mean to keep it is asked again."""
_COURTEOUS_YES = re.compile(
    r"(?=.*(?:はい|うん|ええ|お願い|おねがい|(?:それ|これ)で))"
    r"(?:(?:はい|うん|ええ|(?:よろしく)?(?:お願い|おねがい)(?:いた|致)?します|(?:それ|これ)で(?:いい|よい|結構|大丈夫)(?:です)?|"
    r"すみません|すいません|ごめんなさい|申し訳(?:ありません|ございません|ないです)|お手数(?:を)?おかけ(?:し|いたし)ます)(?:が)?[、。!\s]*)+"
)
"""Nothing but a yes and courtesy, however the classifier weighs the courtesy."""
_CONTINUE = re.compile(r"続き|つづき|再開|途中から|さっきの(?:予約|やつ)")
_QUESTION = re.compile(r"\?|か。?$|いくら|どこ|いつ|何|教え")


@dataclass(frozen=True)
class Past:
    """What the conversation holds that a message may point at.

    Attributes:
        intents: of the seeker's latest messages, newest first.
        also: further questions offered with the last answer.
        loop: name of the active form.
        left: whether a booking was left half made.
        cancelling: whether we have asked if an appointment is to be cancelled.
    """

    intents: Tuple[str, ...] = ()
    also: Tuple[str, ...] = ()
    loop: Optional[str] = None
    left: bool = False
    cancelling: bool = False


@dataclass(frozen=True)
class Understood:
    """The parse to act on, and further questions of the same message with their own parses."""

    parse: Parse
    also: Tuple[Tuple[str, Parse], ...] = ()


class FollowUps:
    """data/follow_ups.yml: what can be asked of a topic in a word or two, and which answer that has."""

    def __init__(self, path: Path = FOLLOW_UPS) -> None:
        import yaml

        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        start, end = document["before"], document["after"]
        self._facets: List[Tuple[str, Pattern[str]]] = [
            (facet, re.compile(f"(?:{start})(?:{'|'.join(words)})(?:{end})"))
            for facet, words in document["facets"].items()
        ]
        self._answers: Dict[str, Dict[str, str]] = {}
        for group in document["topics"]:
            for topic in group["intents"]:
                self._answers.setdefault(topic, {}).update(group["answers"])

    @property
    def answers(self) -> FrozenSet[str]:
        """Every response or intent the table leads to."""
        return frozenset(answer for facets in self._answers.values() for answer in facets.values())

    def facet(self, text: str) -> Optional[str]:
        """What a message asks when all it says points back; None for one that stands by itself."""
        plain = unicodedata.normalize("NFKC", text).lower().strip().rstrip("?!。.、…〜ー ")
        return next((facet for facet, pattern in self._facets if pattern.fullmatch(plain)), None)

    def answer(self, text: str, intents: Sequence[str]) -> Optional[str]:
        """Response (`utter_…`) or intent that answers a follow-up to the newest topic; None if it is none."""
        facet = self.facet(text)
        if facet is None:
            return None
        for intent in intents[:TOPIC_LASTS]:
            if intent in self._answers:
                return self._answers[intent].get(facet)
            if intent not in NO_QUESTION and intent != FOLLOW_UP_INTENT:
                return None
        return None


def segments(text: str) -> List[str]:
    """Parts of a message that may each be a question, in order."""
    clean = unicodedata.normalize("NFKC", text)
    pair = _PAIR.search(clean)
    if pair and not _ENDS.split(clean.strip())[1:]:
        return [pair["a"] + pair["tail"], pair["b"] + pair["tail"]]
    parts = [part for sentence in _ENDS.split(clean) for part in _JOINS.split(sentence)]
    return [part.strip(" 、,。\n") for part in parts if len(part.strip(" 、,。!?\n")) >= 2]


def _leading(parse: Parse) -> Tuple[str, float]:
    """Best intent behind a fallback, with its confidence."""
    rows = [row for row in parse.get("intent_ranking") or [] if row["name"] != FALLBACK_INTENT]
    return (rows[0]["name"], float(rows[0]["confidence"])) if rows else (FALLBACK_INTENT, 0.0)


def _intent(parse: Parse) -> str:
    return str(parse["intent"]["name"])


def _as_intent(parse: Parse, name: str, entities: Optional[List[Dict[str, Any]]] = None) -> Parse:
    """A copy of a parse that means another intent for certain; the ranking stays for whoever wants the doubts."""
    kept = parse["entities"] if entities is None else entities
    return {**parse, "intent": {"name": name, "confidence": 1.0}, "entities": kept}


def _as_answer(parse: Parse, answer: str) -> Parse:
    """A parse that means a follow-up's answer: a response, or another intent."""
    if answer.startswith("utter_"):
        return _as_intent(parse, FOLLOW_UP_INTENT, [{"entity": "answer", "value": answer}])
    return _as_intent(parse, answer)


def _elliptic(parts: List[Tuple[str, Parse]], follow_ups: FollowUps) -> List[Tuple[str, Parse]]:
    """「年金は減る？いくらまで？」: a part that points back at the part before it is understood so."""
    resolved: List[Tuple[str, Parse]] = []
    for part, parse in parts:
        answer = follow_ups.answer(part, [_intent(resolved[-1][1])]) if resolved else None
        resolved.append((part, parse if answer is None else _as_answer(parse, answer)))
    return resolved


def _same_wish(one: str, other: str) -> bool:
    return one == other or any(one in family and other in family for family in FAMILIES)


async def understand(text: str, past: Past, parser: Parser, follow_ups: FollowUps) -> Understood:
    """The meaning of one typed message."""
    whole = await parser(text)
    if _leading(whole)[0] in URGENT and _leading(whole)[1] >= DANGER_AT:
        return Understood(whole)
    pointed = await _pointing_back(text, past, whole, parser, follow_ups)
    if pointed is not None:
        return Understood(pointed)
    parts = segments(text)
    if len(parts) < 2:
        return Understood(whole)
    parses = [(part, await parser(part)) for part in parts]
    urgent = _urgent_part([parse for _, parse in parses])
    if urgent is not None:
        return Understood({**urgent, "text": text, "entities": whole["entities"]})
    return _questions(whole, _elliptic(parses, follow_ups), past)


def _urgent_part(parses: Sequence[Parse]) -> Optional[Parse]:
    """A danger told in one part: a crisis anywhere, any other unless a sure question follows it.

    Before a question it is mostly the background (「いじめで辞めました。退職理由は？」), and the whole message, being
    weighed first, knows better.
    """
    for place, parse in enumerate(parses):
        if _intent(parse).startswith("crisis_") and _confidence(parse) >= SURE_PART:
            return parse
        followed = any(_is_sure(later) and _intent(later) not in URGENT for later in parses[place + 1 :])
        if _intent(parse) in URGENT and not followed:
            return parse
    return None


def _confidence(parse: Parse) -> float:
    return float(parse["intent"]["confidence"])


def _is_sure(parse: Parse) -> bool:
    """Whether a part by itself asks something the bot knows."""
    return _intent(parse) not in NO_QUESTION and _confidence(parse) >= SURE_PART


async def _pointing_back(text: str, past: Past, whole: Parse, parser: Parser, follow_ups: FollowUps) -> Optional[Parse]:
    plain = unicodedata.normalize("NFKC", text).strip()
    name, confidence = _leading(whole)
    yes = past.loop is None and _YES.fullmatch(plain)
    if past.also and (yes or (len(plain) <= 15 and _OTHER_ONE.search(plain))):
        return {**await parser(past.also[0]), "text": text}
    if past.cancelling and _COURTEOUS_YES.fullmatch(plain):
        return _as_intent(whole, "affirm")
    if past.cancelling and _YES_AND_MORE.match(plain) and name in ("affirm", "cancel_appointment"):
        return _as_intent(whole, "affirm")
    if past.cancelling and _intent(whole) == FALLBACK_INTENT and name == "affirm":
        return {**whole, "intent": {"name": name, "confidence": confidence}}  # hardly a yes: asked again
    if past.loop == BOOKING_FORM and name == "ask_human" and confidence >= PERSON_AT:
        return _as_intent(whole, "ask_human")
    takes_up = past.left and past.loop is None and len(plain) <= SHORT_WISH and _CONTINUE.search(plain)
    if takes_up and (_intent(whole) == FALLBACK_INTENT or len(plain) <= ONE_WORD):
        return _as_intent(whole, "book_appointment")
    for_the_form = past.loop == BOOKING_FORM and any(e["entity"] in ("when", "format") for e in whole["entities"])
    answer = None if for_the_form else follow_ups.answer(text, past.intents)
    if answer is not None:
        return _as_answer(whole, answer)
    if past.loop is None and past.intents and past.intents[0] in SEARCHES and len(plain) <= SHORT_WISH:
        told = any(entity["entity"] in WISHES for entity in whole["entities"]) or _WORK_HOURS.search(plain)
        if told and _intent(whole) not in SEARCHES and not _QUESTION.search(plain):
            return _as_intent(whole, "search_jobs")
    return None


def _questions(whole: Parse, parts: List[Tuple[str, Parse]], past: Past) -> Understood:
    asked: List[Tuple[str, Parse]] = []
    for part, parse in parts:
        name = _intent(parse)
        if MASKED in part or not _is_sure(parse) or not _ASKS.search(part):
            continue
        if not any(_same_wish(name, _intent(other)) for _, other in asked):
            asked.append((_JOINER.sub("", part), parse))
    if past.loop == BOOKING_FORM:
        return _beside_booking(whole, parts, asked)
    known = _intent(whole)
    if len(asked) < 2 and not (asked and known == FALLBACK_INTENT):
        return Understood(whole)
    first = asked[0][1]
    if known != FALLBACK_INTENT and not any(_same_wish(known, _intent(parse)) for _, parse in asked):
        return Understood(whole)  # together the words mean something else than one by one
    entities = first["entities"] if _intent(first) == FOLLOW_UP_INTENT else whole["entities"]
    return Understood({**whole, "intent": first["intent"], "entities": entities}, tuple(asked[1 : 1 + MAX_ALSO]))


def _beside_booking(whole: Parse, parts: List[Tuple[str, Parse]], asked: List[Tuple[str, Parse]]) -> Understood:
    """「水曜の19時で。料金は？」 while booking: the time is for the form, the question is kept."""
    others = [(part, parse) for part, parse in asked if not _same_wish(_intent(parse), "book_appointment")]
    rest = [parse for part, parse in parts if _JOINER.sub("", part) not in dict(others)]
    if others and any(entity["entity"] in ("when", "format") for parse in rest for entity in parse["entities"]):
        return Understood(_as_intent(whole, "book_appointment"), tuple(others[:MAX_ALSO]))
    return Understood(whole)
