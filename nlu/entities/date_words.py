"""Names of months, days and units of time in Dutch, French and English, as fragments of patterns for folded text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_MONTHS = {
    1: "januari janvier january janv jan",
    2: "februari fevrier february febr fevr feb fev",
    3: "maart mars march mrt mar",
    4: "april avril apr avr",
    5: "mei mai may",
    6: "juni juin june jun",
    7: "juli juillet july juil jul",
    8: "augustus aout august aug",
    9: "september septembre sept sep",
    10: "oktober octobre october okt oct",
    11: "november novembre nov",
    12: "december decembre dec",
}
_WEEKDAYS = {
    0: "maandag lundi monday",
    1: "dinsdag mardi tuesday",
    2: "woensdag mercredi wednesday",
    3: "donderdag jeudi thursday",
    4: "vrijdag vendredi friday",
    5: "zaterdag samedi saturday",
    6: "zondag dimanche sunday",
}
# Short forms count only where the wording around them leaves no doubt.
_SHORT_WEEKDAYS = {
    0: "ma lun mon",
    1: "di mar tue tues",
    2: "wo woe mer wed weds",
    3: "do don jeu thu thur thurs",
    4: "vr vrij ven fri",
    5: "za zat sam sat",
    6: "zo dim sun",
}
MONTHS = {name: month for month, names in _MONTHS.items() for name in names.split()}
WEEKDAYS = {name: day for day, names in _WEEKDAYS.items() for name in names.split()}
SHORT_WEEKDAYS = {name: day for day, names in _SHORT_WEEKDAYS.items() for name in names.split()}

MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
LONG_MONTH = "(?:" + "|".join(sorted((name for name in MONTHS if len(name) > 4 or name in ("juni", "juli", "june", "july", "juin", "aout", "mars", "mei", "mai")), key=len, reverse=True)) + r")(?![a-z])"  # fmt: skip
WEEKDAY = "(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + ")"
SHORT_WEEKDAY = "(?:" + "|".join(sorted(SHORT_WEEKDAYS, key=len, reverse=True)) + r")\b\.?"
ORDINAL_ENDING = r"(?:ste|ieme|eme|de|er|re|st|nd|rd|th|e)"
DAY_UNIT = r"(?:(?:school|les)?dag(?:en|jes)?|jours?|days?)"
WEEK_UNIT = r"(?:weken|weekjes?|week|wk|semaines?|sem|weeks?|wks?)"
MONTH_UNIT = r"(?:maand(?:en)?|mois|months?)"
YEAR_UNIT = r"(?:jaar|jaren|ans?|annees?|years?)"


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date as it is said, whatever it is the date of. ``kind`` tells how it is said."""

    value: date
    start: int
    end: int
    kind: str


def month_number(text: str) -> int:
    return MONTHS[text.rstrip(". ")]


def last_on(day: int, month: int, today: date) -> date | None:
    """The last time up to ``today`` that this day of this month was; None for a day that does not exist."""
    for year in range(today.year, today.year - 9, -1):
        try:
            value = date(year, month, day)
        except ValueError:
            continue
        if value <= today:
            return value
    return None
