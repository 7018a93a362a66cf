"""Ages; from the wording alone."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.entities import extract

TODAY = date(2026, 11, 20)

AGES = [
    ("hij is 15 jaar", 15),
    ("Blessing Owusu, 16 jaar", 16),
    ("een 16-jarige jongen", 16),
    ("een zestienjarige van het atheneum", 16),
    ("ze is vijftien", 15),
    ("zeventien jaar oud", 17),
    ("yusuf 15j 3TSO", 15),
    ("jongere van 17 jaar", 17),
    ("ik ben 14", 14),
    ("leeftijd: 13", 13),
    ("j'ai 15 ans", 15),
    ("jai 15", 15),
    ("une fille de 16 ans", 16),
    ("il a quinze ans", 15),
    ("elle a dix-sept ans", 17),
    ("Thapa (13 ans) a loupé", 13),
    ("âge : 16", 16),
    ("i'm 16", 16),
    ("im 14", 14),
    ("he is 15 years old", 15),
    ("a 14-year-old", 14),
    ("14yo boy", 14),
    ("she's seventeen", 17),
    ("pupil aged 12", 12),
    ("Hamid (16) heeft", None),
]


@pytest.mark.parametrize(("text", "value"), [case for case in AGES if case[1]])
def test_age(text: str, value: int) -> None:
    assert [e.value for e in extract(text, today=TODAY) if e.entity == "age"] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "al 15 jaar leerkracht",
        "ik geef al twintig jaar les",
        "25 ans d'expérience",
        "depuis 3 ans",
        "2 jaar vertraging",
        "twee jaar blijven zitten",
        "twee jaar geleden",
        "il y a deux ans",
        "11 halve dagen",
        "14 hd",
        "12 dagen",
        "15 punten op 20",
        "16 uur",
        "15 leerlingen",
        "15 november",
        "12/11",
        "klas 4B",
        "0470 12 34 56",
        "15 euro",
        "15%",
    ],
)
def test_no_age(text: str) -> None:
    assert [e.text for e in extract(text, today=TODAY) if e.entity == "age"] == []
