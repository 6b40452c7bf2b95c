"""What a prospective borrower must bring: the checklist of one case, before any application."""

from dataclasses import dataclass

from services.application.domain.checklists import ChecklistItem
from services.application.domain.customers import CustomerType
from services.application.domain.products import ProductVersion, checklist_for
from services.kit.errors import FieldError, Invalid, Title
from services.kit.money import Money


@dataclass(frozen=True, slots=True)
class Enquiry:
    """Whom and how much it is about; no `currency` means the product's."""

    customer_type: CustomerType
    amount_minor: int
    currency: str | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """The answer, and the version it was computed from."""

    version: ProductVersion
    customer_type: CustomerType
    amount: Money
    items: tuple[ChecklistItem, ...]

    @property
    def is_fast(self) -> bool:
        """Whether a complete application would be accepted without an officer."""
        return self.version.terms.is_fast(self.customer_type, self.amount)


def checklist_of(version: ProductVersion, enquiry: Enquiry) -> Checklist:
    """The checklist of the case; raises `Invalid` when the product is not offered for it."""
    terms = version.terms
    lowest, highest = terms.amount_min, terms.amount_max
    errors = []
    if enquiry.customer_type not in terms.customer_types:
        message = Title("is not served by this product", "产品不适用于该客户类型")
        errors.append(FieldError("#query/customer_type", "customer_type_not_served", message))
    if enquiry.currency not in {None, lowest.currency}:
        message = Title("is not the product's currency", "与产品币种不一致")
        errors.append(FieldError("#query/currency", "currency_mismatch", message))
    if not lowest.amount_minor <= enquiry.amount_minor <= highest.amount_minor:
        message = Title("is outside the product's amounts", "超出产品额度范围")
        errors.append(FieldError("#query/amount", "outside_amounts", message))
    if errors:
        raise Invalid(errors=errors)
    amount = Money(enquiry.amount_minor, lowest.currency)
    items = checklist_for(version, enquiry.customer_type, amount, terms.security)
    return Checklist(version, enquiry.customer_type, amount, items)
