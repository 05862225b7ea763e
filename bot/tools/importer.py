"""Reads the training data once; Rasa's importer reads every YAML file three times a training. For bot.tools.train."""

import copy
from pathlib import Path
from typing import Any, Dict, List, Optional, Text

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import (
    CombinedDataImporter,
    E2EImporter,
    ResponsesSyncImporter,
    TrainingDataImporter,
)
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class ReadOnceImporter(RasaFileImporter):
    """Answers are kept; Rasa merges them into new objects and changes none of them."""

    def __init__(self, config_file: Text, domain_path: Text, training_data_paths: List[Text]) -> None:
        super().__init__(config_file, domain_path, training_data_paths)
        self._kept: Dict[str, Any] = {}

    def get_domain(self) -> Domain:
        """The whole domain folder."""
        if "domain" not in self._kept:
            self._kept["domain"] = super().get_domain()
        domain: Domain = self._kept["domain"]
        return domain

    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        """All examples; a shallow copy, since merging may replace the list of examples."""
        if "nlu" not in self._kept:
            self._kept["nlu"] = super().get_nlu_data(language)
        data: TrainingData = copy.copy(self._kept["nlu"])
        return data

    def get_stories(self, exclusion_percentage: Optional[int] = None) -> StoryGraph:
        """Rules and stories."""
        if "stories" not in self._kept:
            self._kept["stories"] = super().get_stories(exclusion_percentage)
        stories: StoryGraph = self._kept["stories"]
        return stories


def load(config: Path, domain: Path, training_files: List[str]) -> TrainingDataImporter:
    """What `TrainingDataImporter.load_from_config` builds, on top of the importer above."""
    files = ReadOnceImporter(str(config), str(domain), training_files)
    return E2EImporter(ResponsesSyncImporter(CombinedDataImporter([files])))
