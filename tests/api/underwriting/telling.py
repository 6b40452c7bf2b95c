"""What the application service tells in tests: the reference's example, with other particulars."""

import copy
from typing import Any
from uuid import UUID

from stdnum.cn import ric

from services.kit.identifiers import new_id, typeid_of
from services.underwriting.cases.examples import SUBMISSION_TOLD_EXAMPLE

Told = dict[str, Any]

_REGION_AND_BIRTH = "11010119900307"
_numbers = iter(range(100, 1000))


def identity_number() -> str:
    """A number that checks, of somebody no other test has met."""
    digits = f"{_REGION_AND_BIRTH}{next(_numbers):03d}"
    return digits + str(ric.calc_check_digit(digits + "0"))


def told(**changed: Any) -> Told:
    """A first submission of a new application by a new borrower.

    A keyword names a top-level member; a dictionary is laid over what the example has there.
    """
    submission = copy.deepcopy(SUBMISSION_TOLD_EXAMPLE)
    submission["application"]["id"] = typeid_of("app", new_id())
    submission["application"]["owner"] = f"borrower-{new_id()}"
    submission["party"]["id"] = typeid_of("party", new_id())
    submission["party"]["identity_number"] = number = identity_number()
    submission["party"]["mobile"] = f"+8613{number[-9:-1]}0"
    for name, value in changed.items():
        is_laid_over = isinstance(value, dict) and isinstance(submission[name], dict)
        submission[name] = {**submission[name], **value} if is_laid_over else value
    return submission


def collateral(**changed: Any) -> dict[str, Any]:
    """A thing the borrower offers as security: a home worth 1,000,000 yuan by its own word."""
    declared = {
        "id": another("col"),
        "kind": "home",
        "owner": "borrower",
        "owner_name": "示例产权人",
        "title_number": "京(2020)不动产权第0012345号",
        "place": "北京市东城区示例路2号",
        "declared_value": yuan(1_000_000),
        "prior_liens": yuan(0),
    }
    return declared | changed


def yuan(amount: int) -> dict[str, Any]:
    return {"amount": amount * 100, "currency": "CNY"}


def withdrawal(sequence: int, after: int) -> Told:
    return {"sequence": sequence, "after": after, "kind": "withdrawal"}


def path_of(submission: Told) -> str:
    """Where the application service puts it."""
    return f"/internal/v1/cases/{submission['application']['id']}"


def another(prefix: str) -> str:
    """An identifier of nothing."""
    return typeid_of(prefix, UUID(int=new_id().int))
