"""Custom actions of the bot: thin rasa-sdk actions that call backend services. One module per topic."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend.context import Context


def all_actions(context: "Context") -> list[Any]:
    """Every action, holding the context; registered with the executor by the composition root."""
    return []
