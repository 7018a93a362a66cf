"""Which of the three languages a message is in, or that it does not tell. A small model of character n-grams, with a prior of the conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from nlu.intents.folding import fold

LANGUAGES = ("nl", "fr", "en")
FILE = "language.joblib"
# Strength of the conversation's language, as a log-odds bonus: one unclear word does not change it, a clear sentence does.
PRIOR = 2.0
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Guess:
    """`other_script`: most letters are of another script (Arabic, Cyrillic, …); the language is then the conversation's, or Dutch."""

    language: str
    confidence: float
    other_script: bool = False


class LanguageModel:
    """A trained model of the three languages."""

    def __init__(self, vectorizer: Any, weights: Any, bias: Any, languages: Sequence[str]) -> None:
        self._vectorizer, self._weights, self._bias = vectorizer, weights, bias
        self._languages = list(languages)

    @classmethod
    def train(cls, texts: Sequence[str], languages: Sequence[str]) -> LanguageModel:
        """Learn from examples with their languages."""
        vectorizer = TfidfVectorizer(preprocessor=fold, analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=5, dtype=np.float32)
        classifier = LogisticRegression(C=10.0, max_iter=60).fit(vectorizer.fit_transform(texts), list(languages))
        vectorizer.stop_words_ = None
        return cls(vectorizer, classifier.coef_.T.astype(np.float32), classifier.intercept_.astype(np.float32), classifier.classes_.tolist())

    def guess(self, text: str, conversation: str | None = None) -> Guess:
        """The language of a message; `conversation` is what was spoken so far."""
        letters = _LETTER.findall(text)
        if letters and len(_LATIN.findall(text)) * 2 < len(letters):
            return Guess(conversation or LANGUAGES[0], 0.0, other_script=True)
        row = self._vectorizer.transform([text])
        scores = row.data @ self._weights[row.indices] + self._bias if row.nnz else np.zeros(len(self._languages), dtype=np.float32)
        prior = np.array([PRIOR if language == conversation else 0.0 for language in self._languages], dtype=np.float32)
        odds = np.exp(scores + prior - (scores + prior).max())
        probabilities = odds / odds.sum()
        best = int(probabilities.argmax())
        if not letters or not row.nnz:
            return Guess(conversation or self._languages[best], 0.0)
        return Guess(self._languages[best], float(probabilities[best]))

    def save(self, folder: Path) -> None:
        """Store the model in a folder."""
        joblib.dump(
            {"vectorizer": self._vectorizer, "weights": self._weights, "bias": self._bias, "languages": self._languages}, folder / FILE, compress=3
        )

    @classmethod
    def load(cls, folder: Path) -> LanguageModel:
        """A stored model again."""
        return cls(**joblib.load(folder / FILE))
