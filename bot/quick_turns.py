"""Spares Rasa work that changes no answer; each function takes the place of one of Rasa's. Called once by bot.server.

What a turn costs was measured (docs/training.md); with another version of Rasa, measure and read again before use.
"""

from collections import defaultdict
from types import SimpleNamespace
from typing import Any, Dict, List, Optional, Set, Text, Tuple

import rasa.core.policies.rule_policy
import rasa.core.processor
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

USER_TURNS_FOR_ACTIONS = 10


def install() -> None:
    """For a server only: training uses Rasa's own."""
    rasa.core.processor.DaskGraphRunner = DirectGraphRunner
    RulePolicy._get_possible_keys = _possible_keys
    RemoteAction._action_call_format = _short_action_call
    _keep_one_action_validator()
    # Both modules copy deeply for debug messages alone, which nobody writes.
    for module in (rasa.core.processor, rasa.core.policies.rule_policy):
        module.copy = SimpleNamespace(deepcopy=lambda value: value)


class DirectGraphRunner(DaskGraphRunner):
    """Calls the components one after the other; dask plans the same small graph anew at every message."""

    def run(self, inputs: Optional[Dict[Text, Any]] = None, targets: Optional[List[Text]] = None) -> Dict[Text, Any]:
        """As the parent's."""
        wanted = tuple(targets or self._graph_schema.target_names)
        orders: Dict[Tuple[Text, ...], List[Text]] = self.__dict__.setdefault("_orders", {})
        if wanted not in orders:
            orders[wanted] = _order(self._graph_schema, wanted)
        results: Dict[Text, Tuple[Text, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name in orders[wanted]:
            needs = self._graph_schema.nodes[name].needs.values()
            # Like dask, leave a need that is neither a component nor given as its name.
            results[name] = self._instantiated_nodes[name](*(results.get(need, need) for need in needs))
        return {name: results[name][1] for name in wanted}


def _order(schema: GraphSchema, targets: Tuple[Text, ...]) -> List[Text]:
    """Names of the components the targets need, each after those it needs itself."""
    order: List[Text] = []

    def visit(name: Text) -> None:
        if name in schema.nodes and name not in order:
            for need in schema.nodes[name].needs.values():
                visit(need)
            order.append(name)

    for target in targets:
        visit(target)
    return order


class _RuleIndex:
    """Rules by the action before and the intent in their last state; Rasa looks through all of them."""

    def __init__(self, lookup: Dict[Text, Text]) -> None:
        self.longest = 0
        self._rules: Dict[Tuple[Any, Any], List[Text]] = defaultdict(list)
        for key in lookup:
            states = RulePolicy._rule_key_to_state(key)
            self.longest = max(self.longest, len(states))
            self._rules[_marks(states[-1]) if states else (None, None)].append(key)

    def candidates(self, state: Dict[Text, Any]) -> Set[Text]:
        """All rules that may match the last state, among them some that don't."""
        action, intent = _marks(state)
        if action is None:  # the beginning of a conversation, where Rasa compares nothing else
            return {key for keys in self._rules.values() for key in keys}
        places = {(a, i) for a in (action, None) for i in (intent, None)}
        return {key for place in places for key in self._rules.get(place, ())}


def _marks(state: Dict[Text, Any]) -> Tuple[Any, Any]:
    """Action before and intent; None for what is not said, or said not to be set."""
    found = (state.get("prev_action", {}).get("action_name"), state.get("user", {}).get("intent"))
    action, intent = (None if mark == rasa.core.policies.rule_policy.SHOULD_NOT_BE_SET else mark for mark in found)
    return action, intent


def _possible_keys(self: RulePolicy, lookup: Dict[Text, Text], states: List[Dict[Text, Any]]) -> Set[Text]:
    if not states:
        return set(lookup)
    indexes: Dict[int, Tuple[Any, _RuleIndex]] = self.__dict__.setdefault("_indexes", {})
    if id(lookup) not in indexes:
        indexes[id(lookup)] = (lookup, _RuleIndex(lookup))
    index = indexes[id(lookup)][1]
    keys = index.candidates(states[-1])
    for turn, state in enumerate(reversed(states[-index.longest :])):
        keys = {key for key in keys if self._is_rule_applicable(key, turn, state)}
    return keys


def _short_action_call(self: RemoteAction, tracker: DialogueStateTracker, domain: Any) -> Dict[Text, Any]:
    """What our actions read: the last turns, and no domain (Rasa sends the whole of both)."""
    state = tracker.current_state()
    events = list(tracker.events)
    turns = [number for number, event in enumerate(events) if isinstance(event, UserUttered)]
    first = turns[-USER_TURNS_FOR_ACTIONS] if len(turns) > USER_TURNS_FOR_ACTIONS else 0
    state["events"] = [event.as_dict() for event in events[first:]]
    return {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        "tracker": state,
        "domain": {},
        "version": rasa.__version__,
    }


def _keep_one_action_validator() -> None:
    """Rasa checks its fixed schema against the meta-schema at every action: 24 ms of CPU instead of 0.3."""
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(self: RemoteAction, result: Dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate  # type: ignore[method-assign]
