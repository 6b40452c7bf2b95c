"""Sign a contract: the signature is made with nothing held open, and counts if nothing moved."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import chronicle, messages, repository
from services.disbursement.contracts.domain.errors import SignedMeanwhile
from services.disbursement.contracts.domain.happenings import Happening, Step
from services.disbursement.contracts.domain.signing import Consent, require_signable
from services.disbursement.contracts.records import ContractRecord, record_of
from services.disbursement.contracts.signing_room import (
    Prepared,
    Signed,
    SigningRoom,
    prepared,
    signed,
    standing_of,
)
from services.disbursement.contracts.tables import ContractRow
from services.disbursement.domain.statuses import ContractStatus
from services.disbursement.failpoints import DisbursementPoint
from services.disbursement.payouts import entry as payouts
from services.kit.context import Ask
from services.kit.errors import DomainError, Unavailable
from services.kit.etags import require_version
from services.kit.failpoints import reached
from services.kit.identifiers import typeid_of
from services.kit.object_store import ObjectStoreUnavailable
from services.kit.reply import Reply


async def sign_contract(
    contract_id: UUID, consent: Consent, room: SigningRoom, ask: Ask[ContractRecord]
) -> Reply:
    """The contract with the caller's signature; with the last one it is signed and sealed.

    Raises `NotFound`, `Invalid`, `NotYourSignature`, `AlreadySigned`, `DisclosureUnconfirmed`,
    `SigningTimeOver`, `DocumentChanged`, `PreconditionFailed`, `TransitionNotAllowed`,
    `SignedMeanwhile` and `ObjectStoreUnavailable`.
    """
    async with ask.sessions() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await repository.find_to_read(session, contract_id, ask.caller)
        require_version(row.version, ask.if_match)
        ready = await prepared(session, row, consent, room, ask)
    made = await signed(ready, consent, room)
    await reached(DisbursementPoint.SIGNATURE_MADE)
    try:
        reply = await _record(consent, ready, made, room, ask)
    except Unavailable:
        raise  # it may have been committed after all, so the files stay
    except DomainError:
        # Nobody refers to the files: the row that would have named them is not there.
        with suppress(ObjectStoreUnavailable):
            for file in made.files:
                await room.store.discard(file.object_key)
        raise
    await reached(DisbursementPoint.SIGNATURE_RECORDED)
    return reply


async def _record(
    consent: Consent,
    ready: Prepared,
    made: Signed,
    room: SigningRoom,
    ask: Ask[ContractRecord],
) -> Reply:
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await repository.lock_to_sign(session, ready.contract_id, ask.caller)
        standing = await standing_of(session, row, room, ask)
        require_signable(consent, standing.state)
        if standing.head_number != ready.head_number:
            raise SignedMeanwhile
        require_version(row.version, ask.if_match)
        session.add_all(made.files)
        session.add(made.signature)
        await _advance(session, row, made, ask)
        await session.flush()
        return await ask.once.keep(session, await record_of(session, row, ask.caller))


async def _advance(
    session: AsyncSession, row: ContractRow, made: Signed, ask: Ask[ContractRecord]
) -> None:
    is_first = row.status == ContractStatus.DISCLOSED
    target = ContractStatus.SIGNING if is_first else None
    reference = typeid_of("sig", made.signature.signature_id)
    step = Step(Happening.SIGNED, target, refers_to=reference)
    await chronicle.changed(session, row, step, ask.caller)
    await chronicle.tell(session, row, messages.SIGNING, signature=reference)
    if made.is_complete:
        step = Step(Happening.COMPLETED, ContractStatus.SIGNED)
        await chronicle.changed(session, row, step, ask.caller)
        await chronicle.tell(session, row, messages.SIGNED)
        await session.flush()
        await payouts.prepare(session, row.contract_id, ask.caller, ask.clock.today())
