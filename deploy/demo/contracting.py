"""What a borrower does from the offer to the payout: accept, read, sign, name an account."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from deploy.demo.caller import Caller, Json
from deploy.demo.journey import Act, Journey, etag_in
from deploy.demo.words import amount

LANGUAGE: Final = "en"
# The declaration as the contract of the API has it.
INTENT: Final = "I have read and understood the whole contract and sign it of my own free will."
_LIVE_ACCOUNTS: Final = frozenset({"registered", "verifying", "verified"})


async def _accept_offer(journey: Journey, caller: Caller, step: Json) -> bool:
    call = step["call"]
    accepted = await caller.post(call["path"], etag=etag_in(call))
    journey.teller.did("borrower", "accepts the offer as it was made", accepted["status"])
    return True


async def _read_disclosure(journey: Journey, caller: Caller, step: Json) -> bool:
    """Begin to read; nothing to do while the application has yet to hear that this began."""
    contract = await caller.get(_contract(step))
    if (await _disclosure(caller, step))["reading"]["began_at"] is not None:
        return False
    journey.teller.did("disbursement", f"draws contract {contract['number']}", contract["status"])
    disclosed = await caller.post(step["call"]["path"])
    journey.teller.did("borrower", "reads what it costs in all, for as long as one has to")
    _show_costs(journey, disclosed)
    return True


async def _confirm_disclosure(journey: Journey, caller: Caller, step: Json) -> bool:
    disclosed = await _disclosure(caller, step)
    reading = disclosed["reading"]
    if reading["confirmed_at"] is not None:
        return False
    began_at, over_at = (
        datetime.fromisoformat(reading[name]) for name in ("began_at", "may_confirm_at")
    )
    await asyncio.sleep((over_at - began_at).total_seconds())
    confirmation = {"disclosure_hash": disclosed["disclosure_hash"], "language": LANGUAGE}
    etag = await caller.version_of(_contract(step))
    confirmed = await caller.post(step["call"]["path"], confirmation, etag=etag)
    journey.teller.did("borrower", "confirms it", confirmed["status"])
    return True


def _show_costs(journey: Journey, disclosed: Json) -> None:
    rows = [
        (item["title"]["en"], item["standard"]["en"], amount(item["amount"]))
        for item in disclosed["items"]
    ]
    paid = ("to be paid back in all", "", amount(disclosed["total"]))
    journey.teller.table(("cost", "how it is counted", "amount"), [*rows, paid], words=2)


async def _sign(journey: Journey, caller: Caller, step: Json) -> bool:
    path = _contract(step)
    contract = await caller.get(path)
    (own,) = (signer for signer in contract["signers"] if signer["is_yours"])
    if own["signed_at"] is not None:
        return False
    document = await caller.file(f"{path}/document")
    signature = {
        "signer": own["number"],
        "document_hash": contract["document_sha256"],
        "intent": INTENT,
        "language": LANGUAGE,
    }
    etag = await caller.version_of(path)
    signed = await caller.post(step["call"]["path"], signature, etag=etag)
    told = f"reads the contract (a PDF of {len(document):,} bytes), and signs"
    journey.teller.did("borrower", told, signed["status"])
    return True


async def _name_account(journey: Journey, caller: Caller, step: Json) -> bool:
    contract_id = step["about"]
    accounts = await caller.listed("/v1/payee-accounts", contract_id=contract_id)
    if any(account["status"] in _LIVE_ACCOUNTS for account in accounts):
        return False
    named = {"contract_id": contract_id, **journey.borrower.somebody.account}
    account = await caller.post(step["call"]["path"], named)
    told = f"names an account in their own name, {account['account_number']}"
    journey.teller.did("borrower", told, account["status"])
    return True


async def _verify_account(journey: Journey, caller: Caller, step: Json) -> bool:
    call = step["call"]
    accounts = await caller.listed(
        call["path"], **{each["name"]: each["value"] for each in call["query"]}
    )
    unverified = [account for account in accounts if account["status"] == "registered"]
    for account in unverified:
        asked = await caller.move(f"/v1/payee-accounts/{account['id']}", "verifications")
        journey.teller.did("borrower", "has its bank asked whose it is", asked["status"])
    return bool(unverified)


def _contract(step: Json) -> str:
    return f"/v1/contracts/{step['about']}"


async def _disclosure(caller: Caller, step: Json) -> Json:
    return await caller.get(f"{_contract(step)}/cost-disclosure")


TO_PAYOUT: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "post_offer_acceptance": _accept_offer,
        "post_contract_cost_disclosure_reading": _read_disclosure,
        "post_contract_cost_disclosure_confirmation": _confirm_disclosure,
        "post_contract_signature": _sign,
        "post_payee_account": _name_account,
        "list_payee_accounts": _verify_account,
    }
)
