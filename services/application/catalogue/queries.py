"""Reads for the catalogue's GETs; each sees only what the caller of its route may see."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.application.catalogue import repository
from services.application.catalogue.domain.lifecycle import VersionRecord
from services.application.catalogue.tables import ProductRow, ProductVersionRow
from services.application.domain.customers import CustomerType
from services.application.domain.products import ProductType, ProductVersion
from services.kit.errors import NotFound
from services.kit.pagination import Cursor, PageRequest, paged

Sessions = async_sessionmaker[AsyncSession]


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """Which of the products on offer to list."""

    customer_type: CustomerType | None
    product_type: ProductType | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A version in a list, and its place there."""

    record: VersionRecord
    place: Cursor


async def offered_products(
    sessions: Sessions, wanted: ProductFilter, page: PageRequest, on: date
) -> list[Listed]:
    """Products on offer on a business day, in the order they were created."""
    conditions = [repository.is_offered(on)]
    if wanted.customer_type is not None:
        conditions.append(ProductVersionRow.customer_types.contains([wanted.customer_type.value]))
    if wanted.product_type is not None:
        conditions.append(ProductVersionRow.product_type == wanted.product_type.value)
    statement = paged(
        repository.versions().where(*conditions),
        page,
        created_at=ProductRow.created_at,
        identifier=ProductRow.product_id,
        newest_first=False,
    )
    async with sessions() as session:
        found = (await session.execute(statement)).all()
    return [
        Listed(
            repository.record_of(version, product.code),
            Cursor(product.created_at, product.product_id),
        )
        for version, product in found
    ]


async def offered_product(sessions: Sessions, code: str, on: date) -> ProductVersion:
    """The version of product `code` on offer; raises `NotFound` when there is none."""
    record = await _find(sessions, *repository.of_code(code), repository.is_offered(on))
    return record.version


async def version_of(sessions: Sessions, code: str, number: int) -> VersionRecord:
    """One version, whatever its status; raises `NotFound`."""
    return await _find(sessions, *repository.of_code(code, number))


async def versions_of(sessions: Sessions, code: str, page: PageRequest) -> list[Listed]:
    """Every version of a product, newest first; raises `NotFound` for an unknown product."""
    statement = paged(
        repository.versions().where(*repository.of_code(code)),
        page,
        created_at=ProductVersionRow.created_at,
        identifier=ProductVersionRow.version_id,
    )
    async with sessions() as session:
        found = (await session.execute(statement)).all()
    if not found and page.cursor is None:
        raise NotFound
    return [
        Listed(
            repository.record_of(version, product.code),
            Cursor(version.created_at, version.version_id),
        )
        for version, product in found
    ]


async def _find(sessions: Sessions, *conditions: ColumnElement[bool]) -> VersionRecord:
    async with sessions() as session:
        record = await repository.find_version(session, *conditions)
    if record is None:
        raise NotFound
    return record
