"""Every story of data/stories with the real bot and the real actions: what happens is what the story tells.

The comments are part of a story. Beside an intent stands what the seeker types; without words it is a button. Beside a
form stands what the seeker then tells it, until something interrupts it or it is complete.
"""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from backend.settings import ROOT
from tests.e2e_bot.conftest import Talk

pytestmark = pytest.mark.bot

Step = tuple[str, str | None]
"""What Rasa calls it (intent, action, active_loop) and its name."""


@dataclass(frozen=True)
class Story:
    """One story as trainers write it, and what the seeker sends in it."""

    name: str
    steps: list[Step]
    sent: list[str]


def beside(step: CommentedMap, key: str) -> str:
    """The comment on a step's line."""
    comment = step.ca.items.get(key)
    return str(comment[2].value).splitlines()[0].lstrip("# ").strip() if comment else ""


def sent_at(step: CommentedMap) -> list[str]:
    """What the seeker types or taps at a step."""
    if "intent" not in step:
        told = beside(step, "action")
        return told.split(" → ") if told else []
    carried = {name: value for entity in step.get("entities", []) for name, value in entity.items()}
    return [beside(step, "intent") or f"/{step['intent']}" + (json.dumps(carried) if carried else "")]


def read_stories() -> list[Story]:
    """All stories, in the order of the files."""
    read = YAML().load
    told = [story for path in sorted((ROOT / "data" / "stories").glob("*.yml")) for story in read(path)["stories"]]
    return [
        Story(
            name=story["story"],
            steps=[(kind, step[kind]) for step in story["steps"] for kind in step if kind != "entities"],
            sent=[words for step in story["steps"] for words in sent_at(step)],
        )
        for story in told
    ]


def happened(events: list[dict[str, Any]]) -> list[Step]:
    """A conversation in the words of a story."""
    steps: list[Step] = []
    loop: str | None = None
    for event in events:
        if event["event"] == "user":
            steps.append(("intent", event["parse_data"]["intent"]["name"]))
        elif event["event"] == "action" and event["name"] not in ("action_session_start", "action_listen"):
            steps.append(("action", event["name"]))
        elif event["event"] == "active_loop" and event["name"] != loop:
            loop = event["name"]
            steps.append(("active_loop", loop))
    return steps


STORIES = read_stories()


@pytest.mark.parametrize("story", STORIES, ids=[story.name for story in STORIES])
async def test_what_happens_is_what_the_story_tells(talk: Talk, story: Story) -> None:
    for words in story.sent:
        assert await talk.say(words), words
        assert talk.titles, words
        assert "うまく処理できませんでした" not in talk.text, words
    assert happened(await talk.events()) == story.steps
