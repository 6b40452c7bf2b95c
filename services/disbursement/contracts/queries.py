"""Reads of contracts; each sees only what its caller may see."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from services.disbursement.contracts import repository
from services.disbursement.contracts.disclosing import DisclosureRecord, disclosure_record
from services.disbursement.contracts.domain.happenings import Happening
from services.disbursement.contracts.domain.wording import ZH
from services.disbursement.contracts.paperwork import agreement_of, document_of
from services.disbursement.contracts.records import ContractRecord, record_of, records_of
from services.disbursement.contracts.tables import ContractHappeningRow, ContractRow
from services.disbursement.domain.statuses import ContractStatus
from services.disbursement.reader import Reader
from services.disbursement.visibility import of_a_contract_seen_by, read_by
from services.kit.field_keys import FieldKeys
from services.kit.languages import Language
from services.kit.object_store import ObjectStore
from services.kit.pagination import PageRequest, paged
from services.kit.printing.printer import Imprint, Printer

_OF_MONEY: Final = (Happening.PAYOUT.value, Happening.REFUND.value)


@dataclass(frozen=True, slots=True)
class ContractFilter:
    """Which contracts to list, and in which order; None does not matter."""

    status: ContractStatus | None = None
    application_id: UUID | None = None
    product_code: str | None = None
    number: str | None = None
    newest_first: bool = True


@dataclass(frozen=True, slots=True)
class PrintShop:
    """With what a document is read and printed."""

    printer: Printer
    store: ObjectStore
    keys: FieldKeys


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A PDF, and the number of the contract it is of."""

    number: str
    content: bytes


async def contracts(
    wanted: ContractFilter, page: PageRequest, reader: Reader
) -> list[ContractRecord]:
    """A page of the contracts the caller may see, one row more than it shows."""
    statement = paged(
        select(ContractRow).where(read_by(reader.caller), *_conditions(wanted)),
        page,
        created_at=ContractRow.created_at,
        identifier=ContractRow.contract_id,
        newest_first=wanted.newest_first,
    )
    async with reader.sessions() as session:
        rows = (await session.scalars(statement)).all()
        return await records_of(session, rows, reader.caller)


async def contract(contract_id: UUID, reader: Reader) -> ContractRecord:
    """One contract; raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find_to_read(session, contract_id, reader.caller)
        return await record_of(session, row, reader.caller)


async def disclosure(contract_id: UUID, reader: Reader) -> DisclosureRecord:
    """All costs of a contract, and how far the reader has come with them; raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find_to_read(session, contract_id, reader.caller)
        draft = await repository.draft_of(session, contract_id)
        return await disclosure_record(session, row, draft, reader.caller)


async def timeline(contract_id: UUID, reader: Reader) -> Sequence[ContractHappeningRow]:
    """What happened to a contract and its payouts, in order; raises `NotFound`.

    Who only signs for somebody else is not told of the money.
    """
    is_own = of_a_contract_seen_by(reader.caller, ContractHappeningRow.contract_id)
    async with reader.sessions() as session:
        await repository.find_to_read(session, contract_id, reader.caller)
        found = await session.scalars(
            select(ContractHappeningRow)
            .where(
                ContractHappeningRow.contract_id == contract_id,
                or_(ContractHappeningRow.kind.not_in(_OF_MONEY), is_own),
            )
            .order_by(ContractHappeningRow.number)
        )
        return found.all()


async def printed(
    contract_id: UUID, language: Language, shop: PrintShop, reader: Reader
) -> PrintedFile:
    """The document: in Chinese the file that is being signed, once somebody has begun to.

    Raises `NotFound` and `ObjectStoreUnavailable`.
    """
    async with reader.sessions() as session:
        row = await repository.find_to_read(session, contract_id, reader.caller)
        head = await repository.head_of(session, contract_id)
        draft = await repository.draft_of(session, contract_id)
        signers = await repository.signers_of(session, contract_id)
    if head is not None and language == ZH:
        return PrintedFile(row.number, await shop.store.read_whole(head.object_key))
    agreement = agreement_of(row, draft, signers, shop.keys)
    imprint = Imprint(agreement.lender.name.zh, row.document_sha256.hex())
    document = document_of(agreement, language)
    content = await asyncio.to_thread(shop.printer.printed, document, imprint)
    return PrintedFile(row.number, content)


def _conditions(wanted: ContractFilter) -> Iterator[ColumnElement[bool]]:
    plain = {
        ContractRow.status: wanted.status,
        ContractRow.application_id: wanted.application_id,
        ContractRow.product_code: wanted.product_code,
        ContractRow.number: wanted.number,
    }
    yield from (column == value for column, value in plain.items() if value is not None)
