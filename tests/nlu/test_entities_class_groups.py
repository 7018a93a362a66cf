"""Names of classes; from the wording alone."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.entities import extract

TODAY = date(2026, 11, 20)

CLASSES = [
    ("amira vd 4B is weg", "4B"),
    ("uit 3TSO2", "3TSO2"),
    ("4tso1", "4TSO1"),
    ("OKAN 2", "OKAN 2"),
    ("truancy okan 2", "OKAN 2"),
    ("okan3", "OKAN3"),
    ("leerling uit 5 BSO", "5 BSO"),
    ("merve uit 5 bso is weg", "5 BSO"),
    ("klas 2c", "2C"),
    ("classe de 3e C", "3E C"),
    ("la 4e B est vide", "4E B"),
    ("een jongetje in 1A", "1A"),
    ("2de jaar B", "2DE JAAR B"),
    ("5de jaar bso", "5DE JAAR BSO"),
    ("élève de 2e année C", "2E ANNÉE C"),
    ("6 EMT", "6 EMT"),
    ("6 Latijn, afwezig", "6 LATIJN"),
    ("5 Moderne Talen", None),
    ("3 Mechanica", "3 MECHANICA"),
    ("in 6 bakkerij", "6 BAKKERIJ"),
    ("uit 5de Lassen", "5DE LASSEN"),
    ("4BSO Hout", "4BSO HOUT"),
    ("3 BSO Haarzorg", "3 BSO HAARZORG"),
    ("zesde TSO", "ZESDE TSO"),
    ("in 3BSOa", "3BSOA"),
    ("uit 2Ab", "2AB"),
    ("in 2B3", "2B3"),
    ("en 5TQ coiffure", "5TQ"),
    ("5TQ2", "5TQ2"),
    ("3TQ1", "3TQ1"),
    ("7P", "7P"),
    ("7e TQ", "7E TQ"),
    ("4STW", "4STW"),
    ("Sien uit 5HW", "5HW"),
    ("she sits in 1B and cries", "1B"),
    ("my 4TSO french class", "4TSO"),
    ("4 Haarzorg", "4 HAARZORG"),
    ("4 kantoor", "4 KANTOOR"),
    ("group 6TSO", "6TSO"),
    ("6WEWI", "6WEWI"),
    ("klas: 3stw", "3STW"),
    ("1B-stroom", "1B-STROOM"),
]


@pytest.mark.parametrize(("text", "value"), [case for case in CLASSES if case[1]])
def test_class(text: str, value: str) -> None:
    assert [e.value for e in extract(text, today=TODAY) if e.entity == "class_group"] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "niveau A2",
        "level B1 for Dutch",
        "om 3u",
        "à 2h du matin",
        "de 3e keer",
        "2 jaar geleden",
        "6 halve dagen",
        "10 B-codes",
        "14 B",
        "3x te laat",
        "hij woont in de Kerkstraat 4B",
        "bus 5A",
        "lokaal 3B",
        "tram 4A",
        "op 3 november",
        "4 kinderen",
        "3 Juni",
        "i need 2 b there",
        "the 3rd",
        "4th time",
        "5km lopen",
        "5G is gevaarlijk voor mijn gsm",
        "20 leerlingen",
        "in het vierde middelbaar",
        "2 Turkse jongens",
    ],
)
def test_no_class(text: str) -> None:
    assert [e.text for e in extract(text, today=TODAY) if e.entity == "class_group"] == []


def test_article_and_word_before_stay_outside() -> None:
    (entity,) = (e for e in extract("hij zit in de klas 4B sinds kort", today=TODAY) if e.entity == "class_group")
    assert (entity.text, entity.start) == ("4B", 19)
