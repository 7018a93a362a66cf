"""The real embedded PostgreSQL for all tests: migrated once into a template, copied for each test that wants one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
for _name in [name for name in os.environ if name.startswith("FRONTDESK_") and name != "FRONTDESK_MODEL_DIR"]:
    del os.environ[_name]  # a developer's own settings must not reach the tests

import hypothesis
import psycopg
import pytest

from dialogue.quiet import silence

silence()

from backend.core import Backend, bootstrap
from backend.database.embedded import start_embedded
from backend.database.migrate import migrate
from backend.demo.fill import DemoNetwork, fill_demo
from backend.settings import PROJECT_ROOT, Settings
from bot.desk import Desk
from dialogue.engine import Engine
from dialogue.training import is_stale, model_path, train

# A shared machine may be slow: how long an example takes is no property of the code.
hypothesis.settings.register_profile("frontdesk", deadline=None)
hypothesis.settings.load_profile("frontdesk")

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)  # a Friday
SECRET = "a test secret of more than thirty-two characters"


def plain_url(url: str) -> str:
    """The address as psycopg itself takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The embedded server's address, for this session of tests only."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-tests-") as directory:
        os.chmod(directory, 0o755)  # as root, PostgreSQL runs as another user
        embedded = start_embedded(Path(directory))
        try:
            yield embedded.url
        finally:
            embedded.stop()


def _with_database(url: str, name: str) -> str:
    head, _, tail = url.partition("/frontdesk")
    return f"{head}/{name}{tail}"


@pytest.fixture(scope="session")
def template(server_url: str) -> str:
    """A database with the newest schema and nothing in it, to be copied."""
    with psycopg.connect(plain_url(server_url), autocommit=True) as connection:
        connection.execute("create database template_empty")
    migrate(_with_database(server_url, "template_empty"))
    return "template_empty"


@pytest.fixture(scope="session")
async def demo_template(server_url: str, template: str, settings: Settings) -> tuple[str, DemoNetwork]:
    """A database with the demo network, and its sign-ins and codes."""
    with psycopg.connect(plain_url(server_url), autocommit=True) as connection:
        connection.execute(f"create database template_demo template {template}")
    backend = bootstrap(settings, _with_database(server_url, "template_demo"), clock=lambda: NOW)
    network = await fill_demo(backend)
    await backend.database.close()
    return "template_demo", network


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that no environment and no file has a hand in."""
    return Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("data"), secret_key=SECRET)  # type: ignore[call-arg, arg-type]


@pytest.fixture
def new_database(server_url: str) -> Iterator[Callable[[str], str]]:
    """Makes a copy of a template; the copies are dropped after the test."""
    made: list[str] = []

    def make(template_name: str) -> str:
        name = f"test_{uuid4().hex}"
        with psycopg.connect(plain_url(server_url), autocommit=True) as connection:
            connection.execute(f"create database {name} template {template_name}")
        made.append(name)
        return _with_database(server_url, name)

    yield make
    with psycopg.connect(plain_url(server_url), autocommit=True) as connection:
        for name in made:
            connection.execute(f"drop database {name} with (force)")


@pytest.fixture
async def empty_backend(new_database: Callable[[str], str], template: str, settings: Settings) -> AsyncIterator[Backend]:
    """A backend on an empty database."""
    backend = bootstrap(settings, new_database(template), clock=lambda: NOW)
    yield backend
    await backend.database.close()


@pytest.fixture
async def backend(new_database: Callable[[str], str], demo_template: tuple[str, DemoNetwork], settings: Settings) -> AsyncIterator[Backend]:
    """A backend on a database with the demo network."""
    backend = bootstrap(settings, new_database(demo_template[0]), clock=lambda: NOW)
    yield backend
    await backend.database.close()


@pytest.fixture
def network(demo_template: tuple[str, DemoNetwork]) -> DemoNetwork:
    """The sign-ins and the invite codes of the demo network."""
    return demo_template[1]


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model; trained first if it is missing or stale, as `frontdesk run` does."""
    directory = Path(os.environ.get("FRONTDESK_MODEL_DIR", PROJECT_ROOT / "models"))
    return train(directory) if is_stale(directory) else model_path(directory)


@pytest.fixture(scope="session")
def engine(model: Path) -> Engine:
    """The assistant, loaded once: it keeps nothing between two turns."""
    return Engine.load(model)


@pytest.fixture
def desk(backend: Backend, engine: Engine) -> Desk:
    """A desk on the demo network."""
    return Desk(backend, engine)
