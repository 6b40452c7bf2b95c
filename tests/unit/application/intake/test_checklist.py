"""The materials together: fitting them to the checklist loses nothing, gaps are all told."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.application.domain.checklists import (
    ChecklistRule,
    Circumstance,
    Requirement,
    Security,
)
from services.application.domain.customers import CustomerType
from services.application.intake.domain.checklist import (
    checklist_of,
    fitted,
    not_handed_in,
    not_settled,
)
from services.application.intake.domain.materials import MaterialNeed, MaterialStatus
from services.application.intake.domain.wishes import Wishes
from services.kit.errors import FieldError
from services.kit.identifiers import new_id
from services.kit.money import Money
from tests.unit.application.intake.cases import TODAY, a_material, a_version, an_item, yuan

M = MaterialStatus
TRADER = CustomerType.SOLE_TRADER
ITEMS = {code: an_item(code) for code in ("identity", "licence", "statement", "orders", "lease")}
LEASE = an_item("lease", Requirement.ONE_OF, group="premises")
DEED = an_item("deed", Requirement.ONE_OF, group="premises")

codes = st.sets(st.sampled_from(sorted(ITEMS)))
uploads = st.dictionaries(st.sampled_from(sorted(ITEMS)), st.sampled_from(sorted(M)))


def told(errors: Iterable[FieldError]) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for error in errors]


@given(uploads, codes)
def test_fitting_loses_no_upload_and_adds_what_is_new(
    held: dict[str, MaterialStatus], listed: set[str]
) -> None:
    before = [a_material(ITEMS[code], status, upload_id=new_id()) for code, status in held.items()]
    after = fitted(before, [ITEMS[code] for code in sorted(listed)])
    kept = {material.code: material for material in after}
    assert kept.keys() == held.keys() | listed
    for material in before:
        assert kept[material.code].upload_id == material.upload_id
        assert kept[material.code].status is material.status
    needed = {code for code, material in kept.items() if material.need is MaterialNeed.REQUIRED}
    assert needed == listed


@given(uploads, codes)
def test_fitting_twice_changes_nothing_more(
    held: dict[str, MaterialStatus], listed: set[str]
) -> None:
    before = [a_material(ITEMS[code], status) for code, status in held.items()]
    checklist = [ITEMS[code] for code in sorted(listed)]
    once = fitted(before, checklist)
    assert fitted(once, checklist) == once


def test_missing_rejected_and_expired_are_all_told() -> None:
    aging = an_item("statement", freshness_days=1)
    materials = [
        a_material(ITEMS["identity"]),
        a_material(ITEMS["licence"], M.REJECTED),
        a_material(aging, M.VERIFIED, document_on=TODAY.replace(day=1)),
        a_material(ITEMS["orders"], M.UPLOADED),
        a_material(ITEMS["lease"], M.WAIVED),
    ]
    assert told(not_handed_in(materials, TODAY)) == [
        ("/materials/identity", "material_missing"),
        ("/materials/licence", "material_rejected"),
        ("/materials/statement", "material_expired"),
    ]


def test_acceptance_also_wants_what_was_uploaded_reviewed() -> None:
    materials = [a_material(ITEMS["orders"], M.UPLOADED), a_material(ITEMS["lease"], M.VERIFIED)]
    assert told(not_handed_in(materials, TODAY)) == []
    assert told(not_settled(materials, TODAY)) == [("/materials/orders", "material_unreviewed")]


def test_optional_and_no_longer_needed_items_never_block() -> None:
    optional = a_material(an_item("orders", Requirement.OPTIONAL))
    dropped = a_material(ITEMS["lease"], M.REJECTED, need=MaterialNeed.NOT_NEEDED)
    assert told(not_settled([optional, dropped], TODAY)) == []


def test_a_group_is_told_once_and_any_member_will_do() -> None:
    assert told(not_handed_in([a_material(LEASE), a_material(DEED)], TODAY)) == [
        ("/materials/lease", "one_of_materials_missing")
    ]
    one = [a_material(LEASE), a_material(DEED, M.UPLOADED)]
    assert told(not_handed_in(one, TODAY)) == []
    assert told(not_settled(one, TODAY)) == [("/materials/deed", "material_unreviewed")]
    verified = [a_material(LEASE, M.REJECTED), a_material(DEED, M.VERIFIED)]
    assert told(not_settled(verified, TODAY)) == []


@pytest.mark.parametrize(
    ("amount", "customer_type", "codes"),
    [
        (None, TRADER, ["identity", "licence"]),
        (yuan(5_000), TRADER, ["identity", "licence"]),
        (yuan(100_000), TRADER, ["identity", "licence", "statement"]),
        (yuan(100_000), CustomerType.MICRO_OWNER, ["identity", "statement"]),
    ],
)
def test_a_checklist_is_of_the_amount_asked_for_or_else_of_the_smallest_loan(
    amount: Money | None, customer_type: CustomerType, codes: list[str]
) -> None:
    version = a_version(
        ChecklistRule(ITEMS["identity"], Circumstance()),
        ChecklistRule(ITEMS["licence"], Circumstance(customer_types=frozenset({TRADER}))),
        ChecklistRule(ITEMS["statement"], Circumstance(amount_from=yuan(50_000))),
        ChecklistRule(ITEMS["lease"], Circumstance(securities=frozenset({Security.COLLATERAL}))),
    )
    listed = checklist_of(version, customer_type, Wishes(amount=amount))
    assert [item.code for item in listed] == codes
