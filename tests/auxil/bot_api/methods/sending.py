"""sendMessage, sendChatAction, copies and forwards, and what every method that sends has in common."""

from __future__ import annotations

from typing import Any

from ..errors import bad_request
from ..markup import parse_markup
from ..model import Chat, Message
from ..parse_html import parse_html
from ..parse_markdown import parse_markdown, parse_markdown_v2
from ..request import Arguments
from ..text import (
    CAPTION_LIMIT,
    MESSAGE_LIMIT,
    Formatted,
    check_entities,
    clean,
    trim,
    url_problem,
    utf16_length,
    with_found,
)
from ..world import World
from .registry import method

CHAT_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_STYLES = {"html": parse_html, "markdown": parse_markdown, "markdownv2": parse_markdown_v2}


def formatted(arguments: Arguments, raw: str, entities: str) -> Formatted:
    """The text without its markup: by `parse_mode`, else by the entities given in the parameter `entities`."""
    text = clean(raw)
    style = arguments.text("parse_mode").lower()
    if style and style != "none":
        if style not in _STYLES:
            raise bad_request("unsupported parse_mode")
        plain = _STYLES[style](text)
    else:
        given = arguments.json(entities)
        plain = Formatted(text, check_entities(text, given) if given is not None else [])
    return with_found(trim(plain))


def text_content(arguments: Arguments) -> dict[str, Any]:
    raw = arguments.text("text")
    if not raw:
        raise bad_request("message text is empty")
    plain = formatted(arguments, raw, "entities")
    if not plain.text:
        raise bad_request("text must be non-empty")
    if utf16_length(plain.text) > MESSAGE_LIMIT:
        raise bad_request("message is too long")
    content: dict[str, Any] = {"text": plain.text}
    if plain.entities:
        content["entities"] = plain.entities
    preview = _link_preview(arguments)
    if any(entity["type"] in ("url", "text_link") for entity in plain.entities):
        content |= preview
    return content


def caption_content(arguments: Arguments) -> dict[str, Any]:
    plain = formatted(arguments, arguments.text("caption"), "caption_entities")
    if utf16_length(plain.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    content: dict[str, Any] = {"caption": plain.text} if plain.text else {}
    if plain.entities:
        content["caption_entities"] = plain.entities
    return content


def _link_preview(arguments: Arguments) -> dict[str, Any]:
    options = arguments.json("link_preview_options")
    if options is None:
        disabled = arguments.flag("disable_web_page_preview")
        return {"link_preview_options": {"is_disabled": True}} if disabled else {}
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    for name in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
        if not isinstance(options.get(name, False), bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if options.get("url") and url_problem(str(options["url"])):
        raise bad_request("WEBPAGE_URL_INVALID")
    return {"link_preview_options": options} if options else {}


def reply_target(world: World, chat: Chat, arguments: Arguments) -> Message | None:
    """The message that this one answers. Replies into another chat are not supported and refused as not found."""
    parameters = arguments.json("reply_parameters")
    if parameters is None:
        legacy = arguments.integer("reply_to_message_id")
        parameters = {"message_id": legacy} if legacy else {}
        optional = arguments.flag("allow_sending_without_reply")
    else:
        if "message_id" not in parameters:
            raise bad_request('can\'t find field "message_id"')
        optional = bool(parameters.get("allow_sending_without_reply"))
    if not parameters:
        return None
    elsewhere = str(parameters.get("chat_id", chat.id)) != str(chat.id)
    target = None if elsewhere else chat.find(int(parameters["message_id"]))
    if target is None and not optional:
        raise bad_request("message to be replied not found")
    return target


def send(world: World, arguments: Arguments, content: dict[str, Any], **extra: Any) -> Message:
    """Put the bot's message into the chat, after every check that Telegram makes on the way."""
    for name, refusal in (("business_connection_id", "business connection not found"),):
        if arguments.text(name):
            raise bad_request(refusal)
    markup = parse_markup(arguments.text("reply_markup"))
    chat = world.writable(arguments.text("chat_id"))
    if arguments.integer("message_thread_id"):
        raise bad_request("message thread not found")
    if arguments.flag("protect_content"):
        extra["has_protected_content"] = True
    return world.post(chat, world.bot, content, markup=markup, reply_to=reply_target(world, chat, arguments), extra=extra)


@method("sendMessage", floods=True)
def send_message(world: World, arguments: Arguments) -> Any:
    return send(world, arguments, text_content(arguments)).to_json()


@method("sendChatAction")
def send_chat_action(world: World, arguments: Arguments) -> Any:
    action = arguments.text("action").lower()
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.writable(arguments.text("chat_id"))
    chat.actions.append((action, world.now()))
    chat.changed.fire()
    return True


def _source(world: World, arguments: Arguments, message_id: int, purpose: str) -> Message:
    raw = arguments.text("from_chat_id")
    if not raw:
        raise bad_request("from_chat_id is empty")
    source = world.message(world.chat(raw), message_id, purpose)
    verb = {"copy": "copied", "forward": "forwarded"}[purpose]
    if source.kind == "service" or source.extra.get("has_protected_content"):
        raise bad_request(f"message can't be {verb}")
    return source


def _copy(world: World, arguments: Arguments, message_id: int) -> Message:
    source = _source(world, arguments, message_id, "copy")
    content = dict(source.content)
    if "caption" in arguments.values and source.kind != "text":
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content |= caption_content(arguments)
    return send(world, arguments, content)


def _forward(world: World, arguments: Arguments, message_id: int) -> Message:
    source = _source(world, arguments, message_id, "forward")
    origin = source.extra.get("forward_origin") or {
        "type": "user",
        "sender_user": source.sender.to_json(),
        "date": source.date,
    }
    return send(world, arguments, dict(source.content), forward_origin=origin)


def _message_ids(arguments: Arguments) -> list[int]:
    ids = arguments.json("message_ids")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if not isinstance(ids, list):
        raise bad_request("expected an Array of message identifiers")
    if len(ids) > 100:
        raise bad_request("too many message identifiers specified")
    return [int(message_id) for message_id in ids]


@method("copyMessage", floods=True)
def copy_message(world: World, arguments: Arguments) -> Any:
    return {"message_id": _copy(world, arguments, arguments.message_id()).message_id}


@method("forwardMessage", floods=True)
def forward_message(world: World, arguments: Arguments) -> Any:
    return _forward(world, arguments, arguments.message_id()).to_json()


@method("copyMessages", floods=True)
def copy_messages(world: World, arguments: Arguments) -> Any:
    return [{"message_id": _copy(world, arguments, message_id).message_id} for message_id in _message_ids(arguments)]


@method("forwardMessages", floods=True)
def forward_messages(world: World, arguments: Arguments) -> Any:
    ids = _message_ids(arguments)
    return [{"message_id": _forward(world, arguments, message_id).message_id} for message_id in ids]
