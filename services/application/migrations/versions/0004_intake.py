"""Make applications, their materials and uploads, what was asked for, and their history."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.kit.migrations import grant_runtime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = "application"
INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("now()")
STATUSES = (
    "'draft', 'submitted', 'supplement_required', 'accepted', 'underwriting',"
    " 'information_requested', 'approved', 'declined', 'offer_accepted', 'offer_expired',"
    " 'contracting', 'contracted', 'disbursing', 'disbursed', 'active', 'settled',"
    " 'written_off', 'withdrawn', 'rejected', 'cancelled'"
)
# Until the money is out: one such application per party and product.
OPEN = (
    "'accepted', 'approved', 'contracted', 'contracting', 'disbursing', 'draft',"
    " 'information_requested', 'offer_accepted', 'submitted', 'supplement_required',"
    " 'underwriting'"
)
# What was handed in, asked for and done is never rewritten.
INSERT_ONLY = ("material_uploads", "supplement_requests", "application_happenings")


def upgrade() -> None:
    _create_applications()
    _create_material_uploads()
    _create_materials()
    _create_supplement_requests()
    _create_application_happenings()
    for table in ("applications", "materials"):
        grant_runtime(op, SCHEMA, table)
    for table in INSERT_ONLY:
        grant_runtime(op, SCHEMA, table, insert_only=True)


def downgrade() -> None:
    for table in (
        "application_happenings",
        "supplement_requests",
        "materials",
        "material_uploads",
        "applications",
    ):
        op.drop_table(table, schema=SCHEMA)


def _create_applications() -> None:
    op.create_table(
        "applications",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("product_version_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("external_reference", sa.Text(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("term_months", sa.Integer(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("purpose_code", sa.Text(), nullable=True),
        sa.Column("purpose_note", sa.Text(), nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("sla_due_at", INSTANT, nullable=True),
        sa.Column("accepted_at", INSTANT, nullable=True),
        sa.Column("supplement_due_on", sa.Date(), nullable=True),
        sa.Column("closing_reason_code", sa.Text(), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=True),
        sa.Column("history_length", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "audit_head", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False
        ),
        sa.Column("event_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", INSTANT, server_default=NOW, nullable=False),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "status <> 'submitted' OR sla_due_at IS NOT NULL", name="ck_applications_sla_runs"
        ),
        sa.CheckConstraint(
            "status <> 'supplement_required' OR supplement_due_on IS NOT NULL",
            name="ck_applications_supplement_dated",
        ),
        sa.CheckConstraint(f"status IN ({STATUSES})", name="ck_applications_status_known"),
        sa.CheckConstraint(
            "(amount_minor IS NULL) = (currency IS NULL)", name="ck_applications_amount_whole"
        ),
        sa.CheckConstraint("amount_minor > 0", name="ck_applications_amount_positive"),
        sa.CheckConstraint("term_months > 0", name="ck_applications_term_positive"),
        sa.ForeignKeyConstraint(
            ["party_id"], ["application.parties.party_id"], name="fk_applications_party_id"
        ),
        sa.ForeignKeyConstraint(
            ["product_version_id"],
            ["application.product_versions.version_id"],
            name="fk_applications_product_version_id",
        ),
        sa.PrimaryKeyConstraint("application_id", name="pk_applications"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_applications_created_at",
        "applications",
        ["created_at", "application_id"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_index(
        "ix_applications_owner",
        "applications",
        ["owner", "created_at", "application_id"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_index(
        "ix_applications_partner",
        "applications",
        ["partner_id", "created_at", "application_id"],
        unique=False,
        schema=SCHEMA,
        postgresql_where=sa.text("partner_id IS NOT NULL"),
    )
    op.create_index(
        "ix_applications_party_id",
        "applications",
        ["party_id", "created_at"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_index(
        "ix_applications_product_version_id",
        "applications",
        ["product_version_id"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_index(
        "ix_applications_status",
        "applications",
        ["status", "created_at", "application_id"],
        unique=False,
        schema=SCHEMA,
    )
    op.create_index(
        "uq_applications_external_reference",
        "applications",
        ["owner", "external_reference"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("external_reference IS NOT NULL"),
    )
    op.create_index(
        "uq_applications_open",
        "applications",
        ["party_id", "product_code"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text(f"status IN ({OPEN})"),
    )


def _create_material_uploads() -> None:
    op.create_table(
        "material_uploads",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("object_key", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("uploaded_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint("length(sha256) = 32", name="ck_material_uploads_sha256_length"),
        sa.CheckConstraint("size_bytes > 0", name="ck_material_uploads_size_positive"),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.applications.application_id"],
            name="fk_material_uploads_application_id",
        ),
        sa.PrimaryKeyConstraint("application_id", "upload_id", name="pk_material_uploads"),
        sa.UniqueConstraint("object_key", name="uq_material_uploads_object_key"),
        schema=SCHEMA,
    )


def _create_materials() -> None:
    op.create_table(
        "materials",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("was_requested", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("alternatives", sa.Text(), nullable=True),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("freshness_days", sa.Integer(), nullable=True),
        sa.Column("media_types", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=True),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("updated_at", INSTANT, server_default=NOW, nullable=False),
        sa.CheckConstraint(
            "need IN ('required', 'one_of', 'optional', 'not_needed')",
            name="ck_materials_need_known",
        ),
        sa.CheckConstraint(
            "status IN ('required', 'uploaded', 'verified', 'rejected', 'waived', 'expired')",
            name="ck_materials_status_known",
        ),
        sa.CheckConstraint(
            "status NOT IN ('uploaded', 'verified') OR upload_id IS NOT NULL",
            name="ck_materials_content_there",
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "upload_id"],
            [
                "application.material_uploads.application_id",
                "application.material_uploads.upload_id",
            ],
            name="fk_materials_application_id_upload_id",
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.applications.application_id"],
            name="fk_materials_application_id",
        ),
        sa.PrimaryKeyConstraint("application_id", "item", name="pk_materials"),
        schema=SCHEMA,
    )


def _create_supplement_requests() -> None:
    op.create_table(
        "supplement_requests",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.applications.application_id"],
            name="fk_supplement_requests_application_id",
        ),
        sa.PrimaryKeyConstraint("application_id", "number", name="pk_supplement_requests"),
        schema=SCHEMA,
    )


def _create_application_happenings() -> None:
    op.create_table(
        "application_happenings",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "occurred_at", INSTANT, server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_status", sa.Text(), nullable=True),
        sa.Column("to_status", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'status_changed') = (to_status IS NOT NULL)",
            name="ck_application_happenings_status_change_whole",
        ),
        sa.CheckConstraint(
            f"from_status IN ({STATUSES})", name="ck_application_happenings_from_status_known"
        ),
        sa.CheckConstraint(
            f"to_status IN ({STATUSES})", name="ck_application_happenings_to_status_known"
        ),
        sa.CheckConstraint("number > 0", name="ck_application_happenings_number_positive"),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.applications.application_id"],
            name="fk_application_happenings_application_id",
        ),
        sa.PrimaryKeyConstraint("application_id", "number", name="pk_application_happenings"),
        schema=SCHEMA,
    )
