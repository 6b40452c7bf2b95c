"""What a change of a product version leaves beside its row: its audit and its event.

Both are written in the transaction that wrote the row.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.catalogue.domain.lifecycle import VersionRecord
from services.application.catalogue.messages import AGGREGATE_TYPE, version_event, version_facts
from services.application.catalogue.tables import ProductVersionRow
from services.kit import audit, outbox
from services.kit.audit import Change
from services.kit.caller import Caller


async def drafted(
    session: AsyncSession, row: ProductVersionRow, record: VersionRecord, caller: Caller
) -> None:
    """Write that a version was drafted; its row is new."""
    change = Change("product_version.drafted", caller, after=version_facts(record.version))
    await audit.append(session, row, change)
    await outbox.add(
        session,
        row,
        aggregate_type=AGGREGATE_TYPE,
        topic="product_version.drafted",
        data=version_event(record.version, record.revision),
    )
