"""What every command starts from: settings, the database with its newest schema, and the parts wired together."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from backend.core import Backend, bootstrap
from backend.database.embedded import start_embedded
from backend.database.migrate import migrate
from backend.settings import Settings, load_settings

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


@dataclass(frozen=True)
class Place:
    """Where this process works: its settings and the address of its database, migrated."""

    settings: Settings
    database_url: str


def log_ids_only() -> None:
    """Our own log: warnings and worse, to standard error. Lines carry ids, never names or texts."""
    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold the bot's token
    logging.getLogger("alembic").setLevel(logging.WARNING)


@contextmanager
def database_place(settings: Settings | None = None) -> Iterator[Place]:
    """The configured database, or the embedded one, which stops at the end if nobody else uses it."""
    log_ids_only()
    settings = settings or load_settings()
    if settings.database_url:
        migrate(settings.database_url)
        yield Place(settings, settings.database_url)
        return
    embedded = start_embedded(settings.data_dir)
    try:
        migrate(embedded.url)
        yield Place(settings, embedded.url)
    finally:
        embedded.stop()


@asynccontextmanager
async def backend_at(place: Place) -> AsyncIterator[Backend]:
    """The backend, whose connections are given back at the end."""
    backend = bootstrap(place.settings, place.database_url)
    try:
        yield backend
    finally:
        await backend.database.close()
