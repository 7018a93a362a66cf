"""Schools by form and by the directory; from the wording alone."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.entities import SchoolNames, extract

TODAY = date(2026, 11, 20)
DIRECTORY = SchoolNames.of(
    [
        "Stedelijk Lyceum Vlierhof",
        "GO! Atheneum Zuiderdok",
        "VTI Merksem",
        "Sint-Godelieve Instituut",
        "Don Bosco Hoboken",
        "Collège Saint-Gommaire",
        "Technisch Instituut Noordkaai",
    ]
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("leerling van VTI Merksem", "VTI Merksem"),
        ("ik werk op het Stedelijk Lyceum Linkeroever en", "Stedelijk Lyceum Linkeroever"),
        ("GO! Atheneum De Schelde meldt", "GO! Atheneum De Schelde"),
        ("op het Atheneum Ijsvogel in Merksem", "Atheneum Ijsvogel"),
        ("het Sint-Amandus College belt", "Sint-Amandus College"),
        ("school: Sint-Walburgisinstituut / ll: X", "Sint-Walburgisinstituut"),
        ("de Middenschool De Reiger", "Middenschool De Reiger"),
        ("secretariaat van KTA De Meerpaal", "KTA De Meerpaal"),
        ("au Collège Saint-Gommaire, elle manque", "Collège Saint-Gommaire"),
        ("l'Athénée royal du Stuivenberg", "Athénée royal du Stuivenberg"),
        ("au Lycée des Docks", "Lycée des Docks"),
        ("l'Institut technique du Port", "Institut technique du Port"),
        ("Institut Sainte-Odile", "Institut Sainte-Odile"),
        ("missing from Don Bosco Merelhof since", "Don Bosco Merelhof"),
        ("Xaverius Instituut Linkeroever", "Xaverius Instituut Linkeroever"),
        ("vti schelderand", "vti schelderand"),
        ("CDO Havenstad", "CDO Havenstad"),
        ("College van het Heilig Kruis", "College van het Heilig Kruis"),
        ("De Schakel BuSO", "De Schakel BuSO"),
        ("de Spectrumschool Deurne", "Spectrumschool Deurne"),
        ("Steinerschool De Kiem", "Steinerschool De Kiem"),
        ("Koninklijk Atheneum Rivierenhof", "Koninklijk Atheneum Rivierenhof"),
        ("Technisch Atheneum Zuiderdok", "Technisch Atheneum Zuiderdok"),
    ],
)
def test_by_form(text: str, value: str) -> None:
    assert [e.value for e in extract(text, today=TODAY) if e.entity == "school"] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "de school belt niet terug",
        "naar school gaan",
        "mijn atheneum",
        "het college beslist",
        "l'école ne répond pas",
        "the high school teacher",
        "hogeschool",
        "Sinterklaas komt",
        "de Campus is leeg",
        "een andere school zoeken",
        "die lycée",
    ],
)
def test_no_school(text: str) -> None:
    assert [e.text for e in extract(text, today=TODAY) if e.entity == "school"] == []


@pytest.mark.parametrize(
    ("text", "value", "official"),
    [
        ("leerling van stedelijk lyceum vlierhof", "stedelijk lyceum vlierhof", "Stedelijk Lyceum Vlierhof"),
        ("op het Stedelijk Lyceum Vlierhoff", "Stedelijk Lyceum Vlierhoff", "Stedelijk Lyceum Vlierhof"),
        ("ze zit op vlierhof", "vlierhof", "Stedelijk Lyceum Vlierhof"),
        ("Atheneum Zuiderdok", "Atheneum Zuiderdok", "GO! Atheneum Zuiderdok"),
        ("vti merksem", "vti merksem", "VTI Merksem"),
        ("Sint Godelieve instituut", "Sint Godelieve instituut", "Sint-Godelieve Instituut"),
        ("don bosco hoboken", "don bosco hoboken", "Don Bosco Hoboken"),
        ("au college saint-gommaire", "college saint-gommaire", "Collège Saint-Gommaire"),
        ("TI Noordkaai", "Noordkaai", "Technisch Instituut Noordkaai"),
    ],
)
def test_by_directory(text: str, value: str, official: str) -> None:
    found = [(e.value, e.official) for e in extract(text, today=TODAY, schools=DIRECTORY) if e.entity == "school"]
    assert found == [(value, official)]


def test_another_school_of_the_same_type_is_not_taken_for_it() -> None:
    (entity,) = (e for e in extract("Stedelijk Lyceum Waterkant", today=TODAY, schools=DIRECTORY) if e.entity == "school")
    assert (entity.value, entity.official) == ("Stedelijk Lyceum Waterkant", None)


def test_two_that_are_equally_near_are_none() -> None:
    directory = SchoolNames.of(["VTI De Brug", "VTI De Burg"])
    (entity,) = (e for e in extract("VTI De Brg", today=TODAY, schools=directory) if e.entity == "school")
    assert entity.official is None
