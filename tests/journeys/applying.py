"""What an application takes from its borrower and from the officer, through the gateway."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from deploy.sandbox.bureau.truth_table import Case
from services.kit.roles import Role
from tests.api.application.intake.files import a_file
from tests.journeys.person import Json, Person, Town, expect
from tests.journeys.waiting import eventually
from tests.sandbox_people import magic_person

CONSENTS = {"personal_data", "sensitive_data", "credit_bureau_query"}
STALL = {
    "kind": "person",
    "customer_type": "sole_trader",
    "name": "王小明",
    "identity_number": "110101199003070003",
    "identity_valid_to": "2036-03-07",
    "mobile": "13800138000",
    "address": "北京市东城区示例路1号",
}
OVEN = {
    "product_code": "SOLE_TRADER_CREDIT",
    "channel": "app",
    "term_months": 12,
    "method": "level_instalment",
    "purpose_code": "equipment",
}


def yuan(amount: int) -> Json:
    return {"amount": amount * 100, "currency": "CNY"}


# A stall that carries what it asks for.
MEANS = {
    "monthly_income": yuan(30_000),
    "monthly_sales": yuan(60_000),
    "monthly_costs": yuan(30_000),
    "monthly_household_costs": yuan(6_000),
    "existing_monthly_debt_service": yuan(0),
    "existing_debt": yuan(0),
    "years_in_trade": 6,
}
SMALL = 40_000  # yuan: the fast track, and the machine's own authority

_mobiles = count(13_700_000_000)


def stall_of(identity_number: str) -> Json:
    """The stall of somebody with that number, and a mobile of their own."""
    return STALL | {"identity_number": identity_number, "mobile": str(next(_mobiles))}


@dataclass(frozen=True)
class Applicant:
    """A borrower with a party that has agreed to what an application needs, on a day."""

    person: Person
    party: Json
    today: date

    @classmethod
    async def of(cls, person: Person, stall: Json, today: date) -> "Applicant":
        """Register the stall, and agree."""
        applicant = cls(person, expect(201, await person.post("/v1/parties", stall)), today)
        await applicant.agree(*CONSENTS)
        return applicant

    async def agree(self, *purposes: str) -> None:
        """Agree to the texts in force for these."""
        for text in expect(200, await self.person.get("/v1/consent-texts"))["data"]:
            if text["purpose"] in purposes:
                consent = {
                    "purpose": text["purpose"],
                    "text_version": text["version"],
                    "text_hash": text["hash"],
                    "channel": "app",
                }
                path = f"/v1/parties/{self.party['id']}/consents"
                expect(201, await self.person.post(path, consent))

    async def draft(self, amount_yuan: int, **wishes: Any) -> str:
        """The path of a new draft."""
        wish = OVEN | {"party_id": self.party["id"], "amount": yuan(amount_yuan)} | wishes
        draft = await self.person.post("/v1/applications", wish)
        made = expect(201, draft)
        assert made["status"] == "draft"
        assert draft.headers["location"] == f"/v1/applications/{made['id']}"
        return draft.headers["location"]

    async def hand_in_everything(self, application: str) -> None:
        """Upload one file for each item, and of alternatives for one."""
        handed_in: set[str] = set()
        for material in expect(200, await self.person.get(f"{application}/materials"))["data"]:
            group = material["alternatives"] or material["item"]
            if material["need"] != "optional" and group not in handed_in:
                handed_in.add(group)
                await self.hand_in(application, material)

    async def hand_in(self, application: str, material: Json) -> None:
        """Upload a file for a material as it was read."""
        ages = material["freshness_days"] is not None
        dated = {"document_on": self.today.isoformat()} if ages else {}
        media_type = material["media_types"][0]
        uploaded = await self.person.put(
            f"{application}/materials/{material['item']}/content",
            a_file(media_type),
            media_type,
            etag=f'"{material["version"]}"',
            **dated,
        )
        assert expect(200, uploaded)["status"] == "uploaded"

    async def complete_draft(self, amount_yuan: int, **wishes: Any) -> str:
        """A draft to which nothing is missing, with the means of a sound stall."""
        application = await self.draft(amount_yuan, **({"financials": MEANS} | wishes))
        await self.hand_in_everything(application)
        return application

    async def applied(self, amount_yuan: int = SMALL, **wishes: Any) -> str:
        """An application that is handed in whole."""
        application = await self.complete_draft(amount_yuan, **wishes)
        await move(self.person, application, "submissions")
        return application


async def move(person: Person, path: str, name: str, body: Json | None = None) -> Json:
    """Take an application, a case or an offer a step further, at the version just read."""
    etag = (await person.get(path)).headers["etag"]
    return expect(201, await person.post(f"{path}/{name}", body, etag=etag))


async def accept_at_intake(officer: Person, application: str) -> Json:
    """What the officer does: look at every paper, and accept."""
    for material in expect(200, await officer.get(f"{application}/materials"))["data"]:
        if material["status"] == "uploaded":
            path = f"{application}/materials/{material['item']}/reviews"
            etag = f'"{material["version"]}"'
            expect(201, await officer.post(path, {"outcome": "verified"}, etag=etag))
    return await move(officer, application, "acceptances")


async def next_step(person: Person, application: str) -> Json:
    """What comes next, as the person is told."""
    return expect(200, await person.get(f"{application}/next-step"))


async def until(person: Person, application: str, status: str) -> Json:
    """The next step once the application has that status; fails when it does not get there."""
    step: Json = {}

    async def is_there() -> bool:
        nonlocal step
        step = await next_step(person, application)
        return bool(step["status"] == status)

    try:
        await eventually(is_there)
    except TimeoutError:
        raise AssertionError(f"It should be {status}, but what comes next is {step}") from None
    return step


async def statuses(person: Person, application: str) -> list[str]:
    """Every status the application has had, in order."""
    entries = expect(200, await person.get(f"{application}/timeline", limit="100"))["data"]
    return [entry["to_status"] for entry in entries if entry["kind"] == "status_changed"]


async def a_borrower(town: Town, case: Case = Case.CLEAN) -> Applicant:
    """Somebody of whom the bureau says what that row of its table has."""
    person, stall = town.somebody(Role.BORROWER), stall_of(magic_person(case))
    return await Applicant.of(person, stall, town.today)


async def offer_of(person: Person, application: str) -> Json:
    """The one offer made for an application."""
    (offer,) = expect(200, await person.get(f"{application}/offers"))["data"]
    assert isinstance(offer, dict)
    return offer


async def explanation_of(person: Person, application: str) -> Json:
    """Why it was decided so, in the borrower's words."""
    decision = expect(200, await person.get(f"{application}/decision"))
    return expect(200, await person.get(f"/v1/decisions/{decision['id']}/explanation"))
