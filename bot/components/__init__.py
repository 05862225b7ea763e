"""Graph components named in config.yml; only Rasa and the tools in bot/tools may import them."""
