"""What is called back in which case, in which order."""

import asyncio
from typing import Any, Final

from deploy.sandbox.rail.calling_back import Caller
from deploy.sandbox.rail.transfers import Transfer
from deploy.sandbox.rail.truth_table import Case
from services.kit.identifiers import new_id

REPEATS: Final = 100

Told = dict[str, Any]


async def tell(transfer: Transfer, caller: Caller) -> None:
    """Call back as the transfer's case has it."""
    told = transfer.told()
    if transfer.case is Case.REPEATING:
        await _tell_often(told, caller)
        return
    for each in calls_of(transfer.case, told):
        await caller.call(each)


def calls_of(case: Case, told: Told) -> list[Told]:
    """The calls about one transfer, in their order."""
    processing = {**told, "status": "processing", "settled_on": None}
    failed = {**told, "status": "failed", "settled_on": None, "code": "account_frozen"}
    if case is Case.DISORDERED:
        return [told, processing]
    if case is Case.FAILED_SETTLED:
        return [failed, told]
    if case is Case.SETTLED_FAILED:
        return [told, failed]
    if case is Case.STRANGER:
        return [{**told, "key": f"stranger-{new_id().hex}", "reference": "SR-00000000"}, told]
    return [_spoilt(case, told)]


def _spoilt(case: Case, told: Told) -> Told:
    amount = told["amount"]
    if case is Case.WRONG_AMOUNT:
        return {**told, "amount": {**amount, "amount": amount["amount"] - 1}}
    if case is Case.WRONG_CURRENCY:
        return {**told, "amount": {**amount, "currency": "USD"}}
    if case is Case.WRONG_ACCOUNT:
        return {**told, "account": {"number": "6222000000000000000"}}
    return told


async def _tell_often(told: Told, caller: Caller) -> None:
    one = f"evt_{new_id().hex}"
    same = [caller.call(told, one) for _ in range(REPEATS // 2)]
    others = [caller.call(told) for _ in range(REPEATS // 2)]
    await asyncio.gather(*same, *others)
