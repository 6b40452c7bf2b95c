"""Add a version to a product, as a draft."""

from services.application.catalogue import chronicle, repository
from services.application.catalogue.domain.lifecycle import VersionRecord
from services.application.catalogue.domain.version_rules import VersionDraft, require_sound
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
        await chronicle.drafted(session, row, record, ask.caller)
        return await ask.once.keep(session, record)
