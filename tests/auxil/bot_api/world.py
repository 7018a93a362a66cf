"""The state of the emulated Telegram and what changes it. Nothing here waits: every change is whole or not at all."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .errors import bad_request, forbidden
from .faults import Faults
from .limits import Limits
from .markup import Markup
from .model import Chat, Message, Person, Press, StoredFile, Version
from .request import Arguments
from .updates import CALLBACK_TTL, MESSAGE_TTL, UpdateQueue
from .webhook import Backoff, Webhook

DELETE_WINDOW = 48 * 3600
_FOLDERS = {"photo": ("photos", ".jpg"), "voice": ("voice", ".oga"), "sticker": ("stickers", ".webp")}


@dataclass(frozen=True)
class Call:
    """One call of the bot, for tests that count them. `status` is the HTTP status, 0 where no answer was given."""

    method: str
    chat: int | None
    arguments: dict[str, str]
    at: float
    status: int
    fault: str | None


@dataclass(eq=False)
class Poll:
    """The one getUpdates call that may wait; `ended_by` says why it must give way."""

    ended_by: str | None = None


@dataclass
class World:
    bot: Person
    token: str
    faults: Faults
    now: Callable[[], float] = time.time
    limits: Limits | None = None
    reads_groups: bool = False
    press_lifetime: float = 60.0
    backoff: Backoff = field(default_factory=Backoff)
    webhook_timeout: float = 30.0
    persons: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    profile: dict[str, Any] = field(default_factory=dict)
    webhook: Webhook | None = None
    poll: Poll | None = None

    def __post_init__(self) -> None:
        self.queue = UpdateQueue(self.faults, now=self.now)
        self._changes = itertools.count(1)
        self._files = itertools.count()

    # Who there is

    def person(self, person: Person) -> Chat:
        """Make a person known; the private chat exists from the start, but the bot may not write first."""
        self.persons[person.id] = person
        chat = Chat(person.id, "private", person=person, bot_status="member")
        self.chats[person.id] = chat
        return chat

    def group(self, chat_id: int, title: str) -> Chat:
        kind = "supergroup" if str(chat_id).startswith("-100") else "group"
        chat = Chat(chat_id, kind, title=title)
        self.chats[chat_id] = chat
        return chat

    def chat(self, raw: str) -> Chat:
        """The chat that a call names, or the refusal: no chat, or one that the bot never had to do with."""
        if not raw:
            raise bad_request("chat_id is empty")
        try:
            chat = self.chats.get(int(raw))
        except ValueError:
            chat = None
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def writable(self, raw: str) -> Chat:
        """The chat that a call wants to write to, or the refusal why it may not."""
        chat = self.chat(raw)
        if chat.person is None:
            self._check_group(chat)
        elif chat.person.deactivated:
            raise forbidden("user is deactivated")
        elif chat.person.is_bot:
            raise forbidden("bot can't send messages to bots")
        elif chat.blocked:
            raise forbidden("bot was blocked by the user")
        elif not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    @staticmethod
    def _check_group(chat: Chat) -> None:
        if chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        if chat.bot_status == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")

    # Messages

    def post(self, chat: Chat, sender: Person, content: dict[str, Any], **more: Any) -> Message:
        """Add a message to a chat, of the bot or of a person."""
        message = Message(chat, chat.next_message_id, sender, int(self.now()), content, **more)
        chat.add(message)
        self.touch(message)
        return message

    def edit(self, message: Message, content: dict[str, Any], markup: Markup | None) -> None:
        message.earlier.append(Version(message.content, message.markup))
        message.content, message.markup = content, markup
        message.edit_date = int(self.now())
        self.touch(message)

    def delete(self, message: Message) -> None:
        message.deleted = True
        self.touch(message)

    def touch(self, message: Message) -> None:
        message.changed_at = next(self._changes)
        message.chat.changed.fire()

    def message(self, chat: Chat, message_id: int, purpose: str) -> Message:
        """A message by its id, or `message to <purpose> not found`."""
        message = chat.find(message_id)
        if message is None:
            raise bad_request(f"message to {purpose} not found")
        return message

    def announce(self, message: Message, *, edited: bool = False) -> None:
        """Tell the bot of a person's message, unless privacy keeps it from the bot in a group."""
        chat = message.chat
        if chat.person is None and not self._visible(message):
            return
        kind = "edited_message" if edited else "message"
        self.queue.add(kind, message.to_json(), stream=("chat", chat.id), chat=chat.id, ttl=MESSAGE_TTL)

    def _visible(self, message: Message) -> bool:
        """Privacy mode: commands, replies to the bot, mentions of it and service messages only."""
        if message.chat.bot_status not in ("member", "administrator"):
            return False
        if self.reads_groups or message.chat.bot_status == "administrator" or message.kind == "service":
            return True
        if message.reply_to is not None and message.reply_to.from_bot:
            return True
        commands = any(entity["type"] == "bot_command" for entity in message.entities)
        return commands or f"@{self.bot.username}".lower() in message.text.lower()

    def press(self, person: Person, message: Message, data: str) -> Press:
        """A press of an inline button; under a message that is gone, the bot gets only its id."""
        press = Press(str(secrets.randbits(62)), data, message, self.now())
        self.presses[press.id] = press
        shown = message.to_json()
        if message.deleted:
            shown = {"chat": message.chat.to_json(), "message_id": message.message_id, "date": 0}
        body = {
            "id": press.id,
            "from": person.to_json(),
            "message": shown,
            "chat_instance": str(message.chat.id * 7919),
            "data": data,
        }
        stream = ("press", person.id)
        self.queue.add("callback_query", body, stream=stream, chat=message.chat.id, ttl=CALLBACK_TTL)
        return press

    def membership(self, chat: Chat, actor: Person, old: str, new: str) -> None:
        """Tell the bot that its own standing in a chat changed: blocked, unblocked, added, removed."""

        def standing(status: str) -> dict[str, Any]:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"user": self.bot.to_json(), "status": status, **until}

        body = {
            "chat": chat.to_json(),
            "from": actor.to_json(),
            "date": int(self.now()),
            "old_chat_member": standing(old),
            "new_chat_member": standing(new),
        }
        self.queue.add("my_chat_member", body, stream=("standing", chat.id), chat=chat.id, ttl=MESSAGE_TTL)

    def end_poll(self, reason: str) -> None:
        """Make the waiting getUpdates call, if there is one, fail with 409."""
        if self.poll is not None:
            self.poll.ended_by = reason
            self.poll = None
            self.queue.changed.fire()

    # Files

    def store(self, kind: str, content: bytes, name: str | None = None, mime_type: str | None = None) -> StoredFile:
        number = next(self._files)
        folder, suffix = _FOLDERS.get(kind, ("documents", ""))
        if not suffix:
            suffix = "." + name.rpartition(".")[2] if name and "." in name else ".bin"
        stored = StoredFile(
            file_id=f"{kind[:2].upper()}{number}-{secrets.token_urlsafe(24)}",
            unique_id=f"AQAD{number}{kind[:2]}",
            kind=kind,
            path=f"{folder}/file_{number}{suffix}",
            content=content,
            name=name,
            mime_type=mime_type,
        )
        self.files[stored.file_id] = stored
        return stored

    def file(self, file_id: str) -> StoredFile:
        stored = self.files.get(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        return stored

    def log(self, method: str, arguments: Arguments, status: int, fault: str | None = None) -> None:
        self.calls.append(Call(method, arguments.chat, arguments.values, self.now(), status, fault))
