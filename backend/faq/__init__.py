"""FAQ search and the service's own entries. Called by the bot's fallback action and by the studio; no network."""

from backend.faq.current import current_faq
from backend.faq.entries import FaqEntry, FaqError, load_entries
from backend.faq.index import FaqDocument, FaqHit, FaqIndex
from backend.faq.meaning import find_vectors

__all__ = ["FaqDocument", "FaqEntry", "FaqError", "FaqHit", "FaqIndex", "current_faq", "find_vectors", "load_entries"]
