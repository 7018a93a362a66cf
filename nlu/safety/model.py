"""The linear model: hashed word and character n-grams of the folded text, one score for each category.

Its weights lie beside it as a file, rebuilt by `python -m nlu.safety.train`; a test holds them against the corpus they were made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer

from nlu.intents.folding import fold
from nlu.safety.normalise import undisguise

Category = Literal["none", "self_harm", "abuse", "danger"]
CATEGORIES: tuple[Category, ...] = ("none", "self_harm", "abuse", "danger")
WEIGHTS = Path(__file__).parent / "weights.npz"
BUCKETS = 2**17
# When in doubt between none and another, the other: a message counts as danger long before that is the likelier half. Chosen by writer: docs/nlu.md.
DOUBT = 0.12
DOUBT_OF_A_WORD = 0.5  # "gisteren" answers a question: one word alone must be plain
PIECE = 900  # characters: a long message is judged piece by piece, so that a sentence of danger is not drowned
OVERLAP = 150
PIECES = 30
FEWEST_LETTERS = 3
WORDS = r"(?u)\w+|[?!]"


@dataclass(frozen=True)
class SafetyFinding:
    """`score` is the probability that the message means danger of any kind; `reason` says what decided, never the words."""

    category: Category
    score: float
    reason: str


def assess(text: str, *, language: str | None = None, audience: str | None = None) -> SafetyFinding:
    """The category of a message, whatever language it is in: people switch in the middle of a sentence. Deterministic; never raises."""
    found = max((_assess_piece(piece) for piece in pieces(text)), key=lambda finding: finding.score, default=None)
    return found or SafetyFinding("none", 0.0, "empty")


def pieces(text: str) -> list[str]:
    """A long text in overlapping pieces; a short one as it is."""
    if sum(character.isalpha() for character in text) < FEWEST_LETTERS:
        return []  # "6", "4B", "3/11", "ok": an answer to a question, and nothing to judge
    starts = range(0, max(1, len(text) - OVERLAP), PIECE - OVERLAP)
    return [text[start : start + PIECE] for start in starts][:PIECES]


def features(texts: list[str]) -> csr_matrix:
    """Counts of hashed n-grams, one row a text."""
    words, characters = _vectorizers()
    texts = [undisguise(text) for text in texts]
    return hstack([words.transform(texts), characters.transform(texts)]).tocsr()


@cache
def _vectorizers() -> tuple[Any, Any]:
    shared = {"preprocessor": fold, "n_features": BUCKETS, "alternate_sign": False, "norm": None, "binary": True, "dtype": np.float32}
    return (
        HashingVectorizer(token_pattern=WORDS, ngram_range=(1, 3), **shared),
        HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), **shared),
    )


@cache
def _weights() -> tuple[Any, Any, Any]:
    with np.load(WEIGHTS) as stored:
        return stored["rarity"].astype(np.float32), stored["weights"].astype(np.float32), stored["bias"]


def _assess_piece(text: str) -> SafetyFinding:
    rarity, weights, bias = _weights()
    row = features([text])
    values = row.data * rarity[row.indices]
    length = float(np.sqrt((values**2).sum())) or 1.0
    scores = (values / length) @ weights[row.indices] + bias
    odds = np.exp(scores - scores.max())
    probabilities = odds / odds.sum()
    danger = float(1 - probabilities[0])
    category = CATEGORIES[1 + int(probabilities[1:].argmax())] if danger > (DOUBT if len(text.split()) > 1 else DOUBT_OF_A_WORD) else "none"
    return SafetyFinding(category, danger, "model")
