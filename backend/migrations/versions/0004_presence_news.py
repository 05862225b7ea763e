"""Open pages hear of presence only when who is there, or writing, has changed: not with every sign of life.

Compatible with the release before it: the same notice, less often. The seconds are those of `backend.tickets.presence`.
"""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute(
        """
        DROP TRIGGER notify_presence ON ticket_presence;
        CREATE TRIGGER notify_presence AFTER INSERT OR DELETE ON ticket_presence
            FOR EACH ROW EXECUTE FUNCTION notify_of_ticket('ticket_presence');
        CREATE TRIGGER notify_presence_again AFTER UPDATE ON ticket_presence FOR EACH ROW
            WHEN (NEW.seen_at >= OLD.seen_at + interval '40 seconds'
                OR (NEW.typing_at IS NOT NULL)
                    <> COALESCE(OLD.typing_at > NEW.seen_at - interval '20 seconds', false))
            EXECUTE FUNCTION notify_of_ticket('ticket_presence');
        """
    )


def downgrade() -> None:
    op.execute(
        """
        DROP TRIGGER notify_presence_again ON ticket_presence;
        DROP TRIGGER notify_presence ON ticket_presence;
        CREATE TRIGGER notify_presence AFTER INSERT OR UPDATE OR DELETE ON ticket_presence
            FOR EACH ROW EXECUTE FUNCTION notify_of_ticket('ticket_presence');
        """
    )
