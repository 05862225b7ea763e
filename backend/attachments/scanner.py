"""Virus scanning by ClamAV's daemon: a connection for each file, its content as a stream.

A configured scanner that does not answer means no: the file is refused. Without one the state says so (`unscanned`).
Source: clamd(8), command INSTREAM.
"""

import asyncio
import time
from contextlib import suppress

import structlog

from backend.attachments.models import ScanState
from backend.errors import ExternalService
from backend.settings import Settings

CHUNK_BYTES = 64 * 1024
MAX_REPLY_BYTES = 4096

log = structlog.get_logger()


class ScannerUnavailable(ExternalService):
    """The scanner is configured and gave no verdict."""

    message_key = "attachment.error.scanner"

    def __init__(self, reason: str) -> None:
        super().__init__("clamav", reason, retryable=True)


async def scan(settings: Settings, content: bytes) -> ScanState:
    """clean or infected from the scanner; unscanned when none is configured. Call it outside of any transaction.

    Raises:
        ScannerUnavailable: no verdict within the time-out, or one we don't understand.
    """
    if not settings.clamav_address:
        return ScanState.UNSCANNED
    started = time.monotonic()
    try:
        async with asyncio.timeout(settings.clamav_timeout_s):
            reply = await _ask(settings.clamav_address, content)
        state = _verdict(reply)
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        log.warning("scanner_unavailable", error_type=type(error).__name__, duration_ms=_ms_since(started))
        raise ScannerUnavailable("unavailable") from error
    log.info("file_scanned", state=state.value, duration_ms=_ms_since(started))
    return state


def _verdict(reply: str) -> ScanState:
    """What `stream: OK` and `stream: <signature> FOUND` say.

    Raises:
        ValueError: anything else, such as `INSTREAM size limit exceeded. ERROR`.
    """
    if reply == "stream: OK":
        return ScanState.CLEAN
    if reply.startswith("stream: ") and reply.endswith(" FOUND"):
        return ScanState.INFECTED
    raise ValueError("no verdict")


async def _ask(address: str, content: bytes) -> str:
    reader, writer = await _connect(address)
    try:
        with suppress(ConnectionError):  # it may hang up early, having said why
            writer.write(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK_BYTES):
                chunk = content[start : start + CHUNK_BYTES]
                writer.write(len(chunk).to_bytes(4, "big") + chunk)
                await writer.drain()
            writer.write(bytes(4))
            await writer.drain()
        return (await reader.readuntil(b"\0"))[:-1].decode("utf-8", "replace").strip()
    finally:
        writer.close()


async def _connect(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """`host:port`, `[::1]:port` or the path of a socket file."""
    if address.startswith("/"):
        return await asyncio.open_unix_connection(address, limit=MAX_REPLY_BYTES)
    host, _, port = address.rpartition(":")
    return await asyncio.open_connection(host.strip("[]"), int(port), limit=MAX_REPLY_BYTES)


def _ms_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
