"""A borrower's app in Python on the generated client: from the first form to a repayment.

`python -m tests.journeys.clients.by_python URL SOMEBODY`: who they are comes as JSON.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import date
from io import BytesIO
from typing import Any, Final
from uuid import uuid4

import httpx
from xiaowei_client import AuthenticatedClient, models, types
from xiaowei_client.api.applications import (
    get_application,
    get_application_next_step,
    post_application,
    post_application_submission,
)
from xiaowei_client.api.consents import list_consent_texts, post_consent
from xiaowei_client.api.contracts import (
    get_contract,
    get_contract_document,
    post_contract_cost_disclosure_confirmation,
    post_contract_cost_disclosure_reading,
    post_contract_signature,
)
from xiaowei_client.api.loans import get_loan
from xiaowei_client.api.materials import list_materials, put_material_content
from xiaowei_client.api.offers import list_application_offers, post_offer_acceptance
from xiaowei_client.api.parties import post_party
from xiaowei_client.api.payee_accounts import post_payee_account, post_payee_verification
from xiaowei_client.api.sandbox import post_sandbox_payment

ENOUGH_CONSENTS: Final = {"personal_data", "sensitive_data", "credit_bureau_query"}
PNG: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
PATIENCE_S: Final = 30.0
PAUSE_S: Final = 0.05


async def main(url: str, somebody: dict[str, Any]) -> None:
    """Walk the whole way, and say where it ended."""
    client = AuthenticatedClient(url, _token(url, somebody["username"]), timeout=httpx.Timeout(10))
    async with client:
        party = await _register(client, somebody["party"])
        application_id = await _apply(client, party.id)
        await _hand_in(client, application_id, date.fromisoformat(somebody["papers_dated"]))
        contract_id = await _accept(client, application_id)
        await _sign(client, contract_id)
        await _be_paid(client, contract_id, somebody["account"])
        loan = await _repay(client, application_id)
    sys.stdout.write(f"{loan.status} {loan.id}\n")


def _token(url: str, username: str) -> str:
    form = {"grant_type": "password", "username": username, "password": "demo"}
    granted = httpx.post(f"{url}/oauth/token", data=form, trust_env=False)
    return str(granted.raise_for_status().json()["access_token"])


async def _register(client: AuthenticatedClient, particulars: dict[str, Any]) -> models.PersonRead:
    body = models.PersonCreate.from_dict(particulars)
    party = await post_party.asyncio(client=client, body=body, idempotency_key=uuid4().hex)
    assert isinstance(party, models.PersonRead), party
    texts = await list_consent_texts.asyncio(client=client)
    assert isinstance(texts, models.ConsentTextList), texts
    for text in texts.data:
        if text.purpose in ENOUGH_CONSENTS:
            agreed = models.ConsentCreate(
                purpose=text.purpose,
                text_version=text.version,
                text_hash=text.hash_,
                channel=models.Channel.APP,
            )
            given = await post_consent.asyncio(
                party.id, client=client, body=agreed, idempotency_key=uuid4().hex
            )
            assert isinstance(given, models.ConsentRead), given
    return party


async def _apply(client: AuthenticatedClient, party_id: str) -> str:
    wish = models.ApplicationCreate(
        product_code="SOLE_TRADER_CREDIT",
        party_id=party_id,
        channel=models.ApplicationChannel.APP,
        amount=models.MoneyIn(amount=4_000_000, currency="CNY"),
        term_months=12,
        method=models.ApplicationRepaymentMethod.LEVEL_INSTALMENT,
        purpose_code=models.Purpose.EQUIPMENT,
        financials=models.FinancialsWritten(
            monthly_income=_yuan(30_000),
            monthly_sales=_yuan(60_000),
            monthly_costs=_yuan(30_000),
            monthly_household_costs=_yuan(6_000),
            existing_monthly_debt_service=_yuan(0),
            existing_debt=_yuan(0),
            years_in_trade=6,
        ),
    )
    draft = await post_application.asyncio(client=client, body=wish, idempotency_key=uuid4().hex)
    assert isinstance(draft, models.ApplicationRead), draft
    assert draft.status is models.ApplicationStatus.DRAFT
    made: str = draft.id
    return made


async def _hand_in(client: AuthenticatedClient, application_id: str, dated: date) -> None:
    listed = await list_materials.asyncio(application_id, client=client)
    assert isinstance(listed, models.MaterialList), listed
    handed_in = set()
    for material in listed.data:
        group = material.alternatives or material.item
        if material.need is not models.MaterialNeed.OPTIONAL and group not in handed_in:
            handed_in.add(group)
            # The generated client hands httpx an open file, which it takes in step only.
            uploaded = put_material_content.sync(
                application_id,
                material.item,
                client=client,
                body=types.File(payload=BytesIO(PNG + material.item.encode())),
                document_on=dated if material.freshness_days else None,
                if_match=f'"{material.version}"',
            )
            assert isinstance(uploaded, models.MaterialRead), uploaded
            assert uploaded.status is models.MaterialStatus.UPLOADED
    read = await get_application.asyncio_detailed(application_id, client=client)
    submitted = await post_application_submission.asyncio(
        application_id, client=client, if_match=read.headers["etag"], idempotency_key=uuid4().hex
    )
    assert isinstance(submitted, models.ApplicationRead), submitted


async def _accept(client: AuthenticatedClient, application_id: str) -> str:
    """Accept the offer, and return the contract that was drawn."""
    await _until(client, application_id, "post_offer_acceptance")
    offered = await list_application_offers.asyncio(application_id, client=client)
    assert isinstance(offered, models.OfferList), offered
    (offer,) = offered.data
    accepted = await post_offer_acceptance.asyncio(
        offer.id, client=client, if_match=f'"{offer.version}"', idempotency_key=uuid4().hex
    )
    assert isinstance(accepted, models.OfferRead), accepted
    step = await _until(client, application_id, "post_contract_cost_disclosure_reading")
    assert isinstance(step.about, str)
    return step.about


async def _sign(client: AuthenticatedClient, contract_id: str) -> None:
    """Read what it costs for as long as one has to, confirm, and sign the document."""
    begun = await post_contract_cost_disclosure_reading.asyncio(
        contract_id, client=client, idempotency_key=uuid4().hex
    )
    assert isinstance(begun, models.DisclosureRead), begun
    body = models.ConfirmationCreate(
        disclosure_hash=begun.disclosure_hash, language=models.ConfirmationCreateLanguage.EN
    )

    async def confirmed() -> bool:
        read = await get_contract.asyncio_detailed(contract_id, client=client)
        answer = await post_contract_cost_disclosure_confirmation.asyncio(
            contract_id,
            client=client,
            body=body,
            if_match=read.headers["etag"],
            idempotency_key=uuid4().hex,
        )
        too_soon = isinstance(answer, models.Problem) and answer.code == "reading_time_not_over"
        assert too_soon or isinstance(answer, models.ContractRead), answer
        return not too_soon

    await _wait(confirmed)
    document = await get_contract_document.asyncio(contract_id, client=client)
    assert isinstance(document, types.File), document
    read = await get_contract.asyncio_detailed(contract_id, client=client)
    assert isinstance(read.parsed, models.ContractRead), read
    (own,) = (signer for signer in read.parsed.signers if signer.is_yours)
    signature = models.SignatureCreate(
        signer=own.number,
        document_hash=read.parsed.document_sha256,
        intent="I have read and understood the whole contract and sign it of my own free will.",
        language=models.SignatureCreateLanguage.EN,
    )
    signed = await post_contract_signature.asyncio(
        contract_id,
        client=client,
        body=signature,
        if_match=read.headers["etag"],
        idempotency_key=uuid4().hex,
    )
    assert isinstance(signed, models.ContractRead), signed
    assert signed.status is models.ContractStatus.SIGNED


async def _be_paid(client: AuthenticatedClient, contract_id: str, account: dict[str, Any]) -> None:
    body = models.PayeeAccountCreate.from_dict({"contract_id": contract_id, **account})
    named = await post_payee_account.asyncio(client=client, body=body, idempotency_key=uuid4().hex)
    assert isinstance(named, models.PayeeAccountRead), named
    asked = await post_payee_verification.asyncio(
        named.id, client=client, if_match=f'"{named.version}"', idempotency_key=uuid4().hex
    )
    assert isinstance(asked, models.PayeeAccountRead), asked


async def _repay(client: AuthenticatedClient, application_id: str) -> models.LoanDetailRead:
    """Pay what falls due first, and see it gone from what is owed."""
    step = await _until(client, application_id, None, models.ApplicationStatus.ACTIVE)
    assert isinstance(step.about, str)
    before = await get_loan.asyncio(step.about, client=client)
    assert isinstance(before, models.LoanDetailRead), before
    assert before.figures is not None
    assert before.next_due is not None
    owed = before.figures.owed.total
    paying = models.SandboxPaymentCreate(
        loan_id=before.id,
        amount=models.PaidIn(amount=before.next_due.total.amount, currency="CNY"),
        mode=models.BankMode.REPAY,
    )
    paid = await post_sandbox_payment.asyncio(
        client=client, body=paying, idempotency_key=uuid4().hex
    )
    assert isinstance(paid, models.RepaymentRead), paid
    after = await get_loan.asyncio(before.id, client=client)
    assert isinstance(after, models.LoanDetailRead), after
    assert after.figures is not None
    assert after.figures.owed.total == owed - paying.amount.amount
    return after


async def _until(
    client: AuthenticatedClient,
    application_id: str,
    operation_id: str | None,
    status: models.ApplicationStatus | None = None,
) -> models.NextStepRead:
    """The next step, once it asks for that call or the application has that status."""
    found: list[models.NextStepRead] = []

    async def is_there() -> bool:
        step = await get_application_next_step.asyncio(application_id, client=client)
        assert isinstance(step, models.NextStepRead), step
        asked = step.call.operation_id if step.call else None
        found[:] = [step]
        return step.status is status or (operation_id is not None and asked == operation_id)

    await _wait(is_there)
    return found[0]


async def _wait(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if await is_so():
                return
            await asyncio.sleep(PAUSE_S)


def _yuan(amount: int) -> models.AmountIn:
    return models.AmountIn(amount=amount * 100, currency="CNY")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
