"""Safety lane and referral directory: may be called by the message worker and by actions, never by Rasa's side."""

from backend.safety.directory import Contact, Directory, DirectoryError, current_directory, load_directory
from backend.safety.lane import SafetyResult, classify, warm_up
from backend.safety.reply import SafetyReply, alarms, desk_topics, safety_reply, safety_reply_for

__all__ = [
    "Contact",
    "Directory",
    "DirectoryError",
    "SafetyReply",
    "SafetyResult",
    "alarms",
    "classify",
    "current_directory",
    "desk_topics",
    "load_directory",
    "safety_reply",
    "safety_reply_for",
    "warm_up",
]
