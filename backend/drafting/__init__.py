"""Drafting help: a draft or the best sources for an answer; never sent by itself, off unless switched on."""
