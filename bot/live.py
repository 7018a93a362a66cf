"""Tells waiting web pages of this process that a conversation has something new, whichever process recorded it: PostgreSQL's LISTEN."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import psycopg

from backend.conversations.repository import REPLY_CHANNEL

logger = logging.getLogger(__name__)

RECONNECT = 2.0  # seconds


class Live:
    """One listening connection for the process, and an event for each page that waits."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._waiting: defaultdict[UUID, set[asyncio.Event]] = defaultdict(set)

    async def run(self) -> None:
        """Listen until cancelled. After a lost connection every page is woken: it may have missed something."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
                    await connection.execute(f"listen {REPLY_CHANNEL}")
                    async for notification in connection.notifies():
                        self._wake(UUID(notification.payload))
            except psycopg.OperationalError:
                logger.warning("the listening connection was lost")
            for conversation_id in list(self._waiting):
                self._wake(conversation_id)
            await asyncio.sleep(RECONNECT)

    @asynccontextmanager
    async def watching(self, conversation_id: UUID) -> AsyncIterator[asyncio.Event]:
        """An event that is set when the conversation has something new; the watcher clears it."""
        event = asyncio.Event()
        self._waiting[conversation_id].add(event)
        try:
            yield event
        finally:
            self._waiting[conversation_id].discard(event)
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id]

    def _wake(self, conversation_id: UUID) -> None:
        for event in self._waiting.get(conversation_id, ()):
            event.set()
