"""Base tables: seekers, LINE events and outbox, tickets, appointments, staff, vault, audit, and the job queue.

First release, so nothing older has to keep working.
"""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


APPEND_ONLY = ("audit_event",)

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;
END $$
"""

NOTIFY_QUEUE = """
CREATE FUNCTION notify_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('ticket_changed', NEW.id::text);
    RETURN NULL;
END $$
"""


def install_job_queue() -> None:
    """procrastinate's own schema, as its release delivers it (many statements: straight to the driver)."""
    driver = op.get_bind().connection.driver_connection
    with driver.cursor() as cursor:
        cursor.execute(SchemaManager.get_schema())
        cursor.execute(REFUSE_CHANGE)


def upgrade() -> None:
    install_job_queue()
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_table(
        "closure",
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("business_date", name=op.f("pk_closure")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("login_index", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    op.create_index(op.f("ix_login_attempt_login_index"), "login_attempt", ["login_index"], unique=False)
    op.create_table(
        "seeker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("line_user_index", sa.LargeBinary(), nullable=True),
        sa.Column("line_user_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "line_state", sa.Enum("active", "blocked", name="linestate", native_enum=False, length=32), nullable=False
        ),
        sa.Column("line_state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data_key", sa.LargeBinary(), nullable=True),
        sa.Column("data_key_version", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pushes_paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seeker")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_seeker_conversation_id")),
        sa.UniqueConstraint("line_user_index", name=op.f("uq_seeker_line_user_index")),
    )
    op.create_index(
        "ix_seeker_pseudonym",
        "seeker",
        ["pseudonym"],
        unique=False,
        postgresql_ops={"pseudonym": "text_pattern_ops"},
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("registration_number", sa.Text(), nullable=True),
        sa.Column("registration_expires_on", sa.Date(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column(
            "format", sa.Enum("chat", "phone", "video", name="format", native_enum=False, length=32), nullable=False
        ),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "booked", "cancelled", "completed", "no_show", name="appointmentstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("last_request_key", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["consultant_id"], ["staff.id"], name=op.f("fk_appointment_consultant_id")),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seeker.id"], name=op.f("fk_appointment_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("request_key", name=op.f("uq_appointment_request_key")),
    )
    op.create_index(op.f("ix_appointment_seeker_id_starts_at"), "appointment", ["seeker_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_appointment_starts_at"), "appointment", ["starts_at"], unique=False)
    op.create_table(
        "line_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_event_id", sa.Text(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=True),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("message_type", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("masked_text", sa.Text(), nullable=True),
        sa.Column("pii_types", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("safety_label", sa.Text(), nullable=False),
        sa.Column("postback", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("reply_token", sa.Text(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("received", "handled", "ignored", "withdrawn", name="eventstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["seeker_id"], ["seeker.id"], name=op.f("fk_line_event_seeker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_event")),
        sa.UniqueConstraint("webhook_event_id", name=op.f("uq_line_event_webhook_event_id")),
    )
    op.create_index(op.f("ix_line_event_message_id"), "line_event", ["message_id"], unique=False)
    op.create_index(
        op.f("ix_line_event_seeker_id_occurred_at"), "line_event", ["seeker_id", "occurred_at"], unique=False
    )
    op.create_table(
        "secure_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seeker.id"], name=op.f("fk_secure_link_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secure_link")),
    )
    op.create_index(op.f("ix_secure_link_seeker_id"), "secure_link", ["seeker_id"], unique=False)
    op.create_table(
        "seeker_session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("csrf_token", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seeker.id"], name=op.f("fk_seeker_session_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_seeker_session")),
    )
    op.create_table(
        "shift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("lanes", sa.Integer(), nullable=False),
        sa.CheckConstraint("lanes BETWEEN 1 AND 8", name=op.f("ck_shift_lanes")),
        sa.CheckConstraint(
            "start_minute >= 360 AND end_minute <= 1500 AND start_minute < end_minute", name=op.f("ck_shift_hours")
        ),
        sa.ForeignKeyConstraint(["consultant_id"], ["staff.id"], name=op.f("fk_shift_consultant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index(op.f("ix_shift_business_date"), "shift", ["business_date"], unique=False)
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("csrf_token", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_session")),
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "claimed",
                "answered",
                "closed",
                "delivery_failed",
                "withdrawn",
                "merged",
                name="ticketstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("urgency", sa.Enum("normal", "urgent", name="urgency", native_enum=False, length=32), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["staff.id"], name=op.f("fk_ticket_answered_by_id")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["staff.id"], name=op.f("fk_ticket_claimed_by_id")),
        sa.ForeignKeyConstraint(["seeker_id"], ["seeker.id"], name=op.f("fk_ticket_seeker_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
    )
    op.create_index(
        "ix_ticket_open_due",
        "ticket",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('queued','claimed','delivery_failed')"),
    )
    op.create_index(
        "ix_ticket_queue",
        "ticket",
        [sa.literal_column("urgency DESC"), "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('queued','claimed','delivery_failed')"),
    )
    op.create_index(
        "ix_ticket_answered",
        "ticket",
        ["answered_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'answered'"),
    )
    op.create_index(op.f("ix_ticket_opened_at_id"), "ticket", ["opened_at", "id"], unique=False)
    op.create_index(op.f("ix_ticket_seeker_id_opened_at"), "ticket", ["seeker_id", "opened_at"], unique=False)
    op.create_index(
        "uq_ticket_one_open_per_seeker",
        "ticket",
        ["seeker_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('queued','claimed','delivery_failed')"),
    )
    op.create_table(
        "vault_field",
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seeker.id"], name=op.f("fk_vault_field_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seeker_id", "name", name=op.f("pk_vault_field")),
    )
    op.create_table(
        "booking_cell",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_booking_cell_appointment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["consultant_id"], ["staff.id"], name=op.f("fk_booking_cell_consultant_id")),
        sa.PrimaryKeyConstraint("consultant_id", "lane", "starts_at", name=op.f("pk_booking_cell")),
    )
    op.create_index(op.f("ix_booking_cell_appointment_id"), "booking_cell", ["appointment_id"], unique=False)
    op.create_table(
        "line_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seeker_id", sa.Uuid(), nullable=False),
        sa.Column("line_event_id", sa.Uuid(), nullable=True),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("messages", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reply_token", sa.Text(), nullable=True),
        sa.Column("reply_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_key", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "sending",
                "accepted",
                "failed",
                "uncertain",
                "withdrawn",
                name="messagestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reply_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_push_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("line_request_id", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["line_event_id"], ["line_event.id"], name=op.f("fk_line_message_line_event_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["seeker_id"], ["seeker.id"], name=op.f("fk_line_message_seeker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_message")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_line_message_dedupe_key")),
    )
    op.create_index(
        op.f("ix_line_message_seeker_id_created_at"), "line_message", ["seeker_id", "created_at"], unique=False
    )
    op.create_index(op.f("ix_line_message_state_created_at"), "line_message", ["state", "created_at"], unique=False)
    op.create_table(
        "ticket_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ticket_event_staff_id")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_event_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_event")),
    )
    op.create_index(op.f("ix_ticket_event_ticket_id_at"), "ticket_event", ["ticket_id", "at"], unique=False)
    op.create_table(
        "ticket_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column(
            "author_kind",
            sa.Enum("seeker", "consultant", "bot", "system", name="authorkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("line_message_id", sa.Uuid(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_ticket_message_author_id")),
        sa.ForeignKeyConstraint(
            ["line_message_id"],
            ["line_message.id"],
            name=op.f("fk_ticket_message_line_message_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_message_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_message")),
        sa.UniqueConstraint("request_key", name=op.f("uq_ticket_message_request_key")),
    )
    op.create_index(
        op.f("ix_ticket_message_ticket_id_created_at"), "ticket_message", ["ticket_id", "created_at"], unique=False
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    op.execute(NOTIFY_QUEUE)
    op.execute(
        "CREATE TRIGGER notify_queue AFTER INSERT OR UPDATE ON ticket FOR EACH ROW EXECUTE FUNCTION notify_queue()"
    )


def downgrade() -> None:
    raise NotImplementedError("the first migration is not taken back: restore a backup instead")
