"""A message as the detector sees it: its words, the concepts in them, where sentences end and what is denied."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from nlu.safety.lexicon import Hit, lexicon, reader
from nlu.safety.words import PAUSE, QUESTION, QUOTE, STOP

DENIAL = "not"
# What a denial does not reach across: "ik zeg niet(,) dat hij slaat" denies the saying.
_BARRIERS = frozenset(
    f"{STOP} {PAUSE} {QUESTION} dat want maar omdat doordat terwijl zodat tot que qu mais car parce quand jusqu that but because until while so".split()
)
_REACH_FORWARD = 4
_REACH_BACK = 3
# "niet meer", "pas seulement", "not only" after a word do not deny it.
_NO_DENIAL_AFTER = frozenset(["meer", "alleen", "enkel", "seulement", "only", "just", "anymore"])


@dataclass(frozen=True)
class Message:
    """``words`` with marks between them; ``hits`` in the order of their start."""

    words: tuple[str, ...]
    hits: tuple[Hit, ...]

    @staticmethod
    def of(text: str) -> Message:
        """Reads a text. Never raises."""
        words = reader().read(text)
        return Message(tuple(words), tuple(lexicon().find(words)))

    @cached_property
    def places(self) -> dict[str, list[tuple[int, int]]]:
        """Where each concept stands."""
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for hit in self.hits:
            places[hit.concept].append((hit.start, hit.end))
        return places

    @cached_property
    def sentence_ends(self) -> list[int]:
        return [index for index, word in enumerate(self.words) if word in (STOP, QUESTION)]

    def sentence(self, position: int) -> int:
        """The number of the sentence that the word stands in."""
        return bisect_left(self.sentence_ends, position)

    @cached_property
    def denials(self) -> list[tuple[int, int]]:
        return self.places.get(DENIAL, [])

    def is_denied(self, start: int, end: int) -> bool:
        """Whether what stands at these words is denied: "wil niet dood", "slaat mij niet", "pas de couteau", "nobody hits me"."""
        for at, after in self.denials:
            if at < start and start - at <= _REACH_FORWARD and not self._barrier(after, start):
                return True
            if end <= at < end + _REACH_BACK and not self._barrier(end, at):
                following = self.words[after] if after < len(self.words) else ""
                if following not in _NO_DENIAL_AFTER:
                    return True
        return False

    def _barrier(self, start: int, end: int) -> bool:
        return any(word in _BARRIERS for word in self.words[start:end])

    @cached_property
    def has_quote(self) -> bool:
        return QUOTE in self.words
