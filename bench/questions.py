"""Typical questions: a fixed sample of data/nlu, the same for both sides.

Messages about suicide and violence are left out: our safety lane answers those before any NLU, which would flatter us.
"""

import re
from collections.abc import Iterator
from itertools import chain, cycle, islice, zip_longest
from pathlib import Path
from random import Random

from ruamel.yaml import YAML

SKIPPED_PREFIX = "crisis_"
_ANNOTATION = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def read_examples(folder: Path) -> dict[str, list[str]]:
    """Examples by intent, entity annotations taken off."""
    yaml = YAML(typ="safe")
    found: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yml")):
        for block in (yaml.load(file) or {}).get("nlu") or []:
            intent = block.get("intent")
            if intent is None or intent.startswith(SKIPPED_PREFIX):
                continue
            lines = (line.strip() for line in str(block["examples"]).splitlines())
            found.setdefault(intent, []).extend(
                _ANNOTATION.sub(r"\1", line[1:].strip()) for line in lines if line.startswith("-")
            )
    return found


def sample(examples: dict[str, list[str]], count: int, seed: int = 7) -> list[str]:
    """`count` questions, each intent in turn, so that rare topics weigh as much as frequent ones."""
    random = Random(seed)
    shuffled = [random.sample(texts, len(texts)) for _, texts in sorted(examples.items())]
    random.shuffle(shuffled)
    rounds: Iterator[str] = (text for text in chain.from_iterable(zip_longest(*shuffled)) if text)
    every = list(rounds)
    return list(islice(cycle(every), count)) if every else []
