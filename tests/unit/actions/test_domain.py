"""The domain as trainers edit it: complete, short, tappable, and in step with the actions."""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from actions.fallback import NOT_SUGGESTED
from actions.labels import intent_label, intents
from actions.questions import NOT_A_QUESTION, STILL_TALK
from actions.safety import URGENT_INTENTS
from backend.faq import load_entries
from backend.faq.entries import OWN_SOURCE
from backend.line.limits import graphemes
from backend.pages.service import PAGES
from backend.settings import ROOT

DOMAIN = ROOT / "domain"
MAX_BUBBLE = 250
NLU_INTENTS = {
    match
    for path in (ROOT / "data" / "nlu").glob("*.yml")
    for match in re.findall(r"^- intent: (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def _read(path: Path) -> dict[str, Any]:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def _merged() -> tuple[set[str], dict[str, list[dict[str, Any]]], set[str]]:
    known: set[str] = set()
    responses: dict[str, list[dict[str, Any]]] = {}
    actions: set[str] = set()
    for path in sorted(DOMAIN.glob("*.yml")):
        tree = _read(path)
        known |= {name for entry in tree.get("intents", []) for name in entry}
        responses |= tree.get("responses", {})
        actions |= set(tree.get("actions", []))
    return known, responses, actions


def _intents(story: dict[str, Any]) -> list[str]:
    return [step["intent"] for step in story["steps"] if "intent" in step]


INTENTS, RESPONSES, ACTIONS = _merged()
WITHOUT_EXAMPLES = {"nlu_fallback", "follow_up", "show_faq"}
"""Said by Rasa, by bot/understanding.py and by buttons."""
FOLLOW_UPS = _read(ROOT / "data" / "follow_ups.yml")
STORIES = [story for path in sorted((ROOT / "data" / "stories").glob("*.yml")) for story in _read(path)["stories"]]
VARIANTS = [(name, variant) for name, variants in RESPONSES.items() for variant in variants]
BUTTONS = [(name, button) for name, variant in VARIANTS for button in variant.get("buttons", [])]


def test_every_intent_with_examples_is_in_the_domain_and_has_a_label() -> None:
    assert INTENTS - WITHOUT_EXAMPLES == NLU_INTENTS == set(intents())
    assert len(NLU_INTENTS) == 91


def test_every_intent_has_exactly_one_rule() -> None:
    rules = [
        step["intent"]
        for path in (ROOT / "data" / "rules").glob("*.yml")
        for rule in _read(path)["rules"]
        for step in rule["steps"]
        if "intent" in step
    ]
    assert sorted(rules) == sorted(INTENTS)


def test_every_intent_occurs_in_a_story_of_several_turns() -> None:
    told = {intent for story in STORIES if len(turns := _intents(story)) > 1 for intent in turns}
    assert told == INTENTS


def test_stories_have_names_of_their_own() -> None:
    names = [story["story"] for story in STORIES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("story", STORIES, ids=[story["story"] for story in STORIES])
def test_what_is_told_to_a_form_stands_beside_it(story: dict[str, Any]) -> None:
    """As a step it would be learnt one step too late, and a question could then silence the bot inside the form."""
    form = None
    for step, after in itertools.pairwise(story["steps"]):
        form = step.get("active_loop", form)
        if form is not None and "intent" in step:
            assert after.get("action") != form, step["intent"]


@pytest.mark.parametrize("intent", intents())
def test_labels_fit_on_a_button(intent: str) -> None:
    assert 0 < len(graphemes(intent_label(intent))) <= 20


@pytest.mark.parametrize(("name", "variant"), VARIANTS, ids=[name for name, _ in VARIANTS])
def test_a_bubble_is_short(name: str, variant: dict[str, Any]) -> None:
    assert 0 < len(variant["text"]) <= MAX_BUBBLE, len(variant["text"])


@pytest.mark.parametrize(("name", "button"), BUTTONS, ids=[f"{name}-{button['title']}" for name, button in BUTTONS])
def test_buttons_lead_somewhere(name: str, button: dict[str, str]) -> None:
    assert 0 < len(graphemes(button["title"])) <= 20
    payload = button["payload"]
    if payload.startswith("secure:"):
        assert payload.removeprefix("secure:") in PAGES
        return
    intent, _, rest = payload.removeprefix("/").partition("{")
    assert intent in INTENTS
    assert len(payload) <= 270
    # Rasa fills {names}; braces of JSON are doubled so that they survive
    assert rest == "" or (rest.startswith("{") and rest.endswith("}}"))


def test_no_city_or_operator_is_written_into_a_response() -> None:
    assert not [name for name, variant in VARIANTS if "泉佐野" in variant["text"]]


def test_answers_end_in_two_to_eight_next_steps() -> None:
    answers = [name for name in RESPONSES if name.removeprefix("utter_") in INTENTS]
    few = [name for name in answers for variant in RESPONSES[name] if not 1 <= len(variant.get("buttons", [])) <= 8]
    assert [name for name in few if name not in ("utter_workplace_abuse", "utter_health_worry")] == []


def test_every_response_is_used_by_a_rule_or_an_action_and_exists() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").rglob("*.py"))
    rules = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "data" / "rules").glob("*.yml"))
    named = set(re.findall(r"\butter_\w+", sources + rules)) - {"utter_message", "utter_action", "utter_"}
    built = {f"utter_{intent}" for intent in INTENTS} | {f"utter_{intent}_contacts" for intent in URGENT_INTENTS}
    followed = {answer for group in FOLLOW_UPS["topics"] for answer in group["answers"].values()}
    said_by_channel = set(re.findall(r"\butter_\w+", (ROOT / "bot" / "conversation.py").read_text(encoding="utf-8")))
    named |= {answer for answer in followed if answer.startswith("utter_")} | said_by_channel - {"utter_"}
    assert {name for name in named if not name.endswith("_")} - set(RESPONSES) == set()
    assert set(RESPONSES) - named - built == set()


def test_follow_ups_lead_from_real_topics_to_real_answers() -> None:
    for group in FOLLOW_UPS["topics"]:
        assert set(group["intents"]) <= INTENTS
        assert set(group["answers"]) <= set(FOLLOW_UPS["facets"])
        for answer in group["answers"].values():
            assert answer in RESPONSES or answer in NLU_INTENTS, answer


def test_every_action_of_the_domain_is_implemented() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").rglob("*.py"))
    assert set(re.findall(r'action_name = "(\w+)"', sources)) == ACTIONS


def test_lists_of_intents_in_the_actions_name_real_ones() -> None:
    assert NOT_SUGGESTED <= INTENTS
    assert NOT_A_QUESTION <= INTENTS
    assert STILL_TALK <= INTENTS
    assert URGENT_INTENTS <= INTENTS


@pytest.mark.parametrize("intent", sorted(URGENT_INTENTS))
def test_urgent_intents_go_to_the_safety_action_only(intent: str) -> None:
    rule = next(rule for rule in _read(ROOT / "data" / "rules" / "urgent.yml")["rules"] if rule["rule"] == intent)
    assert [step.get("action") for step in rule["steps"][1:]] == ["action_safety"]


OFFICIAL_FIGURE = re.compile(
    r"\d+\s*万円|\d+%|通算\d+|年に?\d+日|月\d+万|\d+〜\d+日|週20時間|原則\d+か月|\d+日間の待期"
)
DESK = re.compile(r"ハローワーク|年金事務所|税務署|労働局|役所|窓口[でに]|勤め先")
OF_OUR_OWN = {"utter_running_late", "utter_wishes"}
"""Figures in them are examples or the service's own."""


@pytest.mark.parametrize(("name", "variant"), VARIANTS, ids=[name for name, _ in VARIANTS])
def test_an_official_figure_has_source_date_and_desk(name: str, variant: dict[str, Any]) -> None:
    text = variant["text"]
    if OFFICIAL_FIGURE.search(text) and name not in OF_OUR_OWN:
        assert re.search(r"出典 [^、]+、20\d\d年\d+月時点", text)
        assert DESK.search(text)
    elif "時点" in text:
        assert "出典" in text


def test_an_answer_of_the_faq_with_an_official_figure_names_its_source_and_a_desk() -> None:
    for entry in load_entries():
        if OFFICIAL_FIGURE.search(entry.answer):
            assert entry.source != OWN_SOURCE, entry.id
            assert DESK.search(entry.answer), entry.id


FOLLOWED_BY_BUTTONS = {
    *(
        "utter_booking_openings",
        "utter_booking_openings_again",
        "utter_booking_back_to_openings",
        "utter_booking_resumed",
    ),
    *(
        "utter_booking_taken",
        "utter_booking_taken_kept",
        "utter_booking_between_slots",
        "utter_booking_closed",
        "utter_booking_past",
    ),
    *("utter_booking_too_far", "utter_booking_outside_hours", "utter_booking_unclear", "utter_booking_unclear_format"),
    *(
        "utter_booking_unclear_confirm",
        "utter_booking_nothing_near",
        "utter_booking_confirm_again",
        "utter_change_intro",
    ),
    *("utter_booking_format_noted", "utter_booking_wish_noted", "utter_booking_pick", "utter_booking_others"),
    *("utter_booking_refused_noted", "utter_workplace_abuse", "utter_health_worry", "utter_faq_found"),
    *("utter_perhaps", "utter_perhaps_again", "utter_faq_found_next", "utter_faq_near", "utter_also_asked"),
}
"""Said with buttons of the action, or right before the form's list or card (tests/e2e_bot holds them to it)."""


def test_every_response_ends_in_a_next_step() -> None:
    without = {name for name, variant in VARIANTS if not variant.get("buttons")}
    assert without == FOLLOWED_BY_BUTTONS
