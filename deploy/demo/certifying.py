"""The paper at the end: that a loan is repaid, fetched where its next step leads, and read."""

import re
from typing import Final

from deploy.demo.books import OutOfBalance
from deploy.demo.papers import words_of
from deploy.demo.repaying import Account
from deploy.demo.words import minor

CERTIFICATE: Final = "get_loan_settlement_certificate"
LANGUAGE: Final = "en"
# What the paper is for, and the line of what was paid.
_CERTIFIES: Final = re.compile(r"certifies that .*? nothing is owed on it\.")
_IN_ALL: Final = re.compile(r"In all CNY ([0-9,]+\.[0-9]{2})")


async def show_certificate(account: Account) -> None:
    """Fetch it, keep it, and tell what is printed on it.

    Raises Refused, and OutOfBalance when the paper says otherwise than the loan.
    """
    step = await account.next_step()
    (path,) = (each["path"] for each in step["calls"] if each["operation_id"] == CERTIFICATE)
    content = await account.borrower.file(path, language=LANGUAGE)
    loan = await account.borrower.get(account.path)
    file = account.town.papers.keep(f"{loan['contract_number']}.settlement.pdf", content)
    teller = account.town.teller
    told = f"prints the certificate of settlement (a PDF of {len(content):,} bytes):"
    teller.did("repayment", told)
    printed, paid = certified(words_of(content))
    if paid != minor(loan["figures"]["paid"]["total"]).lstrip("¥"):
        raise OutOfBalance(f"The certificate says that {paid} was paid, and the loan does not.")
    teller.said(f"… {printed}")
    teller.note(f"paid in all: ¥{paid}; kept as {file}")


def certified(text: str) -> tuple[str, str]:
    """What a certificate says it certifies, and was paid. Raises OutOfBalance when it does not."""
    certifies, in_all = _CERTIFIES.search(text), _IN_ALL.search(text)
    if certifies is None or in_all is None:
        raise OutOfBalance(f"The certificate does not say that nothing is owed: {text}")
    return certifies[0], in_all[1]
