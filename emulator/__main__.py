"""`python -m emulator`: run the LINE stand-in until Ctrl-C or SIGTERM. Settings from the environment and options."""

import argparse
import asyncio
import contextlib
import dataclasses
import logging
import os
import signal

from aiohttp import web

from emulator.app import create_app
from emulator.config import EmulatorConfig


def parse(arguments: list[str] | None = None) -> EmulatorConfig:
    """Options win over the environment, the environment over defaults."""
    config = EmulatorConfig.from_environment(os.environ)
    parser = argparse.ArgumentParser(prog="emulator", description="A stand-in for the LINE platform")
    parser.add_argument("--host", default=config.host)
    parser.add_argument("--port", type=int, default=config.port)
    parser.add_argument("--webhook-url", default=config.webhook_url)
    parser.add_argument("--liff-endpoint", default=config.liff_endpoint)
    given = parser.parse_args(arguments)
    return dataclasses.replace(config, **vars(given))


async def run(config: EmulatorConfig) -> None:
    """Serve until a signal comes."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    runner = web.AppRunner(create_app(config), access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, config.host, config.port).start()
        print(f"LINE emulator: http://{config.host}:{config.port}/  webhooks → {config.webhook_url}", flush=True)
        await stop.wait()
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    asyncio.run(run(parse()))
