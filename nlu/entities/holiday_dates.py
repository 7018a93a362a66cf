"""Dates by holidays and feasts: "sinds de herfstvakantie", "depuis la rentrée", "since All Saints"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dateutil.easter import easter

from nlu.entities.date_words import DateExpression, last_on
from nlu.entities.school_calendar import Season, latest_holiday, start_of_school_year
from nlu.entities.text import Utterance

_BREAK = r"(?:break|holidays?|vacation|vac)"
_SEASONS: dict[Season, str] = {
    "autumn": rf"herfst(?:vakantie|verlof|vak)|allerheiligen(?:vakantie|verlof)|(?:vacances|conges?) (?:d'automne|de (?:la )?toussaint)|(?:autumn|fall|november|october) {_BREAK}|half[- ]term",
    "christmas": rf"(?:kerst|winter)(?:vakantie|verlof|vak)|(?:vacances|conges?) (?:de noel|d'hiver)|(?:christmas|winter|xmas) {_BREAK}",
    "carnival": rf"krokus(?:vakantie|verlof)?|(?:vacances|conges?) de (?:carnaval|detente)|(?:carnival|february) {_BREAK}",
    "easter": rf"paas(?:vakantie|verlof)|(?:vacances|conges?) (?:de paques|de printemps)|(?:easter|spring) {_BREAK}",
    "summer": rf"grote vakantie|zomer(?:vakantie|verlof)?|(?:vacances|conges?) d'ete|grandes vacances|(?<=l')ete|(?<=cet )ete|summer(?: {_BREAK})?",
}
_ANY = r"vakantie|verlof|vacances|conges?|holidays?|break"
_DETERMINER = r"(?:(?:de|het|die|la|les|l'|le|the|our|last|vorige|verleden|laatste|dernieres)\s?)?"
_BEFORE = r"(?P<before>(?:(?:net |vlak |juste |just |right )?(?:voor|avant|before))\s)?"
_AFTER = r"(?:(?:(?:de |the |le )?(?:eerste )?(?:dag|week|day|jour|lendemain) (?:na|after|apres|des?) )|(?:(?:het )?einde? van |(?:the )?end of |(?:la )?fin (?:de |des ?)))?"
_HOLIDAYS = [(season, re.compile(rf"(?<!\w)(?:{_BEFORE}{_AFTER}{_DETERMINER})?(?P<noun>{names})(?!\w)")) for season, names in _SEASONS.items()]
_ANY_HOLIDAY = re.compile(rf"(?<!\w)(?:{_BEFORE}{_AFTER}{_DETERMINER})?(?P<noun>{_ANY})(?!\w|[' ]?d['e]| van de)")
_FEASTS = {
    (1, 11): r"allerheiligen|(?:la )?toussaint|all[- ]?saints?(?:' day|'s day|day)?|all saints day",
    (11, 11): r"wapenstilstand|l'armistice|armistice(?: day)?",
    (25, 12): r"kerst(?:mis)?|noel|christmas|xmas",
    (6, 12): r"sinterklaas|(?:la )?saint[- ]nicolas",
    (1, 1): r"nieuwjaar|(?:le )?nouvel an|new year'?s?(?: day)?",
}
_FEAST = [(day, month, re.compile(rf"(?<![\w-])(?:{names})(?![\w-]|\s?(?:vakantie|holiday|break))")) for (day, month), names in _FEASTS.items()]
_EASTER = re.compile(r"(?<!\w)(?:pasen|paques|easter)(?!\w| (?:break|holiday|vacation))")
_SCHOOL_YEAR = re.compile(
    r"(?<!\w)(?:(?:het |le |the )?(?:begin|start|beginning|debut)(?: (?:van|of|de|du))?(?: (?:het|the|dit|this|l'|cette|la))?\s?(?:nieuwe? |new )?"
    r"(?:schooljaar|school year|academic year|jaar|year|(?:l'?)?annee(?: scolaire)?|trimester|term|trimestre|semester)|schoolstart|(?:la )?rentree(?: (?:scolaire|des classes))?|(?:(?:the )?first|(?:de )?eerste|(?:le )?premier) (?:school ?day|schooldag|jour d'ecole|day of school)|day one|dag een)(?!\w)"
)


# One of these stands in every name of a holiday, a feast, or the beginning of the year: most messages have none.
_HOLIDAY_HINTS = ("vakantie", "verlof", "vac", "vak", "conge", "holiday", "break", "term", "zomer", "ete", "summer", "krokus")
_FEAST_HINTS = (
    "kerst", "noel", "mas", "paques", "pasen", "easter", "toussaint", "heiligen", "saint", "sint", "armistice", "wapen",
    "nieuwjaar", "new year", "nouvel an",
)  # fmt: skip
_YEAR_HINTS = ("rentree", "schooljaar", "schoolstart", "begin", "start", "debut", "first", "eerste", "premier", "day one", "dag een")


def find_holiday_dates(message: Utterance, today: date) -> Iterator[DateExpression]:
    """Dates by feasts as they fall; by holidays as the first school day after, or the last before where it says so."""
    folded = message.folded
    if any(hint in folded for hint in _HOLIDAY_HINTS):
        yield from _holidays(folded, today)
    if any(hint in folded for hint in _FEAST_HINTS):
        yield from _feasts(folded, today)
    if any(hint in folded for hint in _YEAR_HINTS):
        for match in _SCHOOL_YEAR.finditer(folded):
            yield DateExpression(start_of_school_year(today), match.start(), match.end(), "holiday")


def _holidays(folded: str, today: date) -> Iterator[DateExpression]:
    named = []
    for season, pattern in _HOLIDAYS:
        for match in pattern.finditer(folded):
            named.append(match.span("noun"))
            yield from _holiday(match, today, season)
    for match in _ANY_HOLIDAY.finditer(folded):
        if not any(start <= match.start("noun") < end for start, end in named):
            yield from _holiday(match, today, None)


def _feasts(folded: str, today: date) -> Iterator[DateExpression]:
    for day, month, pattern in _FEAST:
        for match in pattern.finditer(folded):
            value = last_on(day, month, today)
            if value:
                yield DateExpression(value, match.start(), match.end(), "feast")
    for match in _EASTER.finditer(folded):
        value = easter(today.year)
        yield DateExpression(value if value <= today else easter(today.year - 1), match.start(), match.end(), "feast")


def _holiday(match: re.Match[str], today: date, season: Season | None) -> Iterator[DateExpression]:
    holiday = latest_holiday(today, season)
    if holiday is None:
        return
    value = holiday.last_day_before if match["before"] else holiday.back_at_school
    if value > today:
        value = holiday.first
    start = match.start("before") if match["before"] else match.start("noun")
    yield DateExpression(value, start, match.end(), "holiday")
