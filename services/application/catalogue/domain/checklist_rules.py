"""What a checklist may be: in every case each item at most once, and every rule of some use."""

from collections.abc import Iterator
from itertools import combinations

from services.application.domain.checklists import ChecklistRule, Requirement
from services.application.domain.products import ProductTerms
from services.kit.errors import FieldError, Title


def checklist_faults(terms: ProductTerms) -> Iterator[FieldError]:
    """Every way in which the checklist of `terms` breaks a rule."""
    yield from _repeated_items(terms)
    for index, rule in enumerate(terms.checklist):
        yield from _group_faults(index, rule)
        yield from _use_faults(index, rule, terms)


def _repeated_items(terms: ProductTerms) -> Iterator[FieldError]:
    for (_, earlier), (index, later) in combinations(enumerate(terms.checklist), 2):
        if earlier.item.code == later.item.code and earlier.when.meets(later.when):
            yield FieldError(
                f"/checklist/{index}/code",
                "item_repeated",
                Title("is asked for by another rule in the same case", "同一情形下材料重复"),
            )


def _group_faults(index: int, rule: ChecklistRule) -> Iterator[FieldError]:
    if (rule.item.requirement is Requirement.ONE_OF) != (rule.item.group is not None):
        yield FieldError(
            f"/checklist/{index}/group",
            "group_of_alternatives",
            Title(
                "names the alternatives of a one_of item, and only of one",
                "仅可选其一的材料须填写组别",
            ),
        )


def _use_faults(index: int, rule: ChecklistRule, terms: ProductTerms) -> Iterator[FieldError]:
    when = rule.when
    place = f"/checklist/{index}/when"
    if not when.customer_types <= terms.customer_types:
        yield FieldError(
            f"{place}/customer_types",
            "customer_type_not_served",
            Title("holds a type the product does not serve", "包含产品不适用的客户类型"),
        )
    if when.securities and terms.security not in when.securities:
        yield FieldError(
            f"{place}/securities",
            "rule_never_applies",
            Title("leaves out what secures this product", "不含本产品的担保方式"),
        )
    low, high = when.amount_from, when.amount_below
    if low is not None and high is not None and high <= low:
        yield FieldError(
            f"{place}/amount_below",
            "range_reversed",
            Title("must be above amount_from", "须大于 amount_from"),
        )
