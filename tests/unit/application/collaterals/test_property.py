"""A property: when two are the same, what the product cannot meet, and what is still missing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.application.collaterals.domain.collateral import Collateral, Sighting
from services.application.collaterals.domain.completeness import gaps
from services.application.collaterals.views import sighting
from services.application.domain.collaterals import CollateralKind, Property, PropertyOwner
from services.application.domain.masks import Audience
from services.kit.identifiers import new_id
from services.kit.money import Money

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SHOP = Property(
    kind=CollateralKind.SHOP,
    owner=PropertyOwner.THIRD_PARTY,
    owner_name="王小明",
    title_number="京（2020）东城区不动产权第0000001号",
    place="北京市东城区示例路1号",
    declared_value=Money(180_000_000, "CNY"),
    prior_liens=Money(0, "CNY"),
)


def kept(offered: Property = SHOP) -> Collateral:
    return Collateral(
        collateral_id=new_id(),
        application_id=new_id(),
        offered=offered,
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize(
    "spelling",
    [
        "京(2020)东城区不动产权第0000001号",
        " 京（2020） 东城区不动产权第0000001号 ",
        "京（２０２０）东城区不动产权第０００００01号",
        "京[2020]东城区-不动产权-第0000001号。",
    ],
)
def test_neither_width_nor_blanks_nor_marks_make_it_another(spelling: str) -> None:
    assert replace(SHOP, title_number=spelling).normal_title == SHOP.normal_title


def test_neither_does_the_case_of_letters() -> None:
    frame = replace(SHOP, title_number="LSVAM4187C2184847")
    assert replace(frame, title_number="lsvam4187c2184847").normal_title == frame.normal_title


def test_a_house_is_in_one_register_whatever_it_is_used_for() -> None:
    kinds = {kind: replace(SHOP, kind=kind).register for kind in CollateralKind}
    moved = (CollateralKind.VEHICLE, CollateralKind.EQUIPMENT, CollateralKind.INVENTORY)
    assert {kinds.pop(kind) for kind in moved} == {kind.value for kind in moved}
    assert set(kinds.values()) == {"real_estate"}


def test_another_number_is_another_property() -> None:
    other = replace(SHOP, title_number="京（2020）东城区不动产权第0000002号")
    assert other.normal_title != SHOP.normal_title


def test_other_amounts_make_it_no_other_thing_and_all_else_does() -> None:
    dearer = SHOP.with_changes({"declared_value": Money(1, "CNY"), "prior_liens": Money(2, "CNY")})
    assert SHOP.differs_in_amounts_alone(dearer)
    assert SHOP.differs_in_amounts_alone(SHOP)
    others = {
        "kind": CollateralKind.HOME,
        "owner": PropertyOwner.SPOUSE,
        "owner_name": "李小红",
        "title_number": "京（2020）东城区不动产权第0000002号",
        "place": "北京市东城区示例路2号",
    }
    for name, value in others.items():
        assert not SHOP.differs_in_amounts_alone(SHOP.with_changes({name: value}))


def test_amounts_are_in_the_products_currency() -> None:
    assert list(SHOP.breaches("CNY")) == []
    told = [
        (error.pointer, error.code)
        for error in SHOP.with_changes({"prior_liens": Money(5, "USD")}).breaches("CNY")
    ]
    assert told == [("/prior_liens/currency", "currency_not_offered")]
    assert [error.pointer for error in SHOP.breaches("USD")] == [
        "/declared_value/currency",
        "/prior_liens/currency",
    ]


def test_what_is_not_named_stays() -> None:
    changed = SHOP.with_changes({"owner": PropertyOwner.SPOUSE})
    assert changed == replace(SHOP, owner=PropertyOwner.SPOUSE)


def test_one_property_is_enough_and_none_is_not() -> None:
    assert gaps(1) == ()
    assert [(gap.pointer, gap.code) for gap in gaps(0)] == [("/collaterals", "collateral_missing")]


def test_a_look_is_told_from_another_by_who_else_offers_it() -> None:
    found, one, two = kept(), new_id(), new_id()
    looks = [Sighting(found, seen).look for seen in (None, (), (one,), (two,), (one, two))]
    assert looks[0] is None
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(SHOP.title_number, "****001号"), ("A-1", "****"), ("A-1234", "****34")],
)
def test_overseers_are_shown_the_end_of_a_title_number_at_most(number: str, shown: str) -> None:
    found = Sighting(kept(replace(SHOP, title_number=number)), ())
    assert sighting(found, Audience.OVERSIGHT).title_number == shown
    for audience in (Audience.OWNER, Audience.PARTNER, Audience.CASE_WORKER):
        assert sighting(found, audience).title_number == number
