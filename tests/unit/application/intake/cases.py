"""Cases the tests of intake start from: a small credit product, a draft, a checklist."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from services.application.domain.checklists import (
    ChecklistItem,
    ChecklistRule,
    MediaType,
    Requirement,
)
from services.application.domain.customers import CustomerType
from services.application.domain.parties import ConsentPurpose, ConsentView
from services.application.domain.products import (
    DayCount,
    FastTrack,
    ProductTerms,
    ProductType,
    ProductVersion,
    RepaymentMethod,
    VersionStatus,
)
from services.application.domain.purposes import Purpose
from services.application.domain.statuses import ApplicationStatus
from services.application.intake.domain.channels import ApplicationChannel
from services.application.intake.domain.completeness import CONSENTS_REQUIRED
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.materials import Material, MaterialStatus, wanted
from services.application.intake.domain.wishes import Wishes
from services.kit.errors import Title
from services.kit.identifiers import new_id
from services.kit.money import Money

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class StoppedClock:
    """A clock that stands still."""

    at: datetime = NOW
    day: date = TODAY

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.day


def yuan(amount: int) -> Money:
    return Money(amount * 100, "CNY")


def some_terms(**changed: object) -> ProductTerms:
    terms = ProductTerms(
        title=Title("Credit", "信用贷"),
        summary=Title("Credit", "信用贷"),
        product_type=ProductType.CREDIT,
        customer_types=frozenset({CustomerType.SOLE_TRADER, CustomerType.MICRO_OWNER}),
        amount_min=yuan(5_000),
        amount_max=yuan(300_000),
        term_months_min=3,
        term_months_max=24,
        methods=(RepaymentMethod.LEVEL_INSTALMENT, RepaymentMethod.BULLET),
        rate_min_ppm=80_000,
        rate_max_ppm=180_000,
        fees=(),
        penalty_multiple_ppm=1_500_000,
        grace_days=3,
        day_count=DayCount.ACTUAL_365,
        denied_purposes=frozenset({Purpose.RENOVATION}),
        checklist=(),
        fast_track=FastTrack(yuan(50_000), frozenset({CustomerType.SOLE_TRADER})),
    )
    return replace(terms, **changed)  # type: ignore[arg-type]


def a_version(*checklist: ChecklistRule) -> ProductVersion:
    return ProductVersion(
        version_id=new_id(),
        product_id=new_id(),
        code="SOLE_TRADER_CREDIT",
        number=3,
        status=VersionStatus.ACTIVE,
        terms=some_terms(checklist=checklist),
        valid_from=date(2026, 1, 1),
        valid_to=None,
        maker="ida",
        approver="noor",
    )


def some_wishes(**changed: object) -> Wishes:
    wishes = Wishes(
        amount=yuan(80_000),
        term_months=12,
        method=RepaymentMethod.LEVEL_INSTALMENT,
        purpose_code=Purpose.EQUIPMENT,
    )
    return replace(wishes, **changed)  # type: ignore[arg-type]


def an_application(
    status: ApplicationStatus = ApplicationStatus.DRAFT, **changed: object
) -> LoanApplication:
    application = LoanApplication(
        application_id=new_id(),
        status=status,
        party_id=new_id(),
        product_code="SOLE_TRADER_CREDIT",
        product_version_id=new_id(),
        owner="b-1",
        partner_id=None,
        channel=ApplicationChannel.WEB,
        wishes=some_wishes(),
    )
    return replace(application, **changed)  # type: ignore[arg-type]


def an_item(
    code: str,
    requirement: Requirement = Requirement.REQUIRED,
    *,
    group: str | None = None,
    freshness_days: int | None = None,
) -> ChecklistItem:
    return ChecklistItem(
        code=code,
        title=Title(code.replace("_", " "), code),
        requirement=requirement,
        group=group,
        freshness_days=freshness_days,
        media_types=(MediaType.PDF,),
    )


def a_material(
    item: ChecklistItem, status: MaterialStatus = MaterialStatus.REQUIRED, **changed: object
) -> Material:
    return replace(wanted(item), status=status, **changed)  # type: ignore[arg-type]


def every_consent() -> tuple[ConsentView, ...]:
    return tuple(a_consent(purpose) for purpose in CONSENTS_REQUIRED)


def a_consent(purpose: ConsentPurpose, *, is_current: bool = True) -> ConsentView:
    return ConsentView(
        consent_id=UUID(int=1),
        purpose=purpose,
        text_version="1",
        text_hash="0" * 64,
        given_at=NOW,
        revoked_at=None if is_current else NOW,
        is_current=is_current,
    )
