"""How many half-days, and since when. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from dialogue.fields.cues import plain
from dialogue.fields.model import Field, Known, Problem, Result, Value
from dialogue.turn import Message
from nlu.entities.extract import extract

HALF_DAYS = range(1, 401)  # two half-days for each of some 180 school days, and room
LONGEST_AGO = timedelta(days=2 * 365)

# A bare answer ("zes", "maandag") is read as if it stood in the shortest sentence that tells its kind.
_COUNT_FRAME = {"nl": "{} halve dagen", "fr": "{} demi-jours", "en": "{} half-days"}
_SINCE_FRAME = {"nl": "afwezig sinds {}", "fr": "absent depuis {}", "en": "absent since {}"}


def _accept_count(raw: Any, known: Known) -> Result:
    try:
        count = int(raw)
    except (TypeError, ValueError):
        return Problem("half_days_unreadable")
    return Value(count) if count in HALF_DAYS else Problem("half_days_out_of_range", facts={"most": HALF_DAYS.stop - 1})


def _pick_count(message: Message, known: Known) -> Result:
    counts = [v for v in message.values("half_days") if v in HALF_DAYS]
    fresh = [count for count in counts if count != known.values.get("half_days")]
    return Value((fresh or counts)[0]) if counts else None


def _read_count(message: Message, known: Known) -> Result:
    found = _pick_count(message, known)
    if found:
        return found
    if re.search(r"-\s*\d", message.text):
        return Problem("half_days_out_of_range", facts={"most": HALF_DAYS.stop - 1})
    numbers = re.findall(r"(?<![\w.,/])\d{1,4}(?![\w/]|[.,]\d)", message.text)
    if len(numbers) == 1:
        return _accept_count(numbers[0], known)
    words = plain(message.text).strip(" .!?")
    framed = extract(_COUNT_FRAME[message.language].format(words), today=message.today, language=message.language)
    values = [entity.value for entity in framed if entity.entity == "half_days"]
    return _accept_count(values[0], known) if values and len(words.split()) <= 4 else None


def _loose_count(message: Message, known: Known) -> Result:
    return Problem("half_days_unreadable")


HALF_DAYS_FIELD = Field("half_days", _accept_count, pick=_pick_count, read=_read_count, loose=_loose_count)


def _check_date(day: date, today: date) -> Result:
    if day > today:
        return Problem("since_in_future")
    if today - day > LONGEST_AGO:
        return Problem("since_too_long_ago")
    return Value(day.isoformat())


def _accept_since(raw: Any, known: Known) -> Result:
    try:
        return Value(date.fromisoformat(str(raw)).isoformat())
    except ValueError:
        return Problem("since_unreadable")


def _pick_since(message: Message, known: Known) -> Result:
    dates = [str(v) for v in message.values("since")]
    fresh = [day for day in dates if day != known.values.get("since")]
    return _check_date(date.fromisoformat((fresh or dates)[0]), message.today) if dates else None


def _read_since(message: Message, known: Known) -> Result:
    found = _pick_since(message, known)
    if found:
        return found
    future = _written_future(message)
    if future is not None:
        return future
    framed = extract(_SINCE_FRAME[message.language].format(message.text.strip()), today=message.today, language=message.language)
    values = [str(entity.value) for entity in framed if entity.entity == "since"]
    return _check_date(date.fromisoformat(values[0]), message.today) if values else None


def _written_future(message: Message) -> Result:
    """A full date with its year that lies ahead: not to be read as that day of another year."""
    written = re.search(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)", message.text)
    if not written:
        return None
    try:
        return _check_date(date(int(written[3]), int(written[2]), int(written[1])), message.today)
    except ValueError:
        return Problem("since_unreadable")


def _loose_since(message: Message, known: Known) -> Result:
    return Problem("since_unreadable")


SINCE = Field("since", _accept_since, pick=_pick_since, read=_read_since, loose=_loose_since, optional=True)
