"""Safety as a component of Rasa's graph: it runs before the others."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.safety import assess


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class FrontdeskSafety(GraphComponent):
    """Sets `safety` and `safety_score`. Nothing is trained in the graph: the detector works without it, in the relay between two humans."""

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> FrontdeskSafety:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training data pass through."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if isinstance(text, str):
                finding = assess(text, audience=(message.get("metadata") or {}).get("audience"))
                message.set("safety", finding.category, add_to_output=True)
                message.set("safety_score", finding.score, add_to_output=True)
        return messages
