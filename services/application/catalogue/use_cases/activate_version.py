"""Approve a draft version: it is offered from its first day, and those before it give way."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.catalogue import repository
from services.application.catalogue.domain.lifecycle import VersionRecord, activated, replaced
from services.application.catalogue.messages import AGGREGATE_TYPE, version_event, version_facts
from services.application.catalogue.tables import ProductRow, ProductVersionRow
from services.application.domain.products import ProductVersion
from services.kit import audit, outbox
from services.kit.audit import Change
from services.kit.caller import Caller
from services.kit.context import Ask
from services.kit.errors import NotFound
from services.kit.etags import require_version
from services.kit.reply import Reply


async def activate_version(
    code: str, number: int, reason: str | None, ask: Ask[VersionRecord]
) -> Reply:
    """The version, in force; whatever was approved before ends the day it begins.

    Raises `NotFound`, `PreconditionFailed`, `OwnWork` for its maker, `TransitionNotAllowed`
    unless it is a draft, and `VersionOutOfDate` when its last day is over.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        product = await repository.lock_product(session, code)
        if product is None:
            raise NotFound
        row = await repository.lock_version(session, product, number)
        if row is None:
            raise NotFound
        require_version(row.version, ask.if_match)
        draft = repository.record_of(row, code).version
        current = activated(draft, approver=ask.caller.subject, today=ask.clock.today())
        await _retire_former(session, product, current, ask.caller)
        change = Change("product_version.activated", ask.caller, reason)
        await _save(session, row, current, change)
        return await ask.once.keep(session, repository.record_of(row, code))


async def _retire_former(
    session: AsyncSession, product: ProductRow, current: ProductVersion, caller: Caller
) -> None:
    change = Change("product_version.retired", caller, f"replaced by version {current.number}")
    for row in await repository.lock_running_after(session, product, current.valid_from):
        former = repository.record_of(row, product.code).version
        await _save(session, row, replaced(former, from_day=current.valid_from), change)


async def _save(
    session: AsyncSession, row: ProductVersionRow, version: ProductVersion, change: Change
) -> None:
    before = repository.record_of(row, version.code).version
    await repository.save(session, row, version)
    facts = replace(change, before=version_facts(before), after=version_facts(version))
    await audit.append(session, row, facts)
    await outbox.add(
        session,
        row,
        aggregate_type=AGGREGATE_TYPE,
        topic=change.action,
        data=version_event(version, row.version),
    )
