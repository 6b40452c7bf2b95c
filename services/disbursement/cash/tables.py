"""The journal's tables, as part of what this service owns."""

from services.disbursement.schema import DisbursementRow
from services.kit.journal_tables import attach_journal

attach_journal(DisbursementRow.metadata)
