"""The registry of detectors. To add a kind: write a module with `detect(message)` and list it here."""

from typing import Final

from backend.guard.detectors import (
    accounts,
    address,
    address_told,
    birth,
    email,
    health,
    identifiers,
    labelled,
    my_number,
    name,
    online,
    phone,
    phone_parts,
    postal,
    secrets,
)
from backend.guard.detectors.base import Detector

DETECTORS: Final[tuple[Detector, ...]] = (
    phone.detect,
    phone_parts.detect,
    email.detect,
    postal.detect,
    address.detect,
    address_told.detect,
    name.detect,
    birth.detect,
    my_number.detect,
    accounts.detect,
    identifiers.detect,
    labelled.detect,
    online.detect,
    health.detect,
    secrets.detect,
)
