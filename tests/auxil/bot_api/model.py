"""Who and what there is in the emulated Telegram: persons, chats, messages, files, presses of buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .markup import Button, Markup
from .text import Entity
from .waiting import Signal

MEDIA = ("photo", "voice", "document", "audio", "video", "animation", "video_note", "sticker")


@dataclass
class Person:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    deactivated: bool = False

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if getattr(self, name):
                body[name] = getattr(self, name)
        return body


@dataclass
class StoredFile:
    file_id: str
    unique_id: str
    kind: str
    path: str
    content: bytes = field(repr=False)
    name: str | None = None
    mime_type: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


@dataclass(frozen=True)
class Version:
    """What a message was before an edit."""

    content: dict[str, Any]
    markup: Markup | None


@dataclass(eq=False)
class Message:
    """A message of either side, live: an edit or a deletion shows in the object that a test already holds."""

    chat: Chat
    message_id: int
    sender: Person
    date: int
    content: dict[str, Any]
    markup: Markup | None = None
    reply_to: Message | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    edit_date: int | None = None
    deleted: bool = False
    earlier: list[Version] = field(default_factory=list)
    changed_at: int = 0

    @property
    def from_bot(self) -> bool:
        return self.sender.is_bot

    @property
    def text(self) -> str:
        """The text, or the caption of a photo, voice message or file; empty where there is neither."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def entities(self) -> list[Entity]:
        return list(self.content.get("entities", self.content.get("caption_entities", [])))

    @property
    def kind(self) -> str:
        """`text`, one of the media, `location`, `contact`, or `service`."""
        return next((name for name in ("text", *MEDIA, "location", "contact") if name in self.content), "service")

    @property
    def file_id(self) -> str | None:
        """The file to download: of a photo, the largest size."""
        if self.kind not in MEDIA:
            return None
        media = self.content[self.kind]
        return str((media[-1] if isinstance(media, list) else media)["file_id"])

    @property
    def keyboard(self) -> list[list[Button]]:
        """The rows of the inline keyboard under the message as it stands now."""
        return self.markup.rows if self.markup is not None and self.markup.kind == "inline" else []

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.keyboard for button in row]

    @property
    def titles(self) -> list[str]:
        return [button.title for button in self.buttons]

    def to_json(self, *, with_reply: bool = True) -> dict[str, Any]:
        """The message as the Bot API shows it."""
        body: dict[str, Any] = {
            "message_id": self.message_id,
            "from": self.sender.to_json(),
            "chat": self.chat.to_json(),
            "date": self.date,
        }
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        if with_reply and self.reply_to is not None:
            body["reply_to_message"] = self.reply_to.to_json(with_reply=False)
        body |= self.extra | self.content
        if self.markup is not None and self.markup.kind == "inline":
            body["reply_markup"] = self.markup.body
        return body

    def to_transcript(self) -> dict[str, Any]:
        """The message as a person sees it, with what became of it: the control API's form."""
        return {
            "message_id": self.message_id,
            "from_bot": self.from_bot,
            "from": self.sender.id,
            "date": self.date,
            "kind": self.kind,
            "text": self.text,
            "file_id": self.file_id,
            "buttons": [[button.to_json() for button in row] for row in self.keyboard],
            "reply_keyboard": [[button.title for button in row] for row in self.markup.rows]
            if self.markup is not None and self.markup.kind == "reply"
            else [],
            "reply_to": self.reply_to.message_id if self.reply_to else None,
            "edited": len(self.earlier),
            "deleted": self.deleted,
            "changed_at": self.changed_at,
        }


@dataclass(eq=False)
class Chat:
    """A private chat (id of the person) or a group. `started`: the person wrote first; `blocked`: the bot may not."""

    id: int
    kind: str
    person: Person | None = None
    title: str | None = None
    started: bool = False
    blocked: bool = False
    bot_status: str = "left"
    members: dict[int, Person] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    actions: list[tuple[str, float]] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    changed: Signal = field(default_factory=Signal, repr=False)
    _by_id: dict[int, Message] = field(default_factory=dict, repr=False)

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"id": self.id, "type": self.kind}
        if self.person is None:
            return body | {"title": self.title}
        names = {name: getattr(self.person, name) for name in ("first_name", "last_name", "username")}
        return body | {name: value for name, value in names.items() if value}

    def add(self, message: Message) -> None:
        self.messages.append(message)
        self._by_id[message.message_id] = message

    def find(self, message_id: int) -> Message | None:
        """The message under this id, unless it was deleted."""
        message = self._by_id.get(message_id)
        return None if message is None or message.deleted else message

    @property
    def next_message_id(self) -> int:
        return len(self.messages) + 1

    @property
    def reply_keyboard(self) -> list[list[Button]]:
        """The keyboard in place of the person's own, as the last message that set or removed one left it."""
        for message in reversed(self.messages):
            if message.from_bot and not message.deleted and message.markup is not None:
                if message.markup.kind == "reply":
                    return message.markup.rows
                if message.markup.kind == "remove":
                    return []
        return []


@dataclass(frozen=True)
class Answer:
    """What the bot answered to a press: a text shown for a moment, or, with `alert`, until it is closed."""

    text: str = ""
    alert: bool = False
    url: str | None = None


@dataclass(eq=False)
class Press:
    """A press of an inline button, and the bot's answer once it came."""

    id: str
    data: str
    message: Message
    at: float
    answer: Answer | None = None
