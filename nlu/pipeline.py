"""The pipeline without Rasa's graph: the same parts from the same model archive, loaded in a second instead of ten.

For commands that only understand and do not talk. A test proves that the results are those of the trained assistant.
"""

from __future__ import annotations

import tarfile
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nlu.entities.extract import extract
from nlu.entities.model import Entity
from nlu.entities.schools import SchoolNames
from nlu.entities.tagger import NameTagger
from nlu.intents.model import IntentModel, Prediction
from nlu.language import Guess, LanguageModel
from nlu.safety import assess

SCHOOLS_FILE = Path(__file__).parent / "lookups" / "schools.txt"


@dataclass(frozen=True)
class Understood:
    """What the front desk makes of a message."""

    language: Guess
    safety: str
    prediction: Prediction
    entities: list[Entity]


class Pipeline:
    """Language, safety, intent and entities, in the order of `config.yml`."""

    def __init__(self, language: LanguageModel, intents: IntentModel, tagger: NameTagger, schools: SchoolNames) -> None:
        self._language, self._intents, self._tagger, self._schools = language, intents, tagger, schools

    @classmethod
    def load(cls, archive: Path) -> Pipeline:
        """The parts of a trained model. Raises `FileNotFoundError` or `tarfile.ReadError` if there is none or it cannot be read."""
        with tempfile.TemporaryDirectory() as name, tarfile.open(archive) as packed:
            folder = Path(name)
            packed.extractall(folder, filter="data")
            part = {path.name.rsplit(".", 1)[-1].rstrip("0123456789"): path for path in (folder / "components").iterdir()}
            return cls(
                LanguageModel.load(part["FrontdeskLanguage"]),
                IntentModel.load(part["FrontdeskIntentClassifier"]),
                NameTagger.load(part["FrontdeskEntityExtractor"]),
                SchoolNames.of(SCHOOLS_FILE.read_text(encoding="utf-8").splitlines()),
            )

    def understand(self, text: str, *, audience: str | None, today: date, conversation_language: str | None = None) -> Understood:
        """What a message means; relative dates count from `today`."""
        guess = self._language.guess(text, conversation_language)
        safety = assess(text, language=guess.language, audience=audience).category
        prediction = self._intents.predict(text, audience)
        entities = extract(
            text,
            today=today,
            language=guess.language,
            audience=audience,
            intent=prediction.intent,
            schools=self._schools,
            tagger=self._tagger,
        )
        return Understood(guess, safety, prediction, entities)
