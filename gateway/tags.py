"""What the operations of one tag are about, as the reference heads them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TAGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "applications": "What a borrower asks for, from the draft to the running loan",
        "business days": "Days of the lender's books, and their close",
        "cases": "Applications on underwriting's desk",
        "collaterals": "Property offered as security for a loan",
        "conditions": "What a contract's money waits for",
        "consents": "The texts a party agrees to, and its agreement",
        "contracts": "Contracts from the accepted offer to their end",
        "decisions": "What was decided on a case, and why",
        "deliveries": "Messages between services that were given up",
        "groups": "People who answer for one another's loans",
        "ledger": "Accounts, entries and balances of the loans",
        "limits": "What one borrower was promised and owes",
        "loans": "Loans that were paid out, and what is owed of them",
        "materials": "The papers an application needs",
        "offers": "Terms a borrower may accept",
        "parties": "People and businesses",
        "payee accounts": "Where a contract's money goes",
        "payouts": "Money on its way to a borrower",
        "products": "What may be borrowed, on which terms",
        "quotes": "What a loan would cost, asked of nobody in particular",
        "repayments": "Money that comes back, and what is given back, waived or charged",
        "sandbox": "What only a sandbox offers",
        "watchlist": "Names that are not lent to, or only after a second look",
    }
)
