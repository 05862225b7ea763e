"""PII guard: masks personal data in Japanese chat text before anything is stored, logged or sent.

Anyone may call `mask`. It is deterministic, local and does no I/O.
"""

from backend.guard.engine import mask
from backend.guard.model import Masked, PiiType, Span

__all__ = ["Masked", "PiiType", "Span", "mask"]
