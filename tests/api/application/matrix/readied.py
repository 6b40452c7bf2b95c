"""What each operation of the application service needs to be there, and who may then ask for it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, Self

from services.kit.roles import Role
from tests.api.application.catalogue.products import TODAY, activate, fresh_code, make_product
from tests.api.application.disburser import Fulfilment, fulfilment_of
from tests.api.application.groups.crowd import (
    a_forming_group,
    a_person,
    agreement_of,
    an_active_group,
)
from tests.api.application.intake.applicant import (
    SECURED,
    Applicant,
    Json,
    a_borrower,
    path_of,
    verify_all,
)
from tests.api.application.intake.files import PDF, a_file
from tests.api.application.matrix.builders import a_collateral, a_delivery, a_party
from tests.api.application.parties.people import consent_body
from tests.api.application.underwriter import accepted, underwriting_of, with_offer
from tests.api.matrix.operations import Operation
from tests.api.matrix.readied import Readied
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect

ITEM: Final = "business_licence"


@dataclass(frozen=True)
class Hall:
    """The service, its callers, and the relays that tell it of cases, contracts and loans."""

    service: RunningApp
    client_for: ClientFor
    underwriting: Client
    disbursement: Client
    repayment: Client

    @classmethod
    def of(cls, service: RunningApp, client_for: ClientFor) -> Self:
        """That service's."""
        tellers = ("underwriting", "disbursement", "repayment")
        relays = (client_for(subject="system:relay", signer=name) for name in tellers)
        return cls(service, client_for, *relays)

    async def borrower(self) -> Applicant:
        """Somebody nobody has met before."""
        return await a_borrower(self.service, self.client_for)

    async def fulfilment(self) -> Fulfilment:
        """An application whose offer was accepted."""
        relays = (self.underwriting, self.disbursement, self.repayment)
        return (await fulfilment_of(await self.borrower(), *relays))[1]

    def due_on(self) -> str:
        """A week from now."""
        return (self.service.clock.today() + timedelta(days=7)).isoformat()


Builder = Callable[[Hall], Awaitable[Readied]]


async def readied(hall: Hall, operation: Operation) -> Readied:
    """What the operation needs, made; a read needs what can be read of a borrower's application."""
    build = _READY.get(operation.name)
    return await (_everything(hall, operation) if build is None else build(hall))


def _of(application: Json, caller: Client, **more: object) -> Readied:
    members = dict(more)
    return Readied(
        caller, {"application_id": application["id"]}, members, version=application["version"]
    )


async def _everything(hall: Hall, operation: Operation) -> Readied:
    """An application with its offer, its party and consents, a product and a parked message."""
    borrower = await hall.borrower()
    application, underwriting, offer = await with_offer(borrower, hall.underwriting)
    consents = expect(await borrower.client.get(f"/v1/parties/{borrower.party_id}/consents"), 200)
    parameters = {
        "application_id": application["id"],
        "party_id": borrower.party_id,
        "consent_id": consents["data"][0]["id"],
        "offer_id": offer["id"],
        "item": ITEM,
        "code": "SOLE_TRADER_CREDIT",
        "number": "1",
    }
    del underwriting
    is_own = Role.BORROWER in operation.roles
    return Readied(borrower.client if is_own else hall.client_for(operation.roles[0]), parameters)


async def _checklist(hall: Hall) -> Readied:
    query = {"customer_type": "sole_trader", "amount": "8000000"}
    anonymous = hall.client_for(subject="anonymous")
    return Readied(anonymous, {"code": "SOLE_TRADER_CREDIT"}, query=query)


async def _delivery(hall: Hall) -> Readied:
    parameters = await a_delivery(hall.client_for(Role.BORROWER))
    return Readied(hall.client_for(Role.ADMIN), parameters)


async def _party(hall: Hall) -> Readied:
    owner = hall.client_for(Role.BORROWER)
    return Readied(owner, await a_party(owner))


async def _consent(hall: Hall) -> Readied:
    borrower = await hall.borrower()
    text = await consent_body(borrower.client)
    members = {name: text[name] for name in ("text_version", "text_hash")}
    return Readied(borrower.client, {"party_id": borrower.party_id}, members)


async def _nobody_yet(hall: Hall) -> Readied:
    return Readied(hall.client_for(Role.BORROWER))


async def _begun(hall: Hall) -> Readied:
    borrower = await hall.borrower()
    return Readied(borrower.client, members={"party_id": borrower.party_id})


async def _draft(hall: Hall) -> Readied:
    borrower = await hall.borrower()
    return _of(await borrower.draft(), borrower.client)


async def _secured(hall: Hall) -> Readied:
    borrower = await hall.borrower()
    return _of(await borrower.draft(product_code=SECURED), borrower.client)


async def _offered(hall: Hall) -> Readied:
    owner = hall.client_for(Role.BORROWER)
    return Readied(owner, await a_collateral(owner))


async def _complete(hall: Hall) -> Readied:
    borrower = await hall.borrower()
    return _of(await borrower.complete_draft(), borrower.client)


async def _upload(hall: Hall) -> Readied:
    borrower = await hall.borrower()
    draft = await borrower.draft()
    material = await borrower.material(draft, ITEM)
    parameters = {"application_id": draft["id"], "item": ITEM}
    content = a_file(PDF)
    return Readied(borrower.client, parameters, version=material["version"], content=content)


def _judged(role: Role) -> Builder:
    async def build(hall: Hall) -> Readied:
        borrower = await hall.borrower()
        submitted = await borrower.submitted()
        material = await borrower.material(submitted, ITEM)
        parameters = {"application_id": submitted["id"], "item": ITEM}
        return Readied(hall.client_for(role), parameters, version=material["version"])

    return build


async def _verified(hall: Hall) -> Readied:
    submitted = await (await hall.borrower()).submitted()
    officer = hall.client_for(Role.LOAN_OFFICER)
    await verify_all(officer, submitted)
    return _of(submitted, officer)


async def _on_a_desk(hall: Hall) -> Readied:
    submitted = await (await hall.borrower()).submitted()
    return _of(submitted, hall.client_for(Role.LOAN_OFFICER))


async def _supplement(hall: Hall) -> Readied:
    submitted = await (await hall.borrower()).submitted()
    return _of(submitted, hall.client_for(Role.LOAN_OFFICER), due_on=hall.due_on())


async def _asked(hall: Hall) -> Readied:
    borrower = await hall.borrower()
    underwriting = underwriting_of(
        application := await accepted(borrower), hall.underwriting, hall.service
    )
    await underwriting.started()
    question = await underwriting.asks()
    waiting = expect(await borrower.client.get(path_of(application)), 200)
    return _of(waiting, borrower.client, request_id=question["request_id"])


async def _offer(hall: Hall) -> Readied:
    borrower = await hall.borrower()
    _, _, offer = await with_offer(borrower, hall.underwriting)
    return Readied(borrower.client, {"offer_id": offer["id"]}, version=offer["version"])


async def _decision(hall: Hall) -> Readied:
    """The example comes after two events: the case began, and something told to others."""
    borrower = await hall.borrower()
    underwriting = underwriting_of(
        application := await accepted(borrower), hall.underwriting, hall.service
    )
    expect(await underwriting.tell(underwriting.message("started", gap=2)), 200)
    decided = underwriting.approval()
    told = underwriting.message("decided", gap=2, decision=decided)
    members = {name: told[name] for name in ("case_id", "decision")}
    return Readied(hall.underwriting, {"application_id": application["id"]}, members)


async def _contract_status(hall: Hall) -> Readied:
    told = await hall.fulfilment()
    for status in ("draft", "disclosed"):
        await told.told(told.contract(status))
    message = told.contract("signing")
    members = {name: message[name] for name in ("contract_id", "number", "signers")}
    return Readied(hall.disbursement, {"application_id": told.application_id}, members)


async def _payout_status(hall: Hall) -> Readied:
    told = await hall.fulfilment()
    await told.sent()
    message = told.payout("settled")
    names = ("sequence", "after", "contract_id", "payout_id", "amount", "value_date")
    members = {name: message[name] for name in names}
    return Readied(hall.disbursement, {"application_id": told.application_id}, members)


async def _loan_status(hall: Hall) -> Readied:
    told = await hall.fulfilment()
    await told.paid()
    message = told.loan("active")
    names = ("loan_id", "contract_id", "payout_id", "opened_on", "next_due")
    members = {name: message[name] for name in names}
    return Readied(hall.repayment, {"application_id": told.application_id}, members)


async def _product(hall: Hall) -> Readied:
    members = {"code": fresh_code(), "valid_from": TODAY}
    return Readied(hall.client_for(Role.RISK_MANAGER), members=members)


async def _version(hall: Hall) -> Readied:
    maker = hall.client_for(Role.RISK_MANAGER)
    code = await make_product(maker)
    expect(await activate(hall.client_for(Role.ADMIN), code, 1), 201)
    return Readied(maker, {"code": code}, {"valid_from": TODAY})


async def _activation(hall: Hall) -> Readied:
    code = await make_product(hall.client_for(Role.RISK_MANAGER))
    return Readied(hall.client_for(Role.ADMIN), {"code": code, "number": "1"})


async def _nobodys(hall: Hall) -> Readied:
    person = await a_person(hall.service, hall.client_for)
    return Readied(person.client, members={"party_id": person.party_id})


async def _forming(hall: Hall) -> Readied:
    crowd = await a_forming_group(hall.service, hall.client_for, 1)
    parameters = {"group_id": crowd.group_id, "party_id": crowd.people[0].party_id}
    return Readied(crowd.officer, parameters)


async def _joining(hall: Hall) -> Readied:
    person = await a_person(hall.service, hall.client_for)
    return replace(await _forming(hall), members={"party_id": person.party_id})


async def _agreeing(hall: Hall) -> Readied:
    crowd = await a_forming_group(hall.service, hall.client_for, 1)
    (member,) = crowd.people
    body = await agreement_of(member)
    return Readied(member.client, {"group_id": crowd.group_id}, body)


async def _active(hall: Hall) -> Readied:
    crowd = await an_active_group(hall.service, hall.client_for)
    version = (await crowd.now())["version"]
    return Readied(crowd.officer, {"group_id": crowd.group_id}, version=version)


async def _frozen(hall: Hall) -> Readied:
    crowd = await an_active_group(hall.service, hall.client_for)
    frozen = expect(await crowd.move("freezes", {"reason_code": "other"}), 201)
    parameters = {"group_id": crowd.group_id}
    return Readied(hall.client_for(Role.RISK_MANAGER), parameters, version=frozen["version"])


_READY: Final[Mapping[str, Builder]] = {
    "put_application_decision": _decision,
    "put_application_contract_status": _contract_status,
    "put_application_payout_status": _payout_status,
    "put_application_loan_status": _loan_status,
    "get_application_parked_delivery": _delivery,
    "post_application_parked_delivery_retry": _delivery,
    "post_application": _begun,
    "patch_application": _draft,
    "post_collateral": _secured,
    "list_collaterals": _offered,
    "get_collateral": _offered,
    "patch_collateral": _offered,
    "delete_collateral": _offered,
    "post_application_submission": _complete,
    "put_material_content": _upload,
    "post_material_review": _judged(Role.LOAN_OFFICER),
    "post_material_waiver": _judged(Role.APPROVER),
    "post_application_acceptance": _verified,
    "post_application_rejection": _on_a_desk,
    "post_application_supplement_request": _supplement,
    "post_application_withdrawal": _draft,
    "post_information_answer": _asked,
    "post_offer_acceptance": _offer,
    "post_party": _nobody_yet,
    "patch_party": _party,
    "post_consent": _consent,
    "post_consent_revocation": _party,
    "get_checklist": _checklist,
    "post_group": _nobodys,
    "get_group": _forming,
    "post_group_member": _joining,
    "post_group_member_departure": _forming,
    "post_group_agreement": _agreeing,
    "post_group_freeze": _active,
    "post_group_release": _frozen,
    "post_group_dissolution": _active,
    "post_product": _product,
    "post_product_version": _version,
    "post_product_version_activation": _activation,
}
