"""Booking, looking up, changing and cancelling appointments in the talk."""

from typing import Any

from actions.booking.appointments import appointment_actions
from actions.booking.form import form_actions


def booking_actions() -> tuple[type[Any], ...]:
    """All actions of this package."""
    return *appointment_actions(), *form_actions()
