"""Refusals in the Bot API's own words and codes.

The wordings are those of Telegram's open-source Bot API server, which python-telegram-bot turns into its exceptions:
400 `BadRequest`, 401 and 404 `InvalidToken`, 403 `Forbidden`, 409 `Conflict`, 429 `RetryAfter`, 5xx `NetworkError`.
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An answer with `"ok": false`. `code` is both the HTTP status and the `error_code` in the body."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    return ApiError(409, f"Conflict: {reason}")


def unauthorized() -> ApiError:
    return ApiError(401, "Unauthorized")


def method_not_found() -> ApiError:
    return ApiError(404, "Not Found: method not found")


def too_many_requests(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def too_large() -> ApiError:
    return ApiError(413, "Request Entity Too Large")


def not_modified() -> ApiError:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )


def stale_query() -> ApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
