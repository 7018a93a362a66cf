"""answerCallbackQuery."""

from __future__ import annotations

from typing import Any

from ..errors import bad_request, stale_query
from ..model import Answer
from ..request import Arguments
from ..text import utf16_length
from ..world import World
from .registry import method

ANSWER_LIMIT = 200


@method("answerCallbackQuery")
def answer_callback_query(world: World, arguments: Arguments) -> Any:
    """Once for each press, and in time: what is unknown, too old or already answered is refused alike."""
    press = world.presses.get(arguments.text("callback_query_id"))
    if press is None or press.answer is not None or world.now() - press.at > world.press_lifetime:
        raise stale_query()
    text = arguments.text("text")
    if utf16_length(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answer = Answer(text, arguments.flag("show_alert"), arguments.text("url") or None)
    press.message.chat.changed.fire()
    return True
