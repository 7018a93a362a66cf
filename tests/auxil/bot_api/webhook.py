"""Delivery to a webhook: one POST an update, in order within a stream, streams side by side, retried with backoff."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from .updates import Update, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True)
class Backoff:
    """Waiting times after failed deliveries of one update, in seconds. Telegram's own begin at once and grow to a
    minute and more; these are shorter, so that tests need not wait."""

    first: float = 0.05
    factor: float = 2.0
    longest: float = 2.0

    def after(self, failures: int) -> float:
        return min(self.longest, self.first * self.factor ** (failures - 1))


@dataclass
class Webhook:
    url: str
    secret: str | None
    queue: UpdateQueue
    on_reply: Callable[[dict[str, Any]], Awaitable[None]]
    max_connections: int = 40
    backoff: Backoff = field(default_factory=Backoff)
    timeout: float = 30.0
    attempts: int = 0
    last_error_date: int | None = None
    last_error_message: str | None = None

    def __post_init__(self) -> None:
        self._busy: dict[Hashable, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(self.max_connections)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="webhook")

    async def stop(self) -> None:
        tasks = [task for task in (self._task, *self._busy.values()) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def info(self) -> dict[str, Any]:
        body: dict[str, Any] = {"url": self.url, "max_connections": self.max_connections}
        if self.last_error_message is not None:
            body |= {"last_error_date": self.last_error_date, "last_error_message": self.last_error_message}
        return body

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.timeout)) as session:
            while True:
                for stream in self.queue.streams():
                    if stream not in self._busy:
                        self._busy[stream] = asyncio.create_task(self._serve(session, stream))
                await self.queue.changed.wait()

    async def _serve(self, session: aiohttp.ClientSession, stream: Hashable) -> None:
        failures = 0
        try:
            while (update := self.queue.head(stream)) is not None:
                async with self._slots:
                    retry_after = await self._deliver(session, update)
                if retry_after is None:
                    self.queue.done(update)
                    failures = 0
                    continue
                failures += 1
                await asyncio.sleep(retry_after or self.backoff.after(failures))
        finally:
            # Before anything else can run: an update that arises now must find the stream free.
            self._busy.pop(stream, None)

    async def _deliver(self, session: aiohttp.ClientSession, update: Update) -> float | None:
        """None when every copy of the update was accepted; else the seconds the receiver asked to wait, or 0."""
        update.handed_out += 1
        copies, update.copies = 1 + update.copies, 0
        outcomes = await asyncio.gather(*(self._post(session, update) for _ in range(copies)))
        return next((outcome for outcome in outcomes if outcome is not None), None)

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> float | None:
        self.attempts += 1
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with session.post(self.url, json=update.to_json(), headers=headers) as response:
                if 200 <= response.status < 300:
                    await self._reply(response)
                    return None
                self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                retry_after = response.headers.get("Retry-After", "")
                return float(retry_after) if retry_after.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._failed(f"Webhook connection failed: {type(error).__name__}")
            return 0.0

    async def _reply(self, response: aiohttp.ClientResponse) -> None:
        """The answer to an update may itself be a call: a JSON object with `method`."""
        if response.content_type != "application/json":
            return
        try:
            body = await response.json()
        except ValueError:
            return
        if isinstance(body, dict) and body.get("method"):
            await self.on_reply(body)

    def _failed(self, message: str) -> None:
        self.last_error_date = int(time.time())
        self.last_error_message = message
