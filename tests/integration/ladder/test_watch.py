"""The ticker's pulse: three silent minutes are an alarm that does not need the worker."""

import email
import email.policy
from typing import Any

from aiohttp.test_utils import TestClient

from backend.context import Context
from backend.ladder import ticker
from backend.ladder.watch import TickerWatch
from backend.notices.mail import mail_folder
from backend.notices.models import NoticeChannel
from backend.staff.models import Role
from tests.conftest import FrozenClock
from tests.integration.ladder.builders import told, with_settings
from tests.integration.web_helpers import make_staff


async def test_a_silent_ticker_alarms_once_by_page_and_mail_without_a_worker(
    context: Context, clock: FrozenClock
) -> None:
    supervisor = await make_staff(context, "西野 さちこ", Role.SUPERVISOR)
    named = with_settings(context, last_contact_email="last@example.com")
    first, second = TickerWatch(named), TickerWatch(named)
    await ticker.tick(context)
    clock.advance(minutes=3)
    await first.check()
    assert not first.is_stopped
    clock.advance(seconds=1)
    await first.check()
    await second.check()
    assert first.is_stopped
    assert second.is_stopped
    assert await told(context) == [("ticker_stopped", supervisor.id)]
    assert await told(context, NoticeChannel.EMAIL) == [("ticker_stopped", None)]
    [file] = mail_folder(context.settings).glob("*.eml")
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert mail["Subject"] == "期限のお知らせが止まっています"
    assert "今日 10:00から動いていません" in mail.get_content()


async def test_a_tick_ends_the_alarm_and_the_next_stop_is_a_new_one(context: Context, clock: FrozenClock) -> None:
    await make_staff(context, "西野 さちこ", Role.SUPERVISOR)
    watch = TickerWatch(context)
    for _ in range(2):
        await ticker.tick(context)
        await watch.check()
        assert not watch.is_stopped
        clock.advance(minutes=4)
        await watch.check()
        assert watch.is_stopped
    assert len(await told(context)) == 2


async def test_a_ticker_that_never_started_is_missed_three_minutes_after_the_web_process(
    context: Context, clock: FrozenClock
) -> None:
    watch = TickerWatch(context)
    await watch.check()
    assert not watch.is_stopped
    clock.advance(minutes=4)
    await watch.check()
    assert watch.is_stopped


async def test_readyz_names_the_ticker(context: Context, clock: FrozenClock, web_client: TestClient[Any, Any]) -> None:
    await ticker.tick(context)
    assert (await (await web_client.get("/readyz")).json())["parts"]["ticker"] == "ok"
    clock.advance(minutes=4)
    assert (await (await web_client.get("/readyz")).json())["parts"]["ticker"] == "down"
