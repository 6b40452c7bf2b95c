"""Disbursement and repayment as they tell us of one application: numbered messages, two stories."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from services.kit.identifiers import new_id, typeid_of
from tests.api.application.intake.applicant import Applicant, Json
from tests.api.application.underwriter import with_offer
from tests.api.signed_clients import Client, expect

AMOUNT = {"amount": 4_000_000, "currency": "CNY"}
DRAFT_LACKS = ("disclosure_reading", "disclosure_confirmation", "signature", "payee_account")
TO_SIGNED = ("draft", "disclosed", "signing", "signed")
TO_SENT = ("created", "conditions_pending", "ready", "approved", "submitted")


@dataclass
class Story:
    """Messages of one aggregate, each numbered after the one before it."""

    last: int = 0

    def next(self, body: Json, *, gap: int = 1) -> Json:
        """The next message; events told to others raise its number by more than one."""
        after, self.last = self.last, self.last + gap
        return {"sequence": self.last, "after": after} | body


@dataclass
class Fulfilment:
    """The relays of both services, with contract, payout and loan of one application."""

    disbursement: Client
    repayment: Client
    application_id: str
    party_id: str
    contract_id: str = field(default_factory=lambda: typeid_of("ctr", new_id()))
    loan_id: str = field(default_factory=lambda: typeid_of("loan", new_id()))
    payout_id: str = field(default_factory=lambda: typeid_of("pay", new_id()))
    contract_story: Story = field(default_factory=Story)
    loan_story: Story = field(default_factory=Story)

    def contract(self, status: str, **changed: Any) -> Json:
        """The next message about the contract."""
        has_signed = status in {"signing", "signed", "effective"}
        body = {
            "contract_id": self.contract_id,
            "number": "XW20260310-0001AB",
            "status": status,
            "signers": [{"party_id": self.party_id, "role": "borrower", "has_signed": has_signed}],
            "missing": list(DRAFT_LACKS) if status == "draft" else [],
            "ended_by": None,
            "reason_code": None,
        }
        return self.contract_story.next(body | changed)

    def payout(self, status: str, **changed: Any) -> Json:
        """The next message about the payout, on the story of the contract."""
        body = {
            "contract_id": self.contract_id,
            "payout_id": self.payout_id,
            "tranche": 1,
            "status": status,
            "amount": AMOUNT,
            "value_date": "2026-03-11" if status in {"settled", "returned"} else None,
            "reason_code": "account_closed" if status in {"failed", "returned"} else None,
        }
        return self.contract_story.next(body | changed, gap=2)

    def loan(self, status: str, **changed: Any) -> Json:
        """The next message about the loan."""
        total = {"amount": 353_176, "currency": "CNY"}
        body = {
            "loan_id": self.loan_id,
            "contract_id": self.contract_id,
            "payout_id": self.payout_id,
            "status": status,
            "opened_on": "2026-03-11" if status == "active" else None,
            "next_due": {"due_on": "2026-04-11", "total": total} if status == "active" else None,
        }
        return self.loan_story.next(body | changed)

    async def tell(self, message: Json) -> httpx.Response:
        """Deliver a message at its own door, once more if you like."""
        if "loan_id" in message:
            door, relay = "loan-status", self.repayment
        else:
            relay = self.disbursement
            door = "payout-status" if "payout_id" in message else "contract-status"
        return await relay.put(f"/internal/v1/applications/{self.application_id}/{door}", message)

    async def told(self, message: Json) -> Json:
        """Deliver a message that must be taken."""
        return expect(await self.tell(message), 200)

    async def signed(self) -> Json:
        """Tell of a contract that was drawn, disclosed and signed."""
        return [await self.told(self.contract(status)) for status in TO_SIGNED][-1]

    async def sent(self) -> Json:
        """Tell of a payout that is on its way, after a signed contract."""
        await self.signed()
        return [await self.told(self.payout(status)) for status in TO_SENT][-1]

    async def paid(self) -> Json:
        """Tell of a payout that arrived."""
        await self.sent()
        return await self.told(self.payout("settled"))

    async def running(self) -> Json:
        """Tell of a loan that runs."""
        await self.paid()
        return await self.told(self.loan("active"))

    def draw_anew(self) -> None:
        """From now on, another contract with a story of its own."""
        self.contract_id, self.contract_story = typeid_of("ctr", new_id()), Story()

    def another_payout(self) -> None:
        """From now on, another payout to another account."""
        self.payout_id = typeid_of("pay", new_id())


async def fulfilment_of(
    borrower: Applicant, relay: Client, disbursement: Client, repayment: Client
) -> tuple[Json, Fulfilment]:
    """An application whose offer was accepted, and those who carry it out."""
    application, _, offer = await with_offer(borrower, relay)
    path = f"/v1/offers/{offer['id']}/acceptances"
    expect(await borrower.client.post(path, version=offer["version"]), 201)
    told = Fulfilment(disbursement, repayment, application["id"], borrower.party_id)
    path = f"/v1/applications/{application['id']}"
    return expect(await borrower.client.get(path), 200), told
