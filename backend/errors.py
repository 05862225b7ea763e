"""The few errors the product knows; three mappers turn them into replies (HTTP middleware, action adapter, job runner).

`message_key` names a text in `messages/ja.toml`; no exception text ever reaches a citizen.
"""


class AppError(Exception):
    """Something the caller must be told.

    Attributes:
        code: stable machine-readable name, logged and returned to API callers.
        http_status: what the HTTP middleware answers.
        message_key: key of the Japanese text shown to the person.
        details: values for that text's placeholders; never confidential.
    """

    code = "app_error"
    http_status = 500
    message_key = "error.unexpected"

    def __init__(self, message_key: str | None = None, *, code: str | None = None, **details: object) -> None:
        if message_key is not None:
            self.message_key = message_key
        if code is not None:
            self.code = code
        self.details = details
        super().__init__(self.code)


class NotFound(AppError):
    """The thing does not exist, or this person may not know that it does."""

    code = "not_found"
    http_status = 404
    message_key = "error.not_found"


class Conflict(AppError):
    """Someone else was first, or the state no longer allows it."""

    code = "conflict"
    http_status = 409
    message_key = "error.conflict"


class Forbidden(AppError):
    """Known person, not their right."""

    code = "forbidden"
    http_status = 403
    message_key = "error.forbidden"


class InvalidInput(AppError):
    """The person can correct what they entered; `fields` maps a field to a message key."""

    code = "invalid_input"
    http_status = 422
    message_key = "error.invalid_input"

    def __init__(
        self, message_key: str | None = None, *, fields: dict[str, str] | None = None, **details: object
    ) -> None:
        super().__init__(message_key, code=None, **details)
        self.fields = fields or {}


class TooManyRequests(AppError):
    """A rate limit; try again later."""

    code = "too_many_requests"
    http_status = 429
    message_key = "error.too_many_requests"


class ExternalService(AppError):
    """LINE, Rasa or another outside service failed; `retryable` says whether the same call may be tried again."""

    code = "external_service"
    http_status = 502
    message_key = "error.external_service"

    def __init__(self, service: str, reason: str, *, retryable: bool) -> None:
        super().__init__(code=f"{service}.{reason}")
        self.service = service
        self.reason = reason
        self.retryable = retryable


class RetryLater(ExternalService):
    """What a job tried did not end yet; the job runner tries again after `wait_s`."""

    def __init__(self, service: str, reason: str, wait_s: float) -> None:
        super().__init__(service, reason, retryable=True)
        self.wait_s = wait_s
