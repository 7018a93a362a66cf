"""Which date is the one since when; without the tagger, from the wording alone, counted from Friday 20 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.entities import extract

TODAY = date(2026, 11, 20)

SINCE = [
    ("ze is weg sinds 3/11", "2026-11-03"),
    ("afwezig sinds maandag", "2026-11-16"),
    ("sinds vorige vrijdag komt hij niet meer", "2026-11-13"),
    ("is er al van 5 oktober niet meer geweest", "2026-10-05"),
    ("vanaf 14/09 nooit meer gezien", "2026-09-14"),
    ("afwezig zonder reden sinds 10.10.2026", "2026-10-10"),
    ("sedert eind september woont hij de lessen niet meer bij, ongewettigd", "2026-09-30"),
    ("sinds de herfstvakantie niet meer gezien", "2026-11-09"),
    ("al twee weken niet meer gezien", "2026-11-06"),
    ("is al 3 weken afwezig", "2026-10-30"),
    ("al weg sinds de 12e", "2026-11-12"),
    ("weg sinds eergisteren", "2026-11-18"),
    ("sinds drie dagen niet meer gekomen", "2026-11-17"),
    ("sinds gisteren thuis zonder briefje", "2026-11-19"),
    ("hij is definitief uitgesloten op 2 november", "2026-11-02"),
    ("sinds begin van de maand afwezig", "2026-11-01"),
    ("afwezig sinds 21 november", "2025-11-21"),
    ("absent depuis lundi", "2026-11-16"),
    ("elle n'est plus venue depuis le 3/11", "2026-11-03"),
    ("absente sans motif depuis hier", "2026-11-19"),
    ("on l'a plus vu depuis le 2", "2026-11-02"),
    ("absent depuis trois jours", "2026-11-17"),
    ("il brosse depuis 3 semaines", "2026-10-30"),
    ("absente depuis la rentrée", "2026-09-01"),
    ("il est absent depuis la Toussaint", "2026-11-01"),
    ("exclu depuis le 13 novembre", "2026-11-13"),
    ("absent dès le 2/11", "2026-11-02"),
    ("absente à dater du 4 novembre", "2026-11-04"),
    ("elle a été exclue il y a trois jours", "2026-11-17"),
    ("ça fait deux semaines qu'il est absent", "2026-11-06"),
    ("absent depuis mardi de la semaine passée", "2026-11-10"),
    ("absent since last Tuesday", "2026-11-17"),
    ("gone since last Friday", "2026-11-13"),
    ("hasn't come since 3 November", "2026-11-03"),
    ("since two weeks he is absent", "2026-11-06"),
    ("not in school since the 14th of October", "2026-10-14"),
    ("absent since the beginning of november", "2026-11-01"),
    ("she has been missing for three weeks", "2026-10-30"),
    ("expelled last Monday", "2026-11-16"),
    ("absent since yesterday", "2026-11-19"),
    ("truant since September", "2026-09-01"),
    ("absent since the autumn break", "2026-11-09"),
    ("missing since tues", "2026-11-17"),
    # bare answers
    ("3 november", "2026-11-03"),
    ("sinds vorige maandag", "2026-11-16"),
    ("depuis lundi", "2026-11-16"),
    ("since last week", "2026-11-09"),
    ("two weeks ago", "2026-11-06"),
    ("le 3 novembre", "2026-11-03"),
    ("euh vorige week denk ik", "2026-11-09"),
]


@pytest.mark.parametrize(("text", "expected"), SINCE)
def test_since(text: str, expected: str) -> None:
    assert [e.value for e in extract(text, today=TODAY) if e.entity == "since"] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "de vergadering is op 3/11",
        "het gesprek met de ouders van maandag ging goed",
        "hij is geboren op 12/03/2010",
        "oudercontact volgende maandag",
        "rdv lundi prochain avec la mère",
        "elle est née le 12 mars 2010",
        "her birthday is on 3 November",
        "the meeting on Monday was cancelled",
        "kunnen we morgen bellen",
        "ik heb vorige week een melding gedaan, hoe ver staat het",
        "ik wacht al twee weken op antwoord",
        "j'attends une réponse depuis deux semaines",
        "I have been waiting for an answer for two weeks",
        "elke maandag hetzelfde liedje",
        "hij moet tegen maandag een attest binnenbrengen",
        "absent vanaf 1 december 2027",
        "un contrat du 1/9 au 30/6",
        "ik geef al twintig jaar les",
    ],
)
def test_other_dates(text: str) -> None:
    assert [e.text for e in extract(text, today=TODAY) if e.entity == "since"] == []


def test_span_is_the_date_alone() -> None:
    (entity,) = extract("weg sinds vorige vrijdag, niets gehoord", today=TODAY)
    assert (entity.text, entity.start, entity.end) == ("vorige vrijdag", 10, 24)
