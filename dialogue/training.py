"""Training the assistant: when it is needed, and with a word on what it is doing."""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.errors import ConfigurationError
from backend.settings import PROJECT_ROOT

MODEL_NAME = "frontdesk"
TRAINING_DATA = ("nlu/data/nl", "nlu/data/fr", "nlu/data/en", "dialogue/data")
# What a model depends on: the configuration, the domain, the data, and the code of our own components.
SOURCES = ("config.yml", "domain.yml", "nlu", "dialogue/data", "requirements.lock")
SUFFIXES = (".py", ".yml", ".txt", ".jsonl", ".json", ".npz", ".lock")

Progress = Callable[[str, int], None]


def model_path(model_dir: Path) -> Path:
    """Where the trained model lies."""
    return model_dir / f"{MODEL_NAME}.tar.gz"


def fingerprint(root: Path = PROJECT_ROOT) -> str:
    """A hash of everything that the model is made from."""
    digest = hashlib.sha256()
    for path in _files(root):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_stale(model_dir: Path) -> bool:
    """Whether there is no model, or one that was trained from other sources."""
    mark = model_dir / f"{MODEL_NAME}.sources"
    return not model_path(model_dir).is_file() or not mark.is_file() or mark.read_text() != fingerprint()


def train(model_dir: Path, progress: Progress | None = None) -> Path:
    """Train and store the model; `progress` is told the step and its number. Raises `ConfigurationError` if training fails."""
    from dialogue.quiet import silence

    silence()
    from rasa.model_training import train as rasa_train

    started_from = fingerprint()
    model_dir.mkdir(parents=True, exist_ok=True)
    # Rasa prints its own bars and colours; what a person should see goes through `progress`.
    with _steps(progress), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        result = rasa_train(
            domain=str(PROJECT_ROOT / "domain.yml"),
            config=str(PROJECT_ROOT / "config.yml"),
            training_files=[str(PROJECT_ROOT / path) for path in TRAINING_DATA],
            output=str(model_dir),
            fixed_model_name=MODEL_NAME,
            force_training=True,
        )
    if result.code != 0 or result.model is None:
        raise ConfigurationError("Training failed: `frontdesk doctor` checks the set-up, `rasa data validate` the training data.")
    (model_dir / f"{MODEL_NAME}.sources").write_text(started_from)
    return Path(result.model)


def _files(root: Path) -> Iterator[Path]:
    for source in SOURCES:
        path = root / source
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in found if file.is_file() and file.suffix in SUFFIXES and "__pycache__" not in file.parts)


class _StepHandler(logging.Handler):
    """Rasa tells in its log which component it trains; nothing else tells it."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.INFO)
        self._progress = progress
        self._count = 0

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if "Starting to train component" in message:
            self._count += 1
            self._progress(message.split("'")[1].rsplit(".", 1)[-1], self._count)


@contextmanager
def _steps(progress: Progress | None) -> Iterator[None]:
    if progress is None:
        yield
        return
    logger = logging.getLogger("rasa.engine.training.hooks")
    handler, level, propagate = _StepHandler(progress), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate
