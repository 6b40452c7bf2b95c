"""Underwriting as it tells us of one case: numbered messages, in the words of the contract."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx

from services.kit.identifiers import new_id, typeid_of
from tests.api.application.intake.applicant import Applicant, Json, yuan
from tests.api.signed_clients import Client, RunningApp, expect

OFFER_DAYS = 15
REASON = {
    "code": "debt_to_income_high",
    "en": "The instalments would be too large a part of your income",
    "zh": "月供占收入比例过高",
}


@dataclass
class Underwriting:
    """The relay of the underwriting service, with the case of one application."""

    relay: Client
    application_id: str
    today: date
    case_id: str = field(default_factory=lambda: typeid_of("case", new_id()))
    last: int = 0

    def message(self, kind: str, *, gap: int = 1, **members: Any) -> Json:
        """The next message; events between, told to others, raise its number by more than one."""
        after, self.last = self.last, self.last + gap
        return {
            "sequence": self.last,
            "after": after,
            "case_id": self.case_id,
            "submission": 1,
            "kind": kind,
            "information": None,
            "decision": None,
        } | members

    async def tell(self, message: Json) -> httpx.Response:
        """Deliver a message, once more if you like."""
        path = f"/internal/v1/applications/{self.application_id}/decision"
        return await self.relay.put(path, message)

    async def started(self) -> Json:
        """Say that the case is being examined."""
        return expect(await self.tell(self.message("started")), 200)

    def question(self, *items: str, **changed: Any) -> Json:
        """A question, by default about sales."""
        return {
            "request_id": typeid_of("inf", new_id()),
            "text": "How much do you sell in a month?",
            "items": list(items or ("monthly_sales",)),
            "due_on": (self.today + timedelta(days=7)).isoformat(),
        } | changed

    async def asks(self, *items: str) -> Json:
        """Ask something; the question is returned."""
        question = self.question(*items)
        asked = self.message("information_requested", information=question)
        expect(await self.tell(asked), 200)
        return question

    def approval(self, decided_by: list[str] | None = None, **changed: Any) -> Json:
        """A decision to approve."""
        offer = {
            "amount": yuan(40_000),
            "term_months": 12,
            "annual_rate": "10.8",
            "method": "level_instalment",
            "instalment": {"amount": 353_176, "currency": "CNY"},
            "annual_cost": {"simple": "10.80", "compound": "11.35", "basis": "periodic irr"},
            "conditions": [{"code": "settlement_account", "en": "Sales go there", "zh": "回款"}],
            "valid_until": (self.today + timedelta(days=OFFER_DAYS)).isoformat(),
        }
        hands = {} if decided_by is None else {"decided_by": decided_by}
        return self._decision("approved", offer=offer | changed, reasons=[], **hands)

    def decline(self) -> Json:
        """A decision to decline."""
        return self._decision("declined", offer=None, reasons=[REASON])

    async def decides(self, decision: Json) -> Json:
        """Tell a decision."""
        return expect(await self.tell(self.message("decided", decision=decision)), 200)

    def _decision(self, outcome: str, **members: Any) -> Json:
        return {
            "id": typeid_of("dec", new_id()),
            "outcome": outcome,
            "decided_at": "2026-03-10T02:30:00Z",
            "decided_by": ["ina.approver"],
        } | members


def underwriting_of(application: Json, relay: Client, service: RunningApp) -> Underwriting:
    """Underwriting with a new case of this application."""
    return Underwriting(relay, application["id"], service.clock.today())


async def accepted(borrower: Applicant, **changed: Any) -> Json:
    """An application small enough to be accepted at once."""
    submitted = expect(
        await borrower.submit(await borrower.complete_draft(**{"amount": yuan(50_000)} | changed)),
        201,
    )
    assert submitted["status"] == "accepted"
    return submitted


async def with_offer(
    borrower: Applicant, relay: Client, **terms: Any
) -> tuple[Json, Underwriting, Json]:
    """An application that was approved, who approved it, and its offer."""
    application = await accepted(borrower)
    underwriting = underwriting_of(application, relay, borrower.service)
    await underwriting.started()
    await underwriting.decides(underwriting.approval(**terms))
    return await approved_parts(borrower, application, underwriting)


async def approved_parts(
    borrower: Applicant, application: Json, underwriting: Underwriting
) -> tuple[Json, Underwriting, Json]:
    """The application as it stands, and the latest offer made for it."""
    path = f"/v1/applications/{application['id']}"
    listed = expect(await borrower.client.get(f"{path}/offers"), 200)["data"]
    return expect(await borrower.client.get(path), 200), underwriting, listed[0]
