"""The persons of a test: what they do in the chat with the bot and in groups, and what they see there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from .markup import Button
from .model import Answer, Chat, Message, Person, Press
from .samples import jpeg, ogg
from .text import MESSAGE_LIMIT, clean, find_entities, utf16_length
from .world import World


class NothingCame(AssertionError):
    """What a test waited for did not come in time. Tells how the chat stood."""


class NoSuchButton(AssertionError):
    """A test pressed a button that the person does not see."""


class View:
    """A chat as seen from outside the bot."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat
        self._seen = 0

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def transcript(self) -> list[Message]:
        """All messages of the chat, of everyone, without the deleted ones."""
        return [message for message in self.chat.messages if not message.deleted]

    @property
    def messages(self) -> list[Message]:
        """What the bot sent here, in order, edits applied, without what it deleted."""
        return [message for message in self.transcript if message.from_bot]

    @property
    def last(self) -> Message | None:
        """The bot's last message."""
        return self.messages[-1] if self.messages else None

    @property
    def actions(self) -> list[str]:
        """The chat actions that the bot showed, such as `typing`."""
        return [action for action, _ in self.chat.actions]

    async def next_message(self, timeout: float = 5.0) -> Message:  # noqa: ASYNC109
        """The bot's first message that no earlier call returned; waits for it. Raises `NothingCame`."""

        def unseen() -> Message | None:
            fresh = (m for m in self.chat.messages[self._seen :] if m.from_bot and not m.deleted)
            return next(fresh, None)

        message = await self.chat.changed.until(unseen, timeout)
        if message is None:
            raise NothingCame(self._state("no new message", timeout))
        self._seen = message.message_id
        return message

    async def wait_for(self, check: Callable[[Message], bool], timeout: float = 5.0) -> Message:  # noqa: ASYNC109
        """The last of the bot's messages for which the check holds, after an edit too; waits for one."""

        def fitting() -> Message | None:
            return next((message for message in reversed(self.messages) if check(message)), None)

        message = await self.chat.changed.until(fitting, timeout)
        if message is None:
            raise NothingCame(self._state("no message that fits", timeout))
        return message

    async def wait_until(self, check: Callable[[], bool], timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Wait until the check holds; it is asked whenever something in this chat changes."""
        if not await self.chat.changed.until(check, timeout):
            raise NothingCame(self._state("the condition does not hold", timeout))

    def skip_messages(self) -> None:
        """Let `next_message` begin after what the bot has sent so far."""
        self._seen = len(self.chat.messages)

    def _state(self, what: str, seconds: float) -> str:
        lines = [f"{what} in chat {self.id} within {seconds:g} s; it stands:"]
        for message in self.transcript[-8:]:
            who = "bot" if message.from_bot else f"{message.sender.id}"
            lines.append(f"  {message.message_id} {who}: {message.text or message.kind!r} {message.titles or ''}")
        return "\n".join(lines)


class Group(View):
    """A group, or a supergroup where the id begins with -100. The bot is not in it until it is added."""

    async def add(self, *users: User) -> None:
        for user in users:
            self.chat.members[user.id] = user.person
            await self._service(user.person, {"new_chat_members": [user.person.to_json()]})

    async def remove(self, user: User) -> None:
        del self.chat.members[user.id]
        await self._service(user.person, {"left_chat_member": user.person.to_json()})

    async def add_bot(self, by: User, *, administrator: bool = False) -> None:
        self.chat.members[by.id] = by.person
        old, new = self.chat.bot_status, "administrator" if administrator else "member"
        self.chat.bot_status = new
        self.world.membership(self.chat, by.person, old, new)
        await self._service(by.person, {"new_chat_members": [self.world.bot.to_json()]})

    async def remove_bot(self, by: User) -> None:
        old, self.chat.bot_status = self.chat.bot_status, "kicked"
        self.world.membership(self.chat, by.person, old, "kicked")
        await asyncio.sleep(0)

    async def _service(self, sender: Person, content: dict[str, Any]) -> None:
        self.world.announce(self.world.post(self.chat, sender, content))
        await asyncio.sleep(0)


class User(View):
    """A person with a Telegram account. What happens without `chat=` happens in the private chat with the bot."""

    def __init__(self, world: World, person: Person) -> None:
        super().__init__(world, world.person(person))
        self.person = person

    async def send(self, text: str, *, chat: Group | None = None, reply_to: int | None = None) -> int:
        """Write to the bot or in a group. A text over 4,096 goes out in parts, as the apps do it.

        Returns the message_id, of the last part where there are several.
        """
        text = clean(text).strip()
        if not text:
            raise ValueError("Telegram's apps do not send an empty message")
        message_id = 0
        for part in _parts(text):
            content: dict[str, Any] = {"text": part}
            if entities := find_entities(part):
                content["entities"] = entities
            message_id = await self._post(content, chat, reply_to)
        return message_id

    async def press(self, button: str, *, message_id: int | None = None, chat: Group | None = None, stale: bool = False) -> Press:
        """Press the last inline button with this title or this data, of any message or of the one named.

        The bot's answer can be awaited with `answer_to`. `stale` also finds buttons that an edit has since taken away:
        a screen that was not yet up to date. Raises `NoSuchButton`.
        """
        view = chat or self
        for message in reversed(view.messages):
            if message_id not in (None, message.message_id):
                continue
            found = _find(button, message, stale=stale)
            if found is not None and found.data is not None:
                return await self.forge_press(found.data, message.message_id, chat=chat)
        shown = [message.titles for message in view.messages[-5:] if message.titles]
        raise NoSuchButton(f"{button!r} is on no message in chat {view.id}; the last ones show {shown}")

    async def tap(self, title: str, *, chat: Group | None = None) -> int:
        """Tap a button of the reply keyboard, which sends its title. Returns the message_id; raises `NoSuchButton`."""
        view = chat or self
        shown = [button.title for row in view.chat.reply_keyboard for button in row]
        if title not in shown:
            raise NoSuchButton(f"{title!r} is not on the reply keyboard in chat {view.id}, which shows {shown}")
        return await self.send(title, chat=chat)

    async def forge_press(self, data: str, message_id: int, *, chat: Group | None = None) -> Press:
        """A press with any data under any of the bot's messages, as a modified app can send it."""
        view = chat or self
        message = next(m for m in view.chat.messages if m.message_id == message_id)
        press = self.world.press(self.person, message, data)
        await asyncio.sleep(0)
        return press

    async def answer_to(self, press: Press, timeout: float = 5.0) -> Answer:  # noqa: ASYNC109
        """The bot's answer to a press; until it comes, the person sees the button wait."""
        answer = await press.message.chat.changed.until(lambda: press.answer, timeout)
        if answer is None:
            raise NothingCame(self._state("no answer to a press", timeout))
        return answer

    async def edit(self, message_id: int, text: str, *, chat: Group | None = None) -> None:
        """Correct an own message."""
        view = chat or self
        message = view.chat.find(message_id)
        if message is None or message.sender.id != self.id or message.kind != "text":
            raise ValueError("a person edits only own text messages")
        content: dict[str, Any] = {"text": clean(text).strip()}
        if entities := find_entities(content["text"]):
            content["entities"] = entities
        self.world.edit(message, content, None)
        self.world.announce(message, edited=True)
        await asyncio.sleep(0)

    async def send_photo(self, content: bytes | None = None, *, caption: str = "", chat: Group | None = None) -> int:
        stored = self.world.store("photo", content or jpeg())
        sizes = [stored.to_json() | {"width": width, "height": width * 3 // 4} for width in (90, 1280)]
        return await self._post({"photo": sizes} | _caption(caption), chat)

    async def send_voice(self, content: bytes | None = None, *, seconds: int = 1, chat: Group | None = None) -> int:
        stored = self.world.store("voice", content or ogg(), mime_type="audio/ogg")
        return await self._post({"voice": stored.to_json() | {"duration": seconds, "mime_type": "audio/ogg"}}, chat)

    async def send_document(self, name: str, content: bytes, *, mime_type: str = "application/octet-stream", caption: str = "") -> int:
        stored = self.world.store("document", content, name, mime_type)
        body = stored.to_json() | {"file_name": name, "mime_type": mime_type}
        return await self._post({"document": body} | _caption(caption))

    async def send_location(self, latitude: float = 51.2194, longitude: float = 4.4025) -> int:
        return await self._post({"location": {"latitude": latitude, "longitude": longitude}})

    async def send_sticker(self, emoji: str = "👍") -> int:
        stored = self.world.store("sticker", b"RIFF\x00\x00\x00\x00WEBP")
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return await self._post({"sticker": stored.to_json() | shape | {"emoji": emoji}})

    async def send_contact(self, phone_number: str) -> int:
        body = {"phone_number": phone_number, "first_name": self.person.first_name, "user_id": self.id}
        return await self._post({"contact": body})

    async def block(self) -> None:
        """From now on the bot is refused with 403, and is told so by `my_chat_member`."""
        if not self.chat.blocked:
            self.chat.blocked = True
            self.world.membership(self.chat, self.person, "member", "kicked")
        await asyncio.sleep(0)

    async def unblock(self) -> None:
        if self.chat.blocked:
            self.chat.blocked = False
            self.chat.started = True
            self.world.membership(self.chat, self.person, "kicked", "member")
        await asyncio.sleep(0)

    async def deactivate(self) -> None:
        """Delete the account: the bot is refused with 403 and told nothing."""
        self.person.deactivated = True
        await asyncio.sleep(0)

    async def _post(self, content: dict[str, Any], chat: Group | None = None, reply_to: int | None = None) -> int:
        target = (chat or self).chat
        if self.person.is_bot:
            raise ValueError("bots do not get each other's messages")
        if target.person is None and self.id not in target.members:
            raise ValueError(f"user {self.id} is not in group {target.id}")
        if self.chat.blocked and target is self.chat:
            await self.unblock()  # The apps offer only to unblock the bot before one can write to it again.
        if target is self.chat:
            target.started = True
        reply = target.find(reply_to) if reply_to is not None else None
        message = self.world.post(target, self.person, content, reply_to=reply)
        self.world.announce(message)
        await asyncio.sleep(0)
        return message.message_id


def _caption(text: str) -> dict[str, Any]:
    if not text:
        return {}
    entities = find_entities(text)
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    while utf16_length(text) > MESSAGE_LIMIT:
        cut = len(text.encode("utf-16-le")[: MESSAGE_LIMIT * 2].decode("utf-16-le", "ignore"))
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]


def _find(wanted: str, message: Message, *, stale: bool) -> Button | None:
    keyboards = [message.markup]
    if stale:
        keyboards += [version.markup for version in reversed(message.earlier)]
    for markup in keyboards:
        for row in markup.rows if markup is not None and markup.kind == "inline" else []:
            for button in row:
                if wanted in (button.title, button.data):
                    return button
    return None
