"""Which conditions a contract has, and what of them is missing."""

from datetime import date

import pytest

from services.disbursement.conditions.domain.conditions import (
    CONDITION_MOVES,
    DERIVED_TITLES,
    ConditionStatus,
    Derived,
    Required,
    required_of,
    status_on_evidence,
    status_on_judgement,
)
from services.disbursement.conditions.domain.errors import NothingToJudge
from services.disbursement.conditions.domain.missing import PayeeStanding, Seen, missing_codes
from services.kit.errors import Title

TODAY = date(2026, 11, 23)
SHOP = Title("A photo of the shop", "店铺照片")


def seen(
    contract_misses: tuple[str, ...] = (),
    payee: PayeeStanding = PayeeStanding.VERIFIED,
    papers_valid_to: date | None = None,
) -> Seen:
    return Seen(contract_misses=contract_misses, payee=payee, papers_valid_to=papers_valid_to)


def test_every_derived_condition_has_its_words() -> None:
    assert set(DERIVED_TITLES) == set(Derived)


def test_what_is_met_stays_met() -> None:
    assert CONDITION_MOVES.is_final(ConditionStatus.MET)


def test_a_credit_loan_wants_nothing_but_what_its_offer_names() -> None:
    assert required_of("credit", ()) == ()
    assert required_of("credit", [("shop_photo", SHOP)]) == (Required("shop_photo", SHOP),)


def test_a_loan_on_collateral_wants_the_lien_and_two_people_for_it() -> None:
    lien, insurance = required_of("collateral", ())
    assert (lien.code, lien.is_critical) == ("lien_registered", True)
    assert (insurance.code, insurance.is_critical) == ("property_insured", False)


def test_a_group_loan_wants_the_agreement_of_the_group() -> None:
    assert [each.code for each in required_of("group", ())] == ["joint_liability_agreed"]


def test_who_signs_as_guarantor_agrees_by_that() -> None:
    named = [("group_signs", SHOP), ("shop_photo", SHOP)]
    (photo,) = required_of("group", named, guarantors_sign=True)
    assert photo.code == "shop_photo"
    shown = [each.code for each in required_of("group", named)]
    assert shown == ["joint_liability_agreed", "group_signs", "shop_photo"]


def test_a_code_counts_once_and_is_critical_whoever_names_it() -> None:
    named = [("lien_registered", SHOP), ("shop_photo", SHOP), ("shop_photo", SHOP)]
    codes = [(each.code, each.is_critical) for each in required_of("collateral", named)]
    assert codes == [("lien_registered", True), ("property_insured", False), ("shop_photo", False)]
    assert required_of("credit", named[:1]) == (
        Required("lien_registered", SHOP, is_critical=True),
    )


def test_what_the_system_sees_nobody_shows() -> None:
    assert required_of("credit", [(Derived.SIGNATURES_COMPLETE.value, SHOP)]) == ()


def test_evidence_is_enough_unless_money_hangs_on_it() -> None:
    assert status_on_evidence(is_critical=False) is ConditionStatus.MET
    assert status_on_evidence(is_critical=True) is ConditionStatus.EVIDENCED


def test_a_second_person_accepts_what_waits_or_sends_it_back() -> None:
    waiting = ConditionStatus.EVIDENCED
    assert status_on_judgement(waiting, is_accepted=True) is ConditionStatus.MET
    assert status_on_judgement(waiting, is_accepted=False) is ConditionStatus.OPEN


@pytest.mark.parametrize("status", [ConditionStatus.OPEN, ConditionStatus.MET])
def test_what_does_not_wait_is_not_judged(status: ConditionStatus) -> None:
    for is_accepted in (True, False):
        with pytest.raises(NothingToJudge):
            status_on_judgement(status, is_accepted=is_accepted)


def test_nothing_is_missing_when_all_is_met() -> None:
    shown = [("lien_registered", ConditionStatus.MET)]
    assert missing_codes(seen(papers_valid_to=TODAY), shown, TODAY) == ()


@pytest.mark.parametrize(
    ("standing", "codes"),
    [
        (seen(("disclosure_confirmation", "signature")), ("disclosure_confirmation", "signature")),
        (seen(payee=PayeeStanding.NONE), ("payee_account",)),
        (seen(payee=PayeeStanding.UNVERIFIED), ("payee_verification",)),
        (
            seen(papers_valid_to=date(2026, 11, 22)),
            ("condition:identity_papers_valid",),
        ),
    ],
)
def test_what_the_system_sees_is_told(standing: Seen, codes: tuple[str, ...]) -> None:
    assert missing_codes(standing, [], TODAY) == codes


def test_what_is_not_shown_is_told_by_its_code() -> None:
    shown = [
        ("lien_registered", ConditionStatus.EVIDENCED),
        ("property_insured", ConditionStatus.OPEN),
        ("shop_photo", ConditionStatus.MET),
    ]
    assert missing_codes(seen(), shown, TODAY) == (
        "condition:lien_registered",
        "condition:property_insured",
    )


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        (seen(("disclosure_reading",)), Derived.DISCLOSURE_CONFIRMED),
        (seen(("disclosure_confirmation",)), Derived.DISCLOSURE_CONFIRMED),
        (seen(("signature",)), Derived.SIGNATURES_COMPLETE),
        (seen(payee=PayeeStanding.UNVERIFIED), Derived.PAYEE_ACCOUNT_VERIFIED),
        (seen(papers_valid_to=date(2026, 11, 22)), Derived.IDENTITY_PAPERS_VALID),
    ],
)
def test_each_derived_condition_is_met_by_what_it_names(standing: Seen, code: Derived) -> None:
    derived = standing.derived(TODAY)
    assert [each for each, is_met in derived.items() if not is_met] == [code]
    assert all(seen().derived(TODAY).values())
