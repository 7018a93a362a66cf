"""All dates that a message names, whatever they are the date of."""

from __future__ import annotations

from datetime import date

from nlu.entities.calendar_dates import find_calendar_dates
from nlu.entities.date_words import DateExpression
from nlu.entities.holiday_dates import find_holiday_dates
from nlu.entities.places import Places
from nlu.entities.relative_dates import find_relative_dates
from nlu.entities.text import Utterance


def find_dates(message: Utterance, today: date) -> list[DateExpression]:
    """The longest reading at each place, in order. Relative dates are counted from ``today``."""
    found = [
        *find_calendar_dates(message, today),
        *find_relative_dates(message, today),
        *find_holiday_dates(message, today),
    ]
    found.sort(key=lambda expression: (expression.start - expression.end, expression.start))
    kept: list[DateExpression] = []
    places = Places(len(message.clean))
    for expression in found:
        if places.is_free(expression):
            kept.append(expression)
            places.take(expression)
    return sorted(kept, key=lambda expression: expression.start)
