"""What the booking desk hears in one message, and when it must step aside."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from actions.booking.desk import wish_words
from actions.booking.offers import spread
from actions.booking.reading import Reading, interrupts, read, read_formats
from actions.booking.state import BookingState
from actions.fallback import suggestions
from actions.turn import Turn
from backend.appointments.models import Format
from backend.appointments.queries import Opening
from backend.appointments.when import When

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def make_turn(text: str, intent: str = "nlu_fallback", confidence: float = 0.3, **entities: str) -> Turn:
    pressed = text.startswith("/")
    return Turn(
        key="event:1",
        event_id=None,
        text=None if pressed else text,
        intent=intent,
        confidence=confidence,
        ranking=(),
        entities=entities,
        pii=False,
    )


def hear(text: str, intent: str = "nlu_fallback", confidence: float = 0.3) -> Reading:
    return read(make_turn(text, intent, confidence), today=TODAY, now=NOW)


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("電話で", Format.PHONE),
        ("ビデオ通話がいい", Format.VIDEO),
        ("ズームでお願いします", Format.VIDEO),
        ("文字だけがいいです", Format.CHAT),
        ("電話は苦手なのでチャットで", Format.CHAT),
        ("ビデオじゃなくて電話", Format.PHONE),
        ("LINEで", Format.CHAT),
    ],
)
def test_the_form_of_talk_is_heard(text: str, format: Format) -> None:
    assert read_formats(text)[0] is format


def test_what_is_refused_is_not_chosen() -> None:
    assert read_formats("電話は無理です") == (None, frozenset({Format.PHONE}))
    assert read_formats("顔を出したくない")[1] == {Format.VIDEO}


@pytest.mark.parametrize(
    "text", ["うーんやっぱりやめとくわ", "やめます", "予約キャンセルで", "また今度にします", "変更をやめる"]
)
def test_leaving_is_heard(text: str) -> None:
    assert hear(text).step == "leave"


@pytest.mark.parametrize("text", ["仕事をやめたい", "会社を辞めますと言った", "明日の夜"])
def test_leaving_a_job_is_not_leaving_the_form(text: str) -> None:
    assert hear(text).step is None


@pytest.mark.parametrize("text", ["はい、それで", "うん、それで", "お願いします", "それで頼むわ", "大丈夫です"])
def test_a_yes_is_heard(text: str) -> None:
    assert hear(text).affirm


@pytest.mark.parametrize("intent", ["crisis_suicide", "health_worry", "hardship_living"])
def test_danger_interrupts_whatever_else_is_said(intent: str) -> None:
    turn = make_turn("明日の20時に電話で", intent, 0.5)
    assert interrupts(turn, read(turn, today=TODAY, now=NOW))


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "steps_aside"),
    [
        ("人と話したい", "ask_human", 0.9, True),
        ("電話で話したい", "ask_human", 0.9, False),
        ("お金ってかかりますか", "ask_fee", 0.9, True),
        ("夜中でも相談できますか", "ask_hours", 0.9, True),
        ("夜がいいです", "nlu_fallback", 0.3, False),
        ("20時で", "ask_hours", 0.9, False),
        ("遅れます", "running_late", 0.9, False),
        ("戻る", "ask_menu", 0.9, False),
        ("やめる", "want_to_quit", 0.9, False),
        ("はい", "affirm", 0.9, False),
        ("ほげほげ", "out_of_scope", 0.6, False),
    ],
)
def test_when_the_form_steps_aside(text: str, intent: str, confidence: float, steps_aside: bool) -> None:
    turn = make_turn(text, intent, confidence)
    assert interrupts(turn, read(turn, today=TODAY, now=NOW)) is steps_aside


def test_a_button_for_something_else_interrupts_and_one_of_ours_does_not() -> None:
    other = make_turn("/ask_fee", "ask_fee", 1.0)
    ours = make_turn("/book_appointment", "book_appointment", 1.0, opening="2026-11-25T20:00")
    assert interrupts(other, read(other, today=TODAY, now=NOW))
    assert not interrupts(ours, read(ours, today=TODAY, now=NOW))


def test_the_state_survives_its_slot() -> None:
    state = BookingState(
        wish=When(from_date=TODAY, to_date=TODAY, weekdays=frozenset({1}), from_minute=600, to_minute=660),
        opening="2026-11-24T24:00",
        format="phone",
        asked="confirm",
        misses=1,
    )
    assert BookingState.of(state.to_slot()) == state
    assert BookingState.of(None) == BookingState()


def test_the_first_offers_are_few_and_spread_over_days_and_hours() -> None:
    free = [Opening(date(2026, 11, day), minute) for day in (24, 25, 26, 27) for minute in range(360, 1441, 60)]
    offered = spread(free)
    assert len(offered) == 8
    assert {opening.business_date.day for opening in offered} == {24, 25, 26}
    assert offered == sorted(set(offered))


def test_a_wild_guess_is_not_suggested_and_greetings_never() -> None:
    assert suggestions((("ask_fee", 0.1),)) == []
    assert suggestions((("greet", 0.5), ("ask_fee", 0.3), ("ask_hours", 0.2), ("ask_human", 0.2))) == [
        "ask_fee",
        "ask_hours",
    ]


def test_a_turn_is_read_from_a_tracker() -> None:
    event_id = "11111111-2222-3333-4444-555555555555"
    tracker: Any = SimpleNamespace(
        sender_id="conversation",
        latest_message={
            "text": "/book_appointment{...}",
            "intent": {"name": "book_appointment", "confidence": 1.0},
            "intent_ranking": [{"name": "nlu_fallback", "confidence": 0.9}, {"name": "ask_fee", "confidence": 0.2}],
            "entities": [{"entity": "opening", "value": "2026-11-25T20:00"}],
        },
        events=[{"event": "user", "metadata": {"event_id": event_id, "pii": True}}, {"event": "action"}],
    )
    turn = Turn.of(tracker)
    assert (turn.key, turn.text, turn.pii) == (f"event:{event_id}", None, True)
    assert turn.ranking == (("ask_fee", 0.2),)
    assert turn.entities == {"opening": "2026-11-25T20:00"}


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("もっと遅い時間", "later"),
        ("もう少しあとの時間がいい", "later"),
        ("もっと早い時間", "earlier"),
        ("どの時間でもいいです", "pick"),
        ("おまかせします", "pick"),
        ("戻る", "back"),
    ],
)
def test_words_about_the_hours_offered_are_heard(text: str, step: str) -> None:
    assert hear(text).step == step
    assert not interrupts(make_turn(text, "ask_hours", 0.95), hear(text))


def test_a_question_about_the_telephone_number_is_no_choice_of_the_telephone() -> None:
    reading = hear("電話番号はどこに書くの？", "edit_profile", 0.9)
    assert reading.format is None
    assert interrupts(make_turn("電話番号はどこに書くの？", "edit_profile", 0.9), reading)


def test_wishes_are_said_as_people_read_them() -> None:
    assert wish_words(When(from_date=TODAY, to_date=TODAY, from_minute=900, to_minute=900)) == "11月24日(火) 15:00"
    assert wish_words(When(from_date=TODAY, to_date=TODAY, from_minute=720, to_minute=1080)).endswith("12:00〜18:00")
    assert wish_words(When(weekdays=frozenset({2, 4}))) == "水・金曜"
    assert wish_words(When()) == ""


def test_a_booking_that_is_left_keeps_what_was_chosen_and_a_change_does_not() -> None:
    assert BookingState(opening="2026-11-27T15:00", outcome="left", misses=2).to_keep() == {
        "purpose": "book",
        "wish": {},
        "opening": "2026-11-27T15:00",
        "page": 0,
        "misses": 0,
        "asides": 0,
    }
    assert BookingState(purpose="change", opening="2026-11-27T15:00").to_keep() is None
    assert BookingState().to_keep() is None
