"""The invariants over HTTP, for finance and auditors."""

from typing import Final

from fastapi import APIRouter

from services.kit.dependencies import LanguageDep
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.repayment.dependencies import ReaderDep
from services.repayment.invariants import examples, queries, views
from services.repayment.invariants.schemas.read import InvariantList

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/ledger", tags=["ledger"])


@router.get(
    "/invariants",
    response_model=InvariantList,
    **operation(
        scope="ledger:read",
        rate_class="search",
        response_example=examples.INVARIANTS_EXAMPLE,
    ),
)
async def list_ledger_invariants(reader: ReaderDep, language: LanguageDep) -> InvariantList:
    """Ask now whether what must hold of books and loans does, and show what breaks it.

    All of it is of one moment. Sentences are told in the language of Accept-Language.
    """
    return views.invariants(await queries.invariants(reader), language)
