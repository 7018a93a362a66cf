"""`frontdesk run`: everything in one process."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import AsyncIterator, Callable, Generator
from pathlib import Path

import uvicorn

from backend.core import Backend
from backend.errors import ConfigurationError
from bot.app import create_app
from bot.channels.telegram import TelegramChannel
from bot.desk import Desk
from bot.process import Place, backend_at
from dialogue.engine import Engine

STOP_WITHIN = 10  # seconds for requests that are under way


def claim_port(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `ConfigurationError` with one sentence if the port is taken or not allowed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise ConfigurationError(f"Port {port} is in use by another program: stop it, or choose another with --port or FRONTDESK_PORT.") from None
        raise ConfigurationError(f"{host}:{port} cannot be used ({error.strerror}): correct --host and --port.") from None
    listening.listen(1024)
    return listening


class _Server(uvicorn.Server):
    """Stops on Ctrl-C without a trace, and says when it can answer."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


async def serve(place: Place, model: Path, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until a signal. Everything under way is finished or left stored, to be handled at the next start."""
    async with backend_at(place) as backend, _telegram(backend, model) as (desk, telegram):
        app = create_app(backend, desk, telegram=telegram)
        config = uvicorn.Config(app, log_level="warning", access_log=False, ws="none", timeout_graceful_shutdown=STOP_WITHIN, server_header=False)
        await _Server(config, ready).serve(sockets=[listening])


@contextlib.asynccontextmanager
async def _telegram(backend: Backend, model: Path) -> AsyncIterator[tuple[Desk, TelegramChannel | None]]:
    desk = Desk(backend, Engine.load(model))
    telegram = TelegramChannel(backend, desk) if backend.settings.telegram_token else None
    if telegram is not None:
        await telegram.start()
    yield desk, telegram
