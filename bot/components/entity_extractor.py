"""Graph component around bot.components.entities; named in config.yml.

Instead of Rasa's RegexEntityExtractor because that needs annotated examples before it uses a table, takes the first
alternative rather than the longest, and knows only the spelling of the table.
"""

import json
from pathlib import Path
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.entities import Lookups, Spelling, find_times_and_wages, read_lookups
from bot.components.morphology import analyse

ROOT = Path(__file__).resolve().parents[2]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class JapaneseEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Training only reads the lookup tables into the model."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`lookups`: folder below the root; empty = none."""
        return {"lookups": "data/lookups"}

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._lookups = Lookups([])

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "JapaneseEntityExtractor":
        """Without tables yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "JapaneseEntityExtractor":
        """With the tables it was trained with."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            rows = json.loads((folder / "lookups.json").read_text(encoding="utf-8"))
        component._lookups = Lookups([Spelling(*row) for row in rows])
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Read the tables.

        Raises:
            FileNotFoundError: the configured folder is missing.
        """
        spellings: List[Spelling] = []
        if self._config["lookups"]:
            folder = ROOT / self._config["lookups"]
            if not folder.is_dir():
                raise FileNotFoundError(f"lookup tables: no folder {folder}")
            spellings = read_lookups(folder)
        self._lookups = Lookups(spellings)
        with self._model_storage.write_to(self._resource) as folder:
            rows = [[row.entity, row.value, row.key] for row in spellings]
            (folder / "lookups.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities to each message."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            normalised, words = analyse(text)
            boundaries = {word.start for word in words}
            found = [*find_times_and_wages(text), *self._lookups.find(normalised, boundaries)]
            entities = [
                {"entity": f.entity, "start": f.start, "end": f.end, "value": f.value, "confidence_entity": 1.0}
                for f in found
            ]
            entities = self.add_extractor_name(entities)
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages
