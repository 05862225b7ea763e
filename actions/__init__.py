"""Custom actions of the bot: thin rasa-sdk actions that call backend services. One module per topic."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend.context import Context


def all_actions(context: "Context") -> list[Any]:
    """Every action, holding the context; registered with the executor by the composition root."""
    from actions.answers import answer_actions
    from actions.booking import booking_actions
    from actions.fallback import fallback_actions
    from actions.jobs import job_actions
    from actions.notifications import notification_actions
    from actions.questions import question_actions
    from actions.returning import returning_actions
    from actions.safety import safety_actions
    from actions.small_talk import small_talk_actions
    from actions.tickets import ticket_actions

    kinds = (
        *ticket_actions(),
        *job_actions(),
        *answer_actions(),
        *question_actions(),
        *safety_actions(),
        *fallback_actions(),
        *small_talk_actions(),
        *notification_actions(),
        *booking_actions(),
        *returning_actions(),
    )
    return [kind(context) for kind in kinds]
