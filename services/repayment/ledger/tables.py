"""The journal in this service's schema; its tables are the kit's."""

from services.kit.journal_tables import attach_journal
from services.repayment.schema import RepaymentRow

attach_journal(RepaymentRow.metadata)
