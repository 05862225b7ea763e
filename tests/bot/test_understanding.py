"""Two questions in one message, follow-ups, changed wishes: what a typed message means in its conversation."""

import asyncio
from typing import Any

import pytest

from bot.understanding import FollowUps, Past, Understood, segments, understand

TABLE = FollowUps()
KNOWN = {
    "料金": "ask_fee",
    "何時": "ask_hours",
    "予約": "book_appointment",
    "履歴書": "write_resume",
    "面接": "mock_interview",
    "探": "search_jobs",
    "失業保険": "unemployment_benefit",
    "年金": "pension_and_work",
    "死に": "crisis_suicide",
    "眠れ": "health_worry",
    "こんにちは": "greet",
    "介護": "family_care",
    "取り消": "cancel_appointment",
}
"""A stand-in for the classifier: the first of these words in a text decides."""
ENTITIES = {"水曜": ("when", "水曜"), "電話": ("format", "phone"), "介護": ("occupation", "介護")}


async def parse(text: str) -> dict[str, Any]:
    places = {text.find(word): name for word, name in KNOWN.items() if word in text}
    name = places[min(places)] if places else "nlu_fallback"
    return {
        "text": text,
        "intent": {"name": name, "confidence": 0.9 if places else 0.3},
        "intent_ranking": [{"name": name, "confidence": 0.9 if places else 0.3}],
        "entities": [{"entity": e, "value": v} for word, (e, v) in ENTITIES.items() if word in text],
    }


def meant(text: str, past: Past = Past()) -> Understood:  # noqa: B008 - frozen
    return asyncio.run(understand(text, past, parse, TABLE))


def intents(understood: Understood) -> tuple[str, list[str]]:
    return understood.parse["intent"]["name"], [parse["intent"]["name"] for _, parse in understood.also]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("料金は？あと何時まで？", ["料金は?", "あと何時まで?"]),
        ("料金と営業時間を教えて", ["料金を教えて", "営業時間を教えて"]),
        ("仕事を探したいし、失業保険も知りたい", ["仕事を探したいし", "失業保険も知りたい"]),
        ("履歴書を見てほしいです。それと面接の練習も", ["履歴書を見てほしいです", "それと面接の練習も"]),
        ("夫と子どもの三人で暮らしています", ["夫と子どもの三人で暮らしています"]),
        ("予約したい", ["予約したい"]),
    ],
)
def test_a_message_falls_into_its_questions(text: str, parts: list[str]) -> None:
    assert segments(text) == parts


@pytest.mark.parametrize(
    ("text", "first", "also"),
    [
        ("料金は？あと何時まで？", "ask_fee", ["ask_hours"]),
        ("仕事を探したいし、失業保険も知りたい", "search_jobs", ["unemployment_benefit"]),
        ("履歴書の書き方は？面接も教えて。あと料金は？", "write_resume", ["mock_interview", "ask_fee"]),
        ("こんにちは。料金は？", "greet", []),
        ("料金を教えてください。料金が心配です。", "ask_fee", []),
        ("予約したい", "book_appointment", []),
    ],
)
def test_the_first_question_counts_and_the_others_are_kept(text: str, first: str, also: list[str]) -> None:
    assert intents(meant(text)) == (first, also)


def test_the_whole_text_stays_with_the_message() -> None:
    assert meant("料金は？あと何時まで？").parse["text"] == "料金は？あと何時まで？"


def test_a_question_that_leans_on_the_one_before_it_is_its_follow_up() -> None:
    understood = meant("年金は減りますか？いくらまで？")
    assert intents(understood) == ("pension_and_work", ["follow_up"])
    assert understood.also[0][1]["entities"] == [{"entity": "answer", "value": "utter_pension_and_work_amount"}]


@pytest.mark.parametrize(
    "text", ["予約したいです。もう死にたい", "料金は？あと最近眠れません。どうしたらいい？", "死にたい。料金は？"]
)
def test_danger_in_any_part_is_all_that_counts(text: str) -> None:
    understood = meant(text)
    assert understood.parse["intent"]["name"] in ("crisis_suicide", "health_worry")
    assert understood.also == ()


def test_masked_words_are_not_repeated_on_a_button() -> None:
    assert meant("料金は？あと【電話番号】に何時に電話くれますか？").also == ()


@pytest.mark.parametrize(
    ("text", "topic", "answer"),
    [
        ("それ何時まで？", "unemployment_benefit", "utter_hellowork_hours"),
        ("いつまでもらえる？", "unemployment_benefit", "utter_unemployment_benefit_until"),
        ("どこで聞けばいい？", "pension_and_work", "utter_pension_where"),
        ("電話でも?", "unemployment_benefit", "utter_hellowork_phone"),
        ("何がいりますか", "unemployment_benefit", "utter_unemployment_benefit_papers"),
        ("いくら？", "parent_training", "utter_parent_training_amount"),
        ("どこ？", "mock_interview", "utter_consultation_where"),
        ("どこに電話したらいい?", "hardship_living", "utter_danger_desks"),
        ("それ無料？", "hardship_debt", "utter_danger_free"),
        ("電話番号教えて", "hardship_debt", "utter_danger_desks"),
        ("申し込みはどこ?", "public_training", "utter_hellowork_where"),
    ],
)
def test_a_follow_up_is_answered_for_the_last_topic(text: str, topic: str, answer: str) -> None:
    parsed = meant(text, Past(intents=("thanks", topic))).parse
    assert (parsed["intent"]["name"], parsed["entities"][0]["value"]) == ("follow_up", answer)


@pytest.mark.parametrize(
    ("text", "topic", "intent"),
    [
        ("何時まで？", "mock_interview", "ask_hours"),
        ("いつ届く？", "search_jobs", "ask_reply_status"),
        ("どんな求人がありました?", "search_jobs", "ask_reply_status"),
        ("いつになるの", "ask_human", "ask_reply_status"),
        ("いつまで待てばいい?", "prefer_consultant", "ask_reply_status"),
        ("取り消したい", "ask_human", "ask_reply_status"),
        ("いくら？", "ask_format", "ask_fee"),
    ],
)
def test_a_follow_up_may_lead_to_another_intent(text: str, topic: str, intent: str) -> None:
    assert meant(text, Past(intents=(topic,))).parse["intent"]["name"] == intent


def test_a_question_with_a_subject_of_its_own_is_no_follow_up() -> None:
    assert meant("料金は何時まで", Past(intents=("unemployment_benefit",))).parse["intent"]["name"] == "ask_fee"


def test_a_newer_topic_without_a_row_in_the_table_hides_the_older_one() -> None:
    assert TABLE.answer("どこ？", ("write_resume", "pension_and_work")) is None


def test_in_the_booking_a_form_of_talk_is_for_the_form() -> None:
    past = Past(intents=("book_appointment",), loop="booking_form")
    assert meant("電話で", past).parse["intent"]["name"] == "nlu_fallback"


def test_a_time_with_a_question_while_booking_goes_to_the_form_and_the_question_is_kept() -> None:
    past = Past(intents=("book_appointment",), loop="booking_form")
    assert intents(meant("水曜の19時で。料金は？", past)) == ("book_appointment", ["ask_fee"])


@pytest.mark.parametrize("text", ["はい", "お願いします。", "はい、お願いします", "もう一つのほうも"])
def test_the_other_question_can_be_asked_for(text: str) -> None:
    past = Past(intents=("search_jobs",), also=("失業保険も知りたい",))
    assert meant(text, past).parse["intent"]["name"] == "unemployment_benefit"


def test_a_yes_inside_a_form_is_for_the_form() -> None:
    past = Past(intents=("book_appointment",), also=("失業保険も知りたい",), loop="booking_form")
    assert meant("はい", past).parse["intent"]["name"] == "nlu_fallback"


@pytest.mark.parametrize(
    ("text", "intent"),
    [("やっぱり介護で", "search_jobs"), ("週3日なら", "search_jobs"), ("介護と両立できますか？", "family_care")],
)
def test_a_changed_wish_after_a_search_belongs_to_it(text: str, intent: str) -> None:
    assert meant(text, Past(intents=("search_by_area",))).parse["intent"]["name"] == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("はい、取り消してください", "affirm"),
        ("はい、行けないので取り消してください", "affirm"),
        ("はい、行けなくなったので取り消してください", "affirm"),
        ("はい、取り消さないでください", "cancel_appointment"),
        ("うん、やっぱり取り消さない", "cancel_appointment"),
        ("はい、取り消さなくて大丈夫です", "cancel_appointment"),
        ("はい、取り消しはなしで", "cancel_appointment"),
        ("はい、取り消しはやめときます", "cancel_appointment"),
        ("はい、取り消さんといて", "cancel_appointment"),
        ("ええと、取り消したいのかな", "cancel_appointment"),
        ("はい、料金は？", "ask_fee"),
        ("取り消したいのは別の日です", "cancel_appointment"),
    ],
)
def test_a_yes_in_other_words_answers_whether_to_cancel(text: str, intent: str) -> None:
    assert meant(text, Past(intents=("cancel_appointment",), cancelling=True)).parse["intent"]["name"] == intent
    assert meant(text, Past(intents=("cancel_appointment",))).parse["intent"]["name"] != "affirm"


def test_the_rest_takes_up_a_booking_that_was_left() -> None:
    assert meant("さっきの続き", Past(left=True)).parse["intent"]["name"] == "book_appointment"
    assert meant("さっきの続き").parse["intent"]["name"] == "nlu_fallback"


def test_a_story_before_one_sure_question_does_not_hide_it() -> None:
    story = "先月の末で会社を離れまして、いろいろありました。料金はかかりますか？"

    async def unsure_of_stories(text: str) -> dict[str, Any]:
        return await parse("" if text == story else text)

    understood = asyncio.run(understand(story, Past(), unsure_of_stories, TABLE))
    assert intents(understood) == ("ask_fee", [])


@pytest.mark.parametrize(
    "text", ["はい、申し訳ありません。お願いします", "すみません、お願いいたします", "はい、お手数をおかけします"]
)
def test_a_yes_wrapped_in_courtesy_is_a_yes_to_cancelling(text: str) -> None:
    assert intents(meant(text, Past(cancelling=True))) == ("affirm", [])
    assert intents(meant(text)) == ("nlu_fallback", [])
