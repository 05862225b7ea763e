"""A stand-in for the LINE platform: APIs, webhook sender and a phone-like page. For demos, tests and benches only.

Imports nothing from the application, so a mistake there cannot hide here.
"""
