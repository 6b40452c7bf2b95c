"""From the disclosure of costs to what its readers get."""

from datetime import timedelta

from services.disbursement.contracts.disclosing import DisclosureRecord
from services.disbursement.contracts.domain.disclosure import CostItem
from services.disbursement.contracts.schemas.disclosed import (
    CostItemRead,
    DisclosureRead,
    DisclosureReadingRead,
    TitleRead,
)
from services.disbursement.contracts.schemas.read import ContractCostRead
from services.kit.errors import Title
from services.kit.etags import etag_of
from services.kit.money import Money
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead


def disclosure(record: DisclosureRecord, takes: timedelta) -> DisclosureRead:
    """The disclosure, and when its reader may confirm it."""
    told, currency = record.disclosure, record.disclosure.currency
    return DisclosureRead(
        contract_id=record.row.contract_id,
        contract_number=told.number,
        principal=MoneyRead.of(Money(told.principal_minor, currency)),
        items=[_item(each, currency) for each in told.items],
        total=MoneyRead.of(Money(told.total_minor, currency)),
        annual_cost=ContractCostRead(simple=told.simple, compound=told.compound, basis=told.basis),
        contingent=[_item(each, currency) for each in told.contingent],
        statement=_title(told.statement),
        disclosure_hash=told.digest.hex(),
        reading=_reading(record, takes),
    )


def reading_begun(record: DisclosureRecord, takes: timedelta) -> Reply:
    """The answer to who began to read."""
    shown = disclosure(record, takes).model_dump_json().encode()
    return Reply(201, shown, etag_of(record.row.version))


def _reading(record: DisclosureRecord, takes: timedelta) -> DisclosureReadingRead:
    reading, confirmation = record.reading, record.confirmation
    return DisclosureReadingRead(
        began_at=None if reading is None else reading.began_at,
        may_confirm_at=None if reading is None else reading.began_at + takes,
        confirmed_at=None if confirmation is None else confirmation.confirmed_at,
    )


def _item(item: CostItem, currency: str) -> CostItemRead:
    amount = item.amount_minor
    return CostItemRead(
        code=item.code,
        title=_title(item.title),
        standard=_title(item.standard),
        amount=None if amount is None else MoneyRead.of(Money(amount, currency)),
        collected_by=item.collected_by,
        timing=item.timing,
        is_refundable=item.is_refundable,
    )


def _title(title: Title) -> TitleRead:
    return TitleRead(en=title.en, zh=title.zh)
