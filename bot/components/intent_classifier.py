"""Graph component around IntentModel; named in config.yml."""

import logging
import os
from typing import Any, Dict, List, Text, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import morphology, vectors
from bot.components.intent_model import IntentModel, Options
from bot.components.sudachi_tokenizer import SudachiTokenizer

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class JapaneseIntentClassifier(GraphComponent, IntentClassifier):
    """Confidences are probabilities: of the answers given at 0.8, about 80 % are right (docs/training.md)."""

    @classmethod
    def required_components(cls) -> List[Type]:
        """The tokenizer, so that both see the same words."""
        return [SudachiTokenizer]

    @staticmethod
    def required_packages() -> List[Text]:
        """Checked by Rasa before training."""
        return ["sklearn", "sudachipy"]

    @staticmethod
    def supported_languages() -> List[Text]:
        """Japanese only."""
        return ["ja"]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`vectors`: required | off. `options`: fields of intent_model.Options."""
        return {"ranking_length": 10, "vectors": "required", "options": {}}

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model: Any = None

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "JapaneseIntentClassifier":
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "JapaneseIntentClassifier":
        """A trained one; loads vectors and dictionary now. Without any training example it never decides."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            if (folder / "model.json").exists():
                component._model = IntentModel.load(folder)
        morphology.warm_up()
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all examples that have an intent.

        Raises:
            VectorsMissing: no word vectors and `vectors` is not off.
        """
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        setting = str(self._config["vectors"]).lower()
        table = None if setting in ("off", "false", "none") else vectors.load()
        texts, labels = [str(e.get(TEXT)) for e in examples], [str(e.get(INTENT)) for e in examples]
        with self._model_storage.write_to(self._resource) as folder:
            if len(set(labels)) >= 2:
                self._model = IntentModel.fit(texts, labels, options_from(self._config), table)
                self._model.save(folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent and ranking."""
        for message in messages:
            text = message.get(TEXT)
            ranking: List[Dict[str, Any]] = []
            if self._model is not None and text:
                ranking = [
                    {"name": name, "confidence": confidence}
                    for name, confidence in self._model.ranking(text, int(self._config["ranking_length"]))
                ]
            message.set(INTENT, ranking[0] if ranking else {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages


def options_from(config: Dict[Text, Any]) -> Options:
    """Options of a pipeline entry of config.yml; BOT_CV_FOLDS (bot.tools.train --folds) overrides the number of folds.

    Raises:
        TypeError: an option that doesn't exist.
    """
    options = dict(config["options"] or {})
    if os.environ.get("BOT_CV_FOLDS"):
        options["folds"] = int(os.environ["BOT_CV_FOLDS"])
    return Options(**{key: tuple(value) if isinstance(value, list) else value for key, value in options.items()})
