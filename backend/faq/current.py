"""The service's own FAQ, ready to search: built once for each process, about a second."""

from functools import cache

from backend.faq.entries import FaqEntry, load_entries
from backend.faq.index import FaqIndex
from backend.faq.meaning import find_vectors


@cache
def current_faq() -> tuple[FaqIndex, dict[str, FaqEntry]]:
    """The index, and the entries by id."""
    entries = load_entries()
    index = FaqIndex.build((entry.to_document() for entry in entries), vectors=find_vectors())
    return index, {entry.id: entry for entry in entries}
