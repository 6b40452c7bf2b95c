"""Everything a contract says, before it is put into words."""

from dataclasses import dataclass

from services.disbursement.contracts.domain.figures import Figures
from services.disbursement.contracts.domain.signers import Person, Signer, SignerRole
from services.disbursement.contracts.domain.terms import ContractTerms
from services.kit.errors import Title
from services.kit.lender import Lender


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One contract: who, how much, at which price, paid back how, and what for."""

    number: str
    lender: Lender
    borrower: Person
    is_business: bool
    signers: tuple[Signer, ...]
    product: Title
    purpose_code: str
    terms: ContractTerms
    figures: Figures
    engine_version: str
    template_version: str

    @property
    def roles(self) -> frozenset[SignerRole]:
        """The capacities in which somebody signs."""
        return frozenset(signer.role for signer in self.signers)
