"""Training of CRFsuite models, into bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pycrfsuite


def train_crf(
    sequences: Iterable[tuple[list[list[str]], list[str]]],
    parameters: Mapping[str, float | int],
) -> bytes:
    """A model from sequences of (features of each item, label of each item).

    L-BFGS, because the quicker algorithms shuffle with the C library's generator: the same data would give other models.
    """
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(dict(parameters))
    for features, labels in sequences:
        if features:
            trainer.append(pycrfsuite.ItemSequence(features), labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.crfsuite"
        trainer.train(str(path))
        return path.read_bytes()
