"""The rule index finds what Rasa's own search finds, for every state it can be asked about."""

from typing import Any


def test_the_rule_index_finds_the_rules_that_rasas_search_finds(in_bot: Any) -> None:
    found = in_bot(
        """
        import itertools, json
        from bot import lean
        lean.install()
        from rasa.core.policies.rule_policy import RulePolicy
        original = RulePolicy._get_possible_keys
        from bot import quick_turns
        quick_turns.install()

        def state(action, intent, loop=None):
            parts = {}
            if action: parts["prev_action"] = {"action_name": action}
            if intent: parts["user"] = {"intent": intent}
            if loop: parts["active_loop"] = {"name": loop}
            return parts

        actions, intents = [None, "action_listen", "utter_a"], [None, "ask", "bye"]
        loops = [None, "should_not_be_set", "form"]
        singles = [state(*parts) for parts in itertools.product(actions, intents, loops)]
        rules = [[one] for one in singles] + [list(pair) for pair in itertools.product(singles[::2], singles[::3])]
        lookup = {json.dumps(states, sort_keys=True): "utter_b" for states in rules}
        policy = RulePolicy.__new__(RulePolicy)
        asked = [[one] for one in singles] + [[a, b, c] for a, b, c in zip(singles, singles[5:], singles[9:])]
        differing = [s for s in asked if original(policy, lookup, s) != policy._get_possible_keys(lookup, s)]
        print(json.dumps([len(asked), sum(bool(original(policy, lookup, s)) for s in asked), differing]))
        """
    )
    assert found[0] > 30
    assert found[1] > 30
    assert found[2] == []
