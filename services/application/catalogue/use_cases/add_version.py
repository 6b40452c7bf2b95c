"""Add a version to a product, as a draft."""

from services.application.catalogue import repository
from services.application.catalogue.domain.lifecycle import VersionRecord
from services.application.catalogue.domain.version_rules import VersionDraft, require_sound
from services.application.catalogue.messages import AGGREGATE_TYPE, version_event, version_facts
from services.kit import audit, outbox
from services.kit.audit import Change
from services.kit.context import Ask
from services.kit.errors import NotFound
from services.kit.reply import Reply


async def add_version(code: str, draft: VersionDraft, ask: Ask[VersionRecord]) -> Reply:
    """The product's next version, waiting for approval; those in force are not touched.

    Raises `NotFound` for an unknown product and `Invalid` for terms that contradict themselves.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        product = await repository.lock_product(session, code)
        if product is None:
            raise NotFound
        require_sound(draft, today=ask.clock.today())
        row = await repository.add_draft(session, product, draft, ask.caller.subject)
        record = repository.record_of(row, code)
        change = Change("product_version.drafted", ask.caller, after=version_facts(record.version))
        await audit.append(session, row, change)
        await outbox.add(
            session,
            row,
            aggregate_type=AGGREGATE_TYPE,
            topic="product_version.drafted",
            data=version_event(record.version, record.revision),
        )
        return await ask.once.keep(session, record)
