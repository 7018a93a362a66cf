"""A small, strict Bot API for tests, over real HTTP: Telegram's behaviour, its refusals, and faults on demand.

`BotApi` runs in the test's own event loop; `python -m tests.auxil.bot_api` runs it as a process of its own, with the
control API that `control` describes. What it does not know, it refuses with 404 rather than pretend.
"""

from __future__ import annotations

from .api import TOKEN, BotApi
from .faults import Fault, Faults, Kind
from .limits import Limits
from .markup import Button
from .model import Answer, Message, Press
from .people import Group, NoSuchButton, NothingCame, User
from .webhook import Backoff
from .world import Call

__all__ = [
    "TOKEN",
    "Answer",
    "Backoff",
    "BotApi",
    "Button",
    "Call",
    "Fault",
    "Faults",
    "Group",
    "Kind",
    "Limits",
    "Message",
    "NoSuchButton",
    "NothingCame",
    "Press",
    "User",
]
