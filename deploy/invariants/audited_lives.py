"""The lives whose history is the audit alone: what was written before and after each change."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    FromClause,
    Select,
    Text,
    Uuid,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    table,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.disbursement.conditions.domain.conditions import CONDITION_MOVES, ConditionStatus
from services.disbursement.domain.statuses import PAYOUT_MOVES, PayoutStatus
from services.disbursement.payees.domain.accounts import ACCOUNT_MOVES, AccountStatus
from services.kit.transitions import TransitionTable
from services.repayment.loans.domain.statuses import LOAN_MOVES, LoanStatus


@dataclass(frozen=True, slots=True)
class AuditedLife:
    """An aggregate with a status; `kind` is what the audit calls it, `first` where it begins."""

    schema: str
    kind: str
    rows: str
    key: str
    first: StrEnum
    moves: TransitionTable[Any]

    def queries(self) -> Iterator[Select[str, str]]:
        """What breaks its walk."""
        steps = self._steps()
        place = literal(f"{self.schema}.{self.rows} ", Text()).concat(cast(steps.c.id, Text()))
        yield self._forbidden(steps).with_only_columns(
            place, func.concat("moved from ", steps.c.was, " to ", steps.c.became)
        )
        began = func.coalesce(steps.c.led, self.first.value)
        yield select(
            place,
            func.concat("entry ", steps.c.seq, " begins at ", steps.c.was, " and not at ", began),
        ).where(func.coalesce(steps.c.was, self.first.value) != began)
        yield self._elsewhere(steps)

    def _steps(self) -> FromClause:
        """Each entry with where it began, where it led, and where the one before it led."""
        audit = table(
            "audit",
            *(column("aggregate_id", Uuid()), column("seq", BigInteger())),
            *(column("aggregate_type", Text()), column("before", JSONB())),
            column("after", JSONB()),
            schema=self.schema,
        )
        became = audit.c.after["status"].astext
        led = func.lag(became).over(partition_by=audit.c.aggregate_id, order_by=audit.c.seq)
        return (
            select(
                *(audit.c.aggregate_id.label("id"), audit.c.seq),
                *(audit.c.before["status"].astext.label("was"), became.label("became")),
                led.label("led"),
            )
            .where(audit.c.aggregate_type == self.kind, became.is_not(None))
            .subquery("step")
        )

    def _forbidden(self, steps: FromClause) -> Select[Any]:
        allowed = [(a.value, b.value) for a, targets in self.moves.moves.items() for b in targets]
        return select(steps).where(
            steps.c.was != steps.c.became,
            tuple_(steps.c.was, steps.c.became).not_in(allowed),
        )

    def _elsewhere(self, steps: FromClause) -> Select[str, str]:
        """Rows that stand where the audit does not lead."""
        rows = table(
            self.rows, column(self.key, Uuid()), column("status", Text()), schema=self.schema
        )
        last = (
            select(steps.c.became)
            .where(steps.c.id == rows.c[self.key])
            .order_by(steps.c.seq.desc())
            .limit(1)
            .scalar_subquery()
        )
        place = literal(f"{self.schema}.{self.rows} ", Text()).concat(
            cast(rows.c[self.key], Text())
        )
        fault = func.concat("stands at ", rows.c.status, ", its audit leads to ", last)
        return select(place, fault).where(or_(last.is_(None), rows.c.status != last))


AUDITED_LIVES: Final = (
    AuditedLife(
        *("disbursement", "payout", "payouts", "payout_id"), PayoutStatus.CREATED, PAYOUT_MOVES
    ),
    AuditedLife(
        *("disbursement", "payee_account", "payee_accounts", "account_id"),
        AccountStatus.REGISTERED,
        ACCOUNT_MOVES,
    ),
    AuditedLife(
        *("disbursement", "condition", "contract_conditions", "condition_id"),
        ConditionStatus.OPEN,
        CONDITION_MOVES,
    ),
    AuditedLife(*("repayment", "loan", "loans", "loan_id"), LoanStatus.PENDING, LOAN_MOVES),
)
