"""The conversation in a terminal, with Rich: the same desk, the same database."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.desk import Desk
from bot.messages import Button, InboundMessage, Kind, Reply

TERMINAL = "terminal"
LEAVE = frozenset({"/quit", "/exit", "/q"})
HINTS = {
    "nl": "Typ een bericht, of het nummer van een keuze. /quit om te stoppen.",
    "fr": "Écrivez un message, ou le numéro d'un choix. /quit pour arrêter.",
    "en": "Type a message, or the number of a choice. /quit to stop.",
}


async def chat(desk: Desk, console: Console, *, audience: str | None, language: str | None, invite: str | None) -> None:
    """Talk until the person leaves or the input ends."""
    opened = await desk.open_chat(language=language, audience=audience, invite=invite, channel=TERMINAL)
    console.print(Text(HINTS[language or "nl"], style="dim"))
    buttons = _show(console, opened.replies)
    while True:
        try:
            typed = await asyncio.to_thread(console.input, "[bold cyan]> [/]")
        except (EOFError, KeyboardInterrupt):
            return
        if typed.strip() in LEAVE:
            return
        kind, text = _read(typed, buttons)
        replies = await desk.receive(InboundMessage(opened.conversation_id, TERMINAL, f"{opened.conversation_id}:{uuid4().hex}", kind, text))
        buttons = _show(console, replies)


def _read(typed: str, buttons: tuple[Button, ...]) -> tuple[Kind, str]:
    """A number of a choice that is on the screen is that choice, unless the question wants a number itself (then there are no numbered choices)."""
    chosen = typed.strip().removesuffix(".")
    if chosen.isdecimal() and 1 <= int(chosen) <= len(buttons):
        return Kind.PAYLOAD, buttons[int(chosen) - 1].payload
    return Kind.TEXT, typed


def _show(console: Console, replies: list[Reply]) -> tuple[Button, ...]:
    for reply in replies:
        console.print(Panel(Text(reply.text), border_style="green" if reply.sender == "bot" else "magenta", expand=False))
    buttons = replies[-1].buttons if replies else ()
    for number, button in enumerate(buttons, start=1):
        console.print(Text(f"  {number}. {button.title}", style="cyan"))
    return buttons
