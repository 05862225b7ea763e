"""A conversation that holds together: two questions, follow-ups, wishes, leaving and resuming, coming back, ladder."""

from datetime import date

import pytest
from sqlalchemy import select

from backend.appointments.models import Format
from backend.tickets.models import Ticket, TicketMessage
from tests.e2e_bot.conftest import Talk
from tests.e2e_bot.test_booking import booked, give_booking

pytestmark = pytest.mark.bot


async def queue(talk: Talk) -> list[str]:
    """What consultants read, oldest first."""
    async with talk.context.db.transaction() as session:
        return [
            talk.context.vault.open_text(talk.seeker, row.body_sealed, place=f"ticket_message:{row.id}")
            for row in await session.scalars(select(TicketMessage).order_by(TicketMessage.created_at))
        ]


# --- two questions in one message ---


async def test_two_plain_questions_are_both_answered(talk: Talk) -> None:
    text = await talk.say("料金かかりますか？あと何時までやってますか")
    assert text.index("すべて無料です") < text.index("深夜25時")


async def test_a_question_beside_a_booking_is_kept_as_a_tap(talk: Talk) -> None:
    await talk.say("予約したいです。料金はかかりますか？")
    assert talk.choices
    assert "無料です" in await talk.press("料金はかかりますか")
    assert talk.choices, "the booking goes on"


async def test_a_question_beside_a_search_is_kept_and_yes_answers_it(talk: Talk) -> None:
    await talk.say("次の仕事を探したいし、失業保険も知りたい")
    assert "失業保険も知りたい" in talk.titles
    assert "失業給付" in await talk.say("お願いします")


async def test_the_same_two_questions_sent_again_get_the_same_answer(talk: Talk) -> None:
    first = await talk.say("料金かかりますか？あと何時までやってますか")
    event_id = talk.last_event_id
    again = await talk.bot.send(
        conversation_id=talk.seeker.conversation_id,
        message="料金かかりますか？あと何時までやってますか",
        event_id=event_id,
        typed=True,
    )
    assert [part["text"] for part in again] == [part["text"] for part in talk.last]
    assert first


async def test_a_time_with_a_question_fills_the_form_and_keeps_the_question(talk: Talk) -> None:
    await talk.say("予約したい")
    text = await talk.say("明日の20時で。秘密は守られますか？")
    assert "11月25日(水) 20:00" in text
    assert any(title.startswith("秘密は守られ") for title in talk.titles)


# --- follow-ups ---


@pytest.mark.parametrize(
    ("topic", "follow_up", "answer"),
    [
        ("/unemployment_benefit", "それ何時まで？", "8時30分から17時15分"),
        ("/unemployment_benefit", "いくらもらえるの？", "50〜80%"),
        ("/unemployment_benefit", "電話でもいい？", "ハローワークに電話"),
        ("/pension_and_work", "どこに聞いたらいい？", "年金事務所"),
        ("/pension_and_work", "いくらまで？", "月65万円"),
        ("/mock_interview", "それ何時まで？", "深夜25時"),
        ("/mock_interview", "お金かかる？", "すべて無料"),
        ("/review_document", "いつ返事くる？", "お答えします"),
        ("/childcare", "どこ？", "市"),
    ],
)
async def test_a_follow_up_is_about_the_last_topic(talk: Talk, topic: str, follow_up: str, answer: str) -> None:
    await talk.say(topic)
    assert answer in await talk.say(follow_up)
    assert talk.titles


async def test_a_follow_up_of_a_follow_up_keeps_the_topic(talk: Talk) -> None:
    await talk.say("年金もらいながら働いたら減る？")
    await talk.say("どこに聞いたらいい？")
    assert "65万円" in await talk.say("いくらまで？")


# --- wishes ---


async def test_wishes_are_kept_as_values_echoed_and_handed_over(talk: Talk) -> None:
    text = await talk.say("泉佐野で事務のパート探してます。時給１１００円以上で")
    for line in ("場所: 泉佐野", "仕事: 事務", "働き方: パート", "給与: 時給1,100円以上"):
        assert line in text
    text = await talk.say("やっぱり介護で、週3日くらい")
    assert "仕事: 介護" in text
    assert "日数: 週3日" in text
    assert "場所: 泉佐野" in text
    assert "仕事: 介護" in await talk.say("おすすめの求人ある？")
    assert all("泉佐野" in body for body in await queue(talk))


async def test_wishes_can_be_started_anew(talk: Talk) -> None:
    await talk.say("泉佐野で事務の仕事を探しています")
    await talk.press("希望を言い直す")
    text = await talk.say("熊取で清掃の仕事ある？")
    assert "熊取" in text
    assert "事務" not in text


async def test_the_paper_to_be_read_is_named(talk: Talk) -> None:
    assert "職務経歴書の添削" in await talk.say("職務経歴書を添削してほしい")
    assert "職務経歴書" in (await queue(talk))[0]


# --- leaving, resuming, stepping back ---


async def test_a_booking_that_was_left_is_taken_up_where_it_stood(talk: Talk) -> None:
    await talk.say("予約したい")
    await talk.say("金曜の15時")
    await talk.say("やめる")
    assert "予約の続きをする" in talk.titles
    assert "お金はかかりません" in await talk.say("料金は？")
    assert "11月27日(金) 15:00" in await talk.say("さっきの予約の続き")
    await talk.say("チャットで")
    await talk.say("はい")
    assert await booked(talk) == [(date(2026, 11, 27), 900, "chat")]


async def test_an_hour_taken_meanwhile_is_said_when_the_booking_is_taken_up(talk: Talk) -> None:
    await talk.say("予約したい")
    await talk.say("金曜の15時")
    await talk.say("やめる")
    await give_booking(talk, date(2026, 11, 27), 900, Format.PHONE, other=2)
    text = await talk.say('/book_appointment{"step":"resume"}')
    assert "空いていません" in text
    assert talk.choices


async def test_every_step_of_the_booking_can_be_taken_back(talk: Talk) -> None:
    await talk.say("予約したい")
    await talk.say("金曜の15時、電話で")
    assert "どの方法" in await talk.say("戻る")
    assert "選び直し" in await talk.say("戻る")
    assert all(choice.startswith("11/27") for choice in talk.choices)
    await talk.say("戻る")
    assert len({choice.split("(")[0] for choice in talk.choices}) > 1
    assert "入れていません" in await talk.say("戻る")


async def test_what_was_heard_is_said_while_hours_are_offered(talk: Talk) -> None:
    await talk.say("予約したい")
    assert "電話ですね" in await talk.say("電話で")
    assert "11月25日(水)" in await talk.say("明日の夜")
    assert "まだ決まっていません" in await talk.say("はい")


# --- coming back ---


async def test_after_days_the_greeting_knows_what_is_pending(talk: Talk) -> None:
    await give_booking(talk, date(2026, 11, 30), 660, Format.PHONE)
    await talk.say("/find_aptitude")
    await talk.say("予約したい")
    await talk.say("金曜の15時")
    talk.clock.advance(hours=60)
    await talk.say("/session_start")
    text = await talk.say("こんにちは")
    assert "11月30日(月) 11:00" in text
    assert "予約の途中" in text
    assert {"予約を確認する", "前の質問の返事", "予約の続きをする"} <= set(talk.titles)
    assert "11月27日(金)" in await talk.press("予約の続きをする")


async def test_after_days_wishes_are_still_known_and_old_questions_are_not(talk: Talk) -> None:
    await talk.say("泉佐野で事務の仕事を探しています")
    await talk.say("/session_start")
    assert "場所: 泉佐野" in await talk.say("おすすめの求人ある？")


# --- not understood ---


async def test_the_ladder_never_says_the_same_twice_in_a_row_and_ends_with_a_person(talk: Talk) -> None:
    heard = [await talk.say("/nlu_fallback") for _ in range(6)]
    assert all(one != other for one, other in zip(heard, heard[1:], strict=False))
    assert len(set(heard)) >= 3
    async with talk.context.db.transaction() as session:
        assert len((await session.scalars(select(Ticket))).all()) == 1


async def test_something_understood_in_between_starts_the_ladder_anew(talk: Talk) -> None:
    first = await talk.say("/nlu_fallback")
    second = await talk.say("/nlu_fallback")
    await talk.say("/ask_fee")
    assert await talk.say("/nlu_fallback") == first != second


async def test_talk_out_of_scope_gets_other_words_the_second_time(talk: Talk) -> None:
    assert await talk.say("/out_of_scope") != await talk.say("/out_of_scope")
    assert "相談員に聞く" in talk.titles


async def test_an_answer_of_the_faq_names_its_source_and_leads_on(talk: Talk) -> None:
    text = await talk.say('/show_faq{"faq":"systems_paid_leave"}')
    assert "出典 労働基準法第39条、2026年8月時点" in text
    assert "相談員に聞く" in talk.titles


# --- more of the same, as people say it ---


async def test_later_earlier_and_no_move_the_hours_offered(talk: Talk) -> None:
    await talk.say("予約したい。金曜で")
    await talk.say("もっと遅い時間")
    assert {choice.split()[1].split(":")[0] for choice in talk.choices} <= {"18", "19", "20", "21", "22", "23", "24"}
    assert "ほかの日時をご案内します" in await talk.say("それは無理")


async def test_forms_of_talk_refused_one_by_one_leave_the_last(talk: Talk) -> None:
    await talk.say("予約したい")
    assert "電話以外" in await talk.say("電話は苦手")
    assert "チャットですね" in await talk.say("ビデオもいや")
    assert "チャット" in await talk.say("明日の20時")
    await talk.say("はい")
    assert await booked(talk) == [(date(2026, 11, 25), 1200, "chat")]


async def test_wishes_told_while_asking_for_advice_are_used_in_the_search(talk: Talk) -> None:
    assert "9:00〜15:00" in await talk.say("子どもが小さいので9時から15時まで、土日休みの仕事ありますか")
    text = await talk.press("この希望で求人を探す")
    assert "時間: 9:00〜15:00" in text
    assert "土日休み" in text


async def test_two_papers_are_both_explained(talk: Talk) -> None:
    text = await talk.say("職務経歴書と履歴書の書き方を教えてください")
    assert "職務経歴書は" in text
    assert "履歴書のポイント" in text


async def test_notices_stopped_a_moment_ago_come_back_by_a_word(talk: Talk) -> None:
    assert "止めました" in await talk.say("通知いらない")
    assert "再開しました" in await talk.say("やっぱり再開して")


async def test_a_danger_beside_a_question_is_all_that_is_answered(talk: Talk) -> None:
    await talk.say("料金かかりますか？あと上司に毎日怒鳴られて給料も払われません")
    assert "すべて無料" not in talk.text
    async with talk.context.db.transaction() as session:
        assert (await session.scalars(select(Ticket))).one().topic == "workplace_abuse"


async def test_whatever_is_offered_will_do(talk: Talk) -> None:
    await talk.say("予約お願いします。明後日の午後")
    assert "11月26日(木) 12:00" in await talk.say("どの時間でもいいです")
    assert "選んで" in await talk.say("うん")
    await talk.say("チャットで")
    await talk.say("はい")
    assert await booked(talk) == [(date(2026, 11, 26), 720, "chat")]


async def test_a_question_about_the_number_at_the_confirmation_is_answered_and_the_booking_goes_on(talk: Talk) -> None:
    await talk.say("明日の20時に電話で相談の予約をしたい")
    text = await talk.say("電話番号はどこに書くの？")
    assert "専用ページ" in text
    assert "11月25日(水) 20:00" in text


async def test_talk_out_of_scope_never_hears_the_same_twice_in_a_row(talk: Talk) -> None:
    heard = [await talk.say("/out_of_scope") for _ in range(5)]
    assert all(one != other for one, other in zip(heard, heard[1:], strict=False))
