"""Receiving files from a browser: streamed with limits, checked and scanned before any transaction is open.

Routes that take files wear `takes_files` outside of their guard; the guard then finds the form's fields already read,
and the handler finds `upload_of(request)`. A refused file never costs the typed text: the form is read to its end.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import wraps

from aiohttp import BodyPartReader, MultipartReader, web
from multidict import MultiDict

from backend.attachments.kinds import MAX_FILE_BYTES, MAX_FILES, check_file, too_big
from backend.attachments.models import ScanState
from backend.attachments.scanner import scan
from backend.attachments.service import ScannedFile
from backend.errors import AppError, InvalidInput
from backend.settings import Settings
from backend.web import CONTEXT, FIELDS, Handler, RateLimit

MAX_POST_BYTES = 25 * 1024 * 1024
"""All files of one form together; what exceeds it is read away, not kept."""
MAX_FIELD_BYTES = 256 * 1024
DRAIN_BYTES = 100 * 1024 * 1024
RECEIVE_S = 300
CHUNK_BYTES = 64 * 1024

WhoIsThere = Callable[[web.Request], Awaitable[str | None]]
"""Says whose session the request carries; None = nobody's, then no file is kept."""


@dataclass(frozen=True)
class Upload:
    """What came with a form.

    Attributes:
        fields: its text fields, in order.
        files: checked and scanned; empty when there is a problem.
        problem: why the files were refused; the handler shows it beside the form.
        infected: how many files the scanner found something in.
    """

    fields: MultiDict[str] = field(default_factory=MultiDict)
    files: tuple[ScannedFile, ...] = ()
    problem: AppError | None = None
    infected: int = 0


UPLOAD: web.RequestKey[Upload] = web.RequestKey("upload", Upload)
_per_person = RateLimit(limit=30, window_s=600)


def upload_of(request: web.Request) -> Upload:
    """What `takes_files` found; nothing on other routes."""
    upload: Upload = request.get(UPLOAD, Upload())
    return upload


def takes_files(who: WhoIsThere) -> Callable[[Handler], Handler]:
    """For routes with file fields. Ordinary forms pass through as they are."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def received(request: web.Request) -> web.StreamResponse:
            request[UPLOAD] = Upload()
            if request.method == "POST" and request.content_type == "multipart/form-data":
                person = await who(request)
                if person is not None:
                    _per_person.check(person)
                upload = await _receive(request, keeps_files=person is not None)
                request[UPLOAD], request[FIELDS] = upload, upload.fields
            return await handler(request)

        return received

    return decorate


async def _receive(request: web.Request, *, keeps_files: bool) -> Upload:
    try:
        async with asyncio.timeout(RECEIVE_S):
            fields, files, problem = await _read(request, keeps_files)
    except (ValueError, TimeoutError, RuntimeError) as error:
        raise InvalidInput from error
    return await _check(request.app[CONTEXT].settings, fields, files, problem)


async def _read(
    request: web.Request, keeps_files: bool
) -> tuple[MultiDict[str], list[tuple[str, bytes]], AppError | None]:
    """The form's fields, and its files as far as the limits allow; the first reason to refuse them."""
    fields: MultiDict[str] = MultiDict()
    files: list[tuple[str, bytes]] = []
    problem: AppError | None = None
    kept = field_bytes = 0
    async for part in MultipartReader(request.headers, request.content):
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise InvalidInput
        if part.filename is None:
            text = await _read_part(part, request, MAX_FIELD_BYTES - field_bytes)
            if text is None:
                raise web.HTTPRequestEntityTooLarge(max_size=MAX_FIELD_BYTES, actual_size=request.content.total_bytes)
            field_bytes += len(text)
            fields.add(part.name, text.decode("utf-8", "replace"))
            continue
        room = min(MAX_FILE_BYTES, MAX_POST_BYTES - kept) if keeps_files and problem is None else 0
        content = await _read_part(part, request, room)
        if content == b"" and not part.filename:  # a file field left empty
            continue
        if content is not None:
            kept += len(content)
            files.append((part.filename, content))
        elif problem is None and keeps_files:
            problem = _too_big(part.filename, room)
        if len(files) > MAX_FILES:
            problem = problem or InvalidInput("attachment.error.too_many", limit=MAX_FILES)
            files.clear()
    return fields, files, problem


def _too_big(name: str, room: int) -> AppError:
    if room < MAX_FILE_BYTES:
        return InvalidInput("attachment.error.too_big_together", limit=MAX_POST_BYTES // 1024 // 1024)
    return too_big(name)


async def _read_part(part: BodyPartReader, request: web.Request, room: int) -> bytes | None:
    """A part's content; None when it has more than `room` bytes. Read to its end either way."""
    content: bytearray | None = bytearray()
    while chunk := await part.read_chunk(CHUNK_BYTES):
        if request.content.total_bytes > DRAIN_BYTES:
            raise web.HTTPRequestEntityTooLarge(max_size=DRAIN_BYTES, actual_size=request.content.total_bytes)
        if content is not None:
            content += chunk
            if len(content) > room:
                content = None
    return bytes(content) if content is not None else None


async def _check(
    settings: Settings, fields: MultiDict[str], files: list[tuple[str, bytes]], problem: AppError | None
) -> Upload:
    """Every file must be of a kind that is taken, and then pass the scanner; otherwise none is kept."""
    scanned: list[ScannedFile] = []
    try:
        if problem is not None:
            raise problem
        for checked in [check_file(name, content) for name, content in files]:
            scanned.append(ScannedFile(checked, await scan(settings, checked.content)))
    except AppError as error:
        return Upload(fields, problem=error)
    infected = sum(one.scan is ScanState.INFECTED for one in scanned)
    if infected:
        return Upload(fields, problem=InvalidInput("attachment.error.infected"), infected=infected)
    return Upload(fields, tuple(scanned))
