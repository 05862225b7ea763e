"""Registration and profile: what is asked, refused, kept, encrypted, shown and forgotten."""

import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import func, select

from backend.audit.models import AuditEvent
from backend.context import Context
from backend.seekers.models import Seeker
from backend.tickets.models import Ticket, TicketMessage, Urgency
from backend.vault.models import VaultField
from tests.conftest import FrozenClock
from tests.integration.web_helpers import REQUEST_KEY, Browser, make_seeker, seeker_browser, text_of

GOOD = {
    "consent": "yes",
    "family_name": "架空",
    "given_name": "花子",
    "family_kana": "かくう",
    "given_kana": "ハナコ",
    "birth_year": "1975",
    "birth_month": "3",
    "birth_day": "31",
    "postal_code": "５９８−８５５０",
    "address": "架空市架空町1-1",
    "phone": "０９０ー００００ー００００",
    "email": "hanako@example.com",
    "preferred_contact": "phone",
    "situation": "part_time",
    "wishes": "週4日で働きたいです。\r\n夕方までに帰りたいです。",
}
STORED = {
    "family_name": "架空",
    "given_name": "花子",
    "family_kana": "カクウ",
    "given_kana": "ハナコ",
    "birth_date": "1975-03-31",
    "postal_code": "598-8550",
    "address": "架空市架空町1-1",
    "phone": "+819000000000",
    "email": "hanako@example.com",
    "preferred_contact": "phone",
    "situation": "part_time",
}


@pytest.fixture
async def browser(context: Context, web_client: TestClient[Any, Any], seeker: Seeker) -> Browser:
    return await seeker_browser(context, web_client, seeker)


async def fields_of(context: Context, seeker: Seeker) -> dict[str, str]:
    """What the vault holds, opened."""
    async with context.db.transaction() as session:
        return await context.vault.get_fields(session, seeker=seeker)


async def actions_of(context: Context) -> list[str]:
    """Audit actions so far, oldest first."""
    async with context.db.transaction() as session:
        return list(await session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


async def test_a_good_form_is_stored_cleaned_and_audited(context: Context, browser: Browser, seeker: Seeker) -> None:
    response = await browser.post("/me/register", **GOOD)
    assert response.status == 303
    assert response.headers["Location"] == "/me/register/done"
    assert "登録しました" in await text_of(await browser.get("/me/register/done"))
    fields = await fields_of(context, seeker)
    assert {name: fields[name] for name in STORED} == STORED
    assert fields["consent"].startswith("2026-1 2026-11-24T10:00")
    assert "consent_sensitive" not in fields
    assert await actions_of(context) == ["profile_registered", "consent_given"]
    async with context.db.transaction() as session:
        assert await session.scalar(select(Seeker.registered_at).where(Seeker.id == seeker.id)) == context.clock()


async def test_nothing_readable_reaches_the_tables(context: Context, browser: Browser) -> None:
    await browser.post("/me/register", **GOOD)
    async with context.db.transaction() as session:
        rows = (await session.scalars(select(VaultField))).all()
        assert len(rows) > 10
        for row in rows:
            assert "架空".encode() not in row.sealed
            assert b"hanako" not in row.sealed
        for event in await session.scalars(select(AuditEvent)):
            assert "架空" not in event.reason + event.subject


async def test_without_consent_nothing_is_stored(context: Context, browser: Browser, seeker: Seeker) -> None:
    response = await browser.post("/me/register", **{**GOOD, "consent": ""})
    assert response.status == 422
    assert "利用目的への同意が必要です" in await text_of(response)
    assert await fields_of(context, seeker) == {}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("family_name", " 　", "姓を入力してください。"),
        ("given_kana", "花子", "ひらがな、またはカタカナで入力してください。"),
        ("birth_day", "", "生年月日の年・月・日を選んでください。"),
        ("birth_month", "2", "この日付は使えません。"),
        ("birth_year", "2020", "この日付は使えません。"),
        ("birth_year", "９".encode().hex(), "この日付は使えません。"),
        ("postal_code", "12345", "郵便番号は7けたの数字で入力してください。"),
        ("address", "", "市区町村まででもかまいません。"),
        ("phone", "12", "電話番号をお確かめください。"),
        ("phone", "なし", "電話番号をお確かめください。"),
        ("email", "hanako", "メールアドレスをお確かめください。"),
        ("wishes", "あ" * 2001, "2000文字以内で入力してください。"),
        ("address", "あ" * 121, "120文字以内で入力してください。"),
        ("considerations", "腰痛があります", "すぐ上の同意にチェックを入れてください。"),
    ],
)
async def test_a_mistake_is_explained_beside_the_field_and_everything_typed_stays(
    context: Context, browser: Browser, seeker: Seeker, field: str, value: str, sentence: str
) -> None:
    response = await browser.post("/me/register", **{**GOOD, field: value})
    assert response.status == 422
    html = await response.text()
    page = await text_of(response)
    assert page.count(sentence) == 2  # in the summary and beside the field
    assert "1か所、ご確認ください" in page
    name = "birth_year" if field.startswith("birth") else field
    assert f'id="{name}-error"' in html
    assert f'href="#{name}"' in html
    assert 'aria-invalid="true"' in html
    kept = "given_name" if field != "given_name" else "address"
    assert f'value="{GOOD[kept]}"' in html
    assert 'name="preferred_contact" value="phone" checked' in html
    assert await fields_of(context, seeker) == {}


async def test_mail_as_preferred_contact_needs_an_address(browser: Browser) -> None:
    response = await browser.post("/me/register", **{**GOOD, "preferred_contact": "email", "email": ""})
    assert "メールアドレスを入力してください。" in await text_of(response)


async def test_typed_markup_comes_back_as_text(browser: Browser) -> None:
    response = await browser.post("/me/register", **{**GOOD, "address": '"><script>alert(1)</script>', "consent": ""})
    assert "<script>alert" not in await response.text()


async def test_the_form_never_asks_what_fair_recruitment_rules_out(browser: Browser) -> None:
    html = await (await browser.get("/me/register")).text()
    names = set(re.findall(r'name="([a-z_]+)"', html))
    assert names == {
        "viewport", "robots", "format-detection", "color-scheme", "csrf_token", "request_key",
        "consent", "consent_sensitive",
        "family_name", "given_name", "family_kana", "given_kana", "birth_year", "birth_month", "birth_day",
        "postal_code", "address", "phone", "email", "preferred_contact", "situation", "wishes", "considerations",
    } - {"format-detection", "color-scheme"}  # fmt: skip


async def test_years_are_shown_in_both_calendars(browser: Browser) -> None:
    page = await text_of(await browser.get("/me/register"))
    assert "1975年（昭和50年）" in page
    assert "1989年（昭和64・平成元年）" in page
    assert "1926年（大正15・昭和元年）" in page


async def test_posting_the_form_twice_registers_once(context: Context, browser: Browser) -> None:
    await browser.post("/me/register", **GOOD)
    assert (await browser.post("/me/register", **{**GOOD, "given_name": "別"})).status == 303
    assert await actions_of(context) == ["profile_registered", "consent_given"]


async def test_the_form_is_empty_again_after_registering(browser: Browser) -> None:
    await browser.post("/me/register", **GOOD)
    response = await browser.get("/me/register")
    assert response.headers["Location"] == "/me/profile"
    done = await browser.get("/me/register/done")
    assert "花子" not in await done.text()
    assert done.headers["Cache-Control"] == "no-store"


async def test_health_is_stored_only_with_its_own_consent_and_goes_when_that_is_withdrawn(
    context: Context, browser: Browser, seeker: Seeker
) -> None:
    await browser.post("/me/register", **GOOD, consent_sensitive="yes", considerations="立ち仕事は2時間まで")
    assert (await fields_of(context, seeker))["considerations"] == "立ち仕事は2時間まで"
    await browser.get("/me/profile/edit")
    response = await browser.post("/me/profile/edit", **GOOD)
    assert response.headers["Location"] == "/me/profile?saved=1"
    fields = await fields_of(context, seeker)
    assert "considerations" not in fields
    assert "consent_sensitive" not in fields
    assert (await actions_of(context))[-2:] == ["profile_corrected", "consent_sensitive_withdrawn"]


async def test_the_profile_is_hidden_until_asked_for(browser: Browser) -> None:
    await browser.post("/me/register", **GOOD)
    hidden = await text_of(await browser.get("/me/profile"))
    assert "花子" not in hidden
    assert "090-0000-0000" not in hidden
    shown = await text_of(await browser.get("/me/profile?show=1"))
    assert "花子" in shown
    assert "090-0000-0000" in shown
    assert "1975年（昭和50年）3月31日" in shown
    assert "パート・アルバイト" in shown


async def test_a_correction_replaces_the_old_value(context: Context, browser: Browser, seeker: Seeker) -> None:
    await browser.post("/me/register", **GOOD)
    html = await (await browser.get("/me/profile/edit")).text()
    assert 'value="090-0000-0000"' in html
    assert '<option value="1975" selected>' in html
    await browser.post("/me/profile/edit", **{**GOOD, "address": "架空市別町2-2", "email": ""})
    fields = await fields_of(context, seeker)
    assert fields["address"] == "架空市別町2-2"
    assert "email" not in fields


async def test_pages_need_registration_first(browser: Browser) -> None:
    for path in ("/me/profile", "/me/profile/edit"):
        assert (await browser.get(path)).headers["Location"] == "/me/register"
    assert (await browser.post("/me/profile/edit", **GOOD)).headers["Location"] == "/me/register"


async def test_one_seeker_never_sees_anothers_profile(
    context: Context, web_client: TestClient[Any, Any], browser: Browser, clock: FrozenClock
) -> None:
    await browser.post("/me/register", **GOOD)
    other = await seeker_browser(context, web_client, await make_seeker(context))
    assert (await other.get("/me/profile?show=1")).headers["Location"] == "/me/register"


async def the_ticket(context: Context) -> Ticket:
    async with context.db.transaction() as session:
        return (await session.scalars(select(Ticket))).one()


async def test_danger_written_among_the_wishes_is_answered_and_reaches_a_person(
    context: Context, browser: Browser, seeker: Seeker
) -> None:
    response = await browser.post(
        "/me/register", **GOOD | {"wishes": "週4日で働きたい。でも、もう消えてしまいたいです。"}
    )
    html = await response.text()
    assert 'href="tel:0120279338"' in html
    assert "登録の内容も、保存しました" in html
    ticket = await the_ticket(context)
    assert (ticket.topic, ticket.reason, ticket.urgency) == ("crisis_suicide", "safety", Urgency.URGENT)
    assert (await fields_of(context, seeker))["wishes"].endswith("消えてしまいたいです。")


async def test_danger_is_answered_even_when_the_form_must_be_corrected_and_only_once(
    context: Context, browser: Browser
) -> None:
    wrong = GOOD | {"phone": "", "wishes": "家賃が払えず、今夜泊まるところがありません。"}
    response = await browser.post("/me/register", **wrong)
    html = await response.text()
    assert response.status == 422
    assert "先に、お伝えしたいこと" in html
    key = REQUEST_KEY.findall(html)[0]
    await browser.post("/me/register", **wrong | {"phone": GOOD["phone"], "request_key": key})
    assert (await the_ticket(context)).topic == "hardship_living"
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(TicketMessage)) == 1


async def test_a_correction_that_leaves_the_free_text_alone_does_not_cry_again(
    context: Context, browser: Browser
) -> None:
    cry = GOOD | {"wishes": "もう死にたいです。"}
    await browser.post("/me/register", **cry)
    response = await browser.post("/me/profile/edit", **cry | {"phone": "090-0000-0001"})
    assert str(response.url).endswith("/me/profile?saved=1") or response.status == 303
    async with context.db.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(TicketMessage)) == 1
