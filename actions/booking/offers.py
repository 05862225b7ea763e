"""Which free hours to offer for a wish: few, spread out, near what was wanted."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from actions.booking.state import BookingState
from actions.turn import Visit
from backend.appointments import service as appointments
from backend.appointments.models import Format
from backend.appointments.queries import Opening
from backend.appointments.times import business_date_of, parse_opening_id
from backend.appointments.when import When

FIRST_OFFERS = 8
MORE_OFFERS = 24
_MANY = 60
_DAYS_SHOWN = 3
_NEAR_DAYS = 7
_NEAR_MINUTES = 120


async def free_openings(visit: Visit, state: BookingState, wish: When, *, limit: int = _MANY) -> list[Opening]:
    """Free hours that fit a wish, in time order."""
    service = visit.context.service
    today = business_date_of(visit.now, service)
    minutes = None
    if wish.from_minute is not None:
        low, high = wish.from_minute, wish.to_minute if wish.to_minute is not None else wish.from_minute
        if low == high and low % service.slot_minutes:
            low, high = low - low % service.slot_minutes, high - high % service.slot_minutes + service.slot_minutes
        minutes = (low, high)
    return await appointments.list_openings(
        visit.session,
        service,
        from_=wish.from_date or today,
        to=wish.to_date or appointments.last_bookable_date(service, visit.now),
        format=Format(state.format) if state.format else None,
        now=visit.now,
        limit=limit,
        minutes=minutes,
        weekdays=wish.weekdays,
    )


async def is_free(visit: Visit, state: BookingState, business_date: date, minute: int) -> bool:
    """Whether an hour can be booked in the form of talk chosen so far."""
    wish = When(from_date=business_date, to_date=business_date, from_minute=minute, to_minute=minute)
    return bool(await free_openings(visit, state, wish, limit=1))


async def offers(visit: Visit, state: BookingState) -> tuple[list[Opening], bool]:
    """The hours to show now, in time order, and whether they fit the wish."""
    near = parse_opening_id(state.near) if state.near else None
    if near is not None:
        return (await _around(visit, state, *near))[: FIRST_OFFERS if state.page == 0 else MORE_OFFERS], True
    many = _MANY * (state.page + 1)
    free = await free_openings(visit, state, state.wish, limit=many)
    fits = bool(free)
    for wider in _wider(state.wish):
        if free:
            break
        free = await free_openings(visit, state, wider, limit=many)
    return _page(free, state.page), fits


def _wider(wish: When) -> list[When]:
    """Weaker wishes, the nearest first: any hour of that day, that hour on later days, anything from then on."""
    wider: list[When] = []
    if wish.has_date and wish.has_time:
        wider.append(replace(wish, from_minute=None, to_minute=None))
        wider.append(replace(wish, to_date=None, weekdays=None))
    if wish.has_date:
        wider.append(When(from_date=wish.from_date))
    return [*wider, When()]


async def _around(visit: Visit, state: BookingState, business_date: date, minute: int) -> list[Opening]:
    """Hours close to one that is not free: the same day, and the same hour on days before and after."""
    days = timedelta(days=_NEAR_DAYS if state.page == 0 else 3 * _NEAR_DAYS)
    today = business_date_of(visit.now, visit.context.service)
    same_day = When(from_date=business_date, to_date=business_date)
    other_days = When(
        from_date=max(today, business_date - days),
        to_date=business_date + days,
        from_minute=max(0, minute - _NEAR_MINUTES),
        to_minute=minute + _NEAR_MINUTES,
    )
    free = set(await free_openings(visit, state, same_day))
    if business_date + days >= today:
        free |= set(await free_openings(visit, state, other_days, limit=_NEAR_DAYS * 3 * _MANY))
    before = [opening for opening in free if opening.business_date < business_date]
    after = [opening for opening in free if opening.business_date >= business_date]

    def distance(opening: Opening) -> tuple[int, int]:
        days = abs((opening.business_date - business_date).days)
        hours = abs(opening.start_minute - minute) // 60
        return (days * 3 + hours, days)

    count = FIRST_OFFERS if state.page == 0 else MORE_OFFERS
    kept = sorted(after, key=distance)[: count - min(2, len(before))]
    kept += sorted(before, key=distance)[: count - len(kept)]
    return sorted(kept)


def _page(free: list[Opening], page: int) -> list[Opening]:
    """First a small spread-out choice, then everything else in time order."""
    first = spread(free)
    if page == 0:
        return first
    rest = [opening for opening in free if opening not in first]
    start = ((page - 1) * MORE_OFFERS) % max(1, len(rest))
    return rest[start : start + MORE_OFFERS] if rest else first


def spread(free: list[Opening], count: int = FIRST_OFFERS) -> list[Opening]:
    """At most `count` hours from the first few days, evenly over each day."""
    if len(free) <= count:
        return free
    days = [list(group) for _, group in groupby(free, key=lambda opening: opening.business_date)][:_DAYS_SHOWN]
    kept: list[Opening] = []
    for number, day in enumerate(days):
        left_days = len(days) - number
        quota = min(len(day), -(-(count - len(kept)) // left_days))
        kept += [day[index * len(day) // quota] for index in range(quota)] if quota else []
    return kept[:count]
