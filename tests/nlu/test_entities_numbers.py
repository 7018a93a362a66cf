"""Numbers in digits and in words."""

from __future__ import annotations

import pytest

from nlu.entities.numbers import find_numbers
from nlu.entities.text import Utterance


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("6 halve dagen", [6]),
        ("zes", [6]),
        ("eenentwintig", [21]),
        ("tweeëntwintig", [22]),
        ("achtennegentig", [98]),
        ("vingt et un", [21]),
        ("vingt-deux", [22]),
        ("septante-cinq", [75]),
        ("soixante-quinze", [75]),
        ("quatre-vingt-dix-sept", [97]),
        ("nonante", [90]),
        ("twenty one", [21]),
        ("twenty-one", [21]),
        ("forty", [40]),
        ("drie of vier", [3, 4]),
        ("2,5", [2.5]),
        ("2.5", [2.5]),
        ("2½", [2.5]),
        ("6 1/2", [6.5]),
        ("B4", []),
        ("3dagen", [3]),
        ("3/11", []),
        ("0470 12 34 56", [12, 34, 56]),
        ("12.30", []),
        ("zesde", []),
        ("zeven en zes", [7, 6]),
        ("sixty-two and three", [62, 3]),
        ("1000", []),
    ],
)
def test_values(text: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(Utterance(text))] == values


@pytest.mark.parametrize("text", ["een dag", "un jour", "a day", "une journée"])
def test_articles_are_marked(text: str) -> None:
    (number,) = find_numbers(Utterance(text))
    assert number.article
    assert number.value == 1
