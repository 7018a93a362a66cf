"""The one error tree. An error carries a stable `code`; it becomes a sentence in a person's language only at the edge."""

from __future__ import annotations

from typing import ClassVar


class FrontdeskError(Exception):
    """Base of every error that a person or a client may see.

    `code` is part of the interface: clients and catalogues of texts rely on it. `facts` holds values for the sentence; ids and numbers only,
    never a name or a text that somebody typed.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, message: str = "", **facts: str | int) -> None:
        super().__init__(message or self.code)
        self.facts = facts


class ConfigurationError(FrontdeskError):
    """The set-up is wrong: the message says which setting, and how to mend it. Ends the program with status 2."""

    code = "configuration"


class NotFound(FrontdeskError):
    """There is no such thing, or the acting user may not know that there is."""

    code = "not_found"
    status = 404


class Forbidden(FrontdeskError):
    """The acting user's role does not allow this."""

    code = "forbidden"
    status = 403


class NotSignedIn(FrontdeskError):
    """No valid sign-in came with the request."""

    code = "not_signed_in"
    status = 401


class Conflict(FrontdeskError):
    """The thing has changed since the caller read it."""

    code = "conflict"
    status = 409


class IllegalTransition(Conflict):
    """The case's state does not allow this transition. Nothing was changed."""

    code = "illegal_transition"


class ConsentMissing(Conflict):
    """Sharing needs a consent that was not given, and no override for danger was stated."""

    code = "consent_missing"


class InvalidInput(FrontdeskError):
    """A value that came from outside cannot be used; `facts['field']` names it."""

    code = "invalid_input"
    status = 422


class TooManyRequests(FrontdeskError):
    """The caller goes faster than the limit; `facts['retry_after']` is in seconds."""

    code = "too_many_requests"
    status = 429
