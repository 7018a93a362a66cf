"""The intent classifier as a component of Rasa's graph."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.intents.model import IntentModel, Settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FrontdeskIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `intent` and `intent_ranking`. Reads `audience` (staff or youth) of the message's metadata, where it is known."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: IntentModel | None = None) -> None:
        self._settings = Settings(**{name: config[name] for name in self.get_default_config()})
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The fields of `Settings`."""
        return dict(vars(Settings()))

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> FrontdeskIntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> FrontdeskIntentClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [(m.get(TEXT), m.get(INTENT)) for m in training_data.intent_examples if m.get(TEXT)]
        self._model = IntentModel.train([text for text, _ in examples], [intent for _, intent in examples], self._settings)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if self._model is None or not isinstance(text, str):
                continue
            prediction = self._model.predict(text, (message.get("metadata") or {}).get("audience"))
            message.set(INTENT, {"name": prediction.intent, "confidence": prediction.confidence}, add_to_output=True)
            ranking = [{"name": name, "confidence": confidence} for name, confidence in prediction.ranking]
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages
