"""Antwerp's districts, by name or postcode."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from nlu.entities.candidates import Candidate
from nlu.entities.text import Utterance

_AFTER_IT_NO_PLACE = re.compile(
    r"\b(?:clb|cpms|stad|ville d'|ville de|city of|universiteit|universite d'|university of|uni|hogeschool|politie|police|rechtbank|haven|port of|"
    r"royal|fc|rafc|provincie|province d'|kdg|ap|vrij clb|go! clb)\s?(?:regio |centrum )?$"
)
_NO_PLACE_AFTER = re.compile(r"^\s?(?:fc|fans?|match|supporters?|united|speelt|university|port\b|pride)\b")
_MONEY_OR_YEAR = re.compile(r"^\s?(?:euro?s?|eur|€|-\s?20\d\d|/\s?\d|h\b|u\b|km|woorden|words|mots|volgers|keer|fois|times|vbucks|dollars?)")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|sinds|sedert|depuis|since|en|tot|jusqu'en|until|jaar|annee|year|geboren(?: in)?|nee?(?: en)?|born(?: in)?|vanaf|schooljaar|of|de|van|du|for|before|after|voor|na|"
    + r"|".join(
        [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
            "janvier",
            "fevrier",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "aout",
            "septembre",
            "octobre",
            "novembre",
            "decembre",
            "january",
            "february",
            "march",
            "may",
            "june",
            "july",
            "august",
            "october",
        ]
    )
    + r")\s$"
)
_LIVING = re.compile(
    r"\b(?:woon\w*|wonen|postcode|code postal|zip|postal code|adres\w*|adress\w*|habite\w*|live\w*|living|area|zone|buurt|wijk|quartier|regio|rond|dans le|around|near|dichtbij|verhuis\w*|uit|from|school in|jongere)\b"
)
_LIKE_YEARS = frozenset({"2000", "2018", "2020", "2030", "2040", "2050"})


@cache
def _tables() -> tuple[dict[str, str], re.Pattern[str]]:
    data = json.loads((files("nlu.entities") / "data" / "districts.json").read_text(encoding="utf-8"))["districts"]
    names: dict[str, str] = {}
    for district, entry in data.items():
        names |= dict.fromkeys(entry["names"], district) | {str(code): district for code in entry["postcodes"]}
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return names, re.compile(rf"(?<![\w@./+-])(?:({words}))(?:\s(?P<again>antwerpen|anvers|antwerp|{words}))?(?![\w@-]|[.,/]\d)")


def find_districts(message: Utterance) -> Iterator[Candidate]:
    """All districts named; a postcode that is also a year counts where somebody lives there."""
    names, pattern = _tables()
    for match in pattern.finditer(message.folded):
        value, again = names[match[1]], match["again"]
        together = bool(again) and match[1].isdigit() and (names.get(again) == value or again in ("antwerpen", "anvers", "antwerp"))
        end = match.end() if together else match.end(1)
        yield Candidate("district", value, match.start(), end, 0.95 if together else _confidence(message, match))
        if again and not together:
            yield Candidate("district", names[again], match.start("again"), match.end("again"), 0.7)


def _confidence(message: Utterance, match: re.Match[str]) -> float:
    before, after, word = message.before(match.start(), 30), message.after(match.end(1), 20), match[1]
    if word.isdigit():
        if _MONEY_OR_YEAR.search(after) or re.search(r"[€$]\s?$", before):
            return 0.0
        if word not in _LIKE_YEARS:
            return 0.85
        if _LIVING.search(before) or (not before.strip() and not after.strip(" ,.!?")):
            return 0.85
        return 0.2 if _YEAR_BEFORE.search(before) else 0.5
    if _AFTER_IT_NO_PLACE.search(before) or _NO_PLACE_AFTER.search(after):
        return 0.1
    return 0.6 if word.startswith(("ant", "anv")) else 0.85
