"""Reads of what secures a loan; each sees only what its caller may see."""

from collections.abc import Sequence
from uuid import UUID

from services.kit.field_keys import FieldKeys
from services.underwriting.cases import repository
from services.underwriting.cases.checking.securities import Security, securities_of
from services.underwriting.reader import Reader
from services.underwriting.valuations import entry as valuations
from services.underwriting.valuations.entry import ValuationRow


async def collaterals(case_id: UUID, reader: Reader, keys: FieldKeys) -> Sequence[Security]:
    """What the newest submission says secures the loan, and its worth; raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find(session, case_id, reader.caller)
        told = await repository.told(session, case_id, row.submission, keys)
        return await securities_of(session, case_id, told, reader.clock.today())


async def case_valuations(case_id: UUID, reader: Reader) -> Sequence[ValuationRow]:
    """All valuations of a case, superseded ones too, the newest first; raises `NotFound`."""
    async with reader.sessions() as session:
        await repository.find(session, case_id, reader.caller)
        return await valuations.of_case(session, case_id)
