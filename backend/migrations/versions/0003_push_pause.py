"""Why pushes to a seeker are paused, so that a pause for safety is ended by a person only.

Compatible with the release before it: one nullable column. Pauses so far count as wished for unless the seeker ever had
an urgent ticket.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
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
        UPDATE seeker SET pushes_pause_reason = CASE
            WHEN EXISTS (SELECT FROM ticket WHERE ticket.seeker_id = seeker.id AND urgency = 'urgent') THEN 'safety'
            ELSE 'wish' END
        WHERE pushes_paused_at IS NOT NULL
        """
    )


def downgrade() -> None:
    op.drop_column("seeker", "pushes_pause_reason")
