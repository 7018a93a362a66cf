"""Bring a database to the newest schema. Safe to call from several processes at once: they wait for each other."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from backend.database.engine import normalise_url
from backend.errors import ConfigurationError

LOCK = 0x46444B  # any number that is always the same


def alembic_config() -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def newest_revision() -> str:
    """The revision that the code expects."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head() or ""


def current_revision(url: str) -> str | None:
    """The revision that a database has; None for one without our tables."""
    engine = create_engine(normalise_url(url))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def migrate(url: str) -> None:
    """Apply what is missing. Raises `ConfigurationError` if the database does not answer."""
    engine = create_engine(normalise_url(url))
    try:
        with engine.connect() as connection:
            connection.execute(text("select pg_advisory_lock(:lock)"), {"lock": LOCK})
            connection.commit()
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
            connection.execute(text("select pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()
    except OperationalError as error:
        raise ConfigurationError(
            "The database cannot be reached: start PostgreSQL, or correct FRONTDESK_DATABASE_URL (or remove it, to use the embedded one)."
        ) from error
    finally:
        engine.dispose()
