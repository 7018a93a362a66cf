"""The whole application on a port of its own, as `frontdesk run` serves it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from backend.core import Backend
from bot.app import create_app
from bot.channels.telegram import TelegramChannel
from bot.desk import Desk


@asynccontextmanager
async def serving_web(backend: Backend, desk: Desk, *, telegram: TelegramChannel | None = None, port: int = 0) -> AsyncIterator[str]:
    """The application's address, until the block ends."""
    app = create_app(backend, desk, telegram=telegram)
    listening = socket.create_server(("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, ws="none"))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        assert not task.done(), task.exception()
        await asyncio.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
