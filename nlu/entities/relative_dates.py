"""Dates counted from today: "maandag", "last Tuesday", "eergisteren", "il y a trois jours", "vorige week", "twee weken"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from nlu.entities.date_words import (
    DAY_UNIT,
    MONTH_UNIT,
    ORDINAL_ENDING,
    SHORT_WEEKDAY,
    SHORT_WEEKDAYS,
    WEEK_UNIT,
    WEEKDAY,
    WEEKDAYS,
    YEAR_UNIT,
    DateExpression,
)
from nlu.entities.numbers import CARDINALS, Number, find_numbers
from nlu.entities.school_calendar import start_of_school_year
from nlu.entities.text import Utterance

_PART_OF_DAY = r"(?:\s?(?:ochtend|morgen|voormiddag|middag|namiddag|avond|nacht|matin|midi|apres-?midi|soir|morning|afternoon|evening|noon)(?!\w))?"
_NEXT = r"(?:next|coming|volgende|komende|aanstaande)"
_LAST = r"(?:vorige?n?|verleden|afgelopen|voorbije|laatste|last|past|previous)"
_LAST_WEEK = r"(?:(?:van |de |of )?(?:vorige|verleden|afgelopen|last|past) week|(?:de )?la semaine (?:passee|derniere)|d'avant)"
_WEEKS_AGO = r"(?:d'il y a (?:deux|2) semaines|il y a (?:deux|2) semaines|(?:twee|2) weken (?:geleden|terug)|(?:two|2) weeks ago)"
_THIS_WEEK = r"(?:(?:van |of )?(?:deze|this) week|(?:de )?cette semaine)"
_WEEKDAY = re.compile(
    rf"(?<!\w)(?:(?P<before>{_LAST}|this past|deze|this|ce|{_NEXT})\s)?(?:(?P<day>{WEEKDAY}){_PART_OF_DAY}|(?P<short>{SHORT_WEEKDAY}))(?!\w)"
    rf"(?:\s(?:(?P<last>derniere?|passee?)|(?P<next>prochaine?)|(?P<lastweek>{_LAST_WEEK})|(?P<twoago>{_WEEKS_AGO})|(?P<thisweek>{_THIS_WEEK})|"
    rf"(?:the |le |de |den )?(?P<number>\d{{1,2}})(?:{ORDINAL_ENDING})?(?![\w:/.-]|\s?(?:u|h|uur|heures?|lesuur|keer|fois)\b))(?!\w))?"
)
# "Mon" is "my" in French, "sun" shines; these are days wherever they stand.
_CLEAR_SHORT_WEEKDAYS = ("tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri")
_WORDS = {
    0: r"vandaag|vanmorgen|vanochtend|vanmiddag|vannacht|deze (?:morgen|ochtend|morgend|middag|namiddag)|aujourd'?hui|ce matin|cet apres-midi|cette apres-midi|today|this (?:morning|afternoon)",
    1: r"giste?ren?(?:\s?(?:ochtend|morgen|voormiddag|middag|namiddag|avond))?|hier(?= (?:matin|midi|apres-midi|soir))|hier|yesterday(?: (?:morning|afternoon|evening))?|gister\w*",
    2: r"eergisteren?|voorgisteren|avant-? ?hier|(?:the )?day before yesterday",
    8: r"yesterday week",
}
_NEAR = [(days, re.compile(rf"(?<![\w-])(?:{words})(?:\s(?:matin|midi|apres-midi|soir))?(?!\w)")) for days, words in _WORDS.items()]
_PERIOD = re.compile(
    rf"(?<!\w)(?:(?P<part>begin|eind|einde|early|late|start of|beginning of|end of|debut de|fin de|halverwege|midden)\s(?:van |of |de )?)?"
    rf"(?:(?:(?:de |the )?(?P<which>{_LAST}|vorig|deze|dit|this)\s(?P<noun>school-?jaar|school year|week|weekend|maand|month|jaar|year|trimester|semester|term))|"
    rf"(?:(?:la |le |l'|de la |du )?(?P<nom>semaine|week-?end|mois|annee(?: scolaire)?|trimestre)\s(?P<quel>passee?|derniere?))|"
    rf"(?:(?P<ce>cet|cette|ce)\s(?P<ici>semaine|week-?end|mois|annee(?: scolaire)?|trimestre)(?:-ci)?)|(?P<het>(?:het |the |le )week-?end))(?!\w)"
)
_WEEK_BEFORE_LAST = re.compile(r"(?<!\w)(?:the )?week before last(?!\w)")
_UNITS = re.compile(
    rf"\s?(?:volle |hele |goede |full |whole |good |bonnes? )?(?:(?P<day>{DAY_UNIT})|(?P<week>{WEEK_UNIT})|(?P<month>{MONTH_UNIT})|(?P<year>{YEAR_UNIT}))(?!\w)"
)
_AGO = re.compile(r"\s(?:geleden|terug|ago|back)(?!\w)")
_IL_Y_A = re.compile(r"(?:il y a|ya|y a|y'a)\s(?:environ |a peu pres |presque |plus de |maintenant |deja |bien )?$")
_AND_HALF = re.compile(r"\s(?:et demie?|and a half|en (?:een )?half)(?!\w)")
_OTHER_DURATIONS = re.compile(
    r"(?<!\w)(?:(?P<quinzaine>(?:une |la )?quinzaine(?: de jours)?|a fortnight|fortnight)|(?P<quinze>quinze jours)|"
    r"(?:een|ne) (?P<unit>dag|week|maand) of (?P<few>[a-z]+|\d{{1,2}})|anderhalve? (?P<half>week|maand|jaar)|"
    r"(?P<couple>(?:a )?couple of (?P<couple_unit>days|weeks|months))|(?P<half_year>(?:een )?half jaar|half a year))(?!\w)(?P<ago>\s(?:geleden|terug|ago)(?!\w))?"
)


def find_relative_dates(message: Utterance, today: date) -> Iterator[DateExpression]:
    """All dates that are counted from ``today``; durations ("twee weken") as the day when they began."""
    folded = message.folded
    for days, pattern in _NEAR:
        for match in pattern.finditer(folded):
            yield DateExpression(today - timedelta(days=days), match.start(), match.end(), "near")
    for match in _WEEKDAY.finditer(folded):
        yield from _weekday(match, today)
    for match in _PERIOD.finditer(folded):
        yield DateExpression(_period(match, today), match.start(), match.end(), "period")
    for match in _WEEK_BEFORE_LAST.finditer(folded):
        yield DateExpression(_monday(today) - timedelta(weeks=2), match.start(), match.end(), "period")
    for match in _OTHER_DURATIONS.finditer(folded):
        yield from _other_duration(match, today)
    for number in find_numbers(message):
        yield from _counted(folded, number, today)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weekday(match: re.Match[str], today: date) -> Iterator[DateExpression]:
    """The last such day before today: who says "since Friday" on a Friday means the Friday before."""
    short = match["short"]
    qualified = match["number"] or match["before"] not in (None, "ce", "deze")
    if short and not qualified and short.strip(".") not in _CLEAR_SHORT_WEEKDAYS:
        return
    day = SHORT_WEEKDAYS[short.rstrip(".")] if short else WEEKDAYS[match["day"]]
    value = today - timedelta(days=(today.weekday() - day) % 7 or 7)
    if match["next"] or re.fullmatch(_NEXT, match["before"] or ""):
        yield DateExpression(value + timedelta(days=7), match.start(), match.end(), "weekday")
        return
    if match["lastweek"]:
        value = _monday(today) - timedelta(days=7 - day)
    elif match["twoago"]:
        value = _monday(today) - timedelta(days=14 - day)
    elif match["thisweek"]:
        value = _monday(today) + timedelta(days=day)
    elif match["number"]:
        value = _numbered(int(match["number"]), today) or value
    end = match.end()
    yield DateExpression(value, match.start(), end, "short_weekday" if short else "weekday")


def _numbered(day: int, today: date) -> date | None:
    first = today.replace(day=1)
    for _ in range(3):
        if 1 <= day <= (first + relativedelta(months=1) - first).days:
            value = first.replace(day=day)
            if value <= today:
                return value
        first -= relativedelta(months=1)
    return None


def _period(match: re.Match[str], today: date) -> date:
    """When the period began, unless its end is named. A week begins on Monday, a year in September; after a weekend comes Monday."""
    noun = match["noun"] or match["nom"] or match["ici"] or "weekend"
    last = bool(match["quel"]) or (match["which"] or "") not in ("", "deze", "dit", "this")
    at_end = (match["part"] or "").startswith(("e", "fin", "late")) and not (match["part"] or "").startswith("early")
    if "week-end" in noun or "weekend" in noun:
        return _monday(today)
    if noun in ("week", "semaine"):
        monday = _monday(today) - timedelta(weeks=1 if last else 0)
        return monday + timedelta(days=4) if at_end else monday
    if noun in ("maand", "month", "mois"):
        first = today.replace(day=1)
        return first - relativedelta(months=1) if last else first
    begun = start_of_school_year(today)
    return begun - relativedelta(years=1) if last and noun not in ("trimester", "trimestre", "term", "semester") else begun


def _back(today: date, count: float, unit: str) -> date:
    """Half a week is rounded down to whole days, half a month is 15 days."""
    if unit == "day":
        return today - timedelta(days=int(count))
    if unit == "week":
        return today - timedelta(days=int(count * 7))
    whole, half = int(count), count != int(count)
    if unit == "month":
        return _earlier(today, months=whole) - timedelta(days=15 if half else 0)
    return _earlier(today, months=12 * whole + (6 if half else 0))


def _earlier(day: date, months: int) -> date:
    earlier: date = day - relativedelta(months=months)
    return earlier


def _counted(folded: str, number: Number, today: date) -> Iterator[DateExpression]:
    match = _UNITS.match(folded, number.end)
    if not match or number.value > 60:
        return
    unit = next(name for name, text in match.groupdict().items() if text)
    count, end = number.value, match.end()
    half = _AND_HALF.match(folded, end)
    if half:
        count, end = count + 0.5, half.end()
    start, kind = number.start, f"duration_{unit}"
    ago = _AGO.match(folded, end)
    il_y_a = _IL_Y_A.search(folded, max(0, start - 30), start)
    if ago:
        end, kind = ago.end(), "ago"
    elif il_y_a:
        start, kind = il_y_a.start(), "ago"
    try:
        yield DateExpression(_back(today, count, unit), start, end, kind)
    except (OverflowError, ValueError):
        return


def _other_duration(match: re.Match[str], today: date) -> Iterator[DateExpression]:
    """ "Quinze jours" in words is the idiom for a fortnight, as "une quinzaine" is; "15 jours" is counted."""
    unit, count = "week", 2.0
    if match["unit"]:
        unit = {"dag": "day", "week": "week", "maand": "month"}[match["unit"]]
        few = int(match["few"]) if match["few"].isdigit() else CARDINALS.get(match["few"], 0)
        if few < 2:
            return
        count = float(few)
    elif match["half"]:
        unit, count = {"week": "week", "maand": "month", "jaar": "year"}[match["half"]], 1.5
    elif match["couple"]:
        unit = match["couple_unit"].rstrip("s")
    elif match["half_year"]:
        unit, count = "month", 6.0
    kind = "ago" if match["ago"] else f"duration_{unit}"
    yield DateExpression(_back(today, count, unit), match.start(), match.end(), kind)
