"""Take an accepted offer: a contract is drawn from it, once, and anew when its terms change."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.conditions import entry as conditions
from services.disbursement.contracts import chronicle, messages, repository
from services.disbursement.contracts.domain.errors import ContractMovedOn
from services.disbursement.contracts.domain.happenings import Happening, Step
from services.disbursement.contracts.domain.signers import SignerRole
from services.disbursement.contracts.drafting import Draft, Office, drafted, told_digest
from services.disbursement.contracts.schemas.told import AcceptedOfferTold
from services.disbursement.contracts.tables import ContractRow
from services.disbursement.domain.statuses import ContractStatus
from services.kit.context import Edit
from services.kit.errors import FieldError, Invalid, Title
from services.kit.inbox import apply_once

TERMS_CHANGED = "terms_changed"
_UNSIGNED = frozenset({ContractStatus.DRAFT, ContractStatus.DISCLOSED})


async def take_accepted_offer(
    application_id: UUID, told: AcceptedOfferTold, edit: Edit, office: Office
) -> ContractRow:
    """The contract of the application, drawn by this message or by an earlier copy.

    Other terms for the same application void an unsigned draft and draw another. Raises
    `Invalid`, `SequenceGap`, `FiguresNotReproduced` and `ContractMovedOn`.
    """
    _require_one_application(application_id, told)
    draft = drafted(told, office)
    async with edit.sessions.begin() as session:
        is_new = await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=application_id,
            sequence=told.sequence,
            after=told.after,
        )
        row = await repository.lock_live(session, application_id)
        if is_new and row is not None and not await _is_same(session, row, told):
            await _void_draft(session, row, edit)
            row = None
        if is_new and row is None:
            row = await _begin(session, draft, edit)
            offered = [(each.code, each.title) for each in told.offer.conditions]
            await conditions.required_for(
                session,
                row.contract_id,
                row.product_type,
                offered,
                edit.caller,
                guarantors_sign=any(each.role is SignerRole.GUARANTOR for each in told.signers),
            )
        await session.flush()
        return row or await repository.latest(session, application_id)


async def _is_same(session: AsyncSession, row: ContractRow, told: AcceptedOfferTold) -> bool:
    draft = await repository.draft_of(session, row.contract_id)
    return draft.told_sha256 == told_digest(told)


async def _void_draft(session: AsyncSession, row: ContractRow, edit: Edit) -> None:
    if row.status not in _UNSIGNED:
        raise ContractMovedOn
    before = messages.contract_facts(row)
    row.reason_code = TERMS_CHANGED
    step = Step(Happening.VOIDED, ContractStatus.VOIDED, TERMS_CHANGED)
    await chronicle.changed(session, row, step, edit.caller, before)
    await chronicle.tell(session, row, messages.VOIDED)
    await session.flush()


async def _begin(session: AsyncSession, draft: Draft, edit: Edit) -> ContractRow:
    session.add(draft.contract)
    await session.flush()
    session.add(draft.row)
    session.add_all(draft.signers)
    step = Step(Happening.DRAFTED, ContractStatus.DRAFT)
    await chronicle.begun(session, draft.contract, step, edit.caller)
    await chronicle.tell(session, draft.contract, messages.DRAFTED)
    return draft.contract


def _require_one_application(application_id: UUID, told: AcceptedOfferTold) -> None:
    if told.application.id != application_id:
        message = Title("must be the application of the path", "必须与路径中的申请一致")
        raise Invalid(errors=[FieldError("/application/id", "not_the_same", message)])
