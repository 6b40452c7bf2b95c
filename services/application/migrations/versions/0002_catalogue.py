"""Make products and their versions; a version's terms can never be changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.kit.migrations import grant_runtime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCHEMA = "application"
NOW = sa.text("now()")

# What a version's life may change; everything else is what was approved.
KEEP_TERMS = """CREATE FUNCTION application.refuse_changed_terms() RETURNS trigger
    LANGUAGE plpgsql AS $$
    DECLARE
        living constant text[] := ARRAY['status', 'approver', 'approved_at', 'valid_from',
            'valid_to', 'version', 'audit_seq', 'audit_head', 'event_seq', 'updated_at'];
    BEGIN
        IF (to_jsonb(NEW) - living) IS DISTINCT FROM (to_jsonb(OLD) - living) THEN
            RAISE EXCEPTION 'the terms of a product version never change'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$"""


def upgrade() -> None:
    op.create_table(
        "products",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.CheckConstraint("code ~ '^[A-Z][A-Z0-9_]{2,39}$'", name="ck_products_code_form"),
        sa.PrimaryKeyConstraint("product_id", name="pk_products"),
        sa.UniqueConstraint("code", name="uq_products_code"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_products_created_at", "products", ["created_at", "product_id"], schema=SCHEMA
    )
    op.create_table(
        "product_versions",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("titles", postgresql.JSONB(), nullable=False),
        sa.Column("product_type", sa.Text(), nullable=False),
        sa.Column("customer_types", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount_min_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_max_minor", sa.BigInteger(), nullable=False),
        sa.Column("term_months_min", sa.Integer(), nullable=False),
        sa.Column("term_months_max", sa.Integer(), nullable=False),
        sa.Column("methods", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("rate_min_ppm", sa.Integer(), nullable=False),
        sa.Column("rate_max_ppm", sa.Integer(), nullable=False),
        sa.Column("fees", postgresql.JSONB(), nullable=False),
        sa.Column("penalty_multiple_ppm", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("day_count", sa.Text(), nullable=False),
        sa.Column("denied_purposes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("checklist", postgresql.JSONB(), nullable=False),
        sa.Column("fast_track_amount_max_minor", sa.BigInteger(), nullable=True),
        sa.Column("fast_track_customer_types", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "audit_head", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False
        ),
        sa.Column("event_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("version_id", name="pk_product_versions"),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["application.products.product_id"],
            name="fk_product_versions_product_id",
        ),
        sa.UniqueConstraint("product_id", "number", name="uq_product_versions_product_id_number"),
        sa.CheckConstraint(
            "status IN ('draft', 'active', 'retired')", name="ck_product_versions_status_known"
        ),
        sa.CheckConstraint("number > 0", name="ck_product_versions_number_positive"),
        sa.CheckConstraint(
            "0 < amount_min_minor AND amount_min_minor <= amount_max_minor",
            name="ck_product_versions_amounts",
        ),
        sa.CheckConstraint(
            "0 < term_months_min AND term_months_min <= term_months_max",
            name="ck_product_versions_terms",
        ),
        sa.CheckConstraint(
            "0 <= rate_min_ppm AND rate_min_ppm <= rate_max_ppm", name="ck_product_versions_rates"
        ),
        sa.CheckConstraint("valid_to >= valid_from", name="ck_product_versions_validity"),
        sa.CheckConstraint("approver <> maker", name="ck_product_versions_four_eyes"),
        sa.CheckConstraint(
            "(status = 'draft') = (approver IS NULL)", name="ck_product_versions_approved"
        ),
        sa.CheckConstraint(
            "(status = 'draft') = (approved_at IS NULL)", name="ck_product_versions_approved_at"
        ),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_product_versions_active",
        "product_versions",
        ["product_id"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.execute(KEEP_TERMS)
    op.execute(
        "CREATE TRIGGER terms_are_kept BEFORE UPDATE ON application.product_versions"
        " FOR EACH ROW EXECUTE FUNCTION application.refuse_changed_terms()"
    )
    grant_runtime(op, SCHEMA, "products")
    grant_runtime(op, SCHEMA, "product_versions")


def downgrade() -> None:
    op.drop_table("product_versions", schema=SCHEMA)
    op.drop_table("products", schema=SCHEMA)
    op.execute("DROP FUNCTION application.refuse_changed_terms()")
