"""Dates as they are said, counted from Friday 20 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.entities.dates import find_dates
from nlu.entities.text import Utterance

TODAY = date(2026, 11, 20)

CASES = [
    # by the calendar, Dutch
    ("3/11", "2026-11-03"),
    ("03/11/2026", "2026-11-03"),
    ("3/11/26", "2026-11-03"),
    ("3-11-2026", "2026-11-03"),
    ("03.11.2026", "2026-11-03"),
    ("2026-11-03", "2026-11-03"),
    ("21/11", "2025-11-21"),
    ("1/9", "2026-09-01"),
    ("31/12", "2025-12-31"),
    ("29/2", "2024-02-29"),
    ("3 november", "2026-11-03"),
    ("3 nov.", "2026-11-03"),
    ("3 nov 2026", "2026-11-03"),
    ("3 november 2025", "2025-11-03"),
    ("3de november", "2026-11-03"),
    ("1 september", "2026-09-01"),
    ("21 november", "2025-11-21"),
    ("de vierde van november", "2026-11-04"),
    ("maandag 9 november", "2026-11-09"),
    ("ma 9/11", "2026-11-09"),
    ("begin september", "2026-09-01"),
    ("half oktober", "2026-10-15"),
    ("eind oktober", "2026-10-31"),
    ("eind december", "2025-12-31"),
    ("begin van de maand", "2026-11-01"),
    ("begin vorige maand", "2026-10-01"),
    ("de tweede week van september", "2026-09-07"),
    ("de eerste week van oktober", "2026-10-01"),
    ("september", "2026-09-01"),
    ("september vorig jaar", "2025-09-01"),
    ("september 2025", "2025-09-01"),
    # by the calendar, French
    ("1er octobre", "2026-10-01"),
    ("le 3 novembre", "2026-11-03"),
    ("12 oct.", "2026-10-12"),
    ("lundi 9 novembre", "2026-11-09"),
    ("mi-octobre", "2026-10-15"),
    ("début novembre", "2026-11-01"),
    ("fin septembre", "2026-09-30"),
    ("fin août", "2026-08-31"),
    ("la première semaine d'octobre", "2026-10-01"),
    ("vendredi 6", "2026-11-06"),
    ("septembre", "2026-09-01"),
    # by the calendar, English
    ("November 3", "2026-11-03"),
    ("november 3rd", "2026-11-03"),
    ("Nov 12", "2026-11-12"),
    ("September 21st, 2026", "2026-09-21"),
    ("the 14th of October", "2026-10-14"),
    ("3rd November", "2026-11-03"),
    ("monday 16 november", "2026-11-16"),
    ("tuesday the 10th", "2026-11-10"),
    ("mid-September", "2026-09-15"),
    ("the beginning of November", "2026-11-01"),
    ("the end of October", "2026-10-31"),
    ("early October", "2026-10-01"),
    ("late October", "2026-10-31"),
    ("the second week of September", "2026-09-07"),
    # weekdays: today is a Friday
    ("maandag", "2026-11-16"),
    ("vorige maandag", "2026-11-16"),
    ("verleden woensdag", "2026-11-18"),
    ("afgelopen donderdag", "2026-11-19"),
    ("vrijdag", "2026-11-13"),
    ("vorige vrijdag", "2026-11-13"),
    ("dinsdag vorige week", "2026-11-10"),
    ("maandag van vorige week", "2026-11-09"),
    ("maandagochtend", "2026-11-16"),
    ("lundi", "2026-11-16"),
    ("lundi passé", "2026-11-16"),
    ("vendredi dernier", "2026-11-13"),
    ("mardi de la semaine passée", "2026-11-10"),
    ("mercredi matin", "2026-11-18"),
    ("last Friday", "2026-11-13"),
    ("last Tuesday", "2026-11-17"),
    ("Monday", "2026-11-16"),
    ("Tuesday last week", "2026-11-10"),
    ("Thursday morning", "2026-11-19"),
    ("zaterdag", "2026-11-14"),
    ("dimanche", "2026-11-15"),
    # near days
    ("gisteren", "2026-11-19"),
    ("gisteren namiddag", "2026-11-19"),
    ("eergisteren", "2026-11-18"),
    ("vandaag", "2026-11-20"),
    ("vanmorgen", "2026-11-20"),
    ("hier matin", "2026-11-19"),
    ("avant-hier", "2026-11-18"),
    ("aujourd'hui", "2026-11-20"),
    ("aujourd’hui", "2026-11-20"),
    ("ce matin", "2026-11-20"),
    ("yesterday", "2026-11-19"),
    ("the day before yesterday", "2026-11-18"),
    ("this morning", "2026-11-20"),
    ("yesterday week", "2026-11-12"),
    # periods
    ("vorige week", "2026-11-09"),
    ("deze week", "2026-11-16"),
    ("eind vorige week", "2026-11-13"),
    ("vorige maand", "2026-10-01"),
    ("dit schooljaar", "2026-09-01"),
    ("vorig schooljaar", "2025-09-01"),
    ("la semaine dernière", "2026-11-09"),
    ("la semaine passée", "2026-11-09"),
    ("le mois passé", "2026-10-01"),
    ("cette semaine", "2026-11-16"),
    ("last week", "2026-11-09"),
    ("last month", "2026-10-01"),
    ("the week before last", "2026-11-02"),
    ("this school year", "2026-09-01"),
    # so long ago
    ("twee weken geleden", "2026-11-06"),
    ("drie dagen geleden", "2026-11-17"),
    ("een maand geleden", "2026-10-20"),
    ("een week of twee geleden", "2026-11-06"),
    ("anderhalve week geleden", "2026-11-10"),
    ("il y a trois jours", "2026-11-17"),
    ("il y a deux semaines", "2026-11-06"),
    ("ya 3 semaines", "2026-10-30"),
    ("il y a un mois", "2026-10-20"),
    ("a week ago", "2026-11-13"),
    ("three weeks ago", "2026-10-30"),
    ("two months ago", "2026-09-20"),
    # lasting so long
    ("twee weken", "2026-11-06"),
    ("3 weken", "2026-10-30"),
    ("een maand", "2026-10-20"),
    ("anderhalve maand", "2026-10-05"),
    ("een half jaar", "2026-05-20"),
    ("deux semaines", "2026-11-06"),
    ("une quinzaine", "2026-11-06"),
    ("quinze jours", "2026-11-06"),
    ("15 jours", "2026-11-05"),
    ("une semaine et demie", "2026-11-10"),
    ("two weeks", "2026-11-06"),
    ("een dag of tien", "2026-11-10"),
    ("volgende maandag", "2026-11-23"),
    ("lundi prochain", "2026-11-23"),
    ("next Monday", "2026-11-23"),
    ("a fortnight", "2026-11-06"),
    ("a couple of weeks", "2026-11-06"),
    ("six weeks", "2026-10-09"),
    ("a month", "2026-10-20"),
    # holidays and feasts
    ("de herfstvakantie", "2026-11-09"),
    ("voor de herfstvakantie", "2026-10-30"),
    ("de grote vakantie", "2026-09-01"),
    ("de paasvakantie", "2026-04-20"),
    ("het paasverlof", "2026-04-20"),
    ("de krokusvakantie", "2026-02-23"),
    ("de kerstvakantie", "2026-01-05"),
    ("les vacances d'automne", "2026-11-09"),
    ("le congé de Toussaint", "2026-11-09"),
    ("avant les vacances de Toussaint", "2026-10-30"),
    ("la rentrée", "2026-09-01"),
    ("the autumn break", "2026-11-09"),
    ("half-term", "2026-11-09"),
    ("the summer holidays", "2026-09-01"),
    ("the day after the holidays", "2026-11-09"),
    ("begin van het schooljaar", "2026-09-01"),
    ("le début de l'année scolaire", "2026-09-01"),
    ("the start of the school year", "2026-09-01"),
    ("Allerheiligen", "2026-11-01"),
    ("la Toussaint", "2026-11-01"),
    ("All Saints", "2026-11-01"),
    ("Pâques", "2026-04-05"),
    ("nieuwjaar", "2026-01-01"),
    ("kerstmis", "2025-12-25"),
]


@pytest.mark.parametrize(("said", "expected"), CASES)
def test_value(said: str, expected: str) -> None:
    found = find_dates(Utterance(said), TODAY)
    assert [expression.value.isoformat() for expression in found] == [expected]


@pytest.mark.parametrize(
    "said",
    [
        "4,5 op 10",
        "de klas 4B",
        "31/2/2026",
        "hij heeft 12/20 op wiskunde en 45/60 op Frans",
        "0470 12 34 56",
        "il a été renvoyé",
        "jan komt niet meer",
        "mon frère",
        "hij may komen",
        "in lokaal 3",
        "24/7 bereikbaar",
    ],
)
def test_is_no_date(said: str) -> None:
    assert [e.kind for e in find_dates(Utterance(said), TODAY) if e.kind not in ("weak", "day_of_month")] == []


def test_friday_said_on_another_day() -> None:
    found = find_dates(Utterance("vorige vrijdag"), date(2026, 11, 18))
    assert [e.value for e in found] == [date(2026, 11, 13)]


def test_longest_reading_wins() -> None:
    found = find_dates(Utterance("sinds maandag 9 november 2026"), TODAY)
    assert [(e.value, e.start, e.end) for e in found] == [(date(2026, 11, 9), 6, 29)]


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 31)])
def test_without_a_year_no_date_lies_ahead(today: date) -> None:
    for said in ("29/2", "31/12", "1 januari", "eind februari", "30 maart", "de 31e", "vorige maand", "drie maanden"):
        assert all(e.value <= today or e.kind == "part" for e in find_dates(Utterance(said), today)), said
