"""Edits, deletions and pins."""

from __future__ import annotations

from typing import Any

from ..errors import bad_request, not_modified
from ..markup import Markup, parse_inline
from ..model import Message
from ..request import Arguments
from ..world import DELETE_WINDOW, World
from .registry import method
from .sending import _message_ids, caption_content, text_content


def _editable(world: World, arguments: Arguments) -> Message:
    if arguments.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.writable(arguments.text("chat_id"))
    message = world.message(chat, arguments.message_id(), "edit")
    if not message.from_bot or "forward_origin" in message.extra:
        raise bad_request("message can't be edited")
    return message


def _apply(world: World, message: Message, content: dict[str, Any], markup: Markup | None) -> Any:
    shown = message.markup if message.markup is not None and message.markup.kind == "inline" else None
    if content == message.content and markup == shown:
        raise not_modified()
    world.edit(message, content, markup)
    return message.to_json()


@method("editMessageText", floods=True)
def edit_message_text(world: World, arguments: Arguments) -> Any:
    """Without `reply_markup` the keyboard goes, as in Telegram."""
    content = text_content(arguments)
    markup = parse_inline(arguments.text("reply_markup"))
    message = _editable(world, arguments)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _apply(world, message, content, markup)


@method("editMessageCaption", floods=True)
def edit_message_caption(world: World, arguments: Arguments) -> Any:
    caption = caption_content(arguments)
    markup = parse_inline(arguments.text("reply_markup"))
    message = _editable(world, arguments)
    if message.kind in ("text", "location", "contact", "sticker", "video_note"):
        raise bad_request("there is no caption in the message to edit")
    kept = {name: value for name, value in message.content.items() if not name.startswith("caption")}
    return _apply(world, message, kept | caption, markup)


@method("editMessageReplyMarkup", floods=True)
def edit_message_reply_markup(world: World, arguments: Arguments) -> Any:
    markup = parse_inline(arguments.text("reply_markup"))
    message = _editable(world, arguments)
    return _apply(world, message, message.content, markup)


def _check_deletable(world: World, message: Message) -> None:
    chat = message.chat
    if world.now() - message.date > DELETE_WINDOW:
        raise bad_request("message can't be deleted for everyone")
    if chat.person is None and not message.from_bot and chat.bot_status != "administrator":
        raise bad_request("message can't be deleted")


@method("deleteMessage")
def delete_message(world: World, arguments: Arguments) -> Any:
    """Up to 48 hours old: own messages, all of a private chat, and all of a group that the bot administers."""
    chat = world.writable(arguments.text("chat_id"))
    message = world.message(chat, arguments.message_id(), "delete")
    _check_deletable(world, message)
    world.delete(message)
    return True


@method("deleteMessages")
def delete_messages(world: World, arguments: Arguments) -> Any:
    """Deletes what is there and passes over what is not."""
    chat = world.writable(arguments.text("chat_id"))
    messages = [message for message_id in _message_ids(arguments) if (message := chat.find(message_id))]
    for message in messages:
        _check_deletable(world, message)
    for message in messages:
        world.delete(message)
    return True


@method("pinChatMessage")
def pin_chat_message(world: World, arguments: Arguments) -> Any:
    chat = world.writable(arguments.text("chat_id"))
    message = world.message(chat, arguments.message_id(), "pin")
    if chat.person is None and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    if message.message_id not in chat.pinned:
        chat.pinned.append(message.message_id)
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, arguments: Arguments) -> Any:
    chat = world.writable(arguments.text("chat_id"))
    message_id = arguments.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    return True
