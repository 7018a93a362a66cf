"""Districts, languages to be spoken, and the wish for a woman or a man; from the wording alone."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.entities import extract

TODAY = date(2026, 11, 20)


def values(text: str, entity: str) -> list[str | int]:
    return [e.value for e in extract(text, today=TODAY) if e.entity == entity]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ik woon in Merksem", "Merksem"),
        ("2060", "Antwerpen"),
        ("uit 2060", "Antwerpen"),
        ("postcode 2018", "Antwerpen"),
        ("ik woon in 2018", "Antwerpen"),
        ("2140 Borgerhout", "Borgerhout"),
        ("2060 Antwerpen", "Antwerpen"),
        ("j'habite à Hoboken", "Hoboken"),
        ("iets in deurne?", "Deurne"),
        ("deurne-noord", "Deurne"),
        ("adresse à Merksem", "Merksem"),
        ("she lives in Berchem", "Berchem"),
        ("2170", "Merksem"),
        ("ze woont in Ekeren", "Ekeren"),
        ("Zandvliet", "Berendrecht-Zandvliet-Lillo"),
        ("wilrijk", "Wilrijk"),
        ("2660", "Hoboken"),
        ("borsbeek", "Borsbeek"),
        ("ik woon in Antwerpen", "Antwerpen"),
        ("j'habite à Anvers", "Antwerpen"),
    ],
)
def test_district(text: str, value: str) -> None:
    assert values(text, "district") == [value]


@pytest.mark.parametrize(
    "text",
    ["sinds 2018", "in oktober 2020", "2060 euro", "VTI Merksem", "CLB Antwerpen", "geboren in 2000", "0470 20 60 21", "FC Antwerp"],
)
def test_no_district(text: str) -> None:
    assert values(text, "district") == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ze spreken enkel Turks", ["tr"]),
        ("kan het in het Frans?", ["fr"]),
        ("spreekt u Turks", ["tr"]),
        ("Pools aub", ["pl"]),
        ("mama verstaat enkel Roemeens", ["ro"]),
        ("tolk Arabisch nodig", ["ar"]),
        ("ik spreek Dari", ["fa"]),
        ("Farsi of Dari", ["fa", "fa"]),
        ("kan dat in het Berbers", ["ber"]),
        ("gaat da ook in t marokkaans", ["ar"]),
        ("thuis spreken ze Tigrinya", ["ti"]),
        ("liever Engels", ["en"]),
        ("en français svp", ["fr"]),
        ("vous parlez arabe ?", ["ar"]),
        ("maman parle seulement somali", ["so"]),
        ("ils parlent que pachto", ["ps"]),
        ("interprète turc", ["tr"]),
        ("on peut continuer en néerlandais ?", ["nl"]),
        ("darija ça marche ?", ["ar"]),
        ("can we do this in French", ["fr"]),
        ("do you speak arabic", ["ar"]),
        ("they only speak Turkish", ["tr"]),
        ("we need a Bulgarian interpreter", ["bg"]),
        ("the mother understands only Ukrainian", ["uk"]),
        ("switch to Dutch pls", ["nl"]),
        ("i speak kurdish at home", ["ku"]),
        ("I don't speak Dutch, can we do English?", ["en"]),
        ("ze spreken geen Nederlands maar wel Spaans", ["es"]),
        ("pas français mais portugais, ils parlent portugais", ["pt", "pt"]),
        ("geen Turks maar ze spreken Koerdisch", ["ku"]),
        ("chinees praten ze", ["zh"]),
        ("english please", ["en"]),
        ("français", ["fr"]),
    ],
)
def test_language(text: str, codes: list[str]) -> None:
    assert values(text, "contact_language") == codes


@pytest.mark.parametrize(
    "text",
    [
        "een Turks meisje uit de klas",
        "de Poolse familie antwoordt niet",
        "gebuisd op Frans",
        "de les Engels was leeg",
        "de leerkracht Frans is ziek",
        "not Turkish",
        "geen Turks",
        "pas français",
        "ze spreekt geen Nederlands",
        "they don't speak Dutch",
        "prof de néerlandais",
        "une famille turque",
        "a Moroccan boy",
        "toets Latijn",
        "elle ne parle pas français",
    ],
)
def test_no_language(text: str) -> None:
    assert values(text, "contact_language") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("een vrouwelijke coach aub", "female"),
        ("liefst een vrouw als coach", "female"),
        ("ik wil een mannelijke coach", "male"),
        ("coach man graag", "male"),
        ("kan ik een meisje krijgen als coach", "female"),
        ("coach femme possible ?", "female"),
        ("je préfère une femme comme coach", "female"),
        ("un coach masculin", "male"),
        ("je cherche un coach homme", "male"),
        ("a female coach please", "female"),
        ("i would like a male coach", "male"),
        ("can i get a girl coach", "female"),
        ("i'd rather have a woman", "female"),
    ],
)
def test_coach_gender(text: str, value: str) -> None:
    assert values(text, "coach_gender") == [value]


@pytest.mark.parametrize(
    "text",
    [
        "een meisje uit 4B is al weken weg",
        "mijn coach is een vrouw",
        "that man keeps calling",
        "une fille de ma classe",
        "man of vrouw maakt niet uit voor de coach",
        "homme ou femme peu importe comme coach",
        "de man van het secretariaat",
    ],
)
def test_no_coach_gender(text: str) -> None:
    assert values(text, "coach_gender") == []
