"""Help in the composer end to end: sources, consent, switch, the outside model's stand-in, and the log of what left."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select, text

from backend.app import create_web_app
from backend.canned.service import save_answer
from backend.context import Context
from backend.drafting import sources
from backend.drafting.models import DraftRequest
from backend.drafting.service import set_consent
from backend.drafting.switch import set_switch
from backend.seekers.models import Seeker
from backend.seekers.service import get_seeker
from backend.staff.models import Role, Staff
from backend.tickets import desk
from backend.tickets.models import Ticket, TicketEvent
from tests.integration.web_helpers import (
    Browser,
    make_seeker,
    make_staff,
    make_ticket,
    seeker_browser,
    staff_browser,
    text_of,
)
from tests.unit.drafting.model_server import KEY, ModelServer, answer, failure, running_model

QUESTION = "面接では、どんなことを聞かれますか。"
DRAFT = "面接では、志望の理由を聞かれることが多いです。"
TYPED = "書きかけの文章です。"


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with running_model() as model:
        model.reply = lambda body: answer(DRAFT, tuple(source["id"] for source in payload_of(body)["sources"][:1]))
        yield model


@pytest.fixture
async def client(context: Context, model: ModelServer) -> AsyncIterator[TestClient[Any, Any]]:
    """The application with a key for the outside model."""
    update = {"base_url": "http://127.0.0.1", "openai_base_url": model.url, "openai_model": "test-model"}
    settings = type(context.settings).model_validate(
        {**context.settings.model_dump(), **update, "openai_api_key": KEY, "draft_timeout_s": 2.0}
    )
    async with TestClient(TestServer(create_web_app(replace(context, settings=settings)))) as client:
        yield client


def payload_of(body: dict[str, Any]) -> dict[str, Any]:
    """What the model was given."""
    payload: dict[str, Any] = json.loads(body["messages"][1]["content"])
    return payload


@dataclass
class Scene:
    """A claimed ticket, its people, and the consultant's browser."""

    seeker: Seeker
    ticket: Ticket
    staff: Staff
    desk: Browser

    @property
    def help(self) -> str:
        return f"/staff/tickets/{self.ticket.id}/help"


async def make_scene(
    context: Context,
    client: TestClient[Any, Any],
    *,
    body: str = QUESTION,
    topic: str = "interview_tips",
    consent: bool = True,
    switch: bool = True,
    urgent: bool = False,
) -> Scene:
    seeker, staff = await make_seeker(context), await make_staff(context)
    ticket = await make_ticket(context, seeker=seeker, body=body, topic=topic, urgent=urgent)
    supervisor = await make_staff(context, "上田 架空", Role.SUPERVISOR)
    async with context.db.transaction() as session:
        await desk.claim_ticket(session, ticket_id=ticket.id, staff=staff, now=context.clock())
        await set_switch(session, is_on=switch, reason="試験のため", staff=supervisor, now=context.clock())
        if consent:
            person = await get_seeker(session, seeker.id)
            await set_consent(session, seeker=person, agrees=True, now=context.clock())
    return Scene(seeker, ticket, staff, await staff_browser(client, staff))


async def logged(context: Context) -> list[DraftRequest]:
    async with context.db.transaction() as session:
        return list(await session.scalars(select(DraftRequest).order_by(DraftRequest.at)))


async def test_without_a_key_the_best_answers_are_offered_and_nothing_else(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    scene = await make_scene(context, web_client)
    shown = await text_of(await scene.desk.get(scene.help, **{"HX-Request": "true"}))
    assert "参考になる回答" in shown
    assert "面接" in shown
    assert "出典" in shown
    assert "下書きを作る" not in shown
    assert "外部" not in shown
    assert (await scene.desk.post(scene.help + "/draft", htmx=True)).status == 403


async def test_a_text_for_the_topic_comes_first_and_is_put_in_with_its_blanks_filled(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    scene = await make_scene(context, web_client)
    trainer = await make_staff(context, "寺田 架空", Role.TRAINER)
    async with context.db.transaction() as session:
        row = await save_answer(
            session,
            answer_id=None,
            version=0,
            title="面接の前に",
            body="担当の{consultant}です。持ち物を確かめましょう。",
            topic="interview_tips",
            staff=trainer,
            now=context.clock(),
        )
    shown = await scene.desk.post(scene.help + "/insert", htmx=True, body=TYPED, source=f"text:{row.id}")
    page = await text_of(shown)
    assert f"{TYPED} 担当の青木 みどりです。持ち物を確かめましょう。" in page


async def test_ready_made_texts_are_read_for_the_search_once_whatever_the_topic(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer, read = await make_staff(context, "寺田 架空", Role.TRAINER), []
    build = sources.FaqIndex.build
    monkeypatch.setattr(sources.FaqIndex, "build", lambda documents: read.append(documents) or build(documents))
    async with context.db.transaction() as session:
        for title, topic in (("面接の前に", "interview_tips"), ("応募のあと", "apply_job")):
            options = {"answer_id": None, "version": 0, "body": "ゆっくりで大丈夫です。", "staff": trainer}
            await save_answer(session, title=title, topic=topic, now=context.clock(), **options)
        for topic, first in (("interview_tips", "面接の前に"), ("apply_job", "応募のあと")):
            found = await sources.find_sources(
                session, topic=topic, topic_words="", labels=(), asked=[QUESTION], now=context.clock()
            )
            assert found[0].title == first
    assert len(read) == 1


async def test_desks_of_the_directory_are_offered_for_troubles_at_work(
    context: Context, web_client: TestClient[Any, Any]
) -> None:
    scene = await make_scene(context, web_client, topic="workplace_abuse", body="残業代が払われません。")
    assert "相談窓口" in await text_of(await scene.desk.get(scene.help, **{"HX-Request": "true"}))


async def test_a_draft_is_shown_with_its_sources_and_sends_nothing(
    context: Context, client: TestClient[Any, Any], model: ModelServer
) -> None:
    scene = await make_scene(context, client)
    shown = await scene.desk.post(scene.help + "/draft", htmx=True, body=TYPED)
    page = await text_of(shown)
    assert DRAFT in page
    assert "下書き（確認してから送ってください）" in page
    assert "もとにした資料" in page
    (body,) = model.asked
    assert payload_of(body)["question"] == QUESTION
    async with context.db.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM ticket_message WHERE author_kind = 'consultant'")) == 0
    (entry,) = await logged(context)
    assert (entry.outcome, entry.model, entry.url_host) == ("ok", "test-model", "127.0.0.1")
    assert QUESTION.encode() not in entry.payload_sealed


async def test_a_draft_goes_into_the_text_only_when_asked_and_the_answers_event_says_so(
    context: Context, client: TestClient[Any, Any]
) -> None:
    scene = await make_scene(context, client)
    await scene.desk.post(scene.help + "/draft", htmx=True)
    (entry,) = await logged(context)
    shown = await scene.desk.post(scene.help + "/use", htmx=True, body=TYPED, draft_id=str(entry.id), draft_text=DRAFT)
    page = await text_of(shown)
    assert f"{TYPED} {DRAFT}" in page
    assert "外部サービスの下書きが入っています" in page
    assert (await logged(context))[0].outcome == "used"
    address = f"/staff/tickets/{scene.ticket.id}"
    assert (await scene.desk.post(address + "/answer", body=DRAFT, request_key=str(uuid4()))).status == 303
    async with context.db.transaction() as session:
        written = await session.scalar(select(TicketEvent).where(TicketEvent.kind == "answer_written"))
    assert written is not None
    assert written.details["drafted"] == "yes"


async def test_an_answer_written_by_hand_says_so_too(context: Context, client: TestClient[Any, Any]) -> None:
    scene = await make_scene(context, client)
    await scene.desk.post(f"/staff/tickets/{scene.ticket.id}/answer", body=TYPED, request_key=str(uuid4()))
    async with context.db.transaction() as session:
        written = await session.scalar(select(TicketEvent).where(TicketEvent.kind == "answer_written"))
    assert written is not None
    assert written.details["drafted"] == "no"


async def test_after_taking_an_answer_back_its_draft_is_still_known(
    context: Context, client: TestClient[Any, Any]
) -> None:
    scene = await make_scene(context, client)
    address = f"/staff/tickets/{scene.ticket.id}"
    await scene.desk.post(scene.help + "/draft", htmx=True)
    (entry,) = await logged(context)
    await scene.desk.post(scene.help + "/use", htmx=True, draft_id=str(entry.id), draft_text=DRAFT)
    await scene.desk.post(address + "/answer", body=DRAFT, request_key=str(uuid4()))
    await scene.desk.post(address + "/undo")
    await scene.desk.post(address + "/answer", body=DRAFT, request_key=str(uuid4()))
    async with context.db.transaction() as session:
        written = await session.scalars(select(TicketEvent).where(TicketEvent.kind == "answer_written"))
        assert [event.details["drafted"] for event in written] == ["yes", "yes"]


async def test_a_draft_without_a_source_comes_with_a_warning(
    context: Context, client: TestClient[Any, Any], model: ModelServer
) -> None:
    model.reply = lambda body: answer(DRAFT, ("faq:made_up",), unsure=True)
    scene = await make_scene(context, client)
    page = await text_of(await scene.desk.post(scene.help + "/draft", htmx=True))
    assert "もとにした資料がありません" in page
    assert "資料が足りないかもしれません" in page


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"consent": False}, "ご本人の同意がない"),
        ({"switch": False}, "止めてあります"),
        ({"topic": "health_worry"}, "外部に出しません"),
        ({"urgent": True}, "外部に出しません"),
    ],
)
async def test_nothing_leaves_without_consent_switch_and_a_harmless_topic(
    context: Context, client: TestClient[Any, Any], model: ModelServer, options: dict[str, Any], words: str
) -> None:
    scene = await make_scene(context, client, **options)
    assert words in await text_of(await scene.desk.get(scene.help, **{"HX-Request": "true"}))
    refused = await scene.desk.post(scene.help + "/draft", htmx=True)
    assert refused.status == 403
    assert words in await text_of(refused)
    assert model.asked == []
    assert await logged(context) == []


async def test_another_consultants_case_is_not_helped_with(
    context: Context, client: TestClient[Any, Any], model: ModelServer
) -> None:
    scene = await make_scene(context, client)
    colleague = await staff_browser(client, await make_staff(context, "石川 はるか"))
    for path in ("/draft", "/insert", ""):
        assert (await colleague.post(scene.help + path, htmx=True)).status == 409
    assert model.asked == []


async def test_marked_personal_data_never_leaves(
    context: Context, client: TestClient[Any, Any], model: ModelServer
) -> None:
    marks = {
        "family_name": "架空山",
        "given_name": "凪沙",
        "address": "架空市みどり町七丁目",
        "phone": "09000000042",
        "email": "nagisa@example.com",
        "considerations": "架空の持病があります",
    }
    body = "架空山凪沙です。架空市みどり町七丁目に住んでいます。090-0000-0042、nagisa@example.com です。心配です。"
    scene = await make_scene(context, client, body=body)
    async with context.db.transaction() as session:
        person = await get_seeker(session, scene.seeker.id)
        await context.vault.put_fields(session, seeker=person, fields=marks, now=context.clock())
    await scene.desk.post(scene.help + "/draft", htmx=True)
    (asked,) = model.asked
    left = json.dumps(asked, ensure_ascii=False)
    ids = [scene.seeker.pseudonym.split()[-1], str(scene.seeker.id), str(scene.ticket.id), scene.staff.display_name]
    assert [mark for mark in [*marks.values(), *ids] if mark in left] == []
    assert payload_of(asked)["question"] is None


@pytest.mark.parametrize(
    ("status", "words", "outcome"),
    [(401, "鍵が受け付けられません", "key_refused"), (429, "混み合って", "busy"), (500, "作れませんでした", "failed")],
)
async def test_an_error_of_the_model_leaves_the_sources_and_the_text(
    context: Context, client: TestClient[Any, Any], model: ModelServer, status: int, words: str, outcome: str
) -> None:
    model.reply = lambda body: failure(status, "some_error")
    scene = await make_scene(context, client)
    page = await text_of(await scene.desk.post(scene.help + "/draft", body=TYPED))
    assert words in page
    assert "参考になる回答" in page
    assert TYPED in page
    assert [entry.outcome for entry in await logged(context)] == [outcome]


async def test_while_the_model_is_slow_no_transaction_waits(
    context: Context, client: TestClient[Any, Any], model: ModelServer
) -> None:
    model.hold = asyncio.Event()
    scene = await make_scene(context, client)
    asking = asyncio.create_task(scene.desk.post(scene.help + "/draft", htmx=True))
    await model.arrived.wait()
    assert [entry.outcome for entry in await logged(context)] == ["sent"], "written down before it left"
    async with context.db.transaction() as session:
        idle = await session.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE state = 'idle in transaction' AND datname = current_database()"
            )
        )
    assert idle == 0
    model.hold.set()
    assert DRAFT in await text_of(await asking)


async def test_a_seeker_agrees_and_takes_it_back(context: Context, web_client: TestClient[Any, Any]) -> None:
    seeker = await make_seeker(context)
    browser = await seeker_browser(context, web_client, seeker)
    assert "使わない" in await text_of(await browser.get("/me/model-consent"))
    for agrees, is_set in (("yes", True), ("no", False)):
        assert (await browser.post("/me/model-consent", agrees=agrees)).status == 303
        async with context.db.transaction() as session:
            assert ((await get_seeker(session, seeker.id)).model_consent_at is not None) is is_set
    async with context.db.transaction() as session:
        actions = await session.scalars(text("SELECT action FROM audit_event ORDER BY id"))
        assert list(actions) == ["model_consent_given", "model_consent_withdrawn"]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OPERATOR])
async def test_the_switch_wants_a_reason_and_shows_who_threw_it(
    context: Context, client: TestClient[Any, Any], role: Role
) -> None:
    browser = await staff_browser(client, await make_staff(context, "運天 架空", role))
    assert "止めてあります" in await text_of(await browser.get("/staff/drafting"))
    assert (await browser.post("/staff/drafting/switch", state="on", reason="")).status == 422
    assert (await browser.post("/staff/drafting/switch", state="on", reason="試しに使うため")).status == 303
    page = await text_of(await browser.get("/staff/drafting"))
    assert "動いています" in page
    assert "運天 架空さんが動かしました。理由: 試しに使うため" in page


async def test_consultants_do_not_reach_the_switch(context: Context, client: TestClient[Any, Any]) -> None:
    browser = await staff_browser(client, await make_staff(context))
    assert (await browser.get("/staff/drafting")).status == 403
    assert (await browser.post("/staff/drafting/switch", state="on", reason="理由です。")).status == 403


async def test_the_log_opens_with_a_reason_that_is_recorded(context: Context, client: TestClient[Any, Any]) -> None:
    scene = await make_scene(context, client)
    await scene.desk.post(scene.help + "/draft", htmx=True)
    (entry,) = await logged(context)
    browser = await staff_browser(client, await make_staff(context, "上田 架空", Role.SUPERVISOR))
    page = await text_of(await browser.get("/staff/drafting"))
    assert scene.seeker.pseudonym in page
    assert "できた" in page
    assert QUESTION not in page
    assert (await browser.post(f"/staff/drafting/log/{entry.id}", reason="短い")).status == 422
    opened = await text_of(await browser.post(f"/staff/drafting/log/{entry.id}", reason="苦情の確認のため"))
    assert QUESTION in opened
    async with context.db.transaction() as session:
        reason = await session.scalar(text("SELECT reason FROM audit_event WHERE action = 'draft_payload_read'"))
    assert reason == "苦情の確認のため"
