"""The time, in one place, so that tests can set it. Instants are aware and in UTC; days are those of Brussels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def day_in_brussels(instant: datetime) -> date:
    """The calendar day in Brussels at an aware instant."""
    return instant.astimezone(BRUSSELS).date()
