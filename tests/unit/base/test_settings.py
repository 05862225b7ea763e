"""`.env.example` names exactly the settings that exist, and an empty environment is a working one."""

import re

import pytest

from backend.settings import ROOT, Settings


def test_env_example_lists_every_setting_and_nothing_else() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Z][A-Z0-9_]*)=", example, flags=re.MULTILINE)
    assert sorted(names) == sorted(name.upper() for name in Settings.model_fields)


def test_env_example_as_env_file_changes_nothing() -> None:
    assert Settings(_env_file=ROOT / ".env.example") == Settings(_env_file=None)  # type: ignore[call-arg]


def test_secrets_do_not_show_in_the_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINE_CHANNEL_SECRET", "very-secret-value")
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    assert settings.line_channel_secret.get_secret_value() == "very-secret-value"
    assert "very-secret-value" not in repr(settings)


def test_without_line_credentials_the_emulator_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(_env_file=None).uses_emulator  # type: ignore[call-arg]
    monkeypatch.setenv("LINE_CHANNEL_ACCESS_TOKEN", "token")
    assert not Settings(_env_file=None).uses_emulator  # type: ignore[call-arg]


def test_cookies_are_secure_behind_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASE_URL", "https://madoguchi.example.com/")
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    assert settings.cookies_secure
    assert settings.public_url == "https://madoguchi.example.com"
