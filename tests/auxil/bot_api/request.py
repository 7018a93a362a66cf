"""Reading a call: query string, urlencoded form, multipart form with files, or JSON, all to the same arguments."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from .errors import bad_request


@dataclass(frozen=True)
class Upload:
    content: bytes = field(repr=False)
    name: str | None
    mime_type: str | None


@dataclass(frozen=True)
class Arguments:
    """The arguments of one call as text, objects and arrays as JSON, and the uploaded files by field name."""

    values: dict[str, str]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """A number, or the default for none and for what is none: the Bot API does not complain either."""
        try:
            return int(self.values[name])
        except (KeyError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:
        """The parsed value of an object or array; None where it is missing."""
        raw = self.text(name)
        if not raw:
            return None
        try:
            return json.loads(raw)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def message_id(self, name: str = "message_id") -> int:
        raw = self.text(name)
        if not raw:
            raise bad_request("message identifier is not specified")
        if not raw.isdigit() or int(raw) == 0:
            raise bad_request("invalid message identifier specified")
        return int(raw)

    @property
    def chat(self) -> int | None:
        """The chat that the call is about, for faults and the log."""
        raw = self.text("chat_id")
        return int(raw) if raw.lstrip("-").isdigit() else None


def from_json(body: dict[str, Any]) -> Arguments:
    return Arguments({name: _as_text(value) for name, value in body.items() if value is not None})


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


async def read(request: web.Request) -> Arguments:
    values: dict[str, str] = dict(request.query.items())
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise bad_request("can't parse request body")
        values |= from_json(body).values
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            content = await part.read(decode=True)
            if part.filename is None:
                values[str(part.name)] = content.decode()
            else:
                mime_type = part.headers.get("Content-Type")
                files[str(part.name)] = Upload(bytes(content), part.filename, mime_type)
    else:
        values |= {name: str(value) for name, value in (await request.post()).items()}
    return Arguments(values, files)
