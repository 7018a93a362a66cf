"""A message made ready to be searched: folded, cut into words, with the way back to the offsets of what was typed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

_LOOK_ALIKES = {
    "’": "'", "‘": "'", "´": "'", "`": "'", "ʼ": "'", "′": "'", "＇": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "\t": " ", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n",
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "s", "ð": "d", "ħ": "h",
}  # fmt: skip
_KEPT_CONTROLS = "\t\n\r\x0b\x0c"
_DROPPED = {"Mn", "Cf", "Cc"}


def _is_dropped(char: str) -> bool:
    return unicodedata.category(char) in _DROPPED and char not in _KEPT_CONTROLS


def _fold_char(char: str) -> str:
    """One character for one: lower case, without accent, with plain quotes, dashes, spaces and digits."""
    if char in _LOOK_ALIKES:
        return _LOOK_ALIKES[char]
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(char))
    lowered = char.lower()[:1]
    base = [c for c in unicodedata.normalize("NFKD", lowered) if unicodedata.category(c) != "Mn"]
    folded = base[0] if len(base) == 1 else lowered
    return _LOOK_ALIKES.get(folded, folded)


class _CleanTable(dict[int, str]):
    """Drops marks, invisible and control characters; a lone surrogate, which cannot be stored anywhere, becomes U+FFFD."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        value = "" if _is_dropped(char) else "\ufffd" if unicodedata.category(char) == "Cs" else char
        self[code] = value
        return value


class _FoldTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = _fold_char(chr(code))
        return self[code]


_CLEAN = _CleanTable()
_FOLD = _FoldTable()
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_ABBREVIATIONS = [
    "go",
    "mr",
    "ms",
    "mrs",
    "mme",
    "nr",
    "st",
    "dr",
    "ca",
    "vs",
    "ll",
    "tel",
    "bv",
    "afw",
    "mevr",
    "dhr",
    "jan",
    "feb",
    "apr",
    "aug",
    "sept",
    "sep",
    "oct",
    "okt",
    "nov",
    "dec",
    "min",
    "max",
]
_CLAUSE_END = re.compile("".join(rf"(?<!\b{word})" for word in _ABBREVIATIONS) + r"[.!?;]+(?=\s|$)|\n+")


def fold(text: str) -> str:
    """Lower case without accents or invisible characters, for comparison."""
    return text.translate(_CLEAN).translate(_FOLD)


class Token(NamedTuple):
    """A word or a sign. Offsets are those of ``Utterance.clean``."""

    start: int
    end: int
    text: str
    folded: str


@dataclass
class Utterance:
    """A message as finders see it.

    ``clean`` is ``raw`` without combining marks that stand alone, zero-width, direction and control characters; ``folded`` has one
    character for each of ``clean``. Finders work with offsets of ``clean``; ``raw_span`` leads back.
    """

    raw: str
    # What several finders need, looked up once: see nlu.entities.cues and nlu.entities.numbers.
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def clean(self) -> str:
        # Composed first where that changes no offset; else the marks that stand alone are dropped.
        return self.raw.translate(_CLEAN)

    @cached_property
    def folded(self) -> str:
        return self.clean.translate(_FOLD)

    @cached_property
    def has_digit(self) -> bool:
        return any(digit in self.folded for digit in "0123456789")

    @cached_property
    def tokens(self) -> list[Token]:
        folded = self.folded
        return [Token(m.start(), m.end(), m[0], folded[m.start() : m.end()]) for m in _TOKEN.finditer(self.clean)]

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def token_index(self, position: int) -> int:
        """Index of the first token that begins at or after a position."""
        return bisect_left(self._token_starts, position)

    def token_range(self, start: int, end: int) -> range:
        """Indexes of the tokens that lie, in whole or in part, between two positions."""
        first = bisect_right(self._token_starts, start) - 1
        if first < 0 or self.tokens[first].end <= start:
            first += 1
        return range(first, max(first, self.token_index(end)))

    @cached_property
    def _offsets(self) -> list[int] | None:
        if len(self.clean) == len(self.raw):
            return None
        return [index for index, char in enumerate(self.raw) if char.translate(_CLEAN)]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        if self._offsets is None:
            return start, end
        return self._offsets[start], self._offsets[end - 1] + 1

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [match.end() for match in _CLAUSE_END.finditer(self.folded)]

    def bounds(self, start: int, end: int, before: int, after: int) -> tuple[int, int]:
        """The stretch around a span, so many characters before and after, that lies in the same sentence."""
        ends = self._sentence_ends
        index = bisect_right(ends, start)
        low = max(0, start - before, ends[index - 1] if index else 0)
        index = bisect_right(ends, end - 1) if end > start else index
        high = min(len(self.folded), end + after, ends[index] if index < len(ends) else len(self.folded))
        return low, max(high, end)

    def before(self, position: int, length: int = 40) -> str:
        """What stands before in the same sentence, folded."""
        return self.folded[self.bounds(position, position, length, 0)[0] : position]

    def after(self, position: int, length: int = 40) -> str:
        """What follows in the same sentence, folded."""
        return self.folded[position : self.bounds(position, position, 0, length)[1]]

    def clean_span(self, start: int, end: int) -> tuple[int, int]:
        """From offsets of ``raw`` to those of ``clean``."""
        if self._offsets is None:
            return start, end
        return bisect_left(self._offsets, start), bisect_left(self._offsets, end)
