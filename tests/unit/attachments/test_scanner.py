"""The scanner's client against a daemon that speaks the protocol, and against ones that don't."""

import asyncio
from pathlib import Path

import pytest

from backend.attachments.models import ScanState
from backend.attachments.scanner import ScannerUnavailable, scan
from backend.settings import Settings
from tests.unit.attachments.clamd import FakeClamd, running_clamd
from tests.unit.attachments.files import PDF, eicar


def settings_for(address: str, timeout_s: float = 5.0) -> Settings:
    return Settings(_env_file=None, clamav_address=address, clamav_timeout_s=timeout_s)  # type: ignore[call-arg]


async def test_without_a_scanner_the_file_is_unscanned() -> None:
    assert await scan(settings_for(""), PDF) is ScanState.UNSCANNED


async def test_a_clean_file_is_clean_and_was_sent_whole() -> None:
    content = PDF * 5000
    async with running_clamd() as clamd:
        assert await scan(settings_for(clamd.address), content) is ScanState.CLEAN
    assert clamd.received == [len(content)]


async def test_the_test_pattern_is_found() -> None:
    async with running_clamd() as clamd:
        assert await scan(settings_for(clamd.address), eicar()) is ScanState.INFECTED


async def test_a_socket_file_works_like_a_port(tmp_path: Path) -> None:
    path = tmp_path / "clamd.sock"
    server = await asyncio.start_unix_server(FakeClamd().handle, str(path))
    async with server:
        assert await scan(settings_for(str(path)), PDF) is ScanState.CLEAN


@pytest.mark.parametrize("mode", ["hangs_up", "garbage", "endless"])
async def test_a_daemon_without_a_verdict_means_no(mode: str) -> None:
    async with running_clamd(mode=mode) as clamd:
        with pytest.raises(ScannerUnavailable) as refused:
            await scan(settings_for(clamd.address), PDF)
    assert refused.value.message_key == "attachment.error.scanner"


async def test_a_slow_daemon_means_no_after_the_time_out() -> None:
    async with running_clamd(mode="slow") as clamd:
        with pytest.raises(ScannerUnavailable):
            await scan(settings_for(clamd.address, timeout_s=0.05), PDF)


async def test_a_file_beyond_the_daemons_limit_is_refused() -> None:
    async with running_clamd(stream_max_length=1000) as clamd:
        with pytest.raises(ScannerUnavailable):
            await scan(settings_for(clamd.address), PDF * 50_000)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "no-port", "127.0.0.1:abc"])
async def test_a_daemon_that_is_not_there_means_no(address: str) -> None:
    with pytest.raises(ScannerUnavailable):
        await scan(settings_for(address), PDF)
