"""Since when: which of the dates in a message is the day on which the absence or the exclusion began."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from nlu.entities.candidates import Candidate
from nlu.entities.cues import Cue, cues_in, is_near
from nlu.entities.date_words import DateExpression
from nlu.entities.dates import find_dates
from nlu.entities.text import Utterance

_FILLER = (
    r"(?:al|reeds|ongeveer|rond|omstreeks|about|around|approximately|roughly|environ|at least|au moins|minstens|zeker|zowat|exact\w*|precies|already|deja|nu|now|maintenant|"
    r"bijna|almost|presque|meer dan|ruim|more than|over|plus d[e']|zo'n|een goede|a good|bien|pas|net|just|only|ergens|somewhere|vers|tegen|op|on|in|en|na|after|apres|een stuk of|"
    r"de|het|den|the|le|la|les|l'|ce|cet|cette|die|dat|date du|dag van|of|du|in)"
)
_SINCE = r"(?:sinds|sind|sins|sedert|sederd|sdrt|vanaf|met ingang van|ingaande|depuis|depui|dpuis|dps|des|a partir d[eu']|a dater d[eu']|a compter d[eu']|since|sinc|from|starting|beginning|as (?:of|from)|effective|al van|al vanaf|begin(?:datum)?|start(?:datum)?|debut|eerste dag|first day|premier jour|begonnen op|started on|started|dat(?:um|e))"
_SINCE_BEFORE = re.compile(rf"(?:^|[^\w]){_SINCE}\s?:?\s{{0,2}}(?:{_FILLER}[ ]){{0,4}}(?:l'|d')?$")
_VAN_BEFORE = re.compile(r"\b(?:van|af van) (?:de |het )?$")
_LASTING_BEFORE = re.compile(
    rf"\b(?:al|reeds|for|already|been in|seen in|ca fait|cela fait|voor|voila|fait|deja|bientot|now)\s(?:{_FILLER}\s){{0,3}}$"
)
_LASTING_AFTER = re.compile(r"^\s?(?:al\b|now\b|already|deja|maintenant|nu\b|lang\b|long\b|qu'|que\b)")
_AROUND_BEFORE = re.compile(
    r"\b(?:na|after|apres|rond|around|vers|op|on|le|last seen|laatst(?:e keer)? gezien|vu la derniere fois|dernier\w* fois) (?:de |het |the |le |la |les )?$"
)
_BARE = re.compile(r"^\s*(?:(?:euh|uh|ehm|ja|oui|yes|nee|non|no|ik denk|je crois|i think|c'?est|'?t is|it'?s|dat was|sinds|sedert|vanaf|van|depuis|since|from|al|le|la|op|on|the|de|for|ca fait|about|rond|around|environ|ongeveer|zo'n|il y a)[ ,]+){0,4}$")  # fmt: skip
_BARE_AFTER = re.compile(
    r"^\s*(?:(?:ofzo|of zo|denk ik|i think|je crois|ongeveer|or so|environ|al|already|deja|geloof ik|he|stp|aub|svp|dus)[ ,.]*)*[.!?)]*\s*$"
)
_MEETING_BEFORE = re.compile(
    r"\b(?:gesprek|vergadering|overleg|afspraak|mail|brief|verslag|rapport|les|lessen|toets|examen|foto|reunion|entretien|rdv|rendez-vous|courrier|lettre|cours|rapport|meeting|appointment|letter|email|e-mail|call|lesson|report|test|birthday|verjaardag|anniversaire|wedstrijd|match|geboren|born|nee?)\s(?:op |van |du |de |of |on |from |in |le |the )?(?:de |het |the |le |la )?$"
)
_HABIT_BEFORE = re.compile(
    r"\b(?:elke|iedere|every|each|chaque|tou(?:te)?s les|volgende|next|komende|tegen|tot|until|till|jusqu'?(?:a|au|en)?|by|before|voor|avant|prochaine?|uiterlijk|ce|deze) (?:de |le |la |the )?$"
)
_NEXT_AFTER = re.compile(r"^\s?(?:prochaine?|in de klas|aanstaande|om \d|at \d|a \d{1,2}\s?h|\d{1,2}\s?[hu]\d?|over\b)")
_DAYS = ("duration_day",)
_LONG = ("duration_week", "duration_month", "duration_year")
_CALENDAR = ("explicit", "part", "month", "weak")
_ALMOST_A_YEAR = timedelta(days=270)
_STRONG = ("explicit", "part", "near", "period", "ago", "holiday", "feast", "weekday")


def find_since(message: Utterance, today: date, language: str | None = None) -> Iterator[Candidate]:
    """Every date that could be the beginning, with how sure the wording makes it. Nothing after ``today`` begins an absence."""
    for expression in find_dates(message, today):
        # "Hier" is yesterday in French and here in Dutch.
        here = language == "nl" and message.folded[expression.start : expression.end] == "hier"
        if expression.value <= today and not here:
            confidence = _confidence(message, expression, today)
            if confidence > 0:
                value = expression.value.isoformat()
                yield Candidate("since", value, expression.start, expression.end, confidence)


def _confidence(message: Utterance, expression: DateExpression, today: date) -> float:
    before, after = message.before(expression.start, 60), message.after(expression.end, 60)
    if _SINCE_BEFORE.search(before):
        return _after_since(message, expression)
    if expression.kind in _CALENDAR and today - expression.value > _ALMOST_A_YEAR:
        # "Op 25 november", said in the same month, is rather the next than the last.
        return 0.04
    if expression.kind in ("day_of_month", "weak", "short_weekday"):
        likely = _gone(message, expression) and _AROUND_BEFORE.search(before) and not _near(message, expression, "appointment")
        return 0.3 if likely else 0.1
    if len(message.folded) < 60 and _BARE.match(before) and _BARE_AFTER.match(after):
        return _bare(expression)
    if _HABIT_BEFORE.search(before) or _NEXT_AFTER.search(after):
        return 0.06
    return _without_since(message, expression, before, after)


def _near(message: Utterance, expression: DateExpression, cue: Cue) -> bool:
    return is_near(message, cue, expression.start, expression.end)


def _gone(message: Utterance, expression: DateExpression) -> bool:
    return _near(message, expression, "gone") or _near(message, expression, "excluded")


def _after_since(message: Utterance, expression: DateExpression) -> float:
    gone = _gone(message, expression)
    if not gone and _near(message, expression, "lasting"):
        return 0.25
    cues = cues_in(message)
    if gone or cues["gone"] or cues["excluded"]:
        return 0.85
    return 0.6 if expression.kind != "duration_year" else 0.3


def _bare(expression: DateExpression) -> float:
    if expression.kind in _STRONG:
        return 0.8
    return {"duration_week": 0.6, "duration_month": 0.6, "month": 0.6}.get(expression.kind, 0.1)


def _without_since(message: Utterance, expression: DateExpression, before: str, after: str) -> float:
    if _MEETING_BEFORE.search(before):
        return 0.06
    gone = _gone(message, expression)
    if expression.kind in _LONG:
        return _lasting(message, expression, gone, bool(_LASTING_BEFORE.search(before) or _LASTING_AFTER.search(after)))
    if expression.kind in _DAYS:
        return 0.15 if gone else 0.06
    if _VAN_BEFORE.search(before):
        return 0.5 if gone else 0.2
    if not gone or _near(message, expression, "appointment"):
        return 0.1
    if _near(message, expression, "excluded"):
        return 0.55
    return 0.4 if _AROUND_BEFORE.search(before) else 0.25


def _lasting(message: Utterance, expression: DateExpression, gone: bool, said_to_last: bool) -> float:
    """ "Al twee weken weg" tells since when; "al twee weken op antwoord aan het wachten" does not."""
    if expression.kind == "duration_year" or (not gone and _near(message, expression, "lasting")):
        return 0.1
    if said_to_last:
        return 0.65 if gone else 0.4
    return 0.3 if gone else 0.1
