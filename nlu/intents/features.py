"""From a message to numbers: blocks of features, each weighted by rarity, scaled to length 1, and given its share."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from nlu.intents.folding import pieces, squash, words
from nlu.intents.lexicon import Lexicon, Match, concepts, synonyms

# The share of each block, chosen by cross-validation by writer (docs/nlu.md). The first letter of a feature's name is its block.
SHARES = {"w": 1.5, "c": 1.5, "k": 0.5, "p": 0.7, "s": 0.7, "q": 0.7, "m": 0.5}
RAREST = 3  # examples that a feature must occur in
GRAMS = range(2, 6)  # lengths of character n-grams, within words
_CONCEPT_WINDOW, _SYNONYM_WINDOW = 4, 3  # words between two concepts that still make a pair
_LENGTHS = 8
_BLOCKS = "".join(SHARES)
_SHARES = np.array(list(SHARES.values()), dtype=np.float32)


def features(text: str, language: str) -> Counter[str]:
    """The named features of a message and how often each occurs. Words and characters need no language; the word lists do."""
    squashed = squash(text)
    found: Counter[str] = Counter()
    found.update(_word_features(pieces(squashed)))
    found.update(_character_features(squashed))
    message = words(text)
    found.update(_concept_features(message, concepts()[language], "k", "p", _CONCEPT_WINDOW))
    found.update(_concept_features(message, synonyms()[language], "s", "q", _SYNONYM_WINDOW))
    found[f"mlength {min(_LENGTHS, int(math.log2(len(message) + 1) * 1.5))}"] += 1
    found["mquestion" if "?" in text else "mstatement"] += 1
    return found


def _word_features(found: Sequence[str]) -> Iterator[str]:
    for word in found:
        yield "w" + word
    for first, second in zip(found, found[1:], strict=False):
        yield f"w{first} {second}"


def _character_features(squashed: str) -> Iterator[str]:
    for word in squashed.split():
        yield from _grams(word)


@lru_cache(maxsize=20_000)
def _grams(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    lengths = [length for length in GRAMS if length < len(padded)]
    found = ["c" + padded[start : start + length] for length in lengths for start in range(len(padded) - length + 1)]
    return (*found, "c" + padded) if len(lengths) < len(GRAMS) else tuple(found)


def _concept_features(message: Sequence[str], lexicon: Lexicon, single: str, pair: str, window: int) -> Iterator[str]:
    matches = lexicon.find(message)
    for match in matches:
        yield single + match.concept
    yield from {single + place for match in matches for place in _places(match, len(message))}
    yield from {f"{pair}{first.concept}>{second.concept}" for index, first in enumerate(matches) for second in _near(matches, index, window)}


def _places(match: Match, length: int) -> Iterator[str]:
    """Whether a concept begins the message, ends it, or is all of it."""
    if match.start == 0:
        yield f"first {match.concept}"
    if match.end == length:
        yield f"last {match.concept}"
    if match.start == 0 and match.end == length:
        yield f"all {match.concept}"


def _near(matches: Sequence[Match], index: int, window: int) -> Iterator[Match]:
    end = matches[index].end
    for other in matches[index + 1 :]:
        if other.start >= end + window:
            return
        if other.start >= end:
            yield other


class FeatureSpace:
    """The features that a model knows, and how rare each is."""

    def __init__(self, names: Sequence[str], rarity: Any) -> None:
        self._names = list(names)
        self._index = {name: at for at, name in enumerate(self._names)}
        self._rarity = np.asarray(rarity, dtype=np.float32)
        self._block = np.array([_BLOCKS.index(name[0]) for name in self._names], dtype=np.int64)

    def __len__(self) -> int:
        return len(self._names)

    @classmethod
    def of(cls, counted: Sequence[Counter[str]]) -> FeatureSpace:
        """The features of training examples that are not too rare."""
        examples: Counter[str] = Counter()
        for counts in counted:
            examples.update(counts.keys())
        names = sorted(name for name, count in examples.items() if count >= RAREST)
        return cls(names, [math.log((1 + len(counted)) / (1 + examples[name])) + 1 for name in names])

    def row(self, counts: Counter[str]) -> tuple[Any, Any]:
        """Where and how much: the known features of one message. Unknown ones are left out."""
        row = self.matrix([counts])
        return row.indices, row.data

    def matrix(self, counted: Iterable[Counter[str]]) -> csr_matrix:
        """All examples, a row each."""
        where, often, ends = array("i"), array("f"), [0]
        for counts in counted:
            for name, count in counts.items():
                at = self._index.get(name)
                if at is not None:
                    where.append(at)
                    often.append(count)
            ends.append(len(where))
        columns, lengths = np.array(where, dtype=np.int32), np.diff(ends)
        amounts = (1 + np.log(np.array(often, dtype=np.float32))) * self._rarity[columns]
        cells = np.repeat(np.arange(len(lengths)), lengths) * len(_BLOCKS) + self._block[columns]
        squares = np.bincount(cells, weights=amounts * amounts, minlength=len(lengths) * len(_BLOCKS))
        scaled = amounts * _SHARES[self._block[columns]] / np.sqrt(squares[cells])
        return csr_matrix((scaled.astype(np.float32), columns, ends), shape=(len(lengths), len(self)))

    def save(self, folder: Path, name: str) -> None:
        """Store as plain text and numbers."""
        (folder / f"{name}.txt").write_text("\n".join(self._names), encoding="utf-8")
        np.save(folder / f"{name}.npy", self._rarity, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, name: str) -> FeatureSpace:
        """Stored features again."""
        names = (folder / f"{name}.txt").read_text(encoding="utf-8").split("\n")
        return cls(names, np.load(folder / f"{name}.npy", allow_pickle=False))
