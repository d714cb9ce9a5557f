"""How either side is told no: the Bot API's error envelope, and the page's sentence."""

from playground.wire import Json


class Refused(Exception):
    """An error of the Bot API; `description` is Telegram's own wording, which clients match on."""

    def __init__(self, error_code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.error_code = error_code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> Refused:
    """The 400 with this reason."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """The 403 with this reason."""
    return Refused(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> Refused:
    """The 429 that asks to wait `retry_after` seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


class NotPossible(Exception):
    """What a person on the page cannot do; `detail` is a sentence for that person."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
