"""Engines, sessions and the unit of work: one transaction per request, update or job, committed at the edge."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from backend.errors import ConfigurationError


def normalise_url(url: str) -> str:
    """SQLAlchemy's form of a PostgreSQL address: psycopg 3, whatever way it was written."""
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


class Database:
    """The pool of connections of this process, and the way to get a transaction."""

    def __init__(self, url: str, *, pool_size: int = 5, max_overflow: int = 5) -> None:
        self.url = normalise_url(url)
        self.engine: AsyncEngine = create_async_engine(self.url, pool_size=pool_size, max_overflow=max_overflow, pool_pre_ping=True)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session in a transaction: committed at the end of the block, rolled back if the block raises."""
        async with self._sessions() as session, session.begin():
            yield session

    async def check(self) -> None:
        """Raises `ConfigurationError` with one sentence if the database does not answer."""
        try:
            async with self.engine.connect() as connection:
                await connection.execute(text("select 1"))
        except (DBAPIError, OSError) as error:
            raise ConfigurationError(
                "The database cannot be reached: start PostgreSQL, or correct FRONTDESK_DATABASE_URL (or remove it, to use the embedded one)."
            ) from error

    async def close(self) -> None:
        """Give back all connections."""
        await self.engine.dispose()
