"""Phone numbers, e-mail addresses and references of cases."""

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
        ("0470 12 34 56", "+32470123456"),
        ("bel mama op 0486/33.21.90", "+32486332190"),
        ("0486/55.44.33,", "+32486554433"),
        ("tel 0470123456.", "+32470123456"),
        ("0470-12-34-56", "+32470123456"),
        ("+32 471 55 03 28", "+32471550328"),
        ("+32 (0)471 55 03 28", "+32471550328"),
        ("0032 470 12 34 56", "+32470123456"),
        ("0032470123456", "+32470123456"),
        ("03 555 21 47", "+3235552147"),
        ("03/555.80.12", "+3235558012"),
        ("02 123 45 67", "+3221234567"),
        ("(03) 555 12 34", "+3235551234"),
        ("+31 6 12345678", "+31612345678"),
        ("+212 661-234567", "+212661234567"),
        ("0465 77 41 28", "+32465774128"),
        ("gsm:0499 12 21 12", "+32499122112"),
        ("０４７０ １２ ３４ ５６", "+32470123456"),
    ],
)
def test_phone(text: str, value: str) -> None:
    assert values(text, "phone") == [value]


def test_two_phones() -> None:
    assert values("0470 12 34 56 of 03 555 21 47", "phone") == ["+32470123456", "+3235552147"]


@pytest.mark.parametrize(
    "text",
    ["bel 1712", "112", "03/11/2026", "3 11 2026", "2026-11-03", "rekening BE68 5390 0754 7034", "12345", "10 20 30 40", "0,5"],
)
def test_no_phone(text: str) -> None:
    assert values(text, "phone") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mail naar Ellen.Vos@example.be", "ellen.vos@example.be"),
        ("j.claes@example.be, zonder punt", "j.claes@example.be"),
        ("(secretariaat@lyceum.example)", "secretariaat@lyceum.example"),
        ("p.lemmens@vti-noorderdok.example.", "p.lemmens@vti-noorderdok.example"),
        ("a+b_c@sub.example.org!", "a+b_c@sub.example.org"),
    ],
)
def test_email(text: str, value: str) -> None:
    assert values(text, "email") == [value]


@pytest.mark.parametrize("text", ["@amira", "10 @ 3 euro", "a@b", "mail me@", "a..b@example.be"])
def test_no_email(text: str) -> None:
    assert values(text, "email") == []


def test_name_inside_an_address_is_no_name() -> None:
    assert [e.entity for e in extract("amira@example.be", today=TODAY)] == ["email"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ANT-2026-7F3K", "ANT-2026-7F3K"),
        ("ant-2026-k9d2 al toegewezen?", "ANT-2026-K9D2"),
        ("ANT 2026 R5V1", "ANT-2026-R5V1"),
        ("(ANT-2026-X2Y3)", "ANT-2026-X2Y3"),
        ("réf.ANT–2026–K2M8", "ANT-2026-K2M8"),
        ("Ant-2026-9xx2.", "ANT-2026-9XX2"),
    ],
)
def test_case_reference(text: str, value: str) -> None:
    assert values(text, "case_reference") == [value]


def test_numbers_of_a_reference_are_nothing_else() -> None:
    assert [e.entity for e in extract("status van ANT-2026-3B4A aub", today=TODAY)] == ["case_reference"]


@pytest.mark.parametrize("text", ["ANT-2026", "PLANT-2026-7F3K", "ANT-26-7F3K", "ANT-2026-7"])
def test_no_case_reference(text: str) -> None:
    assert values(text, "case_reference") == []
