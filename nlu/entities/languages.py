"""Languages that are named as the one to speak, as ISO 639-1 codes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from nlu.entities.candidates import Candidate
from nlu.entities.text import Utterance

_REFUSED = re.compile(
    r"\b(?:geen|niet(?: in het)?|ni|nie|not(?: in| speak)?|no|pas(?: en| de| le| du| l')?|ni(?: le| l')?|non|dan(?: een)?|than|ipv|in plaats van|instead of|au lieu d[eu']|plutot que(?: le| l')?|"
    r"amper|nauwelijks|hardly|barely|a peine|slecht|weinig|zonder|sans|without|behalve|ni en|noch|nor|don't (?:speak|understand|know|read)(?: any)?|(?:doesn't|cannot|can't|dont|doesnt|cant) (?:speak|understand|know|read)(?: any)?|"
    r"snap(?: ik)? geen|(?:begrijpt?|verstaa?t?) geen|not good in|bad at|slecht in|pas tres bien|pas bien)\s(?:het |le |la |any |goed |much |very |l'|que du |more )?$"
)
# What the other side does now is not what is asked for: "ge antwoordt in het engels".
_DONE_NOW = re.compile(
    r"\b(?:ge|gij|jij|je|u|tu|vous|you|chat|bot|form|message|bericht|alles|tout|boutons?|everything|waarom|wrm|pourquoi|pk|why|ineens|terug|toujours|elke keer|always|le chat|coach)\s(?:\w+\s){0,4}?"
    r"(?:antwoordt|schrijft|begint|staat|repond\w*|ecri\w*|arrived?|opened|replies|answer(?:s|ing)|writes?|is|are|est|sont|restent)\s(?:\w+\s){0,3}?(?:in (?:het |t |'t )?|en |au )?$"
)
_BADLY = re.compile(
    r"\b(?:klein beetje|beetje|bit(?: of)?|little|un peu(?: de| d')?|petit|my|mijn|mn|mon|notre|onze|our|your|uw|ton|votre|his|her|haar|zijn|son|leur|moitie|half|woord|word|mot de|not a word of|geen woord)\s$"
)
_FAILED = re.compile(r"\b(?:buis\w*|gebuisd|punten|onvoldoende|tekort|examen|toets|herexamen|note)\s(?:op|voor|van|in|en)\s(?:het )?$")
_ONLY = re.compile(r"\b(?:pas d'autre|que|not just|niet alleen|pas seulement|ne \w+ (?:pas )?que|pas que|no other than)\s(?:le |l'|du )?$")
_REFUSED_AFTER = re.compile(
    r"^\s?(?:(?:is|was|est|sont|gaat|lukt|praten|spreken|verstaan|begrijpen|kan|ken)\s)?(?:echt |nog |toch |zo |not |pas |really |still |very |encore |tres |een beetje |a bit |a little |un peu |so |wat )*"
    r"(?:niet\b|ni\b|nie\b|slecht|bad\b|not\b|pas\b|rouille\w*|rusty|roestig|weak|zwak|moeilijk|difficile|hard\b|nul\b|is slecht|mauvais|so so|lukt niet)"
)
_SPEAK = re.compile(
    r"\b(?:spre(?:e)?k\w*|spraken|praat\w*|praten|praatte|taal\w*|talen|talig|tolk\w*|vertal\w*|vertaal\w*|versta\w*|begrijp\w*|moedertaal|thuistaal|kent?\b|kan\b|kunnen|kunt|kunde|mag|doe\b|zet\b|schrijf\w*|schrijven|typ\w*|antwoord\w*|verder|overschakelen|switch\w*|wissel\w*|verander\w*|"
    r"parl\w*|langue|interprete|tradu\w*|compren\w*|ecri\w*|continuer|poursuivre|passe[rz]?\b|chang\w*|mets|mettre|repond\w*|exprimer|communi\w*|speak\w*|spoke\w*|talk\w*|language|interpreter|translat\w*|understand\w*|writ\w*|chat\b|reply|answer|repeat|say\b|continue|carry on|prefer\w*|prefere\w*|liever|rather|plutot|better|beter|mieux|only know\w*|please|pls|plz|svp|stp|aub|possible|mogelijk|graag)"
)
_SUBJECT = re.compile(
    r"\b(?:les|lessen|lesuur|leerkracht|leraar|lerares|juf|meester|prof\w*|cours|toets\w*|examen\w*|buis\w*|gebuisd|punten|huiswerk|vak|vakken|taak|taken|boek|teacher|lesson\w*|test|exam\w*|homework|class|classes|devoirs?|interro\w*|note|notes|grammaire|matiere|vocab\w*|examens?|herexamen|bijles|redactie|opstel|essay|leren\b|learn\w*|apprendre|film|serie|muziek|liedje|song|chanson|restaurant|eten|food|pizza|recept|recipe)\s"
)
_PEOPLE_AFTER = re.compile(
    r"^\s(?:meisje|jongen|jongens|leerling|leerlinge|gezin|familie|ouders|mama|papa|vader|moeder|vriend\w*|origine|roots|afkomst|school|les\b|leerkracht|girl|boy|student|pupil|family|parents|mother|father|friend|teacher|lesson|class|homework|test|exam|food|restaurant|film|origin|guy|kid|lycee|fries|beer|frites|gouvernement|passport|paspoort)"
)
_INTERPRETER_AFTER = re.compile(
    r"^\s?(?:tolk|vertal\w*|spreke\w*|sprekende|talige?|interpreter|speak\w*|translator|version|versie|graag|please|pls|plz|svp|stp|aub|possible|mogelijk|kan\b|ok\b|possible)"
)
_IN = re.compile(r"\b(?:in(?: het| 't| t)?|en|naar(?: het)?|to|au|vers le|op|het|t|spreekt|spreken|speak|speaks|parle|parlent|talk|praat|praten)\s$")
_INFLECTED = re.compile(r"(?:e|er|en|s)$")


@cache
def _codes() -> dict[str, str]:
    data = json.loads((files("nlu.entities") / "data" / "languages.json").read_text(encoding="utf-8"))["names"]
    return {name: code for code, names in data.items() for name in names} | {"nl": "nl"}


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(name) for name in sorted(_codes(), key=len, reverse=True))
    return re.compile(rf"(?<![\w@.-])({words})(?P<ending>e|talige?|stalige?|es)?(?![\w@-]|\.\w)")


@cache
def _beginnings() -> frozenset[str]:
    """First letters of the names: what no word of a message begins with, needs no search."""
    return frozenset(name[:4] for name in _codes())


def find_languages(message: Utterance) -> Iterator[Candidate]:
    """Languages with how likely each is one to be spoken, rather than a school subject, a people, or one that is not spoken."""
    if not any(token.folded[:4] in _beginnings() for token in message.tokens):
        return
    for match in _pattern().finditer(message.folded):
        yield Candidate("contact_language", _codes()[match[1]], match.start(), match.end(), _confidence(message, match))


def _confidence(message: Utterance, match: re.Match[str]) -> float:
    before, after = message.before(match.start(), 60), message.after(match.end(), 40)
    if match["ending"] in ("e", "es") or match[1] in ("turque", "grecque"):
        named = _INTERPRETER_AFTER.search(after) or re.search(r"\b(?:langue(?: maternelle)?|version)\s$", before)
        return 0.7 if named else 0.06
    if _REFUSED.search(before) and not _ONLY.search(before):
        return 0.06
    if _PEOPLE_AFTER.search(after):
        return 0.06
    if _REFUSED_AFTER.search(after):
        return 0.12
    if _DONE_NOW.search(before) or _BADLY.search(before):
        return 0.2
    if len(match[1]) == 2:
        return 0.5 if _SPEAK.search(before + " " + after) or len(message.folded) < 12 else 0.06
    subject = _SUBJECT.search(before[-30:] + " " + after[:20] + " ")
    if _FAILED.search(before):
        return 0.1
    spoken = bool(_SPEAK.search(before + " | " + after))
    if subject and not _IN.search(before):
        return 0.15
    if spoken:
        return 0.7 if _IN.search(before) or _INTERPRETER_AFTER.search(after) else 0.6
    if len(message.folded.split()) <= 4:
        return 0.65
    return 0.5 if _IN.search(before) else 0.3
