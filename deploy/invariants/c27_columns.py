"""C27: what columns can hold: whole money with its bound and currency, keys within a schema."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_FRACTIONAL: Final = """
    SELECT table_schema || '.' || table_name || '.' || column_name, 'is ' || data_type
    FROM information_schema.columns
    WHERE table_schema IN ('application', 'underwriting', 'disbursement', 'repayment')
        AND data_type IN ('numeric', 'real', 'double precision', 'money')
    """
# A column of money says its unit, or a rule about money would not find it.
_UNNAMED: Final = r"""
    SELECT table_schema || '.' || table_name || '.' || column_name, 'does not end in _minor'
    FROM information_schema.columns
    WHERE table_schema IN ('application', 'underwriting', 'disbursement', 'repayment')
        AND column_name ~ '(amount|balance)' AND column_name !~ '_minor$' AND data_type <> 'jsonb'
    """
# A row has its own currency, or that of the row it hangs on, or that one hangs on.
_MONEY: Final = r"""
    WITH RECURSIVE hangs AS (
        SELECT oid AS owner, oid AS above FROM pg_class WHERE relkind IN ('r', 'p')
        UNION
        SELECT hangs.owner, rule.confrelid
        FROM hangs JOIN pg_constraint rule ON rule.conrelid = hangs.above AND rule.contype = 'f'
    ), money AS (
        SELECT owner.oid AS owner, owner.oid::regclass::text || '.' || held.attname AS place,
            held.attname AS name, held.atttypid::regtype::text AS type, held.attnotnull AS is_there,
            coalesce((SELECT string_agg(pg_get_constraintdef(rule.oid), ' ')
                FROM pg_constraint rule
                WHERE rule.conrelid = owner.oid AND rule.contype = 'c'
                    AND held.attnum = ANY (rule.conkey)), '') AS rules
        FROM pg_class owner
        JOIN pg_attribute held ON held.attrelid = owner.oid AND held.attnum > 0
            AND NOT held.attisdropped AND held.attname ~ '_minor$'
        WHERE owner.relkind IN ('r', 'p') AND owner.relnamespace::regnamespace::text
            IN ('application', 'underwriting', 'disbursement', 'repayment')
    )
    SELECT place, 'is ' || type FROM money WHERE type <> 'bigint'
    UNION ALL
    SELECT place, 'has no CHECK' FROM money WHERE rules = ''
    UNION ALL
    SELECT place, 'may be null, and no CHECK says when' FROM money
    WHERE NOT is_there AND rules !~ (name || ' IS (NOT )?NULL') AND rules !~ 'num_nonnulls'
    UNION ALL
    SELECT place, 'has no currency, nor hangs on a row that has' FROM money
    WHERE NOT EXISTS (
        SELECT FROM hangs JOIN pg_attribute beside ON beside.attrelid = hangs.above
        WHERE hangs.owner = money.owner AND beside.attname ~ 'currency$')
    """
_UNINDEXED: Final = """
    SELECT child.conrelid::regclass, 'is not indexed by its key ' || child.conname
    FROM pg_constraint child
    WHERE child.contype = 'f' AND child.connamespace::regnamespace::text
            IN ('application', 'underwriting', 'disbursement', 'repayment')
        AND NOT EXISTS (
            SELECT FROM pg_index sorted WHERE sorted.indrelid = child.conrelid
                AND split_part(sorted.indkey::text, ' ', 1)::int2 = child.conkey[1])
    """
_CROSSING: Final = """
    SELECT child.oid::regclass, 'refers to another schema by ' || rule.conname
    FROM pg_constraint rule
    JOIN pg_class child ON child.oid = rule.conrelid
    JOIN pg_class parent ON parent.oid = rule.confrelid
    WHERE rule.contype = 'f' AND child.relnamespace <> parent.relnamespace
    """

INVARIANT: Final = Invariant(
    27,
    "Money is whole, bounded and has its currency; keys are indexed and stay in their schema",
    found_by(_FRACTIONAL, _UNNAMED, _MONEY, _UNINDEXED, _CROSSING),
)
