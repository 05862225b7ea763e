"""`/healthz`: this process runs. `/readyz`: every part it needs, by name, 503 when one is down."""

from aiohttp import web
from sqlalchemy import text

from backend.ladder import heartbeat
from backend.web import CONTEXT

WORKER_SILENT_AFTER_S = 15

routes = web.RouteTableDef()


@routes.get("/healthz")
async def healthz(_request: web.Request) -> web.Response:
    """200 while the process can answer."""
    return web.json_response({"status": "ok"})


@routes.get("/readyz")
async def readyz(request: web.Request) -> web.Response:
    """`{"status", "parts": {"database", "worker", "ticker", "bot"}}` with ok or down for each."""
    context = request.app[CONTEXT]
    parts = {"database": "down", "worker": "down", "ticker": "down", "bot": "down"}
    try:
        async with context.db.transaction() as session:
            parts["database"] = "ok"
            alive = await session.scalar(
                text(
                    "SELECT count(*) FROM procrastinate_workers "
                    "WHERE last_heartbeat > now() - make_interval(secs => :seconds)"
                ),
                {"seconds": WORKER_SILENT_AFTER_S},
            )
            parts["worker"] = "ok" if alive else "down"
            parts["ticker"] = "down" if await heartbeat.is_silent(session, now=context.clock()) else "ok"
    except Exception:  # whatever the database says, the answer is that it is down
        parts["database"] = "down"
    if context.bot is not None and await context.bot.is_up():
        parts["bot"] = "ok"
    ready = all(state == "ok" for state in parts.values())
    return web.json_response({"status": "ok" if ready else "degraded", "parts": parts}, status=200 if ready else 503)
