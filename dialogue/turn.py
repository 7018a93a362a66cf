"""One turn as the pure parts of the dialogue see it, and the context in which actions run."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.cases.service import Casework
from backend.conversations.repository import ConversationRepository
from backend.directory.model import Organization
from backend.identity.model import Actor


@dataclass(frozen=True)
class FoundEntity:
    """An entity of the message. `value` is normalised as the NLU contract says; `official` is the directory's name of a school."""

    name: str
    value: Any
    text: str
    start: int
    end: int
    official: str | None = None


@dataclass(frozen=True)
class Message:
    """What the person said in this turn. `payload` is what a button carried, a mapping of fields to values; None for free text.

    `today` is the day in Brussels that relative dates count from. `entities` are in the order of the text.
    """

    text: str
    intent: str
    confidence: float
    entities: tuple[FoundEntity, ...]
    language: str
    today: date
    payload: Mapping[str, Any] | None = None

    def values(self, name: str) -> list[Any]:
        """The values of an entity, in the order of the text."""
        return [entity.value for entity in self.entities if entity.name == name]


@dataclass
class TurnContext:
    """What actions need beside the tracker: the message, the casework of the acting user in the turn's transaction, the schools, the day.

    `taken_in`: a form has taken the message in; when it runs again in the same turn, it only asks its question anew. The last fields are what
    actions ask of the desk: a person for this chat, its erasure, another audience or language, and a failure that Rasa would have swallowed.
    """

    message: Message
    casework: Casework
    conversations: ConversationRepository
    actor: Actor
    conversation_id: UUID
    now: datetime
    today: date
    language: str
    audience: str | None
    schools: list[Organization]
    own_school: Organization | None = None
    failure: BaseException | None = None
    human_wanted: str | None = None
    erase_wanted: bool = False
    audience_chosen: str | None = None
    language_chosen: str | None = None
    taken_in: bool = False


_current: ContextVar[TurnContext] = ContextVar("frontdesk_turn")


def current_turn() -> TurnContext:
    """The context of the turn that is being handled. Raises `LookupError` outside a turn."""
    return _current.get()


def set_current_turn(context: TurnContext) -> None:
    """Make `context` the one that this task's actions see."""
    _current.set(context)
