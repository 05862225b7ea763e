"""FAQ search and the service's own entries. Called by the bot's fallback action and by the studio; no network."""

from backend.faq.entries import FaqEntry, FaqError, load_entries
from backend.faq.index import FaqDocument, FaqHit, FaqIndex

__all__ = ["FaqDocument", "FaqEntry", "FaqError", "FaqHit", "FaqIndex", "load_entries"]
