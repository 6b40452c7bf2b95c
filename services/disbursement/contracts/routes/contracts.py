"""Contracts to read: the list, one, its document, its history."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from services.disbursement.contracts import examples, queries, views
from services.disbursement.contracts.dependencies import DocumentLanguageDep, PrintShopDep
from services.disbursement.contracts.queries import ContractFilter
from services.disbursement.contracts.routes.parameters import ApplicationQuery, ContractPath
from services.disbursement.contracts.schemas.read import ContractRead, ContractTimeline
from services.disbursement.dependencies import ReaderDep
from services.disbursement.domain.statuses import ContractStatus
from services.kit.dependencies import PageDep, VersionedDep
from services.kit.object_store import ObjectStoreUnavailable
from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.schemas import Page

PDF: Final = "application/pdf"

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/contracts", tags=["contracts"])


async def _wanted(
    status: ContractStatus | None = None,
    application_id: ApplicationQuery = None,
    product_code: Annotated[str | None, Query(pattern=r"^[A-Z][A-Z0-9_]{0,63}$")] = None,
    number: Annotated[str | None, Query(pattern=r"^XW[0-9]{8}-[0-9A-Z]{8}$")] = None,
    sort: Annotated[Literal["created_at", "-created_at"], Query()] = "-created_at",
) -> ContractFilter:
    return ContractFilter(
        status=status,
        application_id=application_id,
        product_code=product_code,
        number=number,
        newest_first=sort == "-created_at",
    )


@router.get(
    "",
    response_model=Page[ContractRead],
    **operation(
        scope="contracts:read", paged=True, response_example=examples.CONTRACT_PAGE_EXAMPLE
    ),
)
async def list_contracts(
    wanted: Annotated[ContractFilter, Depends(_wanted)], page: PageDep, reader: ReaderDep
) -> Page[ContractRead]:
    """List contracts, the newest first: your own, those you sign, or for staff all of them."""
    return views.contracts(await queries.contracts(wanted, page, reader), page)


@router.get(
    "/{contract_id}",
    response_model=ContractRead,
    **operation(
        scope="contracts:read",
        resource="contract",
        etag=True,
        response_example=examples.CONTRACT_EXAMPLE,
    ),
)
async def get_contract(
    contract_id: ContractPath, reader: ReaderDep, versioned: VersionedDep
) -> Response:
    """Show a contract: its figures, where it stands, who signs and who has."""
    record = await queries.contract(contract_id, reader)
    return versioned(views.contract(record), record.row.version)


@router.get(
    "/{contract_id}/document",
    **operation(
        scope="contracts:document",
        resource="contract",
        produces=(PDF,),
        errors=(ObjectStoreUnavailable,),
    ),
)
async def get_contract_document(
    contract_id: ContractPath,
    language: DocumentLanguageDep,
    shop: PrintShopDep,
    reader: ReaderDep,
) -> Response:
    """Download the contract as a PDF: in the Chinese that binds, or in English for reading.

    From the first signature on the Chinese one is the signed file itself, every signature in it.
    Without `language` and Accept-Language it is the Chinese one.
    """
    printed = await queries.printed(contract_id, language, shop, reader)
    headers = views.download_headers(printed, language)
    return Response(printed.content, media_type=PDF, headers=dict(headers))


@router.get(
    "/{contract_id}/timeline",
    response_model=ContractTimeline,
    **operation(
        scope="contracts:read",
        resource="contract",
        response_example=examples.CONTRACT_TIMELINE_EXAMPLE,
    ),
)
async def get_contract_timeline(contract_id: ContractPath, reader: ReaderDep) -> ContractTimeline:
    """Show what happened to a contract and its payouts, in order."""
    return views.timeline(await queries.timeline(contract_id, reader))
