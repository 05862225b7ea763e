"""Composition root: builds the context and the two kinds of process, web and worker."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import structlog
from aiohttp import web

from backend import health, safety
from backend.appointments import shift_routes
from backend.attachments import seeker_routes as seeker_file_routes
from backend.attachments import staff_routes as staff_file_routes
from backend.bot import routes as bot_routes
from backend.bot.client import BotClient
from backend.canned import routes as canned_routes
from backend.context import Context
from backend.db import Database
from backend.drafting import case_routes as drafting_case_routes
from backend.drafting import consent_routes as drafting_consent_routes
from backend.drafting import switch_routes as drafting_switch_routes
from backend.jobs.app import create_job_app
from backend.jobs.tasks import SWEEP_SECONDS, add_periodic_tasks, add_tasks, retry_stalled_jobs, worker_options
from backend.ladder import routes as ladder_routes
from backend.ladder.watch import WATCH, TickerWatch
from backend.line import rich_menu
from backend.line import routes as line_routes
from backend.line.client import LineClient, StatelessTokenSource, TokenSource
from backend.line.events import MAX_BODY_BYTES
from backend.line.receiver import Receiver
from backend.log import error_place
from backend.notices import routes as notice_routes
from backend.pages import routes as page_routes
from backend.service_profile import load_service_profile
from backend.settings import Settings
from backend.staff import account_routes
from backend.staff import routes as staff_routes
from backend.supervision import routes as supervision_routes
from backend.texts import load_texts
from backend.tickets import answer_routes, case_routes, person_routes
from backend.tickets import live as ticket_live
from backend.tickets import routes as ticket_routes
from backend.vault.keys import KeyRing
from backend.vault.service import Vault
from backend.web import CONTEXT, STATIC, TEMPLATES, create_templates, error_pages, security_headers

WORKER_CONCURRENCY = 8
ROUTE_TABLES = (
    health.routes,
    line_routes.routes,
    bot_routes.routes,
    page_routes.routes,
    staff_routes.routes,
    account_routes.routes,
    ticket_routes.routes,
    case_routes.routes,
    answer_routes.routes,
    person_routes.routes,
    canned_routes.routes,
    seeker_file_routes.routes,
    supervision_routes.routes,
    shift_routes.routes,
    notice_routes.routes,
    ladder_routes.routes,
    staff_file_routes.routes,
    drafting_case_routes.routes,
    drafting_switch_routes.routes,
    drafting_consent_routes.routes,
)

log = structlog.get_logger()


@asynccontextmanager
async def open_context(settings: Settings) -> AsyncIterator[Context]:
    """Everything a process needs, opened and closed together. `DATABASE_URL` must be set by now."""
    if settings.database_url is None:
        raise RuntimeError("DATABASE_URL is not set: start with `make run`, or set it")
    database_url = settings.database_url.get_secret_value()
    service = load_service_profile()
    safety.current_directory()  # a broken directory stops the start, not a crisis message later
    async with AsyncExitStack() as stack:
        database = Database(database_url, pool_size=settings.db_pool_size)
        stack.push_async_callback(database.close)
        jobs = create_job_app(database_url)
        await stack.enter_async_context(jobs.open_async())
        line = await stack.enter_async_context(
            LineClient(
                api_base=settings.line_api_base,
                data_api_base=settings.line_data_api_base,
                token=_token_source(settings),
                timeout_s=settings.line_timeout_s,
            )
        )
        bot = await stack.enter_async_context(
            BotClient(
                url=settings.rasa_url,
                channel_token=settings.rasa_channel_token.get_secret_value(),
                timeout_s=settings.bot_timeout_s,
            )
        )
        yield Context(
            settings=settings,
            db=database,
            vault=Vault(KeyRing.load(settings.key_file)),
            jobs=jobs,
            service=service,
            texts=load_texts(service),
            line=line,
            bot=bot,
        )


def _token_source(settings: Settings) -> TokenSource:
    if settings.line_channel_id and not settings.line_channel_access_token.get_secret_value():
        return StatelessTokenSource(
            api_base=settings.line_api_base,
            channel_id=settings.line_channel_id,
            channel_secret=settings.line_channel_secret.get_secret_value(),
            timeout_s=settings.line_timeout_s,
        )
    return TokenSource(settings.line_channel_access_token.get_secret_value())


def create_web_app(context: Context) -> web.Application:
    """The aiohttp application of the web process."""
    safety.warm_up()
    app = web.Application(middlewares=[security_headers, error_pages], client_max_size=bot_routes.MAX_TRACKER_BYTES)
    app[CONTEXT] = context
    app[TEMPLATES] = create_templates(context)
    app[WATCH] = watch = TickerWatch(context)
    app[TEMPLATES].globals["ticker"] = watch
    ticket_live.install(app, context.db.url)
    app[line_routes.RECEIVER] = Receiver(context)
    app[bot_routes.EXECUTOR] = bot_routes.create_executor(context)
    for table in ROUTE_TABLES:
        app.add_routes(table)
    app.router.add_static("/static", STATIC, append_version=False)
    assert bot_routes.MAX_TRACKER_BYTES >= MAX_BODY_BYTES
    return app


async def run_web(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; running requests end first."""
    async with open_context(settings) as context:
        app = create_web_app(context)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port, reuse_port=False).start()
        log.info("web_ready", port=settings.port)
        watch = asyncio.create_task(app[WATCH].run())
        await _until_signal()
        watch.cancel()
        await runner.cleanup()


async def run_worker(settings: Settings) -> None:
    """Run jobs until SIGTERM or SIGINT; running jobs get ten seconds to end, unfinished ones are run again later."""
    async with open_context(settings) as context:
        add_tasks(context.jobs)
        add_periodic_tasks(context.jobs)
        worker = asyncio.create_task(
            context.jobs.run_worker_async(**worker_options(context, concurrency=WORKER_CONCURRENCY))
        )
        sweeper = asyncio.create_task(_sweep(context))
        stop = asyncio.create_task(_until_signal())
        log.info("worker_ready")
        await asyncio.wait({worker, stop}, return_when=asyncio.FIRST_COMPLETED)
        sweeper.cancel()
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
        stop.cancel()


async def _sweep(context: Context) -> None:
    """Every few seconds, give jobs of dead workers back to the queue; until it is set, set the rich menu too."""
    menu_is_set = False
    while True:
        menu_is_set = menu_is_set or await rich_menu.try_to_ensure_default(context)
        try:
            await retry_stalled_jobs(context.jobs)
        except Exception as error:  # the sweeper must outlive any database trouble
            log.warning("sweep_failed", error_type=type(error).__name__, where=error_place(error))
        await asyncio.sleep(SWEEP_SECONDS)


async def _until_signal() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
