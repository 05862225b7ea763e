"""Leaves out what Rasa does in a training for its own sake and not for the model's. For bot.tools.train."""

import contextlib
import copy
from types import SimpleNamespace
from typing import Any, Dict, Iterator

import rasa.engine.storage.local_model_storage as storage
import rasa.engine.training.graph_trainer as graph_trainer
import rasa.shared.nlu.training_data.training_data as training_data
from rasa.engine.graph import GraphNodeHook


class _QuickTar(storage.TarSafe):  # type: ignore[misc, name-defined]
    """Rasa packs at gzip's highest level: 13 s of CPU instead of 0.5, for a file an eighth smaller."""

    @classmethod
    def gzopen(cls, name: Any, mode: str = "r", fileobj: Any = None, compresslevel: int = 1, **more: Any) -> Any:
        return super().gzopen(name, mode, fileobj, compresslevel, **more)


class _NoCaching(GraphNodeHook):
    """Rasa takes fingerprints of all data at each component, for a cache that we always start empty."""

    def __init__(self, **_: Any) -> None:
        pass

    def on_before_node(self, *_: Any, **__: Any) -> Dict[str, Any]:
        return {}

    def on_after_node(self, *_: Any, **__: Any) -> None:
        pass


@contextlib.contextmanager
def without_copies() -> Iterator[None]:
    """Merge examples without copying each deeply, three times over; nobody changes what was merged."""
    training_data.copy = SimpleNamespace(deepcopy=copy.copy)
    try:
        yield
    finally:
        training_data.copy = copy


@contextlib.contextmanager
def without_extras() -> Iterator[None]:
    """Train without the above."""
    originals = storage.TarSafe, graph_trainer.TrainingHook
    storage.TarSafe, graph_trainer.TrainingHook = _QuickTar, _NoCaching
    try:
        with without_copies():
            yield
    finally:
        storage.TarSafe, graph_trainer.TrainingHook = originals
