"""Word lists that know what words mean in all three languages: what is learnt from a Dutch example is then known of a French message.

Two lists, both hand-written (`data/`): concepts, which are broad ("cannot", "parents", "fed up with school"), and synonyms, which are narrow
("chair, stoel, chaise"). They are features beside the n-grams of the text, and decide nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from nlu.intents.folding import words

LANGUAGES = ("nl", "fr", "en")
DATA = Path(__file__).parent / "data"
CONCEPT_FILES = ("concepts_function.yml", "concepts_field.yml", "concepts_elsewhere.yml")
SYNONYM_FILE = "synonyms.txt"
_SHORTEST_BEGINNING = 2
_REMEMBERED = 50_000  # words


class Match(NamedTuple):
    """A concept between two words of the message."""

    start: int
    end: int
    concept: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """What follows the first word of a phrase. ``open_ended``: its last word is a beginning only."""

    rest: tuple[str, ...]
    open_ended: bool
    concept: str


@dataclass
class Lexicon:
    """The entries of one language, by their first word."""

    whole: dict[str, set[str]] = field(default_factory=dict)
    beginnings: dict[str, set[str]] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    known: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)  # what single words were found to mean

    def add(self, entry: str, concept: str) -> None:
        """`stoel*` is a beginning, `komt_niet_opdagen` a phrase."""
        open_ended = entry.endswith("*")
        parts = words(entry.rstrip("*").replace("_", " ").replace("-", " "))
        if not parts:
            return
        if len(parts) > 1:
            self.phrases.setdefault(parts[0], []).append(Phrase(tuple(parts[1:]), open_ended, concept))
        else:
            (self.beginnings if open_ended else self.whole).setdefault(parts[0], set()).add(concept)

    def find(self, message: Sequence[str]) -> list[Match]:
        """All entries in the words of a message, in order, each once."""
        return sorted(set(self._matches(message)))

    def _matches(self, message: Sequence[str]) -> Iterator[Match]:
        for start, word in enumerate(message):
            for concept in self._of_word(word):
                yield Match(start, start + 1, concept)
            for phrase in self.phrases.get(word, ()):
                if _follows(message, start + 1, phrase):
                    yield Match(start, start + 1 + len(phrase.rest), phrase.concept)

    def _of_word(self, word: str) -> tuple[str, ...]:
        known = self.known.get(word)
        if known is None:
            found = set(self.whole.get(word, ()))
            for length in range(_SHORTEST_BEGINNING, len(word) + 1):
                found |= self.beginnings.get(word[:length], set())
            known = tuple(sorted(found))
            if len(self.known) < _REMEMBERED:
                self.known[word] = known
        return known


def _follows(message: Sequence[str], start: int, phrase: Phrase) -> bool:
    end = start + len(phrase.rest)
    if end > len(message):
        return False
    if not phrase.open_ended:
        return tuple(message[start:end]) == phrase.rest
    return tuple(message[start : end - 1]) == phrase.rest[:-1] and message[end - 1].startswith(phrase.rest[-1])


@cache
def concepts() -> Mapping[str, Lexicon]:
    """The broad list, by language."""
    lexicons = {language: Lexicon() for language in LANGUAGES}
    for name in CONCEPT_FILES:
        for concept, entries in _load(DATA / name).items():
            for language, line in entries.items():
                _add(lexicons, LANGUAGES if language == "any" else (language,), line.split(), concept)
    return lexicons


@cache
def synonyms() -> Mapping[str, Lexicon]:
    """The narrow list, by language. A group is named after its first English word."""
    lexicons = {language: Lexicon() for language in LANGUAGES}
    for line in (DATA / SYNONYM_FILE).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            english, dutch, french = (part.split() for part in line.split("|"))
            for language, entries in (("nl", dutch), ("fr", french), ("en", english)):
                _add(lexicons, (language,), entries, english[0])
    return lexicons


def _add(lexicons: Mapping[str, Lexicon], languages: Iterable[str], entries: Iterable[str], concept: str) -> None:
    for entry in entries:
        for language in languages:
            lexicons[language].add(entry, concept)


def _load(path: Path) -> dict[str, dict[str, str]]:
    content: dict[str, dict[str, str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return content
