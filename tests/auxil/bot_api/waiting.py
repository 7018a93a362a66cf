"""Waiting for something to change, without polling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Signal:
    """Wakes everyone who waits at the moment it fires. All use is within one event loop."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def fire(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def wait(self) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, check: Callable[[], T | None], seconds: float) -> T | None:
        """The first result of `check` that is neither None nor False, or None when the seconds are over."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    result = check()
                    if result is not None and result is not False:
                        return result
                    await self.wait()
        except TimeoutError:
            return None
