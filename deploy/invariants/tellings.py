"""Who tells whom of what: the destinations of every relay, and how far a neighbour got.

The destinations are the classes the workers run, so that the check knows what they know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy import (
    ColumnElement,
    FromClause,
    MetaData,
    Table,
    Text,
    cast,
    exists,
    literal,
    select,
)

from services.application.destinations.disbursement import DisbursementService
from services.application.destinations.underwriting import UnderwritingService
from services.disbursement.destinations.application import ApplicationService as ToldOfContracts
from services.disbursement.destinations.repayment import RepaymentService as ToldOfMoney
from services.kit.ledgers import attach_kit_tables
from services.repayment.destinations.application import ApplicationService as ToldOfLoans
from services.repayment.destinations.disbursement import DisbursementService as ToldOfRefunds
from services.repayment.destinations.underwriting import UnderwritingService as ToldOfDebts
from services.underwriting.cases.destination import ApplicationService

DELIVERIES: Final = "outbox_deliveries"


class Told(Protocol):
    """A destination's class: its name, which is its schema's too, and its topics."""

    name: str
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Telling:
    """One service tells another of some topics."""

    teller: str
    hearer: str
    topics: Sequence[str]

    @property
    def events(self) -> FromClause:
        """The teller's events that the hearer is told, each with whether it is known to be."""
        outbox, deliveries = _ledger(self.teller, "outbox"), _ledger(self.teller, DELIVERIES)
        is_delivered = exists().where(
            deliveries.c.outbox_id == outbox.c.outbox_id,
            deliveries.c.destination == self.hearer,
            deliveries.c.outcome == "delivered",
        )
        told = select(outbox, is_delivered.label("is_delivered"))
        return told.where(outbox.c.topic.in_(self.topics)).subquery("event")

    @property
    def heard(self) -> FromClause:
        """How far the hearer has applied each aggregate's story."""
        inbox = _ledger(self.hearer, "inbox")
        return select(inbox).where(inbox.c.source == f"svc:{self.teller}").subquery("heard")

    @property
    def parked(self) -> FromClause:
        """What was given up until a person looks."""
        parked = _ledger(self.teller, "parked_deliveries")
        return (
            select(parked)
            .where(parked.c.destination == self.hearer, parked.c.status != "delivered")
            .subquery("parked")
        )

    def place(self, row: FromClause) -> ColumnElement[str]:
        """How a breach names the story of an aggregate."""
        story = literal(f"{self.teller} to {self.hearer}, ", Text())
        return story.concat(cast(row.c.aggregate_id, Text()))


def _ledger(schema: str, name: str) -> Table:
    metadata = MetaData(schema=schema)
    attach_kit_tables(metadata)
    return metadata.tables[f"{schema}.{name}"]


def _telling(teller: str, told: type[Told]) -> Telling:
    return Telling(teller, told.name, sorted(told.topics))


TELLINGS: Final = (
    _telling("application", UnderwritingService),
    _telling("application", DisbursementService),
    _telling("underwriting", ApplicationService),
    _telling("disbursement", ToldOfContracts),
    _telling("disbursement", ToldOfMoney),
    _telling("repayment", ToldOfLoans),
    _telling("repayment", ToldOfDebts),
    _telling("repayment", ToldOfRefunds),
)
