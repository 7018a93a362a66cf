"""What a field of a referral is: how its answer is read, how it is picked from another message, and when it is asked. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from backend.directory.model import Organization
from dialogue.turn import Message

# A field that was left open on purpose: it is not asked again, and the case does not have it.
SKIPPED = "__skipped__"

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Value:
    """A usable answer. `also` are other slots that the same answer settles."""

    value: Any
    also: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Problem:
    """An answer that cannot be used: `code` names the sentence that helps, `choices` are offered as buttons (title, value)."""

    code: str
    choices: tuple[tuple[str, str], ...] = ()
    facts: Mapping[str, str | int] | None = None
    also: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Known:
    """What a reader may look at beside the message: the schools of the directory and what was answered so far."""

    schools: list[Organization]
    values: Values


Result = Value | Problem | None


class Reader(Protocol):
    """Reads a message. None: nothing of this field is in it."""

    def __call__(self, message: Message, known: Known) -> Result: ...


def _never(message: Message, known: Known) -> Result:
    return None


@dataclass(frozen=True)
class Field:
    """A field of a referral.

    `pick` finds the field in a message that answers something else, and is sure. `read` reads the answer to the question itself: it may guess
    from a bare "6" or "nee". `loose` is tried last, for answers that any text could be (a name, a remark). `accept` checks a button's value.
    """

    name: str
    accept: Callable[[Any, Known], Result]
    pick: Reader = _never
    read: Reader = _never
    loose: Reader = _never
    optional: bool = False
    choices: tuple[str, ...] = ()
