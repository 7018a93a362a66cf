"""A message made ready: folding, words, sentences and the way back to what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.entities.text import Utterance, fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Élève", "eleve"),
        ("Yıldız", "yildiz"),
        ("Łukasz", "lukasz"),
        ("İrem", "irem"),
        ("aujourd’hui", "aujourd'hui"),
        ("6 halve", "6 halve"),
        ("6\u00a0halve", "6 halve"),
        ("ANT–2026", "ant-2026"),
        ("٤B", "4b"),
        ("４Ｂ", "4b"),
        ("e\u0301", "e"),
        ("4\u200bB", "4b"),
        ("\u202e4B", "4b"),
        ("a\x00b", "ab"),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(max_size=80))
def test_folded_has_one_character_for_each_of_clean(text: str) -> None:
    message = Utterance(text)
    assert len(message.folded) == len(message.clean)


@given(st.text(max_size=60))
def test_tokens_lead_back_to_what_was_typed(text: str) -> None:
    message = Utterance(text)
    for token in message.tokens:
        assert message.clean[token.start : token.end] == token.text
        start, end = message.raw_span(token.start, token.end)
        assert 0 <= start < end <= len(text)
        assert message.clean_span(start, end) == (token.start, token.end)


def test_offsets_past_what_was_dropped() -> None:
    message = Utterance("a\u200bb 4\u200bB")
    assert message.clean == "ab 4B"
    assert message.raw_span(3, 5) == (4, 7)


def test_before_and_after_stay_in_the_sentence() -> None:
    message = Utterance("Mama belt. Amira is weg. Al lang")
    assert message.before(11) == " "
    assert message.after(16) == " is weg."
    assert message.after(16, 3) == " is"


def test_abbreviations_end_no_sentence() -> None:
    message = Utterance("het GO! atheneum en mevr. Peeters")
    assert message.before(len(message.clean)) == message.folded


def test_token_range() -> None:
    message = Utterance("een twee drie")
    assert list(message.token_range(4, 8)) == [1]
    assert list(message.token_range(5, 12)) == [1, 2]
    assert list(message.token_range(3, 4)) == []
