"""How a message is folded before its features are taken: what differs only in typing should look alike."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"[\u2018\u2019\u02bc`\u00b4]")
_REPEATS = re.compile(r"(\w)\1{2,}")
_DIGIT = re.compile(r"\d")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
LONGEST = 1500  # characters that are looked at: what a longer message is about stands at its beginning


def fold(text: str) -> str:
    """Lower case, without accents and invisible characters, long repeats shortened to two, every digit a zero."""
    text = _INVISIBLE.sub("", text[:LONGEST])
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _DIGIT.sub("0", _REPEATS.sub(r"\1\1", _APOSTROPHES.sub("'", text)))
