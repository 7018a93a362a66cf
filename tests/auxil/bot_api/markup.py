"""Keyboards: read from `reply_markup`, refused as Telegram refuses them, and shown to tests as buttons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from .errors import bad_request
from .text import url_problem

CALLBACK_DATA_BYTES = 64
COPY_TEXT_LENGTH = 256
INLINE_BUTTONS = 100

_INLINE_KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_FLAGS = ("selective", "resize_keyboard", "one_time_keyboard", "is_persistent", "remove_keyboard", "force_reply")


@dataclass(frozen=True)
class Button:
    """A button as a person sees it. `data` is None on a button that tells the bot nothing, such as a link."""

    title: str
    data: str | None = None
    url: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"title": self.title, "data": self.data, "url": self.url}


@dataclass(frozen=True)
class Markup:
    """A checked `reply_markup`. `kind` is `inline`, `reply`, `remove` or `force`; `body` its JSON without defaults."""

    kind: str
    body: dict[str, Any]

    @property
    def rows(self) -> list[list[Button]]:
        if self.kind == "inline":
            return [[Button(item["text"], item.get("callback_data"), item.get("url")) for item in row] for row in self.body["inline_keyboard"]]
        return [[Button(item["text"]) for item in row] for row in self.body.get("keyboard", [])]


def parse_markup(raw: str) -> Markup | None:
    """Read the `reply_markup` parameter; None for none. Raises the refusal that Telegram would give."""
    if not raw:
        return None
    try:
        value = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        return _inline(value)
    for name in _FLAGS:
        if not isinstance(value.get(name, False), bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if "keyboard" in value:
        rows = [[_reply_button(item) for item in row] for row in _rows(value, "keyboard")]
        return Markup("reply", {**value, "keyboard": rows})
    if value.get("remove_keyboard"):
        return Markup("remove", value)
    if value.get("force_reply"):
        return Markup("force", value)
    return None


def parse_inline(raw: str) -> Markup | None:
    """As `parse_markup`, for edits, which take no other keyboard than an inline one."""
    markup = parse_markup(raw)
    if markup is not None and markup.kind != "inline":
        raise bad_request("inline keyboard expected")
    return markup


def _rows(value: dict[str, Any], name: str) -> list[list[Any]]:
    rows = value[name]
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    return rows


def _inline(value: dict[str, Any]) -> Markup | None:
    rows = [[_inline_button(item) for item in row] for row in _rows(value, "inline_keyboard")]
    rows = [kept for row in rows if (kept := [item for item in row if item["text"]])]
    if sum(map(len, rows)) > INLINE_BUTTONS:
        raise bad_request("reply markup is too long")
    return Markup("inline", {"inline_keyboard": rows}) if rows else None


def _text(item: object, what: str) -> str:
    if not isinstance(item, dict):
        raise bad_request(f"can't parse {what}: {what.title().replace(' ', '')} must be an Object")
    if "text" not in item:
        raise bad_request(f"can't parse {what}: Can't find field \"text\"")
    if not isinstance(item["text"], str):
        raise bad_request(f'can\'t parse {what}: Field "text" must be of type String')
    return item["text"].strip()


def _reply_button(item: Any) -> dict[str, Any]:
    if isinstance(item, str):
        return {"text": item}
    return {**item, "text": _text(item, "keyboard button")}


def _inline_button(item: Any) -> dict[str, Any]:
    text = _text(item, "inline keyboard button")
    kind = next((name for name in _INLINE_KINDS if item.get(name) not in (None, "")), None)
    if kind is None:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    value = item[kind]
    if kind in ("callback_game", "pay"):
        raise bad_request("BUTTON_TYPE_INVALID")
    if kind == "callback_data":
        if not isinstance(value, str):
            raise bad_request('can\'t parse inline keyboard button: Field "callback_data" must be of type String')
        if len(value.encode()) > CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if kind == "url" and (problem := url_problem(str(value))):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: {problem}")
    if kind == "web_app" and not str(value.get("url", "")).startswith("https://"):
        address = value.get("url", "")
        raise bad_request(f"inline keyboard button Web App URL '{address}' is invalid: Only HTTPS links are allowed")
    if kind == "copy_text" and not 0 < len(str(value.get("text", ""))) <= COPY_TEXT_LENGTH:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {"text": text, kind: value}
