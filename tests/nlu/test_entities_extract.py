"""Whole messages, with a tagger that is trained on the training data; and what must hold for any message at all."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.corpus import read
from nlu.entities import Entity, NameTagger, SchoolNames, extract
from nlu.entities.training import Annotated, train_tagger
from tests.nlu.entity_messages import MESSAGES

TODAY = date(2026, 11, 20)
SCHOOLS = SchoolNames.of(["Stedelijk Lyceum Vlierhof", "VTI Merksem"])
# Of whole messages this share must be understood in full: a statistical part has the last word on some.
UNDERSTOOD_IN_FULL = 0.93


@pytest.fixture(scope="module")
def tagger() -> NameTagger:
    return train_tagger(Annotated(example.text, tuple((s.start, s.end, s.entity) for s in example.entities), example.intent) for example in read())


def found(text: str, audience: str | None, tagger: NameTagger | None) -> Counter[tuple[str, Any]]:
    return Counter((e.entity, e.value) for e in extract(text, today=TODAY, audience=audience, tagger=tagger))


def wanted(expected: dict[str, Any]) -> Counter[tuple[str, Any]]:
    return Counter((k, v) for k, vs in expected.items() for v in (vs if isinstance(vs, list) else [vs]))


def test_whole_messages(tagger: NameTagger) -> None:
    wrong = [text for text, audience, expected in MESSAGES if found(text, audience, tagger) != wanted(expected)]
    assert len(wrong) <= (1 - UNDERSTOOD_IN_FULL) * len(MESSAGES), wrong


def test_f1_of_exact_values(tagger: NameTagger) -> None:
    right = false = missed = 0
    for text, audience, expected in MESSAGES:
        got, want = found(text, audience, tagger), wanted(expected)
        right += sum((got & want).values())
        false += sum((got - want).values())
        missed += sum((want - got).values())
    assert 2 * right / (2 * right + false + missed) >= 0.95


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mevr. Peeters belde over Ayoub", ["Ayoub"]),
        ("mijn coach Sarah antwoordt niet", []),
        ("my coach Sarah never answers", []),
        ("de mama van Zeynep", ["Zeynep"]),
        ("Groeten, Katrien Maes", []),
        ("madame Leroy est absente", []),
        ("amira vd 4B is weg", ["amira"]),
        ("yusuf el idrissi", ["yusuf el idrissi"]),
        ("EL IDRISSI Yusuf", ["EL IDRISSI Yusuf"]),
        ("Emmanuel's mother called", ["Emmanuel"]),
        ("Leerling: Van den Broeck Lotte", ["Van den Broeck Lotte"]),
        ("Ilias B. komt niet meer", ["Ilias B."]),
        ("Antwerpen", []),
        ("Smartschool ligt plat", []),
        ("Bonjour", []),
        ("Maandag", []),
    ],
)
def test_names(text: str, names: list[str], tagger: NameTagger) -> None:
    assert [e.value for e in extract(text, today=TODAY, tagger=tagger) if e.entity == "pupil_name"] == names


def test_what_is_denied_is_marked(tagger: NameTagger) -> None:
    entities = extract("neen het is niet 4B maar 4C", today=TODAY, tagger=tagger)
    assert [(e.value, e.negated) for e in entities] == [("4B", True), ("4C", False)]


def test_saved_and_loaded_it_says_the_same(tagger: NameTagger, tmp_path: Any) -> None:
    tagger.save(tmp_path)
    loaded = NameTagger.load(tmp_path)
    for text, audience, _ in MESSAGES:
        arguments = {"today": TODAY, "audience": audience, "schools": SCHOOLS}
        assert extract(text, tagger=tagger, **arguments) == extract(text, tagger=loaded, **arguments)


def test_the_order_of_the_training_data_makes_no_difference() -> None:
    messages = [Annotated(text, (), None) for text, _, _ in MESSAGES[:40]]
    messages += [Annotated(f"{name} is weg", ((0, len(name), "pupil_name"),), "report_absence") for name in ("Amira", "Yusuf", "Lotte")]
    one, other = train_tagger(messages), train_tagger(reversed(messages))
    for text, audience, _ in MESSAGES[:20]:
        assert extract(text, today=TODAY, audience=audience, tagger=one) == extract(text, today=TODAY, audience=audience, tagger=other)


def test_an_empty_training_set_is_refused_by_nothing() -> None:
    tagger = train_tagger([Annotated("hallo", (), "greet")])
    assert extract("6 halve dagen", today=TODAY, tagger=tagger)[0].value == 6


def assert_sound(text: str, entities: list[Entity]) -> None:
    position = 0
    for entity in entities:
        assert 0 <= entity.start < entity.end <= len(text)
        assert entity.text == text[entity.start : entity.end]
        assert entity.start >= position, "two readings of one place"
        assert 0.0 <= entity.confidence <= 1.0
        position = entity.end
        if entity.entity in ("half_days", "age"):
            assert isinstance(entity.value, int)
        else:
            assert isinstance(entity.value, str)
            assert entity.value
        if entity.entity == "since":
            assert date.fromisoformat(str(entity.value)) <= TODAY


PIECES = st.sampled_from(
    ["Amira", " 4B", " 6 halve dagen", " sinds 3/11", "depuis lundi ", "\u200b", "\u202e", "é", "e\u0301", "👍🏽", "ANT-2026-7F3K", " 15 jaar",
     "0470 12 34 56", "a@b.be", "\x00", "\ud800", "VTI Merksem", " de ", "'", "-", ".", "\n", "½", "٣", "İ", "ﬁ", "4B B B", "since 99/99"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_borne(text: str) -> None:
    entities = extract(text, today=TODAY, schools=SCHOOLS)
    assert_sound(text, entities)
    assert extract(text, today=TODAY, schools=SCHOOLS) == entities


@given(st.one_of(st.text(max_size=100), st.lists(PIECES, max_size=15).map("".join)))
@settings(max_examples=150, deadline=None)
def test_any_text_is_borne_by_the_tagger(tagger: NameTagger, text: str) -> None:
    assert_sound(text, extract(text, today=TODAY, audience="staff", tagger=tagger))


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
@settings(deadline=None)
def test_any_day_is_borne(today: date) -> None:
    text = "sinds 29/2, 31 april, vorige vrijdag, de herfstvakantie, drie maanden, 60 jaar geleden, de 31e"
    assert all(date.fromisoformat(str(e.value)) <= today for e in extract(text, today=today) if e.entity == "since")


@pytest.mark.parametrize(
    "piece",
    ["a", " ", "4B ", "1", "sinds ", "twee en een ", "0", "VTI ", "@", "Jan-", "van de ", "\u202e", "école ", "3/11 ", "Amira ", "\n", "half "],
)
def test_very_long_messages(piece: str, tagger: NameTagger) -> None:
    text = (piece * 20_000)[:20_000]
    assert_sound(text, extract(text, today=TODAY, schools=SCHOOLS, tagger=tagger))


def test_offsets_are_those_of_what_was_typed() -> None:
    text = "👍🏽 a\u0301mira\u200b vd \u202e4\u200bB is 6 halve dagen weg"
    entities = {e.entity: e for e in extract(text, today=TODAY)}
    assert entities["class_group"].value == "4B"
    assert entities["class_group"].text == "4\u200bB"
    assert entities["half_days"].text == "6 halve dagen"
