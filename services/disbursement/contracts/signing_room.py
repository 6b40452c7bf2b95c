"""Where a signature is made: what must be known for it, and the files it leaves."""

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import repository
from services.disbursement.contracts.domain.agreement import Agreement
from services.disbursement.contracts.domain.leaving import planned_before
from services.disbursement.contracts.domain.signing import (
    Consent,
    SigningState,
    require_signable,
)
from services.disbursement.contracts.domain.wording import ZH
from services.disbursement.contracts.paperwork import agreement_of, document_of
from services.disbursement.contracts.records import ContractRecord
from services.disbursement.contracts.signing.pdf_signatures import with_fields
from services.disbursement.contracts.signing.protocol import Act, Holder, Signer
from services.disbursement.contracts.tables import ContractRow, FileRow, SignatureRow
from services.disbursement.domain.statuses import ContractStatus
from services.disbursement.visibility import acts_as
from services.kit.caller import Caller
from services.kit.context import Ask
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import new_id, typeid_of
from services.kit.object_store import ObjectStore
from services.kit.printing.printer import Imprint, Printer

LENDER: Final = "lender"
SEAL_INTENT: Final = "贷款人盖章"


@dataclass(frozen=True, slots=True)
class SigningRoom:
    """With what a contract is printed, signed and kept.

    `signing_days` after the day it was drawn for it may still be signed.
    """

    printer: Printer
    store: ObjectStore
    keys: FieldKeys
    signer: Signer
    signing_days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a contract stands for whoever would sign it, and its newest file's number."""

    state: SigningState
    head: FileRow | None

    @property
    def head_number(self) -> int | None:
        """None while nobody has signed."""
        return None if self.head is None else self.head.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What a signature is made from: read before, compared once more when it is recorded."""

    contract_id: UUID
    agreement: Agreement
    digest: str
    head: FileRow | None
    head_number: int | None
    is_last: bool
    caller: Caller


@dataclass(frozen=True, slots=True)
class Signed:
    """The rows of a signature that was made: its evidence, and the files it left."""

    signature: SignatureRow
    files: tuple[FileRow, ...]
    is_complete: bool


async def standing_of(
    session: AsyncSession, row: ContractRow, room: SigningRoom, ask: Ask[ContractRecord]
) -> Standing:
    """The contract as it stands for the caller in this transaction, on this business day."""
    signers = await repository.signers_of(session, row.contract_id)
    given = await repository.signatures_of(session, row.contract_id)
    draft = await repository.draft_of(session, row.contract_id)
    first_open = planned_before(ask.clock.today(), room.signing_days)
    state = SigningState(
        status=ContractStatus(row.status),
        document_digest=row.document_sha256,
        owners={each.number: each.owner for each in signers},
        signed=frozenset(each.number for each in given),
        acting=acts_as(ask.caller),
        is_partner=ask.caller.partner_id is not None,
        is_time_over=draft.planned_on < first_open,
    )
    return Standing(state, await repository.head_of(session, row.contract_id))


async def prepared(
    session: AsyncSession,
    row: ContractRow,
    consent: Consent,
    room: SigningRoom,
    ask: Ask[ContractRecord],
) -> Prepared:
    """All that the signature takes; raises what `require_signable` raises."""
    standing = await standing_of(session, row, room, ask)
    require_signable(consent, standing.state)
    draft = await repository.draft_of(session, row.contract_id)
    signers = await repository.signers_of(session, row.contract_id)
    return Prepared(
        contract_id=row.contract_id,
        agreement=agreement_of(row, draft, signers, room.keys),
        digest=row.document_sha256.hex(),
        head=standing.head,
        head_number=standing.head_number,
        is_last=standing.state.is_last(consent.signer),
        caller=ask.caller,
    )


async def signed(ready: Prepared, consent: Consent, room: SigningRoom) -> Signed:
    """The file with the signature, and the lender's seal after the last one; kept in the store.

    Raises `ObjectStoreUnavailable`.
    """
    number = -1 if ready.head_number is None else ready.head_number
    files: list[FileRow] = []

    async def keep(content: bytes) -> bytes:
        row = _file(ready.contract_id, number + len(files) + 1, content, room.store)
        await room.store.write(row.object_key, content)
        files.append(row)
        return content

    if ready.head is None:
        before = await keep(await _printed(ready, room))
    else:
        before = await room.store.read_whole(ready.head.object_key)
    applied = await room.signer.apply(before, _act(ready.agreement, consent))
    await keep(applied.content)
    if ready.is_last:
        seal = Act(LENDER, Holder(LENDER, ready.agreement.lender.name.zh), SEAL_INTENT)
        await keep((await room.signer.apply(applied.content, seal)).content)
    signature = SignatureRow(
        contract_id=ready.contract_id,
        number=consent.signer,
        signature_id=new_id(),
        subject=ready.caller.subject,
        intent=consent.intent,
        language=consent.language,
        evidence_reference=consent.evidence_reference,
        document_sha256=consent.document_digest,
        head_before=sha256(before).digest(),
        head_after=sha256(applied.content).digest(),
        certificate_sha256=applied.certificate_sha256,
        request_id=ready.caller.request_id,
    )
    return Signed(signature, tuple(files), ready.is_last)


async def _printed(ready: Prepared, room: SigningRoom) -> bytes:
    """The Chinese text with an empty field for everybody: nothing but signatures follows."""
    fields = [_field(number) for number in range(1, len(ready.agreement.signers) + 1)]

    def make() -> bytes:
        imprint = Imprint(ready.agreement.lender.name.zh, ready.digest)
        content = room.printer.printed(document_of(ready.agreement, ZH), imprint)
        return with_fields(content, [*fields, LENDER])

    return await asyncio.to_thread(make)


def _act(agreement: Agreement, consent: Consent) -> Act:
    signer = agreement.signers[consent.signer - 1]
    holder = Holder(typeid_of("party", signer.party_id), signer.person.name)
    return Act(_field(consent.signer), holder, consent.intent)


def _field(number: int) -> str:
    return f"signer-{number}"


def _file(contract_id: UUID, number: int, content: bytes, store: ObjectStore) -> FileRow:
    return FileRow(
        contract_id=contract_id,
        number=number,
        object_key=store.new_key(),
        sha256=sha256(content).digest(),
        size_bytes=len(content),
    )
