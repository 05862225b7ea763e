"""Answers that LINE gives when it refuses. Raised by handlers, turned into responses by one middleware."""

from emulator.model import Json


class Refusal(Exception):
    """A request is refused.

    Attributes:
        status: HTTP status.
        body: the JSON answer.
        headers: extra headers, for 409.
    """

    def __init__(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = headers or {}


def refused(status: int, message: str, *details: tuple[str, str]) -> Refusal:
    """A refusal in the Messaging API's shape; details are (message, property)."""
    body: Json = {"message": message}
    if details:
        body["details"] = [{"message": text, "property": where} for text, where in details]
    return Refusal(status, body)


def bad_fields(*details: tuple[str, str]) -> Refusal:
    """400 for fields outside the messages."""
    return refused(400, f"The request body has {len(details)} error(s)", *details)


def bad_property(name: str) -> Refusal:
    """400 for a field of the wrong form."""
    return refused(400, f"The property, '{name}', in the request body is invalid (line: -, column: -)")


UNAUTHORIZED = "Authentication failed. Confirm that the access token in the authorization header is valid."
RATE_LIMITED = "The API rate limit has been exceeded. Try again later."
QUOTA_REACHED = "You have reached your monthly limit."
SAME_USER = "Too many messages have been sent to the same user. Try again later."
"""LINE documents the case but not the text: this one is ours."""
SEND_FAILED = "Failed to send messages"
BAD_REPLY_TOKEN = "Invalid reply token"
KEY_ACCEPTED = "The retry key is already accepted"
NOT_FOUND = "Not found"
