"""C29: things that hang on somebody else's application."""

from uuid import UUID, uuid4

from deploy.invariants import c29_owners
from tests.integration.invariants.spoiled import Spoiled

ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
PARTY, PARTNER = uuid4(), uuid4()


async def lay_application(spoil: Spoiled, owner: str = "borrower-1") -> None:
    await spoil.plant(
        "application.applications",
        application_id=ID,
        party_id=PARTY,
        owner=owner,
        status="draft",
    )


async def test_invariant_29_sees_an_application_for_anothers_party(spoil: Spoiled) -> None:
    await spoil.plant(
        "application.parties",
        party_id=PARTY,
        owner="borrower-1",
        partner_id=PARTNER,
        kind="person",
    )
    await lay_application(spoil)
    assert await spoil.breaches(c29_owners.INVARIANT) == [
        f"application.applications {ID}: is not its party's"
    ]


async def test_invariant_29_sees_an_offer_to_another(spoil: Spoiled) -> None:
    await lay_application(spoil)
    await spoil.plant(
        "application.offers",
        application_id=ID,
        offer_id=PARTY,
        owner="borrower-2",
        status="open",
    )
    assert await spoil.breaches(c29_owners.INVARIANT) == [
        f"application.offers {PARTY}: is not its application's"
    ]


async def test_invariant_29_sees_a_case_of_another_party(spoil: Spoiled) -> None:
    await lay_application(spoil)
    case = {"application_id": ID, "owner": "borrower-1", "status": "queued"}
    await spoil.plant("underwriting.cases", case_id=PARTNER, party_id=uuid4(), **case)
    assert await spoil.breaches(c29_owners.INVARIANT) == [
        f"underwriting.cases {PARTNER}: is not its application's"
    ]
    await spoil.run("UPDATE underwriting.cases SET party_id = :party", party=PARTY)
    assert await spoil.breaches(c29_owners.INVARIANT) == []


async def test_invariant_29_sees_a_contract_of_another(spoil: Spoiled) -> None:
    await lay_application(spoil)
    digest = b"\x00" * 32
    contract = {"application_id": ID, "status": "draft", "document_sha256": digest}
    await spoil.plant("disbursement.contracts", contract_id=PARTNER, owner="borrower-2", **contract)
    assert await spoil.breaches(c29_owners.INVARIANT) == [
        f"disbursement.contracts {PARTNER}: is not its application's"
    ]


async def test_invariant_29_sees_an_account_and_a_payout_of_another(spoil: Spoiled) -> None:
    await lay_application(spoil)
    mine = {"contract_id": PARTNER, "owner": "borrower-1", "party_id": PARTY}
    digest = b"\x00" * 32
    await spoil.plant(
        "disbursement.contracts",
        **{**mine, "application_id": ID, "status": "draft", "document_sha256": digest},
    )
    await spoil.plant(
        "disbursement.payee_accounts",
        **{**mine, "account_id": ID, "owner": "borrower-2", "status": "registered"},
        number_index=digest,
        destination_digest=digest,
    )
    await spoil.plant(
        "disbursement.payouts",
        contract_id=PARTNER,
        payout_id=ID,
        application_id=PARTY,
        owner="borrower-1",
        status="created",
    )
    assert await spoil.breaches(c29_owners.INVARIANT) == [
        f"disbursement.payee_accounts {ID}: is not its contract's",
        f"disbursement.payouts {ID}: is not its contract's",
    ]


async def test_invariant_29_sees_a_business_represented_by_a_stranger(spoil: Spoiled) -> None:
    for party, owner in ((PARTY, "borrower-1"), (PARTNER, "borrower-2")):
        await spoil.plant(
            "application.parties",
            party_id=party,
            owner=owner,
            kind="person",
            identity_index=party.bytes,
        )
    await spoil.plant(
        "application.party_links",
        person_party_id=PARTY,
        business_party_id=PARTNER,
        relation="legal_representative",
    )
    assert await spoil.breaches(c29_owners.INVARIANT) == [
        f"application.party_links {PARTNER}: joins parties of two owners"
    ]
