"""Japanese tokenizer for Rasa on SudachiPy; the first component of config.yml."""

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import morphology


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SudachiTokenizer(Tokenizer):
    """Tokens carry offsets of the ORIGINAL text, Sudachi's normalised form as lemma, and the reading in `data`."""

    @staticmethod
    def supported_languages() -> List[Text]:
        """Japanese only."""
        return ["ja"]

    @staticmethod
    def required_packages() -> List[Text]:
        """Checked by Rasa before training."""
        return ["sudachipy", "sudachidict_core"]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`mode`: A short, B middle, C named-entity units."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
            "mode": "B",
        }

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SudachiTokenizer":
        """Load the dictionary at start-up, so that the first seeker doesn't wait for it."""
        morphology.warm_up()
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing: no component learns from tokens (the classifier splits words by itself, each message once)."""
        return training_data

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Split one attribute; never empty for text that has any visible character."""
        text = message.get(attribute)
        normalised, words = morphology.analyse(text, self._config["mode"])
        tokens = []
        last_end = 0
        for word in words:
            start, end = normalised.original_span(word.start, word.end)
            start = max(start, last_end)
            if start >= end:
                continue
            tokens.append(Token(text[start:end], start, end, data={"reading": word.reading}, lemma=word.base))
            last_end = end
        return self._apply_token_pattern(tokens)
