"""Puts the emulator together. Called by `python -m emulator` and, in process, by tests and benches."""

from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from emulator import control_api, messaging_api, oauth_api, richmenu_api
from emulator.clock import Clock
from emulator.config import EmulatorConfig
from emulator.state import EmulatorState
from emulator.web import STATE, platform

__all__ = ["STATE", "EmulatorConfig", "EmulatorState", "create_app"]

STATIC = Path(__file__).parent / "static"
_CSP = (
    "default-src 'self'; img-src 'self' https: http: data:; frame-src http: https:; object-src 'none'; base-uri 'none'"
)
_MAX_UPLOAD = 8 * 1024 * 1024


def create_app(config: EmulatorConfig | None = None, clock: Clock | None = None) -> web.Application:
    """The application; its state is at `app[STATE]`. Call inside a running loop."""
    state = EmulatorState(config, clock)
    app = web.Application(middlewares=[platform, control_api.control_errors], client_max_size=_MAX_UPLOAD)
    app[STATE] = state
    app.router.add_get("/", _page)
    for table in (control_api.routes, messaging_api.routes, richmenu_api.routes, oauth_api.routes):
        app.add_routes(table)
    control_api.add_acts(app)
    app.router.add_static("/static/", STATIC)
    app.cleanup_ctx.append(_running)
    app.on_shutdown.append(_close)
    return app


async def _page(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(
        STATIC / "index.html", headers={"Cache-Control": "no-store", "Content-Security-Policy": _CSP}
    )


async def _running(app: web.Application) -> AsyncIterator[None]:
    await app[STATE].start()
    yield
    await app[STATE].stop()


async def _close(app: web.Application) -> None:
    app[STATE].closing.set()
