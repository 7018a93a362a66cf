"""A wish for a woman or a man as coach."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.candidates import Candidate
from nlu.entities.text import Utterance

_FEMALE = r"vrouwelijke?n?|vrouwlijke?|vrouw(?:en|tje)?|madam|meisje|meiden|meid|dame|juffrouw|juf|feminine?|femmes?|dame|fille|meuf|female|wom[ae]n|lady|girl|gyal|chick|grietje|griet|coachin|coache|educatrice|zus|soeur|sister"
_MALE = r"mannelijke?n?|manlijke?|man(?:nen)?|jongen|gast|kerel|vent|gozer|meneer|masculine?|homme|mec|gars|monsieur|male|men|guy|garcon|boy|dude|bro|broer|frere|brother"
_GENDER = re.compile(rf"(?<![\w'-])(?:({_FEMALE})|({_MALE}))(?![\w-])")
_WISH = re.compile(
    r"\b(?:coach\w*|begeleid\w*|iemand|medewerker\w*|hulpverlener\w*|psycholo\w*|praten\b|spreken|liever|liefst|bij voorkeur|voorkeur|wil(?:len)?\b|graag|zou|mag|nodig|doe\b|toch|meant|make that|get\b|give\b|have\b|instead|as coach|si possible|possible|a la place|clique|coche|demande\w*|gevraagd|gezet|mieux|easier|beter|accompagn\w*|quelqu'un|qqn|prefer\w*|plutot|parler|voudrais|veux|aimerais|intervenant\w*|educat\w*|someone|somebody|prefer\w*|rather|want\w*|would like|talk to|speak (?:to|with)|please|pls|svp|stp|aub|ipv|instead|au lieu|peer|buddy|mentor|tolk|interpret\w*|counsel\w*)"
)
_NEAR_COACH = re.compile(
    r"\b(?:coach\w*|begeleid\w*|medewerker\w*|hulpverlener\w*|psycholo\w*|accompagn\w*|intervenant\w*|educat\w*|mentor|peer|buddy|counsel\w*|tolk|interpret\w*)"
)
_REFUSED = re.compile(
    r"\b(?:geen|niet|ni|nie|pas|not|no|non|dan|than|ipv|in plaats van|instead of|au lieu d[eu']|plutot que|que|van|deze|die|dieje|this|that|cet|cette|ce|is|was|est|mijn|mn|my|mon|ma|zijn|haar|his|her|sa|son|was|now|nu)\s(?:een |ne |nen |a |an |un |une |d'|de |ne |nu een |with a )?$"
)
_EITHER = re.compile(rf"(?<![\w'-])(?:{_FEMALE}|{_MALE})\s?(?:/|of|or|ou|en|and|et)\s?(?:een |a |un |une )?(?:{_FEMALE}|{_MALE})(?![\w-])")
_ADJECTIVES = re.compile(r"^(?:vrouwe?lijk|mannelijk|manlijk|feminin|masculin|female|male)")
_KIN = frozenset(["zus", "soeur", "sister", "broer", "frere", "brother", "bro", "gast"])


def find_coach_genders(message: Utterance) -> Iterator[Candidate]:
    """Words for a woman or a man, with how likely each tells what coach is wished for."""
    either = [match.span() for match in _EITHER.finditer(message.folded)]
    for match in _GENDER.finditer(message.folded):
        value = "female" if match[1] else "male"
        no_preference = any(start <= match.start() < end for start, end in either)
        confidence = 0.06 if no_preference else _confidence(message, match)
        yield Candidate("coach_gender", value, match.start(), match.end(), confidence)


def _confidence(message: Utterance, match: re.Match[str]) -> float:
    before, after = message.before(match.start(), 60), message.after(match.end(), 40)
    around = before + " | " + after
    if not _WISH.search(around):
        return 0.06 if len(message.folded.split()) > 4 else 0.3
    if _REFUSED.search(before):
        return 0.12
    if _ADJECTIVES.match(match[0]):
        beside = re.match(rf"\s{_NEAR_COACH.pattern}", after) or re.search(rf"{_NEAR_COACH.pattern}\s$", before)
        return 0.92 if beside else 0.85 if _NEAR_COACH.search(around) else 0.7
    if match[0] in _KIN:
        return 0.08
    return 0.55 if _NEAR_COACH.search(around) or re.search(r"\b(?:liever|liefst|voorkeur|prefer\w*|plutot|rather)\b", around) else 0.25
