"""The lives the services keep a history of: where it lies, and which moves their domains allow."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    TableClause,
    Text,
    Uuid,
    cast,
    column,
    literal,
    table,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.application.domain.statuses import APPLICATION_MOVES, ApplicationStatus
from services.disbursement.domain.statuses import CONTRACT_MOVES, ContractStatus
from services.kit.transitions import TransitionTable
from services.repayment.receipts.domain.proposals import PROPOSAL_MOVES, ProposalStatus
from services.repayment.receipts.domain.statuses import REPAYMENT_MOVES, RepaymentStatus
from services.underwriting.cases.domain.statuses import CASE_MOVES, CaseStatus


@dataclass(frozen=True, slots=True)
class Life:
    """An aggregate with a status, and the entries of its history beside it, numbered from 1."""

    schema: str
    rows: str
    history: str
    key: str
    first: StrEnum
    moves: TransitionTable[Any]

    @property
    def aggregates(self) -> TableClause:
        """The rows that have the status now."""
        return table(
            self.rows,
            *(column(self.key, Uuid()), column("status", Text())),
            *(column("history_length", BigInteger()), column("version", BigInteger())),
            schema=self.schema,
        )

    @property
    def entries(self) -> TableClause:
        """What happened to them; `to_status` is null where the status stayed."""
        return table(
            self.history,
            *(column(self.key, Uuid()), column("number", BigInteger())),
            *(column("from_status", Text()), column("to_status", Text())),
            column("subject", Text()),
            schema=self.schema,
        )

    @property
    def audit(self) -> TableClause:
        """The audit of the service that keeps them, as far as a history is compared with it."""
        return table(
            "audit",
            *(column("aggregate_id", Uuid()), column("actor", Text())),
            *(column("before", JSONB()), column("after", JSONB())),
            schema=self.schema,
        )

    def place(self, entry: FromClause) -> ColumnElement[str]:
        """How a breach names the aggregate that `entry` is about."""
        return literal(f"{self.schema}.{self.rows} ", Text()).concat(
            cast(entry.c[self.key], Text())
        )


LIVES: Final = (
    Life(
        *("application", "applications", "application_happenings", "application_id"),
        ApplicationStatus.DRAFT,
        APPLICATION_MOVES,
    ),
    Life(
        *("disbursement", "contracts", "contract_happenings", "contract_id"),
        ContractStatus.DRAFT,
        CONTRACT_MOVES,
    ),
    Life(
        *("repayment", "proposals", "proposal_happenings", "proposal_id"),
        ProposalStatus.PROPOSED,
        PROPOSAL_MOVES,
    ),
    Life(
        *("repayment", "repayments", "repayment_happenings", "repayment_id"),
        RepaymentStatus.RECEIVED,
        REPAYMENT_MOVES,
    ),
    Life(*("underwriting", "cases", "case_happenings", "case_id"), CaseStatus.QUEUED, CASE_MOVES),
)
