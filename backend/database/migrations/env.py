"""Alembic's environment: used from `backend.database.migrate` and from `alembic` on the command line."""

from alembic import context
from sqlalchemy import create_engine

from backend.database.engine import normalise_url
from backend.database.tables import metadata
from backend.settings import load_settings


def run() -> None:
    """Migrate online; there is no offline mode, because migrations look at the database."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        context.configure(connection=connection, target_metadata=metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    url = load_settings().database_url
    if url is None:
        raise SystemExit("Set FRONTDESK_DATABASE_URL to use alembic by hand; `frontdesk run` migrates the embedded database by itself.")
    with create_engine(normalise_url(url)).connect() as connection:
        context.configure(connection=connection, target_metadata=metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()


run()
