"""The generator's first half: from a stranger's first words to an accepted offer."""

from dataclasses import dataclass
from random import Random

from deploy.sandbox.bureau.truth_table import Case
from services.kit.clock import SystemClock
from services.kit.roles import Role
from tests.api.application.intake.files import a_file
from tests.chaos.actor import LOOKS_MAX, TRIES_MAX, Actor, GaveUp, Refused, Stage
from tests.chaos.effects import number_of
from tests.journeys.applying import CONSENTS, MEANS, OVEN, SMALL, stall_of, yuan
from tests.journeys.person import Json
from tests.sandbox_people import magic_person

LARGE = 80_000  # yuan: above what the machine decides and pays out by itself
LARGE_SHARE = 0.25
# What another request of ours may have done already, whose answer was lost.
DONE_BEFORE = 409
CHANGED_SINCE = 412


@dataclass(frozen=True)
class Walk:
    """One borrower's way, and whom it meets on it."""

    stage: Stage
    chance: Random
    borrower: Actor
    amount_yuan: int

    @classmethod
    def of(cls, stage: Stage, chance: Random) -> "Walk":
        """Somebody new, who wants more or less."""
        amount = LARGE if chance.random() < LARGE_SHARE else SMALL
        return cls(stage, chance, Actor(stage, chance, Role.BORROWER), amount)

    def somebody(self, *roles: Role) -> Actor:
        """Somebody of the lender's."""
        return Actor(self.stage, self.chance, *roles)


async def move(
    actor: Actor, kind: str, path: str, name: str, body: Json | None = None, *, about: str
) -> None:
    """Take a thing a step further at the version it stands at, unless that was done before."""
    for _ in range(TRIES_MAX):
        etag = (await actor.look(path)).headers["etag"]
        try:
            await actor.do(kind, f"{path}/{name}", body, about=(about,), etag=etag)
        except Refused as no:
            if no.status == CHANGED_SINCE:
                continue
            if no.status != DONE_BEFORE:
                raise
        return
    raise GaveUp(kind)


async def until(actor: Actor, application: str, *wanted: str) -> Json:
    """The next step once the application has one of these statuses."""
    for _ in range(LOOKS_MAX):
        step = await actor.read(f"{application}/next-step")
        if step["status"] in wanted:
            return step
        await actor.put_off()
    raise GaveUp(f"{application} should be {wanted}")


async def apply(walk: Walk) -> str:
    """Register, agree, hand in everything and submit; the path of the application."""
    borrower = walk.borrower
    stall = stall_of(magic_person(Case.CLEAN))
    party = await borrower.do("register", "/v1/parties", stall, about=(borrower.subject,))
    for text in (await borrower.read("/v1/consent-texts"))["data"]:
        if text["purpose"] in CONSENTS:
            await _agree(borrower, party["id"], text)
    wish = OVEN | {"party_id": party["id"], "amount": yuan(walk.amount_yuan), "financials": MEANS}
    made = await borrower.do(
        "draft", "/v1/applications", wish, about=(number_of(party["id"]),), etag=""
    )
    application = f"/v1/applications/{made['id']}"
    await _hand_in(borrower, application)
    await move(borrower, "submit", application, "submissions", about=number_of(made["id"]))
    return application


async def _agree(borrower: Actor, party_id: str, text: Json) -> None:
    consent = {
        "purpose": text["purpose"],
        "text_version": text["version"],
        "text_hash": text["hash"],
        "channel": "app",
    }
    about = (number_of(party_id), text["purpose"])
    await borrower.do("consent", f"/v1/parties/{party_id}/consents", consent, about=about)


async def _hand_in(borrower: Actor, application: str) -> None:
    """Upload one file for each item, and of alternatives for one, until all are there."""
    for _ in range(TRIES_MAX):
        materials = (await borrower.read(f"{application}/materials"))["data"]
        uploaded = {_group(each) for each in materials if each["status"] == "uploaded"}
        missing = {
            _group(each): each
            for each in materials
            if each["need"] != "optional" and _group(each) not in uploaded
        }
        if not missing:
            return
        for material in missing.values():
            ages = material["freshness_days"] is not None
            dated = {"document_on": SystemClock().today().isoformat()} if ages else {}
            media_type = material["media_types"][0]
            path = f"{application}/materials/{material['item']}/content"
            etag = f'"{material["version"]}"'
            await borrower.upload(path, a_file(media_type), media_type, etag=etag, **dated)
    raise GaveUp("papers")


def _group(material: Json) -> str:
    return str(material["alternatives"] or material["item"])


async def accept_at_intake(walk: Walk, application: str) -> None:
    """The officer looks at every paper, and accepts."""
    officer = walk.somebody(Role.LOAN_OFFICER)
    number = number_of(application.rpartition("/")[2])
    for material in (await officer.read(f"{application}/materials"))["data"]:
        if material["status"] == "uploaded":
            path = f"{application}/materials/{material['item']}/reviews"
            etag = f'"{material["version"]}"'
            about = (number, material["item"])
            await officer.do("review", path, {"outcome": "verified"}, about=about, etag=etag)
    await move(officer, "accept", application, "acceptances", about=number)


async def decide(walk: Walk, application: str) -> None:
    """An underwriter recommends what is asked for, and an approver approves it."""
    underwriter, approver = walk.somebody(Role.UNDERWRITER), walk.somebody(Role.APPROVER)
    case = await _case_of(underwriter, application)
    path, number = f"/v1/cases/{case['id']}", number_of(case["id"])
    await move(underwriter, "claim", path, "claims", about=number)
    wish = {"amount": yuan(walk.amount_yuan), "term_months": 12, "note": "流水稳定"}
    await move(underwriter, "recommend", path, "recommendations", wish, about=number)
    await move(approver, "approve", path, "approvals", about=number)


async def _case_of(underwriter: Actor, application: str) -> Json:
    query = {"application_id": application.rpartition("/")[2], "status": "manual"}
    for _ in range(LOOKS_MAX):
        cases: list[Json] = (await underwriter.read("/v1/cases", **query))["data"]
        if cases:
            return cases[0]
        await underwriter.put_off()
    raise GaveUp(f"the case of {application}")


async def accept_offer(walk: Walk, application: str) -> str:
    """Take the offer as it was made; the id of the contract drawn from it."""
    borrower = walk.borrower
    await until(borrower, application, "approved")
    (offer,) = (await borrower.read(f"{application}/offers"))["data"]
    number = number_of(application.rpartition("/")[2])
    path = f"/v1/offers/{offer['id']}"
    await move(borrower, "accept_offer", path, "acceptances", about=number)
    return str((await until(borrower, application, "contracting"))["about"])
