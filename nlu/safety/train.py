"""`python -m nlu.safety.train`: rebuilds the model's weights from the corpus. Deterministic."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from nlu.corpus import DATA_DIRECTORY, read
from nlu.safety.model import CATEGORIES, WEIGHTS, features

CORPUS = DATA_DIRECTORY / "safety"
HARMLESS = 14_000  # ordinary messages of the intents' data, beside the look-alikes
WEIGHT_OF_DANGER = 2.0
# Staff may say here what is danger: not taken as harmless.
NOT_HARMLESS = frozenset({"report_radicalisation"})


@dataclass(frozen=True)
class Labelled:
    """A message of the corpus with its category; `writer` is the file's name."""

    text: str
    category: str
    writer: str


def corpus(folder: Path = CORPUS) -> list[Labelled]:
    """All messages of the safety corpus, in the order of the files' names."""
    return [
        Labelled(row["text"], row["safety"], path.stem)
        for path in sorted(folder.glob("*.jsonl"))
        for row in map(json.loads, filter(str.strip, path.read_text(encoding="utf-8").splitlines()))
    ]


def harmless() -> list[str]:
    """Ordinary messages: what most people write, evenly over the languages and the writers."""
    texts = sorted({e.text for e in read() if e.intent not in NOT_HARMLESS})
    chosen = np.random.RandomState(0).permutation(len(texts))[:HARMLESS]
    return [texts[i] for i in chosen]


def fingerprint(labelled: list[Labelled]) -> str:
    """What the weights were made from."""
    return hashlib.sha256("\n".join(f"{x.writer}\t{x.category}\t{x.text}" for x in labelled).encode()).hexdigest()


def fit(labelled: list[Labelled], ordinary: list[str]) -> dict[str, Any]:
    """The weights that a corpus gives."""
    counts = features([x.text for x in labelled] + ordinary)
    weighing = TfidfTransformer().fit(counts)
    classes = [CATEGORIES.index(x.category) for x in labelled] + [0] * len(ordinary)
    weights = {0: 1.0, 1: WEIGHT_OF_DANGER, 2: WEIGHT_OF_DANGER, 3: WEIGHT_OF_DANGER}
    classifier = LogisticRegression(C=30.0, class_weight=weights, max_iter=60).fit(weighing.transform(counts), classes)
    return {
        "rarity": weighing.idf_.astype(np.float16),
        "weights": np.ascontiguousarray(classifier.coef_.T).astype(np.float16),
        "bias": classifier.intercept_.astype(np.float32),
    }


def main() -> None:
    """Train on everything and store the weights with the corpus' fingerprint."""
    labelled = corpus()
    np.savez_compressed(WEIGHTS, fingerprint=np.array(fingerprint(labelled)), **fit(labelled, harmless()))


if __name__ == "__main__":
    main()
