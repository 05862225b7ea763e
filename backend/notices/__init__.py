"""Telling staff: on their pages, by e-mail and webhook; paging for urgent tickets until somebody acknowledges."""
