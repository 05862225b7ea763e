"""Small files of every kind for tests, made at run time."""

import zipfile
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 64
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\0" * 64
TEXT = "志望動機\r\n人と話すことが好きです。".encode()


def office(*names: str) -> bytes:
    """An archive with these names in it."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "<xml/>")
    return file.getvalue()


DOCX = office("[Content_Types].xml", "_rels/.rels", "word/document.xml")
XLSX = office("docProps/app.xml", "[Content_Types].xml", "xl/workbook.xml")


def eicar() -> bytes:
    """The scanners' harmless test pattern, put together here so that no scanner stops at this repository."""
    return b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
