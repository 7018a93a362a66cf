"""The holidays of Flemish secondary schools, as data with its source in ``data/school_calendar.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

Season = Literal["autumn", "christmas", "carnival", "easter", "summer"]
# Beyond this the data no longer covers the day that was asked for.
_OUT_OF_DATE = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Holiday:
    season: str
    first: date
    last: date

    @property
    def back_at_school(self) -> date:
        """The first school day after: a Monday, but for the summer, which may end within the week."""
        day = self.last + timedelta(days=1)
        return day + timedelta(days=7 - day.weekday()) if day.weekday() >= 5 else day

    @property
    def last_day_before(self) -> date:
        day = self.first - timedelta(days=1)
        return day - timedelta(days=max(0, day.weekday() - 4))


@cache
def _holidays() -> tuple[Holiday, ...]:
    data = json.loads((files("nlu.entities") / "data" / "school_calendar.json").read_text(encoding="utf-8"))
    known = [
        Holiday(season, date.fromisoformat(first), date.fromisoformat(last))
        for season, periods in data["holidays"].items()
        for first, last in periods
    ]
    return tuple(sorted(known, key=lambda holiday: holiday.first))


def latest_holiday(today: date, season: Season | None = None) -> Holiday | None:
    """The last holiday (of that season) that has begun by ``today``; None where the data does not reach."""
    begun = [holiday for holiday in _holidays() if holiday.first <= today and season in (None, holiday.season)]
    return begun[-1] if begun and today - begun[-1].first <= _OUT_OF_DATE else None


def start_of_school_year(today: date) -> date:
    """1 September, the first day of school by decree."""
    return date(today.year if today.month >= 9 else today.year - 1, 9, 1)
