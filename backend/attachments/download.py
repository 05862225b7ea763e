"""A file as a response that no browser opens inside our pages."""

from urllib.parse import quote

from aiohttp import web

from backend.attachments.service import OpenFile


def file_response(file: OpenFile) -> web.Response:
    """Always a download: sandboxed, not sniffed, not cached. The name in both spellings of RFC 6266."""
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\%' else "_" for char in file.name)
    return web.Response(
        body=file.content,
        content_type=file.media_type,
        headers={
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        },
    )
