"""Which files are taken: known by what is in them, with a name that agrees and holds nothing but a name. Pure.

Office files are told by the list of names in their archive; nothing is ever unpacked, here or later.
"""

import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

import filetype

from backend.errors import InvalidInput

MAX_FILE_BYTES: Final = 10 * 1024 * 1024
MAX_FILES: Final = 5
MAX_NAME_CHARS: Final = 80
MAX_ARCHIVE_NAMES: Final = 2_000
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN: Final = "text/plain"
EXTENSIONS: Final = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/heic": ("heic", "heif"),
    WORD: ("docx",),
    EXCEL: ("xlsx",),
    PLAIN: ("txt",),
}
"""Media types that are taken, and the endings their names may have."""
ACCEPT: Final = ",".join(f".{ending}" for endings in EXTENSIONS.values() for ending in endings)
"""For the `accept` of file fields: a help for choosing, not a check."""
_NO_NAME: Final = "ファイル"
_FOLDERS: Final = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL}


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be taken as far as name, size and type go; whether it is clean is for the scanner to say."""

    name: str
    media_type: str
    content: bytes


def check_file(name: str, content: bytes) -> CheckedFile:
    """Clean the name and recognise the type.

    Raises:
        InvalidInput: empty, too big, a type that is not taken, or an ending that says something else.
    """
    clean = clean_name(name)
    if not content:
        raise InvalidInput("attachment.error.empty", name=clean)
    if len(content) > MAX_FILE_BYTES:
        raise too_big(name)
    media_type = media_type_of(content)
    if media_type is None:
        raise InvalidInput("attachment.error.type", name=clean)
    if PurePosixPath(clean).suffix.lower().lstrip(".") not in EXTENSIONS[media_type]:
        raise InvalidInput("attachment.error.ending", name=clean, ending="・".join(EXTENSIONS[media_type]))
    return CheckedFile(clean, media_type, content)


def too_big(name: str) -> InvalidInput:
    """What is said of a file beyond the limit."""
    return InvalidInput("attachment.error.too_big", name=clean_name(name), limit=MAX_FILE_BYTES // 1024 // 1024)


def clean_name(name: str) -> str:
    """A name without folders, control, direction or invisible characters, at most 80 characters with its ending."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(
        " " if unicodedata.category(char) in ("Zs", "Zl", "Zp") else char
        for char in unicodedata.normalize("NFC", last)
        if not unicodedata.category(char).startswith("C")
    )
    path = PurePosixPath(" ".join(shown.split()).lstrip(". "))
    ending = path.suffix if 1 < len(path.suffix) <= 6 else ""  # noqa: PLR2004 - a dot and up to five letters
    stem = (path.name.removesuffix(ending) or _NO_NAME).rstrip(". ") or _NO_NAME
    return stem[: MAX_NAME_CHARS - len(ending)] + ending


def media_type_of(content: bytes) -> str | None:
    """The type the content itself shows; None when it is none of those taken."""
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    guessed = filetype.guess_mime(content)
    if guessed in EXTENSIONS:
        return str(guessed)
    return PLAIN if guessed is None and _is_text(content) else None


def _office_type(content: bytes) -> str | None:
    """Word or Excel without macros, read off the archive's table of contents."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        return None
    if len(names) > MAX_ARCHIVE_NAMES or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    found = [media_type for name, media_type in _FOLDERS.items() if name in names]
    return found[0] if len(found) == 1 and "[Content_Types].xml" in names else None


def _is_text(content: bytes) -> bool:
    """Readable characters only, in one of the encodings of Japanese text files."""
    has_mark = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if has_mark else ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(ord(char) < 32 and char not in "\t\n\r\f" for char in text)  # noqa: PLR2004 - control characters
    return False
