"""What buttons carry: `/intent` or `/intent{json}`, as in the Rasa ecosystem, at most 64 bytes because Telegram takes no more."""

from __future__ import annotations

import json
import re
from typing import Any

SET_FIELD = "set_field"
LONGEST = 64

_PAYLOAD = re.compile(r"^/([a-z_]{2,40})\s*(\{.*\})?\s*$", re.DOTALL)


def payload(intent: str, **values: Any) -> str:
    """A button's payload. Raises `ValueError` if it would not fit."""
    written = f"/{intent}" + (json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else "")
    if len(written.encode()) > LONGEST:
        raise ValueError(f"a payload of {len(written.encode())} bytes: at most {LONGEST}")
    return written


def read_payload(text: str) -> tuple[str, dict[str, Any]] | None:
    """The intent and the values of a payload; None for anything else."""
    match = _PAYLOAD.match(text)
    if match is None:
        return None
    try:
        values = json.loads(match[2]) if match[2] else {}
    except ValueError:
        return None
    return (match[1], values) if isinstance(values, dict) else None
