"""What was heard of a contract: how many have signed it."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.application.domain.heard import Signer
from tests.unit.application.fulfilment.stories import C, a_contract


@pytest.mark.parametrize(
    ("signed", "count"), [((), 0), ((False,), 0), ((True, False, True), 2), ((True, True), 2)]
)
def test_the_signatures_are_those_given(signed: tuple[bool, ...], count: int) -> None:
    signers = tuple(Signer(UUID(int=n), "guarantor", has) for n, has in enumerate(signed))
    assert replace(a_contract(C.SIGNING), signers=signers).signatures == count
