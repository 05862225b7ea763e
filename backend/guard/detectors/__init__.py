"""The registry of detectors. To add a kind: write a module with `detect(message)` and list it here."""

from typing import Final

from backend.guard.detectors import (
    accounts,
    address,
    birth,
    email,
    health,
    identifiers,
    my_number,
    name,
    online,
    phone,
    postal,
    secrets,
)
from backend.guard.detectors.base import Detector

DETECTORS: Final[tuple[Detector, ...]] = (
    phone.detect,
    email.detect,
    postal.detect,
    address.detect,
    name.detect,
    birth.detect,
    my_number.detect,
    accounts.detect,
    identifiers.detect,
    online.detect,
    health.detect,
    secrets.detect,
)
