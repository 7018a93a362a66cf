"""Absences counted in half-days: "6 halve dagen", "anderhalve dag", "10 B-codes", "trois jours", "a day and a half"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.candidates import Candidate
from nlu.entities.cues import is_near
from nlu.entities.numbers import CARDINALS, ORDINALS, Number, find_numbers
from nlu.entities.text import Utterance

MOST_HALF_DAYS = 400
HALF_DAYS_PER_DAY = 2
HALF_DAYS_PER_SCHOOL_WEEK = 10

_ADJECTIVES = (
    r"(?:(?:on(?:ge)?wettig\w*|problemati\w*|volle|hele|volledige|ganse|gemiste|losse|opeenvolgende|extra|andere|afwezige|volgende|full|whole|entire|unexcused|unjustified|unauthori[sz]ed|unexplained|missed|"
    r"consecutive|straight|solid|more|complet\w*|entier\w*|pleine?s?|injustifie\w*|problematic|codes? b|b-code)[ ,]+){0,2}"
)
_HALF = r"(?:halve?[ -]{0,2}(?:school|les)?(?:dag(?:en|jes?|e)?|daagjes?)|halve d\b|h\.?d'?s?\b|demis?[ -]{0,2}(?:jours?|journees?|j\b)|1/2[ -]?(?:jours?|journees?|j\b|dag(?:en)?|days?)|half[ -]{0,2}(?:school )?day'?s?)"
_CODES = r"(?:b['-]?\s?codes?|b[' -]?s\b|b'?tjes?|codes?[ -]?b\b|codes?(?! ?b\b)(?= |$|[.,;!?])|codes?(?= b\b)|b\b(?![-' ]?(?:code|stroom|attest)))"
_TIMES = rf"(?:(?:x|\*|keer|maal|keren|fois|times)\s?(?:een |a |un |une |code |)(?:{_HALF}|{_CODES}))"
_PARTS = r"(?:voormiddag(?:en)?|namiddag(?:en|e)?|ochtenden|middagen|matinees?|matins|apres-?midis?|mornings?|afternoons?)"
_DAYS = r"(?:(?:school|les|werk)?dag(?:en|jes|je)?|daagjes|jrs|jours?|journees?|(?:school ?)?days?)"
_WEEKS = r"(?:(?:school|les)?we(?:ek|ken)(?:en)?|semaines?|weeks?)"

_AFTER_NUMBER = {
    "half": re.compile(rf"\s?{_ADJECTIVES}{_HALF}(?!\w)"),
    "code": re.compile(rf"\s?(?:(?:problematische|unexcused|ongewettigde)\s)?(?:{_TIMES}|{_CODES})(?!\w)"),
    "absence": re.compile(r"\sabsences? (?:\w+ )?d'un demi-jour(?:nee)?(?!\w)"),
    "part": re.compile(rf"\s?{_ADJECTIVES}{_PARTS}(?!\w)"),
    "day": re.compile(rf"\s?{_ADJECTIVES}{_DAYS}(?!\w)"),
    "week": re.compile(rf"\s?{_ADJECTIVES}{_WEEKS}(?!\w)"),
}
_UNIT_VALUE = {"half": 1, "code": 1, "absence": 1, "part": 1, "day": HALF_DAYS_PER_DAY, "week": HALF_DAYS_PER_SCHOOL_WEEK}
_AND_A_HALF_AFTER = re.compile(r"\s(?:et demie?|and a half|en een half(?:ve)?|en half(?:ve)?)(?!\w)")
_AND_A_HALF_WITHIN = re.compile(rf"\s?(?:en (?:een )?halve|and (?:a |one )?half|et demie?)\s{_ADJECTIVES}(?:{_DAYS}|{_WEEKS})(?!\w)")
_ORDINAL = re.compile(
    rf"(?<![\w.,])(?:(\d{{1,2}})(?:e|de|ste|st|nd|rd|th|eme|ieme|er)|({'|'.join(ORDINALS)}))\s(?:ongewettigde |unexcused )?(?:{_HALF}|b-?\s?codes?|codes? b)(?!\w)"
)
_UNIT_FIRST = re.compile(
    rf"(?<!\w)(?:(?:{_HALF}|b-?\s?codes?|codes?[ -]?b|abs(?:ences)? b)\s?(?:\([^()]{{0,20}}\)\s?)?(?:[:=x*]|is|zijn|aantal|nombre|)\s?(\d{{1,3}})(?:\s?(?:x|times|keer|fois|maal))?|b\s?[:=x*]\s?(\d{{1,3}}))(?![\w/.:-])(?!\s?(?:{_HALF}|jaar|ans|uur))"
)
_SPECIAL = re.compile(
    r"(?<!\w)(?:(anderhalve?\s(?:school|les)?(?:dag(?:en)?))|(anderhalve week)|(half a (?:school )?day|(?:een |a |un |une )?(?:halve (?:school|les)?dag|half[- ]day|demi[- ]?(?:jour|journee)))|"
    r"((?:de |the |la )?(?:hele|ganse|volledige|whole|entire|full) (?:school)?week|all week(?: long)?|toute la semaine|(?:la )?semaine (?:entiere|complete))|((?:tweeen?|drieen?|vieren?|vijfen?|zesen?)(?:een)?halve dag(?:en)?))(?!\w)"
)
_FUSED = {"twee": 5, "drie": 7, "vier": 9, "vijf": 11, "zes": 13}

_NOT_A_COUNT_BEFORE = re.compile(
    r"\b(?:sinds|sedert|since|depuis|vanaf|within|binnen(?: de)?|over|dans|d'ici|il y a|elke|om de|every|chaque|tou(?:te)?s les|in|after|na|apres|per|par|next|volgende|prochains?|laatste|last|derniers?|a|de|op|the|het|les|ces|those|these|die|deze) $"
)
_NOT_A_COUNT_AFTER = re.compile(
    r"^\s?(?:geleden|ago\b|terug\b|later|plus tard|oud\b|old\b|na\b|voor\b|before|after|apres|avant|vooraf|(?:de |d')?(?:schorsing|geschorst|uitsluiting|suspension|exclusion|exclu\b|renvoi|suspended|retenue|detention|stage\b|vakantie|vacances|holiday|conge|preavis|reflexion|bedenktijd|time-?out)|per week|a week|par semaine|off\b|left\b)"
)
_A_WEEK = re.compile(r"\b(?:per week|par semaine|a week|this week|deze week|cette semaine)\b")
_LASTING = re.compile(
    r"\b(?:al|reeds|already|for|sinds|sedert|since|depuis|ca fait|deja|voor|pendant)(?: (?:bijna|ongeveer|zeker|meer dan|ruim|zo'n|about|almost|over|more than|presque|environ|plus de|au moins|nu))? $"
)
_ORDINAL_PLACE = re.compile(r"(?:straat|laan|plein|lokaal|room|bus|lijn|tram|kamer|salle|niveau|level)\s$")


def find_half_days(message: Utterance) -> Iterator[Candidate]:
    """All counts of absence, in half-days. A day is two, a school week ten; a level ("A2") or a class ("3A") is none."""
    numbers = find_numbers(message)
    for number in numbers:
        yield from _counted(message, number)
    for match in _ORDINAL.finditer(message.folded):
        value = int(match[1]) if match[1] else ORDINALS[match[2]]
        yield from _candidate(value, match.start(), match.end(), 0.75)
    for match in _UNIT_FIRST.finditer(message.folded):
        yield from _candidate(int(match[1] or match[2]), match.start(), match.end(), 0.9)
    yield from _without_number(message)


def _candidate(value: float, start: int, end: int, confidence: float) -> Iterator[Candidate]:
    if 0 <= value <= MOST_HALF_DAYS and value == int(value):
        yield Candidate("half_days", int(value), start, end, confidence)


def _counted(message: Utterance, number: Number) -> Iterator[Candidate]:
    folded = message.folded
    if number.article and folded[max(0, number.start - 5) : number.start] == "half ":
        return
    within = _AND_A_HALF_WITHIN.match(folded, number.end)
    if within:
        unit = HALF_DAYS_PER_SCHOOL_WEEK if re.search(_WEEKS, within[0]) else HALF_DAYS_PER_DAY
        yield from _candidate((number.value + 0.5) * unit, number.start, within.end(), _day_confidence(message, number, within.end()))
        return
    if number.half_sign:
        # "6 1/2 jours" is the short way to write six half-days.
        match = re.compile(rf"\s?{_DAYS}(?!\w)").match(folded, number.end)
        if match:
            yield from _candidate(number.value - 0.5, number.start, match.end(), 0.9)
        return
    for kind, pattern in _AFTER_NUMBER.items():
        match = pattern.match(folded, number.end)
        if match:
            yield from _of_kind(message, number, kind, match)
            return


def _of_kind(message: Utterance, number: Number, kind: str, match: re.Match[str]) -> Iterator[Candidate]:
    value, end = number.value * _UNIT_VALUE[kind], match.end()
    if kind in ("day", "week"):
        half = _AND_A_HALF_AFTER.match(message.folded, end)
        if half:
            value, end = value + _UNIT_VALUE[kind] / 2, half.end()
        confidence = _day_confidence(message, number, end) if kind == "day" else _week_confidence(message, number, end)
    elif kind == "part":
        confidence = 0.1 if number.article else 0.6
    elif kind == "code":
        confidence = _code_confidence(message, number, match)
    else:
        confidence = 0.6 if number.article else 0.93
        if number.article:
            return
    yield from _candidate(value, number.start, end, confidence)


def _code_confidence(message: Utterance, number: Number, match: re.Match[str]) -> float:
    """ "14 B" is a count, "4 B" more likely a class; "4 B-codes" is beyond doubt."""
    if number.article:
        return 0.3
    if match[0].strip() != "b":
        return 0.93
    if _ORDINAL_PLACE.search(message.before(number.start)):
        return 0.0
    return 0.9 if number.value > 7 else 0.3


def _day_confidence(message: Utterance, number: Number, end: int) -> float:
    before, after = message.before(number.start, 25), message.after(end, 25)
    if _NOT_A_COUNT_AFTER.search(after) and not _A_WEEK.search(after):
        return 0.08
    if re.search(r"\b(?:sinds|sedert|since|depuis|il y a|binnen|within|elke|om de|every|d'ici) (?:de |les |the )?$", before):
        return 0.08
    if (
        number.article
        and not number.half_sign
        and "half" not in message.folded[number.start : end]
        and "demi" not in message.folded[number.start : end]
    ):
        return 0.35 if is_near(message, "gone", number.start, end, before=25, after=15) else 0.1
    if _NOT_A_COUNT_BEFORE.search(before):
        return 0.3
    return 0.75 if is_near(message, "gone", number.start, end, before=80, after=80) else 0.5


def _week_confidence(message: Utterance, number: Number, end: int) -> float:
    """Weeks more often tell since when than how much: "al twee weken weg"."""
    before, after = message.before(number.start, 30), message.after(end, 30)
    if _LASTING.search(before) or _NOT_A_COUNT_AFTER.search(after) or _NOT_A_COUNT_BEFORE.search(before):
        return 0.08
    return 0.4 if is_near(message, "gone", number.start, end, before=30, after=30) else 0.12


def _without_number(message: Utterance) -> Iterator[Candidate]:
    for match in _SPECIAL.finditer(message.folded):
        day_and_half, week_and_half, half_day, whole_week, fused = match.groups()
        start, end = match.span()
        if day_and_half:
            yield from _candidate(3, start, end, 0.8)
        elif week_and_half:
            yield from _candidate(15, start, end, 0.2)
        elif half_day and not _preceded_by_number(message, start):
            yield from _candidate(1, start, end, 0.5)
        elif whole_week:
            yield from _candidate(HALF_DAYS_PER_SCHOOL_WEEK, start, end, 0.45 if is_near(message, "gone", start, end) else 0.2)
        elif fused:
            yield from _candidate(next(value for word, value in _FUSED.items() if fused.startswith(word)), start, end, 0.8)


def _preceded_by_number(message: Utterance, start: int) -> bool:
    word = re.search(r"([a-z]+|\d+)[ -]+(?:x |keer |maal |fois )?$", message.folded[max(0, start - 25) : start])
    return word is not None and (
        word[1].isdigit()
        or (word[1] in CARDINALS and word[1] not in ("a", "een", "un", "une"))
        or word[1] in ORDINALS
        or word[1] in ("en", "and", "et")
    )
