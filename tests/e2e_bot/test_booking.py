"""Booking, changing and cancelling in the talk, with the detours people take."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.appointments import service as appointments
from backend.appointments.models import Appointment, AppointmentState, Format
from backend.tickets.models import Ticket, TicketMessage, Urgency
from tests.e2e_bot.conftest import Talk
from tests.integration.appointments.builders import make_seeker

pytestmark = pytest.mark.bot


async def booked(talk: Talk) -> list[tuple[date, int, str]]:
    async with talk.context.db.transaction() as session:
        rows = await session.scalars(
            select(Appointment).where(
                Appointment.seeker_id == talk.seeker.id, Appointment.state == AppointmentState.BOOKED
            )
        )
        return sorted((row.business_date, row.start_minute, row.format.value) for row in rows)


async def give_booking(talk: Talk, day: date, minute: int, format: Format, *, other: int | None = None) -> None:
    async with talk.context.db.transaction() as session:
        seeker = talk.seeker if other is None else await make_seeker(session, talk.context, other)
        await appointments.book_appointment(
            session,
            talk.context.service,
            seeker=seeker,
            business_date=day,
            start_minute=minute,
            format=format,
            request_key=f"given:{day}:{minute}:{other}",
            now=talk.clock(),
        )


async def test_a_booking_without_detours(talk: Talk) -> None:
    await talk.say("相談の予約を取りたいんですが")
    assert 0 < len(talk.choices) <= 8
    assert "11月25日(水) 20:00" in await talk.say("明日の夜8時ごろがいいです")
    assert {"チャット", "電話", "ビデオ"} <= set(talk.titles)
    confirm = await talk.say("電話で")
    assert "11月25日(水) 20:00" in confirm
    assert "電話" in confirm
    done = await talk.say("はい、それで")
    assert "予約しました" in done
    assert "連絡先を登録する" in talk.titles
    assert await booked(talk) == [(date(2026, 11, 25), 1200, "phone")]


async def test_the_hour_after_midnight_belongs_to_the_day_before(talk: Talk) -> None:
    talk.clock.now = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    assert "24:00(翌0:00)" in await talk.say("今日の24時に相談の予約をしたいです")
    await talk.say("チャットでお願いします")
    await talk.say("お願いします")
    assert await booked(talk) == [(date(2026, 11, 24), 1440, "chat")]


async def test_a_closed_day_is_named_and_open_days_around_it_are_offered(talk: Talk) -> None:
    talk.clock.now = datetime(2026, 12, 20, tzinfo=UTC)
    text = await talk.say("12月30日の朝って予約できますか")
    assert "年末年始" in text
    assert any(choice.startswith("12/28") for choice in talk.choices)
    assert any(choice.startswith("1/4") for choice in talk.choices)
    assert not any(choice.startswith(("12/29", "12/30", "12/31", "1/1", "1/2", "1/3")) for choice in talk.choices)
    await talk.say("ほな年明けの4日の朝いちで")
    assert talk.choices[0] == "1/4(月) 6:00"


async def test_another_day_keeps_hour_and_form_of_talk(talk: Talk) -> None:
    await talk.say("面談したい。木曜の10時")
    text = await talk.say("ビデオで。あ、やっぱり水曜")
    assert "11月25日(水) 10:00" in text
    assert "ビデオ" in text
    await talk.say("うん、それで")
    assert await booked(talk) == [(date(2026, 11, 25), 600, "video")]


async def test_back_goes_one_step_back_and_keeps_the_day(talk: Talk) -> None:
    await talk.say("相談予約")
    await talk.say("金曜の15時")
    await talk.say("戻る")
    assert talk.choices
    assert "予約をやめる" in talk.titles
    assert "11月27日(金) 17:00" in await talk.say("17時にする")


async def test_leaving_says_that_nothing_was_booked(talk: Talk) -> None:
    await talk.say("予約したいねんけど")
    assert "入れていません" in await talk.say("うーんやっぱりやめとくわ")
    assert await booked(talk) == []
    assert "予約の続き" not in await talk.say("/ask_fee")


async def test_a_question_in_between_is_answered_and_the_booking_goes_on(talk: Talk) -> None:
    await talk.say("来週の月曜の朝、相談できます?")
    assert all(choice.startswith("11/30(月)") for choice in talk.choices)
    text = await talk.say("その前に、お金ってかかりますか")
    assert "無料" in text
    assert "予約の続き" in text
    assert "11月30日(月) 9:00" in await talk.say("じゃあ9時で")


async def test_a_person_can_be_asked_for_in_the_middle(talk: Talk) -> None:
    await talk.say("相談の予約")
    text = await talk.say("人と話したい")
    assert "相談員" in text
    assert not talk.choices
    text = await talk.say("正社員になったことないねんけど、この歳から間に合うか聞きたい")
    assert "相談員に届けました" in text
    async with talk.context.db.transaction() as session:
        assert len((await session.scalars(select(Ticket))).all()) == 1
    assert "予約の続き" not in await talk.say("/thanks")


async def test_danger_in_the_middle_ends_the_booking(talk: Talk) -> None:
    await talk.say("相談の予約")
    text = await talk.say("/crisis_suicide")
    assert "119" in text
    assert not talk.choices
    assert "予約の続き" not in await talk.say("/ask_fee")


async def test_the_form_does_not_come_back_after_the_safety_lane_spoke(talk: Talk) -> None:
    await talk.say("相談の予約")
    await talk.say("もう死にたい", safety_label="crisis_suicide")
    text = await talk.say("ごめんなさい大丈夫です")
    assert "書いてくださって、よかったです" in text
    assert "0120" in text
    assert not talk.choices


async def test_a_safe_time_written_after_violence_goes_to_the_consultant(talk: Talk) -> None:
    await talk.say("旦那に殴られてて早く家を出たい", safety_label="crisis_violence")
    text = await talk.say("夜は無理です。昼の1時から2時なら")
    assert not talk.choices
    assert "相談員" in text
    async with talk.context.db.transaction() as session:
        bodies = [
            talk.context.vault.open_text(talk.seeker, row.body_sealed, place=f"ticket_message:{row.id}")
            for row in await session.scalars(select(TicketMessage))
        ]
    assert any("昼の1時から2時" in body for body in bodies)


async def test_looking_up_then_moving_to_the_same_hour_of_another_day(talk: Talk) -> None:
    await give_booking(talk, date(2026, 11, 27), 840, Format.VIDEO)
    assert "11月27日(金) 14:00" in await talk.say("予約いつやったっけ")
    text = await talk.say("その日あかんようになってん。土曜の同じ時間にしてほしいわ")
    assert "11月28日(土) 14:00" in text
    assert await booked(talk) == [(date(2026, 11, 27), 840, "video")], "nothing moves before the yes"
    assert "変更しました" in await talk.say("それで頼むわ")
    assert await booked(talk) == [(date(2026, 11, 28), 840, "video")]


async def test_a_change_to_a_taken_hour_keeps_the_booking_and_offers_near_hours(talk: Talk) -> None:
    await give_booking(talk, date(2026, 11, 25), 1080, Format.PHONE)
    await give_booking(talk, date(2026, 11, 26), 1080, Format.PHONE, other=2)
    text = await talk.say("明日の予約、木曜の18時に変更できますか")
    assert "空いていません" in text
    assert "そのまま" in text
    assert "11/26(木) 17:00" in talk.choices
    assert await booked(talk) == [(date(2026, 11, 25), 1080, "phone")]


async def test_only_the_form_of_talk_can_be_changed(talk: Talk) -> None:
    await give_booking(talk, date(2026, 11, 25), 1080, Format.CHAT)
    await talk.say('/change_appointment{"format":"video"}')
    await talk.press("はい、変える")
    assert await booked(talk) == [(date(2026, 11, 25), 1080, "video")]


async def test_cancelling_asks_first(talk: Talk) -> None:
    await give_booking(talk, date(2026, 11, 26), 660, Format.PHONE)
    text = await talk.say("/cancel_appointment")
    assert "11月26日(木) 11:00" in text
    assert "別の日に変える" in talk.titles
    assert len(await booked(talk)) == 1
    assert "取り消しました" in await talk.say("はい")
    assert await booked(talk) == []


async def test_what_is_hardly_a_yes_does_not_cancel_but_is_asked_again(talk: Talk) -> None:
    await give_booking(talk, date(2026, 11, 26), 660, Format.PHONE)
    asked = await talk.say("/cancel_appointment")
    assert await talk.say("はい、まだ消さずにおいてください") == asked
    assert len(await booked(talk)) == 1
    assert "取り消しました" in await talk.say("はい、お願いします")


async def test_a_no_keeps_the_booking(talk: Talk) -> None:
    await give_booking(talk, date(2026, 11, 26), 660, Format.PHONE)
    await talk.say("/cancel_appointment")
    assert "そのまま" in await talk.say("/deny")
    assert len(await booked(talk)) == 1


async def test_an_old_yes_does_not_cancel(talk: Talk) -> None:
    await give_booking(talk, date(2026, 11, 26), 660, Format.PHONE)
    await talk.say("/cancel_appointment")
    for _ in range(2):
        await talk.say("/ask_fee")
    await talk.say("/affirm")
    assert len(await booked(talk)) == 1


async def test_with_several_bookings_the_seeker_chooses(talk: Talk) -> None:
    await give_booking(talk, date(2026, 11, 26), 660, Format.PHONE)
    await give_booking(talk, date(2026, 11, 28), 660, Format.CHAT)
    await talk.say("/cancel_appointment")
    await talk.press("11/28")
    await talk.press("取り消す")
    assert await booked(talk) == [(date(2026, 11, 26), 660, "phone")]


async def test_nothing_to_cancel_is_said_without_reproach(talk: Talk) -> None:
    text = await talk.say("予約キャンセルして")
    assert "見つかりませんでした" in text
    assert "相談を予約する" in talk.titles


async def test_a_button_pressed_twice_books_once(talk: Talk) -> None:
    press = '/book_appointment{"opening":"2026-11-26T15:00","format":"video","step":"yes"}'
    assert "予約しました" in await talk.say(press)
    assert "もう予約が入っています" in await talk.say(press)
    assert await booked(talk) == [(date(2026, 11, 26), 900, "video")]


async def test_a_late_button_of_a_taken_hour_offers_others(talk: Talk) -> None:
    await give_booking(talk, date(2026, 11, 26), 900, Format.VIDEO, other=2)
    text = await talk.say('/book_appointment{"opening":"2026-11-26T15:00"}')
    assert "空いていません" in text
    assert talk.choices


async def test_a_button_of_a_past_hour_offers_others(talk: Talk) -> None:
    text = await talk.say('/book_appointment{"opening":"2026-11-23T15:00"}')
    assert "過ぎて" in text
    assert talk.choices


@pytest.mark.parametrize(
    "payload",
    [
        '/book_appointment{"opening":"nonsense","format":"smoke","step":"yes"}',
        '/cancel_appointment{"appointment":"x","step":"yes"}',
        '/change_appointment{"appointment":"00000000-0000-0000-0000-000000000000"}',
        '/cancel_appointment{"appointment":"00000000-0000-0000-0000-000000000000","step":"yes"}',
    ],
)
async def test_forged_or_outdated_payloads_still_get_an_answer(talk: Talk, payload: str) -> None:
    assert await talk.say(payload)
    assert talk.titles
    assert "うまく処理できませんでした" not in talk.text


async def test_the_next_day_the_wish_is_remembered_and_the_list_is_fresh(talk: Talk) -> None:
    await talk.say("今週の金曜の相談、予約したい")
    talk.clock.advance(hours=26)
    await give_booking(talk, date(2026, 11, 27), 600, Format.PHONE, other=2)
    await talk.say("すんません寝てしもてました。まだいけますか")
    assert talk.choices
    assert all(choice.startswith("11/27(金)") for choice in talk.choices)
    assert "11/27(金) 10:00" not in talk.choices


async def test_twice_not_understood_offers_a_person(talk: Talk) -> None:
    await talk.say("相談の予約")
    first = await talk.say("ほげほげふがふが")
    second = await talk.say("むにゃむにゃほげ")
    assert first != second
    assert "相談員に頼む" in talk.titles


async def test_late_for_an_appointment_tells_the_staff_urgently(talk: Talk) -> None:
    talk.clock.advance(hours=3)
    day = (talk.clock() + timedelta(hours=9)).date()
    await give_booking(talk, day, 14 * 60, Format.VIDEO)
    talk.clock.advance(minutes=50)
    text = await talk.say("/running_late")
    assert "急ぎで知らせました" in text
    async with talk.context.db.transaction() as session:
        assert (await session.scalars(select(Ticket))).one().urgency is Urgency.URGENT
    assert len(await booked(talk)) == 1
