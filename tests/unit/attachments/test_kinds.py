"""Which files are taken, told by their content, and what is left of their names."""

import unicodedata
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.attachments.kinds import EXTENSIONS, MAX_FILE_BYTES, MAX_NAME_CHARS, check_file, clean_name, media_type_of
from backend.errors import InvalidInput
from tests.unit.attachments.files import DOCX, HEIC, JPEG, PDF, PNG, TEXT, XLSX, office

TAKEN = [
    ("履歴書.pdf", PDF),
    ("写真.JPG", JPEG),
    ("写真.jpeg", JPEG),
    ("画面.png", PNG),
    ("IMG_0001.HEIC", HEIC),
    ("職務経歴書.docx", DOCX),
    ("表.xlsx", XLSX),
    ("メモ.txt", TEXT),
    ("メモ.txt", "自己PR".encode("cp932")),
    ("メモ.txt", "自己PR".encode("utf-16")),
    ("メモ.txt", "自己PR".encode("utf-8-sig")),
]


@pytest.mark.parametrize(("name", "content"), TAKEN, ids=lambda value: value if isinstance(value, str) else "")
def test_files_people_send_are_taken_under_their_name(name: str, content: bytes) -> None:
    checked = check_file(name, content)
    assert checked.name == name
    assert name.rsplit(".", 1)[1].lower() in EXTENSIONS[checked.media_type]


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("履歴書.pdf", b"", "empty"),
        ("履歴書.pdf", PDF + b" " * MAX_FILE_BYTES, "too_big"),
        ("program.exe", b"MZ\x90\x00" + b"\0" * 64, "type"),
        ("履歴書.pdf", b"MZ\x90\x00" + b"\0" * 64, "type"),
        ("動画.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 64, "type"),
        ("まとめ.zip", office("a.txt"), "type"),
        ("壊れた.docx", b"PK\x03\x04" + b"\0" * 64, "type"),
        ("マクロ.docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "type"),
        ("両方.docx", office("[Content_Types].xml", "word/document.xml", "xl/workbook.xml"), "type"),
        ("なぞ.txt", b"abc\x00def", "type"),
        ("なぞ.txt", b"\x81\xff\xfe\x80", "type"),
        ("写真.pdf", PNG, "ending"),
        ("履歴書.pdf.exe", PDF, "ending"),
        ("履歴書", PDF, "ending"),
        ("page.html", b"<script>alert(1)</script>", "ending"),
    ],
)
def test_other_files_are_refused_with_a_reason(name: str, content: bytes, key: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_file(name, content)
    assert refused.value.message_key == f"attachment.error.{key}"


def test_an_archive_that_would_grow_is_never_unpacked() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", b"\0" * 50_000_000)
    assert len(file.getvalue()) < 60_000
    assert media_type_of(file.getvalue()) is not None


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("C:\\Users\\架空\\履歴書.pdf", "履歴書.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("履歴\u202efdp.exe", "履歴fdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("  全角\u3000空白 .pdf", "全角 空白.pdf"),
        (".htaccess.txt", "htaccess.txt"),
        ("", "ファイル"),
        ("///", "ファイル"),
        (".pdf", "pdf"),
        ("か\u3099くせい.pdf", "がくせい.pdf"),
    ],
)
def test_names_keep_only_what_a_name_needs(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.text(max_size=300))
def test_no_name_holds_a_path_or_anything_invisible(name: str) -> None:
    clean = clean_name(name)
    assert clean
    assert len(clean) <= MAX_NAME_CHARS
    assert not set("/\\") & set(clean)
    assert not clean.startswith(".")
    assert all(not unicodedata.category(char).startswith("C") for char in clean)
    assert clean_name(clean) == clean
