"""C28: a service works in its own schema alone, and rewrites no history."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_SERVICES: Final = "('application', 'underwriting', 'disbursement', 'repayment')"
_BEYOND: Final = f"""
    SELECT 'role ' || role.rolname, 'may use the schema ' || space.nspname
    FROM pg_roles role CROSS JOIN pg_namespace space
    WHERE role.rolname IN {_SERVICES} AND space.nspname IN {_SERVICES}
        AND role.rolname <> space.nspname AND has_schema_privilege(role.oid, space.oid, 'USAGE')
    UNION ALL
    SELECT 'role ' || role.rolname, 'may create in the schema ' || space.nspname
    FROM pg_roles role CROSS JOIN pg_namespace space
    WHERE role.rolname IN {_SERVICES} AND space.nspname IN ('public', {_SERVICES[1:-1]})
        AND has_schema_privilege(role.oid, space.oid, 'CREATE')
    UNION ALL
    SELECT 'role ' || rolname, 'is more than a role that runs a service'
    FROM pg_roles
    WHERE rolname IN {_SERVICES}
        AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)
    UNION ALL
    SELECT 'role ' || member::regrole, 'may become ' || roleid::regrole
    FROM pg_auth_members WHERE member::regrole::text IN {_SERVICES}
    UNION ALL
    SELECT 'role ' || relowner::regrole, 'owns ' || oid::regclass
    FROM pg_class WHERE relowner::regrole::text IN {_SERVICES}
    """  # noqa: S608 - names of our own
# What was said, done, tried or booked is only added to.
_HISTORY: Final = (
    "^(audit|audit_seals|key_marks|outbox|outbox_deliveries|delivery_attempts|idempotency_keys)$"
    "|_happenings$|_attempts$|^journal_"
)
_REWRITES: Final = f"""
    SELECT 'role ' || role.rolname, 'may ' || held.name || ' ' || history.oid::regclass
    FROM pg_class history
    JOIN pg_namespace space ON space.oid = history.relnamespace
    CROSS JOIN pg_roles role
    CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS held (name)
    WHERE space.nspname IN {_SERVICES} AND role.rolname IN {_SERVICES}
        AND history.relkind IN ('r', 'p') AND history.relname ~ '{_HISTORY}'
        AND CASE held.name WHEN 'UPDATE'
            THEN has_any_column_privilege(role.oid, history.oid, 'UPDATE')
            ELSE has_table_privilege(role.oid, history.oid, held.name) END
    """  # noqa: S608 - names of our own

INVARIANT: Final = Invariant(
    28,
    "A service's role works in its own schema alone and rewrites no history",
    found_by(_BEYOND, _REWRITES),
)
