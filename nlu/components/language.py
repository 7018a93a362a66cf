"""The language of each message as a component of Rasa's graph."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.intents.model import OUT_OF_SCOPE
from nlu.language import LANGUAGES, LanguageModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class FrontdeskLanguage(GraphComponent):
    """Sets `language`, `language_confidence` and `script`. Reads the conversation's `language` of the message's metadata.

    The examples' languages come from the metadata under each intent of the training data. Out-of-scope examples are left out: some are in
    other languages on purpose.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: LanguageModel | None = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> FrontdeskLanguage:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext, **kwargs: Any
    ) -> FrontdeskLanguage:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, LanguageModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        known = [
            (m.get(TEXT), language)
            for m in training_data.intent_examples
            if (language := example_language(m)) in LANGUAGES and m.get(INTENT) != OUT_OF_SCOPE
        ]
        self._model = LanguageModel.train([text for text, _ in known], [language for _, language in known])
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples keep the language that their file states."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if self._model is None or not isinstance(text, str):
                continue
            guess = self._model.guess(text, (message.get("metadata") or {}).get("language"))
            message.set("language", guess.language, add_to_output=True)
            message.set("language_confidence", guess.confidence, add_to_output=True)
            message.set("script", "other" if guess.other_script else "latin", add_to_output=True)
        return messages


def example_language(message: Message) -> str | None:
    """The language that the training data state for an example."""
    metadata = message.get("metadata") or {}
    stated = (metadata.get("intent") or {}).get("language") if isinstance(metadata, dict) else None
    return str(stated) if stated else None
