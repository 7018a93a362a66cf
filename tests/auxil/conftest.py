"""Fixtures for the tests of the test helpers themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from telegram import Bot

from tests.auxil.bot_api import Backoff, BotApi, User


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(backoff=Backoff(first=0.01, longest=0.05)) as api:
        yield api


@pytest_asyncio.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, base_url=api.base_url, base_file_url=api.base_file_url) as bot:
        yield bot


@pytest_asyncio.fixture
async def noor(api: BotApi) -> User:
    """A person who has written to the bot."""
    user = api.user(5_000_000_007, "Noor", "nl")
    await user.send("/start")
    return user
