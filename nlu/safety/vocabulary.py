"""The words that the detector knows: what a disguised or stretched word is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Vocabulary:
    """``words`` are all known words, ``stems`` beginnings of words, ``alarming`` those words and stems that matter for safety."""

    words: frozenset[str]
    stems: frozenset[str]
    alarming: frozenset[str]

    @cached_property
    def longest(self) -> int:
        return max((len(word) for word in self.words), default=0)

    @cached_property
    def alarming_by_shape(self) -> dict[tuple[int, str], tuple[str, ...]]:
        """Alarming words by length and first letter, for words with a letter blotted out ("s*icide")."""
        shapes: dict[tuple[int, str], list[str]] = {}
        for word in sorted(self.alarming):
            shapes.setdefault((len(word), word[0]), []).append(word)
        return {shape: tuple(words) for shape, words in shapes.items()}

    def knows(self, word: str) -> bool:
        return word in self.words or self.has_stem(word)

    def has_stem(self, word: str) -> bool:
        return any(word[:length] in self.stems for length in range(4, len(word) + 1))

    def alarms(self, word: str) -> bool:
        return word in self.alarming or any(word[:length] in self.stems and word[:length] in self.alarming for length in range(4, len(word) + 1))
