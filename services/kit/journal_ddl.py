"""The journal's tables as migrations make them, with the triggers that keep it in balance.

For services that keep books; laid after the kit's own tables (`ledger_ddl`). Versioned, so that
an applied step never changes.
"""

from collections.abc import Iterable
from typing import Final

from services.kit.migrations import Executes
from services.kit.postings import Account

_TABLES_V1: Final = (
    """CREATE TABLE {schema}.ledger_accounts (
        code text NOT NULL,
        kind text NOT NULL,
        title_en text NOT NULL,
        title_zh text NOT NULL,
        CONSTRAINT pk_ledger_accounts PRIMARY KEY (code),
        CONSTRAINT ck_ledger_accounts_kind_known
            CHECK (kind IN ('asset', 'liability', 'equity', 'income', 'expense'))
    )""",
    """CREATE TABLE {schema}.journal_entries (
        source_id uuid NOT NULL,
        entry_id uuid NOT NULL,
        source_type text NOT NULL,
        event text NOT NULL,
        kind text NOT NULL,
        booked_on date NOT NULL,
        value_date date NOT NULL,
        reverses uuid,
        request_id text NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_journal_entries PRIMARY KEY (source_id, entry_id),
        CONSTRAINT uq_journal_entries_source UNIQUE (source_id, source_type, event),
        CONSTRAINT uq_journal_entries_reverses UNIQUE (source_id, reverses),
        CONSTRAINT fk_journal_entries_source_id_reverses FOREIGN KEY (source_id, reverses)
            REFERENCES {schema}.journal_entries (source_id, entry_id),
        CONSTRAINT ck_journal_entries_reverses_another CHECK (reverses <> entry_id)
    )""",
    """CREATE INDEX ix_journal_entries_booked_on
        ON {schema}.journal_entries (booked_on, entry_id)""",
    """CREATE TABLE {schema}.journal_lines (
        source_id uuid NOT NULL,
        entry_id uuid NOT NULL,
        line_no smallint NOT NULL,
        account text NOT NULL,
        amount_minor bigint NOT NULL,
        currency text NOT NULL,
        dimensions jsonb NOT NULL,
        CONSTRAINT pk_journal_lines PRIMARY KEY (source_id, entry_id, line_no),
        CONSTRAINT fk_journal_lines_source_id_entry_id FOREIGN KEY (source_id, entry_id)
            REFERENCES {schema}.journal_entries (source_id, entry_id),
        CONSTRAINT ck_journal_lines_line_no_positive CHECK (line_no > 0),
        CONSTRAINT ck_journal_lines_amount_not_zero CHECK (amount_minor <> 0),
        CONSTRAINT ck_journal_lines_amount_bounded
            CHECK (amount_minor BETWEEN -9000000000000000 AND 9000000000000000),
        CONSTRAINT ck_journal_lines_currency_spelt CHECK (currency ~ '^[A-Z]{{3}}$'),
        CONSTRAINT ck_journal_lines_dimensions_object CHECK (jsonb_typeof(dimensions) = 'object')
    )""",
)
# No amount is nothing, so what sums to nothing has two lines or more. The accounts are looked up
# here and not by a foreign key, which would share-lock the same few rows from every posting.
_BALANCED_V1: Final = (
    """CREATE FUNCTION {schema}.require_balanced_lines() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT 1 FROM added GROUP BY source_id, entry_id, currency
                HAVING sum(amount_minor) <> 0
            ) THEN
                RAISE EXCEPTION 'debits and credits of an entry differ'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'entries_balance';
            END IF;
            IF EXISTS (
                SELECT 1 FROM (
                    SELECT source_id, entry_id, count(*) AS lines FROM added GROUP BY 1, 2
                ) AS whole
                WHERE whole.lines <> (SELECT count(*) FROM {schema}.journal_lines AS kept
                    WHERE kept.source_id = whole.source_id AND kept.entry_id = whole.entry_id)
            ) THEN
                RAISE EXCEPTION 'an entry is written at once: no line is added to it later'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'entries_are_whole';
            END IF;
            IF EXISTS (
                SELECT 1 FROM added
                WHERE NOT EXISTS (SELECT 1 FROM {schema}.ledger_accounts WHERE code = added.account)
            ) THEN
                RAISE EXCEPTION 'a line names an account that is not in the chart'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_are_known';
            END IF;
            RETURN NULL;
        END $$""",
    """CREATE FUNCTION {schema}.require_entries_with_lines() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT 1 FROM added WHERE NOT EXISTS (
                    SELECT 1 FROM {schema}.journal_lines AS kept
                    WHERE kept.source_id = added.source_id AND kept.entry_id = added.entry_id)
            ) THEN
                RAISE EXCEPTION 'an entry is written with its lines, in one statement'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'entries_have_lines';
            END IF;
            RETURN NULL;
        END $$""",
    """CREATE TRIGGER lines_balance AFTER INSERT ON {schema}.journal_lines
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT
        EXECUTE FUNCTION {schema}.require_balanced_lines()""",
    """CREATE TRIGGER entries_have_lines AFTER INSERT ON {schema}.journal_entries
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT
        EXECUTE FUNCTION {schema}.require_entries_with_lines()""",
    "ALTER TABLE {schema}.journal_lines ENABLE ALWAYS TRIGGER lines_balance",
    "ALTER TABLE {schema}.journal_entries ENABLE ALWAYS TRIGGER entries_have_lines",
)
_KEPT_V1: Final = tuple(
    statement
    for table in ("journal_entries", "journal_lines", "ledger_accounts")
    for statement in (
        f"CREATE TRIGGER history_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE"
        f" ON {{schema}}.{table} FOR EACH STATEMENT"
        f" EXECUTE FUNCTION {{schema}}.refuse_rewriting_history()",
        f"ALTER TABLE {{schema}}.{table} ENABLE ALWAYS TRIGGER history_is_kept",
    )
)
_GRANTS_V1: Final = (
    "GRANT SELECT, INSERT ON {schema}.journal_entries, {schema}.journal_lines TO {schema}",
    "GRANT SELECT ON {schema}.ledger_accounts TO {schema}",
)
_DROPS_V1: Final = (
    "DROP TABLE {schema}.journal_lines",
    "DROP TABLE {schema}.journal_entries",
    "DROP TABLE {schema}.ledger_accounts",
    "DROP FUNCTION {schema}.require_entries_with_lines()",
    "DROP FUNCTION {schema}.require_balanced_lines()",
)


def create_v1(op: Executes, schema: str) -> None:
    """Make the chart of accounts and the journal in `schema`, with triggers and grants."""
    for statement in (*_TABLES_V1, *_BALANCED_V1, *_KEPT_V1, *_GRANTS_V1):
        op.execute(statement.format(schema=schema))


def drop_v1(op: Executes, schema: str) -> None:
    """Take chart and journal away again, with everything in them."""
    for statement in _DROPS_V1:
        op.execute(statement.format(schema=schema))


def open_accounts(op: Executes, schema: str, accounts: Iterable[Account]) -> None:
    """Add `accounts` to the chart; a migration spells them out, for it must never change.

    One that is in the chart already was left there by a step back, and stays as it is.
    """
    rows = ", ".join(
        f"({', '.join(map(_quoted, (a.code, a.kind.value, a.title.en, a.title.zh)))})"
        for a in accounts
    )
    op.execute(
        f"INSERT INTO {schema}.ledger_accounts (code, kind, title_en, title_zh) VALUES {rows}"  # noqa: S608 - constants of a migration
        " ON CONFLICT (code) DO NOTHING"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
