"""A stop that the seeker wished for and a pause after a danger are two things: ending one leaves the other.

Compatible with the release before it but for its pauses, which it reads from the column that goes: stop it first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("seeker", sa.Column("pushes_stopped_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        """
        UPDATE seeker SET pushes_stopped_at = pushes_paused_at, pushes_paused_at = NULL
        WHERE pushes_pause_reason = 'wish'
        """
    )
    op.drop_column("seeker", "pushes_pause_reason")


def downgrade() -> None:
    op.add_column(
        "seeker",
        sa.Column(
            "pushes_pause_reason",
            sa.Enum("wish", "safety", name="pausereason", native_enum=False, length=32),
            nullable=True,
        ),
    )
    op.execute(
        """
        UPDATE seeker SET pushes_pause_reason = CASE WHEN pushes_paused_at IS NULL THEN 'wish' ELSE 'safety' END,
            pushes_paused_at = COALESCE(pushes_paused_at, pushes_stopped_at)
        WHERE pushes_paused_at IS NOT NULL OR pushes_stopped_at IS NOT NULL
        """
    )
    op.drop_column("seeker", "pushes_stopped_at")
