"""Telegram's HTML style: a handful of tags, four named entities, and no forgiveness for what is not closed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from .errors import bad_request
from .text import Entity, Formatted, byte_offset, sort_entities, url_problem, utf16_length

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)(?=[\s>])))?""")


@dataclass
class _Open:
    tag: str
    argument: str
    start: int


def _fail(reason: str) -> NoReturn:
    raise bad_request(f"can't parse entities: {reason}")


def _decode(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 else match.group()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text = ""
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def run(self) -> Formatted:
        while self.at < len(self.source):
            char = self.source[self.at]
            if char == "<":
                self._tag()
            elif char == "&" and (match := _CHARACTER.match(self.source, self.at)):
                self.text += _decode(match)
                self.at = match.end()
            else:
                self.text += char
                self.at += 1
        if self.open:
            _fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return Formatted(self.text, sort_entities(self.entities))

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.source.startswith("/", self.at):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _name(self) -> str:
        match = re.compile(r"[^\s>]*").match(self.source, self.at)
        assert match is not None
        self.at = match.end()
        return match.group().lower()

    def _start_tag(self, begin: int) -> None:
        offset = byte_offset(self.source, begin)
        tag = self._name()
        if self.at >= len(self.source):
            _fail(f"Unclosed start tag at byte offset {offset}")
        if tag not in _TYPES:
            _fail(f'Unsupported start tag "{tag}" at byte offset {offset}')
        argument = ""
        while True:
            while self.at < len(self.source) and self.source[self.at].isspace():
                self.at += 1
            if self.at >= len(self.source):
                _fail(f'Unclosed start tag "{tag}" at byte offset {offset}')
            if self.source[self.at] == ">":
                break
            name, value = self._attribute(tag, offset)
            argument = _argument(tag, name, value) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            _fail(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        self.open.append(_Open(tag, argument, utf16_length(self.text)))

    def _attribute(self, tag: str, offset: int) -> tuple[str, str]:
        match = _ATTRIBUTE.match(self.source, self.at)
        if match is None:
            _fail(f'Empty attribute name in the tag "{tag}" at byte offset {offset}')
        self.at = match.end()
        if self.source.startswith("=", self.at):
            _fail(f'Unclosed start tag "{tag}" at byte offset {offset}')
        raw = next((group for group in match.groups()[1:] if group is not None), "")
        return match.group(1).lower(), _CHARACTER.sub(_decode, raw)

    def _end_tag(self, begin: int) -> None:
        offset = byte_offset(self.source, begin)
        if not self.open:
            _fail(f"Unexpected end tag at byte offset {offset}")
        self.at += 1
        name = self._name()
        while self.at < len(self.source) and self.source[self.at].isspace():
            self.at += 1
        if self.at >= len(self.source) or self.source[self.at] != ">":
            _fail(f"Unclosed end tag at byte offset {offset}")
        self.at += 1
        opened = self.open.pop()
        if name and name != opened.tag:
            _fail(f'Unmatched end tag at byte offset {offset}, expected "</{opened.tag}>", found "</{name}>"')
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = utf16_length(self.text) - opened.start
        if length <= 0:
            return
        entity: Entity = {"type": _TYPES[opened.tag], "offset": opened.start, "length": length}
        if opened.tag == "a":
            url = opened.argument or self._since(opened.start)
            if url_problem(url):
                return  # Telegram keeps the text and drops a link that leads nowhere.
            entity["url"] = url
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdigit() or int(opened.argument) >= 2**63:
                _fail("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "code" and opened.argument and self.open and self.open[-1].tag == "pre":
            self.open[-1].argument = opened.argument
            return
        elif opened.tag == "pre" and opened.argument:
            entity["language"] = opened.argument
        self.entities.append(entity)

    def _since(self, start: int) -> str:
        return self.text.encode("utf-16-le")[start * 2 :].decode("utf-16-le")


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if (tag, name) == ("blockquote", "expandable"):
        return "expandable"
    return ""


def parse_html(source: str) -> Formatted:
    return _Parser(source).run()
