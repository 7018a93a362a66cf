"""`frontdesk doctor`: looks at each part of the set-up and says how to mend what is wrong. Starts and changes nothing."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from backend.database.embedded import DATABASE
from backend.database.engine import normalise_url
from backend.database.migrate import current_revision, newest_revision
from backend.errors import ConfigurationError
from backend.routing.model import load_rulebook
from backend.settings import Settings, load_settings
from backend.timekeeping import day_in_brussels, utc_now


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    words: str


def examine() -> list[Finding]:
    """All findings, in the order in which one mends them."""
    try:
        settings = load_settings()
    except ConfigurationError as error:
        return [Finding("configuration", False, str(error))]
    return [
        Finding("configuration", True, "read"),
        Finding("python", sys.version_info[:2] == (3, 11), f"{sys.version_info.major}.{sys.version_info.minor} (3.11 is needed)"),
        _data_dir(settings),
        *_database(settings),
        _model(settings),
        _rules(),
        _telegram(settings),
    ]


def _data_dir(settings: Settings) -> Finding:
    directory = settings.data_dir
    place = directory if directory.exists() else directory.parent
    if not os.access(place, os.W_OK):
        return Finding("data directory", False, f"{directory} cannot be written: set FRONTDESK_DATA_DIR or correct its rights")
    free = psutil.disk_usage(str(place)).free // 2**20
    return Finding("data directory", free > 500, f"writable, {free} MB free" + ("" if free > 500 else ": make room"))


def _database(settings: Settings) -> list[Finding]:
    url = settings.database_url or _running_embedded(settings.data_dir)
    if url is None:
        return [Finding("database", False, "the embedded PostgreSQL is not running: `frontdesk run` starts it")]
    try:
        engine = create_engine(normalise_url(url))
        with engine.connect() as connection:
            version = str(connection.execute(text("show server_version")).scalar())
        engine.dispose()
        revision = current_revision(url)
    except (SQLAlchemyError, OSError):
        return [Finding("database", False, "it does not answer: start PostgreSQL, or correct FRONTDESK_DATABASE_URL")]
    newest = newest_revision()
    words = f"schema {revision or 'none'}" + ("" if revision == newest else f", {newest} is needed: `frontdesk run` migrates it")
    return [Finding("database", True, f"PostgreSQL {version} answers"), Finding("schema", revision == newest, words)]


def _running_embedded(data_dir: Path) -> str | None:
    """The address of the embedded server if it runs; asking for it otherwise would start it."""
    pid_file = data_dir / "postgres" / "postmaster.pid"
    if not pid_file.exists():
        return None
    lines = pid_file.read_text().splitlines()
    if len(lines) < 5 or not psutil.pid_exists(int(lines[0])):
        return None
    return f"postgresql://postgres@/{DATABASE}?host={lines[4]}&port={lines[3]}"


def _model(settings: Settings) -> Finding:
    from dialogue.training import is_stale, model_path

    if not model_path(settings.model_dir).is_file():
        return Finding("model", False, "there is none: `frontdesk train` makes it")
    stale = is_stale(settings.model_dir)
    return Finding("model", not stale, "trained from other sources: `frontdesk train` renews it" if stale else "trained and up to date")


def _rules() -> Finding:
    try:
        rulebook = load_rulebook()
    except ConfigurationError as error:
        return Finding("routing rules", False, str(error))
    today = day_in_brussels(utc_now())
    late = [rule.id for rule in rulebook.rules if rule.review_by < today] + [t.id for t in rulebook.thresholds if t.review_by < today]
    if late:
        return Finding("routing rules", False, f"past their review date: {', '.join(late)}")
    return Finding("routing rules", True, f"{len(rulebook.rules)} rules, {len(rulebook.thresholds)} thresholds, none past its review date")


def _telegram(settings: Settings) -> Finding:
    if settings.telegram_token is None:
        return Finding("telegram", True, "off (set FRONTDESK_TELEGRAM_TOKEN to use it)")
    return Finding("telegram", True, "webhook" if settings.telegram_webhook_url else "long polling")
