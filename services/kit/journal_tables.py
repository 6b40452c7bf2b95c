"""The journal's tables, for services that keep books.

They carry no schema, as those of `ledgers`; a service attaches them to its metadata and lays them
by `journal_ddl`. Every table's key begins with `source_id`, the aggregate whose money moves, so
that books can be distributed by it.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.schema import RETAIN_SCHEMA

from services.kit.money import AMOUNT_MINOR_MAX

JOURNAL_METADATA: Final = MetaData()

ledger_accounts: Final = Table(
    "ledger_accounts",
    JOURNAL_METADATA,
    Column("code", Text),
    Column("kind", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("title_zh", Text, nullable=False),
    PrimaryKeyConstraint("code", name="pk_ledger_accounts"),
    CheckConstraint(
        "kind IN ('asset', 'liability', 'equity', 'income', 'expense')",
        name="ck_ledger_accounts_kind_known",
    ),
)

journal_entries: Final = Table(
    "journal_entries",
    JOURNAL_METADATA,
    Column("source_id", Uuid),
    Column("entry_id", Uuid),
    Column("source_type", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("booked_on", Date, nullable=False),
    Column("value_date", Date, nullable=False),
    Column("reverses", Uuid),
    Column("request_id", Text, nullable=False),
    Column(
        "recorded_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=text("clock_timestamp()"),
    ),
    PrimaryKeyConstraint("source_id", "entry_id", name="pk_journal_entries"),
    UniqueConstraint("source_id", "source_type", "event", name="uq_journal_entries_source"),
    UniqueConstraint("source_id", "reverses", name="uq_journal_entries_reverses"),
    ForeignKeyConstraint(
        ["source_id", "reverses"],
        ["journal_entries.source_id", "journal_entries.entry_id"],
        name="fk_journal_entries_source_id_reverses",
    ),
    CheckConstraint("reverses <> entry_id", name="ck_journal_entries_reverses_another"),
    Index("ix_journal_entries_booked_on", "booked_on", "entry_id"),
)

journal_lines: Final = Table(
    "journal_lines",
    JOURNAL_METADATA,
    Column("source_id", Uuid),
    Column("entry_id", Uuid),
    Column("line_no", SmallInteger, autoincrement=False),
    Column("account", Text, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("dimensions", JSONB, nullable=False),
    PrimaryKeyConstraint("source_id", "entry_id", "line_no", name="pk_journal_lines"),
    ForeignKeyConstraint(
        ["source_id", "entry_id"],
        ["journal_entries.source_id", "journal_entries.entry_id"],
        name="fk_journal_lines_source_id_entry_id",
    ),
    CheckConstraint("line_no > 0", name="ck_journal_lines_line_no_positive"),
    CheckConstraint("amount_minor <> 0", name="ck_journal_lines_amount_not_zero"),
    CheckConstraint(
        f"amount_minor BETWEEN -{AMOUNT_MINOR_MAX} AND {AMOUNT_MINOR_MAX}",
        name="ck_journal_lines_amount_bounded",
    ),
    CheckConstraint("currency ~ '^[A-Z]{3}$'", name="ck_journal_lines_currency_spelt"),
    CheckConstraint(
        "jsonb_typeof(dimensions) = 'object'", name="ck_journal_lines_dimensions_object"
    ),
)


def attach_journal(metadata: MetaData) -> None:
    """Copy the journal's tables into a service's metadata, under that metadata's schema."""
    for table in JOURNAL_METADATA.sorted_tables:
        table.to_metadata(metadata, schema=metadata.schema or RETAIN_SCHEMA)
