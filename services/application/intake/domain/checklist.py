"""An application's materials together: fitted to the checklist, and what among them is missing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from services.application.domain.checklists import ChecklistItem
from services.application.domain.customers import CustomerType
from services.application.domain.products import ProductVersion, checklist_for
from services.application.intake.domain.materials import (
    SETTLED,
    Material,
    MaterialNeed,
    MaterialStatus,
    wanted,
)
from services.application.intake.domain.wishes import Wishes
from services.kit.errors import FieldError, Title

_M = MaterialStatus

_HANDED_IN: Final = frozenset({_M.UPLOADED, _M.VERIFIED, _M.WAIVED})

_MISSING: Final = {
    _M.REQUIRED: ("material_missing", Title("is to be uploaded", "尚未上传")),
    _M.REJECTED: ("material_rejected", Title("was rejected", "审核未通过，请重传")),
    _M.EXPIRED: ("material_expired", Title("has expired", "已过期，请重新上传")),
    _M.UPLOADED: ("material_unreviewed", Title("has not been reviewed", "尚未审核")),
}


def fitted(
    materials: Sequence[Material], checklist: Iterable[ChecklistItem]
) -> tuple[Material, ...]:
    """The materials after the checklist changed: new items appear, no upload is lost."""
    listed = {item.code: item for item in checklist}
    kept = tuple(material.fitted(listed.pop(material.code, None)) for material in materials)
    return kept + tuple(wanted(item) for item in listed.values())


def checklist_of(
    version: ProductVersion, customer_type: CustomerType, wishes: Wishes
) -> tuple[ChecklistItem, ...]:
    """The items to bring; while no amount is said, those of the smallest loan."""
    amount = wishes.amount or version.terms.amount_min
    return checklist_for(version, customer_type, amount, version.terms.security)


def not_handed_in(materials: Sequence[Material], day: date) -> tuple[FieldError, ...]:
    """What keeps the materials from being submitted: absent, rejected or expired on `day`."""
    return tuple(_lacking(materials, day, enough=_HANDED_IN))


def not_settled(materials: Sequence[Material], day: date) -> tuple[FieldError, ...]:
    """What keeps the materials from being accepted: neither verified nor waived."""
    return tuple(_lacking(materials, day, enough=SETTLED))


def _lacking(
    materials: Sequence[Material], day: date, *, enough: frozenset[MaterialStatus]
) -> Iterator[FieldError]:
    seen = [material.as_of(day) for material in materials]
    for material in seen:
        if material.need is MaterialNeed.REQUIRED and material.status not in enough:
            yield _gap(material)
    for group in _groups(seen):
        if all(material.status not in enough for material in group):
            yield _group_gap(group)


def _groups(materials: Sequence[Material]) -> Iterator[list[Material]]:
    alternatives = [each for each in materials if each.need is MaterialNeed.ONE_OF]
    for name in dict.fromkeys(material.item.group for material in alternatives):
        yield [material for material in alternatives if material.item.group == name]


def _gap(material: Material) -> FieldError:
    code, said = _MISSING[material.status]
    title = material.item.title
    return FieldError(
        f"/materials/{material.code}",
        code,
        Title(f"{title.en} {said.en}", f"{title.zh}：{said.zh}"),
    )


def _group_gap(group: Sequence[Material]) -> FieldError:
    """One gap for the whole group: the alternative that got furthest speaks for it."""
    furthest = max(group, key=lambda material: material.status is _M.UPLOADED)
    if furthest.status is _M.UPLOADED:
        return _gap(furthest)
    english = " or ".join(material.item.title.en for material in group)
    chinese = "、".join(material.item.title.zh for material in group)
    return FieldError(
        f"/materials/{furthest.code}",
        "one_of_materials_missing",
        Title(f"One of these is to be uploaded: {english}", f"请上传以下资料之一：{chinese}"),
    )
