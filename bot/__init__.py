"""The bot environment: Rasa Open Source, its Japanese components, channel and tools. Imports nothing of ours outside bot/."""
