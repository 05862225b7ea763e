"""The bot environment: Rasa, its Japanese components, our channel and tools. Imports nothing of ours outside bot/."""
