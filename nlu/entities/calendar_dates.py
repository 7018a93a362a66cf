"""Dates by the calendar: "3/11", "3 november", "3 nov. 2026", "november 3rd", "begin september", "tweede week van september"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from nlu.entities.date_words import (
    LONG_MONTH,
    MONTH,
    MONTHS,
    ORDINAL_ENDING,
    SHORT_WEEKDAY,
    WEEKDAY,
    DateExpression,
    last_on,
    month_number,
)
from nlu.entities.numbers import ORDINALS
from nlu.entities.text import Utterance

_WEEKDAY_BEFORE = rf"(?:(?:{WEEKDAY}|{SHORT_WEEKDAY})[ ,]{{1,2}}(?:de |den |le |the )?)?"
_YEAR = r"(?:[ ,]{1,2}(20\d\d)(?!\d))?"
_WORD_DAYS = "|".join(word for word in ORDINALS)
_ISO = re.compile(r"(?<![\w/-])(20\d\d)-(\d{1,2})-(\d{1,2})(?![\w/-])")
_NUMERIC = re.compile(
    rf"(?<![\w/.,:-]){_WEEKDAY_BEFORE}(?!24\s?/\s?7\b)(\d{{1,2}})\s?([/.-])\s?(\d{{1,2}})(?:\s?\2\s?(20\d\d|\d\d))?(?![\w/-]|[.,:]\d)"
)
_DAY_MONTH = re.compile(rf"(?<!\w){_WEEKDAY_BEFORE}(?:(\d{{1,2}})|({_WORD_DAYS}))\s?{ORDINAL_ENDING}?[ -]{{1,2}}(?:of |van |de |d')?({MONTH}){_YEAR}")
_MONTH_DAY = re.compile(rf"(?<!\w){_WEEKDAY_BEFORE}({MONTH})\s(?:the )?(\d{{1,2}})\s?(?:st|nd|rd|th)?(?![\w/:]|[.,]\d|\s?(?:e|de) \w){_YEAR}")
_PART = r"(?P<part>begin|start|beginning|debut|early|vroeg|half(?:weg)?|midden|middle|milieu|medio|mid|mi|eind|einde|end|fin|late|laat)"
_LINK = r"(?:[ -](?:of|van|de|du|the|la|le|het|in|d')){0,2}[ '-]"
_PART_OF_MONTH = re.compile(
    rf"(?<!\w){_PART}{_LINK}(?:(?P<month>{MONTH}){_YEAR}|(?P<last>vorige|verleden|deze|last|this|ce)?\s?"
    rf"(?P<noun>maand|month|mois)(?P<after> dernier| passe|-ci)?)(?!\w)"
)
_WEEK_OF_MONTH = re.compile(
    rf"(?<!\w)(?:(?P<ordinal>\d)\s?{ORDINAL_ENDING}|(?P<word>{_WORD_DAYS}|laatste|last|derniere))\s(?:school)?(?:week|semaine)\s"
    rf"(?:van |of |in |de |d'|du )?(?:mois de |mois d')?(?P<month>{MONTH})"
)
_MONTH_ALONE = re.compile(
    rf"(?<!\w)(?P<month>{LONG_MONTH})(?P<year>\s20\d\d)?(?: (?P<last>vorig jaar|last year|(?:de )?l'annee (?:derniere|passee)))?"
)
_DAY_OF_MONTH = re.compile(
    rf"(?<!\w)(?:(?:le|de|den|the|dem)\s(?P<day>\d{{1,2}})(?:\s?{ORDINAL_ENDING})?|(?P<ordinal>\d{{1,2}}){ORDINAL_ENDING})"
    rf"(?![\w/:-]|[.,]\d|\s?(?:u|h|uur|heures?|jaar|annee|keer|fois|time|week|semaine|lesuur|graad|year|grade|{MONTH}|halve|demi|half|jours?|dag|days?|b-?codes?|dagen|[a-z]?so)\b)"
)


# One of these stands in every name of a month and in every word for one.
_MONTH_HINTS = ("maand", "mois", "month", *sorted({name[:3] for name in MONTHS}))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_year(day: int, month: int, year: str | None, today: date) -> date | None:
    if not 1 <= month <= 12:
        return None
    if year is None:
        return last_on(day, month, today)
    number = int(year.strip())
    return _valid(number + 2000 if number < 100 else number, month, day)


def find_calendar_dates(message: Utterance, today: date) -> Iterator[DateExpression]:
    """All dates by the calendar. Without a year, the last such date up to ``today``."""
    folded = message.folded
    if message.has_digit:
        yield from _in_figures(folded, today)
    if any(hint in folded for hint in _MONTH_HINTS):
        yield from _in_months(folded, today)


def _in_figures(folded: str, today: date) -> Iterator[DateExpression]:
    for match in _ISO.finditer(folded):
        yield from _expression(_valid(int(match[1]), int(match[2]), int(match[3])), match, "explicit")
    for match in _NUMERIC.finditer(folded):
        yield from _numeric(match, today)
    for match in _DAY_OF_MONTH.finditer(folded):
        yield from _expression(_last_day_number(int(match["day"] or match["ordinal"]), today), match, "day_of_month")


def _in_months(folded: str, today: date) -> Iterator[DateExpression]:
    for match in _DAY_MONTH.finditer(folded):
        day = int(match[1]) if match[1] else ORDINALS[match[2]]
        yield from _expression(_in_year(day, month_number(match[3]), match[4], today), match, "explicit")
    for match in _MONTH_DAY.finditer(folded):
        yield from _expression(_in_year(int(match[2]), month_number(match[1]), match[3], today), match, "explicit")
    for match in _PART_OF_MONTH.finditer(folded):
        yield from _expression(_part_of_month(match, today), match, "part")
    for match in _WEEK_OF_MONTH.finditer(folded):
        yield from _expression(_week_of_month(match, today), match, "part")
    for match in _MONTH_ALONE.finditer(folded):
        yield from _expression(_month(match, today), match, "month")


def _expression(value: date | None, match: re.Match[str], kind: str) -> Iterator[DateExpression]:
    if value is not None:
        end = match.end() - (match[0][-1] == "." and kind != "explicit")
        yield DateExpression(value, match.start(), end, kind)


def _numeric(match: re.Match[str], today: date) -> Iterator[DateExpression]:
    """Day before month; the other way round only where no day before month is possible ("11/23")."""
    day, month = int(match[1]), int(match[3])
    if month > 12 >= day and match[4]:
        day, month = month, day
    # "3.11" and "5-6" are often no dates at all.
    kind = "explicit" if match[2] == "/" or match[4] or (len(match[3]) == 2 and match[2] == "-") else "weak"
    yield from _expression(_in_year(day, month, match[4], today), match, kind)


def _last_of_month(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def _part_of_month(match: re.Match[str], today: date) -> date | None:
    part = match["part"]
    if match["month"]:
        first = _in_year(1, month_number(match["month"]), match[3], today)
    else:
        previous = match["last"] in ("vorige", "verleden", "last") or (match["after"] or "").strip() in ("dernier", "passe")
        first = today.replace(day=1)
        first = (first - timedelta(days=1)).replace(day=1) if previous else first
    if first is None or part.startswith(("begin", "start", "debut", "early", "vroeg")):
        return first
    if part.startswith(("e", "f", "l")):
        return _last_of_month(first.year, first.month)
    return first.replace(day=15)


def _week_of_month(match: re.Match[str], today: date) -> date | None:
    """Monday of that week, or the first of the month where the week began before it."""
    first = last_on(1, month_number(match["month"]), today)
    if first is None:
        return None
    if match["word"] in ("laatste", "last", "derniere"):
        last = _last_of_month(first.year, first.month)
        return last - timedelta(days=last.weekday())
    count = int(match["ordinal"]) if match["ordinal"] else ORDINALS[match["word"]]
    monday = first - timedelta(days=first.weekday()) if first.weekday() < 5 else first + timedelta(days=7 - first.weekday())
    return max(first, monday + timedelta(weeks=count - 1))


def _month(match: re.Match[str], today: date) -> date | None:
    first = _in_year(1, month_number(match["month"]), match["year"], today)
    if first and match["last"]:
        first = first.replace(year=today.year - 1)
    return first


def _last_day_number(day: int, today: date) -> date | None:
    if not 1 <= day <= 31:
        return None
    first = today.replace(day=1)
    for _ in range(3):
        value = _valid(first.year, first.month, day)
        if value and value <= today:
            return value
        first = (first - timedelta(days=1)).replace(day=1)
    return None
