"""Message texts as Telegram sees them: UTF-16 lengths, cleaning, entities that it finds by itself, and its refusals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .errors import bad_request

Entity = dict[str, Any]

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024

ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
    ]
)
_FOUND = (
    ("bot_command", re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,24}(?!\w)")),
    (
        "url",
        re.compile(r"https?://[^\s<>\"]+|(?<![\w@./-])(?:[A-Za-z0-9-]+\.)+(?:be|nl|fr|com|org|net|eu|io)(?:/\S*)?\b"),
    ),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d_]\w*")),
)


@dataclass(frozen=True)
class Formatted:
    """A text without its markup. Entity offsets and lengths are in UTF-16 code units."""

    text: str
    entities: list[Entity] = field(default_factory=list)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def byte_offset(text: str, index: int) -> int:
    """The offset in UTF-8 bytes of a code point's index: what the API's parse errors count in."""
    return len(text[:index].encode("utf-8", "surrogatepass"))


def clean(text: str) -> str:
    """Drop carriage returns; turn the other control characters, except the line feed, into spaces."""
    return "".join(" " if ord(char) < 32 and char != "\n" else char for char in text.replace("\r", ""))


def find_entities(text: str) -> list[Entity]:
    """What Telegram marks in any text by itself: commands, addresses, links, mentions and hashtags.

    Phone numbers, cashtags and links without a scheme under rarer top-level domains are not looked for.
    """
    taken: list[tuple[int, int]] = []
    found: list[Entity] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            start, end = match.span()
            if kind == "url":
                end = start + len(match.group().rstrip(".,;:!?)'"))
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            found.append({"type": kind, "offset": utf16_length(text[:start]), "length": utf16_length(text[start:end])})
    return sort_entities(found)


def sort_entities(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def trim(formatted: Formatted) -> Formatted:
    """Cut the white space at both ends and move, shorten or drop the entities accordingly."""
    text = formatted.text.rstrip()
    lead = len(text) - len(text.lstrip())
    text = text[lead:]
    length = utf16_length(text)
    entities = []
    for entity in formatted.entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, length)
        if end > start:
            entities.append({**entity, "offset": start, "length": end - start})
    return Formatted(text, entities)


def url_problem(url: str) -> str | None:
    """Why Telegram would refuse this address in a button or a link, or None. A host without a dot is refused."""
    address = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return "Wrong HTTP URL"
    if parts.scheme == "tg":
        return None
    if parts.scheme not in ("http", "https"):
        return "Unsupported URL protocol"
    host = (parts.hostname or "").rstrip(".")
    if not host:
        return "URL host is empty"
    if "." not in host and ":" not in host:
        return "Wrong HTTP URL"
    return None


def check_entities(text: str, entities: object) -> list[Entity]:
    """Validate an `entities` parameter against the text it belongs to."""
    if not isinstance(entities, list):
        raise bad_request("expected an Array of MessageEntity")
    length = utf16_length(text)
    checked: list[Entity] = []
    for entity in entities:
        if not isinstance(entity, dict):
            raise bad_request("can't parse MessageEntity: Expected an Object")
        _check_entity(entity, length)
        checked.append(dict(entity))
    return sort_entities(checked)


def _check_entity(entity: Entity, length: int) -> None:
    for name in ("offset", "length", "type"):
        if name not in entity:
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
    if entity["type"] not in ENTITY_TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    wanted = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}.get(entity["type"])
    if wanted is not None and wanted not in entity:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{wanted}\"")
    start, end = int(entity["offset"]), int(entity["offset"]) + int(entity["length"])
    if start < 0:
        raise bad_request(f"receive an entity with incorrect offset {start}")
    if start > length:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {start}")
    if end > length:
        raise bad_request(f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}")
    if entity["type"] == "text_link" and (problem := url_problem(str(entity["url"]))):
        raise bad_request(f"entity URL '{entity['url']}' is invalid: {problem}")


def with_found(formatted: Formatted) -> Formatted:
    """Add what Telegram finds by itself where no code block or link stands already."""
    opaque = [e for e in formatted.entities if e["type"] in ("code", "pre", "text_link", "text_mention")]
    found = [
        entity
        for entity in find_entities(formatted.text)
        if not any(entity["offset"] < other["offset"] + other["length"] and other["offset"] < entity["offset"] + entity["length"] for other in opaque)
        and not any((e["type"], e["offset"]) == (entity["type"], entity["offset"]) for e in formatted.entities)
    ]
    return Formatted(formatted.text, sort_entities([*formatted.entities, *found]))
