"""The tables of a contract: who, the loan, its schedule, its fees, and who signs."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from services.disbursement.contracts.domain.agreement import Agreement
from services.disbursement.contracts.domain.signers import Person, SignerRole
from services.disbursement.contracts.domain.templates import Template
from services.disbursement.contracts.domain.terms import ContractFee
from services.disbursement.contracts.domain.wording import (
    ZH,
    amount,
    capitals,
    day,
    percent,
)
from services.disbursement.contracts.domain.wording import (
    figures as bare,
)
from services.kit.documents import Table
from services.kit.errors import Title
from services.kit.money import Money


def _said(title: Title, template: Template) -> str:
    return title.zh if template.language == ZH else title.en


def _parties(agreement: Agreement, template: Template) -> Table:
    lender, roles = agreement.lender, template.codes["role"]
    others = [each for each in agreement.signers if each.role is not SignerRole.BORROWER]
    rows = [
        template.heads["party_head"],
        (
            template.words["lender"],
            _said(lender.name, template),
            lender.credit_code,
            _said(lender.address, template),
            "",
        ),
        _party(roles[SignerRole.BORROWER], agreement.borrower),
        *(_party(roles[each.role], each.person) for each in others),
    ]
    return Table("parties", tuple(rows), has_head=True)


def _party(capacity: str, person: Person) -> tuple[str, ...]:
    return (capacity, person.name, person.identity_number, person.address, person.mobile)


def _loan(agreement: Agreement, template: Template) -> Table:
    terms, figures, words = agreement.terms, agreement.figures, template.words
    last = day(figures.rows[-1].due_on, template.language)

    def money(minor: int) -> str:
        return amount(Money(minor, terms.principal.currency))

    values = {
        "product": _said(agreement.product, template),
        "amount": amount(terms.principal),
        "capitals": capitals(terms.principal),
        "rate": percent(terms.rate_ppm),
        "simple": f"{figures.simple}%",
        "compound": f"{figures.compound}%",
        "term": words["term_value"].format(months=terms.term_months, last=last),
        "method": template.word("method", terms.method),
        "instalment": money(figures.instalment_minor),
        "interest": money(figures.totals.interest_minor),
        "fees": money(figures.totals.fees_minor),
        "total": money(figures.totals.paid_minor),
        "purpose": template.word("purpose", agreement.purpose_code),
        "planned": day(figures.disbursed_on, template.language),
    }
    labels = template.codes["loan"]
    rows = tuple((labels[name], value) for name, value in values.items())
    return Table("loan", rows, has_head=False)


def _schedule(agreement: Agreement, template: Template) -> Table:
    currency = agreement.terms.principal.currency
    totals = agreement.figures.totals

    def written(*minors: int) -> tuple[str, ...]:
        return tuple(bare(Money(minor, currency)) for minor in minors)

    rows = [
        (
            str(row.number),
            row.due_on.isoformat(),
            *written(
                row.principal_minor,
                row.interest_minor,
                row.fees_minor,
                row.total_minor,
                row.balance_minor,
            ),
        )
        for row in agreement.figures.rows
    ]
    in_rows = sum(row.fees_minor for row in agreement.figures.rows)
    paid = totals.principal_minor + totals.interest_minor + in_rows
    sums = written(totals.principal_minor, totals.interest_minor, in_rows, paid)
    total = (template.words["schedule_total"], "", *sums, "")
    return Table("schedule", (template.heads["schedule_head"], *rows, total), has_head=True)


def _fees(agreement: Agreement, template: Template) -> Table:
    head = template.heads["fee_head"]
    charged = [fee for fee in agreement.terms.fees if fee.payer == "borrower"]
    rows = [tuple(_fee(fee, agreement, template)) for fee in charged]
    if not rows:
        rows = [(template.words["none"], *("",) * (len(head) - 1))]
    return Table("fees", (head, *rows), has_head=True)


def _fee(fee: ContractFee, agreement: Agreement, template: Template) -> Iterator[str]:
    principal = agreement.terms.principal
    yield _said(fee.title, template)
    if fee.rate_ppm is None:
        yield template.words["fee_fixed"]
    else:
        yield template.words["fee_rate"].format(rate=percent(fee.rate_ppm))
    yield amount(Money(fee.minor_of(principal.amount_minor), principal.currency))
    yield template.word("timing", fee.timing)
    yield template.word("payee", fee.payee)
    yield template.words["yes" if fee.is_refundable else "no"]


def _signatures(agreement: Agreement, template: Template) -> Table:
    words, roles = template.words, template.codes["role"]
    rows = [
        template.heads["signature_head"],
        *(
            (each.person.name, roles[each.role], words["signature_place"])
            for each in agreement.signers
        ),
        (_said(agreement.lender.name, template), words["lender"], words["lender_seal"]),
    ]
    return Table("signatures", tuple(rows), has_head=True)


TABLES: Final[Mapping[str, Callable[[Agreement, Template], Table]]] = MappingProxyType(
    {
        "parties": _parties,
        "loan": _loan,
        "schedule": _schedule,
        "fees": _fees,
        "signatures": _signatures,
    }
)
