"""The kit's tables as migrations make them: versioned, so that an applied step never changes.

Tables come with the triggers that keep the audit as it was written, and with the grants of the
running role, which bears the schema's name. The queue's statements are the library's own; when a
newer library wants other tables, a later migration brings them there.
"""

from typing import Final

from services.kit.migrations import Executes
from services.kit.queue import queue_ddl

_TABLES_V1: Final = (
    """CREATE TABLE {schema}.idempotency_keys (
        principal text NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        fingerprint bytea NOT NULL,
        status smallint NOT NULL,
        body bytea NOT NULL,
        etag text,
        location text,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_idempotency_keys PRIMARY KEY (principal, route, key)
    )""",
    "CREATE INDEX ix_idempotency_keys_created_at ON {schema}.idempotency_keys (created_at)",
    """CREATE TABLE {schema}.outbox (
        outbox_id uuid NOT NULL,
        aggregate_type text NOT NULL,
        aggregate_id uuid NOT NULL,
        sequence bigint NOT NULL,
        topic text NOT NULL,
        body jsonb NOT NULL,
        traceparent text,
        request_id text,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        CONSTRAINT pk_outbox PRIMARY KEY (outbox_id),
        CONSTRAINT uq_outbox_aggregate_id_sequence UNIQUE (aggregate_id, sequence),
        CONSTRAINT ck_outbox_sequence_positive CHECK (sequence > 0)
    )""",
    "CREATE INDEX ix_outbox_recorded_xid ON {schema}.outbox (recorded_xid)",
    """CREATE TABLE {schema}.outbox_deliveries (
        outbox_id uuid NOT NULL,
        destination text NOT NULL,
        attempt integer NOT NULL,
        outcome text NOT NULL,
        status smallint,
        detail text NOT NULL DEFAULT '',
        attempted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_outbox_deliveries PRIMARY KEY (outbox_id, destination, attempt),
        CONSTRAINT fk_outbox_deliveries_outbox_id
            FOREIGN KEY (outbox_id) REFERENCES {schema}.outbox (outbox_id),
        CONSTRAINT ck_outbox_deliveries_outcome
            CHECK (outcome IN ('delivered', 'refused', 'failed')),
        CONSTRAINT ck_outbox_deliveries_detail_bounded CHECK (length(detail) <= 500)
    )""",
    """CREATE UNIQUE INDEX uq_outbox_deliveries_delivered_once
        ON {schema}.outbox_deliveries (outbox_id, destination) WHERE outcome = 'delivered'""",
    """CREATE TABLE {schema}.inbox (
        source text NOT NULL,
        aggregate_id uuid NOT NULL,
        applied_sequence bigint NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_inbox PRIMARY KEY (source, aggregate_id)
    )""",
    """CREATE TABLE {schema}.audit (
        aggregate_id uuid NOT NULL,
        seq bigint NOT NULL,
        aggregate_type text NOT NULL,
        action text NOT NULL,
        actor text NOT NULL,
        acting_service text NOT NULL,
        request_id text NOT NULL,
        reason text,
        before jsonb,
        after jsonb,
        prev bytea NOT NULL,
        hash bytea NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        CONSTRAINT pk_audit PRIMARY KEY (aggregate_id, seq),
        CONSTRAINT ck_audit_seq_positive CHECK (seq > 0)
    )""",
    "CREATE INDEX ix_audit_recorded_xid ON {schema}.audit (recorded_xid)",
    """CREATE TABLE {schema}.audit_seals (
        seal_no bigint NOT NULL,
        from_xid xid8 NOT NULL,
        until_xid xid8 NOT NULL,
        entries bigint NOT NULL,
        root bytea NOT NULL,
        prev bytea NOT NULL,
        hash bytea NOT NULL,
        sealed_at timestamptz NOT NULL,
        CONSTRAINT pk_audit_seals PRIMARY KEY (seal_no),
        CONSTRAINT ck_audit_seals_bounds CHECK (from_xid < until_xid)
    )""",
)
# Rights do not bind the owner; a trigger does, until somebody openly disables it.
_KEPT_V1: Final = (
    """CREATE FUNCTION {schema}.refuse_rewriting_history() RETURNS trigger
        LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% on %.% is refused: history is only added to',
                TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
        END $$""",
    *(
        statement
        for table in ("audit", "audit_seals")
        for statement in (
            f"CREATE TRIGGER history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON {{schema}}.{table} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION {{schema}}.refuse_rewriting_history()",
            f"ALTER TABLE {{schema}}.{table} ENABLE ALWAYS TRIGGER history_is_kept",
        )
    ),
)
_GRANTS_V1: Final = (
    "GRANT SELECT, INSERT ON {schema}.idempotency_keys, {schema}.outbox,"
    " {schema}.outbox_deliveries, {schema}.audit, {schema}.audit_seals TO {schema}",
    "GRANT SELECT, INSERT, UPDATE ON {schema}.inbox TO {schema}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.pgqueuer, {schema}.pgqueuer_log,"
    " {schema}.pgqueuer_schedules, {schema}.pgqueuer_statistics TO {schema}",
    "GRANT USAGE, SELECT ON SEQUENCE {schema}.pgqueuer_id_seq, {schema}.pgqueuer_log_id_seq,"
    " {schema}.pgqueuer_schedules_id_seq, {schema}.pgqueuer_statistics_id_seq TO {schema}",
)
_DROPS_V1: Final = (
    *(
        f"DROP TABLE {{schema}}.{table}"
        for table in (
            "audit_seals", "audit", "inbox", "outbox_deliveries", "outbox", "idempotency_keys"
        )
    ),
    "DROP FUNCTION {schema}.refuse_rewriting_history()",
)  # fmt: skip
_TABLES_V2: Final = (
    """CREATE TABLE {schema}.delivery_attempts (
        outbox_id uuid NOT NULL,
        destination text NOT NULL,
        attempt integer NOT NULL,
        started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_delivery_attempts PRIMARY KEY (outbox_id, destination, attempt),
        CONSTRAINT fk_delivery_attempts_outbox_id
            FOREIGN KEY (outbox_id) REFERENCES {schema}.outbox (outbox_id),
        CONSTRAINT ck_delivery_attempts_attempt_positive CHECK (attempt > 0)
    )""",
    """INSERT INTO {schema}.delivery_attempts (outbox_id, destination, attempt, started_at)
        SELECT outbox_id, destination, attempt, attempted_at FROM {schema}.outbox_deliveries""",
    """CREATE TABLE {schema}.parked_deliveries (
        delivery_id uuid NOT NULL,
        outbox_id uuid NOT NULL,
        destination text NOT NULL,
        aggregate_type text NOT NULL,
        aggregate_id uuid NOT NULL,
        sequence bigint NOT NULL,
        topic text NOT NULL,
        status text NOT NULL,
        attempts integer NOT NULL,
        forgiven_attempts integer NOT NULL DEFAULT 0,
        parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        version integer NOT NULL DEFAULT 1,
        audit_seq bigint NOT NULL DEFAULT 0,
        audit_head bytea NOT NULL DEFAULT ''::bytea,
        event_seq bigint NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_parked_deliveries PRIMARY KEY (delivery_id),
        CONSTRAINT uq_parked_deliveries_outbox_id_destination UNIQUE (outbox_id, destination),
        CONSTRAINT fk_parked_deliveries_outbox_id
            FOREIGN KEY (outbox_id) REFERENCES {schema}.outbox (outbox_id),
        CONSTRAINT ck_parked_deliveries_status_known
            CHECK (status IN ('parked', 'retrying', 'delivered')),
        CONSTRAINT ck_parked_deliveries_forgiven_attempts
            CHECK (forgiven_attempts BETWEEN 0 AND attempts)
    )""",
    """CREATE INDEX ix_parked_deliveries_created_at
        ON {schema}.parked_deliveries (created_at, delivery_id)""",
    """CREATE INDEX ix_parked_deliveries_story
        ON {schema}.parked_deliveries (destination, aggregate_id, sequence)""",
)
_GRANTS_V2: Final = (
    "GRANT SELECT, INSERT ON {schema}.delivery_attempts TO {schema}",
    "GRANT SELECT, INSERT, UPDATE ON {schema}.parked_deliveries TO {schema}",
)
_DROPS_V2: Final = (
    "DROP TABLE {schema}.parked_deliveries",
    "DROP TABLE {schema}.delivery_attempts",
)

_TABLES_V3: Final = (
    """CREATE TABLE {schema}.sandbox_clock (
        is_only boolean NOT NULL DEFAULT true,
        ahead_days integer NOT NULL DEFAULT 0,
        target_ahead_days integer NOT NULL DEFAULT 0,
        closed_on date,
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_sandbox_clock PRIMARY KEY (is_only),
        CONSTRAINT ck_sandbox_clock_one_row CHECK (is_only),
        CONSTRAINT ck_sandbox_clock_on_its_way CHECK (0 <= ahead_days
            AND ahead_days <= target_ahead_days AND target_ahead_days <= 36500)
    )""",
    "INSERT INTO {schema}.sandbox_clock DEFAULT VALUES",
)
_GRANTS_V3: Final = ("GRANT SELECT, UPDATE ON {schema}.sandbox_clock TO {schema}",)
_DROPS_V3: Final = ("DROP TABLE {schema}.sandbox_clock",)

_TABLES_V4: Final = (
    """CREATE TABLE {schema}.key_marks (
        name text NOT NULL,
        mark bytea NOT NULL,
        marked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_key_marks PRIMARY KEY (name)
    )""",
)
_GRANTS_V4: Final = ("GRANT SELECT, INSERT ON {schema}.key_marks TO {schema}",)
_DROPS_V4: Final = ("DROP TABLE {schema}.key_marks",)


def create_v1(op: Executes, schema: str) -> None:
    """Make the first edition of the kit's tables, its queue, triggers and grants in `schema`."""
    for statement in (*_TABLES_V1, *_KEPT_V1):
        op.execute(statement.format(schema=schema))
    for statement in statements_of(queue_ddl(schema)[0]):
        op.execute(statement)
    for statement in _GRANTS_V1:
        op.execute(statement.format(schema=schema))


def drop_v1(op: Executes, schema: str) -> None:
    """Take the first edition away again, with everything in it."""
    for statement in statements_of(queue_ddl(schema)[1]):
        op.execute(statement)
    for statement in _DROPS_V1:
        op.execute(statement.format(schema=schema))


def create_v2(op: Executes, schema: str) -> None:
    """Add the attempts that are written before the call, and the deliveries that were given up."""
    for statement in (*_TABLES_V2, *_GRANTS_V2):
        op.execute(statement.format(schema=schema))


def drop_v2(op: Executes, schema: str) -> None:
    """Take the second edition's tables away again, with everything in them."""
    for statement in _DROPS_V2:
        op.execute(statement.format(schema=schema))


def create_v3(op: Executes, schema: str) -> None:
    """Add where the test clock of a sandbox stands, how far it shall go, what was closed."""
    for statement in (*_TABLES_V3, *_GRANTS_V3):
        op.execute(statement.format(schema=schema))


def drop_v3(op: Executes, schema: str) -> None:
    """Take the third edition's table away again; the clock is the machine's again."""
    for statement in _DROPS_V3:
        op.execute(statement.format(schema=schema))


def create_v4(op: Executes, schema: str) -> None:
    """Add the marks that tell which field keys the schema was written with."""
    for statement in (*_TABLES_V4, *_GRANTS_V4):
        op.execute(statement.format(schema=schema))


def drop_v4(op: Executes, schema: str) -> None:
    """Take the fourth edition's table away again; any file of keys is believed again."""
    for statement in _DROPS_V4:
        op.execute(statement.format(schema=schema))


def statements_of(script: str) -> list[str]:
    """The single statements of a script: our driver prepares one at a time.

    A semicolon ends a statement unless it stands within `$$`, where a function's body is.
    """
    found, pending = [], ""
    for index, part in enumerate(script.split("$$")):
        if index % 2:
            pending += f"$${part}$$"
            continue
        *ended, rest = part.split(";")
        for end in ended:
            found.append((pending + end).strip())
            pending = ""
        pending += rest
    return [statement for statement in (*found, pending.strip()) if statement]
