"""What the tests of the emulated Bot API share: short forms, and a webhook to receive updates."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError


def keyboard(*buttons: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(title, callback_data=data)] for title, data in buttons])


def refused(kind: type[TelegramError], words: str) -> Any:
    """Python-telegram-bot changes the case of Telegram's words, so it is not looked at."""
    return pytest.raises(kind, match=f"(?i){re.escape(words)}")


def texts(updates: tuple[Update, ...] | list[Update]) -> list[str | None]:
    return [update.effective_message.text for update in updates if isinstance(update.effective_message, Message)]


async def until(check: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not check():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


@dataclass
class Receiver:
    """A webhook that keeps what it gets and answers as told, last answer repeated."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [200])
    got: list[Update] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    reply: dict[str, Any] | None = None

    async def handle(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        update = Update.de_json(await request.json())
        status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if status == 200:
            self.got.append(update)
        if self.reply is not None:
            return web.json_response(self.reply, status=status)
        return web.Response(status=status)


@asynccontextmanager
async def receiver(*answers: int) -> AsyncIterator[Receiver]:
    hook = Receiver(answers=list(answers) or [200])
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield hook
    finally:
        await runner.cleanup()
