"""The profile form: what is asked, how it is checked, and what goes into the vault.

Asks only what placement work needs. Sex and the items that fair recruitment rules out (family, origin, beliefs …) are
never asked. Everything entered lives in the vault; only `seeker.registered_at` is a plain column.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

import phonenumbers
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit import service as audit
from backend.clock import to_jst
from backend.seekers.models import Seeker
from backend.vault.service import Vault

CONSENT_VERSION = "2026-1"
"""Changes with the wording of the consent texts; stored with each consent."""

REQUIRED = ("family_name", "given_name", "family_kana", "given_kana", "postal_code", "address", "phone")
TEXT_FIELDS = (*REQUIRED, "email", "wishes", "considerations")
CONTACTS = ("line", "phone", "email")
SITUATIONS = ("not_working", "part_time", "contract", "regular", "self_employed", "other", "unsaid")
LONG_FIELDS = ("wishes", "considerations")
MAX_SHORT, MAX_LONG = 120, 2000
OLDEST, YOUNGEST = 110, 15

FIELDS = (
    "family_name", "given_name", "family_kana", "given_kana", "birth_date", "postal_code", "address", "phone", "email",
    "preferred_contact", "situation", "wishes", "considerations",
)  # fmt: skip
"""Names of the vault fields, in the order people see them."""

_KANA = re.compile(r"[ァ-ヶー・\s]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z0-9-]{2,}")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


@dataclass(frozen=True)
class ProfileForm:
    """A posted form, cleaned.

    Attributes:
        values: what to store, by vault field.
        typed: what to show again, by name of the form's input.
        errors: name of the input → key of the text beside it, in the order of the page.
    """

    values: dict[str, str]
    typed: dict[str, str]
    errors: dict[str, str]
    consent: bool
    consent_sensitive: bool


def parse_profile(form: dict[str, str], *, today: date, ask_consent: bool) -> ProfileForm:
    """Clean and check a posted profile. `ask_consent`: the consent to the purpose is part of this form."""
    typed = {name: form.get(name, "") for name in TEXT_FIELDS}
    typed |= {name: form.get(name, "") for name in ("birth_year", "birth_month", "birth_day")}
    typed["preferred_contact"] = _choice(form, "preferred_contact", CONTACTS)
    typed["situation"] = _choice(form, "situation", SITUATIONS)
    consent, sensitive = form.get("consent") == "yes", form.get("consent_sensitive") == "yes"
    errors: dict[str, str] = {}
    if ask_consent and not consent:
        errors["consent"] = "page.field.consent.missing"
    values = {name: _clean(typed[name]) for name in TEXT_FIELDS}
    for name in ("family_name", "given_name", "family_kana", "given_kana"):
        _check_name(values, errors, name)
    values["birth_date"] = _birth_date(typed, errors, today)
    _check_postal_code(values, errors)
    if not values["address"]:
        errors["address"] = "page.field.address.missing"
    _check_phone(values, errors)
    _check_email(values, errors, wanted=typed["preferred_contact"] == "email")
    for name in TEXT_FIELDS:
        if len(values[name]) > (MAX_LONG if name in LONG_FIELDS else MAX_SHORT):
            errors[name] = "page.field.too_long" if name not in LONG_FIELDS else "page.field.too_long_text"
    if values["considerations"] and not sensitive:
        errors["considerations"] = "page.field.considerations.no_consent"
    values["preferred_contact"], values["situation"] = typed["preferred_contact"], typed["situation"]
    return ProfileForm(values=values, typed=typed, errors=errors, consent=consent, consent_sensitive=sensitive)


def _choice(form: dict[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = form.get(name, "")
    return value if value in allowed else allowed[0 if name == "preferred_contact" else -1]


def _clean(value: str) -> str:
    visible = "".join(char for char in value if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    return unicodedata.normalize("NFC", visible).strip().strip("\u3000")


def _check_name(values: dict[str, str], errors: dict[str, str], name: str) -> None:
    if not values[name]:
        errors[name] = f"page.field.{name}.missing"
    elif name.endswith("_kana"):
        values[name] = unicodedata.normalize("NFKC", values[name]).translate(_HIRAGANA_TO_KATAKANA)
        if not _KANA.fullmatch(values[name]):
            errors[name] = "page.field.kana.wrong"


def _birth_date(typed: dict[str, str], errors: dict[str, str], today: date) -> str:
    parts = [typed["birth_year"], typed["birth_month"], typed["birth_day"]]
    if not all(parts):
        errors["birth_year"] = "page.field.birth_date.missing"
        return ""
    try:
        born = date(*(int(part) for part in parts))
    except (ValueError, OverflowError):
        errors["birth_year"] = "page.field.birth_date.wrong"
        return ""
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not YOUNGEST <= age <= OLDEST:
        errors["birth_year"] = "page.field.birth_date.wrong"
    return born.isoformat()


def _check_postal_code(values: dict[str, str], errors: dict[str, str]) -> None:
    digits = re.sub(r"[\s〒‐-―−ー-]", "", unicodedata.normalize("NFKC", values["postal_code"]))
    if not digits:
        errors["postal_code"] = "page.field.postal_code.missing"
    elif not re.fullmatch(r"[0-9]{7}", digits):
        errors["postal_code"] = "page.field.postal_code.wrong"
    else:
        values["postal_code"] = f"{digits[:3]}-{digits[3:]}"


def _check_phone(values: dict[str, str], errors: dict[str, str]) -> None:
    if not values["phone"]:
        errors["phone"] = "page.field.phone.missing"
        return
    typed = re.sub(r"[‐-―−ー]", "-", unicodedata.normalize("NFKC", values["phone"]))
    try:
        number = phonenumbers.parse(typed, "JP")
    except phonenumbers.NumberParseException:
        number = None
    # is_possible, not is_valid: a number the library's tables don't know yet must not shut anyone out.
    if number is None or not phonenumbers.is_possible_number(number):
        errors["phone"] = "page.field.phone.wrong"
        return
    values["phone"] = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _check_email(values: dict[str, str], errors: dict[str, str], *, wanted: bool) -> None:
    values["email"] = unicodedata.normalize("NFKC", values["email"])
    if wanted and not values["email"]:
        errors["email"] = "page.field.email.missing"
    elif values["email"] and not _EMAIL.fullmatch(values["email"]):
        errors["email"] = "page.field.email.wrong"


def typed_from(values: dict[str, str]) -> dict[str, str]:
    """Stored values as the form's inputs, for correcting."""
    typed = {name: values.get(name, "") for name in TEXT_FIELDS}
    typed["phone"] = shown_phone(values.get("phone", ""))
    year, month, day = (values.get("birth_date") or "--").split("-")
    typed |= {"birth_year": year, "birth_month": month.lstrip("0"), "birth_day": day.lstrip("0")}
    typed["preferred_contact"] = values.get("preferred_contact") or CONTACTS[0]
    typed["situation"] = values.get("situation") or SITUATIONS[-1]
    return typed


def shown_phone(number: str) -> str:
    """A stored phone number as people in Japan write it."""
    if not number:
        return ""
    parsed = phonenumbers.parse(number, "JP")
    style = phonenumbers.PhoneNumberFormat
    home = parsed.country_code == 81  # noqa: PLR2004 - Japan
    return phonenumbers.format_number(parsed, style.NATIONAL if home else style.INTERNATIONAL)


def masked(value: str) -> str:
    """Dots instead of a value, for a screen others may see. Says nothing about its length."""
    return "●●●●" if value else ""


async def save_profile(
    session: AsyncSession, vault: Vault, *, seeker: Seeker, profile: ProfileForm, first: bool, now: datetime
) -> None:
    """Store a checked form and note it in the audit log (names of events only, no values)."""
    fields = dict(profile.values)
    if not profile.consent_sensitive:
        fields["considerations"] = ""
    stamp = f"{CONSENT_VERSION} {to_jst(now).isoformat(timespec='seconds')}"
    if first:
        fields["consent"] = stamp
    before = await vault.get_fields(session, seeker=seeker)
    had_sensitive = bool(before.get("consent_sensitive"))
    if profile.consent_sensitive != had_sensitive:
        fields["consent_sensitive"] = stamp if profile.consent_sensitive else ""
    await vault.put_fields(session, seeker=seeker, fields=fields, now=now)
    actions = ["profile_registered" if first else "profile_corrected"]
    if first:
        seeker.registered_at = seeker.registered_at or now
        actions.append("consent_given")
    if profile.consent_sensitive != had_sensitive:
        actions.append("consent_sensitive_given" if profile.consent_sensitive else "consent_sensitive_withdrawn")
    for action in actions:
        await audit.record(
            session,
            now=now,
            actor_kind="seeker",
            actor_id=seeker.id,
            action=action,
            subject=f"seeker:{seeker.id}",
            reason=CONSENT_VERSION if action.startswith("consent") else "",
        )


@dataclass(frozen=True)
class YearOption:
    """One line of the year list: 1975年（昭和50年）."""

    value: str
    label: str


def birth_years(today: date) -> list[YearOption]:
    """Years to choose from, newest first, each with its Japanese era years."""
    return [
        YearOption(value=str(year), label=f"{year}年（{era_years(year)}）")
        for year in range(today.year - YOUNGEST, today.year - OLDEST - 1, -1)
    ]


_ERAS = ((2019, "令和"), (1989, "平成"), (1926, "昭和"), (1912, "大正"), (1868, "明治"))


def era_years(year: int) -> str:
    """A year in Japanese eras; a year in which the era changed shows both: 昭和64・平成元年."""
    names = [
        (name, year - start + 1)
        for index, (start, name) in enumerate(_ERAS)
        if start <= year and (index == 0 or year <= _ERAS[index - 1][0])
    ]
    return "・".join(f"{name}{'元' if count == 1 else count}" for name, count in reversed(names)) + "年"
