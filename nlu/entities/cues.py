"""Wordings that tell what a number or a date in the same sentence is about. All patterns are for folded text."""

from __future__ import annotations

import re
from typing import Literal

from nlu.entities.text import Utterance

Cue = Literal["gone", "excluded", "appointment", "lasting"]
_MOST_CHARACTERS = 4000

_ABSENCE = re.compile(
    r"\b(?:(?:niet|nie?|nimeer|nooit) meer\b|no longer|afwezig\w*|afw|weg\b|wegblij\w*|weggebleven|blijft weg|blijft thuis|thuis(?:ge\w+)?\b|gemist|mist\b|missen|spijbel\w*|brost?\b|brossen|brosse\w*|skip\w*|zonder (?:geldige |wettige )?"
    r"(?:reden|attest|briefje|bericht)|ongewettigd\w*|onwettig\w*|niet (?:meer )?(?:geweest|gekomen|gezien|verschenen|komen|gegaan|naar school)|ni(?:e|ks|x)?\b (?:meer )?(?:geweest|gekomen|gezien|gegaan|naar school)|komt (?:al )?ni(?:et|e)?\b|"
    r"nergens|spoorloos|geen (?:enkel )?(?:teken|spoor|les)|absen\w*|abs\b|manqu\w*|loup\w*|rat(?:e|ee|er|es)\b|seche\w*|plus (?:venu|vu|alle|revenu|la|aucun|jamais|donne)\w*|vient (?:pas|plus)|disparu\w*|"
    r"ecole buissonniere|sans (?:motif|justif\w*|certificat|nouvelle\w*|excuse)|injustifi\w*|non justifi\w*|miss(?:ed|ing|es)?\b|unexcused|unauthori[sz]ed|unjustified|truan\w*|gone\b|vanished|away\b|"
    r"(?:not|n't|nt|never|stopped|no longer) (?:\w+ ){0,2}(?:com\w*|been|shown|show\w*|seen|attend\w*|in\b|here|there)|stay\w* (?:at )?home|out of school|bunk\w*|b-?codes?|code b|last (?:spotted|seen)|laatst gezien|no sign|geen voet|pas mis (?:un|les) pied|plus mis|set (?:a )?foot)"
)
_EXCLUSION = re.compile(
    r"\b(?:uitgesloten|uitsluiting|buiten(?:gezet|gesmeten|gevlogen|gegooid)|geschorst|exclu(?:e|s|es|sion)?\b|renvoy\w*|renvoi\b|vire(?:e|s)?\b|expel\w*|excluded|exclusion|kicked out|thrown out|suspended|uitgeschreven|weggestuurd|definitief (?:weg|verwijderd|buiten)|verwijderd|buiten(?:gevlogen|gebonjourd)|vloog(?: \w+)? (?:er)?uit|vloog eruit|shown the door|out on (?:his|her)|eruit (?:gezet|gevlogen|gegooid|gebonjourd)|uit (?:de |onze )?school gezet|gezet werd|"
    r"mise? (?:dehors|a la porte)|dehors|sorti(?:e|s)? definitivement|ecarte\w*|rayee?\b|put out|showed \w+(?: \w+)? the door|left school|i quit\b|dropped out|stopped school|removed from|lost (?:his|her) place|out for good|gestopt|arrete l'ecole)"
)
# What a date is about when it is neither the beginning of an absence nor of an exclusion.
_OTHER_DATE = re.compile(
    r"\b(?:vergader\w*|gesprek\w*|overleg\w*|afspraak|oudercontact|klassenraad|mdo|rapport|proefwerk\w*|exam\w*|toets\w*|jarig\w*|verjaar\w*|geboren|deadline|huisbezoek|stage (?:begint|start)|"
    r"gebeld|belde|gemaild|mailde|gesproken|gemeld|melding|aangemeld|ingediend|gevraagd|geantwoord|reunion|rdv|rendez-vous|entretien|conseil|concertation|anniversaire|nee? le|naissance|visite|appele|ecrit|envoye|"
    r"signale\w*|signalement|contacte\w*|parle\b|meeting\w*|appointment\w*|interview|conference|birthday|born|hearing|talked|spoke\b|called|phoned|emailed|mailed|wrote|reported|submitted|sent\b|filed|morgen|volgende|tomorrow|next\b|demain|prochaine?)"
)
# Something else that has been lasting: somebody waits, works or lives here, knows somebody.
_OTHER_DURATION = re.compile(
    r"\b(?:wacht\w*|antwoord\w*|reactie|gereageerd|werk (?:hier|al)|sta (?:hier|al)|woon\w*|wonen|in belgie|in antwerpen|ken(?:nen)?\b|samen met|zwanger|lief\b|attend(?:s|ons|re|ant)\b|reponse|reagi\w*|travaille|habite|en belgique|enceinte|"
    r"wait\w*|answer\w*|repl(?:y|ied|ies)|heard (?:back|from)|work(?:ing|ed)? (?:here|at|as)|live(?:s|d)? (?:here|in)|in belgium|know\w*|pregnant|teach\w*|coordinator|leerkracht hier|prof ici|in dienst|rapport\w*|report(?:ed)?\b|dossier ingediend)"
)

_PATTERNS: dict[Cue, re.Pattern[str]] = {
    "gone": _ABSENCE,
    "excluded": _EXCLUSION,
    "appointment": _OTHER_DATE,
    "lasting": _OTHER_DURATION,
}
CUES: tuple[Cue, ...] = tuple(_PATTERNS)


def cues_in(message: Utterance) -> dict[Cue, list[int]]:
    """Where each kind of cue begins; looked up once for a message."""
    known: dict[Cue, list[int]] | None = message.memory.get("cues")
    if known is None:
        text = message.folded[:_MOST_CHARACTERS]
        known = {name: [match.start() for match in pattern.finditer(text)] for name, pattern in _PATTERNS.items()}
        message.memory["cues"] = known
    return known


def is_near(message: Utterance, name: Cue, start: int, end: int, *, before: int = 60, after: int = 60) -> bool:
    """Whether such a cue stands at most that many characters before or after, in the same sentence, and not inside."""
    places = cues_in(message)[name]
    if not places:
        return False
    low, high = message.bounds(start, end, before, after)
    return any(low <= place < start or end <= place < high for place in places)
