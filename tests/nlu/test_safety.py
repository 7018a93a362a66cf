"""Safety: no worse than recorded on messages that the model never saw, disguises do not hide, and any string is survived."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.safety import assess
from nlu.safety.model import WEIGHTS
from nlu.safety.normalise import undisguise
from nlu.safety.train import corpus, fingerprint

HELD_OUT = Path(__file__).resolve().parent.parent / "nlu_held_out"
BASELINE = json.loads((Path(__file__).parent / "safety_baseline.json").read_text())


def _figures(language: str) -> dict[str, float]:
    rows = [json.loads(line) for line in (HELD_OUT / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()]
    found = [(row["safety"], assess(row["text"], audience=row["audience"]).category) for row in rows]
    figures = {}
    for category in ("self_harm", "abuse", "danger"):
        of_category = [guess for truth, guess in found if truth == category]
        figures[category] = sum(guess == category for guess in of_category) / len(of_category)
    harmless = [guess for truth, guess in found if truth == "none"]
    figures["false_alarms"] = sum(guess != "none" for guess in harmless) / len(harmless)
    return figures


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_the_figures_are_no_worse_than_recorded(language: str) -> None:
    figures, recorded = _figures(language), BASELINE[language]
    for category in ("self_harm", "abuse", "danger"):
        assert figures[category] >= recorded[category] - 1e-9, category
    assert figures["false_alarms"] <= recorded["false_alarms"] + 1e-9


def test_the_weights_are_those_of_the_corpus() -> None:
    """After a change of the corpus: `python -m nlu.safety.train`."""
    with np.load(WEIGHTS) as stored:
        assert str(stored["fingerprint"]) == fingerprint(corpus())


PLAIN = [
    ("ik wil er niet meer zijn", "self_harm"),
    ("je veux mourir, j'en peux plus", "self_harm"),
    ("i want to kill myself", "self_harm"),
    ("mijn stiefvader slaat mij elke avond", "abuse"),
    ("mon oncle me touche quand on est seuls", "abuse"),
    ("my dad hits me with a belt", "abuse"),
    ("hij heeft een mes bij en zegt dat hij iemand gaat steken", "danger"),
]


@pytest.mark.parametrize(("text", "category"), PLAIN)
def test_what_is_said_plainly_is_recognised(text: str, category: str) -> None:
    assert assess(text).category == category


@pytest.mark.parametrize(("text", "category"), PLAIN)
def test_hidden_characters_and_capitals_do_not_hide_it(text: str, category: str) -> None:
    assert assess("\u200b".join(text)).category == category
    assert assess(text.upper()).category == category
    assert assess(text.replace("a", "а")).category == category  # the Cyrillic letter


@pytest.mark.parametrize(
    "text",
    [
        "dit huiswerk maakt me kapot",
        "je suis mort de fatigue",
        "I'm dying of laughter lol",
        "hallo",
        "4B",
        "6",
        "3/11",
        "12 halve dagen",
        "vti merksem",
        "Amira El Idrissi",
        "",
        "amira is al 6 halve dagen weg sinds 3/11",
        "👍",
    ],
)
def test_the_harmless_is_none(text: str) -> None:
    assert assess(text).category == "none"


@pytest.mark.parametrize(
    ("text", "meant"),
    [("z3lfm00rd", "zelfmoord"), ("s.u.i.c.i.d.e", "suicide"), ("k1ll", "kill"), ("klas 4B en 3TSO2", "klas 4B en 3TSO2"), ("6/11", "6/11")],
)
def test_disguises_come_off_and_classes_stay(text: str, meant: str) -> None:
    assert undisguise(text) == meant


def test_a_sentence_of_danger_is_not_drowned_in_a_long_message() -> None:
    assert assess("vandaag was het een gewone dag op school. " * 100 + "ik wil er niet meer zijn").category == "self_harm"


@given(st.text(max_size=400))
def test_any_string_is_survived(text: str) -> None:
    finding = assess(text)
    assert 0.0 <= finding.score <= 1.0
    assert finding == assess(text)
