"""What a borrower and a loan officer do until there is an offer, one next step at a time."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import uuid4

from deploy.demo.caller import Caller, Json
from deploy.demo.journey import Act, Borrower, Journey, etag_in
from deploy.demo.people import somebody
from deploy.demo.town import Town
from deploy.demo.words import amount, spoken, yuan
from deploy.sandbox.bureau.truth_table import Case

_FILE_HEADS: Final = {
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00",
    "image/png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x06",
}
# A stall that carries what it asks for.
MEANS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "monthly_income": yuan(30_000),
        "monthly_sales": yuan(60_000),
        "monthly_costs": yuan(30_000),
        "monthly_household_costs": yuan(6_000),
        "existing_monthly_debt_service": yuan(0),
        "existing_debt": yuan(0),
        "years_in_trade": 6,
    }
)


# From then on the rulebook wants every loan within 12 % a year, all costs in. Over twelve months
# a sole trader of whom little is known is above it, over eleven, with a better rating, within.
_CAPPED_FROM: Final = date(2027, 7, 1)


def months_on(today: date) -> int:
    """The longest term, up to a year, that the machine approves for the people of the stories."""
    return 12 if today < _CAPPED_FROM else 11


async def register(town: Town, case: Case) -> Borrower:
    """A newcomer of whom the bureau says what `case` has says who they are. Raises Refused."""
    caller, person = await town.newcomer(), somebody(case, await town.today())
    party = await caller.post("/v1/parties", person.party)
    shown = party["identity_number"]
    town.teller.did("borrower", f"registers as {person.name}, sole trader, card {shown}")
    return Borrower(caller, person, party["id"])


async def draft(town: Town, borrower: Borrower, wish: Json, acts: Mapping[str, Act]) -> Journey:
    """A new application, before anything is handed in. Raises Refused."""
    wanted = {
        "party_id": borrower.party_id,
        "product_code": "SOLE_TRADER_CREDIT",
        "channel": "app",
        "method": "level_instalment",
        "purpose_code": "equipment",
        "financials": dict(MEANS),
    } | wish
    made = await borrower.caller.post("/v1/applications", wanted)
    asked = f"asks for {amount(made['amount'])} over {made['term_months']} months, for equipment"
    town.teller.did("borrower", asked, made["status"])
    return Journey(town, borrower, f"/v1/applications/{made['id']}", acts)


async def _consent(journey: Journey, caller: Caller, step: Json) -> bool:
    """Agree to what the next step misses first."""
    (purpose, *_) = (
        gap["pointer"].removeprefix("/consents/")
        for gap in step["missing"]
        if gap["pointer"].startswith("/consents/")
    )
    texts = await caller.listed("/v1/consent-texts")
    (text,) = (each for each in texts if each["purpose"] == purpose)
    agreed = {
        "purpose": purpose,
        "text_version": text["version"],
        "text_hash": text["hash"],
        "channel": "app",
    }
    await caller.post(step["call"]["path"], agreed)
    journey.teller.did("borrower", f"agrees: {text['title']['en']}")
    return True


async def _upload(journey: Journey, caller: Caller, step: Json) -> bool:
    call = step["call"]
    media_type = call["content_types"][0]
    today = (await journey.town.today()).isoformat()
    dates = {each["name"]: today for each in call["query"]}
    content = _FILE_HEADS[media_type] + uuid4().hex.encode()
    await caller.upload(call["path"], content, media_type, etag=etag_in(call), **dates)
    journey.papers += 1
    return True


async def _submit(journey: Journey, caller: Caller, step: Json) -> bool:
    moved = await caller.post(step["call"]["path"], etag=etag_in(step["call"]))
    journey.teller.did(
        "borrower", f"uploads {journey.papers} papers, as asked, and submits", moved["status"]
    )
    return True


async def _review(_journey: Journey, caller: Caller, step: Json) -> bool:
    call = step["call"]
    await caller.post(call["path"], {"outcome": "verified"}, etag=etag_in(call))
    return True


async def _accept_application(journey: Journey, caller: Caller, step: Json) -> bool:
    moved = await caller.post(step["call"]["path"], etag=etag_in(step["call"]))
    journey.teller.did("loan officer", "looks at every paper, and accepts", moved["status"])
    return True


async def _answer(journey: Journey, caller: Caller, step: Json) -> bool:
    """Answer what was asked, with the words and figures the story has for it."""
    body = {"request_id": step["about"], **journey.answer}
    await caller.post(step["call"]["path"], body, etag=etag_in(step["call"]))
    journey.teller.did("borrower", f"answers: “{journey.answer['text']}”")
    return True


TO_DECISION: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "post_consent": _consent,
        "put_material_content": _upload,
        "post_application_submission": _submit,
        "post_material_review": _review,
        "post_application_acceptance": _accept_application,
        "post_information_answer": _answer,
    }
)


async def show_offer(journey: Journey) -> Json:
    """The one offer that was made; tells its terms. Raises Refused."""
    (offer,) = await journey.borrower.caller.listed(f"{journey.path}/offers")
    cost = offer["annual_cost"]
    journey.teller.note(
        f"offer: {amount(offer['amount'])} over {offer['term_months']} months at "
        f"{offer['annual_rate']}% a year, {spoken(offer['method'])} {amount(offer['instalment'])}"
    )
    journey.teller.note(
        f"all costs as a yearly rate: {cost['simple']}% simple, {cost['compound']}% compound"
    )
    journey.teller.note(f"it stands until {offer['valid_until']}")
    for condition in offer["conditions"]:
        journey.teller.note(f"on condition: {condition['en']}")
    return dict(offer)


async def explanation_of(journey: Journey) -> Json:
    """Why it was decided so, as the borrower may read it. Raises Refused."""
    caller = journey.borrower.caller
    decision = await caller.get(f"{journey.path}/decision")
    return await caller.get(f"/v1/decisions/{decision['id']}/explanation")
