"""The methods of the Bot API, by their names in lower case: the API takes them in any case."""

from __future__ import annotations

from . import chats, editing, media, profile, queries, sending, updating
from .registry import METHODS

__all__ = ["METHODS", "chats", "editing", "media", "profile", "queries", "sending", "updating"]
