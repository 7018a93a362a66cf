"""The entity extractor as a component of Rasa's graph."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.entities.extract import extract
from nlu.entities.model import Entity
from nlu.entities.schools import SchoolNames
from nlu.entities.tagger import NameTagger
from nlu.entities.training import Annotated, train_tagger

TIME_ZONE = ZoneInfo("Europe/Brussels")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class FrontdeskEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Finds the contract's entities with normalised values.

    Of a message it reads ``text``, ``intent`` and ``language`` where a component before it has set them, and of ``metadata``:
    ``now`` (ISO date or time from which relative dates are counted; else today in Brussels), ``audience`` (``staff`` or
    ``youth``) and ``language``. Training examples carry spans only, values are computed.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        tagger: NameTagger | None = None,
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._tagger = tagger
        self._schools = read_schools(Path(config["schools_file"]))

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``schools_file``: one name of a school a line; a file that is not there is an empty list."""
        return {"schools_file": "nlu/lookups/schools.txt"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FrontdeskEntityExtractor:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FrontdeskEntityExtractor:
        with model_storage.read_from(resource) as folder:
            tagger = NameTagger.load(folder)
        return cls(config, model_storage, resource, tagger)

    def train(self, training_data: TrainingData) -> Resource:
        self._tagger = train_tagger(annotated(training_data.nlu_examples))
        with self._model_storage.write_to(self._resource) as folder:
            self._tagger.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if not isinstance(text, str) or not text:
                continue
            found = [_as_dict(entity) for entity in self._extract(message, text)]
            known = message.get(ENTITIES, [])
            message.set(ENTITIES, known + self.add_extractor_name(found), add_to_output=True)
        return messages

    def _extract(self, message: Message, text: str) -> list[Entity]:
        metadata = message.get("metadata") or {}
        intent = message.get(INTENT) or {}
        return extract(
            text,
            today=day_of(metadata.get("now")),
            language=message.get("language") or metadata.get("language"),
            audience=metadata.get("audience"),
            intent=intent.get(INTENT_NAME_KEY) if isinstance(intent, dict) else None,
            schools=self._schools,
            tagger=self._tagger,
        )


def day_of(now: object) -> date:
    """The day that ``now`` names (an ISO date or time; a time with a zone is taken to Brussels); without it, or if it is no date, today."""
    if isinstance(now, str):
        try:
            moment = datetime.fromisoformat(now)
        except ValueError:
            moment = None
        if moment is not None:
            return moment.astimezone(TIME_ZONE).date() if moment.tzinfo else moment.date()
    return datetime.now(TIME_ZONE).date()


def read_schools(path: Path) -> SchoolNames:
    """The directory's names, one a line; lines that begin with # are comments."""
    if not path.is_file():
        return SchoolNames()
    lines = path.read_text(encoding="utf-8").splitlines()
    return SchoolNames.of(line for line in lines if not line.startswith("#"))


def annotated(messages: Iterable[Message]) -> Iterable[Annotated]:
    """Rasa's training examples as the tagger wants them."""
    for message in messages:
        text = message.get(TEXT)
        if text:
            spans = tuple((entity["start"], entity["end"], entity["entity"]) for entity in message.get(ENTITIES, []))
            yield Annotated(text, spans, message.get(INTENT))


def _as_dict(entity: Entity) -> dict[str, Any]:
    found: dict[str, Any] = {
        "entity": entity.entity,
        "value": entity.value,
        "start": entity.start,
        "end": entity.end,
        "confidence_entity": entity.confidence,
    }
    if entity.negated:
        found["negated"] = True
    if entity.official is not None:
        found["official"] = entity.official
    return found
