"""The two values between a channel and the desk. Richness degrades to text: a channel without buttons shows their titles."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class Kind(StrEnum):
    """What sort of message came in. Everything but text and payload cannot be used, and is answered with a sentence that says so."""

    TEXT = "text"
    PAYLOAD = "payload"
    START = "start"
    PHOTO = "photo"
    VOICE = "voice"
    LOCATION = "location"
    OTHER = "other"


@dataclass(frozen=True)
class InboundMessage:
    """A message from a channel. `channel_message_id` is the channel's own id: the same id again is the same message.

    `text` is what was typed, the payload of a button, or the code after `/start`.
    """

    conversation_id: UUID
    channel: str
    channel_message_id: str
    kind: Kind
    text: str = ""

    def content(self) -> dict[str, Any]:
        """What is stored of it until it is erased."""
        return {"kind": self.kind.value, "text": self.text}


@dataclass(frozen=True)
class Button:
    """A button: what it shows and what it sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """What a person gets. `id` counts within the conversation; `asks` names the field that it asks for."""

    id: int
    text: str
    sender: str
    buttons: tuple[Button, ...] = field(default=())
    asks: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The reply as the web chat's clients read it."""
        return {
            "id": self.id,
            "text": self.text,
            "sender": self.sender,
            "buttons": [{"title": b.title, "payload": b.payload} for b in self.buttons],
            "asks": self.asks,
        }
