"""All dates that a message names, whatever they are the date of."""

from __future__ import annotations

from datetime import date

from nlu.entities.calendar_dates import find_calendar_dates
from nlu.entities.date_words import DateExpression
from nlu.entities.holiday_dates import find_holiday_dates
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
    taken = bytearray(len(message.clean))
    for expression in found:
        if not any(taken[expression.start : expression.end]):
            kept.append(expression)
            taken[expression.start : expression.end] = b"\x01" * (expression.end - expression.start)
    return sorted(kept, key=lambda expression: expression.start)
