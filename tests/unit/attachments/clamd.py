"""A stand-in for ClamAV's daemon that speaks its protocol (clamd(8), INSTREAM) and can misbehave."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.unit.attachments.files import eicar


@dataclass
class FakeClamd:
    """Finds the test pattern, keeps to its size limit; `mode` makes it slow, silent or strange."""

    stream_max_length: int = 25_000_000
    mode: str = "honest"
    address: str = ""
    received: list[int] = field(default_factory=list)
    release: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self.mode == "hangs_up":
                return
            if await reader.readuntil(b"\0") != b"zINSTREAM\0":
                writer.write(b"UNKNOWN COMMAND\0")
                return
            content = bytearray()
            while size := int.from_bytes(await reader.readexactly(4), "big"):
                content += await reader.readexactly(size)
                if len(content) > self.stream_max_length:
                    writer.write(b"INSTREAM size limit exceeded. ERROR\0")
                    await writer.drain()
                    return
            self.received.append(len(content))
            if self.mode == "slow":
                await self.release.wait()
            elif self.mode == "garbage":
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n" * 3 + b"\0")
            elif self.mode == "endless":
                writer.write(b"x" * 1_000_000)
            elif eicar() in bytes(content):
                writer.write(b"stream: Eicar-Signature FOUND\0")
            else:
                writer.write(b"stream: OK\0")
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def running_clamd(**options: object) -> AsyncIterator[FakeClamd]:
    """The stand-in on a port of its own."""
    fake = FakeClamd(**options)  # type: ignore[arg-type]
    server = await asyncio.start_server(fake.handle, "127.0.0.1", 0)
    fake.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        fake.release.set()
        server.close()
        await server.wait_closed()
