"""Create a product with its first version, as a draft."""

from services.application.catalogue import chronicle, repository
from services.application.catalogue.domain.errors import ProductExists
from services.application.catalogue.domain.lifecycle import VersionRecord
from services.application.catalogue.domain.version_rules import VersionDraft, require_sound
from services.kit.context import Ask
from services.kit.reply import Reply


async def create_product(code: str, draft: VersionDraft, ask: Ask[VersionRecord]) -> Reply:
    """A new product whose first version waits for approval.

    Raises `Invalid` for terms that contradict themselves and `ProductExists` for a taken code.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        require_sound(draft, today=ask.clock.today())
        product = await repository.add_product(session, code)
        if product is None:
            raise ProductExists
        row = await repository.add_draft(session, product, draft, ask.caller.subject)
        record = repository.record_of(row, code)
        await chronicle.drafted(session, row, record, ask.caller)
        return await ask.once.keep(session, record)
