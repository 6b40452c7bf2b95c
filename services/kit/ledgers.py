"""The tables every service keeps beside its own: keys, outbox, inbox, audit, seals, test clock.

They carry no schema: a connection finds its service's own through the search path. Their DDL,
triggers and grants are in `ledger_ddl`; all but the inbox, what is parked and the test clock are
insert-only for the running role.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
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
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.sql.schema import RETAIN_SCHEMA
from sqlalchemy.types import UserDefinedType
from typing_extensions import override

from services.kit.clock import AHEAD_DAYS_MAX

KIT_METADATA: Final = MetaData()
# The execution option under which an engine says whose schema it works in.
SCHEMA_OPTION: Final = "service_schema"
# The queue library's own tables: ours to migrate, not to model.
QUEUE_TABLES: Final = frozenset(
    {"pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics"}
)
DETAIL_LENGTH_MAX: Final = 500  # characters kept of why a delivery did not succeed

_WRITTEN_NOW: Final = text("clock_timestamp()")
_THIS_TRANSACTION: Final = text("pg_current_xact_id()")


class TransactionId(UserDefinedType[int]):
    """Postgres's `xid8`: a 64-bit transaction number that never wraps."""

    cache_ok = True

    @override
    def get_col_spec(self, **_options: object) -> str:
        """The type's name in DDL."""
        return "xid8"


# Reflection would warn of a type it does not know, and a migration check compares by reflection.
ischema_names["xid8"] = TransactionId

idempotency_keys: Final = Table(
    "idempotency_keys",
    KIT_METADATA,
    Column("principal", Text),
    Column("route", Text),
    Column("key", Text),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("etag", Text),
    Column("location", Text),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=_WRITTEN_NOW),
    PrimaryKeyConstraint("principal", "route", "key", name="pk_idempotency_keys"),
    Index("ix_idempotency_keys_created_at", "created_at"),
)

outbox: Final = Table(
    "outbox",
    KIT_METADATA,
    Column("outbox_id", Uuid),
    Column("aggregate_type", Text, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("topic", Text, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("traceparent", Text),
    Column("request_id", Text),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=_WRITTEN_NOW),
    Column("recorded_xid", TransactionId, nullable=False, server_default=_THIS_TRANSACTION),
    PrimaryKeyConstraint("outbox_id", name="pk_outbox"),
    UniqueConstraint("aggregate_id", "sequence", name="uq_outbox_aggregate_id_sequence"),
    CheckConstraint("sequence > 0", name="ck_outbox_sequence_positive"),
    Index("ix_outbox_recorded_xid", "recorded_xid"),
)

outbox_deliveries: Final = Table(
    "outbox_deliveries",
    KIT_METADATA,
    Column(
        "outbox_id", Uuid, ForeignKey("outbox.outbox_id", name="fk_outbox_deliveries_outbox_id")
    ),
    Column("destination", Text),
    Column("attempt", Integer),
    Column("outcome", Text, nullable=False),
    Column("status", SmallInteger),
    Column("detail", Text, nullable=False, server_default=""),
    Column("attempted_at", DateTime(timezone=True), nullable=False, server_default=_WRITTEN_NOW),
    PrimaryKeyConstraint("outbox_id", "destination", "attempt", name="pk_outbox_deliveries"),
    CheckConstraint(
        "outcome IN ('delivered', 'refused', 'failed')", name="ck_outbox_deliveries_outcome"
    ),
    CheckConstraint(
        f"length(detail) <= {DETAIL_LENGTH_MAX}", name="ck_outbox_deliveries_detail_bounded"
    ),
    Index(
        "uq_outbox_deliveries_delivered_once",
        "outbox_id",
        "destination",
        unique=True,
        postgresql_where=text("outcome = 'delivered'"),
    ),
)

# Written before the call: an attempt its worker did not survive is there without an outcome.
delivery_attempts: Final = Table(
    "delivery_attempts",
    KIT_METADATA,
    Column(
        "outbox_id", Uuid, ForeignKey("outbox.outbox_id", name="fk_delivery_attempts_outbox_id")
    ),
    Column("destination", Text),
    Column("attempt", Integer),
    Column("started_at", DateTime(timezone=True), nullable=False, server_default=_WRITTEN_NOW),
    PrimaryKeyConstraint("outbox_id", "destination", "attempt", name="pk_delivery_attempts"),
    CheckConstraint("attempt > 0", name="ck_delivery_attempts_attempt_positive"),
)

parked_deliveries: Final = Table(
    "parked_deliveries",
    KIT_METADATA,
    Column("delivery_id", Uuid),
    Column(
        "outbox_id",
        Uuid,
        ForeignKey("outbox.outbox_id", name="fk_parked_deliveries_outbox_id"),
        nullable=False,
    ),
    Column("destination", Text, nullable=False),
    Column("aggregate_type", Text, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("topic", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("forgiven_attempts", Integer, nullable=False, server_default=text("0")),
    Column("parked_at", DateTime(timezone=True), nullable=False, server_default=_WRITTEN_NOW),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("audit_seq", BigInteger, nullable=False, server_default=text("0")),
    Column("audit_head", LargeBinary, nullable=False, server_default=text("''::bytea")),
    Column("event_seq", BigInteger, nullable=False, server_default=text("0")),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=_WRITTEN_NOW),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=_WRITTEN_NOW),
    PrimaryKeyConstraint("delivery_id", name="pk_parked_deliveries"),
    UniqueConstraint("outbox_id", "destination", name="uq_parked_deliveries_outbox_id_destination"),
    CheckConstraint(
        "status IN ('parked', 'retrying', 'delivered')", name="ck_parked_deliveries_status_known"
    ),
    CheckConstraint(
        "forgiven_attempts BETWEEN 0 AND attempts", name="ck_parked_deliveries_forgiven_attempts"
    ),
    Index("ix_parked_deliveries_created_at", "created_at", "delivery_id"),
    # What follows a parked event in its aggregate waits behind it.
    Index("ix_parked_deliveries_story", "destination", "aggregate_id", "sequence"),
)

inbox: Final = Table(
    "inbox",
    KIT_METADATA,
    Column("source", Text),
    Column("aggregate_id", Uuid),
    Column("applied_sequence", BigInteger, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=_WRITTEN_NOW),
    PrimaryKeyConstraint("source", "aggregate_id", name="pk_inbox"),
)

audit: Final = Table(
    "audit",
    KIT_METADATA,
    Column("aggregate_id", Uuid),
    Column("seq", BigInteger, autoincrement=False),
    Column("aggregate_type", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("acting_service", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("reason", Text),
    Column("before", JSONB(none_as_null=True)),
    Column("after", JSONB(none_as_null=True)),
    Column("prev", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("recorded_xid", TransactionId, nullable=False, server_default=_THIS_TRANSACTION),
    PrimaryKeyConstraint("aggregate_id", "seq", name="pk_audit"),
    CheckConstraint("seq > 0", name="ck_audit_seq_positive"),
    Index("ix_audit_recorded_xid", "recorded_xid"),
)

audit_seals: Final = Table(
    "audit_seals",
    KIT_METADATA,
    Column("seal_no", BigInteger, autoincrement=False),
    Column("from_xid", TransactionId, nullable=False),
    Column("until_xid", TransactionId, nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("sealed_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("seal_no", name="pk_audit_seals"),
    CheckConstraint("from_xid < until_xid", name="ck_audit_seals_bounds"),
)

# One row, from the start. Outside sandbox mode nobody reads it.
sandbox_clock: Final = Table(
    "sandbox_clock",
    KIT_METADATA,
    Column("is_only", Boolean, nullable=False, server_default=text("true")),
    Column("ahead_days", Integer, nullable=False, server_default=text("0")),
    Column("target_ahead_days", Integer, nullable=False, server_default=text("0")),
    Column("closed_on", Date),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=_WRITTEN_NOW),
    PrimaryKeyConstraint("is_only", name="pk_sandbox_clock"),
    CheckConstraint("is_only", name="ck_sandbox_clock_one_row"),
    CheckConstraint(
        f"0 <= ahead_days AND ahead_days <= target_ahead_days"
        f" AND target_ahead_days <= {AHEAD_DAYS_MAX}",
        name="ck_sandbox_clock_on_its_way",
    ),
)

# What each key sealed when it was first used, so that a wrong file of keys is told at the start.
key_marks: Final = Table(
    "key_marks",
    KIT_METADATA,
    Column("name", Text),
    Column("mark", LargeBinary, nullable=False),
    Column("marked_at", DateTime(timezone=True), nullable=False, server_default=_WRITTEN_NOW),
    PrimaryKeyConstraint("name", name="pk_key_marks"),
)


def attach_kit_tables(metadata: MetaData) -> None:
    """Copy the kit's tables into a service's metadata, under that metadata's schema."""
    for table in KIT_METADATA.sorted_tables:
        table.to_metadata(metadata, schema=metadata.schema or RETAIN_SCHEMA)
