"""From products in the domain to what readers get."""

from typing import Any

from services.application.catalogue.domain.checklist_enquiry import Checklist
from services.application.catalogue.domain.lifecycle import VersionRecord
from services.application.catalogue.queries import Listed
from services.application.catalogue.schemas.parts import multiple_text
from services.application.catalogue.schemas.read import (
    ChecklistItemRead,
    ChecklistRead,
    ChecklistRuleRead,
    CircumstanceRead,
    FastTrackRead,
    FeeRead,
    ProductRead,
    TitleRead,
    VersionRead,
)
from services.application.domain.checklists import ChecklistItem, ChecklistRule
from services.application.domain.products import Fee, ProductTerms, ProductVersion
from services.application.domain.purposes import ALWAYS_DENIED
from services.kit.errors import Title
from services.kit.etags import etag_of
from services.kit.money import Money
from services.kit.pagination import PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead, Page


def product(version: ProductVersion) -> ProductRead:
    """The public terms."""
    return ProductRead(**_terms(version))


def products(found: list[Listed], page: PageRequest) -> Page[ProductRead]:
    """A page of products on offer."""
    return page_of(
        found,
        page,
        place=lambda listed: listed.place,
        read=lambda listed: product(listed.record.version),
    )


def version(record: VersionRecord) -> VersionRead:
    """A version as staff sees it."""
    one = record.version
    return VersionRead(
        **_terms(one),
        id=one.version_id,
        status=one.status,
        checklist=[_rule(rule) for rule in one.terms.checklist],
        maker=one.maker,
        approver=one.approver,
        created_at=record.created_at,
        approved_at=record.approved_at,
    )


def versions(found: list[Listed], page: PageRequest) -> Page[VersionRead]:
    """A page of a product's versions."""
    return page_of(
        found,
        page,
        place=lambda listed: listed.place,
        read=lambda listed: version(listed.record),
    )


def version_created(record: VersionRecord) -> Reply:
    """The answer to the maker of a version."""
    place = f"/v1/products/{record.version.code}/versions/{record.version.number}"
    return _reply(201, record, place)


def version_activated(record: VersionRecord) -> Reply:
    """The answer to the approver of a version."""
    return _reply(201, record)


def checklist(found: Checklist) -> ChecklistRead:
    """The checklist of one case."""
    return ChecklistRead(
        product=found.version.code,
        version=found.version.number,
        customer_type=found.customer_type,
        amount=MoneyRead.of(found.amount),
        security=found.version.terms.security,
        is_fast_track=found.is_fast,
        items=[ChecklistItemRead(**_item(item)) for item in found.items],
    )


def _reply(status: int, record: VersionRecord, location: str | None = None) -> Reply:
    body = version(record).model_dump_json().encode()
    return Reply(status, body, etag_of(record.revision), location)


def _terms(one: ProductVersion) -> dict[str, Any]:
    terms = one.terms
    return {
        "code": one.code,
        "version": one.number,
        "title": _title(terms.title),
        "summary": _title(terms.summary),
        "type": terms.product_type,
        "customer_types": sorted(terms.customer_types),
        "amount_min": MoneyRead.of(terms.amount_min),
        "amount_max": MoneyRead.of(terms.amount_max),
        "term_months_min": terms.term_months_min,
        "term_months_max": terms.term_months_max,
        "methods": list(terms.methods),
        "rate_min": terms.rate_min_ppm,
        "rate_max": terms.rate_max_ppm,
        "fees": [_fee(fee) for fee in terms.fees],
        "penalty_multiple": multiple_text(terms.penalty_multiple_ppm),
        "grace_days": terms.grace_days,
        "day_count": terms.day_count,
        "denied_purposes": sorted(terms.denied_purposes | ALWAYS_DENIED),
        "fast_track": _fast_track(terms),
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }


def _fast_track(terms: ProductTerms) -> FastTrackRead | None:
    track = terms.fast_track
    if track is None:
        return None
    return FastTrackRead(
        amount_max=MoneyRead.of(track.amount_max), customer_types=sorted(track.customer_types)
    )


def _fee(fee: Fee) -> FeeRead:
    return FeeRead(
        code=fee.code,
        kind=fee.kind,
        title=_title(fee.title),
        amount=_money(fee.amount),
        rate=fee.rate_ppm,
        timing=fee.timing,
        payer=fee.payer,
        payee=fee.payee,
        is_refundable=fee.is_refundable,
        is_in_annual_cost=fee.is_in_annual_cost,
        needs_consent=fee.needs_consent,
    )


def _rule(rule: ChecklistRule) -> ChecklistRuleRead:
    when = CircumstanceRead(
        customer_types=sorted(rule.when.customer_types),
        securities=sorted(rule.when.securities),
        amount_from=_money(rule.when.amount_from),
        amount_below=_money(rule.when.amount_below),
    )
    return ChecklistRuleRead(**_item(rule.item), when=when)


def _item(item: ChecklistItem) -> dict[str, Any]:
    return {
        "code": item.code,
        "title": _title(item.title),
        "requirement": item.requirement,
        "group": item.group,
        "freshness_days": item.freshness_days,
        "media_types": list(item.media_types),
    }


def _money(amount: Money | None) -> MoneyRead | None:
    return None if amount is None else MoneyRead.of(amount)


def _title(title: Title) -> TitleRead:
    return TitleRead(en=title.en, zh=title.zh)
