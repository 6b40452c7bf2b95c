"""Make parties with sealed personal fields, their links and their consents."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations import grant_runtime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SCHEMA = "application"
NOW = sa.text("now()")


def upgrade() -> None:
    op.create_table(
        "parties",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("customer_type", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("identity_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("identity_index", sa.LargeBinary(), nullable=False),
        sa.Column("mobile_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("mobile_index", sa.LargeBinary(), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("account_index", sa.LargeBinary(), nullable=True),
        sa.Column("document_valid_to", sa.Date(), nullable=True),
        sa.Column("marital_status", sa.Text(), nullable=True),
        sa.Column("established_on", sa.Date(), nullable=True),
        sa.Column("industry_code", sa.Text(), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("premises", sa.Text(), nullable=True),
        sa.Column("monthly_sales_minor", sa.BigInteger(), nullable=True),
        sa.Column("monthly_sales_currency", sa.Text(), nullable=True),
        sa.Column("warnings", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("identity_fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "audit_head", sa.LargeBinary(), server_default=sa.text("''::bytea"), nullable=False
        ),
        sa.Column("event_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint("party_id", name="pk_parties"),
        sa.UniqueConstraint("owner", "identity_index", name="uq_parties_owner_identity_index"),
        sa.CheckConstraint("kind IN ('person', 'business')", name="ck_parties_kind_known"),
        sa.CheckConstraint(
            "(monthly_sales_minor IS NULL) = (monthly_sales_currency IS NULL)",
            name="ck_parties_monthly_sales",
        ),
        sa.CheckConstraint(
            "(kind = 'business') = (established_on IS NOT NULL)", name="ck_parties_business"
        ),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_parties_person",
        "parties",
        ["owner"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("kind = 'person' AND partner_id IS NULL"),
    )
    op.create_index(
        "ix_parties_owner", "parties", ["owner", "created_at", "party_id"], schema=SCHEMA
    )
    op.create_index(
        "ix_parties_partner_id", "parties", ["partner_id", "created_at", "party_id"], schema=SCHEMA
    )
    op.create_index("ix_parties_created_at", "parties", ["created_at", "party_id"], schema=SCHEMA)
    op.create_table(
        "party_links",
        sa.Column("person_party_id", sa.Uuid(), nullable=False),
        sa.Column("business_party_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.PrimaryKeyConstraint(
            "person_party_id", "business_party_id", "relation", name="pk_party_links"
        ),
        sa.ForeignKeyConstraint(
            ["person_party_id"],
            ["application.parties.party_id"],
            name="fk_party_links_person_party_id",
        ),
        sa.ForeignKeyConstraint(
            ["business_party_id"],
            ["application.parties.party_id"],
            name="fk_party_links_business_party_id",
        ),
        sa.CheckConstraint(
            "relation IN ('legal_representative')", name="ck_party_links_relation_known"
        ),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_party_links_legal_representative",
        "party_links",
        ["business_party_id"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("relation = 'legal_representative'"),
    )
    op.create_table(
        "consents",
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("consent_id", name="pk_consents"),
        sa.ForeignKeyConstraint(
            ["party_id"], ["application.parties.party_id"], name="fk_consents_party_id"
        ),
        sa.CheckConstraint("status IN ('given', 'revoked')", name="ck_consents_status_known"),
        sa.CheckConstraint(
            "(status = 'revoked') = (revoked_at IS NOT NULL)", name="ck_consents_revoked"
        ),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_consents_standing",
        "consents",
        ["party_id", "purpose", "text_version"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("status = 'given'"),
    )
    op.create_index(
        "ix_consents_party_id", "consents", ["party_id", "given_at", "consent_id"], schema=SCHEMA
    )
    for table in ("parties", "party_links", "consents"):
        grant_runtime(op, SCHEMA, table)


def downgrade() -> None:
    op.drop_table("consents", schema=SCHEMA)
    op.drop_table("party_links", schema=SCHEMA)
    op.drop_table("parties", schema=SCHEMA)
