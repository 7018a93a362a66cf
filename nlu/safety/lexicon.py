"""The lexicon: which words mean which thing, in the three languages at once.

A concept ("hit", "lock_in", "farewell") holds for all languages, so that what is learnt from messages in one language serves the others, and
so that a message may change languages in the middle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from nlu.safety.vocabulary import Vocabulary
from nlu.safety.words import MARKS, Reader, aliases

ALARMING_FILES = ("self_harm", "self_harm_signs", "abuse", "abuse_signs", "danger", "danger_signs")
OTHER_FILES = ("people", "speech", "general", "verbs", "things", "harmless")
_ANY = "any"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its words, whether the last one is only a beginning, and the language it needs around it ("" for none)."""

    concept: str
    words: tuple[str, ...]
    is_stem: bool
    language: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found in a message: from word ``start`` up to, not including, word ``end``."""

    concept: str
    start: int
    end: int


def _yaml(name: str) -> dict[str, dict[str, str]]:
    text = (files("nlu.safety") / "data" / f"{name}.yml").read_text(encoding="utf-8")
    content: dict[str, dict[str, str]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return content


def _entry(concept: str, language: str, written: str) -> Entry | None:
    needs_language, is_stem = written.endswith("~"), written.endswith("*")
    plain = written.rstrip("~*").replace("_", " ")
    words = tuple(word for word in Reader(None).read(plain) if word not in MARKS)
    return Entry(concept, words, is_stem, language if needs_language else "") if words else None


@dataclass(frozen=True)
class Lexicon:
    """All entries, arranged by their first word."""

    exact: Mapping[str, tuple[Entry, ...]]
    stems: Mapping[str, tuple[Entry, ...]]
    markers: Mapping[str, frozenset[str]]
    vocabulary: Vocabulary

    def languages(self, words: Sequence[str]) -> frozenset[str]:
        """The languages that the words can be in: each that has at least half as many marks as the strongest."""
        counts = {language: sum(word in marks for word in words) for language, marks in self.markers.items()}
        most = max(counts.values())
        return frozenset(language for language, count in counts.items() if 2 * count >= most)

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Every concept in the words, in order; where entries of one concept overlap, the longest."""
        languages = self.languages(words)
        hits: list[Hit] = []
        for start, word in enumerate(words):
            longest: dict[str, int] = {}
            for entry in self._candidates(word):
                end = start + len(entry.words)
                if entry.language and entry.language not in languages:
                    continue
                if len(entry.words) > 1 and not self._fits(entry, words, start):
                    continue
                longest[entry.concept] = max(end, longest.get(entry.concept, 0))
            hits += [Hit(concept, start, end) for concept, end in longest.items()]
        return hits

    def _candidates(self, word: str) -> list[Entry]:
        found = list(self.exact.get(word, ()))
        for length in range(2, len(word) + 1):
            found += self.stems.get(word[:length], ())
        return found

    @staticmethod
    def _fits(entry: Entry, words: Sequence[str], start: int) -> bool:
        end = start + len(entry.words)
        if end > len(words):
            return False
        last = words[end - 1]
        if tuple(words[start : end - 1]) != entry.words[:-1]:
            return False
        return last.startswith(entry.words[-1]) if entry.is_stem else last == entry.words[-1]


@cache
def lexicon() -> Lexicon:
    """The lexicon of ``data/lexicon``, read once."""
    entries: list[tuple[str, Entry]] = []
    for name in (*ALARMING_FILES, *OTHER_FILES):
        for concept, by_language in _yaml(f"lexicon/{name}").items():
            for language, written in by_language.items():
                found = (_entry(concept, language, item) for item in written.split())
                entries += [(name, entry) for entry in found if entry is not None]
    return Lexicon(
        exact=_by_first_word(entry for _, entry in entries if not (entry.is_stem and len(entry.words) == 1)),
        stems=_by_first_word(entry for _, entry in entries if entry.is_stem and len(entry.words) == 1),
        markers={language: frozenset(str(words).split()) for language, words in _yaml("languages").items()},
        vocabulary=_vocabulary(entries),
    )


def _by_first_word(entries: object) -> dict[str, tuple[Entry, ...]]:
    arranged: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:  # type: ignore[attr-defined]
        arranged[entry.words[0]].append(entry)
    return {word: tuple(found) for word, found in arranged.items()}


def _vocabulary(entries: Sequence[tuple[str, Entry]]) -> Vocabulary:
    words = {word for _, entry in entries for word in entry.words}
    words |= {word for short, long in aliases().items() for word in (short, *long) if word.isalpha()}
    words |= {word for marks in _yaml("languages").values() for word in str(marks).split()}
    single = [(name, entry) for name, entry in entries if len(entry.words) == 1]
    return Vocabulary(
        words=frozenset(words),
        stems=frozenset(entry.words[0] for _, entry in single if entry.is_stem and len(entry.words[0]) > 3),
        alarming=frozenset(entry.words[0] for name, entry in single if name in ALARMING_FILES and len(entry.words[0]) > 2),
    )


@cache
def reader() -> Reader:
    """The reader of messages, with the lexicon's words as its vocabulary."""
    return Reader(lexicon().vocabulary)
