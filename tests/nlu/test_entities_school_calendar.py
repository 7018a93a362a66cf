"""The holidays are those that the decree's rules give, and the data is not out of date."""

from __future__ import annotations

import json
from datetime import date, timedelta
from importlib.resources import files

import pytest
from dateutil.easter import easter

from nlu.entities.school_calendar import latest_holiday, start_of_school_year

DATA = json.loads((files("nlu.entities") / "data" / "school_calendar.json").read_text(encoding="utf-8"))
WEEK = timedelta(days=7)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def by_decree(season: str, year: int) -> tuple[date, int]:
    """First day and number of weeks: Besluit van de Vlaamse Regering of 31 August 2001, art. 7."""
    sunday = easter(year)
    if season == "autumn":
        first = date(year, 11, 1)
        return (first + timedelta(days=1) if first.weekday() == 6 else monday(first)), 1
    if season == "christmas":
        first = date(year, 12, 25)
        return monday(first) + (WEEK if first.weekday() >= 5 else timedelta()), 2
    if season == "carnival":
        return sunday - timedelta(days=48), 1
    first = date(year, 4, 1)
    first += timedelta(days=-first.weekday() % 7)
    if sunday.month == 3:
        first = sunday + timedelta(days=1)
    elif sunday > date(year, 4, 15):
        first = monday(sunday) - WEEK
    return first, 2


@pytest.mark.parametrize("season", ["autumn", "christmas", "carnival", "easter"])
def test_the_dates_follow_the_decree(season: str) -> None:
    for first, last in DATA["holidays"][season]:
        begins, weeks = by_decree(season, date.fromisoformat(first).year)
        assert date.fromisoformat(first) == begins
        assert date.fromisoformat(last) == begins + weeks * WEEK - timedelta(days=1)


def test_has_a_source_and_is_looked_at_in_time() -> None:
    assert DATA["source"]
    assert date.fromisoformat(DATA["review_by"]) >= date.today(), "renew the school calendar"  # noqa: DTZ011


def test_back_at_school() -> None:
    holiday = latest_holiday(date(2026, 11, 20), "autumn")
    assert holiday is not None
    assert holiday.back_at_school == date(2026, 11, 9)
    assert holiday.last_day_before == date(2026, 10, 30)


def test_the_latest_of_all() -> None:
    holiday = latest_holiday(date(2026, 11, 20))
    assert holiday is not None
    assert holiday.season == "autumn"


def test_nothing_is_said_beyond_the_data() -> None:
    assert latest_holiday(date(2035, 1, 1)) is None
    assert latest_holiday(date(2010, 1, 1), "easter") is None


def test_start_of_school_year() -> None:
    assert start_of_school_year(date(2026, 8, 31)) == date(2025, 9, 1)
    assert start_of_school_year(date(2026, 9, 1)) == date(2026, 9, 1)
