"""Fictitious staff, shifts and questions for a first run. Loaded once, into an empty database only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from argon2 import PasswordHasher
from sqlalchemy import func, select

from backend.appointments.models import Shift
from backend.clock import system_clock, to_jst
from backend.db import Database
from backend.demo_queue import make_queue
from backend.jobs.app import create_job_app
from backend.service_profile import load_service_profile
from backend.staff.models import Role, Staff
from backend.texts import load_texts
from backend.vault.keys import KeyRing
from backend.vault.service import Vault

PASSWORD = "madoguchi-demo"
SHIFT_DAYS = 75


@dataclass(frozen=True)
class DemoAccount:
    """A demo login; `hours` are shift minutes of a business day, None for people without shifts."""

    login: str
    display_name: str
    label: str
    roles: tuple[Role, ...]
    registration_number: str | None = None
    hours: tuple[tuple[int, int], ...] = ()


ACCOUNTS = (
    DemoAccount(
        "sodan1@example.com",
        "青木 みどり",
        "相談員（キャリアコンサルタント）",
        (Role.CONSULTANT,),
        "架空-0001",
        ((360, 960),),
    ),
    DemoAccount(
        "sodan2@example.com",
        "森田 ひろし",
        "相談員（キャリアコンサルタント）",
        (Role.CONSULTANT,),
        "架空-0002",
        ((900, 1500),),
    ),
    DemoAccount(
        "kanri@example.com",
        "西野 さちこ",
        "実施責任者（相談員を兼ねる）",
        (Role.SUPERVISOR, Role.CONSULTANT),
        "架空-0003",
        ((540, 1080),),
    ),
    DemoAccount("trainer@example.com", "中村 けん", "トレーナー（回答資格なし）", (Role.TRAINER,)),
)


async def load_once(database_url: str, key_file: Path) -> None:
    """Add the demo people, their shifts for the coming weeks and a living queue, unless any staff exists."""
    database = Database(database_url, pool_size=1)
    jobs = create_job_app(database_url)
    now = system_clock()
    try:
        async with jobs.open_async(), database.transaction() as session:
            if await session.scalar(select(func.count()).select_from(Staff)):
                return
            password_hash = PasswordHasher().hash(PASSWORD)
            people = {account.login: _staff(account, password_hash, now) for account in ACCOUNTS}
            session.add_all(people.values())
            await session.flush()
            for account in ACCOUNTS:
                session.add_all(_shifts(people[account.login], account, to_jst(now).date()))
            await session.flush()
            vault, texts = Vault(KeyRing.load(key_file)), load_texts(load_service_profile())
            await make_queue(session, vault, jobs, texts, staff=people, now=now)
    finally:
        await database.close()


def _staff(account: DemoAccount, password_hash: str, now: datetime) -> Staff:
    return Staff(
        id=uuid4(),
        login=account.login,
        display_name=account.display_name,
        password_hash=password_hash,
        roles=[role.value for role in account.roles],
        registration_number=account.registration_number,
        registration_expires_on=date(now.year + 3, 3, 31) if account.registration_number else None,
        notice_email=account.login,
        created_at=now,
    )


def _shifts(staff: Staff, account: DemoAccount, first: date) -> list[Shift]:
    return [
        Shift(
            id=uuid4(),
            consultant_id=staff.id,
            business_date=first + timedelta(days=day - 1),
            start_minute=start,
            end_minute=end,
            lanes=2,
        )
        for day in range(SHIFT_DAYS)
        for start, end in account.hours
    ]
