"""How a message is folded before its features are taken: what differs only in typing should look alike."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"[\u2018\u2019\u02bc`\u00b4]")
_REPEATS = re.compile(r"(\w)\1{2,}")
_ANY_REPEAT = re.compile(r"(.)\1+")
_LONG_REPEAT = re.compile(r"(.)\1{2,}")
_DIGIT = re.compile(r"\d")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_NOT = re.compile(r"(?<=[a-z])n't\b")
_WORD = re.compile(r"[a-z0-9]+|[?!]|[^\w\s'.,;:()\-\"/+&=*<>\[\]{}#%@€$|~^_]")
_PIECE = re.compile(r"[a-z0-9]+|[^\w\s'.,;:\-]")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "œ": "oe", "æ": "ae"})
LONGEST = 1500  # characters that are looked at: what a longer message is about stands at its beginning


def fold(text: str) -> str:
    """Lower case, without accents and invisible characters, long repeats shortened to two, every digit a zero."""
    return _DIGIT.sub("0", _REPEATS.sub(r"\1\1", _plain(text)))


def squash(text: str) -> str:
    """Folded for n-grams: every run of a character becomes one, so that "heyyy", "heyy" and "hey" are the same."""
    return _DIGIT.sub("0", _ANY_REPEAT.sub(r"\1", _plain(text).translate(_LETTERS)))


def pieces(squashed: str) -> list[str]:
    """The words of a squashed text, with signs that carry meaning (question marks, emoji) as words of their own."""
    return _PIECE.findall(squashed)


def words(text: str) -> list[str]:
    """Folded for the word lists: double letters and digits stay, "don't" is one word, an apostrophe else parts two."""
    return _WORD.findall(_NOT.sub("nt", _LONG_REPEAT.sub(r"\1", _plain(text).translate(_LETTERS))))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text[:LONGEST]).lower())
    return _APOSTROPHES.sub("'", "".join(c for c in text if not unicodedata.combining(c)))
