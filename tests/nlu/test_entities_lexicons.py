"""The word lists: large enough, folded, and not at odds with each other."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from nlu.entities.lexicons import lexicon, name_parts
from nlu.entities.text import fold


def test_first_names_of_many_origins() -> None:
    assert len(lexicon("first_names")) >= 1500
    text = (files("nlu.entities") / "data" / "first_names.txt").read_text(encoding="utf-8")
    for origin in ("Flemish", "Moroccan", "Turkish", "Congolese", "Ghanaian", "Polish", "Romanian", "Bulgarian", "Roma", "Afghan",
                   "Syrian", "Ukrainian", "Portuguese", "Spanish", "Nepalese", "Chinese", "Filipino"):  # fmt: skip
        assert any(origin in line for line in text.splitlines() if line.startswith("#")), origin


@pytest.mark.parametrize(
    "name",
    ["Amira", "Yıldız", "Łukasz", "Oluwaseun", "Nikolay", "Zsófia", "Rohullah", "Rojin", "Oleksandra", "João", "Tenzin", "Xinyi", "Kwabena"],
)
def test_knows(name: str) -> None:
    assert fold(name) in lexicon("first_names") | lexicon("surnames")


def test_compound_names_are_known_by_their_parts() -> None:
    assert {"jean", "claude", "zahra"} <= name_parts("first_names")


def test_everyday_words_are_no_plain_names() -> None:
    both = lexicon("first_names") & lexicon("common_words") - lexicon("ambiguous_names")
    assert len(both) < 60, sorted(both)


def test_no_word_list_has_two_languages_for_one_name() -> None:
    names = json.loads((files("nlu.entities") / "data" / "languages.json").read_text(encoding="utf-8"))["names"]
    every = [name for words in names.values() for name in words]
    assert len(every) == len(set(every))
    assert all(name == fold(name) for name in every)
