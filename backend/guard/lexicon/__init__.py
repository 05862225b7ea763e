"""Word lists of the guard, kept as plain Python data so that adding a word is a one-line change."""
