"""Counts of absence, in half-days; from the wording alone."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.entities import extract

TODAY = date(2026, 11, 20)

COUNTS = [
    ("hij is 6 halve dagen afwezig", 6, "6 halve dagen"),
    ("zes halve dagen", 6, "zes halve dagen"),
    ("al 7 B-codes en we zijn nog maar oktober", 7, "7 B-codes"),
    ("10 b codes", 10, "10 b codes"),
    ("14 hd joao", 14, "14 hd"),
    ("18 B's staat er achter haar naam", 18, "18 B's"),
    ("16 x een halve dag", 16, "16 x een halve dag"),
    ("13 ongewettigde halve dagen", 13, "13 ongewettigde halve dagen"),
    ("drie dagen afwezig", 6, "drie dagen"),
    ("3 dagen weg zonder briefje", 6, "3 dagen"),
    ("anderhalve dag gespijbeld", 3, "anderhalve dag"),
    ("twee en een halve dag afwezig", 5, "twee en een halve dag"),
    ("2,5 dagen afwezig", 5, "2,5 dagen"),
    ("2½ dagen gemist", 5, "2½ dagen"),
    ("tweeëntwintig halve dagen", 22, "tweeëntwintig halve dagen"),
    ("mist al 12 lesdagen", 24, "12 lesdagen"),
    ("vijf volle dagen afwezig", 10, "vijf volle dagen"),
    ("halve dagen: 9", 9, "halve dagen: 9"),
    ("B-codes: 12", 12, "B-codes: 12"),
    ("een stuk of tien halve dagen", 10, "tien halve dagen"),
    ("5 à 6 halve dagen", 6, "6 halve dagen"),
    ("dertig halve dagen over twee schooljaren", 30, "dertig halve dagen"),
    ("6 halvedagen", 6, "6 halvedagen"),
    ("4 halve lesdagen", 4, "4 halve lesdagen"),
    ("7 demi-jours", 7, "7 demi-jours"),
    ("12 demi jours depuis mi-octobre", 12, "12 demi jours"),
    ("douze demi-journées, zéro certificat", 12, "douze demi-journées"),
    ("vingt et un demi-jours", 21, "vingt et un demi-jours"),
    ("vingt-six demi-jours", 26, "vingt-six demi-jours"),
    ("septante-deux demi-jours", 72, "septante-deux demi-jours"),
    ("9 codes B", 9, "9 codes B"),
    ("absent trois jours", 6, "trois jours"),
    ("elle a manqué un jour et demi", 3, "un jour et demi"),
    ("il a loupé une journée et demie", 3, "une journée et demie"),
    ("absent deux jours et demi", 5, "deux jours et demi"),
    ("6 1/2 jours pour Tiago", 6, "6 1/2 jours"),
    ("10 absences injustifiées d'un demi-jour", 10, "10 absences injustifiées d'un demi-jour"),
    ("trente-quatre demi-jours", 34, "trente-quatre demi-jours"),
    ("quinze demi-jours injustifiés", 15, "quinze demi-jours"),
    ("8 half-days", 8, "8 half-days"),
    ("six half days", 6, "six half days"),
    ("twelve unexcused half-days", 12, "twelve unexcused half-days"),
    ("a day and a half absent", 3, "a day and a half"),
    ("missed two and a half days", 5, "two and a half days"),
    ("absent for three days", 6, "three days"),
    ("ten B-codes", 10, "ten B-codes"),
    ("twenty-one half-days", 21, "twenty-one half-days"),
    ("the 8th half-day", 8, "8th half-day"),
    ("la huitième demi-journée", 8, "huitième demi-journée"),
    ("B x 15", 15, "B x 15"),
    ("thirty half-days", 30, "thirty half-days"),
    ("al tien codes", 10, "tien codes"),
    ("5 full days absent", 10, "5 full days"),
    ("6 hele dagen afwezig", 12, "6 hele dagen"),
    ("20 demi-journées", 20, "20 demi-journées"),
    ("onze demi-jours", 11, "onze demi-jours"),
]


@pytest.mark.parametrize(("text", "value", "span"), COUNTS)
def test_count(text: str, value: int, span: str) -> None:
    found = [(e.value, e.text) for e in extract(text, today=TODAY) if e.entity == "half_days"]
    assert found == [(value, span)]


@pytest.mark.parametrize(
    "text",
    [
        "klas 3A",
        "leerling van 4B",
        "niveau A2 voor Nederlands",
        "ik antwoord binnen 3 dagen",
        "il y a trois jours j'ai écrit",
        "three days ago I called",
        "sinds drie dagen",
        "elke dag hetzelfde",
        "une bonne journée",
        "have a nice day",
        "nog een fijne dag",
        "een dag later",
        "geschorst voor 3 dagen schorsing",
        "15 jaar",
        "op 3 november",
        "3e B",
        "10 leerlingen",
        "al twee weken weg",
        "2 mails gestuurd",
        "0,5 punten",
    ],
)
def test_no_count(text: str) -> None:
    assert [e.text for e in extract(text, today=TODAY) if e.entity == "half_days"] == []
