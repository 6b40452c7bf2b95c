"""C29: whatever hangs on an application is its borrower's and its partner's, everywhere."""

from typing import Final

from deploy.invariants.invariant import Invariant, found_by

_APPLICATIONS: Final = """
    SELECT 'application.applications ' || child.application_id, 'is not its party''s'
    FROM application.applications child JOIN application.parties parent USING (party_id)
    WHERE child.owner <> parent.owner OR child.partner_id IS DISTINCT FROM parent.partner_id
    """
_OFFERS: Final = """
    SELECT 'application.offers ' || child.offer_id, 'is not its application''s'
    FROM application.offers child JOIN application.applications parent USING (application_id)
    WHERE child.owner <> parent.owner OR child.partner_id IS DISTINCT FROM parent.partner_id
    """
_CASES: Final = """
    SELECT 'underwriting.cases ' || child.case_id, 'is not its application''s'
    FROM underwriting.cases child LEFT JOIN application.applications parent USING (application_id)
    WHERE (child.owner, child.partner_id, child.party_id)
        IS DISTINCT FROM (parent.owner, parent.partner_id, parent.party_id)
    """
_CONTRACTS: Final = """
    SELECT 'disbursement.contracts ' || child.contract_id, 'is not its application''s'
    FROM disbursement.contracts child LEFT JOIN application.applications parent
        USING (application_id)
    WHERE (child.owner, child.partner_id, child.party_id)
        IS DISTINCT FROM (parent.owner, parent.partner_id, parent.party_id)
    """
_ACCOUNTS: Final = """
    SELECT 'disbursement.payee_accounts ' || child.account_id, 'is not its contract''s'
    FROM disbursement.payee_accounts child JOIN disbursement.contracts parent USING (contract_id)
    WHERE (child.owner, child.partner_id, child.party_id)
        IS DISTINCT FROM (parent.owner, parent.partner_id, parent.party_id)
    """
_PAYOUTS: Final = """
    SELECT 'disbursement.payouts ' || child.payout_id, 'is not its contract''s'
    FROM disbursement.payouts child JOIN disbursement.contracts parent USING (contract_id)
    WHERE (child.owner, child.partner_id, child.application_id)
        IS DISTINCT FROM (parent.owner, parent.partner_id, parent.application_id)
    """
_LOANS: Final = """
    SELECT 'repayment.loans ' || child.loan_id, 'is not its application''s'
    FROM repayment.loans child LEFT JOIN application.applications parent USING (application_id)
    WHERE (child.owner, child.partner_id, child.party_id)
        IS DISTINCT FROM (parent.owner, parent.partner_id, parent.party_id)
    """
_LINKS: Final = """
    SELECT 'application.party_links ' || link.business_party_id, 'joins parties of two owners'
    FROM application.party_links link
    JOIN application.parties person ON person.party_id = link.person_party_id
    JOIN application.parties business ON business.party_id = link.business_party_id
    WHERE person.owner <> business.owner
        OR person.partner_id IS DISTINCT FROM business.partner_id
    """

INVARIANT: Final = Invariant(
    29,
    "What hangs on an application has its owner, its partner and its party",
    found_by(_APPLICATIONS, _OFFERS, _CASES, _CONTRACTS, _ACCOUNTS, _PAYOUTS, _LOANS, _LINKS),
)
