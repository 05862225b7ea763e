"""Made-up files that demo seekers send. Used by the control API and the content endpoint."""

import struct
import zlib

from emulator.model import Content


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int) -> bytes:
    """A picture of soft stripes, so that something is to be seen."""
    row = b"".join(bytes((200 + x * 40 // width, 225, 235 - x * 60 // width)) for x in range(width))
    dark = b"".join(bytes((170 + x * 40 // width, 200, 215 - x * 60 // width)) for x in range(width))
    rows = b"".join(b"\0" + (dark if y // 16 % 2 else row) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def image_size(data: bytes) -> tuple[str, int, int] | None:
    """(content type, width, height) of a PNG or JPEG; None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return "image/png", width, height
    if data[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        kind, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return "image/jpeg", width, height
        at += 2 + size
    return None


def made_up(kind: str, file_name: str = "") -> Content:
    """Content of a sent image, video, audio or file."""
    if kind == "image":
        return Content(png(240, 160), "image/png")
    types = {"video": "video/mp4", "audio": "audio/m4a", "file": "application/octet-stream"}
    return Content(f"made-up {kind} of the LINE emulator".encode(), types[kind], file_name)
