"""A remark in free words, and the final yes. Pure."""

from __future__ import annotations

from typing import Any

from dialogue.fields.model import SKIPPED, Field, Known, Problem, Result, Value
from dialogue.turn import Message

REMARK_LENGTH = 2000


def _accept(raw: Any, known: Known) -> Result:
    text = str(raw).strip()
    if len(text) > REMARK_LENGTH:
        return Problem("remarks_too_long", facts={"longest": REMARK_LENGTH, "length": len(text)})
    return Value(text) if text else None


def _read(message: Message, known: Known) -> Result:
    return Value(SKIPPED) if message.intent == "deny" and len(message.text.split()) <= 5 else None


def _loose(message: Message, known: Known) -> Result:
    return _accept(message.text, known)


REMARKS = Field("remarks", _accept, read=_read, loose=_loose, optional=True)


def _accept_confirm(raw: Any, known: Known) -> Result:
    return Value("yes") if raw == "yes" else Problem("what_to_change")


def _read_confirm(message: Message, known: Known) -> Result:
    if message.intent in ("affirm", "thank"):
        return Value("yes")
    return Problem("what_to_change") if message.intent == "deny" else None


def _loose_confirm(message: Message, known: Known) -> Result:
    return Problem("confirm_unclear")


CONFIRM = Field("confirm", _accept_confirm, read=_read_confirm, loose=_loose_confirm)
