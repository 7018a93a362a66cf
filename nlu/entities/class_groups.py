"""Names of classes as they are written: "4B", "3TSO2", "OKAN 2", "5 BSO", "3e C", "2de jaar B", "6 Moderne Talen", "klas 2c"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.candidates import Candidate
from nlu.entities.date_words import MONTHS
from nlu.entities.lexicons import lexicon
from nlu.entities.text import Utterance, fold

_LEVELS = r"(?:d?bso|tso|kso|aso|buso|okan|tq|tt|p|g|d?bo|ov\d?)"
_GLUED = re.compile(r"(?<![\w.,/:+@#-])([1-7])([a-z]{1,6})(\d{0,2}[a-z]?)(?![\w@]|['’]?s\b|[.,:]\d|-(?:codes?|jarige?n?|uur|delig\w*))")
_SPACED_LEVEL = re.compile(
    rf"(?<![\w.,/:+@-])([1-7])(?:e|de|ste|er|re|eme|ieme|ste)?\s(?:(?:jaar|leerjaar|annee)\s)?({_LEVELS})(\s?\d)?(?![\w@])(?P<course>\s[a-z][\w-]{{2,}})?"
)
_SPELLED_LEVEL = re.compile(r"(?<!\w)(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende)\s(?:jaar )?(?:d?bso|tso|kso|aso|buso)(?!\w)")
_ORDINAL_LETTER = re.compile(
    r"(?<![\w.,/:+@-])([1-7])\s?(?:e|de|ste|st|nd|rd|th|er|re|eme|ieme|ere)\s(?P<year>(?:jaar|leerjaar|annee|year)\s)?(?P<letter>[a-z]\d?)(?P<more>[a-z]?)(?![\w'’@-])"
)
_ORDINAL_COURSE = re.compile(r"(?<![\w.,/:+@-])([1-7])(?:e|de|ste|eme|ieme)\s(?P<course>[A-Z][a-zé]{3,}|[a-z]{3,})(?![\w@])")
_SPACED_LETTER = re.compile(r"(?<![\w.,/:+@-])([1-7])\s([A-Z]{1,5}\d?)(?![\w'’@]|-?(?:code|CODE))")
_SPACED_COURSE = re.compile(r"(?<![\w.,/:+@%-])([1-7])\s(?P<course>[A-Za-zÀ-ÿ][\wÀ-ÿ-]{2,}(?:(?: en | & | )[A-Z][\wÀ-ÿ-]{2,}){0,2})")
# A class has a digit in its name, is an OKAN class, or is spelled out with its level ("zesde TSO").
_HINTS = ("okan", "tso", "bso", "kso", "aso")
_COURSE_AFTER = re.compile(r"\s([A-Z][a-zà-ÿ]{2,})(?![\w-])")
_OKAN = re.compile(r"(?<![\w@.])(?:okan|OKAN|Okan)(?:[ -]?(?:klas |fase )?(\d[a-zA-Z]?|[A-D](?!\w)))?(?![\w@])")
_STREAM = re.compile(r"(?<![\w.,/:+@-])[12] ?[ab][- ]stroom(?!\w)")
_NAMED = re.compile(
    r"\b(?:klas|classe|class|klasgroep|groep|group|groupe|cls)\s?:?\s{0,2}(?:van |de |la |of )?((?:[1-7]\s?[a-z]{1,6}\d{0,2}[a-z]?|[a-z]{1,4}\d[a-z]?))(?![\w@-])"
)
_CUE_BEFORE = re.compile(
    r"\b(?:klas\w*|classe|class|groep|group|groupe|uit|van|vd|van de|v\.?d\.?|in|of|from|en|de|titularis|titulaire|teacher|titu|leerling|eleve|pupil|inscrite?|zit in|sits in|naar)\s?[:(]?\s?(?:de |het |mijn |onze |my |our |the |la |le |notre )?$|[,(/|•-]\s?$"
)
_NO_CLASS_BEFORE = re.compile(
    r"(?:\w(?:straat|laan|plein|lei|baan|weg)|\b(?:steenweg|lokaal|room|bus|lijn|tram|kamer|salle|niveau|level|gate|poort|blok|appartement|verdieping|pagina|page|p|nummer|nr|rue|avenue|hoofdstuk|oefening|exercise|chapter|vraag|question|iphone|samsung|galaxy|ps))\s?$"
)
_NO_SUFFIX = frozenset(
    [
        "e",
        "de",
        "ste",
        "st",
        "nd",
        "rd",
        "th",
        "er",
        "re",
        "eme",
        "ieme",
        "ere",
        "d'",
        "u",
        "uur",
        "h",
        "x",
        "xl",
        "j",
        "jr",
        "jrs",
        "jaar",
        "km",
        "m",
        "cm",
        "mm",
        "kg",
        "gr",
        "w",
        "wk",
        "yo",
        "k",
        "gb",
        "mb",
        "tb",
        "min",
        "sec",
        "s",
        "am",
        "pm",
        "hd",
        "hds",
        "ft",
        "eur",
        "euro",
        "cent",
        "v",
        "l",
        "ml",
        "dl",
        "pct",
        "ans",
        "an",
        "jour",
        "jours",
        "dag",
        "dagen",
        "days",
        "day",
        "weken",
        "week",
        "weeks",
        "months",
        "maanden",
        "mois",
        "keer",
        "fois",
        "times",
        "uren",
        "heures",
        "hours",
        "codes",
        "code",
        "bcodes",
        "bcode",
        "kids",
        "man",
        "b's",
        "bs",
        "mbo",
        "hbo",
        "havo",
        "vwo",
        "gen",
        "de't",
        "lessen",
        "toetsen",
        "punten",
        "pts",
        "vakken",
        "uurs",
        "daags",
        "talig",
        "delig",
        "kmh",
        "hz",
        "ghz",
        "ah",
        "oh",
        "eh",
        "ja",
        "no",
        "na",
        "we",
        "he",
        "ik",
        "je",
        "of",
        "en",
        "in",
        "is",
        "it",
        "op",
        "te",
        "la",
        "le",
        "un",
        "et",
        "ou",
        "du",
        "au",
        "ne",
        "se",
        "si",
        "tu",
        "il",
        "on",
        "nl",
        "fr",
        "be",
        "com",
        "org",
        "eu",
        "px",
    ]
)
_SURE_LETTERS = frozenset("abcdf")
_COURSES = frozenset(
    [
        "latijn",
        "latin",
        "grieks",
        "economie",
        "economy",
        "wetenschappen",
        "sciences",
        "wel",
        "handel",
        "kantoor",
        "verkoop",
        "mechanica",
        "elektriciteit",
        "elektronica",
        "elektromechanica",
        "hout",
        "houtbewerking",
        "bouw",
        "dakwerken",
        "lassen",
        "lasser",
        "metaal",
        "sanitair",
        "auto",
        "autotechnieken",
        "carrosserie",
        "bakkerij",
        "slagerij",
        "haarzorg",
        "kapper",
        "kapsters",
        "schoonheidszorg",
        "verzorging",
        "zorg",
        "voeding",
        "horeca",
        "keuken",
        "restaurant",
        "hotel",
        "stw",
        "stem",
        "techniek",
        "grafische",
        "drukken",
        "publiciteit",
        "kunst",
        "dans",
        "muziek",
        "toerisme",
        "onthaal",
        "informatica",
        "it",
        "netwerken",
        "netwerkbeheer",
        "sport",
        "chemie",
        "farmaceutisch",
        "apotheek",
        "opvoeding",
        "maatschappij",
        "welzijn",
        "organisatie",
        "logistiek",
        "schilderen",
        "decoratie",
        "mode",
        "tuinbouw",
        "landbouw",
        "moderne",
        "humane",
        "sociale",
        "biotechnische",
        "boekhouden",
        "accountancy",
        "secretariaat",
        "elektro",
        "verpleegkunde",
        "kinderzorg",
        "thuiszorg",
        "duaal",
        "duale",
        "bedrijf",
        "ondernemen",
        "coiffure",
        "cuisine",
        "mecanique",
        "electricite",
        "bois",
        "bureau",
        "soins",
        "vente",
        "menuiserie",
        "esthetique",
        "woodwork",
        "welding",
        "hairdressing",
        "cooking",
        "mechanics",
        "electricity",
        "care",
        "office",
    ]
)


def find_class_groups(message: Utterance) -> Iterator[Candidate]:
    """All names of classes, upper-cased as typed. A level of a language ("A2"), a time or an ordinal alone is none."""
    if not message.has_digit and not any(hint in message.folded for hint in _HINTS):
        return
    for pattern, judge in _FORMS:
        text = message.clean if pattern in _CASED else message.folded
        for match in pattern.finditer(text):
            span = judge(message, match)
            if span:
                start, end, confidence = span
                yield Candidate("class_group", class_value(message.clean[start:end]), start, end, confidence)
    for match in _NAMED.finditer(message.folded):
        start, end = match.span(1)
        if match[1][-1:] != "'":
            yield Candidate("class_group", class_value(message.clean[start:end]), start, end, 0.9)


def class_value(text: str) -> str:
    return " ".join(text.upper().split())


_Span = tuple[int, int, float]


def _glued(message: Utterance, match: re.Match[str]) -> _Span | None:
    letters, typed = match[2], message.clean[match.start(2) : match.end(2)]
    before = message.before(match.start(), 20)
    if _NO_CLASS_BEFORE.search(before):
        return None
    upper = typed.isupper()
    if letters in _NO_SUFFIX and not (upper and len(letters) == 1 and letters not in "hx"):
        return None
    if letters in MONTHS or (len(letters) > 3 and (letters in lexicon("common_words")) and not upper):
        return None
    confidence = 0.6
    if len(letters) == 1:
        sure = (letters in _SURE_LETTERS and (upper or not match[3])) or _CUE_BEFORE.search(before)
        confidence = (0.93 if upper else 0.85) if sure else (0.7 if upper else 0.3)
        if letters == "g" or (letters == "d" and not upper):
            confidence = min(confidence, 0.45)
    elif letters.endswith("so") and (course := _COURSE_AFTER.match(message.clean, match.end())) and fold(course[1]) in _COURSES:
        return match.start(), course.end(), 0.95
    elif re.fullmatch(_LEVELS, letters) or upper or re.match(r"(?:d?bso|tso|kso|aso|okan|stw|hw|we|wi|stem|lat)", letters):
        confidence = 0.95
    elif _CUE_BEFORE.search(before):
        confidence = 0.75
    return match.start(), match.end(), confidence


def _spaced_level(message: Utterance, match: re.Match[str]) -> _Span | None:
    level, end = match[2], match.end(3) if match[3] else match.end(2)
    typed = message.clean[match.start(2) : match.end(2)]
    if len(level) == 1 and not typed.isupper():
        return None
    if _NO_CLASS_BEFORE.search(message.before(match.start(), 20)):
        return None
    if match["course"]:
        word = match["course"].strip()
        capital = message.clean[match.start("course") + 1].isupper()
        if (
            len(level) > 1
            and level.endswith("so")
            and ((word in _COURSES and capital) or (word in _COURSES and message.clean[match.start()] and typed.islower()))
        ):
            end = match.end("course")
    return match.start(), end, 0.95 if len(level) > 1 else 0.7


def _spelled_level(message: Utterance, match: re.Match[str]) -> _Span | None:
    return match.start(), match.end(), 0.75


def _ordinal_letter(message: Utterance, match: re.Match[str]) -> _Span | None:
    typed = message.clean[match.start("letter") : match.end()]
    cue = match["year"] or _CUE_BEFORE.search(message.before(match.start(), 20))
    if match["more"]:
        return None
    if typed[0].isupper():
        return match.start(), match.end(), 0.9 if cue else 0.75
    return (match.start(), match.end(), 0.4) if cue and typed[0] not in "aàeijhnt" else None


def _ordinal_course(message: Utterance, match: re.Match[str]) -> _Span | None:
    return (match.start(), match.end(), 0.7) if fold(match["course"]) in _COURSES else None


def _spaced_letter(message: Utterance, match: re.Match[str]) -> _Span | None:
    before, letters = message.before(match.start(), 20), match[2]
    if _NO_CLASS_BEFORE.search(before) or (letters in ("HD", "B") and not _CUE_BEFORE.search(before)):
        return (match.start(), match.end(), 0.35) if letters == "B" else None
    if letters in ("X", "I", "GB", "KM", "U", "HD", "EUR", "A'S") or (letters == "A" and not _CUE_BEFORE.search(before)):
        return None
    return match.start(), match.end(), 0.85 if _CUE_BEFORE.search(before) else 0.6


def _spaced_course(message: Utterance, match: re.Match[str]) -> _Span | None:
    words = match["course"].split()
    first = fold(words[0])
    before = message.before(match.start(), 20)
    capital = words[0][0].isupper()
    if _NO_CLASS_BEFORE.search(before) or first in MONTHS or not (first in _COURSES or capital):
        return None
    others = [fold(word) for word in words[1:] if word not in ("en", "&")]
    together = capital and first in _COURSES and not any(word in lexicon("first_names") - _COURSES for word in others)
    end = match.end() if together else match.start("course") + len(words[0])
    if first in _COURSES:
        return match.start(), end, 0.75 if capital or _CUE_BEFORE.search(before) else 0.5
    if first in lexicon("common_words") or first in lexicon("not_names") or re.match(r"(?:halve|demi|half|b-)", first):
        return None
    return match.start(), end, 0.3


def _okan(message: Utterance, match: re.Match[str]) -> _Span | None:
    if match[1]:
        return match.start(), match.end(), 0.97
    if match[0] == "Okan":
        return None
    return match.start(), match.end(), 0.3


def _stream(message: Utterance, match: re.Match[str]) -> _Span | None:
    return match.start(), match.end(), 0.96


_FORMS = (
    (_GLUED, _glued),
    (_SPACED_LEVEL, _spaced_level),
    (_SPELLED_LEVEL, _spelled_level),
    (_ORDINAL_LETTER, _ordinal_letter),
    (_ORDINAL_COURSE, _ordinal_course),
    (_SPACED_LETTER, _spaced_letter),
    (_SPACED_COURSE, _spaced_course),
    (_OKAN, _okan),
    (_STREAM, _stream),
)
_CASED = (_ORDINAL_COURSE, _SPACED_LETTER, _SPACED_COURSE, _OKAN)
