"""The safety lane: decides, before any other understanding, whether a message speaks of danger or hardship.

Called by the message worker for every text, in every state and form. Deterministic: a list of harmless
phrases is taken out first, then the rules of ``patterns/*.toml`` are tried, then the scorer is asked; ``decide``
weighs all of them. Nothing is stored or logged here.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np

from backend.safety.normalise import MASK, fold, views
from backend.safety.scorer import Floats, Verdict, load_scorer

Label = Literal["crisis_suicide", "crisis_violence", "hardship_living", "hardship_debt", "none"]

PRIORITY: tuple[Label, ...] = ("crisis_suicide", "crisis_violence", "hardship_living", "hardship_debt")
"""When several labels match, the first of these wins: life before safety of body, need of today before debt."""

BY_SCORE = "by_score"
"""Stands in ``matched`` for a label that no rule, only the scorer, heard."""

NEW_RULE = 99.0
"""Trust in a rule that was written after the last training: it always rings."""

QUIET = -3.0
"""Below this score, and without a rule, a message is harmless; the slower network is not asked."""

_PATTERNS = Path(__file__).parent / "patterns"
_MACRO = re.compile(r"\{([^\W\d]\w*)\}")


@dataclass(frozen=True, slots=True)
class SafetyResult:
    """What the lane found in one message.

    Attributes:
        label: intent id of the danger, or ``none``.
        soft: only with ``none``: an idiom of exhaustion, worth asking how the person is.
        matched: ``label/rule`` of every rule that spoke, the winning label's first; never the seeker's words.
    """

    label: Label
    soft: bool = False
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of danger: any of ``find``, unless the same sentence (or the whole text) explains it away."""

    id: str
    label: Label
    find: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    whole_text: bool
    joined: bool
    weak: bool

    def speaks(self, text: str) -> bool:
        """Whether the rule holds in a normalised text."""
        for hit in self.find.finditer(text):
            start, end = 0, len(text)
            if not self.whole_text:
                start = text.rfind("。", 0, hit.start()) + 1
                end = text.find("。", hit.end())
                end = len(text) if end < 0 else end
            if self.unless and self.unless.search(text, start, end):
                continue
            if self.needs and not self.needs.search(text, start, end):
                continue
            return True
        return False


@dataclass(frozen=True, slots=True)
class Mask:
    """A harmless phrase that would look like danger; ``soft`` asks how the person is."""

    id: str
    find: re.Pattern[str]
    soft: bool


@dataclass(frozen=True, slots=True)
class Patterns:
    """All masks, soft signs and rules, in the order of the files."""

    masks: tuple[Mask, ...]
    soft: tuple[Rule, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """One message after the rules, before the decision.

    Attributes:
        text: ``Views.text`` with the masks taken out.
        rules: ``label/rule`` of every rule that spoke.
        weak: the same for rules that only count when no other rule spoke.
        idioms: masks and soft signs that ask how the person is.
    """

    text: str
    rules: tuple[str, ...]
    weak: tuple[str, ...]
    idioms: tuple[str, ...]


def classify(text: str) -> SafetyResult:
    """Sort one message into a danger label or ``none``. Never raises on any string."""
    heard = hear(text)
    scorer = load_scorer()
    scores = scorer.scores(text)
    label: Label = "none"
    if not certain_none(heard, scores):
        label = decide(heard, scores, scorer.meaning(text, counted(heard), bool(heard.idioms)), scorer.verdict)
    if label == "none":
        return SafetyResult(
            label="none", soft=bool(heard.idioms), matched=tuple(f"soft/{name}" for name in heard.idioms)
        )
    spoke = heard.rules or heard.weak
    ordered = sorted(spoke, key=lambda name: PRIORITY.index(_label_of(name)))
    if not any(_label_of(name) == label for name in ordered):
        ordered = [f"{label}/{BY_SCORE}", *ordered]
    first = [name for name in ordered if _label_of(name) == label]
    return SafetyResult(label=label, matched=tuple(first + [name for name in ordered if name not in first]))


def warm_up() -> None:
    """Load patterns, weights and the sentence encoder now rather than in somebody's first message."""
    heard = hear("")
    load_scorer().meaning("", counted(heard), bool(heard.idioms))


def hear(text: str) -> Heard:
    """Apply masks and rules."""
    patterns = load_patterns()
    seen = views(text)
    plain, idioms = _take_out(patterns.masks, seen.text)
    joined, _ = _take_out(patterns.masks, seen.joined)
    strong: list[str] = []
    weak: list[str] = []
    for rule in patterns.rules:
        if rule.speaks(plain) or (rule.joined and joined != plain and rule.speaks(joined)):
            (weak if rule.weak else strong).append(f"{rule.label}/{rule.id}")
    idioms += [rule.id for rule in patterns.soft if rule.speaks(plain)]
    return Heard(text=plain, rules=tuple(strong), weak=tuple(weak), idioms=tuple(idioms))


def certain_none(heard: Heard, scores: Floats) -> bool:
    """No rule spoke and the linear scorer is far from ringing."""
    return not heard.rules and not heard.weak and float(scores.max()) < QUIET


def counted(heard: Heard) -> Floats:
    """How many rules of each label spoke."""
    spoke = [_label_of(name) for name in heard.rules or heard.weak]
    return np.array([float(spoke.count(label)) for label in PRIORITY])


def decide(heard: Heard, scores: Floats, meaning: Floats, verdict: Verdict) -> Label:
    """First label of ``PRIORITY`` for which rules, scorer and network together are not below nought.

    Where one danger is certain, a rule that heard a graver one is believed: beside blows, 死にたい is meant.
    """
    logits = weigh(heard, scores, meaning, verdict)
    certain = {label for at, label in enumerate(PRIORITY) if logits[at] >= 0}
    if not certain:
        return "none"
    return next(label for label in PRIORITY if label in certain or label in map(_label_of, heard.rules))


def weigh(heard: Heard, scores: Floats, meaning: Floats, verdict: Verdict) -> Floats:
    """Log-odds per label. A rule adds what it has earned on the corpus; one it never met rings whatever is scored."""
    said = np.stack([scores, np.full_like(scores, scores[:2].max()), meaning], axis=1)
    logits = verdict.base + (verdict.gain * said).sum(axis=1)
    if heard.idioms:
        logits = logits + verdict.idiom
    for name in heard.rules or heard.weak:
        logits[PRIORITY.index(_label_of(name))] += verdict.trust.get(name, NEW_RULE)
    return np.asarray(logits)


def rules_alone(heard: Heard) -> Label:
    """What the rules would say without the scorer (for the report)."""
    spoke = {_label_of(name) for name in heard.rules or heard.weak}
    return next((label for label in PRIORITY if label in spoke), "none")


def _label_of(name: str) -> Label:
    return cast(Label, name.split("/", 1)[0])


def _take_out(masks: Sequence[Mask], text: str) -> tuple[str, list[str]]:
    soft: list[str] = []
    for mask in masks:
        text, count = mask.find.subn(MASK, text)
        if count and mask.soft:
            soft.append(mask.id)
    return text, soft


@cache
def load_patterns() -> Patterns:
    """Read and compile ``patterns/*.toml`` once per process."""
    words: dict[str, str] = _read("words.toml")["words"]
    idioms = _read("idioms.toml")
    masks = tuple(
        Mask(id=row["id"], find=_compile(row["find"], words), soft=row.get("soft", False)) for row in idioms["mask"]
    )
    soft = tuple(_rule(row, "none", words) for row in idioms["soft"])
    rules: list[Rule] = []
    for label in PRIORITY:
        rules += [_rule(row, label, words) for row in _read(f"{label}.toml")["rule"]]
    return Patterns(masks=masks, soft=soft, rules=tuple(rules))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_PATTERNS / name).read_text(encoding="utf-8"))


def _rule(row: Mapping[str, Any], label: Label, words: Mapping[str, str]) -> Rule:
    return Rule(
        id=row["id"],
        label=label,
        find=_compile(row["find"], words),
        unless=_compile(row["unless"], words) if "unless" in row else None,
        needs=_compile(row["needs"], words) if "needs" in row else None,
        whole_text=row.get("whole_text", False),
        joined=row.get("joined", False),
        weak=row.get("weak", False),
    )


def _compile(alternatives: Sequence[str], words: Mapping[str, str]) -> re.Pattern[str]:
    expanded = [_expand(alternative, words) for alternative in alternatives]
    return re.compile("|".join(f"(?:{fold(alternative)})" for alternative in expanded))


def _expand(pattern: str, words: Mapping[str, str]) -> str:
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda name: f"(?:{words[name[1]]})", pattern)
    return pattern
