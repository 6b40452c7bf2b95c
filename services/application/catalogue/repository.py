"""Rows of products to and from the domain; loads, locks and saves, and decides nothing."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.application.catalogue.domain.lifecycle import VersionRecord
from services.application.catalogue.domain.version_rules import VersionDraft
from services.application.catalogue.stored_terms import columns_of, terms_of
from services.application.catalogue.tables import ProductRow, ProductVersionRow
from services.application.domain.products import ProductVersion, VersionStatus
from services.kit.identifiers import new_id


async def add_product(session: AsyncSession, code: str) -> ProductRow | None:
    """A new product; None when the code is taken."""
    statement = (
        insert(ProductRow)
        .values(product_id=new_id(), code=code)
        .on_conflict_do_nothing(index_elements=["code"])
        .returning(ProductRow)
    )
    return await session.scalar(statement)


async def lock_product(session: AsyncSession, code: str) -> ProductRow | None:
    """The product, locked: its versions are numbered and activated one at a time."""
    return await session.scalar(select(ProductRow).where(ProductRow.code == code).with_for_update())


async def add_draft(
    session: AsyncSession, product: ProductRow, draft: VersionDraft, maker: str
) -> ProductVersionRow:
    """The next version of a product that is locked or new."""
    latest = await session.scalar(
        select(func.max(ProductVersionRow.number)).where(
            ProductVersionRow.product_id == product.product_id
        )
    )
    row = ProductVersionRow(
        version_id=new_id(),
        product_id=product.product_id,
        number=(latest or 0) + 1,
        status=VersionStatus.DRAFT.value,
        maker=maker,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        **columns_of(draft.terms),
    )
    session.add(row)
    await session.flush()
    return row


async def lock_version(
    session: AsyncSession, product: ProductRow, number: int
) -> ProductVersionRow | None:
    """One version of a product, locked."""
    return await session.scalar(
        select(ProductVersionRow)
        .where(
            ProductVersionRow.product_id == product.product_id,
            ProductVersionRow.number == number,
        )
        .with_for_update()
    )


async def lock_running_after(
    session: AsyncSession, product: ProductRow, day: date
) -> list[ProductVersionRow]:
    """The approved versions that would still be offered on or after `day`, locked, by number."""
    found = await session.scalars(
        select(ProductVersionRow)
        .where(
            ProductVersionRow.product_id == product.product_id,
            ProductVersionRow.status != VersionStatus.DRAFT.value,
            _ends_after(day),
        )
        .order_by(ProductVersionRow.number)
        .with_for_update()
    )
    return list(found)


async def save(session: AsyncSession, row: ProductVersionRow, version: ProductVersion) -> None:
    """Carry what may change of a version onto its row, as the next revision."""
    if row.approver is None and version.approver is not None:
        row.approved_at = func.now()
    row.status = version.status.value
    row.approver = version.approver
    row.valid_from = version.valid_from
    row.valid_to = version.valid_to
    row.version += 1
    await session.flush()
    await session.refresh(row, ["approved_at"])  # the database's time


def record_of(row: ProductVersionRow, code: str) -> VersionRecord:
    """A version of product `code` as the domain knows it."""
    version = ProductVersion(
        version_id=row.version_id,
        product_id=row.product_id,
        code=code,
        number=row.number,
        status=VersionStatus(row.status),
        terms=terms_of(row),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        maker=row.maker,
        approver=row.approver,
    )
    return VersionRecord(version, row.version, row.created_at, row.approved_at)


def versions() -> Select[ProductVersionRow, ProductRow]:
    """Version rows, each with its product's."""
    return select(ProductVersionRow, ProductRow).join(
        ProductRow, ProductRow.product_id == ProductVersionRow.product_id
    )


def is_offered(on: date) -> ColumnElement[bool]:
    """The condition of being offered on a business day."""
    return (
        (ProductVersionRow.status != VersionStatus.DRAFT.value)
        & (ProductVersionRow.valid_from <= on)
        & _ends_after(on)
    )


async def find_version(
    session: AsyncSession, *conditions: ColumnElement[bool]
) -> VersionRecord | None:
    """The one version that meets all conditions, if there is one."""
    found = (await session.execute(versions().where(*conditions))).one_or_none()
    return None if found is None else record_of(found[0], found[1].code)


def of_code(code: str, number: int | None = None) -> tuple[ColumnElement[bool], ...]:
    """The conditions of belonging to product `code`, and of being version `number` of it."""
    conditions: tuple[ColumnElement[bool], ...] = (ProductRow.code == code,)
    return conditions if number is None else (*conditions, ProductVersionRow.number == number)


def has_id(version_id: UUID) -> ColumnElement[bool]:
    """The condition of being this very version."""
    return ProductVersionRow.version_id == version_id


def _ends_after(day: date) -> ColumnElement[bool]:
    return or_(ProductVersionRow.valid_to.is_(None), ProductVersionRow.valid_to > day)
