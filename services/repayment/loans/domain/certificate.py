"""The certificate of settlement: that nothing is owed any more, and what was paid until then.

It names the contract and no person: who borrowed stands there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from services.kit.documents import Document, Heading, Paragraph, Table
from services.kit.errors import Title
from services.kit.lender import Lender
from services.kit.money import Money
from services.loan_engine.servicing.components import Component
from services.repayment.loans.domain.figures import Parts

FACTS: Final = "facts"
AMOUNTS: Final = "amounts"

_LABELS: Final[Mapping[str, Title]] = MappingProxyType(
    {
        "contract": Title("Contract", "合同编号"),
        "loan": Title("Loan account", "贷款账户"),
        "principal": Title("Amount lent", "贷款金额"),
        "disbursed_on": Title("Paid out on", "放款日"),
        "settled_on": Title("Settled on", "结清日"),
        "part": Title("Part", "项目"),
        "paid": Title("Paid", "已还"),
        "waived": Title("Forgiven", "减免"),
        "total": Title("In all", "合计"),
    }
)
_PARTS: Final[Mapping[Component, Title]] = MappingProxyType(
    {
        Component.PRINCIPAL: Title("Principal", "本金"),
        Component.INTEREST: Title("Interest", "利息"),
        Component.PENALTY: Title("Penalty", "罚息"),
        Component.COMPOUND: Title("Interest on overdue interest", "复利"),
        Component.FEE: Title("Fees", "费用"),
    }
)
_TITLE: Final = Title("Certificate of settlement", "贷款结清证明")
_NUMBER: Final = Title("Contract {number}", "合同编号：{number}")
_FOOTER: Final = Title(
    "{number} · page {{page}} of {{pages}}", "{number} · 第{{page}}页，共{{pages}}页"
)
_SAYS: Final = Title(
    "{lender} (unified social credit code {code}) certifies that the loan granted under contract"
    " {number} was repaid in full on {settled}, and that nothing is owed on it.",
    "{lender}（统一社会信用代码：{code}）兹证明：{number} 号合同项下的贷款已于 {settled} 全部结清，"
    "该笔贷款不存在任何未偿还款项。",
)
_WHAT: Final = Title("The loan", "贷款信息")
_PAID: Final = Title("What was paid", "还款情况")
_LIMITS: Final = Title(
    "This is what our books say on {today}. The borrower is who the contract names. Should a"
    " payment that is in these figures be returned by its bank, this certificate no longer holds.",
    "以上内容以本机构 {today} 的账务记录为准。借款人以合同载明为准。"
    "如上述款项被付款银行退回，本证明自动失效。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A loan that has ended, as its books have it; amounts in minor units."""

    lender: Lender
    contract_number: str
    loan: str
    currency: str
    principal_minor: int
    disbursed_on: date
    settled_on: date
    paid: Parts
    waived: Parts


def certificate_of(settled: Settled, language: Literal["en", "zh-CN"], today: date) -> Document:
    """The certificate as it is given on `today`, in one language."""

    def say(title: Title) -> str:
        return title.zh if language == "zh-CN" else title.en

    def amount(amount_minor: int) -> str:
        return Money(amount_minor, settled.currency).format()

    words = {
        "lender": say(settled.lender.name),
        "code": settled.lender.credit_code,
        "number": settled.contract_number,
        "settled": settled.settled_on.isoformat(),
        "today": today.isoformat(),
    }
    facts = {
        "contract": settled.contract_number,
        "loan": settled.loan,
        "principal": amount(settled.principal_minor),
        "disbursed_on": settled.disbursed_on.isoformat(),
        "settled_on": settled.settled_on.isoformat(),
    }
    amounts = [
        (say(label), amount(settled.paid[part]), amount(settled.waived[part]))
        for part, label in _PARTS.items()
    ]
    head = tuple(say(_LABELS[name]) for name in ("part", "paid", "waived"))
    sums = (
        say(_LABELS["total"]),
        amount(sum(settled.paid.values())),
        amount(sum(settled.waived.values())),
    )
    return Document(
        language=language,
        title=say(_TITLE),
        subtitle=say(_NUMBER).format(**words),
        footer=say(_FOOTER).format(**words),
        blocks=(
            Paragraph(say(_SAYS).format(**words), is_material=True),
            Heading(say(_WHAT), is_material=False),
            Table(
                FACTS, tuple((say(_LABELS[n]), fact) for n, fact in facts.items()), has_head=False
            ),
            Heading(say(_PAID), is_material=False),
            Table(AMOUNTS, (head, *amounts, sums), has_head=True),
            Paragraph(say(_LIMITS).format(**words), is_material=False),
        ),
    )
