"""Products over HTTP: open terms and checklists, and two people's work on versions."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from pydantic import WithJsonSchema
from starlette.responses import Response

from services.application.catalogue import examples, queries, views
from services.application.catalogue.domain.checklist_enquiry import Enquiry, checklist_of
from services.application.catalogue.domain.errors import ProductExists, VersionOutOfDate
from services.application.catalogue.queries import ProductFilter
from services.application.catalogue.schemas.parts import PRODUCT_CODE
from services.application.catalogue.schemas.read import ChecklistRead, ProductRead, VersionRead
from services.application.catalogue.schemas.written import (
    ActivationCreate,
    ProductCreate,
    VersionCreate,
)
from services.application.catalogue.use_cases.activate_version import activate_version
from services.application.catalogue.use_cases.add_version import add_version
from services.application.catalogue.use_cases.create_product import create_product
from services.application.domain.customers import CustomerType
from services.application.domain.products import ProductType
from services.kit.dependencies import AskDep, ClockDep, PageDep, SessionsDep, VersionedDep
from services.kit.errors import OwnWork, TransitionNotAllowed
from services.kit.money import AMOUNT_MINOR_MAX
from services.kit.operations import operation
from services.kit.replies import response_of
from services.kit.routing import StrictRoute
from services.kit.schemas import Page

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/products", tags=["products"])

CodePath = Annotated[
    str, Path(pattern=PRODUCT_CODE, description="the product's code", examples=["PROPERTY_SECURED"])
]
# Read as text: a number would be coerced ("１", "+1", "01"), and a thing has one address.
NumberPath = Annotated[
    str, Path(pattern=r"^[1-9][0-9]{0,5}$", description="the version's number", examples=["1"])
]
AmountText = Annotated[
    str,
    Query(pattern=r"^[1-9][0-9]{0,15}$", description="whole minor units", examples=["5000000"]),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": AMOUNT_MINOR_MAX}),
]


@router.get(
    "",
    response_model=Page[ProductRead],
    **operation(scope=None, paged=True, response_example=examples.PRODUCTS_EXAMPLE),
)
async def list_products(
    sessions: SessionsDep,
    clock: ClockDep,
    page: PageDep,
    customer_type: CustomerType | None = None,
    type: ProductType | None = None,  # noqa: A002 - the field's name on the wire
) -> Page[ProductRead]:
    """List the products on offer today.

    Open to everybody; filters narrow by customer type and by what secures the loan.
    """
    wanted = ProductFilter(customer_type, type)
    return views.products(
        await queries.offered_products(sessions, wanted, page, clock.today()), page
    )


@router.get(
    "/{code}",
    response_model=ProductRead,
    **operation(scope=None, resource="catalogue", response_example=examples.PRODUCT_EXAMPLE),
)
async def get_product(code: CodePath, sessions: SessionsDep, clock: ClockDep) -> ProductRead:
    """Show the public terms of a product.

    Those of the version on offer today; a product without one is not found.
    """
    return views.product(await queries.offered_product(sessions, code, clock.today()))


@router.get(
    "/{code}/checklist",
    response_model=ChecklistRead,
    **operation(scope=None, resource="catalogue", response_example=examples.CHECKLIST_EXAMPLE),
)
async def get_checklist(
    code: CodePath,
    customer_type: Annotated[CustomerType, Query(description="who is to borrow")],
    amount: AmountText,
    sessions: SessionsDep,
    clock: ClockDep,
    currency: Annotated[
        str | None,
        Query(pattern="^[A-Z]{3}$", description="that of the amount; the product's when not given"),
    ] = None,
) -> ChecklistRead:
    """Show which materials a case would need.

    By customer type and amount; without a currency the product's is meant.
    """
    version = await queries.offered_product(sessions, code, clock.today())
    return views.checklist(checklist_of(version, Enquiry(customer_type, int(amount), currency)))


@router.post(
    "",
    status_code=201,
    response_model=VersionRead,
    **operation(
        scope="products:manage",
        key=True,
        etag=True,
        body="json",
        errors=(ProductExists,),
        request_example=examples.PRODUCT_CREATE_EXAMPLE,
        response_example=examples.VERSION_EXAMPLE,
    ),
)
async def post_product(body: ProductCreate, ask: AskDep) -> Response:
    """Create a product with its first version, as a draft.

    It is offered once somebody else has approved the version.
    """
    wanted = ask.rendering(views.version_created)
    return response_of(await create_product(body.code, body.draft(), wanted))


@router.get(
    "/{code}/versions",
    response_model=Page[VersionRead],
    **operation(
        scope="products:inspect",
        resource="catalogue",
        paged=True,
        response_example=examples.VERSIONS_EXAMPLE,
    ),
)
async def list_product_versions(
    code: CodePath, sessions: SessionsDep, page: PageDep
) -> Page[VersionRead]:
    """List the versions of a product, newest first, drafts included."""
    return views.versions(await queries.versions_of(sessions, code, page), page)


@router.get(
    "/{code}/versions/{number}",
    response_model=VersionRead,
    **operation(
        scope="products:inspect",
        resource="catalogue",
        etag=True,
        response_example=examples.VERSION_EXAMPLE,
    ),
)
async def get_product_version(
    code: CodePath, number: NumberPath, sessions: SessionsDep, versioned: VersionedDep
) -> Response:
    """Show one version of a product, whatever its status."""
    record = await queries.version_of(sessions, code, int(number))
    return versioned(views.version(record), record.revision)


@router.post(
    "/{code}/versions",
    status_code=201,
    response_model=VersionRead,
    **operation(
        scope="products:manage",
        resource="catalogue",
        key=True,
        etag=True,
        body="json",
        request_example=examples.VERSION_CREATE_EXAMPLE,
        response_example=examples.VERSION_EXAMPLE,
    ),
)
async def post_product_version(code: CodePath, body: VersionCreate, ask: AskDep) -> Response:
    """Add a version to a product, as a draft.

    Versions in force, and applications that pinned one, are not touched.
    """
    wanted = ask.rendering(views.version_created)
    return response_of(await add_version(code, body.draft(), wanted))


@router.post(
    "/{code}/versions/{number}/activations",
    status_code=201,
    response_model=VersionRead,
    **operation(
        scope="products:activate",
        resource="catalogue",
        key=True,
        if_match=True,
        body="json",
        errors=(OwnWork, TransitionNotAllowed, VersionOutOfDate),
        request_example={"reason": "Approved by the product committee"},
        response_example=examples.VERSION_EXAMPLE,
    ),
)
async def post_product_version_activation(
    code: CodePath, number: NumberPath, body: ActivationCreate, ask: AskDep
) -> Response:
    """Approve a draft version; not by the person who made it.

    It is offered from its first day, or from today when that has passed, and every version
    approved before ends on that day.
    """
    wanted = ask.rendering(views.version_activated)
    return response_of(await activate_version(code, int(number), body.reason, wanted))
