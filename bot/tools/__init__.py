"""Command line tools of the bot environment; run them as `bot/.venv/bin/python -m bot.tools.<name>` from the root."""
