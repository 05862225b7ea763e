"""Safety lane and referral directory: may be called by the message worker and by actions, never by Rasa's side."""

from backend.safety.lane import SafetyResult, classify

__all__ = ["SafetyResult", "classify"]
