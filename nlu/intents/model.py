"""The intent model: word and character n-grams of the folded text, a linear classifier for all three languages, calibrated confidence.

One model serves the three languages: code-switching is the rule in Antwerp, and character n-grams are shared between Dutch, French and English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from nlu.intents.folding import fold

OUT_OF_SCOPE = "out_of_scope"
# Who can have an intent, after the contract; all others are everybody's.
STAFF_ONLY = frozenset(
    {
        "report_absence",
        "report_dropout_risk",
        "report_expulsion",
        "report_radicalisation",
        "request_parent_support",
        "ask_case_status",
        "withdraw_report",
        "ask_procedure",
    }
)
YOUTH_ONLY = frozenset({"seek_coach", "change_coach", "talk_school", "talk_wellbeing", "seek_work_training", "end_chat"})
FILE = "intents.joblib"
_TOKEN = r"(?u)\w+|[?!]|[^\w\s]"  # noqa: S105 - a pattern


@dataclass(frozen=True)
class Settings:
    """What is chosen on validation data (by writer, never on a random split): see docs/nlu.md.

    `temperature` turns margins into probabilities. `rejection` is added to the margin of out_of_scope. `penalty` is taken from the margin of an
    intent that the speaker's audience does not have.
    """

    regularisation: float = 1.0
    temperature: float = 3.0
    rejection: float = 0.0
    penalty: float = 1.0


@dataclass(frozen=True)
class Prediction:
    """The most likely intents, best first, with probabilities that add up to 1 over all intents."""

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]


class IntentModel:
    """A trained model. Predicting is thread-safe."""

    def __init__(self, words: Any, characters: Any, weights: Any, bias: Any, intents: Sequence[str], settings: Settings) -> None:
        self._words, self._characters = words, characters
        self._weights, self._bias = weights, bias
        self._intents = list(intents)
        self._settings = settings
        self._masks = {
            "staff": np.array([intent in YOUTH_ONLY for intent in self._intents], dtype=np.float32),
            "youth": np.array([intent in STAFF_ONLY for intent in self._intents], dtype=np.float32),
        }
        self._rejection = np.array([intent == OUT_OF_SCOPE for intent in self._intents], dtype=np.float32)

    @classmethod
    def train(cls, texts: Sequence[str], intents: Sequence[str], settings: Settings) -> IntentModel:
        """Learn from examples. Deterministic: the same examples give the same model."""
        words = TfidfVectorizer(preprocessor=fold, token_pattern=_TOKEN, ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32)
        characters = TfidfVectorizer(preprocessor=fold, analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=3, dtype=np.float32)
        features = hstack([words.fit_transform(texts), characters.fit_transform(texts)]).tocsr()
        classifier = LinearSVC(C=settings.regularisation, random_state=0).fit(features, list(intents))
        for vectorizer in (words, characters):
            vectorizer.stop_words_ = None  # what min_df left out: kept by scikit-learn, and never used
        weights = np.ascontiguousarray(classifier.coef_.T.astype(np.float16))
        return cls(words, characters, weights, classifier.intercept_.astype(np.float32), classifier.classes_.tolist(), settings)

    def predict(self, text: str, audience: str | None = None, *, among: int = 5) -> Prediction:
        """What a message means. A text without a letter, digit or symbol is out of scope."""
        if not text.strip():
            return Prediction(OUT_OF_SCOPE, 1.0, ((OUT_OF_SCOPE, 1.0),))
        margins = self._margins(text) + self._settings.rejection * self._rejection
        if audience in self._masks:
            margins = margins - self._settings.penalty * self._masks[audience]
        scaled = margins * self._settings.temperature
        odds = np.exp(scaled - scaled.max())
        probabilities = odds / odds.sum()
        order = np.argsort(-probabilities)[:among]
        ranking = tuple((self._intents[i], float(probabilities[i])) for i in order)
        return Prediction(ranking[0][0], ranking[0][1], ranking)

    def _margins(self, text: str) -> Any:
        row: csr_matrix = hstack([self._words.transform([text]), self._characters.transform([text])]).tocsr()
        # Only the rows of the n-grams that occur are read: a product of a few hundred rows instead of a matrix of millions.
        return row.data.astype(np.float32) @ self._weights[row.indices].astype(np.float32) + self._bias

    def save(self, folder: Path) -> None:
        """Store the model in a folder."""
        parts: Mapping[str, Any] = {
            "words": self._words,
            "characters": self._characters,
            "weights": self._weights,
            "bias": self._bias,
            "intents": self._intents,
            "settings": self._settings,
        }
        joblib.dump(parts, folder / FILE, compress=3)

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """A stored model again. Only archives that this installation trained are read: joblib runs what it reads."""
        return cls(**joblib.load(folder / FILE))
