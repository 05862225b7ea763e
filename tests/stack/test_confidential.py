"""Marked personal data goes through every entry point; afterwards it is looked for everywhere it must not be.

Not in: logs of all parts, Rasa's database, the backend database (all columns, decoded), requests to LINE, error
pages. The one place that may show it again is the secure page of the same person, and the consultant's open case.
"""

import json
import re
import urllib.parse
import urllib.request
from typing import Any

import pytest

from backend import demo
from tests.stack.browser import Visitor
from tests.stack.conftest import Stack, wait_until

pytestmark = [pytest.mark.stack, pytest.mark.bot, pytest.mark.timeout(400)]

MARKS = {
    "phone": "090-8765-4321",
    "email": "himitsu.shirushi@example.com",
    "address": "日根野三丁目99番地の8",
    "name": "鯖江 珠洲子",
    "birth": "昭和49年8月19日",
    "health": "サルコイドーシスで通院しています",
}
FORM = {
    "family_name": "鯖江",
    "given_name": "珠洲子",
    "family_kana": "サバエ",
    "given_kana": "スズコ",
    "birth_year": "1974",
    "birth_month": "8",
    "birth_day": "19",
    "postal_code": "598-0021",
    "address": "大阪府泉佐野市日根野三丁目99番地の8",
    "phone": "090-8765-4321",
    "email": "himitsu.shirushi@example.com",
    "preferred_contact": "phone",
    "situation": "contract",
    "wishes": "シルシ希望の文章",
    "considerations": "シルシ配慮の文章",
    "consent": "yes",
    "consent_sensitive": "yes",
}
SECRETS = (
    "8765-4321", "87654321", "八七六五", "himitsu", "日根野三丁目", "99番地", "鯖江", "珠洲子", "サバエ", "昭和49年8月",
    "サルコイドーシス", "シルシ希望", "シルシ配慮", "シルシ相談", "シルシ回答", "シルシ検索", "シルシ合言葉",
    "シルシ壊れた",
)  # fmt: skip


def talk(stack: Stack) -> str:
    """Everything typed in the talk, in the forms people really use."""
    user = stack.new_seeker()
    for text in (
        f"電話番号は{MARKS['phone']}です",
        "電話は０９０ー８７６５ー４３２１ です。折り返しください",
        f"メールは{MARKS['email']}",
        f"住所は泉佐野市{MARKS['address']}です",
        f"{MARKS['name']}と申します。相談の予約をしたいです",
        f"{MARKS['birth']}生まれです",
        MARKS["health"],
        f'/inform{{"x": "{MARKS["phone"]}"}}',
    ):
        stack.ask(user, text)
    stack.call(f"/emulator/users/{user}/file", {"fileName": "履歴書_鯖江珠洲子.pdf"})
    stack.call(f"/emulator/users/{user}/location", {"title": "鯖江の家", "address": MARKS["address"]})
    stack.call(f"/emulator/users/{user}/postback", {"data": f"forged-{MARKS['phone']}"})
    return user


def open_secure_page(stack: Stack, user: str) -> Visitor:
    """Follow the newest one-time link of the talk."""
    links = re.findall(r"http://[^\"]+/s/[\w-]+", json.dumps(stack.answers(user)))
    visitor = Visitor()
    visitor.get(links[-1])
    visitor.post(links[-1])
    assert visitor.status == 200, visitor.html
    return visitor


def use_secure_pages(stack: Stack, visitor: Visitor) -> None:
    visitor.get(stack.web + "/me/register")
    visitor.post(stack.web + "/me/register", **(FORM | {"phone": "シルシ壊れた番号", "birth_year": "1"}))
    assert "シルシ壊れた番号" in visitor.html, "what was typed is kept for correcting"
    visitor.get(stack.web + "/me/register")
    visitor.post(stack.web + "/me/register", **FORM)
    assert visitor.status == 200
    visitor.get(stack.web + "/me/profile")
    visitor.get(stack.web + "/me/ask")
    topic = re.findall(r'name="topic" value="(\w+)"', visitor.html)[0]
    visitor.post(stack.web + "/me/ask", body=f"シルシ相談の文章。{MARKS['name']}、{MARKS['phone']}", topic=topic)
    assert visitor.status == 200
    visitor.get(stack.web + "/me/inbox?q=" + urllib.parse.quote("シルシ検索"))
    for wrong in ("/me/シルシ壊れた", "/s/シルシ壊れた", "/staff/tickets/シルシ壊れた", "/シルシ壊れた"):
        visitor.get(stack.web + urllib.parse.quote(wrong))
        assert "シルシ壊れた" not in visitor.html


def use_staff_pages(stack: Stack) -> None:
    staff = Visitor()
    staff.get(stack.web + "/staff/login")
    staff.post(stack.web + "/staff/login", login="鯖江珠洲子", password="シルシ合言葉")
    staff.get(stack.web + "/staff/login")
    staff.post(stack.web + "/staff/login", login=demo.ACCOUNTS[0].login, password=demo.PASSWORD)
    assert "/staff/login" not in staff.address, staff.html
    staff.get(stack.web + "/staff/queue?tab=all&q=" + urllib.parse.quote("シルシ検索"))
    ((ticket,),) = stack.query(
        "SELECT t.id FROM ticket t JOIN ticket_message m ON m.ticket_id = t.id ORDER BY m.created_at DESC LIMIT 1"
    )
    page = f"{stack.web}/staff/tickets/{ticket}"
    staff.get(page)
    staff.post(page + "/claim")
    staff.get(page)
    assert "シルシ相談" in staff.html, "the consultant who holds the case reads it"
    staff.post(page + "/answer", body=f"シルシ回答です。{MARKS['name']}さん、{MARKS['phone']}にお電話します。")
    assert staff.status == 200


def attack_the_api(stack: Stack) -> None:
    for path, body in (
        ("/line/webhook", json.dumps({"events": [{"text": MARKS["name"]}]}).encode()),
        ("/internal/actions", json.dumps({"next_action": "x", "tracker": MARKS}).encode()),
        ("/liff/session", json.dumps({"id_token": MARKS["name"]}).encode()),
    ):
        request = urllib.request.Request(stack.web + path, body, {"X-Line-Signature": MARKS["email"]})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=20)
        assert not found(refused.value.read().decode())


def found(text: str) -> list[str]:
    """Which marks a text contains, plainly or in a percent or \\u escape."""
    views = text + urllib.parse.unquote(text)
    if "\\u" in text:
        views += text.encode("ascii", "backslashreplace").decode("unicode_escape", "replace")
    return [secret for secret in SECRETS if secret in views]


def everything_in(stack: Stack, database: str) -> dict[str, str]:
    """Each table of a database as text; bytes are also read as UTF-8."""
    tables = stack.query(
        "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables "
        "WHERE table_schema NOT IN ('pg_catalog', 'information_schema')",
        database,
    )
    contents = {}
    for (table,) in tables:
        rows: list[tuple[Any, ...]] = stack.query(f"SELECT * FROM {table}", database)  # noqa: S608
        values = [
            value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value) for row in rows for value in row
        ]
        contents[table] = "\n".join(values)
    return contents


def test_marked_personal_data_is_nowhere_it_must_not_be(stack: Stack) -> None:
    stack.wait_ready()
    user = talk(stack)
    visitor = open_secure_page(stack, user)
    use_secure_pages(stack, visitor)
    use_staff_pages(stack)
    attack_the_api(stack)
    wait_until(lambda: "回答が届きました" in json.dumps(stack.answers(user)[-1], ensure_ascii=False), 60, "the notice")
    visitor.get(stack.web + "/me/inbox")
    inbox = re.findall(r'href="(/me/inbox/[\w-]+)"', visitor.html)
    visitor.get(stack.web + inbox[0])
    assert "シルシ回答です" in visitor.html, "the seeker reads the answer on the secure page"

    leaks: dict[str, list[str]] = {}
    for log in sorted((stack.var / "log").glob("*.log")) + [stack.var / "supervisor.log", stack.var / "postgres"]:
        if log.is_file():
            leaks[f"log {log.name}"] = found(log.read_text(errors="replace"))
    for database in ("backend", "dialogue"):
        for table, content in everything_in(stack, database).items():
            leaks[f"{database} {table}"] = found(content)
    requests = stack.call("/emulator/requests")["requests"]
    leaks["requests to LINE"] = found(json.dumps(requests, ensure_ascii=False))
    assert len(requests) > 10
    assert {place: marks for place, marks in leaks.items() if marks} == {}


def test_the_search_for_marks_can_find_them(stack: Stack) -> None:
    assert found("x 鯖江 y") == ["鯖江"]
    assert found(urllib.parse.quote("日根野三丁目99番地")) == ["日根野三丁目", "99番地"]
    assert found(json.dumps({"a": "シルシ回答"})) == ["シルシ回答"]
    assert "masked_text" not in everything_in(stack, "backend")
    assert any(table.endswith("line_event") for table in everything_in(stack, "backend"))
