"""Ages in years: "15 jaar", "vijftien", "16-jarige", "j'ai 15 ans", "14yo"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.candidates import Candidate
from nlu.entities.numbers import CARDINALS, Number, find_numbers
from nlu.entities.text import Utterance

YOUNGEST, OLDEST = 3, 99
# Whom the desk is about: pupils of secondary schools and young people just past them.
_LIKELY = range(11, 23)
_GLUED = re.compile(r"(?<![\w.,/:-])(\d{1,2})(?:j(?:aar|r)?|ans|yo|yrs?|y/o|y\.o\.?)(?![\w/])")
_SURE_AFTER = re.compile(r"[ -]?(?:jarige?n?|jaar oud|jaar jong|jaarkes|ans? et demi|years?[ -]old|yrs?[ -]old|year[ -]olds?|yo\b|y/o|y\.o)(?!\w)")
_YEARS_AFTER = re.compile(r"\s?(?:jaar|jr|j|ans|an|years?|yrs?)(?![\w])")
_COMPOUND = re.compile(r"(?<![\w])(?P<nl>[a-z]+?)jarige?n?(?!\w)")
_NOT_AN_AGE_BEFORE = re.compile(
    r"\b(?:sinds|sedert|al|reeds|depuis|ca fait|since|for|voor|pendant|over|binnen|in|dans|il y a|ya|y a|elke|om de|every|tous les|laatste|derniere?s|last|nog|encore|another|after|na|apres)\s(?:de |les |the |al |bijna |ongeveer |about |almost |presque |plus de |meer dan )*$"
)
_NOT_AN_AGE_AFTER = re.compile(
    r"^\s?(?:geleden|ago\b|terug\b|later|plus tard|ervaring|experience|d'experience|in dienst|leerkracht|achterstand|vertraging|de retard|retard|overgedaan|blijven zitten|school(?:se)? achterstand|behind|of (?:school|experience|teaching)|de metier|d'anciennete|"
    r"samen|ensemble|together|(?:in|en) belgi\w*|(?:in|en) (?:okan|belgium|antwerp)|hier\b|here\b|ici\b|op rij|in a row|de suite|d'affilee|na elkaar)"
)
_BARE_BEFORE = re.compile(
    r"(?:\b(?:ben|is|bin|was|wordt|word|am|im|i'm|he's|she's|shes|hes|turned|turning|aged?|leeftijd|age|ai|j'ai|jai|a|elle a|il a|aura|oud|agee? de|meisje|jongen|leerling|jongere|boy|girl|pupil|student|garcon|fille|eleve|jeune|kind|gast|met een meisje van|van|de|m|f|v|ondertussen|only|pas|maar|just|nog maar|bijna|almost|presque)\s?[:(]?\s{0,2}(?:al |pas |nog |net |maar |maar net |juist |only |just |already |nu |now |deja |bijna |almost |presque |ook |zelf )*|[,;(/|•·-]\s?)$"
)
_STRONG_BEFORE = re.compile(
    r"\b(?:ik ben|kben|'k ben|ben|ik word|wordt|ze is|zij is|hij is|em is|i am|i'm|im|am|he is|she is|he's|she's|hes|shes|is|j'ai|jai|g|elle a|il a|a|leeftijd|age|aged|turned|agee? de)\s?:?\s{0,2}(?:al |pas |nog |net |maar |juist |only |just |already |nu |now |deja |bijna |almost |presque |ook |zelf |maar net |nog maar |still )*$"
)
_BARE_AFTER = re.compile(
    r"^\s?(?:$|[,;.!?)/|•·:-](?!\d)|(?:en|and|et|maar|but|mais|dus|so|ofzo|uit|from|de|van|lol|bro|btw|nu|now|jaar|he|hoor|ni|zit|sits|woon|woont|lives?|habite|geworden|word\b|worden|in\b|op\b|laat|komt|weigert|is|heeft|has|a\b|met|with|avec|ga|going|vr|girl|boy|fille|meisje|jongen)\b)"
)
_OTHER_UNIT_AFTER = re.compile(
    r"^\s?(?:[%€/°]|[.,:]\d|x\b|u\b|uur|h\b|heures?|hours?|min\w*|dag\w*|days?|jours?|journee\w*|halve|half|demi|b\b|b-?codes?|codes?|we(?:ek|ken)\b|weeks?|semaines?|maand\w*|months?|mois|keer|fois|times?|punten|points|"
    r"euro?s?|km|leerlingen|eleves|pupils|students|kids|kinderen|man\b|personen|people|lessen|toetsen|vakken|mails|berichten|messages|absences|afwezigheden|januari|februari|maart|april|mei|juni|juli|augustus|sept\w*|okt\w*|oct\w*|nov\w*|dec\w*|"
    r"janvier|fevrier|mars|avril|mai|juin|juillet|aout|january|february|march|may|june|july|august|hd\b|op (?:20|10|100)\b|sur (?:20|10|100)\b|out of|graden|degres|degrees)"
)
_GENERAL_BEFORE = re.compile(
    r"\b(?:tot|vanaf|onder(?: de)?|boven(?: de)?|jonger dan|ouder dan|minstens|under|over|above|below|until|up to|from|younger than|older than|less than|moins de|plus de|jusqu'a|a partir de|des|before|voor|avant|van \d+ tot|op|at|a|tegen|by)\s(?:de |the |l'age de )?$"
)
_OTHERS = re.compile(
    r"\b(?:broer\w*|zus\w*|moeder|vader|mama|papa|vriend\w*|lief|neef\w*|nicht\w*|tante|nonkel|opa|oma|brother|sister|mother|father|mom|mum|dad|cousin|boyfriend|girlfriend|friend|frere|soeur|mere|pere|maman|copain|copine|tonton|man van|homme|barbus|kerel van)\b"
)


def find_ages(message: Utterance) -> Iterator[Candidate]:
    """Numbers that can be somebody's age. A class, a count of days, a date or years of something else are less likely ones."""
    for number in find_numbers(message):
        if YOUNGEST <= number.value <= OLDEST and number.value == int(number.value) and not number.article:
            yield from _age(message, number)
    for match in _GLUED.finditer(message.folded):
        if YOUNGEST <= int(match[1]) <= OLDEST:
            number = Number(int(match[1]), match.start(1), match.end(1))
            yield from _age(message, number)
    yield from _compounds(message)


def _compounds(message: Utterance) -> Iterator[Candidate]:
    for match in _COMPOUND.finditer(message.folded):
        value = CARDINALS.get(match["nl"])
        if value is not None and YOUNGEST <= value <= OLDEST:
            yield Candidate("age", value, match.start(), match.end(), 0.9)


def _age(message: Utterance, number: Number) -> Iterator[Candidate]:
    value, start = int(number.value), number.start
    before = message.before(start, 40)
    sure = _SURE_AFTER.match(message.folded, number.end)
    years = _YEARS_AFTER.match(message.folded, number.end)
    if sure:
        confidence = 0.7 if _GENERAL_BEFORE.search(before) else 0.88
        yield Candidate("age", value, start, sure.end(), confidence)
    elif years:
        yield Candidate("age", value, start, years.end(), _with_years(message, value, before, years.end()))
    else:
        confidence = _bare(message, value, before, number.end)
        if confidence > 0:
            yield Candidate("age", value, start, number.end, confidence)


def _with_years(message: Utterance, value: int, before: str, end: int) -> float:
    if _NOT_AN_AGE_AFTER.search(message.after(end)) or (_NOT_AN_AGE_BEFORE.search(before) and value not in _LIKELY):
        return 0.06
    if value not in _LIKELY:
        return 0.25
    if _NOT_AN_AGE_BEFORE.search(before):
        return 0.35
    if _GENERAL_BEFORE.search(before) or _OTHERS.search(before[-25:]):
        return 0.5
    return 0.85


def _bare(message: Utterance, value: int, before: str, end: int) -> float:
    if value not in _LIKELY:
        return 0.0
    after = message.after(end, 20)
    if _OTHER_UNIT_AFTER.search(after):
        return 0.0
    if not _BARE_AFTER.search(after):
        return 0.3 if _STRONG_BEFORE.search(before) or re.search(r"(?:van|of|de) $", before) else 0.12
    if _OTHERS.search(before[-25:]):
        return 0.25
    if _STRONG_BEFORE.search(before) or after.startswith((" geworden", " word ")):
        return 0.65
    if not before.strip() and not after.strip(" .!?"):
        return 0.4
    return 0.45 if _BARE_BEFORE.search(before) else 0.12
