"""Fictitious staff, shifts and closures for a first run. Loaded once, into an empty database only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from argon2 import PasswordHasher
from sqlalchemy import func, select

from backend.appointments.models import Shift
from backend.clock import system_clock, to_jst
from backend.db import Database
from backend.staff.models import Role, Staff

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


async def load_once(database_url: str) -> None:
    """Add the demo people and their shifts for the coming weeks unless any staff exists."""
    database = Database(database_url, pool_size=1)
    now = system_clock()
    try:
        async with database.transaction() as session:
            if await session.scalar(select(func.count()).select_from(Staff)):
                return
            password_hash = PasswordHasher().hash(PASSWORD)
            for account in ACCOUNTS:
                staff = _staff(account, password_hash, now)
                session.add(staff)
                await session.flush()
                session.add_all(_shifts(staff, account, to_jst(now).date()))
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
