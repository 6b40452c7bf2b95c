"""Agree to be jointly liable with the other members: with the last one the group is active."""

from uuid import UUID

from services.application.groups import chronicle, repository
from services.application.groups.domain.agreement_text import Agreement, faults_of
from services.application.groups.records import GroupRecord
from services.application.parties import entry as parties
from services.application.visibility import owner_of
from services.kit.context import Ask
from services.kit.errors import Invalid
from services.kit.etags import require_version
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply


async def agree_to_group(
    group_id: UUID, agreement: Agreement, keys: FieldKeys, ask: Ask[GroupRecord]
) -> Reply:
    """The group with the agreement of one of its members, whose identity stands from then on.

    What is agreed to is the group as it was read, its other members included; who is another
    person by now than when it joined makes the others agree anew. Raises `NotFound`,
    `PreconditionFailed`, `Invalid`, `AlreadyAgreed`, `MembersFixed` and `InAnotherGroup`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        held = await repository.hold(session, group_id, ask.caller)
        require_version(held.row.version, ask.if_match)
        place = (agreement.party_id, owner_of(ask.caller))
        group = held.group.agreed_by(*place)
        if faults := faults_of(agreement):
            raise Invalid(errors=faults)
        await parties.fix_identity(session, agreement.party_id)
        identity = await parties.identity_index_of(session, agreement.party_id)
        member_row = held.row_of(agreement.party_id)
        if member_row.identity_index != identity:
            group = held.group.agreed_by(*place, as_another=True)
        await repository.agree(session, member_row, agreement, identity, ask.caller.subject)
        await chronicle.changed(session, held, group, "member_agreed", ask.caller)
        return await ask.once.keep(session, await repository.record_of(session, held.row, keys))
