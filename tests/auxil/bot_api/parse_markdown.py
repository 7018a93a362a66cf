"""Telegram's two Markdown styles, with their refusals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from .errors import bad_request
from .text import Entity, Formatted, byte_offset, sort_entities, url_problem, utf16_length

_RESERVED = "_*[]()~`>#+-=|{}.!"
_MARKS = (
    ("```", "pre", "Pre"),
    ("||", "spoiler", "Spoiler"),
    ("__", "underline", "Underline"),
    ("![", "custom_emoji", "CustomEmoji"),
    ("`", "code", "Code"),
    ("_", "italic", "Italic"),
    ("*", "bold", "Bold"),
    ("~", "strikethrough", "Strikethrough"),
    ("[", "text_link", "TextUrl"),
)
_ENDS = {"text_link": "]", "custom_emoji": "]"}


def _fail(reason: str) -> NoReturn:
    raise bad_request(f"can't parse entities: {reason}")


@dataclass
class _Open:
    mark: str
    kind: str
    name: str
    start: int
    index: int
    language: str = ""


class _V2:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text = ""
        self.open: list[_Open] = []
        self.quote: int | None = None
        self.entities: list[Entity] = []

    def run(self) -> Formatted:
        while self.at < len(self.source):
            self._step()
        if self.open:
            last = self.open[-1]
            _fail(f"Can't find end of {last.name} entity at byte offset {byte_offset(self.source, last.index)}")
        self._end_quote()
        return Formatted(self.text, sort_entities(self.entities))

    def _step(self) -> None:
        char = self.source[self.at]
        following = self.source[self.at + 1 : self.at + 2]
        if char == "\\" and following and 0 < ord(following) < 127:
            self._take(following, 2)
        elif self.open and self._ends_here(self.open[-1]):
            self._close(self.open.pop())
        elif self.open and self.open[-1].kind in ("code", "pre") and char != "`":
            self._take(char, 1)
        elif char == "\n":
            self._take(char, 1)
            if self.quote is not None and not self.source.startswith(">", self.at):
                self._end_quote()
        elif char == ">" and (self.at == 0 or self.source[self.at - 1] == "\n"):
            self.quote = utf16_length(self.text) if self.quote is None else self.quote
            self.at += 1
        elif char in _RESERVED:
            self._begin(char)
        else:
            self._take(char, 1)

    def _take(self, text: str, width: int) -> None:
        self.text += text
        self.at += width

    def _ends_here(self, opened: _Open) -> bool:
        end = _ENDS.get(opened.kind, opened.mark)
        if opened.kind == "italic" and self.source.startswith("__", self.at):
            return False
        return self.source.startswith(end, self.at)

    def _begin(self, char: str) -> None:
        for mark, kind, name in _MARKS:
            if not self.source.startswith(mark, self.at):
                continue
            opened = _Open(mark, kind, name, utf16_length(self.text), self.at)
            self.at += len(mark)
            if kind == "pre" and (match := re.compile(r"([^\s`]*)\n").match(self.source, self.at)):
                opened.language = match.group(1)
                self.at = match.end()
            self.open.append(opened)
            return
        _fail(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")

    def _close(self, opened: _Open) -> None:
        self.at += len(_ENDS.get(opened.kind, opened.mark))
        length = utf16_length(self.text) - opened.start
        entity: Entity = {"type": opened.kind, "offset": opened.start, "length": length}
        if opened.kind in _ENDS:
            target = self._target()
            if opened.kind == "custom_emoji":
                entity["custom_emoji_id"] = target.rpartition("id=")[2]
            elif url_problem(target):
                return
            else:
                entity["url"] = target
        if opened.language:
            entity["language"] = opened.language
        if length > 0:
            self.entities.append(entity)

    def _target(self) -> str:
        if not self.source.startswith("(", self.at):
            return ""
        begin = self.at
        match = re.compile(r"\(((?:\\.|[^\\)])*)\)", re.S).match(self.source, begin)
        if match is None:
            _fail(f"Can't find end of a URL at byte offset {byte_offset(self.source, begin)}")
        self.at = match.end()
        return re.sub(r"\\(.)", r"\1", match.group(1))

    def _end_quote(self) -> None:
        if self.quote is None:
            return
        length = utf16_length(self.text.rstrip("\n")) - self.quote
        if length > 0:
            self.entities.append({"type": "blockquote", "offset": self.quote, "length": length})
        self.quote = None


def parse_markdown_v2(source: str) -> Formatted:
    return _V2(source).run()


def parse_markdown(source: str) -> Formatted:
    """The legacy style: `_italic_`, `*bold*`, `` `code` ``, ```` ```pre``` ```` and `[text](url)`, without nesting."""
    text, entities, at = "", list[Entity](), 0
    while at < len(source):
        char = source[at]
        if char == "\\" and source[at + 1 : at + 2] in ("_", "*", "`", "["):
            text, at = text + source[at + 1], at + 2
            continue
        if char not in "_*`[":
            text, at = text + char, at + 1
            continue
        mark = "```" if source.startswith("```", at) else char
        end_mark = "]" if mark == "[" else mark
        end = source.find(end_mark, at + len(mark))
        if end < 0:
            _fail(f"Can't find end of the entity starting at byte offset {byte_offset(source, at)}")
        inner = source[at + len(mark) : end]
        entity: Entity = {"type": _LEGACY[mark], "offset": utf16_length(text), "length": utf16_length(inner)}
        text, at = text + inner, end + len(end_mark)
        if mark == "[":
            link = re.compile(r"\(([^)]*)\)").match(source, at)
            if link is None:
                continue
            entity["url"], at = link.group(1), link.end()
        if inner and not (mark == "[" and url_problem(str(entity["url"]))):
            entities.append(entity)
    return Formatted(text, sort_entities(entities))


_LEGACY = {"_": "italic", "*": "bold", "`": "code", "```": "pre", "[": "text_link"}
